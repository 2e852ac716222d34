"""Controls for what must be accepted: the twin of a request, without what is in question."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from ...openapi.fields import Place, removed, replaced
from ...openapi.request import request_from_parts
from ...openapi.rules import (
    FileSize,
    Ignored,
    ItemsPerPlatform,
    ScheduleWindow,
    SeveralTargets,
    SupportedText,
    TextLength,
)
from ...strategies import Wish, build, simplest
from ...strategies.bounds import DEFAULT_AHEAD, instant
from ...strategies.uploads import sized, upload
from ..session.session import request_key

if TYPE_CHECKING:
    from ...openapi import Operation, Request, Requirement, World
    from ...openapi.request import Json
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..session.session import Session

SHORT = 10
"""Characters that no limit forbids."""


def control(
    session: Session,
    recipes: Recipes,
    operation: Operation,
    requirement: Requirement,
    refused: Request,
) -> Exchange:
    """The nearest valid request that does not show what was refused.

    That is its twin where there is one, else the baseline, or, if that is not accepted either,
    the simplest request that is valid.
    """
    other = twin(requirement.promise, operation, refused, session.world())
    if other is not None:
        return session.once(request_key(other), operation, lambda _: other)
    key = recipes.baseline_key(operation)
    baseline = session.once(key, operation, recipes.baseline(operation))
    if baseline.accepted:
        return baseline
    wish = Wish(recipes.plain(operation))
    return session.once(
        f"simplest {operation.id}",
        operation,
        lambda world: build(operation, world, wish, simplest),
    )


@singledispatch
def twin(promise: object, operation: Operation, request: Request, world: World) -> Request | None:
    """The same request without what is in question; None where it cannot be left out."""
    del promise, operation, request, world
    return None


def _changed(request: Request, changes: dict[Place, Json]) -> Request:
    parts: dict[str, Json] = request.parts()
    for place, value in changes.items():
        parts = replaced(parts, place, value)
    return request_from_parts(request.operation, parts)


def _without(request: Request, places: list[Place]) -> Request:
    parts: dict[str, Json] = request.parts()
    for place in reversed(places):
        parts = removed(parts, place)
    return request_from_parts(request.operation, parts)


@twin.register(Ignored)
def _(promise: Ignored, operation: Operation, request: Request, world: World) -> Request:
    del operation
    places = [
        place
        for target, place, _ in promise.pairs(request, world)
        if target.account is not None and promise.ignores(target.account.platform)
    ]
    return _without(request, places)


@twin.register(TextLength)
def _(promise: TextLength, operation: Operation, request: Request, world: World) -> Request:
    del operation
    pairs = promise.pairs(request, world)
    return _changed(request, {place: value[:SHORT] for _, place, value in pairs})


@twin.register(ItemsPerPlatform)
def _(promise: ItemsPerPlatform, operation: Operation, request: Request, world: World) -> Request:
    del world
    least = (operation.schema_at(promise.field) or {}).get("minItems", 1)
    places = promise.field.places(request)
    return _changed(request, {place: value[:least] for place, value in places})


@twin.register(SupportedText)
def _(promise: SupportedText, operation: Operation, request: Request, world: World) -> Request:
    del operation
    pairs = promise.pairs(request, world)
    return _changed(
        request, {place: value.replace(promise.sample, "x") for _, place, value in pairs}
    )


@twin.register(SeveralTargets)
def _(promise: SeveralTargets, operation: Operation, request: Request, world: World) -> Request:
    del operation
    found = [
        target.place
        for target in promise.targets(request, world)
        if target.account is not None and target.account.platform == promise.platform
    ]
    return _without(request, found[1:])


@twin.register(ScheduleWindow)
def _(promise: ScheduleWindow, operation: Operation, request: Request, world: World) -> Request:
    del operation
    usual = instant(world.now + DEFAULT_AHEAD)
    places = [place for field in promise.fields for place, _ in field.places(request)]
    return _changed(request, dict.fromkeys(places, usual))


@twin.register(FileSize)
def _(promise: FileSize, operation: Operation, request: Request, world: World) -> Request:
    del request
    return build(operation, world, Wish(upload=upload(sized(promise.value.lower()))), simplest)
