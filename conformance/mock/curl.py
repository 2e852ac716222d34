"""Command lines that talk to a mock as they stand."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ...openapi.wire import MULTIPART

if TYPE_CHECKING:
    from ...openapi import Description, Operation
    from ...openapi.description import ApiKey, Schema


def curl(
    key: ApiKey | None, api_key: str, address: str, operation: Operation, *, query: bool = True
) -> str:
    """A curl line with the example values of the description; those of the query on demand."""
    words = ["curl"]
    if operation.method != "GET":
        words += ["-X", operation.method]
    target = _target(operation)
    words.append(address + (target if query else target.partition("?")[0]))
    if key is not None:
        words += ["-H", f"{key.header}: {key.prefix}{api_key}"]
    return " ".join(shlex.quote(word) for word in (*words, *_body(operation)))


def listing_of_accounts(description: Description) -> Operation:
    """The operation to begin with: what it answers is needed for all others."""
    return description.lister("account") or next(iter(description.operations.values()))


def _target(operation: Operation) -> str:
    def segment(match: re.Match[str]) -> str:
        return quote(str(_example(_properties(operation, "path")[match[1]])), safe="")

    path = re.sub(r"\{([^}]+)\}", segment, operation.path)
    query = {
        name: schema["example"]
        for name, schema in _properties(operation, "query").items()
        if "example" in schema
    }
    return f"{path}?{urlencode(query)}" if query else path


def _body(operation: Operation) -> list[str]:
    body = operation.body
    if body is None:
        return []
    if body.content_type == MULTIPART:
        fields = body.schema["properties"].items()
        return [word for name, schema in fields for word in ("-F", f"{name}={_form(schema)}")]
    example: Any = next(iter(body.examples.values()), {})
    shown = json.dumps(example, ensure_ascii=False)
    return ["-H", f"Content-Type: {body.content_type}", "-d", shown]


def _form(schema: Schema) -> str:
    return "@photo.png" if schema.get("x-role") == "file" else str(_example(schema))


def _example(schema: Schema) -> Any:
    return schema.get("example", next(iter(schema.get("enum", ())), "1"))


def _properties(operation: Operation, location: str) -> dict[str, Schema]:
    found: dict[str, Schema] = operation.schema["properties"][location]["properties"]
    return found
