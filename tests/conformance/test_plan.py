"""Plans: which checks are made, and what they cost; nothing is sent."""

from collections import Counter
from dataclasses import replace

import pytest

from postproof.conformance.mock import ACCOUNTS
from postproof.conformance.plan.plan import make_plan, matches
from postproof.conformance.target import Effect
from postproof.openapi import Account
from postproof.openapi.requirements import Answer

from .runs import TARGET, a_target, crosspostify, planned


@pytest.mark.parametrize(
    ("identifier", "patterns", "matched"),
    (
        ("listPosts/query/limit/maximum", (), True),
        ("listPosts/query/limit/maximum", ("limit",), True),
        ("listPosts/query/limit/maximum", ("listPosts/query/limit/maximum",), True),
        ("listPosts/query/limit/maximum", ("listPosts",), True),
        ("listPosts/query/limit/maximum", ("listPosts/*/maximum",), True),
        ("listPosts/query/limit/maximum", ("maximum*",), False),
        ("listPosts/query/limit/maximum", ("*maximum",), True),
        ("listPosts/query/limit/maximum", ("list[MP]*",), True),
        ("listPosts/query/limit/maximum", ("LIMIT",), False),
        ("listPosts/query/limit/maximum", ("listMedia", "maximum"), True),
        ("listPosts/query/limit/maximum", ("listMedia", "minimum"), False),
        ("a/posts/*/b", ("posts/*/b",), False),
        ("a/posts/*/b", ("*posts/[*]/b",), True),
    ),
)
def test_matches(identifier: str, patterns: tuple[str, ...], matched: bool) -> None:
    """A pattern is a part of an id, or with wildcards the whole of it."""
    assert matches(identifier, patterns) == matched


def test_every_requirement_has_its_checks() -> None:
    """The plan asks each question of each requirement once, whatever applies to the target."""
    asked = Counter((check.requirement.id, check.kind) for check in planned().checks)
    wanted = {(r.id, kind) for r in crosspostify().requirements.values() for kind in r.checks}
    assert asked == Counter(wanted)


def test_order() -> None:
    """What is read waits until something is made; what is deleted waits until all was read."""
    order = list(dict.fromkeys(check.requirement.operation for check in planned().checks))
    assert order == [
        "uploadMedia",
        "createImagePost",
        "createImagesPost",
        "createVideoPost",
        "listPinterestBoards",
        "listSocialAccounts",
        "listPosts",
        "listMedia",
        "deletePost",
        "deleteMedia",
    ]


def test_answers_are_judged_last() -> None:
    """Checks of answers look at all traffic, so they come when all is sent."""
    kinds = [check.kind for check in planned().checks]
    answers = sum(isinstance(r.promise, Answer) for r in crosspostify().requirements.values())
    assert kinds[-answers:] == ["responds"] * answers
    assert "responds" not in kinds[:-answers]


def test_the_same_again() -> None:
    """The same target and seed make the same plan."""
    one, two = (make_plan(crosspostify(), TARGET, seed=3) for _ in range(2))
    assert (one.sends, one.made, one.upload_bytes) == (two.sends, two.made, two.upload_bytes)
    assert [check.id for check in one.checks] == [check.id for check in two.checks]


@pytest.mark.parametrize(
    ("effects", "allowed"),
    (
        (Effect.READ, {"read"}),
        (Effect.REJECT, {"read", "reject"}),
        (Effect.SCHEDULE, {"read", "reject", "schedule"}),
        (Effect.PUBLISH, {"read", "reject", "schedule", "publish"}),
    ),
)
def test_allowed(effects: Effect, allowed: set[str]) -> None:
    """What the target's effects do not allow is in the plan, and does not run."""
    plan = planned(a_target(ACCOUNTS, effects))
    assert {str(check.effect) for check in plan.checks if plan.allowed(check)} == allowed


def test_made() -> None:
    """Whatever is made is deleted again, one request each."""
    plan = planned()
    deletions = Counter(o for o, _ in plan.sends if o.startswith("delete"))
    faults = Counter(o for check in plan.checks for o, *_ in _own(check) if o.startswith("delete"))
    hostile = {
        key
        for check in plan.checks
        for key in check.shared
        if check.kind == "survives" and check.requirement.operation.startswith("delete")
    }
    made = sum(count for _, count in plan.made)
    assert deletions.total() == made + faults.total() + len(hostile)


def _own(check: object) -> list[tuple[str, ...]]:
    own = check.own  # type: ignore[attr-defined]
    return [each if isinstance(each, tuple) else (each,) for each in own]


def test_lacking() -> None:
    """What a target has not is named where a check does not apply."""
    instagram = a_target((Account("acc_instagram", "instagram"),))
    lacks = {check.id: check.lacks for check in planned(instagram).checks}
    assert {
        identifier: lacks[identifier]
        for identifier in (
            "createImagePost/board-required/rejects",
            "createImagePost/several-accounts/accepts",
            "createImagePost/supported-platforms/rejects",
            "createImagesPost/image-cap/bluesky/accepts",
            "listPinterestBoards/accepts/accepts",
            "listPinterestBoards/survives/emoji/survives",
            "createImagePost/title-ignored/accepts",
        )
    } == {
        "createImagePost/board-required/rejects": "the target has no account on Pinterest",
        "createImagePost/several-accounts/accepts": "the target has not two accounts on TikTok",
        "createImagePost/supported-platforms/rejects": (
            "the target has no account on another platform"
        ),
        "createImagesPost/image-cap/bluesky/accepts": "the target has no account on Bluesky",
        "listPinterestBoards/accepts/accepts": (
            "the target has no account that the operation takes"
        ),
        "listPinterestBoards/survives/emoji/survives": (
            "the target has no account that the operation takes"
        ),
        "createImagePost/title-ignored/accepts": None,
    }


def test_upload_bytes() -> None:
    """The bytes to upload are told beforehand; large files are left out where they may not be."""
    whole = planned(replace(TARGET, max_upload=None))
    assert (whole.upload_bytes > 600_000_000, planned().upload_bytes < 1_000_000) == (True, True)
