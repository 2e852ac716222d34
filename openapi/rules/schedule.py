"""Rules about when: instants in UTC, and the window in which posts are scheduled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..world import World
from .rule import Declaration, Rule, lacks_platforms

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

_INSTANT = re.compile(
    r"(\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d)T\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?Z", re.ASCII
)
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


def parse_instant(text: Json) -> datetime | None:
    """The instant of an ISO 8601 text in UTC with `Z`; None for anything else.

    The rarer forms count too (without separators, by week, without seconds or minutes): documents
    that say no more than ISO 8601 do not forbid them. Fractions are cut to microseconds.
    """
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def parse_duration(text: str) -> timedelta:
    """The length of an ISO 8601 duration of days, hours, minutes and seconds, such as `PT10M`."""
    match = _DURATION.fullmatch(text)
    assert match, text
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


@dataclass(frozen=True)
class UtcInstant(Rule):
    """The field holds an ISO 8601 instant in UTC that ends in `Z`."""

    kind: ClassVar[str] = "utc-instant"

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        yield cls(declaration["id"], operation.account, Field.parse(declaration["field"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            if isinstance(value, str) and parse_instant(value) is None:
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"instant"})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return frozenset({"instant"} if self.field.values(request) else ())


@dataclass(frozen=True)
class ScheduleWindow(Rule):
    """Targets on the platforms are scheduled no sooner, or no later, than so long from now.

    `fields` are all fields with the role schedule. `tolerance` widens the window on the judging
    side and narrows it on the generating side, for clocks that differ and bounds that are
    documented as approximate.
    """

    kind: ClassVar[str] = "schedule-window"

    fields: tuple[Field, ...]
    at_least: timedelta | None
    at_most: timedelta | None
    tolerance: timedelta
    platforms: frozenset[str] | None

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        fields = operation.roles["schedule"]
        least, most = declaration.get("at-least"), declaration.get("at-most")
        yield cls(
            declaration["id"],
            operation.account,
            fields[0],
            fields,
            parse_duration(least) if least else None,
            parse_duration(most) if most else None,
            parse_duration(declaration.get("tolerance", "PT0S")),
            frozenset(declaration["platforms"]) if "platforms" in declaration else None,
        )

    def _instants(self, request: Request, world: World) -> Iterator[tuple[Place, timedelta]]:
        for field in self.fields:
            for place, value in self._concerned(field, request, world).items():
                instant = parse_instant(value)
                if instant is not None:
                    yield place, instant - world.now

    def _concerned(self, field: Field, request: Request, world: World) -> dict[Place, Json]:
        if self.platforms is None:
            return dict(field.places(request))
        return {
            place: value
            for target, place, value in self.pairs(request, world, field)
            if target.account is not None and target.account.platform in self.platforms
        }

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, ahead in self._instants(request, world):
            if self.at_least is not None and ahead < self.at_least - self.tolerance:
                yield place
            if self.at_most is not None and ahead > self.at_most + self.tolerance:
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"at the edge"})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        near = 2 * self.tolerance + timedelta(minutes=1)
        edge = self.at_least if self.at_least is not None else self.at_most
        assert edge is not None
        return frozenset(
            "at the edge"
            for _, ahead in self._instants(request, world)
            if abs(ahead - edge) <= near
        )

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return None if self.platforms is None else lacks_platforms(self.platforms, platforms)
