"""What every kind of rule is: a predicate over a request and a world."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ..fields import EACH, Field, Place
from ..world import Account, World, platform_name

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

Declaration = Mapping[str, Any]
"""One entry of x-rules as the description has it."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a request: where it stands, what it holds, and its account if known."""

    place: Place
    value: Json
    account: Account | None


@dataclass(frozen=True)
class Rule(ABC):
    """A requirement on requests that JSON Schema cannot say.

    `name` distinguishes the requirements that one declaration expands to (`image-cap/bluesky`);
    `account` is the field that names a target's account in this operation, `field` the field that
    the rule is about. A rule overlooks values of the wrong type and targets of unknown accounts:
    other requirements are broken there.
    """

    kind: ClassVar[str]
    checks: ClassVar[tuple[str, ...]] = ("accepts", "rejects")
    platform_keys: ClassVar[frozenset[str]] = frozenset(
        {"platform", "platforms", "when", "for", "used-by"}
    )

    name: str
    account: Field | None
    field: Field

    @classmethod
    def about_targets(cls, declaration: Declaration) -> bool:
        """Whether the rule asks for the platforms of targets, and so needs an account field."""
        return not cls.platform_keys.isdisjoint(declaration)

    @classmethod
    @abstractmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        """The rules that one declaration stands for."""

    @abstractmethod
    def broken(self, request: Request, world: World) -> Iterator[Place]:
        """The places at which the request breaks the rule; none when it holds."""

    @abstractmethod
    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        """What must be seen accepted before the rule counts as not too strict.

        `platforms` are those that the operation takes and the world has.
        """

    @abstractmethod
    def seen(self, request: Request, world: World) -> frozenset[str]:
        """Which of the `cases` this request shows when it is accepted."""

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        """What the world lacks so that the rule does not apply, None when it lacks nothing."""
        return None

    def words(self) -> Mapping[str, str]:
        """What replaces the placeholders of the declaration's `says`."""
        return {}

    def targets(self, request: Request, world: World) -> list[Target]:
        """The request's targets, whether or not their accounts are known."""
        if self.account is None:
            return []
        return targets(self.account, request, world)

    def pairs(
        self, request: Request, world: World, field: Field | None = None
    ) -> Iterator[tuple[Target, Place, Json]]:
        """Each value of a field, the rule's own by default, with each target that it belongs to.

        A field inside a target belongs to that target, any other field to all of them.
        """
        field = field or self.field
        found = self.targets(request, world)
        values = list(field.places(request))
        inside = self.account is not None and _inside(field, self.account)
        for target in found:
            for place, value in values:
                if not inside or place[: len(target.place)] == target.place:
                    yield target, place, value


def targets(account: Field, request: Request, world: World) -> list[Target]:
    """The targets of a request: the objects that hold the account field.

    A target without an account field, or with one that names no known account, has no account.
    """
    found = []
    for place, value in account.parent.places(request):
        identifier = value.get(account.name) if isinstance(value, Mapping) else None
        known = world.accounts.get(identifier) if isinstance(identifier, str) else None
        found.append(Target(place, value, known))
    return found


def _inside(field: Field, account: Field) -> bool:
    prefix = account.parent.segments
    return EACH in prefix and field.segments[: len(prefix)] == prefix


def platform_words(platform: str, limit: object = "") -> dict[str, str]:
    """The placeholders {platform} and {limit} of a statement."""
    shown = f"{limit:,}" if isinstance(limit, int) else str(limit)
    return {"platform": platform_name(platform), "limit": shown}


NO_PLATFORM = "the target has no account on {}"


def lacks_platforms(wanted: frozenset[str] | set[str], platforms: tuple[str, ...]) -> str | None:
    """Why a rule about some platforms does not apply to a world without any of them."""
    if wanted & set(platforms):
        return None
    return NO_PLATFORM.format(" or ".join(sorted(map(platform_name, wanted))))
