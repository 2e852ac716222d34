"""Runs an ASGI application for a synchronous httpx client, without sockets."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httpx

if TYPE_CHECKING:
    from starlette.types import ASGIApp

FULL = 1 << 16
"""Bytes of an answer that wait for the client before the application has to."""


class InProcessTransport(httpx.BaseTransport):
    """Hands requests to an application and its answers back, as a server on a socket would.

    Request bodies are produced as the application asks for them, answers as the client reads them.
    The read timeout is kept between two signs of life. An application that dies answers 500, or
    raises httpx.RemoteProtocolError when the answer has begun. Threads take turns.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        timeout = request.extensions.get("timeout", {}).get("read")
        exchange = _Exchange(request, timeout)

        def run(coroutine: Any) -> Any:
            with self._lock:
                return self._loop.run_until_complete(coroutine)

        try:
            run(exchange.begin(self._app))
        except BaseException:
            run(exchange.end())
            raise
        return httpx.Response(
            exchange.status,
            headers=exchange.headers,
            stream=_Stream(exchange, run),
            extensions={"http_version": b"HTTP/1.1"},
        )

    def close(self) -> None:
        """Stop what is still running."""
        with self._lock:
            if self._loop.is_closed():
                return
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            if left:
                self._loop.run_until_complete(asyncio.wait(left))
            self._loop.close()


class _Stream(httpx.SyncByteStream):
    """The body of an answer, as the client reads it."""

    def __init__(self, exchange: _Exchange, run: Callable[[Any], Any]) -> None:
        self._exchange = exchange
        self._run = run

    def __iter__(self) -> Iterator[bytes]:
        exchange = self._exchange
        while True:
            while exchange.chunks:
                yield exchange.take()
            if exchange.task.done():
                break
            self._run(exchange.more())
        exchange.finish()

    def close(self) -> None:
        if not self._exchange.task.done():
            self._run(self._exchange.end())


class _Exchange:
    """One request and its answer, both on their way."""

    task: asyncio.Task[None]

    def __init__(self, request: httpx.Request, timeout: float | None) -> None:
        self._request = request
        self._timeout = timeout
        self._body = iter(request.stream)  # type: ignore[arg-type]
        self._sent = False
        self._life: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self._waiting = 0
        self._missing: int | None = None
        self._complete = False
        self._fault: Exception | None = None
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.chunks: deque[bytes] = deque()

    # What the client does -------------------------------------------------------------------

    async def begin(self, app: ASGIApp) -> None:
        """Start the application and wait for the head of its answer."""
        self.task = asyncio.ensure_future(self._run(app))
        await self._until(lambda: self.task.done() or bool(self.chunks))
        if self._fault is not None:
            raise self._fault

    async def more(self) -> None:
        """Wait for a piece of the answer, or for its end."""
        if self._room is not None and not self._room.done():
            self._room.set_result(None)
        await self._until(lambda: bool(self.chunks) or self.task.done())

    async def end(self) -> None:
        """Stop an application whose client has gone."""
        self.task.cancel()
        await asyncio.wait((self.task,))

    def take(self) -> bytes:
        """The next piece that is there."""
        chunk = self.chunks.popleft()
        self._waiting -= len(chunk)
        return chunk

    def finish(self) -> None:
        """Raise what a client sees when the body ended too early."""
        error = None if self.task.cancelled() else self.task.exception()
        if self._missing or (self._missing is None and not self._complete):
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body",
                request=self._request,
            ) from error

    async def _until(self, ready: Callable[[], bool]) -> None:
        while not ready():
            self._life = asyncio.get_running_loop().create_future()
            done, _ = await asyncio.wait((self._life,), timeout=self._timeout)
            if not done:
                raise httpx.ReadTimeout("timed out", request=self._request)

    # What the application does --------------------------------------------------------------

    async def _run(self, app: ASGIApp) -> None:
        try:
            await app(self._scope(), self._receive, self._send)
        except Exception:
            if self.status:
                raise
        finally:
            self._alive()
        if not self.status:
            await self._fail()

    async def _fail(self) -> None:
        """Answer as servers do for an application that did not."""
        text = b"Internal Server Error"
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        await self._send({"type": "http.response.start", "status": 500, "headers": headers})
        await self._send({"type": "http.response.body", "body": text})

    def _scope(self) -> dict[str, Any]:
        url = self._request.url
        # httpx normalises the URL; what is really asked for stands in the extension
        target = self._request.extensions.get("target", url.raw_path)
        raw_path, _, query = target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": unquote(raw_path.decode("ascii")),
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "client": ("127.0.0.1", 1),
            "server": (url.host, url.port),
        }

    async def _receive(self) -> dict[str, Any]:
        if self._sent:
            await asyncio.get_running_loop().create_future()  # nothing comes after the body
        self._alive()
        try:
            return {"type": "http.request", "body": next(self._body), "more_body": True}
        except StopIteration:
            self._sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        except Exception as error:
            self._fault = (
                error  # the client's own: it is told, whatever the application makes of it
            )
            raise

    async def _send(self, message: Any) -> None:
        self._alive()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
            lengths = [value for name, value in self.headers if name.lower() == b"content-length"]
            self._missing = int(lengths[0]) if lengths else None
            return
        chunk = message.get("body", b"")
        self._complete = not message.get("more_body", False)
        if self._request.method == "HEAD" or self.status in (204, 304):
            self._missing = 0
            return
        if self._missing is not None:
            chunk = chunk[: self._missing]  # a client reads no further than the length that is told
            self._missing -= len(chunk)
        if chunk:
            self.chunks.append(chunk)
            self._waiting += len(chunk)
        if not self._complete and self._waiting >= FULL:
            self._room = asyncio.get_running_loop().create_future()
            await self._room

    def _alive(self) -> None:
        if self._life is not None and not self._life.done():
            self._life.set_result(None)
