"""The world: what a target knows, as far as requests depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import Literal

MediaKind = Literal["image", "video"]
PostStatus = Literal["queued", "scheduled", "published", "failed"]


@dataclass(frozen=True, slots=True)
class Account:
    """A connected social account. `boards` are the ids of its Pinterest boards."""

    id: str
    platform: str
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """An uploaded file; width and height in pixels, None when unknown."""

    id: str
    kind: MediaKind
    width: int | None = None
    height: int | None = None

    @property
    def aspect_ratio(self) -> Fraction | None:
        """Width by height, None when unknown."""
        return Fraction(self.width, self.height) if self.width and self.height else None


@dataclass(frozen=True, slots=True)
class Post:
    """A post on one account."""

    id: str
    account: str
    status: PostStatus


@dataclass(frozen=True)
class World:
    """Accounts, media and posts by their ids, and the time (aware, UTC)."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    media: Mapping[str, Media] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that have an account, in the accounts' order."""
        return tuple(dict.fromkeys(account.platform for account in self.accounts.values()))

    def on(self, platform: str) -> list[Account]:
        """The accounts on one platform."""
        return [account for account in self.accounts.values() if account.platform == platform]


PLATFORM_NAMES = {
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "twitter": "X",
}


def platform_name(platform: str) -> str:
    """The platform's name as people write it."""
    return PLATFORM_NAMES.get(platform, platform.capitalize())
