"""Which of several fields for the time of a post an API heeds, as its answers show it.

Documents that contradict each other about the field (a conflict) leave an API free to heed either.
It must heed one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import follow

if TYPE_CHECKING:
    from ...openapi import Operation
    from ...openapi.fields import Field
    from ..http.exchange import Exchange

WAITING = {"scheduled"}
GOING = {"queued", "published", "publishing"}


def heeds(operation: Operation, field: Field, exchanges: list[Exchange]) -> bool | None:
    """Whether posts that hold a time in this field alone were scheduled; None if none shows it."""
    others = [other for other in operation.roles.get("schedule", ()) if other != field]
    for exchange in exchanges:
        request = exchange.request
        if request is None or not exchange.accepted or exchange.answer is None:
            continue
        if not field.values(request) or any(other.values(request) for other in others):
            continue
        shown = follow.statuses(exchange.answer.json, operation.yields)
        if shown & WAITING:
            return True
        if shown & GOING:
            return False
    return None


def other_is_heeded(operation: Operation, field: Field, exchanges: list[Exchange]) -> str | None:
    """The other field that the API heeds instead of this one; None where it heeds this, or none."""
    if heeds(operation, field, exchanges) is not False:
        return None
    for other in operation.roles.get("schedule", ()):
        if other != field and heeds(operation, other, exchanges):
            return str(other)
    return None
