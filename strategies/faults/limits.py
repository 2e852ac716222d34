"""Faults in how much: items, characters or bytes above a limit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi.fields import EACH
from .. import texts
from ..bounds import limit_of
from ..uploads import sized, upload
from ..wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ...openapi import Account
    from ...openapi.rules import FileSize, ItemsPerPlatform, TextLength
    from ..case import Case
    from .making import Making


def too_many(promise: ItemsPerPlatform, making: Making) -> Case:
    """More items than the platform takes; no other target may be stricter."""

    def roomy(account: Account) -> bool:
        limit = limit_of(making.operation, promise.field, [account])
        return limit is None or limit > promise.limit

    accounts = making.among(lambda account: account.platform == promise.platform, roomy)
    control = making.control(Wish(making.context, accounts, items=promise.limit))
    others = [account for account in accounts if account.platform != promise.platform]
    most = limit_of(making.operation, promise.field, others)
    used = promise.field.child(EACH).values(control)
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
    note = f"has {promise.limit + extra} items"
    return making.case(control, promise.field.segments, [*used, *spare[:extra]], note)


def too_long(promise: TextLength, making: Making) -> Case:
    """More characters than the platform takes."""
    accounts = making.among(lambda account: account.platform == promise.platform)
    context = replace(making.context, longest=True)
    control = making.control(Wish(context, accounts, include=frozenset({promise.field})))
    concerned = next(a for a in reversed(accounts) if a.platform == promise.platform)
    place = making.place_in(control, promise.field, concerned)
    lengths = [promise.limit + more for more in (promise.limit * 9, 100, 1)]
    options = [(texts.of_length(length), f"has {length:,} characters") for length in lengths]
    return making.one_of(control, place, options)


def too_large(promise: FileSize, making: Making) -> Case:
    """A file of one byte more than either reading of the limit allows."""
    kind = promise.value.lower()
    control = making.control(
        Wish(making.context, upload=upload(sized(kind, promise.allowed.least)))
    )
    place = making.place_in(control, promise.field)
    file = sized(kind, promise.limit.most + 1)
    return making.case(control, place, upload(file), f"has {file.size:,} bytes")
