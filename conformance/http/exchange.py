"""Exchanges: one request and its answer, with timing. The raw material of every verdict."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ...openapi import Request
    from ...openapi.wire import Wire

Key = Literal["good", "missing", "wrong"]
"""Which API key a request shows: the target's, none, or one that no target has."""


class NotJson:
    """Stands for a body that is not JSON."""

    def __repr__(self) -> str:
        return "NOT_JSON"


NOT_JSON = NotJson()


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers as received, and the body up to the client's limit.

    `cut` says that the body was longer than the limit and has been cut.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None without one."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case; empty without one."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON value, whatever its content type says; NOT_JSON when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return NOT_JSON


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it.

    `number` counts from 1 in the order of sending. `request` is None where bytes were sent that
    are no request to the operation. Either `answer` is there or `error` says in one sentence why
    there is none (timed out, refused connection, reset in the middle of the body). `retried` marks
    a 429 after which the same request was sent again: only the last of them is judged.
    """

    number: int
    operation: str
    request: Request | None
    wire: Wire
    key: Key
    answer: Answer | None
    error: str | None
    milliseconds: float
    retried: bool = False

    @property
    def status(self) -> int | None:
        return self.answer.status if self.answer else None

    @property
    def accepted(self) -> bool:
        """The API took the request on: any 2xx."""
        return self.answer is not None and 200 <= self.answer.status < 300

    @property
    def crashed(self) -> bool:
        """The API failed instead of answering: any 5xx."""
        return self.answer is not None and self.answer.status >= 500

    @property
    def refused(self) -> bool:
        """The API refused the request for what it is.

        A 4xx, except those that speak of something else than the request: a good key called bad
        (401), a proxy's (407), slowness (408), haste (425, 429), and the wrong server (421).
        """
        if self.answer is None or not 400 <= self.answer.status < 500:
            return False
        if self.answer.status == 401:
            return self.key != "good"
        return self.answer.status not in (407, 408, 421, 425, 429)
