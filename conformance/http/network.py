"""The network behind the client: every exchange ends, and what went wrong is one sentence.

httpx bounds each read and write, so a server that sends a byte a second is never done. Here one
deadline bounds the exchange as a whole. No sentence repeats what was sent or received, since that
may hold the API key.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

IDLE = 3.0
"""Seconds for which an idle connection is kept: servers drop theirs after five or more."""
_BLANK_LINE = re.compile(rb"\n\r?\n")
SLICE = 1 << 16
"""Bytes written at a time, so that the deadline is looked at between them."""


class Transport(httpx.BaseTransport):
    """One keep-alive connection; a request's `read` timeout is that of its whole exchange.

    Raises httpx.TransportError, whose text is one sentence about what went wrong.
    """

    def __init__(self) -> None:
        self._network = _Network()
        self._pool = httpcore.ConnectionPool(
            max_connections=1, keepalive_expiry=IDLE, network_backend=self._network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._network.begin(request.extensions["timeout"]["read"])
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.extensions["target"],
        )
        content = request.stream
        assert isinstance(content, httpx.SyncByteStream)
        with _in_words(self._network):
            response = self._pool.handle_request(
                httpcore.Request(request.method, url, headers=request.headers.raw, content=content)
            )
        self._network.end_head()
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, self._network, self._pool),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer as it comes in."""

    def __init__(
        self, response: httpcore.Response, network: _Network, pool: httpcore.ConnectionPool
    ) -> None:
        self._response, self._network, self._pool = response, network, pool

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        with _in_words(self._network):
            for chunk in self._response.iter_stream():
                size += len(chunk)
                yield chunk
        headers = {name.lower(): value for name, value in self._response.headers}
        if b"transfer-encoding" in headers or self._network.after_head <= size:
            return
        # What is left over would be read as the answer to the next request.
        self._pool.close()
        if headers.get(b"content-length") == str(size).encode():
            raise httpx.RemoteProtocolError("the answer is longer than its Content-Length says")

    def close(self) -> None:
        self._response.close()


class _Network(httpcore.SyncBackend):
    """Connects, and knows how far the current exchange has come."""

    def __init__(self) -> None:
        self._deadline = 0.0
        self.received = self.after_head = 0
        self.closed = False
        self.head: bytearray | None = None

    def begin(self, seconds: float) -> None:
        """A new exchange, which may take so many seconds."""
        self._deadline = time.monotonic() + seconds
        self.received, self.closed, self.head = 0, False, bytearray()

    @property
    def left(self) -> float:
        """Seconds until the deadline; raises httpx.TimeoutException when there are none."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise httpx.ReadTimeout("timed out")
        return seconds

    def take(self, content: bytes) -> None:
        """Something was received, or nothing: then the server has closed the connection."""
        self.received += len(content)
        self.closed = not content
        if self.head is None:
            self.after_head += len(content)
        else:
            self.head += content

    def end_head(self) -> None:
        """The head of the answer has been received."""
        assert self.head is not None
        end, informational = 0, True
        while informational:
            informational = re.match(rb"\s*HTTP/1\.1 1", self.head[end : end + 20]) is not None
            blank = _BLANK_LINE.search(self.head, end)
            end = blank.end() if blank else len(self.head)
        self.after_head, self.head = len(self.head) - end, None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            inner = super().connect_tcp(host, port, self.left, local_address, socket_options)
        except httpcore.ConnectError as error:
            raise httpx.ConnectError(_unconnected(error.__cause__, host)) from None
        except UnicodeError:  # a name that is none, such as `a..b`
            raise httpx.ConnectError(_unresolved(host)) from None
        return _Stream(inner, self)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, network: _Network) -> None:
        self._inner, self._network = inner, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            content = self._inner.read(max_bytes, self._network.left)
        except httpcore.ReadError as error:
            raise httpx.ReadError(_broken(error.__cause__, self._network)) from None
        self._network.take(content)
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), SLICE):
            self._inner.write(buffer[start : start + SLICE], self._network.left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._network.left)
        except httpcore.ConnectError as error:
            raise httpx.ConnectError(_unconnected(error.__cause__, server_hostname or "")) from None
        return _Stream(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextmanager
def _in_words(network: _Network) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException:
        raise httpx.ReadTimeout("timed out") from None
    except httpcore.LocalProtocolError:
        raise httpx.LocalProtocolError(
            "the request is not valid HTTP, so it was not sent"
        ) from None
    except httpcore.RemoteProtocolError:
        if not network.closed:
            sentence = "the answer is not valid HTTP"
        elif network.received:
            sentence = "the server closed the connection in the middle of the answer"
        else:
            sentence = "the server closed the connection without an answer"
        raise httpx.RemoteProtocolError(sentence) from None


def _unconnected(cause: BaseException | None, host: str) -> str:
    match cause:
        case ConnectionRefusedError():
            return "the connection was refused"
        case socket.gaierror():
            return _unresolved(host)
        case ssl.SSLCertVerificationError():
            return f"TLS: the certificate is not accepted: {cause.verify_message.rstrip('.')}"
        case ssl.SSLError():
            return f"TLS: {_reason(cause)}"
        case ConnectionResetError():
            return "the server reset the connection before it was set up"
        case _:
            return f"no connection: {_strerror(cause)}"


def _unresolved(host: str) -> str:
    return f'the host name "{host}" cannot be resolved'


def _broken(cause: BaseException | None, network: _Network) -> str:
    where = " in the middle of the answer" if network.received else " without an answer"
    match cause:
        case ConnectionResetError():
            return f"the server reset the connection{where}"
        case ssl.SSLError():
            return f"TLS: {_reason(cause)}"
        case _:
            return f"the connection broke{where}: {_strerror(cause)}"


def _reason(error: ssl.SSLError) -> str:
    """OpenSSL's reason in plain letters: `wrong version number`."""
    reason: str | None = getattr(error, "reason", None)  # not there without an answer of OpenSSL
    return (reason or "the connection broke").replace("_", " ").lower()


def _strerror(cause: BaseException | None) -> str:
    text = cause.strerror if isinstance(cause, OSError) else None
    return (text or "unknown reason").lower()
