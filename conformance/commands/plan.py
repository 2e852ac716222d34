"""`postproof plan`: what a run would do and cost. Sends nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import HELP, config_option, examples, json_option, misuse, name_argument, plan_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..checks.check import Check
    from ..plan.plan import Plan

HOUR = 3600
"""Limits over so many seconds, or more, are not kept by waiting a moment."""

Idle = tuple[str, str]
"""Why a check is left out: its verdict, and the reason."""


@click.command(
    "plan",
    context_settings=HELP,
    epilog=examples(
        "plan crosspostify",
        "plan staging --config targets.toml",
        "plan staging --only createImagesPost --max-requests 100",
        "plan staging --json | jq .requests",
    ),
)
@name_argument
@config_option
@plan_options
@json_option
def command(
    name: str,
    config: Path | None,
    only: tuple[str, ...],
    depth: int | None,
    seed: int | None,
    max_requests: int | None,
    fuzz: bool,
    as_json: bool,
) -> None:
    """Print what `postproof run NAME` would do and cost, and send nothing.

    NAME is a target of postproof.toml, or a vendor: then its embedded mock. The number of requests
    is exact for an API that keeps its promises; one that does not is asked less or more. The API
    key is not needed.
    """
    from ..runner.setup import set_up
    from .forecast import show

    with misuse():
        plan = set_up(
            name,
            config=config,
            only=only,
            depth=depth or 0,
            seed=seed or 0,
            max_requests=max_requests,
            fuzz=fuzz,
            need_key=False,
        ).plan
    told = forecast(plan, depth=depth or 0, fuzz=fuzz)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        show(told)


def forecast(plan: Plan, *, depth: int = 0, fuzz: bool = False) -> dict[str, Any]:
    """What a plan does and costs, as JSON; its keys stay.

    `requests` is exact for an API that keeps its promises, with `fuzz` the most that it is sent;
    `depthRequests` is the most that `depth` adds. `makes` counts, by role, what is deleted again;
    `publishes` the posts that stay.
    """
    from ..http.pace import estimate_seconds

    target, description = plan.target, plan.description
    sends = Counter(operation for operation, _ in plan.sends)
    idle = {check.id: _idle(plan, check, sends) for check in plan.checks}
    deepened = sum(_deepened(plan, check) for check in plan.checks if idle[check.id] is None)
    made = dict(plan.made)
    told = {
        "vendor": description.vendor,
        "title": description.title,
        "target": {
            "name": target.name,
            "baseUrl": target.base_url,
            "embedded": target.embedded,
            "effects": str(target.effects),
            "accounts": [{"id": a.id, "platform": a.platform} for a in target.accounts],
        },
        "seed": plan.seed,
        "depth": depth,
        "requests": plan.requests,
        "depthRequests": 2 * depth * deepened,
        "maxRequests": target.max_requests,
        "uploadBytes": plan.upload_bytes,
        "makes": made,
        "publishes": plan.published,
        "secondsAtVendorRate": estimate_seconds(description, plan.sends),
        "operations": [
            {
                "operation": operation.title,
                "operationId": operation.id,
                "requests": sends[operation.id],
                **_tally(plan, operation.id, idle),
            }
            for operation in description.operations.values()
            if sends[operation.id]
            or any(check.requirement.operation == operation.id for check in plan.checks)
        ],
        "notRun": _told(idle, "not-run"),
        "notApplicable": _told(idle, "not-applicable"),
    }
    left_out = [c for c in plan.checks if (idle[c.id] or ("", ""))[0] == "not-run"]
    return {**told, "warnings": [*_warnings(plan, told, left_out, fuzz=fuzz)]}


def _idle(plan: Plan, check: Check, sends: Mapping[str, int]) -> Idle | None:
    """The verdict on a check that will decide nothing, and why; None for one that may."""
    from ...reports.text import size

    target = plan.target
    if check.lacks is not None:
        return "not-applicable", check.lacks
    if not plan.allowed(check):
        return "not-run", f"needs the effects {check.effect}; the target allows {target.effects}"
    if target.max_upload is not None and check.upload > target.max_upload:
        return "not-run", f"needs an upload of more than max-upload, {size(target.max_upload)}"
    if check.kind == "responds" and not sends[check.requirement.operation]:
        return "not-run", "looks at answers of an operation to which nothing is sent"
    return None


def _deepened(plan: Plan, check: Check) -> bool:
    """Whether --depth adds examples to a check: to each of a fault in a request, but deletions."""
    from ...openapi.requirements import Behaviour

    promise, operation = check.requirement.promise, plan.description.operation_of(check.requirement)
    is_planned = check.kind == "rejects" and not check.variant and operation.deletes is None
    return is_planned and not isinstance(promise, Behaviour)


def _tally(plan: Plan, operation: str, idle: Mapping[str, Idle | None]) -> dict[str, int]:
    verdicts = Counter(
        (idle[check.id] or ("checks", ""))[0]
        for check in plan.checks
        if check.requirement.operation == operation
    )
    return {
        "checks": verdicts["checks"],
        "notRun": verdicts["not-run"],
        "notApplicable": verdicts["not-applicable"],
    }


def _told(idle: Mapping[str, Idle | None], verdict: str) -> list[dict[str, str]]:
    return [
        {"check": identifier, "reason": why[1]}
        for identifier, why in idle.items()
        if why is not None and why[0] == verdict
    ]


def _warnings(
    plan: Plan, told: dict[str, Any], left_out: list[Check], *, fuzz: bool
) -> Iterator[str]:
    """What a user should know before the run; `left_out` are the checks that are not run."""
    from ...openapi import Level

    target = plan.target
    if not plan.requests:
        yield "Nothing will be sent, so nothing will be decided."
    elif open_ := sum(check.requirement.level is Level.MUST for check in left_out):
        yield (
            f"Checks of documented promises that will not run: {open_}. "
            "So the run will be incomplete, exit code 3."
        )
    if told["publishes"] and not target.embedded:
        yield (
            f"Posts that will be published and stay: {told['publishes']}, "
            "and more if the API accepts what it should refuse."
        )
    if target.max_requests is not None and plan.requests > target.max_requests:
        yield (
            f"{plan.requests} requests are more than the {target.max_requests} of max-requests: "
            "what comes last will not run, and the run is incomplete."
        )
    for limit in plan.description.limits:
        counts: Counter[str] = Counter()
        for operation, accounts in plan.sends:
            if not limit.operations or operation in limit.operations:
                counts.update(set(accounts) if limit.scope == "account" else ("",))
        most = max(counts.values(), default=0)
        if limit.seconds >= HOUR and most > limit.requests:
            yield f"{most} requests are more than the vendor allows. {limit.statement} {_kept(plan)}"
    if told["depthRequests"]:
        yield f"--depth adds up to {told['depthRequests']:,} requests, which are not counted here."
    if fuzz:
        yield "--fuzz is counted at its most; deleting what it makes is not counted here."


def _kept(plan: Plan) -> str:
    if plan.target.embedded:
        return "The embedded mock does not hold the run to that."
    return "The run will wait." if plan.target.pace else "The run will not wait: pace is false."
