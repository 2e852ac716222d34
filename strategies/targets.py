"""The targets of a request: which accounts it may name, and which stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..openapi.fields import EACH, Field
from ..openapi.rules import Ignored, RequiredWhen
from .bounds import rules_of

if TYPE_CHECKING:
    from ..openapi import Account, Operation, World
    from .choice import Choose
    from .context import Position


def has_targets(operation: Operation) -> bool:
    """Whether a request has several targets, each in an item of an array."""
    return operation.account is not None and EACH in operation.account.segments


def usable(operation: Operation, world: World) -> list[Account]:
    """The accounts that a valid request may name."""
    platforms = operation.platforms(world)
    return [
        account
        for account in world.accounts.values()
        if account.platform in platforms and not _lacks_board(operation, account)
    ]


def _lacks_board(operation: Operation, account: Account) -> bool:
    boards = operation.roles.get("board", ())
    return not account.boards and any(
        account.platform in rule.platforms and rule.field in boards
        for rule in rules_of(operation, RequiredWhen)
    )


def bears(operation: Operation, field: Field, account: Account) -> bool:
    """Whether a valid request may hold the field in a target of the account and use it there."""
    for ignoring in rules_of(operation, Ignored):
        if ignoring.field == field:
            return account.platform in ignoring.used_by
    for needing in rules_of(operation, RequiredWhen):
        if needing.field == field:
            return account.platform in needing.platforms
    return True


def around(
    accounts: Sequence[Account], chosen: Account, position: Position, choose: Choose
) -> tuple[Account, ...]:
    """The chosen account at a position among others, as far as there are any."""
    others = [account for account in accounts if account.id != chosen.id]
    other_platforms = [a for a in others if a.platform != chosen.platform] or others
    if position == "alone" or not others:
        return (chosen,)
    one = choose(other_platforms)
    if position == "first":
        return (chosen, one)
    if position == "last":
        return (one, chosen)
    rest = [account for account in others if account.id != one.id]
    return (one, chosen, choose(rest)) if rest else (one, chosen)


def telling(operation: Operation, world: World, choose: Choose) -> tuple[Account, ...]:
    """Two targets about which the operation has the most rules, the one with more of them last.

    With these most faults share one control. Another seed takes another first target.
    """
    accounts = usable(operation, world)
    if not accounts or not has_targets(operation):
        return ()

    def rules(account: Account) -> int:
        return sum(account.platform in _platforms(r.promise) for r in operation.requirements)

    last = max(accounts, key=rules)
    others = [account for account in accounts if account.platform != last.platform]
    return (choose(sorted(others, key=rules)), last) if others else (last,)


def _platforms(promise: object) -> frozenset[str]:
    """The platforms that a rule is about; none where it is about all."""
    platforms: frozenset[str] | None = getattr(promise, "platforms", None)
    return (platforms or frozenset()) | {getattr(promise, "platform", "")}
