"""What must be seen accepted before a rule counts as not too strict, and what a world lacks."""

import pytest

from postproof.openapi import Account, Request, World, load
from postproof.openapi.rules import Rule

from ..worlds import PLATFORMS, WORLD, ahead, image, images, to, video
from .limits import upload

CROSSPOSTIFY = load("crosspostify")

TWO_TIKTOKS = to("tiktok"), to("tiktok", accountId="acc_tiktok_2")

CASES: tuple[tuple[str, Request, set[str], set[str]], ...] = (
    ("createImagesPost/image-cap/bluesky", images(to("bluesky"), media=4), {"at the limit"}, set()),
    ("createImagePost/title-length/pinterest", image(to("pinterest", title="a" * 100)), {"at the limit"}, set()),
    ("uploadMedia/file-size/image", upload("IMAGE", 100_000_000), {"at the limit"}, set()),
    ("uploadMedia/format/png", upload("IMAGE", 9, "image/png"), {"image/png"}, set()),
    (
        "createVideoPost/title-ignored",
        video(to("instagram", title="a"), to("youtube", title="a"), to("facebook")),
        {"instagram"},
        {"facebook", "linkedin", "tumblr", "bluesky"},
    ),
    ("createImagePost/board-ignored", image(to("tiktok", boardId="b")), {"tiktok"}, set()),
    ("createImagePost/several-accounts", image(*TWO_TIKTOKS), {"several"}, set()),
    ("createVideoPost/board-required", video(to("pinterest")), {"pinterest"}, set()),
    (
        "listPinterestBoards/pinterest-only",
        Request("listPinterestBoards", path={"accountId": "acc_pinterest"}),
        {"pinterest"},
        set(PLATFORMS) - {"pinterest"},
    ),
    ("createImagePost/media-exists", image(to("tiktok")), {"named"}, set()),
    ("createImagePost/media-type", image(to("tiktok")), {"named"}, set()),
    ("deletePost/not-published", Request("deletePost", path={"postId": "p"}), {"named"}, set()),
    ("createImagesPost/same-aspect-ratio", images(to("pinterest")), {"same"}, set()),
    ("createImagePost/scheduled-date-utc", image(to("tiktok"), scheduledDate=ahead(days=1)), {"instant"}, set()),
    ("createImagePost/schedule-lead", image(to("tiktok", scheduledFor=ahead(minutes=16))), {"at the edge"}, set()),
    ("createImagePost/schedule-horizon", image(to("tiktok"), scheduledDate=ahead(days=30)), {"at the edge"}, set()),
    ("createImagePost/caption-text/emojis", image(to("tiktok", caption="Ah 🎬")), {"emojis"}, set()),
)  # fmt: skip
"""Requirement, a request that shows some of its cases, those, and the cases that it does not."""


def rule(name: str) -> Rule:
    promise = CROSSPOSTIFY.requirements[name].promise
    assert isinstance(promise, Rule)
    return promise


@pytest.mark.parametrize(("name", "request_", "seen", "unseen"), CASES)
def test_cases(name: str, request_: Request, seen: set[str], unseen: set[str]) -> None:
    """A request shows some cases of a rule, and a request about nothing shows none."""
    assert rule(name).seen(request_, WORLD) == seen
    assert rule(name).cases(WORLD, WORLD.platforms) == seen | unseen
    assert rule(name).seen(Request(request_.operation), WORLD) == set()


def test_elsewhere_is_not_seen() -> None:
    """What stands in another target, or beside the edge, shows nothing."""
    assert [
        *rule("createImagePost/caption-text/emojis").seen(image(to("instagram", caption="🎬")), WORLD),
        *rule("createImagePost/several-accounts").seen(image(to("tiktok"), to("tiktok")), WORLD),
        *rule("createImagesPost/same-aspect-ratio").seen(images(to("tiktok")), WORLD),
        *rule("createImagesPost/same-aspect-ratio").seen(images(to("pinterest"), media=1), WORLD),
        *rule("createImagePost/schedule-lead").seen(image(to("tiktok", scheduledFor=ahead(minutes=22))), WORLD),
        *rule("uploadMedia/file-size/image").seen(upload("VIDEO", 100_000_000), WORLD),
    ] == []  # fmt: skip


def world(*platforms: str, boards: tuple[str, ...] = ()) -> World:
    """A world of nothing but accounts."""
    accounts = [Account(f"acc_{n}", name, boards) for n, name in enumerate(platforms)]
    return World(accounts={account.id: account for account in accounts})


LACKS = (
    ("createImagesPost/image-cap/tiktok", world("pinterest"), "the target has no account on TikTok"),
    ("createImagesPost/image-cap/tiktok", world("tiktok"), None),
    ("createImagePost/supported-platforms", world("tiktok"), "the target has no account on another platform"),
    ("createImagePost/supported-platforms", world("tiktok", "youtube"), None),
    ("createImagePost/board-required", world("twitter"), "the target has no account on Pinterest"),
    ("createImagePost/first-comment-ignored", world("youtube"), "the target has no account on a platform that ignores it"),
    ("createImagePost/first-comment-ignored", world("tiktok"), None),
    ("createImagePost/several-accounts", world("tiktok"), "the target has not two accounts on TikTok"),
    ("createImagePost/several-accounts", world("tiktok", "tiktok"), None),
    ("createImagePost/board-exists", world("pinterest"), "the target has no account with a board"),
    ("createImagePost/board-exists", world("pinterest", boards=("b",)), None),
    ("createImagesPost/same-aspect-ratio", world("tiktok"), "the target has no account on Pinterest"),
    ("createImagePost/schedule-lead", world("tumblr"), "the target has no account on TikTok"),
    ("createImagePost/caption-text/emojis", world("tumblr"), "the target has no account on TikTok"),
    ("uploadMedia/file-size/image", world(), None),
    ("createImagePost/account-exists", world(), None),
)  # fmt: skip


@pytest.mark.parametrize(("name", "known", "expected"), LACKS)
def test_lacks(name: str, known: World, expected: str | None) -> None:
    """A rule says what a world lacks for it to apply."""
    assert rule(name).lacks(known, known.platforms) == expected
