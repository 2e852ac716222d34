"""The transport shows a client what a server on a socket would."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from postproof.conformance.mock.inprocess import FULL, InProcessTransport

HEAD: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}


def body(content: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": more}


def told(length: int) -> dict[str, Any]:
    return {**HEAD, "headers": [(b"content-length", str(length).encode())]}


@contextmanager
def talking(app: Any) -> Iterator[httpx.Client]:
    with httpx.Client(transport=InProcessTransport(app), base_url="http://mock:81") as client:
        yield client


def test_scope() -> None:
    """The application sees the request as the ASGI specification has it."""
    seen = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)
        await send(HEAD)
        await send(body(b""))

    with talking(app) as client:
        client.get("/a%2Fb/%C3%A4?c=%20&d", headers={"X-Upper": "Case"})
    assert {key: seen[key] for key in ("method", "path", "raw_path", "query_string")} == {
        "method": "GET",
        "path": "/a/b/ä",
        "raw_path": b"/a%2Fb/%C3%A4",
        "query_string": b"c=%20&d",
    }
    assert (b"x-upper", b"Case") in seen["headers"]
    assert (b"host", b"mock:81") in seen["headers"]
    assert seen["server"] == ("mock", 81)


def test_request_is_produced_as_it_is_read() -> None:
    """A piece of the body is made when the application asks for it, and no sooner."""
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            made.append(number)
            yield b"x"

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert made == []
        await receive()
        message = await receive()
        assert (message, made) == (
            {"type": "http.request", "body": b"x", "more_body": True},
            [0, 1],
        )
        await send(HEAD)
        await send(body(b""))

    with talking(app) as client:
        client.post("/", content=pieces())
    assert made == [0, 1]


def test_answer_waits_for_the_client() -> None:
    """An endless answer is made only as far as it is read, and stops when the client goes."""
    sent = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        while True:
            sent.append(FULL // 2)
            await send(body(b"x" * (FULL // 2), more=True))

    with talking(app) as client, client.stream("GET", "/") as answer:
        pieces = answer.iter_raw()
        for _ in range(10):
            next(pieces)
    assert 10 <= len(sent) <= 14


def test_read_timeout() -> None:
    """An application that shows no sign of life for too long is given up, before or in an answer."""

    async def silent(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await receive()
        await receive()

    async def stuck(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        await send(body(b"x", more=True))
        await asyncio.sleep(60)

    for app in (silent, stuck):
        with talking(app) as client, pytest.raises(httpx.ReadTimeout):
            client.get("/", timeout=0.05)


def test_slow_is_not_silent() -> None:
    """Signs of life put the timeout off."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        for _ in range(8):
            await asyncio.sleep(0.05)
            await send(body(b"x", more=True))
        await send(body(b""))

    with talking(app) as client:
        assert client.get("/", timeout=0.2).content == b"x" * 8


def test_application_that_dies() -> None:
    """One that dies before its answer is a 500, in the middle of it a broken connection."""

    async def early(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    async def mute(scope: Any, receive: Any, send: Any) -> None:
        pass

    async def late(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        await send(body(b"x", more=True))
        raise ZeroDivisionError

    async def short(scope: Any, receive: Any, send: Any) -> None:
        await send(told(3))
        await send(body(b"x"))

    async def unended(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        await send(body(b"x", more=True))

    for app in (early, mute):
        with talking(app) as client:
            answer = client.get("/")
        assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    for app in (late, short, unended):
        with talking(app) as client, pytest.raises(httpx.RemoteProtocolError) as caught:
            client.get("/")
        assert "without sending complete message body" in str(caught.value)


def test_length_that_is_told() -> None:
    """A client reads no further than Content-Length, and no body where none belongs."""

    async def long(scope: Any, receive: Any, send: Any) -> None:
        await send(told(3))
        await send(body(b"abcdef"))

    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        await send({**HEAD, "status": 204})
        await send(body(b"abc"))

    with talking(long) as client:
        assert [client.get("/").content, client.head("/").content] == [b"abc", b""]
    with talking(nothing) as client:
        assert client.get("/").content == b""


def test_faulty_request_body() -> None:
    """A body that cannot be made is the caller's own error."""

    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise ZeroDivisionError

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass

    with talking(app) as client, pytest.raises(ZeroDivisionError):
        client.post("/", content=pieces())


def test_threads_take_turns() -> None:
    """Several threads can share a client."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.001)
        await send(HEAD)
        await send(body(scope["path"].encode()))

    answers: dict[str, str] = {}
    with talking(app) as client:

        def ask(number: int) -> None:
            for turn in range(20):
                path = f"/{number}/{turn}"
                answers[path] = client.get(path).text

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {path: path for path in answers}
    assert len(answers) == 80


def test_closing_stops_what_still_runs() -> None:
    """A transport that is closed leaves nothing behind, and can be closed again."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(HEAD)
        await send(body(b"x", more=True))
        await asyncio.sleep(60)

    transport = InProcessTransport(app)
    transport.handle_request(httpx.Request("GET", "http://mock/"))
    transport.close()
    transport.close()
