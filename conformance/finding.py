"""Findings: the answer of one check, with the exchanges that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..openapi import Level

if TYPE_CHECKING:
    from ..openapi import Requirement
    from ..reports.results import Verdict
    from .http.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Evidence:
    """One exchange and its part in a check: fault, control, valid, step or sample."""

    role: str
    exchange: Exchange
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one check, why, and on what evidence."""

    verdict: Verdict
    reason: str
    expected: str | None = None
    received: str | None = None
    evidence: tuple[Evidence, ...] = ()


def weigh(finding: Finding, requirement: Requirement) -> Finding:
    """The finding as the requirement's level has it: only a broken must is a fail."""
    if finding.verdict == "fail" and requirement.level is not Level.MUST:
        return replace(finding, verdict="warn")
    return finding


def told(exchange: Exchange) -> str:
    """What came back, in a few words."""
    if exchange.answer is None:
        return f"no answer: {exchange.error}"
    answer = exchange.answer
    return f"{answer.status} {answer.reason}".strip()
