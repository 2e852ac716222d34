"""Depth: more examples of one requirement, drawn and shrunk by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..strategies import Unproved, faulty, prove, safe_contexts
from .checks import rejects
from .finding import Finding
from .session.session import request_key
from .target import Effect

if TYPE_CHECKING:
    from ..openapi import Operation, Requirement
    from ..strategies import Case
    from .session.session import Session


ENOUGH = 3
"""After so many examples that decide nothing no more are sent."""


class Broken(AssertionError):
    """An example fails: Hypothesis looks for a smaller one."""


def deepen(
    session: Session,
    operation: Operation,
    requirement: Requirement,
    finding: Finding,
    depth: int,
    seed: int,
) -> Finding:
    """The finding after up to `depth` more examples: the smallest failing one, if any fails.

    The same seed gives the same examples. Examples whose control is not accepted decide nothing;
    after a few of them, or when the budget is spent, no more are sent.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis.errors import HypothesisException

    failing: list[Finding] = []
    tried: list[Case] = []
    undecided: list[Case] = []
    within = None if session.target.effects is Effect.PUBLISH else safe_contexts()

    @seeded(seed)
    @settings(
        max_examples=depth,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(faulty(requirement, session.world(), description=session.description, within=within))
    def examples(case: Case) -> None:
        if len(undecided) >= ENOUGH or session.short_of(2) or not _still_proved(case):
            return
        control = session.once(request_key(case.control), operation, lambda _: case.control)
        if not control.accepted:
            undecided.append(case)
            return
        exchange = session.send(operation, case.fault)
        found = rejects.judge(operation, requirement, exchange, control, case.note)
        tried.append(case)
        if found.verdict == "fail":
            failing.append(found)
            raise Broken

    def _still_proved(case: Case) -> bool:
        """Whether the case still breaks what it did when it was drawn: times grow old."""
        try:
            prove(operation, case, session.world())
        except Unproved:
            return False
        return True

    try:
        examples()
    except (Broken, HypothesisException):
        # also when the API takes a fault now and refuses it then: once is enough
        if failing:
            return failing[-1]
    return replace(finding, reason=f"{finding.reason} So were {len(tried)} further examples.")
