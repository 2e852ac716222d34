"""A world and requests to Crosspostify, made by hand: nothing here comes from a strategy."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from postproof.openapi import Account, Media, Post, Request, World
from postproof.openapi.request import ABSENT, Json

NOW = datetime(2025, 5, 20, 12, 0, tzinfo=UTC)

PLATFORMS = (
    *("tiktok", "instagram", "facebook", "linkedin", "pinterest", "tumblr", "bluesky", "youtube"),
)

WORLD = World(
    accounts={
        account.id: account
        for account in (
            *(Account(f"acc_{name}", name) for name in PLATFORMS if name != "pinterest"),
            Account("acc_tiktok_2", "tiktok"),
            Account("acc_pinterest", "pinterest", boards=("board_1", "board_2")),
            Account("acc_pinterest_2", "pinterest", boards=("board_3",)),
        )
    },
    media={
        media.id: media
        for media in (
            *(Media(f"img_{number}", "image", 1080, 1080) for number in range(1, 13)),
            Media("img_small", "image", 540, 540),
            Media("img_wide", "image", 1920, 1080),
            Media("img_nearly", "image", 1080, 1081),
            Media("img_unknown", "image"),
            Media("vid_1", "video", 1080, 1920),
            Media("vid_square", "video", 1080, 1080),
        )
    },
    posts={
        post.id: post
        for post in (
            Post("post_queued", "acc_tiktok", "queued"),
            Post("post_scheduled", "acc_tiktok", "scheduled"),
            Post("post_failed", "acc_tiktok", "failed"),
            Post("post_published", "acc_tiktok", "published"),
        )
    },
    now=NOW,
)
"""Two accounts on TikTok and on Pinterest, one on each other platform; square images but four."""


def ahead(**length: float) -> str:
    """The instant that so many days, hours, minutes or seconds from now will be."""
    return (NOW + timedelta(**length)).strftime("%Y-%m-%dT%H:%M:%SZ")


def to(platform: str, **fields: Json) -> dict[str, Json]:
    """A target on a platform; for Pinterest with a board. A field of `ABSENT` is left out."""
    target: dict[str, Json] = {"accountId": f"acc_{platform}", "caption": "A first look."}
    if platform == "pinterest":
        target["boardId"] = "board_1"
    target |= fields
    return {name: value for name, value in target.items() if value is not ABSENT}


def image(*posts: Json, media: Json = "img_1", **more: Json) -> Request:
    """POST /post/image."""
    return Request("createImagePost", body={"mediaId": media, "posts": list(posts), **more})


def images(*posts: Json, media: Any = 2, **more: Json) -> Request:
    """POST /post/images, with so many square images or with the named ones."""
    named = [f"img_{number + 1}" for number in range(media)] if isinstance(media, int) else media
    return Request("createImagesPost", body={"mediaIds": named, "posts": list(posts), **more})


def video(*posts: Json, media: Json = "vid_1", **more: Json) -> Request:
    """POST /post/video."""
    return Request("createVideoPost", body={"mediaId": media, "posts": list(posts), **more})


CREATE: Mapping[str, Callable[..., Request]] = {
    "createImagePost": image,
    "createImagesPost": images,
    "createVideoPost": video,
}
"""How to build a request to each operation that creates posts."""
