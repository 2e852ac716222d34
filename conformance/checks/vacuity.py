"""Against vacuous green: nothing passes on an operation that answers everything alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..finding import Evidence, Finding

if TYPE_CHECKING:
    from ...openapi import Operation
    from ..http.exchange import Exchange
    from ..session.session import Session


def tells_apart(session: Session, operation: Operation) -> tuple[Exchange, Exchange] | None:
    """An accepted and a refused exchange with an operation; None while it has not shown both."""
    exchanges = session.exchanges(operation)
    accepted = next((exchange for exchange in exchanges if exchange.accepted), None)
    refused = next((exchange for exchange in exchanges if exchange.refused), None)
    return (accepted, refused) if accepted and refused else None


def sound(finding: Finding, session: Session, operation: Operation) -> Finding:
    """The finding, unless it would pass on an operation that was never seen to tell apart."""
    if finding.verdict != "pass" or tells_apart(session, operation):
        return finding
    exchanges = session.exchanges(operation)
    alike = "accepted" if any(exchange.accepted for exchange in exchanges) else "refused"
    return Finding(
        "inconclusive",
        f"{operation.title} {alike} whatever it was sent, so that nothing can be told from it.",
        evidence=finding.evidence or tuple(Evidence("sample", e) for e in exchanges[:1]),
    )
