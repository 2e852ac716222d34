"""Whether the API refuses a request without a valid key, and accepts the same with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.requirements import Behaviour
from ...strategies import Unbuildable
from ..plan.bill import posting
from ..plan.recipes import prepare
from . import rejects
from .check import Check, does_not_apply

if TYPE_CHECKING:
    from ...openapi import Operation, Requirement
    from ..finding import Finding
    from ..plan.recipes import Recipes
    from ..session.session import Session


def plan(recipes: Recipes, operation: Operation, requirement: Requirement) -> Check:
    """The check: the baseline with another key, beside the baseline."""
    make = recipes.baseline(operation)
    try:
        key = recipes.baseline_key(operation)
    except Unbuildable as error:
        return does_not_apply(requirement, "rejects", str(error))
    assert isinstance(requirement.promise, Behaviour)
    shown = requirement.promise.parameters["key"]

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        control = session.once(key, operation, make)
        exchange = session.send(operation, make(session.world()), key=shown)
        note = f"the API key is {shown}"
        return rejects.judge(operation, requirement, exchange, control, note)

    effect = recipes.effect(operation, recipes.valid[key][1])
    own = (posting(operation, recipes.valid[key][1]),)
    return Check(requirement, "rejects", ask, effect, (key,), own)
