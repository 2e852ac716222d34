"""Rules about what a text may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..world import World
from .rule import Declaration, Rule, lacks_platforms

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Request


@dataclass(frozen=True)
class SupportedText(Rule):
    """A text may hold a sample (an emoji, a hashtag) on the platforms; nothing can break this."""

    kind: ClassVar[str] = "supported-text"
    checks: ClassVar[tuple[str, ...]] = ("accepts",)

    platforms: frozenset[str]
    called: str
    sample: str

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        platforms = frozenset(declaration["platforms"])
        for called, sample in declaration["contains"].items():
            name = f"{declaration['id']}/{called}"
            yield cls(name, operation.account, field, platforms, called, sample)

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        yield from ()

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({self.called})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        for target, _, value in self.pairs(request, world):
            on = target.account is not None and target.account.platform in self.platforms
            if on and isinstance(value, str) and self.sample in value:
                return frozenset({self.called})
        return frozenset()

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return lacks_platforms(self.platforms, platforms)

    def words(self) -> Mapping[str, str]:
        return {"sample": self.called}
