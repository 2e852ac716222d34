"""Between a `Request` and the bytes that are sent for it.

JSON bodies are RFC 8259, uploads multipart/form-data (RFC 7578), paths and queries percent-encoded
(RFC 3986). Uploads are streamed: no file is ever held in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, quote, unquote, urlencode

from .form import HEAD, Form, Undecodable
from .request import ABSENT, Content, Request, Upload

if TYPE_CHECKING:
    from .description import Operation
    from .request import Json

__all__ = [
    "BOUNDARY",
    "HEAD",
    "JSON",
    "MULTIPART",
    "BodyReader",
    "Bytes",
    "Payload",
    "Streamed",
    "Undecodable",
    "Wire",
    "decode",
    "encode",
    "match_path",
    "read_request",
    "typed",
]

JSON = "application/json"
MULTIPART = "multipart/form-data"
BOUNDARY = "postproof-7d1c5b0e9f3a42d8"
DEEPEST = 200
"""How many containers in each other are read; RFC 8259, section 9 lets a reader set a limit."""


class Payload(Protocol):
    """The body of a request in bytes."""

    @property
    def size(self) -> int: ...

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Bytes:
    """A payload that is held in memory."""

    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def chunks(self) -> Iterator[bytes]:
        if self.content:
            yield self.content


@dataclass(frozen=True, slots=True)
class Streamed:
    """A payload of pieces: bytes, or content that is produced as it is sent, with its size."""

    pieces: tuple[bytes | tuple[Content, int], ...]

    @property
    def size(self) -> int:
        return sum(len(p) if isinstance(p, bytes) else p[1] for p in self.pieces)

    def chunks(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece[0].chunks()


@dataclass(frozen=True, slots=True)
class Wire:
    """A request as it is sent: method, path with query, headers, payload; without the key."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    payload: Payload = Bytes(b"")


def encode(operation: Operation, request: Request) -> Wire:
    """The bytes of a request."""

    def segment(match: re.Match[str]) -> str:
        return quote(_text(request.path[match[1]]), safe="", errors="surrogateescape")

    target = re.sub(r"\{([^}]+)\}", segment, operation.path)
    if request.query:
        pairs = [
            (name, _text(item))
            for name, value in request.query.items()
            for item in (value if isinstance(value, list) else [value])
        ]
        target += "?" + urlencode(pairs, errors="surrogateescape")
    headers = tuple((name, _text(value)) for name, value in request.headers.items())
    if request.body is ABSENT:
        return Wire(operation.method, target, headers)
    if operation.body is not None and operation.body.content_type == MULTIPART:
        content_type = f"{MULTIPART}; boundary={BOUNDARY}"
        return Wire(
            operation.method,
            target,
            (*headers, ("Content-Type", content_type)),
            _multipart(request.body),
        )
    content = Bytes(_json(request.body))
    return Wire(operation.method, target, (*headers, ("Content-Type", JSON)), content)


def _json(value: Json) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # a lone surrogate can only be escaped
        return json.dumps(value).encode()


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _multipart(fields: Mapping[str, Json]) -> Streamed:
    pieces: list[bytes | tuple[Content, int]] = []
    for name, value in fields.items():
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name={_quoted(name)}"
        if isinstance(value, Upload):
            assert value.content is not None, "an upload without content cannot be sent"
            head += f"; filename={_quoted(value.filename)}\r\nContent-Type: {value.content_type}"
            pieces += [f"{head}\r\n\r\n".encode(), (value.content, value.size), b"\r\n"]
        else:
            pieces.append(f"{head}\r\n\r\n{_text(value)}\r\n".encode())
    return Streamed((*pieces, f"--{BOUNDARY}--\r\n".encode()))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def decode(operation: Operation, wire: Wire) -> Request:
    """The request that these bytes are, read as a server reads them.

    Raises Undecodable when they are no request to the operation.
    """
    path, _, query = wire.target.partition("?")
    parameters = match_path(operation.path, path)
    if parameters is None or wire.method != operation.method:
        raise Undecodable(f"{wire.method} {path} is not {operation.title}")
    headers = {name.lower(): value for name, value in wire.headers}
    body = BodyReader(operation, headers.get("content-type", ""))
    for chunk in wire.payload.chunks():
        body.feed(chunk)
    return read_request(operation, parameters, query, headers, body.finish())


