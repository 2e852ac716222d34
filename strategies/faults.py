"""Single faults: for each kind of promise, requests that break it and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from ..openapi.fields import EACH, Field, Place, removed, replaced
from ..openapi.request import request_from_parts
from ..openapi.requirements import Keyword
from ..openapi.rules import (
    Exists,
    FileSize,
    Ignored,
    ItemsPerPlatform,
    MediaType,
    NotPublished,
    RequiredWhen,
    Rule,
    SameAttribute,
    ScheduleWindow,
    SupportedPlatforms,
    TextLength,
    UtcInstant,
)
from . import texts
from .build import (
    DEFAULT_AHEAD,
    Unbuildable,
    Wish,
    around,
    build,
    has_targets,
    instant,
    limit_of,
    rules_of,
    upload,
    usable,
    window,
)
from .case import Case
from .context import Context
from .instants import NOT_UTC, TOO_LATE, TOO_SOON
from .uploads import sized
from .values import breaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..openapi import Account, Operation, Request, Requirement, World
    from ..openapi.request import Json
    from .choice import Choose


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
    making = _Making(operation, requirement, world, context, choose, prefer)
    return _fault(requirement.promise, making)


class _Making:
    """What the making of one case needs to know, and the steps that all kinds share."""

    def __init__(  # noqa: PLR0913 (what `fault` is given)
        self,
        operation: Operation,
        requirement: Requirement,
        world: World,
        context: Context,
        choose: Choose,
        prefer: tuple[Account, ...],
    ) -> None:
        self.operation, self.requirement, self.world = operation, requirement, world
        self.context, self.choose, self.prefer = context, choose, prefer

    def among(
        self, fits: Callable[[Account], bool], others: Callable[[Account], bool] | None = None
    ) -> tuple[Account, ...]:
        """Targets with one that fits at the context's position; () where there are none."""
        if self.operation.account is None:
            return ()
        rest_fits = [fits(a) or others is None or others(a) for a in self.prefer]
        if any(fits(account) for account in self.prefer) and all(rest_fits):
            return self.prefer
        accounts = usable(self.operation, self.world)
        fitting = [account for account in accounts if fits(account)]
        if not fitting:
            raise Unbuildable("the target has no account for this")
        if not has_targets(self.operation):
            return (self.choose(fitting),)
        one = self.choose(fitting)
        rest = [account for account in accounts if others is None or others(account)]
        return around(rest, one, self.context.position, self.choose)

    def control(self, wish: Wish) -> Request:
        return build(self.operation, self.world, wish, self.choose)

    def place_in(self, control: Request, field: Field, concerned: Account | None = None) -> Place:
        """One place of a field: in the concerned account's target, else by position."""
        places = [place for place, _ in field.places(control)]
        if concerned is not None and self.operation.account is not None:
            account = self.operation.account
            prefix = account.parent.segments
            for holder, value in account.places(control):
                inside = field.segments[: len(prefix)] == prefix
                if value == concerned.id and inside:
                    return next(p for p in places if p[: len(holder) - 1] == holder[:-1])
        if not places:
            raise Unbuildable(f"no valid request holds {field}")
        return places[0] if self.context.position == "first" else places[-1]

    def case(self, control: Request, place: Place, value: Json, note: str) -> Case:
        parts = replaced(control.parts(), place, value)
        request = request_from_parts(control.operation, parts)
        return Case(self.requirement, request, control, note, place)

    def without(self, control: Request, place: Place) -> Case:
        parts = removed(control.parts(), place)
        request = request_from_parts(control.operation, parts)
        return Case(self.requirement, request, control, f"{shown(place)} is missing", place)


def shown(place: Place) -> str:
    """A place in words, as in `posts[1].boardId`."""
    words = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place[1:]]
    text = "".join(words).lstrip(".")
    return text if place[0] == "body" and text else f"{place[0]}.{text}".rstrip(".")


@singledispatch
def _fault(promise: object, making: _Making) -> Case:
    raise TypeError(f"no request can break {making.requirement}")


