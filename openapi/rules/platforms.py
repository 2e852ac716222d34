"""Rules about platforms: which are supported, and what they need or ignore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ..fields import EACH, Field, Place
from ..world import World
from .rule import Declaration, Rule, lacks_platforms, platform_words

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Request


@dataclass(frozen=True)
class SupportedPlatforms(Rule):
    """Accounts are on the supported platforms; each of these is accepted."""

    kind: ClassVar[str] = "supported-platforms"

    supported: frozenset[str]

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = declaration.get("field")
        account = operation.account if field is None else Field.parse(field)
        assert account is not None
        yield cls(declaration["id"], account, account, frozenset(declaration["platforms"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for target in self.targets(request, world):
            if target.account is not None and target.account.platform not in self.supported:
                yield (*target.place, self.field.name)

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset(platforms)

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return _platforms(self, request, world)


@dataclass(frozen=True)
class RequiredWhen(Rule):
    """The field is there in every target on one of the platforms."""

    kind: ClassVar[str] = "required-when"

    platforms: frozenset[str]

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        platforms = frozenset(declaration["when"]["platform"])
        yield cls(declaration["id"], operation.account, field, platforms)

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for target in self.targets(request, world):
            concerned = target.account is not None and target.account.platform in self.platforms
            if concerned and self.field.name not in target.value:
                yield (*target.place, self.field.name)

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return self.platforms & frozenset(platforms)

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return _platforms(self, request, world) & self.platforms

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return lacks_platforms(self.platforms, platforms)


@dataclass(frozen=True)
class Ignored(Rule):
    """The field may be sent to platforms that have no use for it; nothing can break this.

    `value` is what to send where the field's schema does not say what it holds.
    """

    kind: ClassVar[str] = "ignored"
    checks: ClassVar[tuple[str, ...]] = ("accepts",)

    platforms: frozenset[str] | None
    used_by: frozenset[str]
    value: Any

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        yield cls(
            declaration["id"],
            operation.account,
            Field.parse(declaration["field"]),
            frozenset(declaration["for"]) if "for" in declaration else None,
            frozenset(declaration.get("used-by", ())),
            declaration.get("value"),
        )

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        yield from ()

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset(platform for platform in platforms if self.ignores(platform))

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return frozenset(
            target.account.platform
            for target, _, _ in self.pairs(request, world)
            if target.account is not None and self.ignores(target.account.platform)
        )

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        if self.cases(world, platforms):
            return None
        return "the target has no account on a platform that ignores it"

    def ignores(self, platform: str) -> bool:
        """Whether the field is documented as ignored for the platform."""
        if self.platforms is not None:
            return platform in self.platforms
        return platform not in self.used_by


@dataclass(frozen=True)
class SeveralTargets(Rule):
    """One request may post to several accounts of a platform; nothing can break this."""

    kind: ClassVar[str] = "several-targets"
    checks: ClassVar[tuple[str, ...]] = ("accepts",)

    platform: str

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        assert operation.account is not None
        yield cls(declaration["id"], operation.account, operation.account, declaration["platform"])

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        yield from ()

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"several"})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        accounts = {
            target.account.id
            for target in self.targets(request, world)
            if target.account is not None and target.account.platform == self.platform
        }
        return frozenset({"several"} if len(accounts) > 1 else ())

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        if self.account is None or EACH not in self.account.segments:
            return "a request has one target only"
        if self.platform not in platforms or len(world.on(self.platform)) < 2:
            return f"the target has not two accounts on {self.words()['platform']}"
        return None

    def words(self) -> dict[str, str]:
        return platform_words(self.platform)


def _platforms(rule: Rule, request: Request, world: World) -> frozenset[str]:
    return frozenset(
        target.account.platform
        for target in rule.targets(request, world)
        if target.account is not None
    )
