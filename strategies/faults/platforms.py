"""Faults that depend on the platform: one that is not supported, a field that one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ...openapi.rules import RequiredWhen, SupportedPlatforms
    from ..case import Case
    from .making import Making


def unsupported(promise: SupportedPlatforms, making: Making) -> Case:
    """An account on a platform that is not supported."""
    world = making.world
    others = [a for a in world.accounts.values() if a.platform not in promise.supported]
    if not others:
        raise Unbuildable("the target has no account on another platform")
    control = making.control(Wish(making.context, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    return making.case(control, place, other.id, f"is an account on {other.platform}")


def missing(promise: RequiredWhen, making: Making) -> Case:
    """A target without a field that its platform needs."""
    accounts = making.among(lambda account: account.platform in promise.platforms)
    control = making.control(Wish(making.context, accounts))
    concerned = next(a for a in reversed(accounts) if a.platform in promise.platforms)
    return making.without(control, making.place_in(control, promise.field, concerned))
