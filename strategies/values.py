"""Values that break one JSON Schema keyword, simplest first and hardest last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..openapi.description import Schema
    from ..openapi.request import Json

Broken = tuple[Any, str]
"""A value and what is wrong with it, as in "is a number"."""

_OF_TYPE: dict[str, Broken] = {
    "number": (7, "is a number"),
    "fraction": (1.5, "is no whole number"),
    "boolean": (True, "is a boolean"),
    "string": ("postproof", "is a string"),
    "array": ([], "is an array"),
    "object": ({}, "is an object"),
}
_ALSO = {"number": ("number", "fraction"), "integer": ("number",)}
"""The kinds of `_OF_TYPE` that a type of another name takes."""


def breaking(keyword: str, schema: Schema, now: Json, *, in_json: bool) -> list[Broken]:
    """Values that may break a keyword of a schema where `now` keeps it.

    Some may break another keyword instead or as well: it is for the caller to see. Without
    `in_json` every value is a text: in a path, a query, a header or a form.
    """
    if keyword == "type":
        return _types(schema, now) if in_json else _texts(schema)
    limit = schema[keyword]
    if keyword in ("enum", "const"):
        return _shown(_others(schema, now))
    if keyword == "minimum":
        return [(value, f"is {value}") for value in (limit - 1000, limit - 1)]
    if keyword == "maximum":
        return [(value, f"is {value}") for value in (limit + abs(limit) * 9 + 1, limit + 1)]
    if keyword == "minLength":
        return [
            (now[:length], f"has {length} characters") for length in sorted({0, max(0, limit - 1)})
        ]
    if keyword == "maxLength":
        return _longer(now, limit)
    if keyword == "minItems":
        return [(now[: limit - 1], f"has {limit - 1} items")] if limit else []
    if keyword == "maxItems":
        return [((now * (limit + 1))[: limit + 1], f"has {limit + 1} items")]
    return _shown(["postproof", "", "!", "0", "a b", f"{now} ", f"{now}\x7f"])


def _types(schema: Schema, now: Json) -> list[Broken]:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    taken = {kind for name in types for kind in _ALSO.get(name, (name,))}
    kinds = [kind for kind in _OF_TYPE if kind not in taken]
    if "integer" not in types and "fraction" in kinds:
        kinds.remove("fraction")
    if "array" in types and isinstance(now, list) and now and isinstance(now[0], dict):
        return [*(_OF_TYPE[k] for k in kinds if k != "object"), (now[0], "is one object")]
    return [_OF_TYPE[kind] for kind in kinds]


def _texts(schema: Schema) -> list[Broken]:
    if schema.get("x-role") == "file":
        return [("postproof", "is a text and not a file")]
    if schema["type"] == "boolean":
        return [("maybe", "is not a boolean"), ("yes", "is a word"), ("TRUE", "is in capitals")]
    wrong = [("abc", "is not a number"), ("1.5x", "is not a number"), ("ten", "is a word")]
    return wrong if schema["type"] == "number" else [*wrong, ("1.5", "is no whole number")]


def _others(schema: Schema, now: Json) -> list[Json]:
    allowed = schema.get("enum", [schema.get("const")])
    others: list[Json] = [f"NOT_{allowed[0]}", "UNKNOWN", "AUDIO"]
    if isinstance(now, bool):
        others = [not now]
    elif isinstance(now, int | float):
        numbers = [value for value in allowed if isinstance(value, int | float)]
        others = [max(numbers) + 1000, min(numbers) - 1, max(numbers) + 1]
    return [value for value in others if value not in allowed]


def _longer(now: str, limit: int) -> list[Broken]:
    """The text with its last character repeated, so that it stays of its kind."""
    last = now[-1:] or "x"
    more = (limit * 9 + 1, 1)
    return [(now.ljust(limit + n, last), f"has {limit + n} characters") for n in more]


def _shown(values: list[Json]) -> list[Broken]:
    return [(value, f"is {value!r}") for value in values]