@_fault.register(Keyword)
def _(promise: Keyword, making: _Making) -> Case:
    field, keyword = promise.field, promise.keyword
    accounts = making.among(lambda account: bears(making.operation, field, account))
    control = making.control(_holding(making, field, accounts))
    concerned = accounts[-1] if making.context.position != "first" and accounts else None
    if accounts and not bears(making.operation, field, accounts[-1]):
        concerned = next(a for a in accounts if bears(making.operation, field, a))
    place = making.place_in(control, field, concerned)
    if keyword == "required":
        return making.without(control, place)
    now = next(value for found, value in field.places(control) if found == place)
    schema = making.operation.schema_at(field) or {}
    value, note = making.choose(breaking(keyword, schema, now, _breakable_as(making, field)))
    return making.case(control, place, value, f"{shown(place)} {note}")


def _holding(making: _Making, field: Field, accounts: tuple[Account, ...]) -> Wish:
    """A wish for a request that holds the field.

    A time that stands beside the targets stands alone, for one target, as soon as may be.
    """
    if field in making.operation.roles.get("schedule", ()) and EACH not in field.segments:
        context = replace(making.context, schedule="top")
        return Wish(context, accounts[-1:], ahead=window(making.operation)[0])
    return Wish(making.context, accounts, include=frozenset({field}))


def _breakable_as(making: _Making, field: Field) -> str:
    """How values are written where the field stands: in JSON, or as text."""
    in_body = field.segments[0] == "body"
    body = making.operation.body
    return "json" if in_body and body and body.content_type == "application/json" else "text"


def bears(operation: Operation, field: Field, account: Account) -> bool:
    """Whether a valid request may hold the field in a target of the account and use it there."""
    for rule in rules_of(operation, Ignored):
        if rule.field == field:
            return account.platform in rule.used_by
    for rule in rules_of(operation, RequiredWhen):
        if rule.field == field:
            return account.platform in rule.platforms
    return True


@_fault.register(Exists)
def _(promise: Exists, making: _Making) -> Case:
    def concerned(account: Account) -> bool:
        if promise.role != "board":
            return True
        return bool(account.boards) and account.platform in (promise.platforms or ())

    accounts = making.among(concerned)
    control = making.control(Wish(making.context, accounts))
    target = next((a for a in reversed(accounts) if concerned(a)), None)
    place = making.place_in(control, promise.field, target if promise.role == "board" else None)
    now = next(value for found, value in promise.field.places(control) if found == place)
    known = {
        "account": making.world.accounts,
        "media": making.world.media,
        "post": making.world.posts,
        "board": (),
    }[promise.role]
    foreign = [
        board
        for account in making.world.accounts.values()
        for board in account.boards
        if promise.role == "board" and target is not None and board not in target.boards
    ]
    unknown = [
        (value, note)
        for value, note in (
            ("postproof-unknown", "names nothing"),
            (f"{now}0", "has one character too many"),
            (f"{now[:-1]}x", "has another last character"),
        )
        if value not in known and value != now
    ]
    options = unknown + [(board, "is the board of another account") for board in foreign]
    value, note = making.choose(options)
    return making.case(control, place, value, f"{shown(place)} {note}")


