"""The files that a run uploads first, so that posts have media to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi import Media, Post, World
from ...openapi.requirements import Keyword
from ...openapi.rules import ItemsPerPlatform, MediaType, SameAttribute
from ...strategies import Wish, build, files, hardest
from ...strategies.uploads import upload

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ...openapi import Account, Description, Operation, Request

SQUARE = (64, 64)
UPRIGHT = (36, 64)
"""Two aspect ratios, in pixels."""


def needed(description: Description) -> tuple[files.MediaFile, ...]:
    """The files that the checks of a description need; none where nothing is uploaded.

    Images of one ratio, one more than the largest number that a post may hold; one of another
    ratio where ratios matter; a video where videos matter.
    """
    if not description.creators("media"):
        return ()
    promises = [r.promise for r in description.requirements.values()]
    kinds = {p.type for p in promises if isinstance(p, MediaType)}
    limits = [p.limit for p in promises if isinstance(p, ItemsPerPlatform)]
    limits += [p.value for p in promises if isinstance(p, Keyword) and p.keyword == "maxItems"]
    found: list[files.MediaFile] = []
    if "image" in kinds:
        for seed in range(max(limits, default=1) + 1):
            make = files.jpeg if seed % 2 else files.png
            found.append(make(*SQUARE, seed=seed))
    if any(isinstance(p, SameAttribute) for p in promises):
        found.append(files.png(*UPRIGHT, seed=len(found)))
    if "video" in kinds:
        found.append(files.mp4(*UPRIGHT))
    return tuple(found)


def uploads(
    description: Description, stock: Iterable[files.MediaFile]
) -> list[tuple[Operation, Request]]:
    """The requests that upload the files."""
    creators = description.creators("media")
    world = World()
    return [
        (creators[0], build(creators[0], world, Wish(upload=upload(file)), hardest))
        for file in (stock if creators else ())
    ]


def planned_world(
    accounts: Iterable[Account], stock: Iterable[files.MediaFile], now: datetime
) -> World:
    """The world as it will be once the stock is uploaded and posts are made, with invented ids."""
    media = {
        f"planned-media-{index}": Media(
            f"planned-media-{index}",
            "video" if file.kind == "video" else "image",
            file.width,
            file.height,
        )
        for index, file in enumerate(stock)
    }
    posts = {
        "planned-scheduled": Post("planned-scheduled", "", "scheduled"),
        "planned-published": Post("planned-published", "", "published"),
    }
    known = {account.id: account for account in accounts}
    return World(known, media, posts if known else {}, now)
