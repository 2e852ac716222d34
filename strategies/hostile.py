"""Hostile requests: what no API should crash on. They are sent as bytes, valid or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..openapi.fields import EACH, Field, replaced
from ..openapi.request import Request, request_from_parts
from ..openapi.wire import JSON, Bytes, Wire, encode
from . import texts
from .build import build
from .choice import hardest
from .wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ..openapi import Operation, World
    from ..openapi.description import Schema
    from .context import Context

NESTING = 5_000
"""How deep JSON is nested: deeper than common parsers allow."""

UNKNOWN = "postproof-unknown"
"""Stands for an id that nothing has."""

LIVELY = "🎬🏳️‍🌈 postproof \u202eabc\u202c مرحبا, שלום"
"""Emoji and right-to-left text, with the controls that turn the direction."""

TEXTS = {
    "emoji": LIVELY,
    "right-to-left": LIVELY,
    "nul": "postproof\x00postproof",
    "long-text": texts.of_length(100_000),
}
"""The text that each case puts where text is expected."""

_MARKER = "postproof-marker"
_PIECES = {
    "lone-surrogate": b'"postproof \\ud83c postproof"',
    "deep-nesting": b"[" * NESTING + b"]" * NESTING,
    **{case: json.dumps(text).encode() for case, text in TEXTS.items()},
}
"""What each case puts into a JSON body where a text stands."""


def hostile(operation: Operation, case: str, world: World, context: Context) -> Wire:
    """The bytes of a hostile request; raises Unbuildable when the world lacks something.

    `case` is one of the cases of the behaviour kind `robustness`.
    """
    if case == "wrong-method":
        target = encode(replace(operation, body=None), _bare(operation)).target
        return Wire("PATCH" if operation.method != "PATCH" else "PUT", target.partition("?")[0])
    in_json = operation.body is not None and operation.body.content_type == JSON
    if not in_json and case in TEXTS:
        return encode(operation, _in_parameters(operation, TEXTS[case]))
    field = text_field(operation) if case in _PIECES else None
    wish = Wish(context, include=frozenset([field] if field else ()))
    request = build(operation, world, wish, hardest)
    wire = encode(operation, request)
    if case == "wrong-content-type":
        return replace(wire, headers=_typed(wire, "text/plain"))
    if field is None:
        return replace(wire, payload=Bytes(_content(wire)[:-1]))
    place, _ = list(field.places(request))[-1]
    marked = request_from_parts(request.operation, replaced(request.parts(), place, _MARKER))
    content = _content(encode(operation, marked))
    return replace(
        wire, payload=Bytes(content.replace(json.dumps(_MARKER).encode(), _PIECES[case]))
    )


def shows(case: str, wire: Wire) -> bool:
    """Whether a request that was sent for another reason holds what the case is about."""
    if case not in ("emoji", "right-to-left") or wire.payload.size > 1 << 16:
        return False
    content = unquote(wire.target, errors="replace") + _content(wire).decode("utf-8", "replace")
    low, high = ("\U0001f300", "\U0001faff") if case == "emoji" else ("\u0590", "\u06ff")
    return any(low <= character <= high for character in content)


def text_field(operation: Operation) -> Field:
    """The text of a JSON body that has that role, else any; raises Unbuildable without one."""
    if operation.body is not None:
        texts_of_body = [f for f in operation.roles.get("text", ()) if f.segments[0] == "body"]
        for field in (*texts_of_body, *_strings(operation.body.schema, Field(("body",)))):
            return field
    raise Unbuildable(f"{operation.title} has no place for a text")


def _strings(schema: Schema, field: Field) -> Iterator[Field]:
    if schema.get("type") == "string" and "enum" not in schema:
        yield field
    for name, child in schema.get("properties", {}).items():
        yield from _strings(child, field.child(name))
    if "items" in schema:
        yield from _strings(schema["items"], field.child(EACH))


def _content(wire: Wire) -> bytes:
    return b"".join(wire.payload.chunks())


def _bare(operation: Operation) -> Request:
    """A request that names nothing known in the path, and holds nothing else."""
    names = operation.schema["properties"]["path"]["properties"]
    return Request(operation.id, path=dict.fromkeys(names, UNKNOWN))


def _in_parameters(operation: Operation, text: str) -> Request:
    """A request with a text in its path, else in its query."""
    request = _bare(operation)
    if request.path:
        return replace(request, path=dict.fromkeys(request.path, text))
    for name, child in operation.schema["properties"]["query"]["properties"].items():
        if child.get("type") == "string" and "enum" not in child:
            return replace(request, query={name: text})
    raise Unbuildable(f"{operation.title} has no place for a text")


def _typed(wire: Wire, content_type: str) -> tuple[tuple[str, str], ...]:
    kept = tuple((n, v) for n, v in wire.headers if n.lower() != "content-type")
    return (*kept, ("Content-Type", content_type))
