"""Valid requests that show one case of a promise: a platform, an allowed value, a value at a limit.

For each requirement `cases` says what must be seen accepted and `seen` what a request shows.
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from ..openapi.fields import EACH
from ..openapi.requirements import Keyword
from ..openapi.rules import (
    FileSize,
    Ignored,
    ItemsPerPlatform,
    Rule,
    ScheduleWindow,
    SeveralTargets,
    SupportedFormats,
    SupportedText,
    TextLength,
    UtcInstant,
)
from .build import Unbuildable, Wish, build, telling, upload, usable, window
from .choice import hardest
from .context import Context
from .files import jpeg
from .uploads import sized

if TYPE_CHECKING:
    from ..openapi import Account, Operation, Request, Requirement, World
    from ..openapi.request import Json


def cases(operation: Operation, requirement: Requirement, world: World) -> frozenset[str]:
    """What must be seen accepted before the requirement counts as not too strict."""
    promise = requirement.promise
    if isinstance(promise, Rule):
        return promise.cases(world, operation.platforms(world))
    if isinstance(promise, Keyword) and promise.keyword == "enum":
        return frozenset(map(str, promise.value))
    return frozenset({"accepted"})


def seen(
    operation: Operation, requirement: Requirement, request: Request, world: World
) -> frozenset[str]:
    """Which of the `cases` a request shows when it is accepted."""
    promise = requirement.promise
    if isinstance(promise, Rule):
        return promise.seen(request, world) & cases(operation, requirement, world)
    if not isinstance(promise, Keyword):
        return frozenset({"accepted"})
    values = promise.field.values(request)
    if promise.keyword == "enum":
        return frozenset(str(value) for value in values if value in promise.value)
    limits = [_measure(promise.keyword, value) == promise.value for value in values]
    if promise.keyword in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"):
        return frozenset({"accepted"} if any(limits) else ())
    return frozenset({"accepted"} if values else ())


def _measure(keyword: str, value: Json) -> Json:
    sized_by = ("minLength", "maxLength", "minItems", "maxItems")
    return len(value) if keyword in sized_by and isinstance(value, (str, list)) else value


def exercise(
    operation: Operation, requirement: Requirement, case: str, world: World, context: Context
) -> Request:
    """A valid request that shows one case; raises Unbuildable when the world lacks something."""
    return _exercise(requirement.promise, operation, case, world, context)


def baseline(operation: Operation, world: World, context: Context, wish: Wish) -> Request:
    """The plain valid request of an operation, with targets about which much is promised."""
    accounts = wish.accounts or telling(operation, world, hardest)
    return build(operation, world, Wish(context, accounts, upload=wish.upload), hardest)


def _one(
    operation: Operation, world: World, context: Context, platform: str, wish: Wish
) -> Request:
    accounts = [a for a in usable(operation, world) if a.platform == platform]
    if not accounts:
        raise Unbuildable(f"the target has no usable account on {platform}")
    chosen = Wish(
        context,
        (accounts[0],),
        wish.items,
        wish.ahead,
        include=wish.include,
        ignored=wish.ignored,
        fixed=wish.fixed,
    )
    return build(operation, world, chosen, hardest)


@singledispatch
def _exercise(
    promise: object, operation: Operation, case: str, world: World, context: Context
) -> Request:
    if case in operation.platforms(world):
        return _one(operation, world, context, case, Wish())
    return build(operation, world, Wish(context, _first(operation, world)), hardest)


def _first(operation: Operation, world: World) -> tuple[Account, ...]:
    return tuple(telling(operation, world, hardest)[-1:])


@_exercise.register(Keyword)
def _(
    promise: Keyword, operation: Operation, case: str, world: World, context: Context
) -> Request:
    value = promise.value
    if promise.keyword == "enum":
        value = next(allowed for allowed in value if str(allowed) == case)
    elif promise.keyword in ("minItems", "minLength", "maxItems", "maxLength"):
        wish = Wish(context, _first(operation, world), include=frozenset({promise.field}))
        return build(operation, world, wish, hardest)
    file = None
    if operation.roles.get("file") and promise.field in operation.roles.get("media-type", ()):
        file = upload(sized(case.lower()))
    return build(
        operation,
        world,
        Wish(context, _first(operation, world), upload=file, fixed=((promise.field, value),)),
        hardest,
    )


@_exercise.register(Ignored)
def _(promise: Ignored, operation: Operation, case: str, world: World, context: Context) -> Request:
    return _one(operation, world, context, case, Wish(ignored=frozenset({promise.field})))


@_exercise.register(SupportedText)
def _(
    promise: SupportedText, operation: Operation, case: str, world: World, context: Context
) -> Request:
    platform = next(p for p in operation.platforms(world) if p in promise.platforms)
    text = f"A first look {promise.sample}"
    return _one(operation, world, context, platform, Wish(fixed=((promise.field, text),)))


@_exercise.register(SeveralTargets)
def _(
    promise: SeveralTargets, operation: Operation, case: str, world: World, context: Context
) -> Request:
    accounts = [a for a in usable(operation, world) if a.platform == promise.platform]
    return build(operation, world, Wish(context, tuple(accounts[:2])), hardest)


@_exercise.register(ItemsPerPlatform)
def _(
    promise: ItemsPerPlatform, operation: Operation, case: str, world: World, context: Context
) -> Request:
    return _one(operation, world, context, promise.platform, Wish(items=promise.limit))


@_exercise.register(TextLength)
def _(
    promise: TextLength, operation: Operation, case: str, world: World, context: Context
) -> Request:
    longest = Context(context.position, context.schedule, longest=True)
    wish = Wish(include=frozenset({promise.field}))
    return _one(operation, world, longest, promise.platform, wish)


@_exercise.register(UtcInstant)
def _(
    promise: UtcInstant, operation: Operation, case: str, world: World, context: Context
) -> Request:
    wish = Wish(context, _first(operation, world), include=frozenset({promise.field}))
    return build(operation, world, wish, hardest)


@_exercise.register(ScheduleWindow)
def _(
    promise: ScheduleWindow, operation: Operation, case: str, world: World, context: Context
) -> Request:
    least, most = window(operation)
    ahead = least if promise.at_least is not None else most
    beside = any(EACH not in field.segments for field in promise.fields)
    near = replace(context, schedule="top" if beside else "each")
    platforms = promise.platforms or frozenset(operation.platforms(world))
    last = telling(operation, world, hardest)[-1:]
    if last and last[0].platform in platforms:
        return build(operation, world, Wish(near, last, ahead=ahead), hardest)
    platform = next(p for p in operation.platforms(world) if p in platforms)
    return _one(operation, world, near, platform, Wish(ahead=ahead))


@_exercise.register(FileSize)
def _(
    promise: FileSize, operation: Operation, case: str, world: World, context: Context
) -> Request:
    file = sized(promise.value.lower(), promise.limit.least)
    return build(operation, world, Wish(context, upload=upload(file)), hardest)


@_exercise.register(SupportedFormats)
def _(
    promise: SupportedFormats, operation: Operation, case: str, world: World, context: Context
) -> Request:
    kind, _, subtype = promise.format.partition("/")
    file = jpeg(64, 64) if subtype == "jpeg" else sized(kind)
    return build(operation, world, Wish(context, upload=upload(file)), hardest)
