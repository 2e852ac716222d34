"""The plan: which checks a run makes, in which order, and what they cost. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ...openapi.requirements import Behaviour, Keyword
from ..checks import accepts, authentication, behaves, rejects, responds, survives
from ..checks.fuzz import plan as plan_fuzz
from ..checks.fuzz import with_fuzz
from .bill import bill
from .recipes import Recipes

if TYPE_CHECKING:
    from ...openapi import Description, Operation, Requirement
    from ...strategies.files import MediaFile
    from ..checks.check import Check
    from ..target import Target
    from .bill import Send


@dataclass(frozen=True)
class Plan:
    """The checks of a run in the order in which they are asked, and what they cost.

    `files` are uploaded first. `sends` lists every request to an API that keeps its promises: the
    operation and the accounts it posts to. `made` counts, by role, what is made and deleted again; `published` the
    posts that go out at once, and stay.
    """

    description: Description
    target: Target
    seed: int
    files: tuple[MediaFile, ...]
    checks: tuple[Check, ...]
    sends: tuple[Send, ...] = field(repr=False, default=())
    upload_bytes: int = 0
    made: tuple[tuple[str, int], ...] = ()
    published: int = 0

    @property
    def requests(self) -> int:
        """How many requests a run sends to an API that keeps its promises."""
        return len(self.sends)

    def allowed(self, check: Check) -> bool:
        """Whether the target's effects allow the check."""
        return check.effect <= self.target.effects


def make_plan(
    description: Description,
    target: Target,
    *,
    seed: int = 0,
    depth: int = 0,
    only: Iterable[str] = (),
    fuzz: bool = False,
    now: datetime | None = None,
) -> Plan:
    """The plan for a target.

    `seed` chooses other contexts than the hardest, `depth` adds so many Hypothesis examples for
    each requirement that something can break, `only` leaves the requirements whose id matches a
    pattern (with wildcards, or a part of the id). `fuzz` adds the requests that schemathesis makes.
    """
    if fuzz:
        description = with_fuzz(description)
    recipes = Recipes(description, target, seed, depth, now or datetime.now(UTC))
    patterns = tuple(only)
    operations = sorted(description.operations.values(), key=_turn)
    chosen = {
        operation.id: [r for r in operation.requirements if matches(r.id, patterns)]
        for operation in operations
    }
    checks = [
        *(check for o in operations for check in _active(recipes, o, chosen[o.id])),
        *(check for o in operations for check in responds.plan(recipes, o, chosen[o.id])),
    ]
    cost = bill(recipes, checks)
    return Plan(
        description,
        target,
        seed,
        recipes.files,
        tuple(checks),
        tuple(cost.sends),
        cost.upload_bytes,
        tuple(cost.made.items()),
        cost.published,
    )


def matches(identifier: str, patterns: Iterable[str]) -> bool:
    """Whether a requirement's id matches one of the patterns; without patterns all do."""
    patterns = tuple(patterns)
    return not patterns or any(
        fnmatchcase(identifier, pattern) if set(pattern) & set("*?[") else pattern in identifier
        for pattern in patterns
    )


def _turn(operation: Operation) -> int:
    """Reading listings waits until something has been made, deleting until all was read."""
    if operation.deletes is not None:
        return 3 if operation.deletes.role == "post" else 4
    if operation.yields is None:
        return 2
    return 1 if operation.yields.role == "post" else 0


def _active(recipes: Recipes, operation: Operation, chosen: list[Requirement]) -> list[Check]:
    """The checks that send something, those first that show whether the operation tells apart."""

    def asked(kind: str) -> list[Requirement]:
        return [requirement for requirement in chosen if kind in requirement.checks]

    refusals = sorted(asked("rejects"), key=lambda r: not _is_authentication(r))
    # rules before keywords: what they need sent often shows the keywords too
    acceptances = sorted(asked("accepts"), key=lambda r: isinstance(r.promise, Keyword))
    return [
        *(
            authentication.plan(recipes, operation, requirement)
            if _is_authentication(requirement)
            else rejects.plan(recipes, operation, requirement)
            for requirement in refusals
        ),
        *(accepts.plan(recipes, operation, requirement) for requirement in acceptances),
        *(survives.plan(recipes, operation, requirement) for requirement in asked("survives")),
        *(behaves.plan(recipes, operation, requirement) for requirement in asked("behaves")),
        *plan_fuzz(recipes, operation, chosen),
    ]


def _is_authentication(requirement: Requirement) -> bool:
    promise = requirement.promise
    return isinstance(promise, Behaviour) and promise.kind == "authentication"
