"""What a run leaves on its target is named, and it does not make more of what it cannot find."""

from collections.abc import Callable, Coroutine, MutableMapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from postproof.conformance.mock import Refusal
from postproof.conformance.mock.server import running
from postproof.conformance.mock.steps import Call, Outcome

from . import shell

Message = MutableMapping[str, Any]
App = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]
OK = b'{"ok": true}'


def forgetful(made: list[str]) -> App:
    """A mock that answers what it has made with {"ok": true} alone, and notes the paths in `made`."""
    mock = shell.mock()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await mock.app(scope, receive, keep)
        if scope["method"] == "POST" and answer[0]["status"] < 300:
            made.append(scope["path"])
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(OK)).encode()),
            ]
            answer = [
                {"type": "http.response.start", "status": 200, "headers": headers},
                {"type": "http.response.body", "body": OK},
            ]
        for message in answer:
            await send(message)

    return app


UNNAMED = "1 of what POST /media made: the answer does not name it"


@pytest.mark.parametrize(("workers", "more"), ((1, ()), (2, ("--", "-n", "2"))))
def test_made_and_not_named(workers: int, more: tuple[str, ...], tmp_path: Path) -> None:
    """Each process stops at the first thing that it cannot find again, and all of them are told."""
    made: list[str] = []
    with running(forgetful(made)) as url:
        shell.configure(tmp_path, url, effects="schedule")
        ended = shell.postproof("run", "api", *more, folder=tmp_path)
    assert (ended.code, ended.err, made) == (3, "", ["/media"] * workers)
    assert shell.results(tmp_path).left_behind == (UNNAMED,) * workers
    assert left_behind(ended.out) == [f"      {UNNAMED}"] * workers
    assert UNNAMED in (tmp_path / "postproof-report" / "report.html").read_text()


def test_not_deleted(tmp_path: Path) -> None:
    """What the target refuses to delete is named in the results, and ten of it in the summary."""
    mock = shell.mock()
    first = mock.steps[0]

    async def keeping(call: Call) -> Outcome:
        return Refusal(403, "Not today.") if call.method == "DELETE" else await first(call)

    mock.steps[0] = keeping
    with shell.serving(mock) as url:
        shell.configure(tmp_path, url, effects="schedule")
        ended = shell.postproof("run", "api", "--only", "createImagesPost", folder=tmp_path)
    found = shell.results(tmp_path).left_behind
    posts = {f"post {i}" for i, post in mock.state.posts.items() if post.status == "scheduled"}
    assert set(found) <= posts | {f"media {identifier}" for identifier in mock.state.media}
    assert left_behind(ended.out) == [
        *(f"      {each}" for each in found[:10]),
        f"      and {len(found) - 10:,} more",
    ]


def left_behind(printed: str) -> list[str]:
    """The lines of a summary that name what was left behind."""
    lines = printed.partition("Left behind on the target: ")[2].splitlines()[1:]
    return list(takewhile(lambda line: line.startswith("      "), lines))
