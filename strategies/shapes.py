"""Wishes of every shape: any optional fields, nulls where they are allowed, any allowed file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..openapi.fields import EACH, Field
from .context import contexts
from .uploads import allowed
from .wish import Wish

if TYPE_CHECKING:
    from ..openapi import Operation
    from ..openapi.description import Schema
    from .choice import Choose


def some_shape(operation: Operation, choose: Choose) -> Wish:
    """A wish for a request of any shape that the operation takes, the simplest first."""
    context = choose(contexts())
    optional, nullable = set(), []
    for field, schema, required in _fields(operation.schema, Field(())):
        if len(field.segments) > 1 and not required and choose([False, True]):
            optional.add(field)
        if "null" in schema.get("type", ()) and choose([False, True]):
            nullable.append(field)
    files = allowed(operation)
    return Wish(
        context,
        upload=choose(files) if files else None,
        include=frozenset(optional),
        fixed=tuple((field, None) for field in nullable),
    )


def _fields(schema: Schema, field: Field) -> Iterator[tuple[Field, Schema, bool]]:
    for name, child in schema.get("properties", {}).items():
        yield field.child(name), child, name in schema.get("required", ())
        yield from _fields(child, field.child(name))
    if "items" in schema:
        yield from _fields(schema["items"], field.child(EACH))
