"""Rules about how times and zones are written, where UTC is not demanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..world import World
from .rule import Declaration, Rule

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

_DATE = r"(\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d)"
_TIME = r"\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?"
_FORMS = {
    "date": re.compile(_DATE, re.ASCII),
    "date-time": re.compile(rf"{_DATE}T{_TIME}(Z|[+-]\d{{2}}(:?\d{{2}})?)?", re.ASCII),
}


def parse_time(text: Json) -> datetime | None:
    """The moment of an ISO 8601 date and time, without tzinfo where the text has no offset."""
    if not isinstance(text, str) or not _FORMS["date-time"].fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_date(text: str) -> bool:
    if not _FORMS["date"].fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Iso8601(Rule):
    """The field holds a time by ISO 8601, with any offset or none; `forms` are those allowed."""

    kind: ClassVar[str] = "iso-8601"

    forms: frozenset[str]

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        yield cls(declaration["id"], operation.account, field, frozenset(declaration["forms"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            if isinstance(value, str) and not self._form(value) & self.forms:
                yield place

    def _form(self, text: str) -> frozenset[str]:
        if parse_time(text) is not None:
            return frozenset({"date-time"})
        return frozenset({"date"} if _is_date(text) else ())

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return self.forms

    def seen(self, request: Request, world: World) -> frozenset[str]:
        texts = [value for value in self.field.values(request) if isinstance(value, str)]
        return frozenset().union(*map(self._form, texts)) & self.forms


NO_PLACE = {"Factory", "localtime", "posixrules"}
"""Names that the database or an operating system has beside those of zones."""


@cache
def zones() -> frozenset[str]:
    """The names of IANA's time zones and links, as the package tzdata has them."""
    names = files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(names) - NO_PLACE


@dataclass(frozen=True)
class TimeZone(Rule):
    """The field holds the name of a zone in IANA's database, spelt as it stands there."""

    kind: ClassVar[str] = "time-zone"

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        yield cls(declaration["id"], operation.account, Field.parse(declaration["field"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            if isinstance(value, str) and value not in zones():
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"UTC", "another zone"})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        values = [value for value in self.field.values(request) if value in zones()]
        return frozenset("UTC" if value == "UTC" else "another zone" for value in values)
