"""Structural promises: the keywords of JSON Schema that become requirements by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..fields import EACH, Field
from ..requirements import Keyword, requirement_of

if TYPE_CHECKING:
    from ..description import Operation, Schema
    from ..requirements import Requirement
    from .provenance import Provenance

KEYWORDS = (
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "format",
)
"""The structural keywords that become requirements by themselves, beside `required`."""


def structural(operation: Operation, provenance: Provenance) -> Iterator[Requirement]:
    """The requirements that the keywords of the request's schema are."""
    for location, schema in operation.schema["properties"].items():
        if location == "body":
            if "body" in operation.schema.get("required", ()):
                yield from _keyword(
                    operation, Field(("body",)), "required", True, provenance, "A body is sent."
                )
            yield from _walk(operation, Field(("body",)), schema, provenance.within(schema))
        else:
            for name, child in schema["properties"].items():
                where = Field((location, name))
                inner = provenance.within(child)
                if location != "path" and name in schema.get("required", ()):
                    yield from _keyword(operation, where, "required", True, inner)
                yield from _walk(operation, where, child, inner)


def _walk(
    operation: Operation, where: Field, schema: Schema, provenance: Provenance
) -> Iterator[Requirement]:
    for keyword in KEYWORDS:
        if keyword in schema and _breakable(operation, where, keyword, schema):
            yield from _keyword(operation, where, keyword, schema[keyword], provenance)
    for name, child in schema.get("properties", {}).items():
        inner = provenance.within(child)
        if name in schema.get("required", ()):
            yield from _keyword(operation, where.child(name), "required", True, inner)
        yield from _walk(operation, where.child(name), child, inner)
    if "items" in schema:
        items = schema["items"]
        yield from _walk(operation, where.child(EACH), items, provenance.within(items))


def _breakable(operation: Operation, where: Field, keyword: str, schema: Schema) -> bool:
    """Whether a request can be written down that breaks the keyword: text is always text."""
    if keyword != "type" or schema.get("x-role") == "file":
        return True
    in_json = operation.body is not None and operation.body.content_type == "application/json"
    if where.segments[0] == "body" and in_json:
        return True
    return schema["type"] in ("integer", "number", "boolean")


def _keyword(
    operation: Operation,
    where: Field,
    keyword: str,
    value: Any,
    provenance: Provenance,
    statement: str | None = None,
) -> Iterator[Requirement]:
    level = provenance.at(keyword)
    if level is not None:
        is_file = (operation.schema_at(where) or {}).get("x-role") == "file"
        yield requirement_of(
            operation,
            f"{where.slug}/{keyword}",
            level,
            statement or f"{where} {says(keyword, value, is_file)}.",
            provenance.source,
            Keyword(where, keyword, value),
            ("rejects",) if keyword in ("required", "type") else ("accepts", "rejects"),
        )


def says(keyword: str, value: Any, is_file: bool = False) -> str:
    """What a keyword with a value says of a field, in words that follow its name."""
    if keyword == "type" and is_file:
        return "is a file"
    if keyword == "type":
        words = [value] if isinstance(value, str) else value
        return "is " + " or ".join(
            "null" if w == "null" else f"an {w}" if w[0] in "aio" else f"a {w}" for w in words
        )
    if keyword == "enum":
        return "is one of " + ", ".join(
            item if isinstance(item, str) else json.dumps(item) for item in value
        )
    return {
        "required": "is required",
        "const": f"is {json.dumps(value)}",
        "minimum": f"is at least {value}",
        "maximum": f"is at most {value}",
        "minLength": f"has at least {value} characters",
        "maxLength": f"has at most {value} characters",
        "minItems": f"has at least {value} items" if value != 1 else "has at least one item",
        "maxItems": f"has at most {value} items",
        "pattern": f"matches {value}",
        "format": f"is of the format {value}",
    }[keyword]
