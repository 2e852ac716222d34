"""Requirements: one checkable promise each, with an id that stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .description import Operation
    from .fields import Field
    from .rules.rule import Rule


class Level(StrEnum):
    """How firmly a promise is documented; see design words must, should, assumed."""

    MUST = "must"
    SHOULD = "should"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a promise stands: the document's title, the section, the document's address."""

    document: str
    section: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.document}, {self.section}"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A structural promise about a request: one JSON Schema keyword on one field."""

    field: Field
    keyword: str
    value: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A promise about answers that any exchange can show.

    `aspect` is "status" (only documented statuses), "content-type" (the documented media type,
    and a body that parses), or "field": the field at `place` of answers with `status` is there
    and fits its schema.
    """

    aspect: str
    status: str = ""
    field: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A promise that takes requests of its own to see; `parameters` as in the description."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The promise that an operation does its work at all: valid requests are accepted."""


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One promise of one operation.

    `id` is `operation/name` and stays the same as long as the promise does. `statement` is in
    our own words. `promise` says of what kind it is; `checks` which questions decide it; `status`
    is the documented status of a refusal, None when any refusal will do.
    """

    id: str
    operation: str
    name: str
    level: Level
    statement: str
    source: Source
    promise: Keyword | Rule | Answer | Behaviour | Baseline
    checks: tuple[str, ...]
    status: int | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Requirement) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<{self.id}>"


def requirement_of(operation: Operation, name: str, level: Level, *rest: Any) -> Requirement:
    """The requirement of an operation with a name; `rest` are its further fields in order."""
    return Requirement(f"{operation.id}/{name}", operation.id, name, level, *rest)
