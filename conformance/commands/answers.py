"""Example answers: one that keeps a promise about answers, and one that breaks it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ...openapi.fields import EACH, Place, removed, replaced
from ...openapi.wire import JSON
from .message import Message, of_answer, pretty

if TYPE_CHECKING:
    from ...openapi import Operation
    from ...openapi.description import Schema
    from ...openapi.request import Json
    from ...openapi.requirements import Answer

UNUSUAL = (HTTPStatus.FOUND, HTTPStatus.IM_A_TEAPOT, HTTPStatus.LOOP_DETECTED)
"""Statuses of which hardly any documents all."""


def example(operation: Operation, answer: Answer) -> tuple[Message, Message]:
    """An answer that keeps the promise, and one that breaks it."""
    status = answer.status or next(iter(operation.responses))
    schema = operation.responses[status].schema or {}
    body = value(schema)
    good = _message("Keeps it", status, body)
    if answer.aspect == "status":
        other = next(
            str(int(code)) for code in UNUSUAL if str(int(code)) not in operation.responses
        )
        return good, of_answer(f"Breaks it: {other} is not documented", phrased(other), "", ())
    if answer.aspect == "content-type":
        page = ("<p>It works.</p>",)
        return good, of_answer("Breaks it: it is not JSON", phrased(status), "text/html", page)
    place: Place = tuple(0 if word == EACH else word for word in answer.field)
    shown = ".".join(answer.field).replace(f".{EACH}", "[0]")
    *way, name = answer.field
    if name in _at(schema, way).get("required", ()):
        return good, _message(f"Breaks it: {shown} is missing", status, removed(body, place))
    wrong: Json = {} if _at(schema, [*way, name]).get("type") != "object" else []
    says = f"Breaks it: {shown} is of another type"
    return good, _message(says, status, replaced(body, place, wrong))


def value(schema: Schema) -> Json:
    """The plainest value that fits a schema of a response, with one item in each array."""
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if "properties" in schema:
        return {name: value(child) for name, child in schema["properties"].items()}
    if kind == "array":
        return [value(schema.get("items", {}))]
    plain: dict[str, Json] = {
        "boolean": True,
        "integer": 1,
        "number": 1,
        "object": {},
        "null": None,
    }
    return plain.get(kind, "…")


def phrased(status: str) -> str:
    """A status with its phrase, as in `404 Not Found`; for 4XX and default that of a 400."""
    code = int(status) if status.isdigit() else int(status[0] if status[0].isdigit() else 4) * 100
    return f"{code} {HTTPStatus(code).phrase}"


def _message(says: str, status: str, body: Json) -> Message:
    return of_answer(says, phrased(status), JSON, pretty(body))


def _at(schema: Schema, way: list[str]) -> Schema:
    inner: Any = schema
    for word in way:
        inner = (
            inner.get("items", {}) if word == EACH else inner.get("properties", {}).get(word, {})
        )
    return inner  # type: ignore[no-any-return]
