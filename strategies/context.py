"""Contexts: where in a request a fault stands, and what stands around it.

Partial implementations check the first target only, or immediate posts but not scheduled ones. The
aspects are combined pairwise, so that a few contexts hold every pair of options.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

Position = Literal["alone", "first", "middle", "last"]
Schedule = Literal["none", "top", "both", "each", "far"]


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a fault.

    `position` is the place of the target that matters among the targets of the request.
    `schedule` says which fields hold a time: none, the one at the top, those of each target, or
    both; `far` is both, weeks ahead: whichever of them an API heeds, nothing goes out soon. `full` sends every optional field, `longest` fills texts to their limits, and `ignored`
    adds the fields that are documented as ignored.
    """

    position: Position = "alone"
    schedule: Schedule = "none"
    full: bool = False
    longest: bool = False
    ignored: bool = False


HARDEST = Context("last", "each", full=True, longest=True)
"""A later target with a valid one before it, scheduled, with all fields filled to the limit."""


@cache
def contexts() -> tuple[Context, ...]:
    """A pairwise covering list of contexts, from the simplest to the hardest."""
    from covertable import make

    rows = make(
        {
            "position": ["alone", "first", "middle", "last"],
            "schedule": ["none", "top", "both", "each"],
            "full": [False, True],
            "longest": [False, True],
            "ignored": [False, True],
        }
    )
    found = {Context(**row) for row in rows} - {Context(), HARDEST}
    return (Context(), *sorted(found, key=_hardness), HARDEST)


@cache
def safe_contexts() -> tuple[Context, ...]:
    """The contexts in which nothing is published, if the fault is not in the time itself."""
    return tuple(dict.fromkeys(replace(context, schedule="far") for context in contexts()))


def _hardness(context: Context) -> tuple[int, str]:
    size = ("alone", "first", "middle", "last").index(context.position)
    extras = context.full + context.longest + context.ignored
    return size + 2 * (context.schedule != "none") + extras, repr(context)
