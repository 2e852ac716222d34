"""Rules about fields that are required unless something else is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ..fields import Field, Place
from ..world import World
from .rule import Declaration, Rule, inside, lacks_platforms, targets

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

ANY: Final = object()
"""Stands for a condition that any value fulfils."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A way out of a requirement: a field is given, in every target where it belongs to targets.

    `perhaps` marks one that the documents neither give nor deny: such requests break nothing, and
    need not be accepted either.
    """

    field: Field
    value: Any = ANY
    perhaps: bool = False

    @classmethod
    def declared(cls, declaration: Mapping[str, Any]) -> Condition:
        return cls(
            Field.parse(declaration["field"]),
            declaration.get("is", ANY),
            declaration.get("perhaps", False),
        )

    def taken(self, request: Request, account: Field | None, holders: list[Place]) -> bool:
        """Whether the request takes this way out, for each of the targets at `holders`."""
        found = list(self.field.places(request))
        if account is None or not inside(self.field, account):
            return any(self._fits(value) for _, value in found)
        return bool(holders) and all(
            any(self._fits(value) for place, value in found if place[: len(holder)] == holder)
            for holder in holders
        )

    def _fits(self, value: Json) -> bool:
        if self.value is ANY:
            return given(value)
        return type(value) is type(self.value) and value == self.value

    @property
    def case(self) -> str:
        """What the condition is called among a rule's cases."""
        return str(self.field) if self.value is ANY else f"{self.field} {self.value}".lower()


def given(value: Json) -> bool:
    """Whether a value says anything: neither null nor empty."""
    return value is not None and value != "" and value != [] and value != {}


def conditions(declaration: Declaration) -> tuple[Condition, ...]:
    return tuple(map(Condition.declared, declaration.get("unless", ())))


def lacking(field: Field, request: Request) -> Place | None:
    """The place of a field beside the targets that is missing, or an empty list."""
    holders = list(field.parent.places(request))
    if not holders or not isinstance(holders[0][1], Mapping):
        return None
    holder = holders[0][1]
    missing = field.name not in holder or holder[field.name] == []
    return field.segments if missing else None


@dataclass(frozen=True)
class RequiredUnless(Rule):
    """The field, which stands beside the targets, is there unless one of the ways out is taken."""

    kind: ClassVar[str] = "required-unless"

    unless: tuple[Condition, ...]

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        yield cls(declaration["id"], operation.account, field, conditions(declaration))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        place = lacking(self.field, request)
        if place is not None and not any(self._taken(request)):
            yield place

    def _taken(self, request: Request) -> Iterator[Condition]:
        holders = [] if self.account is None else [
            place for place, _ in self.account.parent.places(request)
        ]
        return (way for way in self.unless if way.taken(request, self.account, holders))

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset(way.case for way in self.unless if not way.perhaps)

    def seen(self, request: Request, world: World) -> frozenset[str]:
        if lacking(self.field, request) is None:
            return frozenset()
        taken = list(self._taken(request))
        # two ways out at once show neither of them
        firm = [way.case for way in taken if not way.perhaps]
        return frozenset(firm) if len(taken) == 1 else frozenset()


@dataclass(frozen=True)
class RequiredWhen(Rule):
    """The field is there for every target on one of the platforms, unless a way out is taken.

    A field inside a target is looked for in that target, any other beside the targets.
    """

    kind: ClassVar[str] = "required-when"

    platforms: frozenset[str]
    unless: tuple[Condition, ...] = ()

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        platforms = frozenset(declaration["when"]["platform"])
        yield cls(declaration["id"], operation.account, field, platforms, conditions(declaration))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        assert self.account is not None
        within = inside(self.field, self.account)
        for target in self.targets(request, world):
            if target.account is None or target.account.platform not in self.platforms:
                continue
            if any(way.taken(request, self.account, [target.place]) for way in self.unless):
                continue
            if within and self.field.name not in target.value:
                yield (*target.place, self.field.name)
            elif not within and (place := lacking(self.field, request)) is not None:
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return self.platforms & frozenset(platforms)

    def seen(self, request: Request, world: World) -> frozenset[str]:
        on = frozenset(t.account.platform for t in self.targets(request, world) if t.account)
        return on & self.platforms if self.field.values(request) else frozenset()

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return lacks_platforms(self.platforms, platforms)
