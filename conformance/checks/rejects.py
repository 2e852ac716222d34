"""Does the API refuse what breaks the requirement, and accept the same request without the fault?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.requirements import Keyword
from ..finding import Evidence, Finding, told
from ..follow import items

if TYPE_CHECKING:
    from ...openapi import Operation, Requirement
    from ..exchange import Exchange


def judge(
    operation: Operation,
    requirement: Requirement,
    fault: Exchange,
    control: Exchange,
    note: str,
) -> Finding:
    """The finding on a fault beside its control.

    A rejection counts only beside an accepted control, and a crash is no rejection. What says
    nothing about the request (429, a timeout, 401 for a good key) decides nothing.
    """
    expected = _expected(requirement)
    evidence = (Evidence("fault", fault, note), Evidence("control", control, "without the fault"))

    def finding(verdict: str, reason: str) -> Finding:
        return Finding(verdict, reason, expected, told(fault), evidence)  # type: ignore[arg-type]

    if fault.crashed:
        return finding("fail", f"It crashed instead of refusing: {note}.")
    if fault.accepted:
        clamped = _clamped(operation, requirement, fault)
        if clamped is not None:
            return finding(*clamped)
        return finding("fail", f"It accepted a request in which {note}.")
    if not fault.refused:
        return finding("inconclusive", f"The answer says nothing about the request: {told(fault)}.")
    if not control.accepted:
        return finding(
            "inconclusive",
            f"The same request without the fault was not accepted either: {told(control)}.",
        )
    if requirement.status is not None and fault.status != requirement.status:
        reason = f"It was refused with {fault.status} where {requirement.status} is documented."
        return finding("fail", reason)
    return finding("pass", f"It was refused and its control accepted; the fault: {note}.")


def _expected(requirement: Requirement) -> str:
    if requirement.status is not None:
        return f"a refusal with {requirement.status}"
    return "a refusal (4xx)"


def _clamped(
    operation: Operation, requirement: Requirement, fault: Exchange
) -> tuple[str, str] | None:
    """Judge a page size above the maximum that was taken: fewer items keep the promise too."""
    promise = requirement.promise
    if not (
        isinstance(promise, Keyword)
        and promise.keyword == "maximum"
        and promise.field in operation.roles.get("page-size", ())
        and operation.lists is not None
        and fault.answer is not None
    ):
        return None
    listed = items(fault.answer.json, operation.lists)
    if listed is None or len(listed) < promise.value:
        count = "no listing" if listed is None else f"{len(listed)} items"
        return (
            "inconclusive",
            f"A larger limit was taken and gave {count}: too few to see the maximum.",
        )
    if len(listed) > promise.value:
        return "fail", f"A larger limit was taken and gave {len(listed)} items."
    return "pass", f"A larger limit was taken and gave exactly {promise.value} items."
