"""What becomes of posts and media as time goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from postproof.conformance.mock import Clock, Mock, State
from postproof.openapi import Account, load

TARGET = {"accountId": "acc_tumblr", "caption": "x"}


def create(client: httpx.Client, **target: str) -> str:
    body = {"mediaId": "media_image", "posts": [{**TARGET, **target}]}
    identifier: str = client.post("/post/image", json=body).json()["posts"][0]["postId"]
    return identifier


def status(client: httpx.Client, identifier: str) -> list[str]:
    posts = client.get("/posts?limit=100").json()["posts"]
    return [post["status"] for post in posts if post["postId"] == identifier]


def test_queued_is_published_at_the_next_look(client: httpx.Client) -> None:
    """A post at once is out when somebody looks, and can no longer be deleted."""
    identifier = create(client)
    assert status(client, identifier) == ["PUBLISHED"]
    refused = client.delete(f"/posts/{identifier}")
    assert (refused.status_code, refused.json()["requirement"]) == (400, "deletePost/not-published")
    assert status(client, identifier) == ["PUBLISHED"]


def test_queue_takes_its_time() -> None:
    """With a delay a post stays queued as long, and can be deleted meanwhile."""
    clock = Clock(datetime(2030, 1, 1, tzinfo=UTC))
    account = Account("a", "tumblr")
    state = State([account], clock, publish_delay=timedelta(seconds=10))
    kept, deleted = (state.add_post(account, None, {}) for _ in range(2))
    state.delete_post(deleted.id)
    clock.advance(timedelta(seconds=9))
    assert state.world().posts[kept.id].status == "queued"
    clock.advance(timedelta(seconds=1))
    assert {post.id: post.status for post in state.posts.values()} == {kept.id: "published"}


def test_scheduled_is_published_when_its_time_has_come(mock: Mock, client: httpx.Client) -> None:
    """A scheduled post waits for its time."""
    identifier = create(client, scheduledFor="2030-05-17T13:00:00Z")
    assert status(client, identifier) == ["SCHEDULED"]
    mock.state.clock.advance(timedelta(minutes=59, seconds=59))
    assert status(client, identifier) == ["SCHEDULED"]
    mock.state.clock.advance(timedelta(seconds=1))
    assert status(client, identifier) == ["PUBLISHED"]


def test_scheduled_can_be_deleted(mock: Mock, client: httpx.Client) -> None:
    """A deleted post is gone, nothing else is, and its time does not bring it back."""
    before = client.get("/posts?limit=100").json()
    identifier = create(client, scheduledFor="2030-05-17T13:00:00Z")
    assert client.delete(f"/posts/{identifier}").json() == {"success": True}
    assert client.get("/posts?limit=100").json() == before
    assert client.delete(f"/posts/{identifier}").status_code == 404
    mock.state.clock.advance(timedelta(hours=2))
    assert status(client, identifier) == []


def test_replaced_post_is_left_alone(mock: Mock) -> None:
    """A post that was put into another status is not published when its first time comes."""
    state = mock.state
    post = state.add_post(state.accounts["acc_tumblr"], None, {})
    state.put_post(replace(post, status="failed"))
    assert state.posts[post.id].status == "failed"


def test_deleted_media_cannot_be_posted(client: httpx.Client) -> None:
    """Deleted media is gone from the listing, nothing else is, and can no longer be posted."""
    before = client.get("/media?limit=100").json()["media"]
    assert client.delete("/media/media_image").json() == {"success": True}
    after = client.get("/media?limit=100").json()["media"]
    assert after == [entry for entry in before if entry["mediaId"] != "media_image"]
    refused = client.post("/post/image", json={"mediaId": "media_image", "posts": [TARGET]})
    assert (refused.status_code, refused.json()["requirements"]) == (
        404,
        ["createImagePost/media-exists"],
    )


def test_ids_repeat_from_process_to_process() -> None:
    """Ids are all different, look like nothing, and are the same in the next mock."""

    def some() -> list[str]:
        state = Mock(load("crosspostify"), history=False).state
        return [state.new_id("post") for _ in range(10_000)]

    assert some() == some()
    assert len(set(some())) == 10_000
    assert some()[0] == "post_9e3779b1"


def test_clock_runs_until_it_is_set() -> None:
    """A clock runs with the real time, can be moved on, and stands still once it is set."""
    clock = Clock()
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)
    clock.advance(timedelta(days=1))
    assert abs(datetime.now(UTC) + timedelta(days=1) - clock.now()) < timedelta(seconds=5)
    clock.set(datetime(2030, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == clock.now() == datetime(2030, 1, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_clock_needs_an_offset() -> None:
    """An instant without offset is none."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (compared below)
        Clock(datetime(2030, 1, 1))  # noqa: DTZ001
    assert str(caught.value) == "2030-01-01T00:00:00 says no offset from UTC"
