"""The budget: never exceeded, and always enough of it kept to delete what was made."""

from dataclasses import replace

import httpx
import pytest

from postproof.conformance.mock import ACCOUNTS, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.target import Effect

from .runs import TARGET, Answering, Judged, a_mock, a_target, judged, planned

PUBLISH, SCHEDULE = TARGET, a_target(ACCOUNTS, Effect.SCHEDULE)


def leftovers(mock: Mock) -> tuple[int, int]:
    """How many files and scheduled posts a mock has that it did not have at first."""
    before = a_mock()
    media = set(mock.state.media) - set(before.state.media)
    posts = set(mock.state.posts) - set(before.state.posts)
    return len(media), sum(mock.state.posts[post].status == "scheduled" for post in posts)


def within(budget: int, mock: Mock, effects: Effect = Effect.SCHEDULE) -> Judged:
    """A run that may send so many requests."""
    target = replace(a_target(ACCOUNTS, effects), max_requests=budget)
    return judged(InProcessTransport(mock.app), target)


@pytest.mark.parametrize("budget", (0, 1, 20, 27, 28, 37, 66, 88, 134, 153, 187, 240))
def test_any_budget(budget: int) -> None:
    """No budget is exceeded, nothing is left behind, and the run is incomplete."""
    mock = a_mock()
    run = within(budget, mock)
    assert (run.broken, run.left, leftovers(mock)) == ({}, 0, (0, 0))
    assert (run.exit_code, len(run.exchanges) <= budget) == (3, True)


@pytest.mark.parametrize("target", (PUBLISH, SCHEDULE), ids=("publish", "schedule"))
def test_as_planned(target: object) -> None:
    """The number of requests that the plan tells is enough for the whole run."""
    assert isinstance(target, type(TARGET))
    plan = planned(target)
    mock = a_mock()
    run = within(plan.requests, mock, target.effects)
    whole = judged(InProcessTransport(a_mock().app), target)
    assert (run.verdicts, len(run.exchanges)) == (whole.verdicts, plan.requests)


def test_reading_needs_no_budget_for_uploads() -> None:
    """What reads listings runs even where the budget does not allow the uploads."""
    run = within(20, a_mock())
    passed = {check.partition("/")[0] for check in run.having("pass")}
    assert passed == {"listPinterestBoards", "listSocialAccounts", "listPosts"}


def test_what_is_left_is_counted() -> None:
    """Deletions that the API has repeated until the budget is spent count as left behind."""
    mock = a_mock()
    inner = InProcessTransport(mock.app)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(429, headers={"Retry-After": "0"})
        return inner.handle_request(request)

    target = replace(PUBLISH, max_requests=60)
    run = judged(Answering(answer), target)
    media, posts = leftovers(mock)
    assert (run.left, len(run.exchanges) <= 60) == (media + posts, True)
    assert run.left > 0
