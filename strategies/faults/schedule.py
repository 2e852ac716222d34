"""Faults in when: times that are not in UTC, or outside the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi.fields import EACH
from ..bounds import DEFAULT_AHEAD, instant, window
from ..instants import NOT_UTC, outside
from ..wish import Wish

if TYPE_CHECKING:
    from datetime import timedelta

    from ...openapi import Account
    from ...openapi.fields import Field
    from ...openapi.rules import ScheduleWindow, UtcInstant
    from ..case import Case
    from ..context import Schedule
    from .making import Making


def holding(making: Making, field: Field, accounts: tuple[Account, ...]) -> Wish:
    """A wish for a request that holds the field.

    A time that stands beside the targets stands alone, for the target that may be scheduled
    soonest, as soon as may be.
    """
    beside = field in making.operation.roles.get("schedule", ()) and EACH not in field.segments
    if beside and accounts:

        def soonest(account: Account) -> timedelta:
            return window(making.operation, [account])[0]

        one = min(accounts, key=soonest)
        return Wish(
            replace(making.context, schedule="top"),
            (one,),
            ahead=soonest(one),
            include=frozenset({field}),
        )
    return Wish(making.context, accounts, include=frozenset({field}))


def not_utc(promise: UtcInstant, making: Making) -> Case:
    """A time that is no ISO 8601 instant in UTC with `Z`."""
    control = making.control(holding(making, promise.field, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    moment = making.world.now + DEFAULT_AHEAD
    return making.one_of(control, place, [(write(moment), note) for note, write in NOT_UTC])


def outside_the_window(promise: ScheduleWindow, making: Making) -> Case:
    """A time that is too soon or too late for the platform."""

    def bound(account: Account) -> bool:
        return promise.platforms is None or account.platform in promise.platforms

    accounts = making.among(bound)
    inside = {EACH in field.segments: field for field in reversed(promise.fields)}
    field = inside.get(making.context.schedule != "top", promise.fields[0])
    schedule: Schedule = "each" if EACH in field.segments else "top"
    control = making.control(Wish(replace(making.context, schedule=schedule), accounts))
    concerned = [account for account in accounts if bound(account)]
    place = making.place_in(control, field, concerned[-1] if concerned else None)
    now = making.world.now
    return making.one_of(
        control, place, [(instant(now + ahead), note) for note, ahead in outside(promise)]
    )
