"""Whole runs against a mock that keeps every promise: nothing is found, nothing is left."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from postproof.conformance.checks.check import Check
from postproof.conformance.finding import Finding
from postproof.conformance.http.client import Client
from postproof.conformance.mock import ACCOUNTS, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.run import Run
from postproof.conformance.session.session import Session
from postproof.conformance.target import Effect
from postproof.openapi import Account, Request

from .defects import answers, bodies, holding, without
from .runs import TARGET, Judged, a_mock, a_target, crosspostify, on_mock, planned

WORLDS = {
    "all platforms": ACCOUNTS,
    "no Pinterest": tuple(a for a in ACCOUNTS if a.platform != "pinterest"),
    "Instagram alone": (Account("acc_instagram", "instagram"),),
    "Pinterest alone": (Account("acc_pinterest", "pinterest", ("board_1",)),),
    "Pinterest without boards": (
        Account("acc_pinterest", "pinterest"),
        Account("acc_tiktok", "tiktok"),
    ),
    "no accounts": (),
}


def left_in(mock: Mock, before: Mock) -> tuple[set[str], Counter[str]]:
    """The media that were not there before, and the new posts by their status."""
    media = set(mock.state.media) - set(before.state.media)
    posts = {i: post for i, post in mock.state.posts.items() if i not in before.state.posts}
    return media, Counter(post.status for post in posts.values())


def told(judged: Judged) -> dict[str, object]:
    """What must hold of every run against a mock that keeps every promise."""
    return {
        "broken": judged.broken,
        "sent": judged.sent,
        "left": judged.left,
        "unusable": judged.unusable,
    }


def flawless(judged: Judged) -> dict[str, object]:
    """What `told` says where nothing is wrong and the plan told exactly what is sent."""
    planned = Counter(operation for operation, _ in judged.plan.sends)
    return {"broken": {}, "sent": planned, "left": 0, "unusable": None}


CREATING = ("createImagePost", "createImagesPost", "createVideoPost")


@pytest.mark.parametrize(
    ("effects", "seed"),
    ((Effect.SCHEDULE, 0), *((Effect(3 - seed % 2), seed) for seed in range(21))),
)
def test_any_seed(effects: Effect, seed: int) -> None:
    """Whatever contexts the seed chooses: no false alarm, no leftovers, the number as planned."""
    mock, before = a_mock(), a_mock()
    part = (CREATING[seed % 3], "deletePost")
    judged = on_mock(mock, a_target(ACCOUNTS, effects), seed=seed, only=part if seed else ())
    assert told(judged) == flawless(judged)
    media, posts = left_in(mock, before)
    assert (media, set(posts)) == (set(), {"published"} if effects is Effect.PUBLISH else set())
    assert judged.having("inconclusive") == set()


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("effects", list(Effect), ids=str)
def test_any_world(effects: Effect, world: str) -> None:
    """Whatever accounts there are, and whatever may be done: no false alarm, nothing left."""
    mock, before = a_mock(WORLDS[world]), a_mock(WORLDS[world])
    judged = on_mock(mock, a_target(WORLDS[world], effects))
    assert told(judged) == flawless(judged)
    media, posts = left_in(mock, before)
    allowed = {"published"} if effects is Effect.PUBLISH and WORLDS[world] else set()
    assert (media, set(posts)) == (set(), allowed)


@pytest.mark.parametrize(
    ("effects", "methods"),
    (
        (Effect.READ, {"GET"}),
        (Effect.REJECT, {"GET", "POST", "DELETE", "PATCH"}),
        (Effect.SCHEDULE, {"GET", "POST", "DELETE", "PATCH"}),
    ),
    ids=("read", "reject", "schedule"),
)
def test_effects(effects: Effect, methods: set[str]) -> None:
    """With leave to read nothing but GET is sent; short of publishing nothing is made public."""
    mock, before = a_mock(), a_mock()
    judged = on_mock(mock, a_target(ACCOUNTS, effects))
    assert {exchange.wire.method for exchange in judged.exchanges} == methods
    assert left_in(mock, before) == (set(), Counter())


def test_rejecting_makes_nothing() -> None:
    """With leave to be refused, no request that makes something is ever accepted."""
    judged = on_mock(a_mock(), a_target(ACCOUNTS, Effect.REJECT))
    made = {
        exchange.operation
        for exchange in judged.exchanges
        if exchange.accepted and exchange.wire.method != "GET"
    }
    assert made == set()


def test_the_default_run() -> None:
    """With everything allowed every must is decided, within the vendor's 250 requests an hour."""
    judged = on_mock(a_mock(), replace(TARGET, max_upload=None))
    assert told(judged) == flawless(judged)
    assert judged.must == {"pass"}
    assert (judged.exit_code, judged.plan.requests <= 250) == (0, True)
    applicable = {each.verdict for each in judged.results.requirements}
    assert applicable == {"pass", "not-applicable"}


