"""The bounds that the rules of an operation set to valid requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from ..openapi.rules import ItemsPerPlatform, Rule, ScheduleWindow, TextLength

if TYPE_CHECKING:
    from ..openapi import Account, Operation
    from ..openapi.fields import Field

R = TypeVar("R", bound=Rule)

DEFAULT_AHEAD = timedelta(days=25)
"""How far ahead posts are scheduled where nothing else is asked for.

Far enough that what a broken-off run leaves behind does not go out before somebody sees it.
"""

SLACK = timedelta(minutes=1)
"""Time that may pass between building a request and its arrival."""


def rules_of(operation: Operation, kind: type[R]) -> list[R]:
    """The operation's rules of one kind."""
    return [r.promise for r in operation.requirements if type(r.promise) is kind]


def limit_of(operation: Operation, field: Field, accounts: Sequence[Account]) -> int | None:
    """The strictest limit that rules set to items or characters of a field, None without any."""
    platforms = {account.platform for account in accounts}
    rules = [*rules_of(operation, ItemsPerPlatform), *rules_of(operation, TextLength)]
    limits = (r.limit for r in rules if r.field == field and r.platform in platforms)
    return min(limits, default=None)


def window(operation: Operation, accounts: Sequence[Account]) -> tuple[timedelta, timedelta]:
    """How soon and how late a post on these accounts may be scheduled; anything is, without."""
    platforms = {account.platform for account in accounts}
    rules = [
        rule
        for rule in rules_of(operation, ScheduleWindow)
        if rule.platforms is None or not accounts or rule.platforms & platforms
    ]
    least = [r.at_least + r.tolerance + SLACK for r in rules if r.at_least is not None]
    most = [r.at_most - r.tolerance for r in rules if r.at_most is not None]
    return max(least, default=timedelta(hours=1)), min(most, default=timedelta(days=25))


def instant(moment: datetime) -> str:
    """A moment as the documents write it: ISO 8601, whole seconds, `Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
