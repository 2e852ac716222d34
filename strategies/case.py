"""Cases: a faulty request beside its control, proved to differ in exactly one requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..openapi.violations import violations
from ..openapi.wire import decode, encode

if TYPE_CHECKING:
    from ..openapi import Operation, Request, Requirement, World
    from ..openapi.fields import Place


class Unproved(AssertionError):
    """A request that does not break exactly what it should: a mistake of the generator."""


@dataclass(frozen=True)
class Case:
    """One fault and its control.

    `fault` breaks the requirement and no other, `control` is the same request without the fault
    and breaks none. `note` says what was done, `place` where.
    """

    requirement: Requirement
    fault: Request
    control: Request
    note: str
    place: Place


def broken_by(operation: Operation, request: Request, world: World) -> list[Requirement]:
    """What a request breaks, judged on the bytes that would be sent for it."""
    received = decode(operation, encode(operation, request))
    return [violation.requirement for violation in violations(operation, received, world)]


def prove(operation: Operation, case: Case, world: World) -> Case:
    """The case itself when it is proved on the bytes to be sent; raises Unproved otherwise."""
    broken = broken_by(operation, case.fault, world)
    if broken != [case.requirement]:
        raise Unproved(f"{case.note}: breaks {broken}, not only {case.requirement}")
    prove_valid(operation, case.control, world)
    return case


def prove_valid(operation: Operation, request: Request, world: World) -> Request:
    """The request itself when it breaks nothing; raises Unproved otherwise."""
    broken = broken_by(operation, request, world)
    if broken:
        raise Unproved(f"a valid request for {operation.title} breaks {broken}")
    return request
