"""Rules about objects that a request names: they exist, and are of the right sort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..world import World
from .rule import Declaration, Rule, lacks_platforms

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

NAMED = frozenset({"named"})


@dataclass(frozen=True)
class Reference(Rule):
    """The field names an object; what must be so of the object is the subclass's."""

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return NAMED

    def seen(self, request: Request, world: World) -> frozenset[str]:
        return NAMED if self.field.values(request) else frozenset()


@dataclass(frozen=True)
class Exists(Reference):
    """The field names an object that exists; a board must belong to its target's account.

    `role` is the object's role. With `platforms` the rule holds for targets on these only.
    """

    kind: ClassVar[str] = "exists"

    role: str
    platforms: frozenset[str] | None = None

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        role = next(role for role, fields in operation.roles.items() if field in fields)
        platforms = frozenset(declaration["platforms"]) if "platforms" in declaration else None
        yield cls(declaration["id"], operation.account, field, role, platforms)

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        if self.role == "board":
            yield from self._foreign_boards(request, world)
            return
        known = {"account": world.accounts, "media": world.media, "post": world.posts}[self.role]
        for place, value in self.field.places(request):
            if isinstance(value, str) and value not in known:
                yield place

    def _foreign_boards(self, request: Request, world: World) -> Iterator[Place]:
        for target, place, value in self.pairs(request, world):
            account = target.account
            if account is None or (self.platforms and account.platform not in self.platforms):
                continue
            if isinstance(value, str) and value not in account.boards:
                yield place

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        if self.role == "board" and not any(
            account.boards
            for account in world.accounts.values()
            if self.platforms is None or account.platform in self.platforms
        ):
            return "the target has no account with a board"
        return None


@dataclass(frozen=True)
class MediaType(Reference):
    """The field names media of one type, "image" or "video"."""

    kind: ClassVar[str] = "media-type"

    type: str

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        yield cls(declaration["id"], operation.account, field, declaration["type"])

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            media = world.media.get(value) if isinstance(value, str) else None
            if media is not None and media.kind != self.type:
                yield place


@dataclass(frozen=True)
class NotPublished(Reference):
    """The field names a post that is not published."""

    kind: ClassVar[str] = "not-published"

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        yield cls(declaration["id"], operation.account, Field.parse(declaration["field"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, value in self.field.places(request):
            post = world.posts.get(value) if isinstance(value, str) else None
            if post is not None and post.status == "published":
                yield place


@dataclass(frozen=True)
class SameAttribute(Rule):
    """All images in the field share an attribute when a target is on one of the platforms.

    The one attribute so far is the aspect ratio, compared exactly; unknown ratios are overlooked.
    """

    kind: ClassVar[str] = "same-attribute"

    platforms: frozenset[str]

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        yield cls(declaration["id"], operation.account, field, frozenset(declaration["platforms"]))

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        if not self._concerned(request, world):
            return
        ratios = {
            place: ratio
            for place, value in self.field.places(request)
            if (ratio := _ratio(value, world)) is not None
        }
        first = next(iter(ratios.values()), None)
        yield from (place for place, ratio in ratios.items() if ratio != first)

    def _concerned(self, request: Request, world: World) -> bool:
        return any(
            target.account is not None and target.account.platform in self.platforms
            for target in self.targets(request, world)
        )

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"same"})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        several = len(self.field.values(request)) > 1
        return frozenset({"same"} if several and self._concerned(request, world) else ())

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return lacks_platforms(self.platforms, platforms)


def _ratio(value: Json, world: World) -> object:
    media = world.media.get(value) if isinstance(value, str) else None
    return media.aspect_ratio if media is not None and media.kind == "image" else None