@_fault.register(MediaType)
def _(promise: MediaType, making: _Making) -> Case:
    others = [media for media in making.world.media.values() if media.kind != promise.type]
    if not others:
        raise Unbuildable(f"the target has no media but {promise.type} files")
    control = making.control(Wish(making.context, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    return making.case(control, place, other.id, f"{shown(place)} is the id of a {other.kind}")


@_fault.register(NotPublished)
def _(promise: NotPublished, making: _Making) -> Case:
    published = [post for post in making.world.posts.values() if post.status == "published"]
    if not published:
        raise Unbuildable("there is no published post to name")
    control = making.control(Wish(making.context))
    place = making.place_in(control, promise.field)
    post = making.choose(published)
    return making.case(control, place, post.id, f"{shown(place)} names a published post")


@_fault.register(SameAttribute)
def _(promise: SameAttribute, making: _Making) -> Case:
    accounts = making.among(lambda account: account.platform in promise.platforms)
    control = making.control(Wish(making.context, accounts))
    ids = promise.field.values(control)
    ratio = making.world.media[ids[0]].aspect_ratio
    others = [
        media
        for media in making.world.media.values()
        if media.kind == "image" and media.aspect_ratio not in (ratio, None)
    ]
    if not others:
        raise Unbuildable("the target has no image of another aspect ratio")
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    note = f"{shown(place)} has the ratio {other.aspect_ratio}, the others have {ratio}"
    return making.case(control, place, other.id, note)


@_fault.register(SupportedPlatforms)
def _(promise: SupportedPlatforms, making: _Making) -> Case:
    supported = promise.supported
    others = [a for a in making.world.accounts.values() if a.platform not in supported]
    if not others:
        raise Unbuildable("the target has no account on another platform")
    control = making.control(Wish(making.context, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    note = f"{shown(place)} is an account on {other.platform}"
    return making.case(control, place, other.id, note)


@_fault.register(RequiredWhen)
def _(promise: RequiredWhen, making: _Making) -> Case:
    accounts = making.among(lambda account: account.platform in promise.platforms)
    control = making.control(Wish(making.context, accounts))
    concerned = next(a for a in reversed(accounts) if a.platform in promise.platforms)
    return making.without(control, making.place_in(control, promise.field, concerned))


@_fault.register(ItemsPerPlatform)
def _(promise: ItemsPerPlatform, making: _Making) -> Case:
    def roomy(account: Account) -> bool:
        limit = limit_of(making.operation, promise.field, [account])
        return limit is None or limit > promise.limit

    accounts = making.among(lambda a: a.platform == promise.platform, roomy)
    at_limit = making.control(Wish(making.context, accounts, items=promise.limit))
    others = [account for account in accounts if account.platform != promise.platform]
    most = limit_of(making.operation, promise.field, others)
    place: Place = promise.field.segments
    item = promise.field.child(EACH)
    used = item.values(at_limit)
    ratio = making.world.media[used[0]].aspect_ratio
    spare = [
        media.id
        for media in making.world.media.values()
        if media.kind == "image" and media.aspect_ratio == ratio and media.id not in used
    ]
    room = len(spare) if most is None else min(len(spare), most - promise.limit)
    if room < 1:
        raise Unbuildable(f"the target has fewer than {promise.limit + 1} images of one ratio")
    extra = making.choose(sorted({room, 1}, reverse=True))
    note = f"{shown(place)} has {promise.limit + extra} items"
    return making.case(at_limit, place, [*used, *spare[:extra]], note)


@_fault.register(TextLength)
def _(promise: TextLength, making: _Making) -> Case:
    accounts = making.among(lambda account: account.platform == promise.platform)
    context = replace(making.context, longest=True)
    control = making.control(Wish(context, accounts, include=frozenset({promise.field})))
    concerned = next(a for a in reversed(accounts) if a.platform == promise.platform)
    place = making.place_in(control, promise.field, concerned)
    length = promise.limit + making.choose([promise.limit * 9, 100, 1])
    note = f"{shown(place)} has {length:,} characters"
    return making.case(control, place, texts.of_length(length), note)


@_fault.register(FileSize)
def _(promise: FileSize, making: _Making) -> Case:
    file = sized(promise.value.lower(), promise.limit.least)
    control = making.control(Wish(making.context, upload=upload(file)))
    place = making.place_in(control, promise.field)
    too_large = sized(promise.value.lower(), promise.limit.most + 1)
    note = f"{shown(place)} has {too_large.size:,} bytes"
    return making.case(control, place, upload(too_large), note)


@_fault.register(UtcInstant)
def _(promise: UtcInstant, making: _Making) -> Case:
    accounts = making.among(lambda _: True)
    control = making.control(_holding(making, promise.field, accounts))
    place = making.place_in(control, promise.field)
    moment = making.world.now + DEFAULT_AHEAD
    note, write = making.choose(NOT_UTC)
    return making.case(control, place, write(moment), f"{shown(place)} {note}")


@_fault.register(ScheduleWindow)
def _(promise: ScheduleWindow, making: _Making) -> Case:
    platforms = promise.platforms
    accounts = making.among(lambda account: platforms is None or account.platform in platforms)
    too_soon = promise.at_least is not None
    context = making.context
    if context.schedule in ("none", "both"):
        context = replace(context, schedule="each" if has_targets(making.operation) else "top")
    control = making.control(Wish(context, accounts))
    concerned = [a for a in accounts if platforms is None or a.platform in platforms]
    field = next(field for field in promise.fields if field.values(control))
    place = making.place_in(control, field, concerned[-1])
    note, delta = making.choose(TOO_SOON if too_soon else TOO_LATE)
    value = instant(making.world.now + delta)
    return making.case(control, place, value, f"{shown(place)} is {note}")


def breakable(promise: object) -> bool:
    """Whether some request can break the promise."""
    return isinstance(promise, (Keyword, Rule)) and _fault.dispatch(type(promise)) is not (
        _fault.dispatch(object)
    )
