"""Depth: defects that only further examples find, shrunk, and found again by the same seed."""

from dataclasses import replace

import pytest

from postproof.conformance.mock import ACCOUNTS, Mock
from postproof.conformance.mock.steps import Call
from postproof.conformance.target import Effect
from postproof.openapi import Request

from .defects import later_target, negated, overlooks, refuses, target_accounts
from .runs import TARGET, Judged, a_mock, a_target, on_mock

BOARD = "createImagePost/board-required"
CHECK = f"{BOARD}/rejects"


def alone(call: Call) -> bool:
    """Requests with one target."""
    return len(target_accounts(call)) == 1


def overlooking() -> Mock:
    """A mock that asks for no board where Pinterest is the only target."""
    mock = a_mock()
    overlooks(BOARD, when=alone)(mock)
    return mock


def deep(mock: Mock, depth: int = 30, seed: int = 0, effects: Effect = Effect.PUBLISH) -> Judged:
    """A run of one requirement with further examples."""
    return on_mock(mock, a_target(ACCOUNTS, effects), seed=seed, only=(BOARD,), depth=depth)


def test_only_depth_finds_it() -> None:
    """The default run sends a fault beside others; further examples send it alone."""
    shallow = on_mock(overlooking(), only=(BOARD,))
    assert (shallow.broken, deep(overlooking()).broken) == ({}, {CHECK: "fail"})


def smallest(run: Judged) -> Request:
    """The fault on which a failure rests."""
    request = run.findings[CHECK].evidence[0].exchange.request
    assert request is not None
    return request


def test_the_smallest_example() -> None:
    """The failing request is as small as it can be: one target and nothing that is optional."""
    (target,) = smallest(deep(overlooking())).body["posts"]
    assert set(target) == {"accountId", "caption"}
    assert target["accountId"].startswith("acc_pinterest")


def test_repeatable() -> None:
    """The same seed sends the same examples."""
    one, two = (deep(overlooking(), seed=7) for _ in range(2))
    assert smallest(one) == smallest(two)
    assert [e.operation for e in one.exchanges] == [e.operation for e in two.exchanges]


def test_nothing_found() -> None:
    """A mock that keeps the promise passes, and the number of further examples is told."""
    finding = deep(a_mock(), depth=10).findings[CHECK]
    assert finding.verdict == "pass"
    assert finding.reason.endswith("So were 10 further examples.")


def test_without_publishing() -> None:
    """Where posts may only be scheduled, so are all examples, and all are deleted again."""
    mock = overlooking()
    run = deep(mock, effects=Effect.SCHEDULE)
    made = set(mock.state.posts) - set(a_mock().state.posts)
    assert (run.broken, run.left, made) == ({CHECK: "fail"}, 0, set())


def test_within_the_budget() -> None:
    """Further examples end with the budget, and leave enough of it to delete what was made."""
    mock = a_mock()
    target = replace(TARGET, max_requests=50, effects=Effect.SCHEDULE)
    run = on_mock(mock, target, only=(BOARD,), depth=1000)
    assert (run.left, len(run.exchanges) <= 50, run.broken) == (0, True, {})
    assert run.verdicts[CHECK] == "pass"


def test_undecided_examples() -> None:
    """Examples whose control is refused decide nothing, and after a few no more are sent."""
    mock = a_mock()
    usual = on_mock(a_mock(), only=(BOARD,))
    several = len(smallest(usual).body["posts"])
    refuses(lambda call: len(target_accounts(call)) not in (0, several))(mock)
    run = deep(mock, depth=200)
    assert (run.broken, run.verdicts[CHECK]) == ({}, "pass")
    assert run.findings[CHECK].reason.endswith("So were 0 further examples.")
    # the usual fault and its control, and three controls that were refused
    assert run.sent["createImagePost"] == 2 + 3


def test_a_server_that_changes_its_mind() -> None:
    """A fault that is taken once and refused then is a failure all the same."""
    mock = a_mock()
    taken: list[Call] = []

    def once(call: Call) -> bool:
        if alone(call) and call.violations and not taken:
            taken.append(call)
            return True
        return False

    overlooks(BOARD, when=once)(mock)
    assert deep(mock).broken == {CHECK: "fail"}


@pytest.mark.parametrize("where", (later_target, negated(later_target)), ids=("later", "first"))
def test_positions(where: object) -> None:
    """Whichever target is overlooked, some example is broken there."""
    mock = a_mock()
    overlooks(BOARD, where=where)(mock)  # type: ignore[arg-type]
    assert deep(mock).broken == {CHECK: "fail"}
