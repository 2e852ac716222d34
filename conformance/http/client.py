"""The client: sends requests to the target and keeps every exchange.

What goes wrong on the way is part of an exchange, never an exception. Redirects are answers like
any other: they are not followed, so the key never goes to another host.
"""

from __future__ import annotations

import random
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from string import ascii_letters, digits
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...openapi.wire import Wire, encode
from .exchange import Answer, Exchange
from .pace import Pace

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from ...openapi import Description, Operation, Request
    from ..target import Target
    from .exchange import Key

LIMIT = 1 << 20
"""How much of an answer's body is kept, in bytes; the rest is not read."""
SLOWEST = 500_000
"""Bytes a second that an upload may count on: large ones get more time than `timeout`."""
ATTEMPTS = 3
"""How often a request is sent that is answered with 429."""
LONGEST_WAIT = 120.0
"""Seconds to wait in all, after 429, for one request."""


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class BudgetExhausted(Exception):
    """The next request would be one more than the target's `max_requests`; it was not sent."""

    max_requests: int

    def __str__(self) -> str:
        return f"the budget of {self.max_requests:,} requests is spent"


class Client:
    """Sends requests one after another over one connection; a context manager.

    `transport` stands in for the network, as for the mock in this process. It gets the exact
    target in `request.extensions["target"]`, since httpx normalises the URL. `on_wait` is told
    the seconds and the reason before each wait.
    """

    def __init__(
        self,
        target: Target,
        description: Description,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        on_wait: Callable[[float, str], None] | None = None,
    ) -> None:
        if transport is None:
            from .network import Transport

            transport = Transport()
        self._target, self._key = target, description.key
        self._transport = transport
        self._sleep, self._monotonic, self._on_wait = sleep, monotonic, on_wait
        self._pace = Pace(description.limits if target.pace else ())
        self._origin = target.base_url.rstrip("/")
        self._prefix = urlsplit(self._origin).path
        self.exchanges: list[Exchange] = []
        """Every exchange, in the order of sending; those with `retried` are not judged."""
        self.requests = 0
        """Requests sent, further attempts included."""
        self.bytes_sent = 0
        """Bytes of bodies that were handed to the network."""

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._transport.close()

    def send(self, operation: Operation, request: Request, *, key: Key = "good") -> Exchange:
        """Send a request, and return what became of it.

        After 429 it is sent again, as often and as late as the bounds above allow; nothing else
        is. Raises BudgetExhausted.
        """
        return self.send_wire(operation, encode(operation, request), key=key, request=request)

    def send_wire(
        self,
        operation: Operation,
        wire: Wire,
        *,
        key: Key = "good",
        request: Request | None = None,
    ) -> Exchange:
        """Send bytes that need not be a request to the operation; otherwise like `send`."""
        waited = 0.0
        for attempt in range(1, ATTEMPTS + 1):
            exchange = self._send_once(operation, wire, key, request)
            if exchange.answer is None or exchange.answer.status != 429:
                break
            wait = _retry_after(exchange.answer, attempt)
            if attempt == ATTEMPTS or self._spent or waited + wait > LONGEST_WAIT:
                break
            self.exchanges.append(replace(exchange, retried=True))
            self._wait(wait, "the API answered 429 (too many requests)")
            waited += wait
        self.exchanges.append(exchange)
        return exchange

    def wait_for_turn(self, operation: Operation, request: Request) -> bool:
        """Wait until the vendor's rate limits allow the request; whether that took any time."""
        accounts = accounts_of(operation, request)
        seconds, reason = self._pace.wait(self._monotonic(), operation.id, accounts)
        self._wait(seconds, reason)
        return seconds > 0

    def pause(self, seconds: float, reason: str) -> None:
        """Let some time pass, and tell why."""
        self._wait(seconds, reason)

    @property
    def _spent(self) -> bool:
        limit = self._target.max_requests
        return limit is not None and self.requests >= limit

    def _wait(self, seconds: float, reason: str) -> None:
        if seconds > 0:
            if self._on_wait is not None:
                self._on_wait(seconds, reason)
            self._sleep(seconds)

    def _send_once(
        self, operation: Operation, wire: Wire, key: Key, request: Request | None
    ) -> Exchange:
        import httpx

        if self._target.max_requests is not None and self._spent:
            raise BudgetExhausted(self._target.max_requests)
        accounts = accounts_of(operation, request)
        self._wait(*self._pace.wait(self._monotonic(), operation.id, accounts))
        self.requests += 1
        number = self.requests
        answer, error = None, None
        seconds = self._target.timeout + wire.payload.size // SLOWEST
        began = self._monotonic()
        try:
            answer = self._answer(wire, key, seconds)
        except httpx.TimeoutException:
            error = f"timed out after {seconds:g} s"
        except httpx.TransportError as trouble:
            error = str(trouble) or "no answer"
        except zlib.error:
            error = "the answer is not the gzip data that its Content-Encoding promises"
        ended = self._monotonic()
        self._pace.sent(ended, operation.id, accounts)
        milliseconds = (ended - began) * 1000
        return Exchange(number, operation.id, request, wire, key, answer, error, milliseconds)

    def _answer(self, wire: Wire, key: Key, seconds: float) -> Answer:
        import httpx

        try:
            url = httpx.URL(self._origin + wire.target)
        except httpx.InvalidURL:  # too long, or with odd characters: `target` says it all
            url = httpx.URL(self._origin)
        response = self._transport.handle_request(
            httpx.Request(
                wire.method,
                url,
                headers=self._headers(wire, key),
                content=self._content(wire) if wire.payload.size else None,
                extensions={
                    "target": (self._prefix + wire.target).encode(),
                    "timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds),
                },
            )
        )
        try:
            body, cut = _body(response)
        finally:
            response.close()
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in response.headers.raw
        )
        return Answer(response.status_code, response.reason_phrase, headers, body, cut)

    def _headers(self, wire: Wire, key: Key) -> list[tuple[bytes, bytes]]:
        """The headers to send; the key is nowhere but in what is returned here."""
        headers = {"User-Agent": "postproof", "Accept": "*/*", "Accept-Encoding": "gzip"}
        if wire.payload.size:
            headers["Content-Length"] = str(wire.payload.size)
        if self._key is not None and key != "missing":
            good = self._target.api_key
            shown = good if key == "good" else wrong_key(good)
            headers[self._key.header] = self._key.prefix + shown
        own = {name.lower() for name, _ in wire.headers}
        pairs = [pair for pair in headers.items() if pair[0].lower() not in own]
        return [(name.encode(), value.encode()) for name, value in (*pairs, *wire.headers)]

    def _content(self, wire: Wire) -> Iterator[bytes]:
        for chunk in wire.payload.chunks():
            yield chunk
            self.bytes_sent += len(chunk)