def read_request(
    operation: Operation,
    parameters: Mapping[str, str],
    query: str,
    headers: Mapping[str, str],
    body: Json,
) -> Request:
    """The request made of the parts of an HTTP request; header names in lower case."""
    known = operation.schema["properties"]
    repeated: dict[str, list[Json]] = {}
    for name, text in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        value = typed(text, known["query"]["properties"].get(name, {}))
        repeated.setdefault(name, []).append(value)
    values = {name: found if found[1:] else found[0] for name, found in repeated.items()}
    kept = {
        name: typed(headers[name.lower()], child)
        for name, child in known["header"]["properties"].items()
        if name.lower() in headers
    }
    path = {
        name: typed(text, known["path"]["properties"].get(name, {}))
        for name, text in parameters.items()
    }
    return Request(operation.id, path, values, kept, body)


def match_path(template: str, path: str) -> dict[str, str] | None:
    """The path parameters when the path fits the template, None when it does not."""
    match = _template(template).fullmatch(path)
    if match is None:
        return None
    names = re.findall(r"\{([^}]+)\}", template)
    texts = (unquote(text, errors="surrogateescape") for text in match.groups())
    return dict(zip(names, texts, strict=True))


@cache
def _template(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{([^}]+)\}", template)
    pattern = "".join(
        "([^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile(pattern)


def typed(text: str, schema: Mapping[str, Any]) -> Json:
    """A text as the type that the schema wants, where it can be one, or as the text that it is."""
    wanted = schema.get("type", ())
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if {"integer", "number"} & set(kinds) and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if "number" in kinds and re.fullmatch(r"-?\d+\.\d+", text, re.ASCII):
        return float(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    return text


class BodyReader:
    """Reads the body of one request piece by piece, and holds uploads no longer than needed."""

    def __init__(self, operation: Operation, content_type: str) -> None:
        self._expected = operation.body
        self._type = content_type.partition(";")[0].strip().lower()
        self._content = bytearray()
        self._form: Form | None = None
        if self._expected is not None and self._type == self._expected.content_type == MULTIPART:
            self._form = Form(content_type)
        self.size = 0
        """The bytes read so far."""

    def feed(self, chunk: bytes) -> None:
        """Take the next piece."""
        self.size += len(chunk)
        if self._form is not None:
            self._form.feed(chunk)
        else:
            self._content += chunk

    def finish(self) -> Json:
        """The body as values; raises Undecodable when it is none."""
        if self._form is not None and self._expected is not None:
            known = self._expected.schema.get("properties", {})
            return {
                name: typed(value, known.get(name, {})) if isinstance(value, str) else value
                for name, value in self._form.finish().items()
            }
        if not self._content:
            return ABSENT
        if self._expected is None:
            return ABSENT
        if self._type != self._expected.content_type:
            shown = self._type or "no content type"
            raise Undecodable(f"the body must be {self._expected.content_type}, not {shown}")
        try:
            value = json.loads(self._content, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Undecodable(f"the body is not JSON: {error}") from None
        if _deeper(value, DEEPEST):
            raise Undecodable(f"the body is nested more than {DEEPEST} levels deep")
        return value

    @property
    def uploads(self) -> Mapping[str, int]:
        """How many bytes of each file have been read so far, by field."""
        return self._form.sizes if self._form is not None else {}

    @property
    def fields(self) -> Mapping[str, Json]:
        """The fields of a form that are complete."""
        return self._form.fields if self._form is not None else {}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _deeper(value: Json, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return bool(level)
