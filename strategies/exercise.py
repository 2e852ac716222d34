"""Valid requests that show one case of a promise: a platform, an allowed value, a value at a limit.

For each requirement `cases` says what must be seen accepted and `seen` what a request shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..openapi.fields import EACH, Field, replaced
from ..openapi.request import request_from_parts
from ..openapi.requirements import Keyword
from ..openapi.rules import (
    Exists,
    FileSize,
    Ignored,
    ItemsPerPlatform,
    MediaType,
    NotPublished,
    Rule,
    SameAttribute,
    ScheduleWindow,
    SeveralTargets,
    SupportedFormats,
    SupportedText,
    TextLength,
    UtcInstant,
)
from .bounds import window
from .build import build
from .choice import Choose, hardest, simplest
from .context import Context
from .targets import bears, telling, usable
from .uploads import in_format, sized, upload
from .wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ..openapi import Account, Operation, Request, Requirement, World
    from ..openapi.request import Json

ACCEPTED = frozenset({"accepted"})
"""The one case of a promise that any valid request shows, or any at its limit."""

_SMALLEST = {"minItems", "minLength"}
_LARGEST = {"maxItems", "maxLength"}
_BOUNDS = {"minimum", "maximum"}


def cases(operation: Operation, requirement: Requirement, world: World) -> frozenset[str]:
    """What must be seen accepted before the requirement counts as not too strict."""
    promise = requirement.promise
    if isinstance(promise, Rule):
        return promise.cases(world, operation.platforms(world))
    if isinstance(promise, Keyword) and promise.keyword == "enum":
        return frozenset(map(str, promise.value))
    return ACCEPTED


def seen(
    operation: Operation, requirement: Requirement, request: Request, world: World
) -> frozenset[str]:
    """Which of the `cases` a request shows when it is accepted."""
    promise = requirement.promise
    if isinstance(promise, Rule):
        return promise.seen(request, world) & cases(operation, requirement, world)
    if not isinstance(promise, Keyword):
        return ACCEPTED
    values = promise.field.values(request)
    if promise.keyword == "enum":
        return frozenset(str(value) for value in values if value in promise.value)
    if promise.keyword in _SMALLEST | _LARGEST:
        values = [v for v in values if isinstance(v, str | list) and len(v) == promise.value]
    elif promise.keyword in _BOUNDS:
        values = [value for value in values if value == promise.value]
    return ACCEPTED if values else frozenset()


def exercise(
    operation: Operation, requirement: Requirement, case: str, world: World, context: Context
) -> Request:
    """A valid request that shows one case; raises Unbuildable when the world lacks something."""
    showing = _Showing(operation, case, world, context)
    return _SHOWN.get(type(requirement.promise), _any)(requirement.promise, showing)


@dataclass(frozen=True, slots=True)
class _Showing:
    """What `exercise` is given, and the ways to build a request from it."""

    operation: Operation
    case: str
    world: World
    context: Context
    choose: Choose = hardest

    def built(self, wish: Wish) -> Request:
        """A request as wished, to the account about which most is promised unless it is named."""
        accounts = wish.accounts or tuple(telling(self.operation, self.world, hardest)[-1:])
        wish = replace(wish, context=self.context, accounts=accounts)
        return build(self.operation, self.world, wish, self.choose)

    def using(self, wish: Wish, field: Field) -> Request:
        """A request as wished to an account for which the field is used, and that holds it."""
        likely = telling(self.operation, self.world, hardest)[-1:]
        accounts = (*likely, *usable(self.operation, self.world))
        fitting = tuple(a for a in accounts if bears(self.operation, field, a))[:1]
        return self.built(replace(wish, accounts=fitting, include=frozenset({field})))

    def on(self, platform: str, wish: Wish) -> Request:
        """A request as wished to the first usable account on a platform."""
        return self.built(replace(wish, accounts=self.accounts(platform)[:1]))

    def accounts(self, platform: str) -> tuple[Account, ...]:
        accounts = (a for a in usable(self.operation, self.world) if a.platform == platform)
        found = tuple(accounts)
        if not found:
            raise Unbuildable(f"the target has no usable account on {platform}")
        return found

    def platform(self, wanted: frozenset[str]) -> str:
        """The first of the operation's platforms that is wanted."""
        for platform in self.operation.platforms(self.world):
            if platform in wanted:
                return platform
        raise Unbuildable(f"the target has no usable account on {' or '.join(sorted(wanted))}")


