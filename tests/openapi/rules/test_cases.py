"""What must be seen accepted before a rule counts as not too strict, and what a world lacks."""

from datetime import timedelta

import pytest

from postproof.openapi import Account, Request, World, load
from postproof.openapi.fields import Field
from postproof.openapi.rules import Rule, ScheduleWindow, SeveralTargets
from postproof.openapi.rules.schedule import parse_duration

from ..worlds import PLATFORMS, WORLD, ahead, image, images, to, video
from .limits import upload

CROSSPOSTIFY = load("crosspostify")

TWO_TIKTOKS = to("tiktok"), to("tiktok", accountId="acc_tiktok_2")

CASES: tuple[tuple[str, Request, set[str], set[str]], ...] = (
    ("createImagesPost/image-cap/bluesky", images(to("bluesky"), media=4), {"at the limit"}, set()),
    ("createImagePost/title-length/pinterest", image(to("pinterest", title="a" * 100)), {"at the limit"}, set()),
    ("uploadMedia/file-size/image", upload("IMAGE", 20_000_000), {"at the limit"}, set()),
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
        *rule("uploadMedia/file-size/image").seen(upload("VIDEO", 20_000_000), WORLD),
    ] == []  # fmt: skip


def world(*platforms: str, boards: tuple[str, ...] = ()) -> World:
    """A world of nothing but accounts."""
    accounts = [Account(f"acc_{n}", name, boards) for n, name in enumerate(platforms)]
    return World(accounts={account.id: account for account in accounts})


LACKS = (
    ("createImagesPost/image-cap/tiktok", world("pinterest"), "the target has no account on TikTok"),
    ("createImagesPost/image-cap/tiktok", world("tiktok"), None),
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


def test_single_target() -> None:
    """Where a request has one target only, it cannot have several."""
    account = Field.parse("to")
    several = SeveralTargets("several", account, account, "tiktok")
    two = world("tiktok", "tiktok")
    assert several.lacks(two, two.platforms) == "a request has one target only"


def test_window_for_everyone() -> None:
    """A window without platforms holds for every time, even where nobody names an account."""
    at = Field.parse("at")
    window = ScheduleWindow("lead", None, at, (at,), timedelta(hours=1), None, timedelta(0), None)
    soon, later = Request("x", body={"at": ahead()}), Request("x", body={"at": ahead(hours=1)})
    assert [*window.broken(soon, WORLD)] == [("body", "at")]
    assert [*window.broken(later, WORLD)] == []
    assert window.seen(later, WORLD) == {"at the edge"}
    assert window.lacks(WORLD, ()) is None


def test_rules_without_accounts_have_no_targets() -> None:
    """An operation that names no account has no targets."""
    assert rule("uploadMedia/file-size/image").targets(upload("IMAGE", 1), WORLD) == []


def test_a_word_is_no_file() -> None:
    """What stands in place of a file has no size."""
    word = Request("uploadMedia", body={"type": "IMAGE", "media": "a" * 105_000_000})
    assert [*rule("uploadMedia/file-size/image").broken(word, WORLD)] == []


@pytest.mark.parametrize("text", ("PT10M", "P30D", "P1DT2H3M4S", "PT0S"))
def test_durations(text: str) -> None:
    """Durations are read as ISO 8601 has them."""
    expected = {"PT10M": 600, "P30D": 2_592_000, "P1DT2H3M4S": 93_784, "PT0S": 0}
    assert parse_duration(text).total_seconds() == expected[text]
