"""The making of one case: what it needs to know, and the steps that all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...openapi.fields import Field, Place, removed, replaced
from ...openapi.request import request_from_parts
from ...openapi.wire import Undecodable
from ..build import build
from ..case import Case, broken_by
from ..targets import around, has_targets, usable
from ..wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ...openapi import Account, Operation, Request, Requirement, World
    from ...openapi.request import Json
    from ..choice import Choose
    from ..context import Context


@dataclass(frozen=True, slots=True)
class Making:
    """What the making of one case needs to know: what `fault` is given."""

    operation: Operation
    requirement: Requirement
    world: World
    context: Context
    choose: Choose
    prefer: tuple[Account, ...]

    def among(
        self, fits: Callable[[Account], bool], others: Callable[[Account], bool] | None = None
    ) -> tuple[Account, ...]:
        """Targets with one that fits at the context's position; () where there are none."""
        if self.operation.account is None:
            return ()
        rest_fits = [fits(a) or others is None or others(a) for a in self.prefer]
        if any(fits(account) for account in self.prefer) and all(rest_fits):
            return self.prefer
        accounts = usable(self.operation, self.world)
        fitting = [account for account in accounts if fits(account)]
        if not fitting:
            raise Unbuildable("the target has no account for this")
        if not has_targets(self.operation):
            return (self.choose(fitting),)
        one = self.choose(fitting)
        rest = [account for account in accounts if others is None or others(account)]
        return around(rest, one, self.context.position, self.choose)

    def control(self, wish: Wish) -> Request:
        """The valid request that the fault is put into."""
        return build(self.operation, self.world, wish, self.choose)

    def place_in(self, control: Request, field: Field, concerned: Account | None = None) -> Place:
        """One place of a field: in the concerned account's target, else by position."""
        places = [place for place, _ in field.places(control)]
        account = self.operation.account
        if concerned is not None and account is not None:
            prefix = account.parent.segments
            inside = field.segments[: len(prefix)] == prefix
            for holder, value in account.places(control):
                if value == concerned.id and inside:
                    places = [p for p in places if p[: len(holder) - 1] == holder[:-1]]
        if not places:
            raise Unbuildable(f"no valid request holds {field}")
        return places[0] if self.context.position == "first" else places[-1]

    def case(self, control: Request, place: Place, value: Json, note: str) -> Case:
        """The case in which the place holds the value; `note` says what is wrong with it."""
        request = request_from_parts(control.operation, replaced(control.parts(), place, value))
        return Case(self.requirement, request, control, f"{shown(place)} {note}", place)

    def without(self, control: Request, place: Place) -> Case:
        """The case in which the place is missing."""
        request = request_from_parts(control.operation, removed(control.parts(), place))
        return Case(self.requirement, request, control, f"{shown(place)} is missing", place)

    def one_of(self, control: Request, place: Place, options: Sequence[tuple[Json, str]]) -> Case:
        """The case of one of several values, each with its note, that breaks nothing else.

        Where each of them breaks something else too, it is left to `prove` to say so.
        """
        chosen = self.choose(options)
        case = self.case(control, place, *chosen)
        if self._breaks_only_this(case):
            return case
        others = [self.case(control, place, *option) for option in options if option != chosen]
        single = [other for other in others if self._breaks_only_this(other)]
        return self.choose(single) if single else case

    def _breaks_only_this(self, case: Case) -> bool:
        try:
            return broken_by(self.operation, case.fault, self.world) == [self.requirement]
        except Undecodable:
            return False


def shown(place: Place) -> str:
    """A place in words, as in `posts[1].boardId`."""
    words = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place[1:]]
    text = "".join(words).lstrip(".")
    return text if place[0] == "body" and text else f"{place[0]}.{text}".rstrip(".")
