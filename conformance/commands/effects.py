"""What checks do to the world: what each effect allows, and which one a requirement needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..target import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...openapi import Description, Requirement

MEANINGS = {
    Effect.READ: "changes nothing",
    Effect.REJECT: "sends what has to be refused, and publishes nothing even if it is not",
    Effect.SCHEDULE: "makes what is not public, and deletes it again",
    Effect.PUBLISH: "publishes posts",
}


def needed_effects(description: Description, requirement: Requirement) -> Mapping[str, Effect]:
    """The least effect that lets each check of a requirement run, by the check's kind."""
    from ..plan.plan import make_plan
    from ..runner.setup import embedded

    least = dict.fromkeys(requirement.checks, Effect.READ)
    for effect in reversed(Effect):
        target = replace(embedded(description.vendor), effects=effect)
        plan = make_plan(description, target, only=(requirement.id,))
        for check in plan.checks:
            if check.requirement == requirement and plan.allowed(check):
                least[check.kind] = effect
    return least
