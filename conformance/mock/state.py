"""What the mock remembers: accounts, media and posts, and what becomes of them as time goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from ...openapi import Account, Media, Post, World
from .clock import Clock

if TYPE_CHECKING:
    from ...openapi.request import Json
    from ...openapi.world import MediaKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMedia(Media):
    """An uploaded file: what the world knows of it, its size in bytes, and when it came."""

    size: int
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPost(Post):
    """A post on one account: what the world knows of it, its times, and what it holds.

    `scheduled_for` is None for a post that goes out at once; `content` is the vendor's own.
    """

    platform: str
    created: datetime
    scheduled_for: datetime | None
    content: Mapping[str, Json]


class State:
    """Everything that a mock remembers. Records are never changed, only replaced."""

    def __init__(
        self,
        accounts: Iterable[Account],
        clock: Clock | None = None,
        publish_delay: timedelta = timedelta(),
    ) -> None:
        """Begin with these accounts and nothing else.

        A queued post is published when it is looked at `publish_delay` or more after its creation.
        """
        self.clock = clock or Clock()
        self.publish_delay = publish_delay
        self.accounts: dict[str, Account] = {account.id: account for account in accounts}
        self.media: dict[str, StoredMedia] = {}
        self._posts: dict[str, StoredPost] = {}
        self._due: list[tuple[datetime, int, str]] = []
        self._numbers = count(1)

    @property
    def posts(self) -> Mapping[str, StoredPost]:
        """The posts by their ids, oldest first, each with its present status."""
        self._settle()
        return self._posts

    def world(self) -> World:
        """What requests can depend on, now; its mappings are live."""
        return World(self.accounts, self.media, self.posts, self.clock.now())

    def add_media(
        self, kind: MediaKind, width: int | None, height: int | None, size: int
    ) -> StoredMedia:
        """Store an uploaded file."""
        return self.put_media(
            StoredMedia(
                self.new_id("media"), kind, width, height, size=size, created=self.clock.now()
            )
        )

    def add_post(
        self, account: Account, scheduled_for: datetime | None, content: Mapping[str, Json]
    ) -> StoredPost:
        """Create a post that goes out at its time, or at once."""
        return self.put_post(
            StoredPost(
                self.new_id("post"),
                account.id,
                "queued" if scheduled_for is None else "scheduled",
                platform=account.platform,
                created=self.clock.now(),
                scheduled_for=scheduled_for,
                content=content,
            )
        )

    def put_media(self, media: StoredMedia) -> StoredMedia:
        """Store a file as it is, in place of one with the same id."""
        self.media[media.id] = media
        return media

    def put_post(self, post: StoredPost) -> StoredPost:
        """Store a post as it is, in place of one with the same id."""
        self._posts[post.id] = post
        if post.status in ("queued", "scheduled"):
            due = post.scheduled_for or post.created + self.publish_delay
            heappush(self._due, (due, next(self._numbers), post.id))
        return post

    def delete_media(self, identifier: str) -> None:
        """Forget a file."""
        del self.media[identifier]

    def delete_post(self, identifier: str) -> None:
        """Forget a post."""
        del self._posts[identifier]

    def new_id(self, prefix: str) -> str:
        """An id that no other object has; it tells nothing, and is the same in every process."""
        scrambled = next(self._numbers) * 0x9E3779B1 & 0xFFFFFFFF  # odd, so no two are equal
        return f"{prefix}_{scrambled:08x}"

    def _settle(self) -> None:
        """Publish what is due."""
        now = self.clock.now()
        while self._due and self._due[0][0] <= now:
            _, _, identifier = heappop(self._due)
            post = self._posts.get(identifier)
            if post is not None and post.status in ("queued", "scheduled"):
                self._posts[identifier] = replace(post, status="published")
