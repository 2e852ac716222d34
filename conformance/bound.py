"""An operation as generators of requests are to see it: real ids, and times that do no harm.

To them an id is any text, and what they make of it breaks a rule before it gets to what it was
made for. So each field that names something of the target, or a time, is held to what it is in a
valid request; everything else is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..openapi.fields import EACH, Field

if TYPE_CHECKING:
    from ..openapi import Operation, Request
    from ..openapi.description import Schema

HELD = ("account", "board", "media", "post", "schedule")
"""The roles of the fields that are held."""


def bound(operation: Operation, valid: Request | None) -> dict[str, Any]:
    """An OpenAPI document of the one operation, in which requests are near the valid one.

    Without a valid request nothing is held.
    """
    whole = operation.schema["properties"]
    declared: dict[str, Any] = {
        "operationId": operation.id,
        "parameters": [
            {
                "name": name,
                "in": location,
                "required": location == "path" or name in whole[location].get("required", ()),
                "schema": _bound(operation, Field((location, name)), schema, valid),
            }
            for location in ("path", "query", "header")
            for name, schema in whole[location]["properties"].items()
        ],
        "responses": {"200": {"description": "As documented."}},
    }
    if operation.body is not None:
        media: dict[str, Any] = {
            "schema": _bound(operation, Field(("body",)), operation.body.schema, valid)
        }
        if valid is not None and operation.body.content_type == "application/json":
            media["example"] = valid.body
        content = {operation.body.content_type: media}
        declared["requestBody"] = {"required": operation.body.required, "content": content}
    return {
        "openapi": "3.1.0",
        "info": {"title": operation.title, "version": "1"},
        "paths": {operation.path: {operation.method.lower(): declared}},
    }


def _bound(
    operation: Operation, field: Field, schema: Schema, valid: Request | None
) -> dict[str, Any]:
    if schema.get("x-role") == "file":
        return {"type": "string", "format": "binary"}
    found = {
        keyword: value
        for keyword, value in schema.items()
        if not keyword.startswith("x-") and keyword not in ("example", "examples")
    }
    if valid is not None and _is_held(operation, field):
        values = field.values(valid)
        if values:
            found["enum"] = list(dict.fromkeys(values))
    if "properties" in schema:
        children = {name: field.child(name) for name in schema["properties"]}
        found["properties"] = {
            name: _bound(operation, child, schema["properties"][name], valid)
            for name, child in children.items()
        }
        if valid is not None:
            held = [n for n, c in children.items() if _is_held(operation, c) and c.values(valid)]
            found["required"] = list(dict.fromkeys([*schema.get("required", ()), *held]))
    if "items" in schema:
        found["items"] = _bound(operation, field.child(EACH), schema["items"], valid)
    return found


def _is_held(operation: Operation, field: Field) -> bool:
    return any(field in operation.roles.get(role, ()) for role in HELD)
