"""Filter honoured: a listing with a filter holds only what has the value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...openapi.fields import Field
from ...openapi.requirements import Behaviour
from ..finding import Evidence, Finding
from .price import Price
from .reading import listing, read

if TYPE_CHECKING:
    from ...openapi import Description, Operation, Requirement
    from ..session.session import Session
    from ..target import Target

ENOUGH = 2
"""How many values are tried: a filter that gives different items for two values is no accident."""


def price(description: Description, requirement: Requirement, target: Target) -> Price:
    """The whole listing, and one for each value that is tried."""
    operation = description.operation_of(requirement)
    values = _values(operation, requirement, target)
    parameter = _parameters(requirement)[0]
    filtered = [listing(operation, {parameter: value}) for value in values]
    requests = (listing(operation, {}), *filtered)
    lacks = None if values else "the target has no account, so that there is no value to ask for"
    return Price(requests, lacks=lacks)


def judge(session: Session, requirement: Requirement) -> Finding:
    """Look at the listing for each value: every item has it, and what has it is not left out."""
    operation = session.description.operation_of(requirement)
    parameter, name = _parameters(requirement)
    everything, whole = read(session, operation, {})
    evidence = [Evidence("step", whole, f"without {parameter}: {len(everything)} items")]
    known = _known(operation, requirement, session.target)
    filled = 0
    for value in _values(operation, requirement, session.target):
        found, exchange = read(session, operation, {parameter: value})
        evidence.append(Evidence("step", exchange, f"{parameter}={value}: {len(found)} items"))
        others = [item for item in found if _is_other(item.get(name), value, known)]
        if others:
            received = f"{name} {others[0].get(name)!r} in {len(others)} of {len(found)} items"
            reason = f"With {parameter}={value} the listing holds other items."
            expected = f"only items with {name} {value}"
            return Finding("fail", reason, expected, received, tuple(evidence))
        left_out = [item for item in everything if _equals(item.get(name), value)]
        if left_out and not found:
            reason = f"With {parameter}={value} the listing is empty, though such items exist."
            expected = f"the items with {name} {value}"
            return Finding("fail", reason, expected, "no items", tuple(evidence))
        if not all(_is_same(item.get(name), value) for item in found):
            reason = f"The items do not show their {name} in a way that can be understood."
            return Finding("inconclusive", reason, evidence=tuple(evidence))
        filled += bool(found)
    if filled < min(ENOUGH, len(evidence) - 1):
        reason = "Too few of the filtered listings hold anything: nothing to see the filter by."
        return Finding("inconclusive", reason, evidence=tuple(evidence))
    return Finding("pass", "Every item had the value that was asked for.", evidence=tuple(evidence))


def _parameters(requirement: Requirement) -> tuple[str, str]:
    assert isinstance(requirement.promise, Behaviour)
    parameters = requirement.promise.parameters
    return parameters["parameter"], parameters["field"]


def _values(operation: Operation, requirement: Requirement, target: Target) -> list[str]:
    """Values under which there should be something after the suite's own requests."""
    parameter = _parameters(requirement)[0]
    schema = operation.schema_at(Field(("query", parameter))) or {}
    if schema.get("x-role") == "platform":
        platforms = dict.fromkeys(account.platform for account in target.accounts)
        return sorted(platforms, key=_likely)[:ENOUGH]
    values = schema.get("enum", ())
    likely = [value for value in values if value.lower() in ("scheduled", "published")]
    return (likely or list(values))[:ENOUGH]


def _likely(platform: str) -> bool:
    """Platforms on which the suite posts come first."""
    return platform not in ("tiktok", "pinterest")


def _known(operation: Operation, requirement: Requirement, target: Target) -> frozenset[str]:
    """The values that the documents or the target's accounts give to what is filtered by."""
    schema = operation.schema_at(Field(("query", _parameters(requirement)[0]))) or {}
    platforms = [account.platform for account in target.accounts]
    return frozenset(value.lower() for value in schema.get("enum", platforms))


def _is_other(shown: object, value: str, known: frozenset[str]) -> bool:
    """Whether an item plainly has another value. Its own words for it (`image/png`) are no proof."""
    if not isinstance(shown, str) or _is_same(shown, value):
        return False
    return shown.lower() in known


def _is_same(shown: object, value: str) -> bool:
    """Whether an item has the value, in its own words (`image/png` for IMAGE) or in the same."""
    return isinstance(shown, str) and value.lower() in re.split(r"[^a-z0-9]+", shown.lower())


def _equals(shown: object, value: str) -> bool:
    return isinstance(shown, str) and shown.lower() == value.lower()
