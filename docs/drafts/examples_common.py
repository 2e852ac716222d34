"""Worlds and requests to SocialSyncerAPI and PostPeer, made by hand, and what an example is.

In the repository: `Example` gets the field `vendor` (tests/openapi/rules/examples.py), the worlds
and requests go to tests/openapi/worlds.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from postproof.openapi import Account, Post, Request, World
from postproof.openapi.fields import Place
from postproof.openapi.request import ABSENT, Json

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)

ACCOUNTS = {
    account.id: account
    for account in (
        Account("acc_instagram", "instagram"),
        Account("acc_twitter", "twitter", premium=True),
        Account("acc_twitter_2", "twitter"),
        Account("acc_tiktok", "tiktok"),
        Account("acc_facebook", "facebook"),
        Account("acc_youtube", "youtube"),
        Account("acc_linkedin", "linkedin"),
        Account("acc_pinterest", "pinterest"),
        Account("acc_reddit", "reddit"),
        Account("acc_bluesky", "bluesky"),
        Account("acc_threads", "threads"),
        Account("acc_tumblr", "tumblr"),
    )
}


def out(id: str, account: str, status: str, minutes: float | None = 10, *beside: str) -> Post:
    """A post that was published so many minutes ago."""
    moment = None if minutes is None else NOW - timedelta(minutes=minutes)
    return Post(id, account, status, beside, moment)  # type: ignore[arg-type]


POSTS = {
    post.id: post
    for post in (
        out("tweet", "acc_twitter", "published"),
        out("tweet_59", "acc_twitter", "published", 59),
        out("tweet_60", "acc_twitter", "published", 60),
        out("tweet_65", "acc_twitter", "published", 65),
        out("tweet_66", "acc_twitter", "published", 66),
        out("tweet_old", "acc_twitter", "published", 60 * 24 * 365),
        out("tweet_free", "acc_twitter_2", "published"),
        out("tweet_partial", "acc_twitter", "partial", 10, "acc_instagram"),
        out("tweet_beside", "acc_instagram", "published", 10, "acc_twitter"),
        out("photo", "acc_instagram", "published"),
        out("scheduled", "acc_twitter", "scheduled", None),
        out("draft", "acc_twitter", "draft", None),
        out("failed", "acc_twitter", "failed", None),
        out("queued", "acc_twitter", "queued", None),
    )
}
WORLD = World(ACCOUNTS, {}, POSTS, NOW)

MEDIA = [{"type": "image", "url": "https://example.com/photo.jpg"}]


def to(platform: str, /, **fields: Json) -> dict[str, Json]:
    """A target on a platform. A field of `ABSENT` is left out."""
    target: dict[str, Json] = {"platform": platform, "accountId": f"acc_{platform}", **fields}
    return {name: value for name, value in target.items() if value is not ABSENT}


def post(*platforms: Json, **fields: Json) -> Request:
    """POST /v1/posts with content and publishNow; a field of `ABSENT` is left out.

    Both vendors have an operation of this name and path; which of them is meant, the example says.
    """
    body: dict[str, Json] = {
        "content": "A first look.",
        "publishNow": True,
        "platforms": list(platforms),
        **fields,
    }
    return Request("createPost", body={n: v for n, v in body.items() if v is not ABSENT})


def listing(**query: Json) -> Request:
    """GET /v1/posts."""
    return Request("listPosts", query=query)


def edit(post_id: str) -> Request:
    """POST /v1/posts/{postId}/edit."""
    return Request("editPost", path={"postId": post_id}, body={"content": "A second look."})


@dataclass(frozen=True)
class Example:
    """A request that keeps the rule, or breaks it at `places` and breaks nothing else."""

    vendor: str
    id: str
    says: str
    source: str
    request: Request
    places: tuple[Place, ...] = ()
    world: World = WORLD

    def __str__(self) -> str:
        return f"{self.vendor} {self.id}: {self.says}"


def holds(vendor: str, id: str, says: str, source: str, request: Request) -> Example:
    """An example that keeps the rule."""
    return Example(vendor, id, says, source, request)


def breaks(
    vendor: str, id: str, says: str, source: str, request: Request, *places: Place
) -> Example:
    """An example that breaks the rule at these places."""
    assert places
    return Example(vendor, id, says, source, request, places)


def both(*rows: tuple[str, str, dict[str, str], Request, tuple[Place, ...]]) -> Iterator[Example]:
    """The same example for each vendor that has the rule, with the source of each."""
    for id, says, sources, request, places in rows:
        for vendor, source in sources.items():
            yield Example(vendor, id, says, source, request, places)


def at(index: int, name: str) -> Place:
    """The place of a field of one target."""
    return "body", "platforms", index, name


def body(name: str) -> Place:
    """The place of a field of the body."""
    return "body", name
