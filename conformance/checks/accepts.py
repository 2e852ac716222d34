"""Whether the API accepts what the documents allow, up to each limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi import Level
from ...openapi.requirements import Baseline, Keyword
from ...strategies import Unbuildable
from ...strategies.exercise import cases, exercise, seen
from ...strategies.targets import has_targets
from ..finding import Evidence, Finding, told
from ..plan.recipes import prepare, upload_size
from .check import Check, does_not_apply
from .twin import control
from .vacuity import sound

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...openapi import Operation, Request, Requirement, World
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..session.session import Session

EXPECTED = "an acceptance (2xx)"


def plan(recipes: Recipes, operation: Operation, requirement: Requirement) -> Check:
    """The check: what is allowed, seen in planned traffic where it can be, else asked for."""
    promise = requirement.promise
    lacks = recipes.lacks(operation, requirement)
    try:
        baseline = recipes.baseline_key(operation)
    except Unbuildable as error:
        lacks = str(error)
    if lacks is not None:
        return does_not_apply(requirement, "accepts", lacks)
    if not isinstance(promise, Baseline):
        return _plan_cases(recipes, operation, requirement, baseline)
    make = recipes.baseline(operation)

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        exchange = session.once(baseline, operation, make)
        modest = None
        if has_targets(operation) and (exchange.refused or exchange.crashed):
            modest = session.once(f"modest {operation.id}", operation, recipes.modest(operation))
        return sound(
            judge_baseline(exchange, modest, doubtful(operation, modest)), session, operation
        )

    effect = recipes.effect(operation, recipes.valid[baseline][1])
    return Check(requirement, "accepts", ask, effect, (baseline,))


def _plan_cases(
    recipes: Recipes, operation: Operation, requirement: Requirement, baseline: str
) -> Check:
    context = recipes.plain(operation)
    wanted = cases(operation, requirement, recipes.world)
    broad = recipes.broad_key(operation)
    keys: list[str] = []
    missing = set(wanted)
    for key, request in recipes.planned(operation):
        shown = seen(operation, requirement, request, recipes.world) & missing
        if shown:
            missing -= shown
            keys.append(key)
    own: dict[str, str] = {}
    for case in sorted(missing):
        try:
            request = exercise(operation, requirement, case, recipes.world, context)
        except Unbuildable as error:
            return does_not_apply(requirement, "accepts", str(error))
        own[case] = recipes.take_in(operation, request)
    keys = list(dict.fromkeys([*keys, *own.values()]))

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        if broad in keys:
            session.once(broad, operation, recipes.broad(operation))

        def one(case: str) -> Exchange:
            def make(world: World) -> Request:
                return exercise(operation, requirement, case, world, context)

            return session.once(own.get(case, f"{requirement.id} {case}"), operation, make)

        def beside(refused: Request) -> Exchange:
            return control(session, recipes, operation, requirement, refused)

        finding = judge(session, operation, requirement, wanted, one, beside)
        return sound(finding, session, operation)

    # the baseline is sent when something is refused
    requests = [recipes.valid[key][1] for key in (*keys, baseline)]
    effect = max(recipes.effect(operation, request) for request in requests)
    size = max(upload_size(request) for request in requests)
    return Check(requirement, "accepts", ask, effect, tuple(keys), upload=size)


def doubtful(operation: Operation, exchange: Exchange | None) -> tuple[str, ...]:
    """The fields in a request that are documented less firmly than as a must."""
    if exchange is None or exchange.request is None:
        return ()
    return tuple(
        str(requirement.promise.field)
        for requirement in operation.requirements
        if isinstance(requirement.promise, Keyword)
        and requirement.promise.keyword == "type"
        and requirement.level is not Level.MUST
        and requirement.promise.field.values(exchange.request)
    )


def judge_baseline(
    exchange: Exchange, modest: Exchange | None = None, doubts: tuple[str, ...] = ()
) -> Finding:
    """The finding on the plain valid request of an operation.

    Where that was refused, `modest` is the same within what is documented as a must; `doubts` are
    the fields that it had to hold all the same.
    """
    if modest is not None:
        both = (Evidence("valid", modest, "a modest one"), Evidence("valid", exchange))
        received = told(modest)
        if modest.accepted:
            reason = f"A valid request was accepted; one at the limits was not: {told(exchange)}."
            return Finding("pass", reason, EXPECTED, received, both)
        if doubts and modest.refused:
            reason = f"It was refused with {', '.join(doubts)}, which not all documents allow."
            return Finding("inconclusive", reason, EXPECTED, received, both)
    evidence = (Evidence("valid", exchange),)
    if exchange.accepted:
        reason = "A valid request was accepted."
        return Finding("pass", reason, EXPECTED, told(exchange), evidence)
    if exchange.crashed or exchange.refused:
        reason = f"A valid request was answered with {told(exchange)}."
        return Finding("fail", reason, EXPECTED, told(exchange), evidence)
    reason = f"The answer says nothing about the request: {told(exchange)}."
    return Finding("inconclusive", reason, EXPECTED, told(exchange), evidence)


def judge(
    session: Session,
    operation: Operation,
    requirement: Requirement,
    wanted: frozenset[str],
    ask: Callable[[str], Exchange],
    beside: Callable[[Request], Exchange],
) -> Finding:
    """The finding on what must be accepted: seen in any traffic, else asked for case by case.

    A refusal is held against the requirement only where its control, the exchange `beside` it,
    is accepted.
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
        received = told(exchange)
        if exchange.request is None or not (exchange.refused or exchange.crashed):
            reason = f"The answer says nothing about the request: {received}."
            return Finding("inconclusive", reason, EXPECTED, received, tuple(evidence[-1:]))
        plain = beside(exchange.request)
        pieces = (evidence[-1], Evidence("control", plain, "a simpler valid request"))
        if plain.accepted:
            what = "crashed on" if exchange.crashed else "refused"
            reason = f"It {what} what is documented as allowed: {received}."
            return Finding("fail", reason, EXPECTED, received, pieces)
        reason = f"It was not accepted ({received}), nor was a simpler request ({told(plain)})."
        return Finding("inconclusive", reason, EXPECTED, received, pieces)
    first = told(evidence[0].exchange) if evidence else None
    return Finding("pass", "It was accepted.", EXPECTED, first, tuple(evidence))


def _note(cases: set[str] | frozenset[str]) -> str:
    return "shows " + ", ".join(sorted(cases))
