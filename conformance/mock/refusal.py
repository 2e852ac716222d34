"""What the mock answers: a reply as the vendor gives it, or a refusal that the vendor words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...openapi.fields import pointer
from ...openapi.rules import Exists

if TYPE_CHECKING:
    from ...openapi import Requirement, Violation


@dataclass(frozen=True)
class Reply:
    """An answer: status, the value that its JSON body holds, and further headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """A request is refused: with which status, why in whole sentences, and what it breaks.

    `place` is the JSON Pointer of the first broken place in the whole request, None where no
    single value is to blame.
    """

    status: int
    error: str
    requirements: tuple[Requirement, ...] = ()
    place: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, violations: tuple[Violation, ...]) -> Refusal:
        """The refusal of a request with these violations, at least one, by the first of them."""
        first = violations[0]
        place = pointer(first.places[0])
        return cls(
            status_of(first.requirement),
            f"{first.requirement.statement} (at {place})",
            tuple(violation.requirement for violation in violations),
            place,
        )


def status_of(requirement: Requirement) -> int:
    """The status that refuses what breaks the requirement, documented or the nearest to it."""
    if requirement.status is not None:
        return requirement.status
    return 404 if isinstance(requirement.promise, Exists) else 400
