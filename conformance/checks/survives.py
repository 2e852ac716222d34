"""Whether the API answers what it cannot like without crashing or hanging."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi import violations
from ...openapi.requirements import Behaviour
from ...openapi.wire import Undecodable, decode, encode
from ...strategies import Unbuildable
from ...strategies.hostile import TEXTS, hostile, shows
from ..finding import Evidence, Finding, told
from ..plan.recipes import prepare, upload_size
from ..target import Effect
from .check import Check, does_not_apply
from .vacuity import sound

if TYPE_CHECKING:
    from ...openapi import Operation, Request, Requirement
    from ...openapi.wire import Wire
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..session.session import Session

EXPECTED = "an answer other than 5xx"

NOT_IMPLEMENTED = 501
"""RFC 9110, 15.6.2: the proper answer to a method that a server does not know."""


def plan(recipes: Recipes, operation: Operation, requirement: Requirement) -> Check:
    """The check: a hostile request, or one that was sent anyway and holds the same text."""
    assert isinstance(requirement.promise, Behaviour)
    case = requirement.promise.parameters["case"]
    context = replace(recipes.apart(operation), position="alone")
    try:
        wire = hostile(operation, case, recipes.world, context)
        recipes.baseline_key(operation)
        recipes.broad_key(operation)
    except Unbuildable as error:
        return does_not_apply(requirement, "survives", str(error))
    # one request serves several cases: those with the same text, and all operations of a path
    where = operation.path if case == "wrong-method" else operation.id
    key = f"{where} {TEXTS.get(case, case)[:80]}"
    planned = (k for k, request in recipes.planned(operation) if _holds(operation, case, request))
    shared = next(planned, key)
    if shared == key:
        _expect(recipes, operation, key, wire)

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        for exchange in session.exchanges(operation):
            if (exchange.accepted or exchange.refused) and shows(case, exchange.wire):
                return sound(judge(case, exchange), session, operation)
        if key not in session.shared:
            wire = hostile(operation, case, session.world(), context)
            session.shared[key] = session.send_bytes(operation, wire)
            if session.shared[key].answer is None:  # one lost connection is no proof
                session.shared[key] = session.send_bytes(operation, wire)
        return sound(judge(case, session.shared[key]), session, operation)

    return Check(requirement, "survives", ask, _effect(recipes, operation, case), (shared,))


def _holds(operation: Operation, case: str, request: Request) -> bool:
    """Whether a planned request to the operation holds what the case is about."""
    return not upload_size(request) and shows(case, encode(operation, request))


def _expect(recipes: Recipes, operation: Operation, key: str, wire: Wire) -> None:
    """Take an odd text that the documents allow into the plan: what it makes is deleted again."""
    try:
        request = decode(operation, wire)
    except Undecodable:
        return
    if not violations(operation, request, recipes.world):
        recipes.valid.setdefault(key, (operation, request))


def _effect(recipes: Recipes, operation: Operation, case: str) -> Effect:
    """What is not even a request changes nothing; an odd text may be accepted."""
    if case == "wrong-method":
        return Effect.REJECT
    if operation.effect == "read":
        return Effect.READ
    if case in ("malformed-json", "wrong-content-type") or operation.deletes is not None:
        return Effect.REJECT
    return Effect.PUBLISH if recipes.publishes else Effect.SCHEDULE


def judge(case: str, exchange: Exchange) -> Finding:
    """The finding on one hostile request."""
    evidence = (Evidence("fault", exchange, case),)
    received = told(exchange)
    if exchange.answer is None:
        return Finding(
            "fail", f"It gave no answer: {exchange.error}.", EXPECTED, received, evidence
        )
    fitting = case == "wrong-method" and exchange.status == NOT_IMPLEMENTED
    if exchange.crashed and not fitting:
        return Finding("fail", f"It answered with {received}.", EXPECTED, received, evidence)
    if not (exchange.accepted or exchange.refused or fitting):
        reason = f"The answer says nothing about the request: {received}."
        return Finding("inconclusive", reason, EXPECTED, received, evidence)
    return Finding("pass", f"It answered with {received}.", EXPECTED, received, evidence)
