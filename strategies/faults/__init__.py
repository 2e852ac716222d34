"""Single faults: for each kind of promise, requests that break it and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...openapi.requirements import Keyword
from ...openapi.rules import (
    Exists,
    FileSize,
    ItemsPerPlatform,
    MediaType,
    NotPublished,
    RequiredWhen,
    SameAttribute,
    ScheduleWindow,
    SupportedPlatforms,
    TextLength,
    UtcInstant,
)
from . import keywords, limits, platforms, references, schedule
from .making import Making, shown

if TYPE_CHECKING:
    from ...openapi import Account, Operation, Requirement, World
    from ..case import Case
    from ..choice import Choose
    from ..context import Context

__all__ = ["breakable", "fault", "shown"]

_FAULTS: dict[type, Callable[[Any, Making], Case]] = {
    Keyword: keywords.unfit,
    Exists: references.dangling,
    MediaType: references.of_another_kind,
    NotPublished: references.published,
    SameAttribute: references.unlike_the_others,
    SupportedPlatforms: platforms.unsupported,
    RequiredWhen: platforms.missing,
    ItemsPerPlatform: limits.too_many,
    TextLength: limits.too_long,
    FileSize: limits.too_large,
    UtcInstant: schedule.not_utc,
    ScheduleWindow: schedule.outside_the_window,
}
"""How to break each kind of promise that a request can break."""


def fault(
    operation: Operation,
    requirement: Requirement,
    world: World,
    context: Context,
    choose: Choose,
    *,
    prefer: tuple[Account, ...] = (),
) -> Case:
    """One case for a requirement on requests, in a context as close to the wished as can be.

    The targets are those of `prefer` where they fit, so that cases share their control.
    Not yet proved; see `prove`. Raises Unbuildable when the world lacks what it needs, and
    TypeError for a promise that no request can break.
    """
    if not breakable(requirement.promise):
        raise TypeError(f"no request can break {requirement}")
    making = Making(operation, requirement, world, context, choose, prefer)
    return _FAULTS[type(requirement.promise)](requirement.promise, making)


def breakable(promise: object) -> bool:
    """Whether some request can break the promise."""
    return type(promise) in _FAULTS
