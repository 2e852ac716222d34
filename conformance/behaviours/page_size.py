"""Page size: a listing holds no more than its limit, the one asked for or the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.requirements import Behaviour
from ..finding import Evidence, Finding
from .price import Price
from .reading import listing, read

if TYPE_CHECKING:
    from ...openapi import Description, Requirement
    from ..session.session import Session
    from ..target import Target


def price(description: Description, requirement: Requirement, target: Target) -> Price:
    """The listing as it is and one with a limit; they are shared with other checks."""
    del target
    operation = description.operation_of(requirement)
    queries: list[dict[str, object]] = [{}, {_parameter(requirement): _asked(requirement)}]
    return Price(tuple(listing(operation, query) for query in queries))


def judge(session: Session, requirement: Requirement) -> Finding:
    """Compare the number of items with the limit, where enough exist to see it."""
    operation = session.description.operation_of(requirement)
    plain, whole = read(session, operation, {})
    asked = _asked(requirement)
    limited, exchange = read(session, operation, {_parameter(requirement): asked})
    evidence = (
        Evidence("step", whole, f"without {_parameter(requirement)}: {len(plain)} items"),
        Evidence("step", exchange, f"{_parameter(requirement)}={asked}: {len(limited)} items"),
    )
    default = _default(requirement)
    if default is None:
        if len(limited) > asked:
            reason = f"A limit of {asked} gave {len(limited)} items."
            return Finding("fail", reason, f"at most {asked}", str(len(limited)), evidence)
        if len(plain) <= asked or not limited:
            return Finding(
                "inconclusive", "There is too little to see a limit by.", None, None, evidence
            )
        return Finding(
            "pass", f"A limit of {asked} gave {len(limited)} of more.", None, None, evidence
        )
    if len(plain) > default:
        reason = f"Without a limit {len(plain)} items came."
        return Finding("fail", reason, f"at most {default}", str(len(plain)), evidence)
    if len(limited) <= default:
        reason = f"The target has {len(limited)} items: too few to see the default of {default}."
        return Finding("inconclusive", reason, None, None, evidence)
    if len(plain) < default:
        reason = f"Without a limit only {len(plain)} of at least {len(limited)} items came."
        return Finding("fail", reason, f"{default} items", str(len(plain)), evidence)
    reason = f"Without a limit {default} of at least {len(limited)} items came."
    return Finding("pass", reason, None, None, evidence)


def _parameters(requirement: Requirement) -> dict[str, object]:
    assert isinstance(requirement.promise, Behaviour)
    return dict(requirement.promise.parameters)


def _parameter(requirement: Requirement) -> str:
    return str(_parameters(requirement)["parameter"])


def _default(requirement: Requirement) -> int | None:
    default = _parameters(requirement).get("default")
    return default if isinstance(default, int) else None


def _asked(requirement: Requirement) -> int:
    """The limit to ask for: one item, or more than the default to see that more exist."""
    default = _default(requirement)
    return 1 if default is None else 2 * default
