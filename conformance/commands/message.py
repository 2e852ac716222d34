"""Requests and answers as text that people can read: HTTP with its long parts cut short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...openapi.request import ABSENT, Upload
from ...openapi.wire import MULTIPART, encode
from ...reports.visible import visible

if TYPE_CHECKING:
    from ...openapi import Operation, Request
    from ...openapi.description import ApiKey
    from ...openapi.request import Json
    from ...openapi.wire import Wire
    from ..http.exchange import Key

LONGEST = 60
"""The longest text that is shown whole, in characters."""
MOST = 600
"""The longest body that is shown whole where it is no JSON, in characters."""
_RUN = re.compile(r"(.)\1{31,}", re.DOTALL)
_KEYS: dict[Key, str] = {"good": "<your key>", "wrong": "<a wrong key>"}


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer: `says` tells what it is an example of, `lines` are its HTTP."""

    says: str
    lines: tuple[str, ...]


def of_request(
    says: str, operation: Operation, request: Request, key: ApiKey | None, shown: Key = "good"
) -> Message:
    """A request to an operation that shows a key of that kind."""
    wire, body = encode(operation, request), request.body
    content: Iterable[str] = ()
    if operation.body is not None and operation.body.content_type == MULTIPART:
        content = _form(body) if isinstance(body, Mapping) else ()
    elif body is not ABSENT:
        content = pretty(body)
    return Message(says, tuple(_lines(_head(wire, key, shown), content)))


def of_wire(says: str, wire: Wire, key: ApiKey | None) -> Message:
    """Bytes as they are sent, which need not be a request to any operation."""
    content = b"".join(wire.payload.chunks())
    return Message(says, tuple(_lines(_head(wire, key, "good"), _content(content))))


def of_answer(says: str, status: str, content_type: str, body: Iterable[str]) -> Message:
    """An answer; `status` is a number with its phrase."""
    head = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else [])]
    return Message(says, tuple(_lines(head, body)))


def pretty(value: Json) -> list[str]:
    """A JSON value in lines, its long texts cut short; raises RecursionError if it is too deep."""
    short = _short(value)
    text = json.dumps(short, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        text = json.dumps(short, indent=2)
    return text.split("\n")


def _short(value: Json) -> Json:
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[: LONGEST // 2]}… ({len(value):,} characters)"
    if isinstance(value, list):
        return [_short(item) for item in value]
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    return value


def _lines(head: Iterable[str], content: Iterable[str]) -> Iterator[str]:
    yield from map(visible, head)
    for index, line in enumerate(content):
        if not index:
            yield ""
        yield visible(line)


def _head(wire: Wire, key: ApiKey | None, shown: Key) -> Iterator[str]:
    target = wire.target
    if len(target) > 2 * LONGEST:
        target = f"{target[:LONGEST]}… ({len(target):,} characters)"
    yield f"{wire.method} {target} HTTP/1.1"
    if key is not None and shown in _KEYS:
        yield f"{key.header}: {key.prefix}{_KEYS[shown]}"
    for name, value in wire.headers:
        yield f"{name}: {value.partition(';')[0]}"


def _form(fields: Mapping[str, Json]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, Upload):
            yield f"{name}: the file {value.filename}, {value.content_type}, {value.size:,} bytes"
        else:
            yield f"{name}: {value}"


def _content(content: bytes) -> list[str]:
    if not content:
        return []
    try:
        return pretty(json.loads(content))
    except (ValueError, RecursionError):
        pass
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return [f"({len(content):,} bytes)"]
    text = _RUN.sub(lambda run: f"{run[1] * 8}… ({len(run[0]):,} times)", text)
    if len(text) > MOST:
        text = f"{text[:MOST]}… ({len(content):,} bytes)"
    return text.split("\n")
