"""Does the API accept what the documents allow, up to each limit?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...strategies import Unbuildable
from ...strategies.exercise import seen
from ..finding import Evidence, Finding, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...openapi import Operation, Requirement
    from ..exchange import Exchange
    from ..session import Session

EXPECTED = "an acceptance (2xx)"


def judge_baseline(exchange: Exchange) -> Finding:
    """The finding on the plain valid request of an operation."""
    evidence = (Evidence("valid", exchange),)
    if exchange.accepted:
        reason = "A valid request was accepted."
        return Finding("pass", reason, EXPECTED, told(exchange), evidence)
    if exchange.crashed or exchange.refused:
        reason = f"A valid request was answered with {told(exchange)}."
        return Finding("fail", reason, EXPECTED, told(exchange), evidence)
    reason = f"The answer says nothing about the request: {told(exchange)}."
    return Finding("inconclusive", reason, EXPECTED, told(exchange), evidence)


def judge(  # what it takes to look at traffic first and to ask only for the rest
    session: Session,
    operation: Operation,
    requirement: Requirement,
    wanted: frozenset[str],
    ask: Callable[[str], Exchange],
    baseline: Callable[[], Exchange],
) -> Finding:
    """The finding on what must be accepted: seen in any traffic, else asked for case by case.

    A refusal is held against the requirement only where the baseline is accepted.
    """
    evidence: list[Evidence] = []
    missing = set(wanted)
    for exchange in session.exchanges(operation):
        if exchange.accepted and exchange.request is not None and missing:
            shown = seen(operation, requirement, exchange.request, session.world()) & missing
            if shown:
                evidence.append(Evidence("valid", exchange, _note(shown)))
                missing -= shown
    for case in sorted(missing):
        try:
            exchange = ask(case)
        except Unbuildable as error:
            return Finding("not-applicable", f"{str(error).capitalize()}.", EXPECTED)
        evidence.append(Evidence("valid", exchange, _note({case})))
        if exchange.accepted:
            continue
        plain = baseline()
        pieces = (evidence[-1], Evidence("control", plain, "the plain valid request"))
        received = told(exchange)
        if exchange.crashed:
            reason = f"It crashed on what is documented as allowed: {received}."
            return Finding("fail", reason, EXPECTED, received, pieces)
        if exchange.refused and plain.accepted:
            reason = f"It refused what is documented as allowed: {received}."
            return Finding("fail", reason, EXPECTED, received, pieces)
        reason = f"It was not accepted ({received}), and the plain valid request: {told(plain)}."
        return Finding("inconclusive", reason, EXPECTED, received, pieces)
    shown_by = evidence[0].exchange if evidence else None
    received = told(shown_by) if shown_by else None
    return Finding("pass", "It was accepted.", EXPECTED, received, tuple(evidence))


def _note(cases: set[str] | frozenset[str]) -> str:
    return "shows " + ", ".join(sorted(cases))
