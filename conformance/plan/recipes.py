"""Recipes: how a run makes its requests, and which of them several checks share.

Every request is built once beforehand, in a planned world with invented ids, so that what several
checks need is sent once and its number is known. When it is sent, it is built again with the real
ids and the time of the moment: a recipe is a function of the world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi import Request, Upload, World
from ...openapi.rules import ItemsPerPlatform, Rule, SeveralTargets
from ...strategies import (
    HARDEST,
    Context,
    Unbuildable,
    Wish,
    build,
    contexts,
    hardest,
    prove_valid,
    seeded,
)
from ...strategies.bounds import rules_of
from ...strategies.targets import has_targets, telling, usable
from ..session.session import request_key
from ..session.stock import needed, planned_world, uploads
from ..target import Effect

if TYPE_CHECKING:
    from datetime import datetime

    from ...openapi import Account, Description, Operation, Requirement
    from ...strategies import Choose
    from ..session.session import Session
    from ..target import Target

Make = Callable[[World], Request]


class Recipes:
    """The recipes of one run. `valid` holds the planned valid requests by their keys."""

    def __init__(
        self, description: Description, target: Target, seed: int, depth: int, now: datetime
    ) -> None:
        self.description, self.target, self.seed, self.depth = description, target, seed, depth
        self.files = needed(description)
        self.world = planned_world(target.accounts, self.files, now)
        self.publishes = target.effects is Effect.PUBLISH
        rows = contexts()
        self._context = HARDEST if seed == 0 else rows[seed % len(rows)]
        self.valid: dict[str, tuple[Operation, Request]] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self.stock = [
            self.take_in(operation, request)
            for operation, request in uploads(description, self.files)
        ]

    def lacks(self, operation: Operation, requirement: Requirement) -> str | None:
        """What the target lacks so that a rule does not apply to it, None when it lacks nothing."""
        if isinstance(requirement.promise, Rule):
            return requirement.promise.lacks(self.world, operation.platforms(self.world))
        return None

    # Contexts --------------------------------------------------------------------------------

    def choose(self) -> Choose:
        """A new chooser, so that a recipe chooses alike each time."""
        return seeded(self.seed)

    def near(self, operation: Operation) -> Context:
        """The context of the baseline; scheduled far ahead where nothing may be published."""
        if not has_targets(operation):
            return Context()
        return self._context if self.publishes else replace(self._context, schedule="far")

    def apart(self, operation: Operation) -> Context:
        """The context of requests beside the baseline: posted at once where that is allowed."""
        if not has_targets(operation):
            return Context()
        return Context("last", "none" if self.publishes else "far")

    def plain(self, operation: Operation) -> Context:
        """The simplest context, for when the baseline is not accepted."""
        return replace(self.apart(operation), position="alone")

    def prefer(self, operation: Operation, world: World) -> tuple[Account, ...]:
        """The targets of the baseline: those about which most is promised, after another one.

        So a fault in either of them stands in a later target, where partial checks do not look.
        """
        told = telling(operation, world, self.choose())
        platforms = {account.platform for account in told}
        limits = {r.platform: r.limit for r in rules_of(operation, ItemsPerPlatform)}
        least = min((limits[p] for p in platforms if p in limits), default=0)
        others = [
            account
            for account in usable(operation, world)
            if account.platform not in platforms and limits.get(account.platform, least) >= least
        ]
        return (self.choose()(others), *told) if len(told) > 1 and others else told

    # Valid requests --------------------------------------------------------------------------

    def baseline(self, operation: Operation) -> Make:
        """The plain valid request of an operation, the control of most faults."""

        def make(world: World) -> Request:
            accounts = self.prefer(operation, world)
            wish = Wish(self.near(operation), accounts)
            return build(operation, world, wish, self.choose())

        return make

    def modest(self, operation: Operation) -> Make:
        """The baseline with short texts, and only the times that each target has of its own.

        So it holds nothing that is merely recommended, or that the documents contradict.
        """

        def make(world: World) -> Request:
            near = self.near(operation)
            schedule = "each" if near.schedule in ("top", "both") else near.schedule
            context = replace(near, longest=False, schedule=schedule)
            wish = Wish(context, self.prefer(operation, world))
            return build(operation, world, wish, self.choose())

        return make

    def broad(self, operation: Operation) -> Make:
        """One request for many promises: every platform, with every field that it ignores."""

        def make(world: World) -> Request:
            accounts: list[Account] = []
            for account in usable(operation, world):
                several = any(
                    rule.platform == account.platform
                    for rule in rules_of(operation, SeveralTargets)
                )
                count = sum(known.platform == account.platform for known in accounts)
                if count == 0 or (several and count == 1):
                    accounts.append(account)
            if not accounts:
                raise Unbuildable("the request has no targets")
            context = replace(self.apart(operation), full=True, ignored=True)
            wish = Wish(context, tuple(accounts))
            return build(operation, world, wish, hardest)

        return make

    def baseline_key(self, operation: Operation) -> str:
        """The key of the baseline; raises Unbuildable where the world lacks what it needs."""
        return self._key("baseline", operation, self.baseline)

    def broad_key(self, operation: Operation) -> str:
        """The key of the broad request, "" where there is none."""
        if not has_targets(operation):
            return ""
        try:
            return self._key("broad", operation, self.broad)
        except Unbuildable:
            return ""

    def _key(self, name: str, operation: Operation, recipe: Callable[[Operation], Make]) -> str:
        at = (name, operation.id)
        if at not in self._keys:
            self._keys[at] = self.take_in(operation, recipe(operation)(self.world))
        return self._keys[at]

    def take_in(self, operation: Operation, request: Request) -> str:
        """The key of a planned valid request, which checks may share from now on."""
        key = request_key(request)
        if key not in self.valid:
            self.valid[key] = (operation, prove_valid(operation, request, self.world))
        return key

    def posts_for(self, operation: Operation) -> list[tuple[Operation, str, Make]]:
        """What makes the posts that requests to the operation name: some that wait, some sent out."""
        if not operation.roles.get("post") or self.target.effects < Effect.SCHEDULE:
            return []
        for creator in self.description.creators("post"):
            try:
                found = [(creator, self.baseline_key(creator), self.baseline(creator))]
            except Unbuildable:
                continue
            if self.publishes and self.broad_key(creator):
                found.append((creator, self.broad_key(creator), self.broad(creator)))
            return found
        return []

    def planned(self, operation: Operation) -> list[tuple[str, Request]]:
        """The planned valid requests to an operation that the target's effects allow, by key."""
        return [
            (key, request)
            for key, (other, request) in self.valid.items()
            if other is operation and self.effect(operation, request) <= self.target.effects
        ]

    def effect(self, operation: Operation, request: Request) -> Effect:
        """The worst that a request does when it is accepted."""
        effect = Effect[operation.effect.upper()]
        scheduled = operation.roles.get("schedule", ())
        if effect is Effect.PUBLISH and scheduled and all(f.values(request) for f in scheduled):
            return Effect.SCHEDULE
        return effect


def prepare(recipes: Recipes, session: Session, operation: Operation) -> None:
    """See to it that the media and posts are there which requests to the operation name."""
    if names_media(operation):
        session.stock()
    for creator, key, make in recipes.posts_for(operation):
        session.stock()
        session.once(key, creator, make)


def names_media(operation: Operation) -> bool:
    """Whether the operation uploads media, or its requests name media that were uploaded."""
    uploads = operation.yields is not None and operation.yields.role == "media"
    return uploads or (bool(operation.roles.get("media")) and operation.effect != "read")


def upload_size(request: Request) -> int:
    """The bytes of the files in a request."""
    if not isinstance(request.body, dict):
        return 0
    return sum(value.size for value in request.body.values() if isinstance(value, Upload))
