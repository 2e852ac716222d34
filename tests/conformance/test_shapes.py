"""Servers that keep every promise and answer in other shapes: no must fails."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from postproof.conformance.mock import Mock, Reply, steps
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.mock.steps import Call
from postproof.openapi import Request

from .defects import Defect, answers, before, bodies, renamed, rewritten, without
from .runs import TARGET, Judged, a_mock, judged, planned

POSTING = ("createImagePost", "createImagesPost", "createVideoPost")
Line = tuple[int, dict[bytes, bytes], bytes]


def changed(change: Callable[[Any, int], Any]) -> Callable[[int, dict[bytes, bytes], bytes], Line]:
    """Answers whose JSON is another."""

    def other(status: int, headers: dict[bytes, bytes], content: bytes) -> Line:
        return status, headers, json.dumps(change(json.loads(content), status)).encode()

    return other


def with_status(old: int, new: int) -> Callable[[int, dict[bytes, bytes], bytes], Line]:
    """Answers with another status."""
    return lambda status, headers, content: (new if status == old else status, headers, content)


def bare(value: Any, status: int) -> Any:
    """Listings as bare arrays."""
    if status != 200 or len(value) != 1:
        return value
    inner = next(iter(value.values()))
    return inner if isinstance(inner, list) else value


def wrapped(value: Any, _: int) -> Any:
    """Everything in `data`."""
    return {"data": value}


def more(value: Any, _: int) -> Any:
    """Further fields everywhere."""
    if isinstance(value, list):
        return [more(item, 0) for item in value]
    if isinstance(value, dict):
        return {**{k: more(v, 0) for k, v in value.items()}, "x": 1, "meta": {"total": 3}}
    return value


def identified(name: str) -> Callable[[Any, int], Any]:
    """Ids under another name."""
    change = renamed(dict.fromkeys(("postId", "mediaId", "boardId"), name))
    return lambda value, _: change(value)


def snaked(value: Any, _: int) -> Any:
    """Names with underscores."""
    return renamed({"postId": "post_id", "mediaId": "media_id", "accountId": "account_id"})(value)


SHAPES: dict[str, Callable[[int, dict[bytes, bytes], bytes], Line]] = {
    "bare arrays": changed(bare),
    "data": changed(wrapped),
    "further fields": changed(more),
    "id": changed(identified("id")),
    "_id": changed(identified("_id")),
    "post_id": changed(snaked),
    "201": with_status(200, 201),
    "202": with_status(200, 202),
    "422": with_status(400, 422),
    "JSON called problem": lambda status, headers, content: (
        status,
        {**headers, b"content-type": b"application/problem+json; charset=utf-8"},
        content,
    ),
}


SOME = ("createImagePost", "list", "delete", "uploadMedia")


def shaped(name: str) -> Judged:
    """A run against a mock that answers in another shape."""
    return judged(InProcessTransport(rewritten(a_mock().app, SHAPES[name])), TARGET, only=SOME)


@pytest.mark.parametrize("name", SHAPES)
def test_nothing_lost(name: str) -> None:
    """What is found elsewhere is used: every must is decided, and none is broken."""
    run = shaped(name)
    assert set(run.broken.values()) <= {"warn"}
    assert run.having("inconclusive") == set()
    assert {c for c in run.broken if not c.endswith("/responds")} == set()
    assert run.left == 0


class Numbered:
    """Gives out numbers for ids, and takes them again."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def out(self, value: Any, _: int = 0) -> Any:
        """A value in which the ids of media and posts are numbers."""
        if isinstance(value, list):
            return [self.out(item) for item in value]
        if isinstance(value, dict):
            return {
                k: self.number(v) if k in ("postId", "mediaId") else self.out(v)
                for k, v in value.items()
            }
        return value

    def number(self, identifier: str) -> int:
        """The number of an id."""
        return self.numbers.setdefault(identifier, 1_000_000 + len(self.numbers))

    def back(self, text: str) -> str:
        """The id that a number stands for."""
        known = {str(number): identifier for identifier, number in self.numbers.items()}
        return known.get(text, text)

    def change(self, mock: Mock) -> None:
        """Let a mock take the numbers."""

        async def renumber(call: Any) -> None:
            request: Request = call.decoded
            path = {name: self.back(value) for name, value in request.path.items()}
            body = request.body
            if isinstance(body, dict) and isinstance(body.get("mediaId"), str):
                body = {**body, "mediaId": self.back(body["mediaId"])}
            if isinstance(body, dict) and isinstance(body.get("mediaIds"), list):
                ids = [self.back(i) if isinstance(i, str) else i for i in body["mediaIds"]]
                body = {**body, "mediaIds": ids}
            call.request = replace(request, path=path, body=body)

        mock.steps.insert(4, renumber)


