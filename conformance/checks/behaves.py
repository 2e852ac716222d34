"""Whether the API keeps a promise that takes requests of its own to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.requirements import Behaviour
from ...strategies import Unbuildable
from ..behaviours import KINDS
from ..plan.recipes import prepare
from .check import Check, does_not_apply
from .vacuity import sound

if TYPE_CHECKING:
    from ...openapi import Operation, Requirement
    from ..finding import Finding
    from ..plan.recipes import Recipes
    from ..session.session import Session


def plan(recipes: Recipes, operation: Operation, requirement: Requirement) -> Check:
    """The check: the scenario of the behaviour's kind."""
    assert isinstance(requirement.promise, Behaviour)
    kind = KINDS[requirement.promise.kind]
    try:
        recipes.baseline_key(operation)
    except Unbuildable as error:
        return does_not_apply(requirement, "behaves", str(error))
    price = kind.price(recipes.description, requirement, recipes.target)

    def ask(session: Session) -> Finding:
        prepare(recipes, session, operation)
        return sound(kind.judge(session, requirement), session, operation)

    operations = recipes.description.operations
    shared = tuple(recipes.take_in(operations[each.operation], each) for each in price.shared)
    return Check(requirement, "behaves", ask, price.effect, shared, price.own, lacks=price.lacks)
