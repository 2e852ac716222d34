"""Reads the body of a request as it comes in, and no further than needed to refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.request import ABSENT
from ...openapi.rules import FileSize
from ...openapi.wire import MULTIPART, BodyReader
from .refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ...openapi import Operation, Requirement
    from ...openapi.request import Json

LONGEST = 10_000_000
"""The bytes of a body that is held in memory; the documents are silent."""

FORM_ROOM = 1 << 16
"""The bytes that a form may have beside its file."""


class TooLarge(Exception):
    """A body is larger than the operation takes, which the refusal says."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


async def read_body(
    operation: Operation, headers: Mapping[str, str], chunks: AsyncIterator[bytes]
) -> Json:
    """The body as values, ABSENT without one; nothing is read where none belongs.

    Raises Undecodable when it is none, and TooLarge as soon as that is certain: by Content-Length
    alone, or when a file has passed the limit of its type.
    """
    if operation.body is None:
        return ABSENT
    reader = BodyReader(operation, headers.get("content-type", ""))
    declared = headers.get("content-length", "")
    length = int(declared) if declared.isascii() and declared.isdigit() else 0
    streamed = _is_form(operation, headers)
    _require_room(operation, reader, length, streamed)
    async for chunk in chunks:
        reader.feed(chunk)
        _require_room(operation, reader, length, streamed)
    return reader.finish()


def _is_form(operation: Operation, headers: Mapping[str, str]) -> bool:
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    return operation.body is not None and sent == operation.body.content_type == MULTIPART


def _require_room(operation: Operation, reader: BodyReader, length: int, streamed: bool) -> None:
    if not streamed:
        if max(length, reader.size) > LONGEST:
            raise TooLarge(Refusal(400, f"The body has more than {LONGEST:,} bytes."))
        return
    requirement = _exceeded(operation, reader, length)
    if requirement is not None:
        raise TooLarge(Refusal(400, requirement.statement, (requirement,)))


def _exceeded(operation: Operation, reader: BodyReader, length: int) -> Requirement | None:
    """The file size limit that the upload certainly exceeds, read so far.

    As long as it is not known which limit holds, the largest one must be exceeded.
    """
    limits = [
        (requirement, rule)
        for requirement in operation.requirements
        if isinstance(rule := requirement.promise, FileSize)
    ]
    if not limits:
        return None
    _, rule = limits[0]
    at_least = max(length - FORM_ROOM, reader.uploads.get(rule.field.name, 0))
    known = [limit for limit in limits if limit[1].value == reader.fields.get(rule.by.name)]
    requirement, rule = max(known or limits, key=lambda limit: limit[1].limit.most)
    return requirement if at_least > rule.limit.most else None
