"""From findings to results: what the reports are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from .. import reports
from .evidence.record import record
from .finding import Evidence, Finding
from .http.pace import estimate_seconds

if TYPE_CHECKING:
    from ..openapi import Source
    from .checks.check import Check
    from .plan.plan import Plan

NOT_YET = Finding("not-run", "The run ended before this was asked.")


def instant(moment: datetime) -> str:
    """A moment in RFC 3339, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def results(  # everything that a results file says about a run
    plan: Plan,
    pieces: Mapping[str, reports.RequirementResult],
    options: reports.Options,
    *,
    started: datetime,
    finished: datetime | None,
    requests: int,
    seconds: float,
    bytes_sent: int,
    incomplete: str | None = None,
    left_behind: Sequence[str] = (),
) -> reports.Results:
    """The results of a run so far; `incomplete` says why it did not come to its end.

    `pieces` are the results of single checks by the checks' ids, `left_behind` what stands on the
    target now and should not.
    """
    by_requirement: dict[str, list[Check]] = {}
    for check in plan.checks:
        by_requirement.setdefault(check.requirement.id, []).append(check)
    order = list(plan.description.requirements)
    requirements = tuple(
        merged([pieces.get(check.id) or piece(plan, check, NOT_YET) for check in checks])
        for _, checks in sorted(by_requirement.items(), key=lambda pair: order.index(pair[0]))
    )
    target = plan.target
    return reports.Results(
        suite=reports.Suite(version=version("postproof")),
        complete=incomplete is None,
        incomplete_reason=incomplete,
        started_at=instant(started),
        finished_at=instant(finished) if finished else None,
        target=reports.Target(
            name=target.name,
            vendor=target.vendor,
            title=plan.description.title,
            base_url=target.base_url,
            effects=str(target.effects),  # type: ignore[arg-type]
            accounts=tuple(reports.Account(id=a.id, platform=a.platform) for a in target.accounts),
            embedded=target.embedded,
        ),
        seed=plan.seed,
        options=options,
        summary=reports.summarise(
            requirements,
            complete=incomplete is None,
            requests=requests,
            seconds=seconds,
            bytes_sent=bytes_sent,
        ),
        requirements=requirements,
        conflicts=tuple(
            reports.Conflict(
                id=conflict.id,
                statement=conflict.statement,
                readings=tuple(
                    reports.Reading(says=reading.statement, source=_source(reading.source))
                    for reading in conflict.readings
                ),
                operation=", ".join(
                    plan.description.operations[o].title for o in conflict.operations
                )
                or None,
            )
            for conflict in plan.description.conflicts
        ),
        excluded=tuple(
            reports.Excluded(
                id=each.id,
                statement=each.statement,
                reason=each.reason,
                source=_source(each.source),
            )
            for each in plan.description.excluded
        ),
        left_behind=tuple(left_behind),
        budget=reports.Budget(
            limits=tuple(
                reports.Limit(says=limit.statement, source=_source(limit.source))
                for limit in plan.description.limits
            ),
            requests=requests,
            max_requests=target.max_requests,
            at_vendor_rate_seconds=estimate_seconds(plan.description, plan.sends),
        ),
    )


def piece(plan: Plan, check: Check, finding: Finding) -> reports.RequirementResult:
    """What one check says about its requirement, with its evidence."""
    requirement = check.requirement
    return reports.RequirementResult(
        id=requirement.id,
        name=requirement.name,
        operation=plan.description.operation_of(requirement).title,
        operation_id=requirement.operation,
        level=requirement.level.value,
        statement=requirement.statement,
        source=_source(requirement.source),
        verdict=finding.verdict,
        reason=finding.reason,
        expected=finding.expected,
        received=finding.received,
        checks=(reports.Check(kind=check.kind, verdict=finding.verdict, reason=finding.reason),),
        exchanges=tuple(_record(plan, evidence) for evidence in finding.evidence),
    )


_GRAVEST_FIRST: tuple[reports.Verdict, ...] = (
    "error",
    "fail",
    "warn",
    "not-run",
    "inconclusive",
    "pass",
    "not-applicable",
)


def merged(pieces: list[reports.RequirementResult]) -> reports.RequirementResult:
    """The verdict on a requirement from those of its checks: the gravest, and why.

    What is open outweighs what passed: one check that passed does not decide for another.
    """
    gravest = min(pieces, key=lambda each: _GRAVEST_FIRST.index(each.verdict))
    ordered = [gravest, *(each for each in pieces if each is not gravest)]
    exchanges = dict.fromkeys(exchange for each in ordered for exchange in each.exchanges)
    return replace(
        gravest,
        checks=tuple(check for each in pieces for check in each.checks),
        exchanges=tuple(exchanges),
    )


def _record(plan: Plan, piece: Evidence) -> reports.ExchangeRecord:
    return record(piece.exchange, target=plan.target, role=piece.role, note=piece.note)


def _source(source: Source) -> reports.Source:
    return reports.Source(document=source.document, section=source.section, url=source.url)
