"""Rules about the post that a request names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..world import Post, World
from .references import NAMED
from .rule import Declaration, Rule
from .schedule import parse_duration

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Request


@dataclass(frozen=True)
class PostState(Rule):
    """The post that the field names is in a state; exactly one of the conditions is set.

    `statuses`: what has become of it; `on`: one of its accounts is on such a platform; `premium`:
    one of its accounts on these platforms pays, if there are any; `within`: it was published no longer ago, give or take `tolerance`.
    """

    kind: ClassVar[str] = "post-state"
    platform_keys: ClassVar[frozenset[str]] = frozenset()

    statuses: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    premium: frozenset[str] = frozenset()
    within: timedelta | None = None
    tolerance: timedelta = timedelta()

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        yield cls(
            declaration["id"],
            operation.account,
            Field.parse(declaration["field"]),
            frozenset(declaration.get("is", ())),
            frozenset(declaration.get("platforms", ())),
            frozenset(declaration.get("premium", ())),
            parse_duration(declaration["within"]) if "within" in declaration else None,
            parse_duration(declaration.get("tolerance", "PT0S")),
        )

    def fits(self, post: Post, world: World) -> bool:
        """Whether the post is in the state."""
        accounts = [world.accounts[name] for name in post.accounts if name in world.accounts]
        if self.statuses:
            return post.status in self.statuses
        if self.on:
            return any(account.platform in self.on for account in accounts)
        if self.premium:
            concerned = [account for account in accounts if account.platform in self.premium]
            return not concerned or any(account.premium for account in concerned)
        assert self.within is not None
        out = post.published
        return out is None or world.now - out <= self.within + self.tolerance

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            post = world.posts.get(value) if isinstance(value, str) else None
            if post is not None and not self.fits(post, world):
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return NAMED

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return NAMED if self.field.values(request) else frozenset()
