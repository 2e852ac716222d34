"""Promises about answers: documented statuses, media type, and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..fields import EACH
from ..requirements import Answer, Level, requirement_of
from .structure import KEYWORDS, says

if TYPE_CHECKING:
    from ..description import Operation, Schema
    from ..requirements import Requirement
    from .provenance import Provenance

UNPROVOKED = ("429", "5")
"""Statuses, or their first digits, that the suite does not bring about."""


def answering(
    operation: Operation, declared: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    """The requirements on the answers of an operation; `declared` are its responses."""
    statuses = ", ".join(operation.responses)
    yield requirement_of(
        operation,
        "response/status",
        Level.ASSUMED,
        f"Answers have one of the documented statuses {statuses}.",
        provenance.source,
        Answer("status"),
        ("responds",),
    )
    if any(response.content_type for response in operation.responses.values()):
        yield requirement_of(
            operation,
            "response/content-type",
            provenance.level or Level.MUST,
            "Answers are JSON and say so.",
            provenance.source,
            Answer("content-type"),
            ("responds",),
        )
    for response in operation.responses.values():
        if response.schema is not None and not response.status.startswith(UNPROVOKED):
            inner = provenance.within(declared[response.status]).within(response.schema)
            yield from _fields(operation, response.status, response.schema, (), inner)


def _fields(
    operation: Operation,
    status: str,
    schema: Schema,
    place: tuple[str, ...],
    provenance: Provenance,
) -> Iterator[Requirement]:
    for name, child in schema.get("properties", {}).items():
        where, inner = (*place, name), provenance.within(child)
        required = name in schema.get("required", ())
        shown = ".".join(where).replace(f".{EACH}", EACH)
        parts = [says(word, child[word]) for word in KEYWORDS if word in child]
        yield requirement_of(
            operation,
            f"response/{status}/{'/'.join('*' if w == EACH else w for w in where)}",
            inner.level or Level.MUST,
            f"In a {status}, {shown} "
            + ("is there" if required else "may be there")
            + (" and " if parts else "")
            + " and ".join(parts)
            + ".",
            inner.source,
            Answer("field", status, where),
            ("responds",),
        )
        yield from _fields(operation, status, child, where, inner)
    if "items" in schema:
        items = schema["items"]
        inner = provenance.within(items)
        yield from _fields(operation, status, items, (*place, EACH), inner)