def _any(_: object, showing: _Showing) -> Request:
    """A promise that any request shows, or any to a platform that is the case."""
    if showing.case in showing.operation.platforms(showing.world):
        return replace(showing, choose=simplest).on(showing.case, Wish())
    return showing.built(Wish())


def _named(
    promise: Exists | MediaType | SameAttribute | NotPublished, showing: _Showing
) -> Request:
    """A promise about what a field names, on some platforms or on all."""
    wish = Wish(include=frozenset({promise.field}))
    platforms: frozenset[str] | None = getattr(promise, "platforms", None)
    return showing.on(showing.platform(platforms), wish) if platforms else showing.built(wish)


def _keyword(promise: Keyword, showing: _Showing) -> Request:
    field, keyword, value = promise.field, promise.keyword, promise.value
    if keyword in _BOUNDS:
        return showing.using(Wish(fixed=((field, value),)), field)
    if keyword in ("enum", "const"):
        allowed = value if keyword == "enum" else [value]
        chosen = next((one for one in allowed if str(one) == showing.case), value)
        wish = Wish(upload=_fitting(showing, field), fixed=((field, chosen),))
        return showing.using(wish, field)
    if keyword in _LARGEST:
        showing = replace(showing, context=replace(showing.context, longest=True))
    request = showing.using(Wish(), field)
    return _cut(request, field, value) if keyword in _SMALLEST else request


def _fitting(showing: _Showing, field: Field) -> Any:
    """The file that goes with the case, where the field says the type of a file."""
    roles = showing.operation.roles
    if not roles.get("file") or field not in roles.get("media-type", ()):
        return None
    return upload(sized(showing.case.lower()))


def _cut(request: Request, field: Field, length: int) -> Request:
    """The request with every value of the field cut to a length."""
    parts: dict[str, Json] = request.parts()
    for place, value in field.places(request):
        parts = replaced(parts, place, value[:length])
    return request_from_parts(request.operation, parts)


def _ignored(promise: Ignored, showing: _Showing) -> Request:
    return showing.on(showing.case, Wish(ignored=frozenset({promise.field})))


def _text(promise: SupportedText, showing: _Showing) -> Request:
    text = f"A first look {promise.sample}"
    platform = showing.platform(promise.platforms)
    return showing.on(platform, Wish(fixed=((promise.field, text),)))


def _several(promise: SeveralTargets, showing: _Showing) -> Request:
    return showing.built(Wish(accounts=showing.accounts(promise.platform)[:2]))


def _most_items(promise: ItemsPerPlatform, showing: _Showing) -> Request:
    return showing.on(promise.platform, Wish(items=promise.limit))


def _longest_text(promise: TextLength, showing: _Showing) -> Request:
    longest = replace(showing, context=replace(showing.context, full=False, longest=True))
    return longest.on(promise.platform, Wish(include=frozenset({promise.field})))


def _instant(promise: UtcInstant, showing: _Showing) -> Request:
    return showing.built(Wish(include=frozenset({promise.field})))


def _edge(promise: ScheduleWindow, showing: _Showing) -> Request:
    operation, world = showing.operation, showing.world
    beside = any(EACH not in field.segments for field in promise.fields)
    near = replace(showing.context, schedule="top" if beside else "each")
    accounts = telling(operation, world, hardest)[-1:]
    platforms = promise.platforms
    if platforms is not None and not (accounts and accounts[0].platform in platforms):
        accounts = showing.accounts(showing.platform(platforms))[:1]
    least, most = window(operation, accounts)
    ahead = least if promise.at_least is not None else most
    return replace(showing, context=near).built(Wish(accounts=accounts, ahead=ahead))


def _largest_file(promise: FileSize, showing: _Showing) -> Request:
    file = sized(promise.value.lower(), promise.allowed.least)
    return showing.built(Wish(upload=upload(file)))


def _format(promise: SupportedFormats, showing: _Showing) -> Request:
    return showing.built(Wish(upload=upload(in_format(promise.format))))


_SHOWN: dict[type, Callable[[Any, _Showing], Request]] = {
    Keyword: _keyword,
    Exists: _named,
    MediaType: _named,
    NotPublished: _named,
    SameAttribute: _named,
    Ignored: _ignored,
    SupportedText: _text,
    SeveralTargets: _several,
    ItemsPerPlatform: _most_items,
    TextLength: _longest_text,
    UtcInstant: _instant,
    ScheduleWindow: _edge,
    FileSize: _largest_file,
    SupportedFormats: _format,
}
"""How to show the cases of a promise; any other is shown by any request."""
