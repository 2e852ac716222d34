"""Hostile requests: what no API should crash on. They are sent as bytes, valid or not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..openapi.fields import Field, replaced
from ..openapi.request import request_from_parts
from ..openapi.wire import JSON, Bytes, Wire, encode
from . import texts
from .build import Wish, build
from .choice import hardest
from .context import Context

if TYPE_CHECKING:
    from ..openapi import Operation, Request, World

NESTING = 5_000
"""How deep JSON is nested: deeper than common parsers allow."""

UNKNOWN = "postproof-unknown"

LIVELY = "🎬🏳️‍🌈 postproof \u202eabc\u202c مرحبا, שלום"
"""Emoji and right-to-left text, with the controls that turn the direction."""

TEXTS = {
    "emoji": LIVELY,
    "right-to-left": LIVELY,
    "nul": "postproof\x00postproof",
    "long-text": texts.of_length(100_000),
}
"""The text that each case puts where text is expected."""


def hostile(operation: Operation, case: str, world: World, context: Context) -> Wire:
    """The bytes of a hostile request; raises Unbuildable when the world lacks something.

    `case` is one of the cases of the behaviour kind `robustness`.
    """
    if case == "wrong-method":
        bare = replace(_pathless(operation), body=None)
        target = encode(replace(operation, body=None), bare).target
        return Wire("PATCH" if operation.method != "PATCH" else "PUT", target.partition("?")[0])
    in_json = operation.body is not None and operation.body.content_type == JSON
    if not in_json and case in TEXTS:
        return _in_parameters(operation, TEXTS[case])
    request = build(operation, world, Wish(context), hardest)
    wire = encode(operation, request)
    if case == "wrong-content-type":
        return replace(wire, headers=_typed(wire, "text/plain"))
    content = b"".join(wire.payload.chunks())
    if case == "malformed-json":
        return replace(wire, payload=Bytes(content[:-2]))
    marker = "postproof-marker"
    body = encode(operation, _with_text(operation, request, marker))
    content = b"".join(body.payload.chunks())
    if case == "lone-surrogate":
        piece = b'"postproof \\ud83c postproof"'
    elif case == "deep-nesting":
        piece = b"[" * NESTING + b"]" * NESTING
    else:
        piece = json.dumps(TEXTS[case]).encode()
    quoted = json.dumps(marker).encode()
    return replace(wire, payload=Bytes(content.replace(quoted, piece)))


def shows(case: str, wire: Wire) -> bool:
    """Whether a request that was sent for another reason holds what the case is about."""
    if case not in ("emoji", "right-to-left") or wire.payload.size > 1 << 16:
        return False
    body = b"".join(wire.payload.chunks()).decode("utf-8", "replace")
    content = unquote(wire.target, errors="replace") + body
    low, high = ("\U0001f300", "\U0001faff") if case == "emoji" else ("\u0590", "\u06ff")
    return any(low <= character <= high for character in content)


def text_field(operation: Operation) -> Field:
    """The required text of a JSON body, or any text of it."""
    fields = operation.roles.get("text", ())
    if fields:
        return fields[0]
    return next(
        Field(("body", name))
        for name, child in operation.schema["properties"]["body"]["properties"].items()
        if child.get("type") == "string"
    )


def _with_text(operation: Operation, request: Request, text: str) -> Request:
    places = [place for place, _ in text_field(operation).places(request)]
    return request_from_parts(request.operation, replaced(request.parts(), places[-1], text))


def _pathless(operation: Operation) -> Request:
    from ..openapi import Request

    names = operation.schema["properties"]["path"]["properties"]
    return Request(operation.id, path=dict.fromkeys(names, UNKNOWN))


def _in_parameters(operation: Operation, text: str) -> Wire:
    properties = operation.schema["properties"]
    request = _pathless(operation)
    if request.path:
        return encode(operation, replace(request, path=dict.fromkeys(request.path, text)))
    name = next(
        name
        for name, child in properties["query"]["properties"].items()
        if child.get("type") == "string" and "enum" not in child
    )
    return encode(operation, replace(request, query={name: text}))


def _typed(wire: Wire, content_type: str) -> tuple[tuple[str, str], ...]:
    kept = tuple((n, v) for n, v in wire.headers if n.lower() != "content-type")
    return (*kept, ("Content-Type", content_type))



