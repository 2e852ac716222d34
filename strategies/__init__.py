"""What to send: valid requests, and requests with exactly one proved fault.

`valid` and `faulty` are Hypothesis strategies; `build` and `fault` make the same requests without
Hypothesis, from options chosen by hand or by seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .build import build
from .case import Case, Unproved, broken_by, prove, prove_valid
from .choice import Choose, drawn, hardest, seeded, simplest
from .context import HARDEST, Context, contexts, safe_contexts
from .faults import breakable, fault
from .shapes import some_shape
from .wish import Unbuildable, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from ..openapi import Description, Operation, Request, Requirement, World

__all__ = [
    "HARDEST",
    "Case",
    "Choose",
    "Context",
    "Unbuildable",
    "Unproved",
    "Wish",
    "breakable",
    "broken_by",
    "build",
    "contexts",
    "drawn",
    "fault",
    "faulty",
    "hardest",
    "prove",
    "prove_valid",
    "safe_contexts",
    "seeded",
    "simplest",
    "valid",
]


def valid(operation: Operation, world: World) -> SearchStrategy[Request]:
    """Valid requests to an operation, of every shape that the documents allow, proved.

    Drawing raises Unbuildable when the world lacks what a request needs.
    """
    from hypothesis import strategies as st

    @st.composite
    def requests(draw: st.DrawFn) -> Request:
        choose = drawn(draw)
        wish = some_shape(operation, choose)
        return prove_valid(operation, build(operation, world, wish, choose), world)

    return requests()


def faulty(
    requirement: Requirement,
    world: World,
    *,
    description: Description,
    within: Sequence[Context] | None = None,
) -> SearchStrategy[Case]:
    """Requests that break exactly one requirement, each with its control, proved.

    They stand in one of the contexts `within`, or in any.

    Drawing raises Unbuildable when the world lacks what a request needs, and TypeError for a
    promise that no request can break.
    """
    from hypothesis import strategies as st

    operation = description.operation_of(requirement)

    @st.composite
    def cases(draw: st.DrawFn) -> Case:
        choose = drawn(draw)
        case = fault(operation, requirement, world, choose(within or contexts()), choose)
        return prove(operation, case, world)

    return cases()
