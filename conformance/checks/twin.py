"""Controls for what must be accepted: the twin of a request, without what is in question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi.rules import (
    FileSize,
    Ignored,
    ItemsPerPlatform,
    ScheduleWindow,
    SeveralTargets,
    SupportedText,
    TextLength,
)
from ...strategies import Context, Wish, build
from ...strategies.bounds import DEFAULT_AHEAD
from ...strategies.uploads import sized, upload
from ..session.session import request_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from ...openapi import Operation, Request, Requirement, World
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..session.session import Session

    T = TypeVar("T")

SAME_TARGETS = (
    Ignored,
    ItemsPerPlatform,
    ScheduleWindow,
    SeveralTargets,
    SupportedText,
    TextLength,
)
"""Promises that a request to the same accounts need not show."""


def simplest(options: Sequence[T]) -> T:
    """The simplest option."""
    return options[0]


def control(
    session: Session,
    recipes: Recipes,
    operation: Operation,
    requirement: Requirement,
    refused: Request,
) -> Exchange:
    """The nearest valid request that does not show what was refused.

    That is the same with the thing in question left out, where it can be; else the baseline, or,
    if that is not accepted either, the simplest request that is valid.
    """

    def make(world: World) -> Request:
        return twin(operation, requirement, refused, world, recipes.plain(operation))

    if isinstance(requirement.promise, (*SAME_TARGETS, FileSize)):
        return session.once(f"twin of {request_key(refused)}", operation, make)
    key = recipes.baseline_key(operation)
    baseline = session.once(key, operation, recipes.baseline(operation))
    if baseline.accepted:
        return baseline
    return session.once(f"simplest {operation.id}", operation, make)


def twin(
    operation: Operation,
    requirement: Requirement,
    request: Request,
    world: World,
    context: Context,
) -> Request:
    """The simplest valid request, to the accounts of the given one where that does not matter."""
    promise = requirement.promise
    wish = Wish(context)
    if isinstance(promise, FileSize):
        wish = replace(wish, upload=upload(sized(promise.value.lower())))
    if isinstance(promise, SAME_TARGETS) and operation.account is not None:
        named = operation.account.values(request)
        accounts = tuple(world.accounts[name] for name in named if name in world.accounts)
        one = isinstance(promise, SeveralTargets)
        wish = replace(wish, accounts=accounts[:1] if one else accounts)
    if isinstance(promise, ScheduleWindow):
        held = frozenset(field for field in promise.fields if field.values(request))
        wish = replace(wish, include=held, ahead=DEFAULT_AHEAD)
    return build(operation, world, wish, simplest)