def accounts_of(operation: Operation, request: Request | None) -> tuple[str, ...]:
    """The ids of the accounts that a request names, each once."""
    if request is None or operation.account is None:
        return ()
    values = operation.account.values(request)
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))


def wrong_key(good: str) -> str:
    """A key of the same form, so that whoever looks at the form alone takes it for good.

    Only a prefix like `sk_live_`, the separators and the length are those of the good key.
    """
    prefix = re.match(r"(?:[a-z]{2,8}_){0,2}", good)
    kept = prefix.end() if prefix else 0
    for letter, digit in (("x", "0"), ("y", "1")):
        letters = dict.fromkeys(map(ord, ascii_letters), letter)
        wrong = good[:kept] + good[kept:].translate(
            letters | dict.fromkeys(map(ord, digits), digit)
        )
        if wrong != good:
            return wrong
    return "wrong-key"


def _retry_after(answer: Answer, attempt: int) -> float:
    """Seconds to wait after 429: as the answer says (RFC 9110, 10.2.3), else longer every time."""
    text = (answer.header("Retry-After") or "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text, re.ASCII):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return random.uniform(1.0, 2.0) * 2.0 ** (attempt - 1)
    try:
        now = parsedate_to_datetime(answer.header("Date") or "")
    except ValueError:
        now = datetime.now(UTC)
    return max(0.0, (_aware(until) - _aware(now)).total_seconds())


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _body(response: httpx.Response) -> tuple[bytes, bool]:
    """The decoded body up to the limit, and whether there was more."""
    kept = bytearray()
    for chunk in _decoded(response):
        kept += chunk
        if len(kept) > LIMIT:
            return bytes(kept[:LIMIT]), True
    return bytes(kept), False


def _decoded(response: httpx.Response) -> Iterable[bytes]:
    """The body, without gzip; a small piece never becomes more than a little over the limit."""
    import httpx

    assert isinstance(response.stream, httpx.SyncByteStream)
    if response.headers.get("Content-Encoding", "").lower() not in ("gzip", "x-gzip"):
        yield from response.stream
        return
    decoder = zlib.decompressobj(wbits=31)
    for chunk in response.stream:
        yield decoder.decompress(chunk, LIMIT + 1)
    if not decoder.eof and decoder.unused_data == b"" and response.status_code != 304:
        raise zlib.error
