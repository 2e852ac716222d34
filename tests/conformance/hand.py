"""Exchanges made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from postproof.conformance.http.exchange import Answer, Exchange, Key
from postproof.openapi import Operation, Request
from postproof.openapi.wire import encode

JSON = "application/json"
RESET = "the connection was reset"


def exchanged(
    operation: Operation,
    status: int | None,
    body: Any = None,
    *,
    request: Request | None = None,
    content_type: str | None = JSON,
    key: Key = "good",
    number: int = 1,
) -> Exchange:
    """One exchange; a status of None stands for a connection that was reset."""
    request = request or Request(operation.id)
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    headers = (("Content-Type", content_type),) if content_type else ()
    answer = Answer(status, "", headers, content) if status is not None else None
    error = RESET if answer is None else None
    wire = encode(operation, request)
    return Exchange(number, operation.id, request, wire, key, answer, error, 1.0)


@dataclass
class Sent:
    """What a session was, as far as judging looks at it."""

    sent: list[Exchange] = field(default_factory=list)

    def exchanges(self, operation: Operation) -> list[Exchange]:
        """Every exchange with an operation."""
        return [exchange for exchange in self.sent if exchange.operation == operation.id]

    @classmethod
    def of(cls, exchanges: Iterable[Exchange]) -> Any:
        """Such a session, to be taken for a real one."""
        return cls(list(exchanges))
