"""The bill: every request that a plan sends to an API that keeps its promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..session.ledger import makes
from ..target import Effect
from .recipes import names_media, upload_size

if TYPE_CHECKING:
    from ...openapi import Operation, Request
    from ..checks.check import Check
    from .recipes import Recipes

Send = tuple[str, tuple[str, ...]]
"""An operation's id, and the accounts that the request posts to."""


@dataclass
class Bill:
    """What a plan costs: its requests in order, the bytes of its uploads, the objects it makes.

    Everything that is made is deleted again, so a deletion is counted where the thing is made;
    `published` counts the posts that go out at once, and stay.
    """

    sends: list[Send] = field(default_factory=list)
    upload_bytes: int = 0
    made: dict[str, int] = field(default_factory=dict)
    published: int = 0

    def send(self, operation: Operation, request: Request | None = None) -> None:
        """Count one request; with `request` one that is accepted."""
        if request is None:
            self.sends.append((operation.id, ()))
            return
        if operation.deletes is not None:
            return
        self.upload_bytes += upload_size(request)
        self.sends.append(posting(operation, request))
        if operation.yields is not None:
            role = operation.yields.role
            count = makes(operation, request)
            self.made[role] = self.made.get(role, 0) + count
            if role == "post" and not count:
                self.published += len(self.sends[-1][1])


def bill(recipes: Recipes, checks: Iterable[Check]) -> Bill:
    """The bill for the checks; those that do not run cost nothing."""
    total = Bill()
    sent: set[str] = set()

    def share(keys: Iterable[str], operation: Operation) -> None:
        for key in keys:
            if key not in sent:
                sent.add(key)
                total.send(*recipes.valid.get(key, (operation, None)))

    for check in checks:
        if not runs(recipes, check):
            continue
        operation = recipes.description.operation_of(check.requirement)
        if names_media(operation) and recipes.target.effects >= Effect.SCHEDULE:
            share(recipes.stock, operation)
        for creator, key, _ in recipes.posts_for(operation):
            share(recipes.stock, operation)
            share([key], creator)
        share(check.shared, operation)
        total.sends += check.own
        if check.kind == "rejects":
            total.upload_bytes += check.upload
    for role, count in total.made.items():
        deleter = recipes.description.deleter(role)
        if deleter is not None:
            total.sends += [(deleter.id, ())] * count
    return total


def posting(operation: Operation, request: Request) -> Send:
    """The operation, and the accounts that a request posts to."""
    accounts = operation.account.values(request) if operation.account is not None else []
    return operation.id, tuple(account for account in accounts if isinstance(account, str))


def runs(recipes: Recipes, check: Check) -> bool:
    """Whether a check sends anything to the target."""
    limit = recipes.target.max_upload
    return (
        check.kind != "responds"
        and check.lacks is None
        and check.effect <= recipes.target.effects
        and (limit is None or check.upload <= limit)
    )
