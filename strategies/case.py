"""Cases: a faulty request beside its control, proved to differ in exactly one requirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..openapi.request import Content, Upload
from ..openapi.violations import violations
from ..openapi.wire import HEAD, Streamed, decode, encode

if TYPE_CHECKING:
    from ..openapi import Operation, Request, Requirement, World
    from ..openapi.fields import Place

LARGE = 1 << 20
"""Files above so many bytes are not read to their end when a request is proved."""


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
    """What a request breaks, judged on the bytes that would be sent for it.

    Of a file above `LARGE` the head is read, which is all that judging looks at, and its size is
    taken from what the payload declares.
    """
    received = _received(operation, request)
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


def _received(operation: Operation, request: Request) -> Request:
    wire = encode(operation, request)
    if wire.payload.size <= LARGE or not isinstance(wire.payload, Streamed):
        return decode(operation, wire)
    received = decode(operation, replace(wire, payload=_cut(wire.payload)))
    body = {
        name: replace(value, size=request.body[name].size) if isinstance(value, Upload) else value
        for name, value in received.body.items()
    }
    return replace(received, body=body)


def _cut(payload: Streamed) -> Streamed:
    return Streamed(
        tuple(
            piece if isinstance(piece, bytes) else (_Start(piece[0]), min(piece[1], HEAD))
            for piece in payload.pieces
        )
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """The first bytes of a content."""

    content: Content

    def chunks(self, chunk_size: int = HEAD) -> Iterator[bytes]:
        left = HEAD
        for chunk in self.content.chunks(chunk_size):
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return
