"""The last gate before the network: nothing goes out at once unless the target's effects allow it.

Plans are made so that nothing could; this looks at each request all the same, on its own grounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from ...openapi.rules import parse_instant, targets
from ..target import Effect

if TYPE_CHECKING:
    from ...openapi import Operation, Request, World
    from ...openapi.fields import Field, Place

FAR = timedelta(hours=1)
"""How far ahead a post must be scheduled to be deleted again before it goes out."""


class Harmful(Exception):
    """A request was not sent, because it could publish; a mistake in the plan."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(f"a request to {operation.title} could have published a post")


def harmless(operation: Operation, request: Request, world: World, allowed: Effect) -> bool:
    """Whether the worst that the request may do, if it is accepted, is within the allowed.

    A post that is not to go out at once has, for each of its targets, a time far enough ahead in
    every field that the description calls a schedule, since the vendor may heed any of them.
    """
    effect = Effect[operation.effect.upper()]
    if effect <= allowed:
        return True
    if allowed is Effect.READ:
        return False
    if effect is not Effect.PUBLISH or operation.account is None:
        return effect is not Effect.PUBLISH
    fields = operation.roles.get("schedule", ())
    return all(
        bool(fields) and all(_far(field, target.place, request, world) for field in fields)
        for target in targets(operation.account, request, world)
        if isinstance(target.value, Mapping)
    )


def _far(field: Field, target: Place, request: Request, world: World) -> bool:
    """Whether the field holds a time far ahead for a target: its own, or one for all."""
    instants = [
        parse_instant(value)
        for place, value in field.places(request)
        if place[: len(target)] == target or len(place) <= len(target)
    ]
    return bool(instants) and all(i is not None and i - world.now >= FAR for i in instants)
