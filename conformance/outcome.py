"""From findings to results: what the reports are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from .. import reports
from .evidence import record
from .finding import Evidence, Finding, merged
from .pace import estimate_seconds

if TYPE_CHECKING:
    from ..openapi import Requirement, Source
    from .checks.check import Check
    from .plan import Plan

NOT_YET = Finding("not-run", "The run ended before this was asked.")


def instant(moment: datetime) -> str:
    """A moment in RFC 3339, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def results(  # everything that a results file says about a run
    plan: Plan,
    findings: Mapping[str, Finding],
    options: reports.Options,
    *,
    started: datetime,
    finished: datetime | None,
    requests: int,
    seconds: float,
    bytes_sent: int,
    incomplete: str | None = None,
) -> reports.Results:
    """The results of a run so far; `incomplete` says why it did not come to its end."""
    by_requirement: dict[str, list[Check]] = {}
    for check in plan.checks:
        by_requirement.setdefault(check.requirement.id, []).append(check)
    order = list(plan.description.requirements)
    requirements = tuple(
        requirement_result(plan, checks[0].requirement, checks, findings)
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
                operation=", ".join(plan.description.operations[o].title for o in conflict.operations)
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


def requirement_result(
    plan: Plan, requirement: Requirement, checks: list[Check], findings: Mapping[str, Finding]
) -> reports.RequirementResult:
    """The verdict on one requirement, with those of its checks and their evidence."""
    answered = [findings.get(check.id, NOT_YET) for check in checks]
    whole = merged(answered)
    return reports.RequirementResult(
        id=requirement.id,
        name=requirement.name,
        operation=plan.description.operation_of(requirement).title,
        operation_id=requirement.operation,
        level=requirement.level.value,
        statement=requirement.statement,
        source=_source(requirement.source),
        verdict=whole.verdict,
        reason=whole.reason,
        expected=whole.expected,
        received=whole.received,
        checks=tuple(
            reports.Check(kind=check.kind, verdict=finding.verdict, reason=finding.reason)
            for check, finding in zip(checks, answered, strict=True)
        ),
        exchanges=tuple(_record(plan, piece) for piece in whole.evidence),
    )


def _record(plan: Plan, piece: Evidence) -> reports.ExchangeRecord:
    return record(piece.exchange, target=plan.target, role=piece.role, note=piece.note)


def _source(source: Source) -> reports.Source:
    return reports.Source(document=source.document, section=source.section, url=source.url)
