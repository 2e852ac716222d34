"""The last gate before the network, for vendors that say in several fields when a post goes out.

Drop-in for conformance/harmless.py; `undone` is new: whether the vendor has an operation that
deletes posts (`description.deleter("post") is not None`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum

from postproof.openapi.fields import EACH
from postproof.openapi.rules import Iso8601, parse_instant, targets
from postproof.openapi.rules.times import parse_time

FAR = timedelta(hours=1)
WIDEST = timedelta(hours=14)
"""The largest offset of a zone: a wall clock may be read so much earlier than in UTC."""


class Effect(IntEnum):
    READ, REJECT, SCHEDULE, PUBLISH = range(4)


def harmless(operation, request, world, allowed, *, undone):
    effect = Effect[operation.effect.upper()]
    if effect <= allowed:
        return True
    if allowed is Effect.READ:
        return False
    if effect is not Effect.PUBLISH or operation.account is None:
        return effect is not Effect.PUBLISH
    held = [t for t in targets(operation.account, request, world) if isinstance(t.value, Mapping)]
    places = [target.place for target in held]
    if not places:
        if not operation.roles.get("publish-now"):
            return True
        places = [("body",)]  # who knows where a post goes that names no target
    return (
        undone
        and not _at_once(operation, request)
        and all(_held_back(operation, place, request, world) for place in places)
    )


def _at_once(operation, request):
    """Whether it may go out at once: every field that could say so must say no, in so many words."""
    return not all(_says(False, f.values(request)) for f in operation.roles.get("publish-now", ()))


def _held_back(operation, target, request, world):
    fields = operation.roles.get("schedule", ())
    if _is_draft(operation, request):
        return all(_far(operation, f, target, request, world, absent=True) for f in fields)
    return bool(fields) and all(_far(operation, f, target, request, world) for f in fields)


def _is_draft(operation, request):
    drafts = operation.roles.get("draft", ())
    return bool(drafts) and all(_says(True, f.values(request)) for f in drafts)


def _says(wanted, values):
    """Whether a field is there and has exactly this boolean; 0 and 1 are numbers."""
    return len(values) == 1 and values[0] is wanted


def _far(operation, field, target, request, world, *, absent=False):
    values = [
        value
        for place, value in field.places(request)
        if place[: len(target)] == target or len(place) <= len(target)
    ]
    if absent and all(value is None for value in values):
        return True
    moments = [_earliest(operation, field, value, request) for value in values]
    return bool(moments) and all(m is not None and m - world.now >= FAR for m in moments)


def _earliest(operation, field, value, request):
    """The earliest instant that a time may be read as; None where it is no time at all."""
    if not any(
        isinstance(r.promise, Iso8601) and r.promise.field == field for r in operation.requirements
    ):
        return parse_instant(value)
    moment = parse_time(value)
    if moment is None:
        return None
    zoned = any(f.values(request) not in ([], ["UTC"]) for f in operation.roles.get("timezone", ()))
    if moment.tzinfo is None or zoned:
        from datetime import UTC

        return min(
            moment.replace(tzinfo=UTC) - WIDEST,
            moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC),
        )
    return moment
