"""Whether answers have the documented status, media type and fields: asked of all traffic.

schemathesis is asked too: what only it takes for a deviation counts as well, so that no mistake
of ours in reading the description passes in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...openapi import Level
from ...openapi.fields import EACH, pointer
from ...openapi.requirements import Answer
from ...strategies import Unbuildable
from .. import schemathesis_adapter
from ..finding import Evidence, Finding, told
from ..http.exchange import NOT_JSON
from .check import Check, does_not_apply
from .vacuity import sound

if TYPE_CHECKING:
    from ...openapi import Operation, Requirement
    from ...openapi.description import Schema
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..schemathesis_adapter import Disagreement
    from ..session.session import Session

SAMPLES = 3
"""How many exchanges are kept as evidence."""

BODYLESS = (204, 205, 304)
"""Statuses of answers without a body (RFC 9110), which need not say what it would be."""


def plan(recipes: Recipes, operation: Operation, chosen: list[Requirement]) -> list[Check]:
    """The checks: they send nothing, and look at what all others brought."""
    requirements = [each for each in chosen if isinstance(each.promise, Answer)]
    try:
        recipes.baseline_key(operation)
    except Unbuildable as error:
        return [does_not_apply(each, "responds", str(error)) for each in requirements]

    opinions = Opinions(operation)

    def ask(requirement: Requirement) -> Callable[[Session], Finding]:
        def look(session: Session) -> Finding:
            finding = judge(operation, requirement, session.exchanges(operation))
            if finding.verdict == "pass":
                finding = opinions.heard(session, requirement, finding)
            return sound(finding, session, operation)

        return look

    return [Check(requirement, "responds", ask(requirement)) for requirement in requirements]


@dataclass
class Opinions:
    """What schemathesis says about the answers to one operation; each answer is read once.

    Nothing where it is not installed.
    """

    operation: Operation
    _session: Session | None = field(default=None, repr=False)
    _read: dict[int, tuple[Disagreement, ...]] = field(default_factory=dict, repr=False)

    def heard(self, session: Session, requirement: Requirement, finding: Finding) -> Finding:
        """The finding after the second opinion: a deviation that it adds breaks the requirement.

        What no requirement speaks of is told with the statuses, and breaks nothing.
        """
        names = {each.name for each in self.operation.requirements}
        beside = ""
        for exchange in session.exchanges(self.operation):
            for found in self._of(session).get(exchange.number, ()):
                if found.about == requirement.name:
                    reason = f"{told(exchange)}: schemathesis says {found.message}."
                    evidence = (Evidence("sample", exchange, found.message),)
                    return Finding("fail", reason, None, found.message, evidence)
                if found.about not in names and requirement.name == "response/status":
                    beside = f" Beside it, schemathesis says {found.message}."
        return replace(finding, reason=finding.reason + beside)

    def _of(self, session: Session) -> dict[int, tuple[Disagreement, ...]]:
        if self._session is not session:
            self._session, self._read = session, {}
        new = [e for e in session.exchanges(self.operation) if e.number not in self._read]
        self._read |= dict.fromkeys((e.number for e in new), ())
        if new and schemathesis_adapter.is_installed():
            self._read |= schemathesis_adapter.passive(session.description, self.operation, new)
        return self._read


def judge(operation: Operation, requirement: Requirement, exchanges: list[Exchange]) -> Finding:
    """The finding on a promise about answers, over every exchange with the operation."""
    answer = requirement.promise
    assert isinstance(answer, Answer)
    concerned = [e for e in exchanges if _concerns(operation, answer, e)]
    if not exchanges:
        return Finding("not-run", "Nothing was sent to the operation in this run.")
    if not concerned:
        what = f"with {answer.status} " if answer.status else ""
        reason = f"No answer {what}was met in this run."
        documented = requirement.level is Level.MUST
        return Finding("inconclusive" if documented else "not-applicable", reason)
    for exchange in concerned:
        problem = _problem(operation, answer, exchange)
        if problem is not None:
            expected, received = problem
            evidence = (Evidence("sample", exchange, received),)
            return Finding("fail", f"{told(exchange)}: {received}.", expected, received, evidence)
    samples = tuple(Evidence("sample", exchange) for exchange in concerned[:SAMPLES])
    count = len(concerned)
    reason = (
        f"All {count} answers of this kind kept it." if count > 1 else "The one answer kept it."
    )
    return Finding("pass", reason, evidence=samples)


def _concerns(operation: Operation, answer: Answer, exchange: Exchange) -> bool:
    if exchange.answer is None or exchange.request is None:
        return False
    if answer.aspect == "content-type":
        if exchange.status in BODYLESS:
            return False
        response = operation.responses.get(str(exchange.status))
        return response is None or response.content_type is not None
    if answer.aspect == "status":
        return True
    documented = str(exchange.status)
    if documented == answer.status:
        return True
    # an undocumented success carries what the documented one would
    return exchange.accepted and documented not in operation.responses and answer.status[0] == "2"


def _problem(operation: Operation, answer: Answer, exchange: Exchange) -> tuple[str, str] | None:
    """What was expected and what was received instead; None when the promise is kept."""
    received = exchange.answer
    assert received is not None
    if answer.aspect == "status":
        if str(received.status) in operation.responses:
            return None
        statuses = ", ".join(operation.responses)
        return f"one of {statuses}", f"the undocumented status {received.status}"
    if answer.aspect == "content-type":
        if received.media_type != "application/json" and not received.media_type.endswith("+json"):
            return "application/json", f"the content type {received.media_type or 'is missing'}"
        if received.json is NOT_JSON and not received.cut:
            return "a JSON body", "a body that is not JSON"
        return None
    if received.json is NOT_JSON:
        return "a JSON body", "a body that is not JSON"
    schema = operation.responses[answer.status].schema or {}
    for where, problem in _deviations(received.json, schema, answer.field, ()):
        return f"{where} as described", problem
    return None


def _deviations(
    value: Any, schema: Schema, field: tuple[str, ...], place: tuple[str | int, ...]
) -> Iterator[tuple[str, str]]:
    """How the field in an answer differs from its schema; a missing parent is another's business."""
    word, rest = field[0], field[1:]
    if word == EACH:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from _deviations(item, schema.get("items", {}), rest, (*place, index))
        return
    if not isinstance(value, dict):
        if len(field) == 1:
            yield pointer(place) or "the body", f"{pointer(place) or 'the body'} is no object"
        return
    where = (*place, word)
    child = schema.get("properties", {}).get(word, {})
    if word not in value:
        if not rest and word in schema.get("required", ()):
            yield pointer(where), f"{pointer(where)} is missing"
        return
    if rest:
        yield from _deviations(value[word], child, rest, where)
        return
    own = {key: item for key, item in child.items() if key not in ("properties", "items")}
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(own).iter_errors(value[word]):
        yield pointer(where), f"{pointer(where)}: {error.message}"
