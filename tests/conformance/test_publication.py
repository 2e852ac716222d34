"""Waiting for a post to be published, with a sleep that only moves the clock of the mock."""

from datetime import UTC, datetime, timedelta

import pytest

from postproof.conformance.http.client import Client
from postproof.conformance.mock import Clock, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.session.publication import WAITS, await_published
from postproof.conformance.session.session import NotReached, Session
from postproof.openapi import Request

from .runs import TARGET, crosspostify


class Waiting:
    """A session with a mock that publishes late; `waits` are the seconds slept."""

    def __init__(self, delay: float) -> None:
        self.now = datetime(2030, 5, 17, 12, tzinfo=UTC)
        self.waits: list[float] = []
        self.mock = Mock(
            crosspostify(), clock=Clock(self.now), publish_delay=timedelta(seconds=delay)
        )
        client = Client(
            TARGET, crosspostify(), transport=InProcessTransport(self.mock.app), sleep=self.sleep
        )
        self.session = Session(crosspostify(), TARGET, client, now=lambda: self.now)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.mock.state.clock = Clock(self.now)

    def post(self, **target: str) -> None:
        """Post an image on Bluesky."""
        operation = crosspostify().operations["createImagePost"]
        body = {
            "mediaId": "media_image",
            "posts": [{"accountId": "acc_bluesky", "caption": "x", **target}],
        }
        self.session.send(operation, Request(operation.id, body=body))

    def wait(self) -> list[str]:
        """Wait, and the statuses of the session's posts then."""
        with self.session.client:
            await_published(self.session)
        return [post.status for post in self.session.ledger.posts.values()]


@pytest.mark.parametrize(
    ("delay", "waits"),
    ((0, []), (2, [2.0]), (6, [2.0, 5.0]), (20, [2.0, 5.0, 15.0]), (52, list(WAITS))),
)
def test_published(delay: float, waits: list[float]) -> None:
    """The listing is looked at again after longer and longer waits, until the post is out."""
    waiting = Waiting(delay)
    waiting.post()
    assert waiting.wait() == ["published"]
    assert waiting.waits == waits


def test_published_already() -> None:
    """A post that is known to be out is not looked for again."""
    waiting = Waiting(0)
    waiting.post()
    waiting.wait()
    requests = waiting.session.client.requests
    await_published(waiting.session)
    assert waiting.session.client.requests == requests


def test_never_published() -> None:
    """A post that does not come out in time is not waited for any longer."""
    waiting = Waiting(60)
    waiting.post()
    with pytest.raises(NotReached) as caught:
        waiting.wait()
    assert str(caught.value) == "no post of the suite's own was published in time"
    assert waiting.waits == list(WAITS)


def test_nothing_to_wait_for() -> None:
    """A scheduled post is not waited for, and posts of others are none of the suite's."""
    waiting = Waiting(0)
    waiting.post(scheduledFor="2030-05-20T12:00:00Z")
    with pytest.raises(NotReached) as caught:
        waiting.wait()
    assert str(caught.value) == "no post of the suite's own was sent out at once"
    assert waiting.waits == []