def test_numbers_as_ids() -> None:
    """Ids that are numbers are sent back as texts, as the documents have them."""
    numbered, mock = Numbered(), a_mock()
    numbered.change(mock)
    app = rewritten(mock.app, changed(numbered.out))
    run = judged(InProcessTransport(app), only=SOME)
    assert set(run.broken.values()) == {"warn"}
    assert {check.rpartition("/")[0] for check in run.broken} == {
        "createImagePost/response/200/posts/*/postId",
        "listMedia/response/200/media/*/mediaId",
        "listPosts/response/200/posts/*/postId",
        "uploadMedia/response/200/mediaId",
    }
    assert (run.having("inconclusive"), run.left) == (set(), 0)


def said(*path: str) -> Defect:
    """A mock that leaves a field out of every answer to posting."""
    return answers(bodies(without(*path)), *POSTING)


LACKING: dict[str, tuple[Defect, set[str]]] = {
    # nothing is known to be deleted or published then
    "posts without ids": (said("posts", "postId"), {"deletePost"}),
    "no posts in the answer": (
        answers(lambda reply: replace(reply, body={}), *POSTING),
        {"deletePost"},
    ),
    "an empty answer to deleting": (
        answers(lambda reply: replace(reply, body={}), "deletePost"),
        set(),
    ),
    # nothing can be posted then
    "uploads without ids": (
        answers(bodies(without("mediaId")), "uploadMedia"),
        {"createImagePost", "deletePost", "deleteMedia"},
    ),
    "no status in listings": (
        answers(bodies(without("posts", "status")), "listPosts"),
        {"listPosts"},
    ),
    "no platform in listings": (
        answers(bodies(without("posts", "platform")), "listPosts"),
        {"listPosts"},
    ),
    "no platform of accounts": (
        answers(bodies(without("accounts", "platform")), "listSocialAccounts"),
        {"listSocialAccounts"},
    ),
    "no ids in listings": (
        answers(bodies(without("posts", "postId")), "listPosts"),
        {"deletePost"},
    ),
    "two lists in one answer": (
        answers(lambda reply: Reply(200, {"a": reply.body["posts"], "b": []}), "listPosts"),
        {"listPosts", "deletePost"},
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_not_to_be_found(name: str) -> None:
    """What cannot be found leaves open what needs it, and breaks no must."""
    defect, undecided = LACKING[name]
    mock = a_mock()
    defect(mock)
    run = judged(InProcessTransport(mock.app), only=SOME)
    assert {c for c in run.broken if not c.endswith("/responds")} == set()
    assert set(run.broken.values()) <= {"warn"}
    assert {check.partition("/")[0] for check in run.having("inconclusive")} == undecided
    assert run.exit_code == 3


def heeding(kept: str) -> Mock:
    """A mock that knows one of the two fields for a time, and overlooks the other."""
    mock = a_mock()

    async def forget(call: Call) -> None:
        body = call.decoded.body
        if not isinstance(body, dict):
            return
        if kept == "scheduledFor":
            body = {name: value for name, value in body.items() if name != "scheduledDate"}
        elif isinstance(body.get("posts"), list):
            without_time = [
                {name: value for name, value in target.items() if name != "scheduledFor"}
                if isinstance(target, dict)
                else target
                for target in body["posts"]
            ]
            body = {**body, "posts": without_time}
        call.request = replace(call.decoded, body=body)

    before(mock, steps.judge, forget)
    return mock


@pytest.mark.parametrize(
    ("kept", "idle"),
    (
        ("scheduledFor", {"body/scheduledDate/type", "scheduled-date-utc"}),
        (
            "scheduledDate",
            {
                "body/posts/*/scheduledFor/type",
                "scheduled-for-utc",
                "schedule-lead",
                "schedule-horizon",
            },
        ),
    ),
)
def test_one_reading(kept: str, idle: set[str]) -> None:
    """Whichever field for the time is heeded, one document is kept, and the other's rules rest."""
    run = judged(InProcessTransport(heeding(kept).app), only=("createImagePost",))
    assert run.broken == {}
    assert run.having("not-applicable") == {f"createImagePost/{name}/rejects" for name in idle}


def test_planned_once() -> None:
    """A plan is a value: runs against other servers do not change it."""
    before = planned().sends
    shaped("data")
    assert planned().sends == before
