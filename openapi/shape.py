"""The shape that a description must have to be read: the parts of OpenAPI 3.1 that are used.

It is no validation of OpenAPI as a whole, which other tools do better: it makes sure that what
the suite derives requests and requirements from is there, and of the right type.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .fields import pointer
from .places import METHODS
from .wording import kind_of, listed

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

    from .document import Document

_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
_TEXT = {"type": "string"}


def _mapping(*needed: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(needed), "properties": properties}


def _same(schema: Any, *names: str) -> dict[str, Any]:
    return dict.fromkeys(names, schema)


def _of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _each(name: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _of(name)}


def _list(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_DEFS = {
    "schema": _mapping(
        type={
            "type": ["string", "array"],
            "if": _TEXT,
            "then": {"enum": list(_TYPES)},
            "else": _list({"enum": list(_TYPES)}, 1),
        },
        properties=_each("schema"),
        items=_of("schema"),
        required=_list(_TEXT),
        enum=_list({}, 1),
        pattern={"type": "string", "format": "regex"},
        format=_TEXT,
        **_same({"type": "number"}, "minimum", "maximum"),
        **_same(
            {"type": "integer", "minimum": 0}, "minItems", "maxItems", "minLength", "maxLength"
        ),
    ),
    "example": _mapping("value"),
    "media": _mapping(schema=_of("schema"), examples=_each("example")),
    "parameter": _mapping(
        "name",
        "in",
        name=_TEXT,
        schema=_of("schema"),
        required={"type": "boolean"},
        **{"in": {"enum": ["path", "query", "header"]}},
    ),
    "body": _mapping(
        "content",
        content=_each("media") | {"minProperties": 1},
        required={"type": "boolean"},
    ),
    "response": _mapping(description=_TEXT, content=_each("media")),
    "operation": _mapping(
        "responses",
        operationId=_TEXT,
        summary=_TEXT,
        parameters=_list(_of("parameter")),
        requestBody=_of("body"),
        responses={
            "type": "object",
            "minProperties": 1,
            "patternProperties": {"^(?!x-)": _of("response")},
        },
    ),
    "path": _mapping(
        parameters=_list(_of("parameter")), **_same(_of("operation"), *sorted(METHODS))
    ),
    "scheme": _mapping("type", type=_TEXT, name=_TEXT, scheme=_TEXT)
    | {
        "allOf": [
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"required": needed}}
            for kind, needed in (("apiKey", ["name", "in"]), ("http", ["scheme"]))
        ]
    },
}

_ROOT = _mapping(
    "info",
    "paths",
    info=_mapping("title", title=_TEXT),
    servers=_list(_mapping("url", url=_TEXT), 1),
    paths={"type": "object", "patternProperties": {"^/": _of("path")}},
    components=_mapping(securitySchemes=_each("scheme")),
) | {"$defs": _DEFS}


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_ROOT, format_checker=Draft202012Validator.FORMAT_CHECKER)


def require_shape(document: Document) -> None:
    """Raise DescriptionError for the first part that is missing or of the wrong type."""
    for error in _validator().iter_errors(document.resolved):
        where = pointer(tuple(error.absolute_path))
        raise document.error(where, _problem(error), "See the OpenAPI 3.1 specification.")


def _problem(error: ValidationError) -> str:
    keyword, value = str(error.validator), error.instance
    wanted: Any = error.validator_value
    if keyword == "required":
        missing = next(name for name in wanted if not isinstance(value, dict) or name not in value)
        return f'this is not OpenAPI: "{missing}" is missing'
    if keyword == "enum":
        return f"this is not OpenAPI: {kind_of(value)} is not one of {listed(wanted)}"
    if keyword == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        return f"this is not OpenAPI: {kind_of(value)} is not of the type {' or '.join(names)}"
    if keyword == "format":
        return f"this is not OpenAPI: {kind_of(value)} is no regular expression"
    return f"this is not OpenAPI: {kind_of(value)} is too small"
