"""Reading listings, for the behaviours that look at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...openapi import Request
from ..finding import told
from ..session.follow import items
from ..session.session import NotReached, request_key

if TYPE_CHECKING:
    from ...openapi import Operation
    from ..http.exchange import Exchange
    from ..session.session import Session

Items = list[Mapping[str, Any]]


def listing(operation: Operation, query: Mapping[str, Any]) -> Request:
    """The request for a listing."""
    return Request(operation.id, query=dict(query))


def read(
    session: Session, operation: Operation, query: Mapping[str, Any], *, again: bool = False
) -> tuple[Items, Exchange]:
    """The items of a listing, and the exchange; an earlier one unless `again`.

    Raises NotReached when there is no usable answer.
    """
    request = listing(operation, query)
    if again:
        exchange = session.send(operation, request)
    else:
        exchange = session.once(request_key(request), operation, lambda _: request)
    if not exchange.accepted or exchange.answer is None:
        raise NotReached(f"{operation.title} was answered with {told(exchange)}")
    assert operation.lists is not None
    found = items(exchange.answer.json, operation.lists)
    if found is None:
        raise NotReached(f"the answer of {operation.title} holds no listing that can be recognised")
    return found, exchange
