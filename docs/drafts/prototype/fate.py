"""What becomes of an accepted request that creates posts, as the documents have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .description import Operation
    from .request import Json, Request

Fate = Literal["publish", "schedule", "draft"]


def fate(operation: Operation, request: Request) -> Fate:
    """Whether the posts go out at once, at a time, or not at all.

    What the documents leave open (two of them asked for, or none) counts as `publish`.
    """
    now = any(value is not False for value in played(operation, "publish-now", request))
    if now:
        return "publish"
    if any(value is True for value in played(operation, "draft", request)):
        return "draft"
    return "schedule" if played(operation, "schedule", request) else "publish"


def played(operation: Operation, role: str, request: Request) -> list[Json]:
    """The values of the fields with a role; null is no value."""
    fields = operation.roles.get(role, ())
    return [value for field in fields for value in field.values(request) if value is not None]
