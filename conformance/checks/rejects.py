"""Whether the API refuses what breaks the requirement, and accepts the same without the fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi.fields import field_of
from ...openapi.requirements import Keyword
from ...openapi.rules import FileSize, NotPublished, ScheduleWindow, UtcInstant
from ...strategies import Unbuildable, fault, prove
from ..finding import Evidence, Finding, told
from ..plan.bill import posting
from ..plan.recipes import prepare, upload_size
from ..session.follow import items
from ..session.heed import other_is_heeded
from ..session.publication import await_published, look
from ..session.session import request_key
from ..target import Effect
from .check import Check, does_not_apply

if TYPE_CHECKING:
    from ...openapi import Operation, Requirement, World
    from ...strategies import Case, Context
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..session.session import Session


def plan(recipes: Recipes, operation: Operation, requirement: Requirement) -> Check:
    """The check: one fault beside its control, in the baseline's context as far as that fits."""
    lacks = recipes.lacks(operation, requirement)
    if lacks is not None:
        return does_not_apply(requirement, "rejects", lacks)
    timed = _is_timed(operation, requirement)

    def recipe(world: World, context: Context) -> Case:
        prefer = recipes.prefer(operation, world)
        made = fault(operation, requirement, world, context, recipes.choose(), prefer=prefer)
        return prove(operation, made, world)

    context = recipes.near(operation)
    try:
        planned = recipe(recipes.world, context)
        if not timed and request_key(planned.control) != recipes.baseline_key(operation):
            context = recipes.apart(operation)
            planned = recipe(recipes.world, context)
    except Unbuildable as error:
        return does_not_apply(requirement, "rejects", str(error))
    key = recipes.take_in(operation, planned.control)

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        if isinstance(requirement.promise, NotPublished):
            await_published(session)
        control = session.once(key, operation, lambda world: recipe(world, context).control)
        case = session.in_turn(
            operation, lambda world: recipe(world, context), lambda case: case.fault
        )
        exchange = session.send(operation, case.fault)
        finding = judge(operation, requirement, exchange, control, case.note)
        if timed and finding.verdict == "fail" and exchange.accepted:
            finding = _heeded(session, operation, case, finding)
        if finding.verdict == "inconclusive" and (control.refused or control.crashed):
            finding = _more_plainly(recipes, session, operation, requirement) or finding
        # a deletion uses up an object with each control, and large files have no variety
        more = operation.deletes is None and not isinstance(requirement.promise, FileSize)
        if recipes.depth and finding.verdict == "pass" and more:
            from ..depth import deepen

            return deepen(session, operation, requirement, finding, recipes.depth, recipes.seed)
        return finding

    effect = recipes.effect(operation, planned.fault)
    if effect is not Effect.READ:
        risky = timed or isinstance(requirement.promise, NotPublished)
        effect = Effect.PUBLISH if risky else recipes.effect(operation, planned.control)
    size = upload_size(planned.fault)
    own = (posting(operation, planned.fault),)
    shared = [key]
    looking = look(recipes.description) if isinstance(requirement.promise, NotPublished) else None
    if looking is not None:
        shared.append(recipes.take_in(*looking))
    return Check(requirement, "rejects", ask, effect, tuple(shared), own, size)


def _more_plainly(
    recipes: Recipes, session: Session, operation: Operation, requirement: Requirement
) -> Finding | None:
    """The finding in the simplest context, where the usual control was not accepted.

    None where that decides nothing either.
    """
    world = session.world()
    case = fault(operation, requirement, world, recipes.plain(operation), recipes.choose())
    prove(operation, case, world)
    control = session.once(request_key(case.control), operation, lambda _: case.control)
    if not control.accepted:
        return None
    exchange = session.send(operation, case.fault)
    return judge(operation, requirement, exchange, control, case.note)


def _heeded(session: Session, operation: Operation, case: Case, finding: Finding) -> Finding:
    """The finding, unless the API heeds another of the fields that the documents contradict on."""
    field = field_of(case.place)
    contradicted = any(operation.id in c.operations for c in session.description.conflicts)
    other = other_is_heeded(operation, field, session.exchanges(operation))
    if not contradicted or other is None:
        return finding
    reason = f"The API heeds {other} and not {field}, on which the documents contradict each other."
    return replace(finding, verdict="not-applicable", reason=reason)


def _is_timed(operation: Operation, requirement: Requirement) -> bool:
    """Whether the fault is in the time itself, so that a lenient API might post at once."""
    promise = requirement.promise
    if isinstance(promise, Keyword):
        return promise.field in operation.roles.get("schedule", ())
    return isinstance(promise, (UtcInstant, ScheduleWindow))


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
