"""The vendor's rate limits, by the mock's clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from postproof.conformance.mock import Clock, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.openapi import load

NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def mock() -> Mock:
    return Mock(load("crosspostify"), clock=Clock(NOW), rate_limits=True)


@pytest.fixture
def post(client: httpx.Client) -> Iterator[object]:
    def once(*accounts: str, caption: object = "x") -> httpx.Response:
        posts = [{"accountId": account, "caption": caption} for account in accounts]
        return client.post("/post/image", json={"mediaId": "media_image", "posts": posts})

    return once  # type: ignore[return-value]


def test_fifty_a_minute(mock: Mock, client: httpx.Client) -> None:
    """The 51st request of a minute is 429 and says when to come back; then there is room."""
    assert {client.get("/posts?limit=1").status_code for _ in range(50)} == {200}
    mock.state.clock.advance(timedelta(seconds=20.5))
    refused = client.get("/posts?limit=1")
    assert (refused.status_code, refused.headers["Retry-After"], refused.json()) == (
        429,
        "40",
        {"error": "At most 50 requests a minute with one key. Try again in 40 s."},
    )
    mock.state.clock.advance(timedelta(seconds=40))
    assert client.get("/posts?limit=1").status_code == 200


def test_two_hundred_and_fifty_an_hour(mock: Mock, client: httpx.Client) -> None:
    """The hour counts too, and the longest wait is told."""
    for _ in range(5):
        assert {client.get("/posts?limit=1").status_code for _ in range(50)} == {200}
        mock.state.clock.advance(timedelta(minutes=1))
    refused = client.get("/posts?limit=1")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(55 * 60))


def test_a_wrong_key_counts_for_nobody(mock: Mock) -> None:
    """Requests without the good key use up nothing."""
    transport = InProcessTransport(mock.app)
    with httpx.Client(transport=transport, base_url="http://mock") as client:
        assert {client.get("/posts").status_code for _ in range(60)} == {401}
        assert client.get("/posts", headers={"X-API-Key": mock.api_key}).status_code == 200


def test_three_posts_a_minute_for_each_account(mock: Mock, post: object) -> None:
    """An account posts three times a minute; others are not held up, refusals do not count."""
    send = post
    assert callable(send)
    first = [send("acc_tumblr").status_code for _ in range(2)]
    broken = send("acc_tumblr", caption=1).status_code
    third = send("acc_tumblr", "acc_bluesky").status_code
    fourth = send("acc_bluesky", "acc_tumblr")
    assert [*first, broken, third, fourth.status_code] == [200, 200, 400, 200, 429]
    assert fourth.headers["Retry-After"] == "60"
    assert [send("acc_bluesky").status_code for _ in range(3)] == [200, 200, 429]
    mock.state.clock.advance(timedelta(minutes=1))
    assert send("acc_tumblr").status_code == 200


def test_no_limits_by_default() -> None:
    """Nobody is held up who did not ask for it."""
    mock = Mock(load("crosspostify"))
    headers = {"X-API-Key": mock.api_key}
    transport = InProcessTransport(mock.app)
    with httpx.Client(transport=transport, base_url="http://mock", headers=headers) as client:
        assert {client.get("/posts?limit=1").status_code for _ in range(60)} == {200}
