"""Values that break one JSON Schema keyword, simplest first and hardest last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..openapi.description import Schema
    from ..openapi.request import Json

Broken = tuple[Any, str]
"""A value and what is wrong with it, as in "is a number"."""

_OF_TYPE: dict[str, Broken] = {
    "number": (7, "is a number"),
    "integer": (7, "is a number"),
    "boolean": (True, "is a boolean"),
    "string": ("postproof", "is a string"),
    "array": ([], "is an array"),
    "object": ({}, "is an object"),
}


def breaking(keyword: str, schema: Schema, now: Json, written: str) -> list[Broken]:
    """Values that break a keyword of a schema where `now` keeps it.

    `written` is "json" or "text": in a path, a query or a form every value is a text.
    """
    if keyword == "type":
        return _types(schema, now, written)
    limit = schema[keyword]
    if keyword in ("enum", "const"):
        return [(value, f"is {value!r}") for value in _others(schema)]
    if keyword == "minimum":
        return [(limit - 1000, f"is {limit - 1000}"), (limit - 1, f"is {limit - 1}")]
    if keyword == "maximum":
        return [(limit * 10 + 1, f"is {limit * 10 + 1}"), (limit + 1, f"is {limit + 1}")]
    if keyword == "minLength":
        return [(now[: limit - 1], f"has {limit - 1} characters")]
    if keyword == "maxLength":
        padded = now.ljust(limit, "x")
        return [(padded + "x" * n, f"has {limit + n} characters") for n in (limit * 9 + 1, 1)]
    if keyword == "minItems":
        return [(now[: limit - 1], f"has {limit - 1} items")]
    if keyword == "maxItems":
        return [((now * (limit + 1))[: limit + 1], f"has {limit + 1} items")]
    return [(value, f"is {value!r}") for value in _unfit(keyword, limit)]


def _types(schema: Schema, now: Json, written: str) -> list[Broken]:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if written == "text":
        if schema.get("x-role") == "file":
            return [("postproof", "is a text and not a file")]
        return [("abc", "is not a number"), ("1.5x", "is not a number"), ("ten", "is a word")]
    kinds = ["number", "boolean", "string", "array", "object"]
    kinds = [k for k in kinds if k not in types and not (k == "number" and "integer" in types)]
    if "array" in types and isinstance(now, list) and now and isinstance(now[0], dict):
        return [*(_OF_TYPE[k] for k in kinds if k != "object"), (now[0], "is one object")]
    return [_OF_TYPE[kind] for kind in kinds]


def _others(schema: Schema) -> list[Json]:
    allowed = schema.get("enum", [schema.get("const")])
    return [v for v in (f"NOT_{allowed[0]}", "UNKNOWN", "AUDIO") if v not in allowed]


def _unfit(keyword: str, limit: str) -> list[str]:
    candidates = ["postproof", "", "!", "0", "a b"]
    if keyword == "pattern":
        return [text for text in candidates if not re.search(limit, text)] or ["\x7f"]
    return ["postproof"]
