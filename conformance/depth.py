"""Depth: more examples of one requirement, drawn and shrunk by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..strategies import faulty, prove, safe_contexts
from .checks import rejects
from .finding import Finding
from .session import request_key
from .target import Effect

if TYPE_CHECKING:
    from ..openapi import Operation, Requirement
    from ..strategies import Case
    from .session import Session


def deepen(
    session: Session,
    operation: Operation,
    requirement: Requirement,
    finding: Finding,
    depth: int,
    seed: int,
) -> Finding:
    """The finding after `depth` more examples: the smallest failing one, if any fails.

    The same seed gives the same examples. Examples whose control is not accepted decide nothing.
    """
    from hypothesis import HealthCheck, Phase, assume, given, settings
    from hypothesis import seed as seeded

    failing: list[Finding] = []
    within = None if session.target.effects is Effect.PUBLISH else safe_contexts()

    class Broken(AssertionError):
        pass

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
        if session.short_of(2):
            return
        world = session.world()
        prove(operation, case, world)
        control = session.once(request_key(case.control), operation, lambda _: case.control)
        assume(control.accepted)
        exchange = session.send(operation, case.fault)
        found = rejects.judge(operation, requirement, exchange, control, case.note)
        if found.verdict == "fail":
            failing.append(found)
            raise Broken

    try:
        examples()
    except Broken:
        return failing[-1]
    return replace(finding, reason=f"{finding.reason} So were {depth} further examples.")
