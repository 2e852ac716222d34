"""One request to an operation, before it is encoded and after it is decoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict of such."""


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""Stands for a body that is not sent at all (None is the JSON value null)."""


class Content(Protocol):
    """The bytes of an upload, produced in pieces and never held as a whole."""

    def chunks(self, chunk_size: int = ...) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body.

    `size` is in bytes. `kind` ("image" or "video") and the size in pixels are what the bytes
    show themselves, None when they cannot be told. `content` is None once it has been consumed.
    """

    filename: str
    content_type: str
    size: int
    kind: str | None = None
    width: int | None = None
    height: int | None = None
    content: Content | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Request:
    """A request as values: what the rules and the JSON Schemas look at.

    `path`, `query` and `headers` map parameter names to JSON values; `body` is a JSON value, for
    multipart a dict of text and `Upload`s, or ABSENT. Values are never changed in place.
    """

    operation: str
    path: Mapping[str, Json] = field(default_factory=dict)
    query: Mapping[str, Json] = field(default_factory=dict)
    headers: Mapping[str, Json] = field(default_factory=dict)
    body: Json = ABSENT

    def parts(self) -> dict[str, Json]:
        """The whole request as one JSON-like object, so that one pointer reaches anything in it."""
        parts: dict[str, Json] = {
            "path": self.path,
            "query": self.query,
            "header": self.headers,
        }
        if self.body is not ABSENT:
            parts["body"] = self.body
        return parts


def request_from_parts(operation: str, parts: Mapping[str, Json]) -> Request:
    """The request whose `parts()` these are."""
    return Request(
        operation,
        path=parts["path"],
        query=parts["query"],
        headers=parts["header"],
        body=parts.get("body", ABSENT),
    )
