"""The ledger: what a run made on the target, what it can find again, and what it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...openapi import Media, Post
from ..target import Effect
from . import follow
from .heed import GOING

if TYPE_CHECKING:
    from ...openapi import Operation, Request
    from ..http.exchange import Exchange

DOUBTS = 3
"""After so many creations without a clear answer nothing more is created."""


@dataclass
class Ledger:
    """What one run made.

    `posts` are the posts by id, `media` the stock that posts may name, `uploaded` the ids of all
    files. `lost` tells what may have been made and cannot be found again. `halted` says, by role,
    why nothing more of it is made.
    """

    allowed: Effect
    posts: dict[str, Post] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    uploaded: dict[str, None] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    halted: dict[str, str] = field(default_factory=dict)
    _doubts: int = 0

    def record(self, operation: Operation, request: Request, exchange: Exchange) -> None:
        """Enter what an exchange made or deleted."""
        if exchange.accepted and operation.deletes is not None:
            name = operation.deletes.field.partition(".")[2]
            for kept in (self.posts, self.media, self.uploaded):
                kept.pop(str(request.path.get(name)), None)
        if operation.yields is None:
            return
        if exchange.accepted:
            self._created(operation, request, exchange)
        elif makes(operation, request) and self._doubtful(exchange):
            self._doubts += 1
            self.lost.append(f"{operation.title} gave no clear answer: it may have made something")
            if self._doubts >= DOUBTS:
                self.halted[operation.yields.role] = f"{DOUBTS} creations gave no clear answer"

    def _doubtful(self, exchange: Exchange) -> bool:
        """Whether something may have been made all the same, where that would be a harm."""
        return exchange.answer is None or (exchange.crashed and self.allowed < Effect.PUBLISH)

    def _created(self, operation: Operation, request: Request, exchange: Exchange) -> None:
        assert operation.yields is not None
        assert exchange.answer is not None
        role = operation.yields.role
        ids = [i for i in follow.found(exchange.answer.json, operation.yields) if i is not None]
        missing = makes(operation, request) - len(ids)
        if missing > 0:
            what = f"{missing} of what {operation.title} made"
            self.lost.append(f"{what}: the answer does not name it")
            if self.allowed < Effect.PUBLISH:
                self.halted[role] = "what was made could not be found again, to be deleted"
        if role == "media":
            self.uploaded.update(dict.fromkeys(ids))
        elif role == "post":
            self._posted(operation, request, exchange, ids)

    def _posted(
        self, operation: Operation, request: Request, exchange: Exchange, ids: list[str]
    ) -> None:
        scheduled = is_scheduled(operation, request)
        out = follow.statuses(exchange.answer.json if exchange.answer else None, operation.yields)
        gone = bool(out) and out <= GOING
        accounts = operation.account.values(request) if operation.account is not None else []
        for index, identifier in enumerate(ids):
            account = str(accounts[index]) if len(accounts) == len(ids) else ""
            status = "scheduled" if scheduled and not gone else "queued"
            self.posts[identifier] = Post(identifier, account, status)  # type: ignore[arg-type]
        if scheduled and self.allowed < Effect.PUBLISH and out & GOING:
            said = ", ".join(sorted(out))
            self.halted["post"] = f"a post scheduled far ahead was answered as {said}"
            self.lost.append(f"posts of {operation.title}: scheduled far ahead, answered as {said}")

    def published(self, identifier: str) -> None:
        """Take note that a post has been published."""
        self.posts[identifier] = replace(self.posts[identifier], status="published")

    def to_delete(self) -> dict[str, list[str]]:
        """The ids of what is to be deleted again, by role."""
        scheduled = [post.id for post in self.posts.values() if post.status == "scheduled"]
        return {"post": scheduled, "media": list(self.uploaded)}

    def left(self) -> tuple[str, ...]:
        """What stands on the target now and should not stay, in words."""
        named = [f"{role} {i}" for role, ids in self.to_delete().items() for i in ids]
        return (*named, *self.lost)


def makes(operation: Operation, request: Request) -> int:
    """How many objects are to be deleted again when the request is accepted."""
    if operation.yields is None:
        return 0
    if operation.yields.role != "post":
        return 1
    targets = operation.account.values(request) if operation.account is not None else [None]
    return len(targets) if is_scheduled(operation, request) else 0


def is_scheduled(operation: Operation, request: Request) -> bool:
    """Whether a request holds a time in any of the fields for it."""
    return any(place.values(request) for place in operation.roles.get("schedule", ()))


def created(operation: Operation, exchange: Exchange) -> list[str]:
    """The ids of what an exchange made, all of them or none."""
    if operation.yields is None or exchange.answer is None or not exchange.accepted:
        return []
    return follow.identifiers(exchange.answer.json, operation.yields)