def test_large_uploads_left_out() -> None:
    """Without leave for large uploads the file sizes are not run, so the run is incomplete."""
    judged = on_mock(a_mock(), TARGET)
    assert judged.having("not-run") == {
        f"uploadMedia/file-size/{kind}/{check}"
        for kind in ("image", "video")
        for check in ("accepts", "rejects")
    }
    assert judged.exit_code == 3


@pytest.mark.parametrize(
    "only",
    (
        "createImagePost",
        "createImagesPost/image-cap/bluesky",
        "createVideoPost/acc*/rejects",
        "deletePost",
        "listPinterestBoards",
        "listPosts",
        "listMedia",
        "uploadMedia",
        "deleteMedia",
        "authentication",
        "limit",
    ),
)
def test_part_of_the_requirements(only: str) -> None:
    """The number of requests is as planned also when a part of the requirements is run."""
    judged = on_mock(a_mock(), only=(only,))
    assert told(judged) == flawless(judged)


def test_at_the_rate_of_the_vendor() -> None:
    """Requests that have to wait for the vendor's limits are made anew, and nothing else changes."""
    judged = on_mock(a_mock(), replace(TARGET, pace=True), only=("createImagePost/s",))
    assert told(judged) == flawless(judged)


def test_accounts_that_the_target_has_not() -> None:
    """An account of the configuration that the target does not list is told before anything else."""
    accounts = (*ACCOUNTS, Account("acc_tiktokk", "tiktok"))
    unusable = on_mock(a_mock(), a_target(accounts)).unusable
    assert unusable is not None
    assert unusable.problem == (
        'The target has no account "acc_tiktokk" that the configuration names'
    )


def test_other_ids_of_accounts() -> None:
    """Where the target lists none of the accounts its listing may mean other ids."""
    mock = a_mock((Account("acc_elsewhere", "tiktok"),))
    judged = on_mock(mock, a_target(ACCOUNTS, Effect.READ))
    assert judged.unusable is None


def at_once(session: Session) -> Finding:
    """Post at once, whatever is allowed."""
    operation = session.description.operations["createImagePost"]
    target = {"accountId": "acc_bluesky", "caption": "x"}
    request = Request(operation.id, body={"mediaId": "media_image", "posts": [target]})
    session.send(operation, request)
    return Finding("pass", "It was posted.")


@pytest.mark.parametrize(
    ("effects", "verdict", "posted"),
    ((Effect.PUBLISH, "pass", 1), (Effect.SCHEDULE, "error", 0), (Effect.READ, "error", 0)),
)
def test_the_gate(effects: Effect, verdict: str, posted: int) -> None:
    """What could publish without leave is not sent: the suite's own mistake is told as such."""
    mock, target = a_mock(), a_target(ACCOUNTS, effects)
    requirement = crosspostify().requirements["createImagePost/accepts"]
    with Client(target, crosspostify(), transport=InProcessTransport(mock.app)) as client:
        run = Run(planned(target), client)
        found = run.judge(Check(requirement, "accepts", at_once))
    assert (found.verdict, client.requests) == (verdict, posted)


@pytest.mark.parametrize(
    ("change", "made"),
    (
        # it cannot be found again
        (without("posts", "postId"), 1),
        # it went out
        (holding("PUBLISHED", "posts", "status"), 1),
    ),
    ids=("without ids", "published"),
)
def test_nothing_more_is_made(change: Callable[[Any], Any], made: int) -> None:
    """Without leave to publish, one post that cannot be deleted is the last that is made."""
    mock, before = a_mock(), a_mock()
    answers(bodies(change), *CREATING)(mock)
    judged = on_mock(
        mock, a_target(ACCOUNTS, Effect.SCHEDULE), only=("createImagePost", "deletePost")
    )
    accepted = [e for e in judged.exchanges if e.operation == "createImagePost" and e.accepted]
    assert (len(accepted), judged.having("fail", "error")) == (made, set())
    assert judged.exit_code == 3
    lost = left_in(mock, before)[1].total()
    assert (bool(judged.run.session.ledger.left()), lost > 0) == (True, True)
