"""Examples of a requirement: what keeps it and what breaks it, in a small world made up for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...openapi import Account, Level, Media, Post, World
from ...openapi.register import ROBUSTNESS
from ...openapi.requirements import Answer, Behaviour
from ...openapi.world import platform_name
from ...strategies import Context, Unbuildable, breakable, fault, hardest
from ...strategies.exercise import cases, exercise
from ...strategies.hostile import hostile
from ..session.stock import needed
from . import answers, steps
from .message import Message, of_request, of_wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...openapi import Description, Operation, Requirement
    from ...openapi.world import MediaKind

TOLD = {
    Level.MUST: "Must be",
    Level.SHOULD: "Should be",
    Level.ASSUMED: "Is assumed to be",
}

SAID = frozenset({"accepted", "instant", "named", "same", "several"})
"""Cases that tell nothing beyond the statement of their requirement."""


@dataclass(frozen=True, slots=True)
class Example:
    """What keeps a requirement and what breaks it, each None where there is no such thing.

    `steps` tell a behaviour that takes several requests; `lacks` why no example can be built.
    """

    keeps: Message | None = None
    breaks: Message | None = None
    steps: tuple[str, ...] = ()
    lacks: str | None = None


def example(
    description: Description,
    requirement: Requirement,
    accounts: Iterable[Account],
    now: datetime | None = None,
) -> Example:
    """An example of a requirement with these accounts: a fault by a hair in a plain request."""
    operation, promise = description.operation_of(requirement), requirement.promise
    if isinstance(promise, Answer):
        return Example(*answers.example(operation, promise))
    if isinstance(promise, Behaviour) and promise.kind not in ("authentication", "robustness"):
        return Example(steps=steps.of(description, requirement, promise))
    world = example_world(description, accounts, now)
    try:
        if not isinstance(promise, Behaviour):
            return _of_request(description, requirement, world)
        if promise.kind == "robustness":
            case = promise.parameters["case"]
            wire = hostile(operation, case, world, Context())
            says = f"Must be answered, and not with 5xx: {ROBUSTNESS[case]}"
            return Example(of_wire(says, wire, description.key))
        request = exercise(operation, requirement, "accepted", world, Context())
        shown = promise.parameters["key"]
        refused = _refused(requirement, f"the API key is {shown}")
        return Example(
            of_request("Must be accepted", operation, request, description.key),
            of_request(refused, operation, request, description.key, shown),
        )
    except Unbuildable as error:
        return Example(lacks=str(error))


def example_world(
    description: Description, accounts: Iterable[Account], now: datetime | None = None
) -> World:
    """A world with the accounts, the media that a run would upload, and two posts."""
    media: dict[str, Media] = {}
    first: dict[str, Media] = {}
    for file in needed(description):
        kind: MediaKind = "video" if file.kind == "video" else "image"
        number = sum(each.kind == kind for each in media.values()) + 1
        made = Media(f"media_{kind}_{number}", kind, file.width, file.height)
        if number == 1:
            made = first[kind] = replace(made, id=f"media_{kind}")
        elif made.aspect_ratio != first[kind].aspect_ratio:
            made = replace(made, id=f"media_{kind}_{file.width}x{file.height}")
        media[made.id] = made
    known = {account.id: account for account in accounts}
    owner = next(iter(known), "")
    posts = {
        "post_scheduled": Post("post_scheduled", owner, "scheduled"),
        "post_published": Post("post_published", owner, "published"),
    }
    return World(known, media, posts, (now or datetime.now(UTC)).replace(second=0, microsecond=0))


def accepted_cases(operation: Operation, requirement: Requirement, world: World) -> tuple[str, ...]:
    """What must be seen accepted, in words; nothing where the statement says it already."""
    found = cases(operation, requirement, world) - SAID
    return tuple(platform_name(case) if case in world.platforms else case for case in sorted(found))


def _of_request(description: Description, requirement: Requirement, world: World) -> Example:
    operation, key = description.operation_of(requirement), description.key
    if "rejects" in requirement.checks and breakable(requirement.promise):
        case = fault(operation, requirement, world, Context(), hardest)
        return Example(
            of_request(f"{TOLD[requirement.level]} accepted", operation, case.control, key),
            of_request(_refused(requirement, case.note), operation, case.fault, key),
        )
    wanted = min(cases(operation, requirement, world), default="accepted")
    request = exercise(operation, requirement, wanted, world, Context())
    says = f"{TOLD[requirement.level]} accepted; to refuse it breaks the promise"
    return Example(of_request(says, operation, request, key))


def _refused(requirement: Requirement, note: str) -> str:
    status = f" with {requirement.status}" if requirement.status is not None else ""
    return f"{TOLD[requirement.level]} refused{status}: {note}"
