"""Between requests and bytes."""

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postproof.openapi import Request, Upload, World, load, load_file, violations
from postproof.openapi.request import ABSENT
from postproof.openapi.wire import (
    DEEPEST,
    HEAD,
    BodyReader,
    Bytes,
    Streamed,
    Undecodable,
    Wire,
    decode,
    encode,
    match_path,
    read_request,
    typed,
)
from postproof.strategies.files import jpeg, mp4, png

from .worlds import CREATE, image, to

OPERATIONS = load("crosspostify").operations
UPLOAD = OPERATIONS["uploadMedia"]
BOUNDARY = "multipart/form-data; boundary=b"

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
anything = st.text(st.characters())  # lone surrogates too, which JSON can only escape
bodies = st.recursive(
    scalars | anything,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(anything, inner, max_size=4),
)
segments = st.text(min_size=1) | st.sampled_from(
    ("a/b", "%2F", "a b", "?", "#x", "🎬", "..", ";", "+")
)
texts = st.text() | st.sampled_from(("a&b=c", "%26", "+", " ", "5", "true"))


def back(request: Request) -> Request:
    operation = OPERATIONS[request.operation]
    return decode(operation, encode(operation, request))


@given(operation=st.sampled_from(sorted(CREATE)), body=bodies)
@example(operation="createImagePost", body={"caption": "\ud800 and 🎬"})
@example(operation="createImagePost", body=None)
@example(operation="createImagePost", body=ABSENT)
def test_json_there_and_back(operation: str, body: Any) -> None:
    """Any JSON body is read back as it was, null and nothing told apart."""
    assert back(Request(operation, body=body)) == Request(operation, body=body)


@given(text=segments)
def test_path_there_and_back(text: str) -> None:
    """Any text of at least one character is read back from a path, slashes included."""
    for operation, name in (
        ("listPinterestBoards", "accountId"),
        ("deletePost", "postId"),
        ("deleteMedia", "mediaId"),
    ):
        request = Request(operation, path={name: text})
        assert back(request) == request
        assert encode(OPERATIONS[operation], request).target.count("/") == 2


def test_empty_path_parameter() -> None:
    """An empty path parameter is the path of no operation."""
    with pytest.raises(Undecodable) as caught:
        back(Request("deletePost", path={"postId": ""}))
    assert caught.value.args == ("DELETE /posts/ is not DELETE /posts/{postId}",)


@given(
    status=texts | st.lists(texts, min_size=2),
    limit=st.integers(-(10**17), 10**17) | st.sampled_from(("1.5", "ten", "", "1e2", "+1", " 1")),
    unknown=texts,
)
def test_query_there_and_back(status: Any, limit: Any, unknown: str) -> None:
    """Texts, repeated texts and numbers are read back from a query."""
    request = Request("listPosts", query={"status": status, "limit": limit, "x": unknown})
    assert back(request) == request


files = st.builds(
    lambda make, half, size: make(2 * half, 2 * half, size=size),
    st.sampled_from((png, jpeg, mp4)),
    st.integers(1, 200),
    st.none() | st.integers(200_000, 300_000),
)
printable = st.text(st.characters(exclude_categories=["C"]), min_size=1)
filenames = printable.filter(lambda name: name[1:3] != ":\\") | st.just('a "b" \\c.png')


@given(file=files, name=filenames, kind=printable, extra=st.dictionaries(printable, st.text()))
def test_upload_there_and_back(file: Any, name: str, kind: str, extra: dict[str, str]) -> None:
    """An upload is read back with its size, and with what its first bytes show."""
    upload = Upload(
        name, file.content_type, file.size, file.kind, file.width, file.height, content=file
    )
    request = Request("uploadMedia", body={**extra, "type": kind, "media": upload})
    assert back(request) == request


def test_empty_upload() -> None:
    """A file of no bytes is a file."""

    class Nothing:
        def chunks(self, chunk_size: int = 1) -> Iterator[bytes]:
            yield from ()

    request = Request(
        "uploadMedia", body={"media": Upload("a", "text/plain", 0, content=Nothing())}
    )
    assert back(request) == request


@dataclass(frozen=True)
class Zeros:
    """So many zero bytes, a block at a time."""

    size: int
    block: int = 1 << 20

    def chunks(self, chunk_size: int = 1) -> Iterator[bytes]:
        for start in range(0, self.size, self.block):
            yield bytes(min(self.block, self.size - start))


def test_large_upload_is_never_held() -> None:
    """200 MB are sent, counted and read with less than 8 MB in memory."""
    file = Upload("large.bin", "video/mp4", 200_000_000, content=Zeros(200_000_000))
    request = Request("uploadMedia", body={"media": file, "type": "VIDEO"})
    tracemalloc.start()
    wire = encode(UPLOAD, request)
    decoded = decode(UPLOAD, wire)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert decoded == request
    assert 200_000_000 < wire.payload.size < 200_001_000
    assert peak < 8_000_000


def test_size_is_what_is_sent() -> None:
    """A payload's size is the number of its bytes."""
    file = Upload("a.bin", "image/png", 5000, content=Zeros(5000, 99))
    for request in (
        Request("uploadMedia", body={"type": "🎬", "media": file}),
        image(to("tiktok", caption="🎬")),
        Request("listPosts"),
    ):
        payload = encode(OPERATIONS[request.operation], request).payload
        assert sum(map(len, payload.chunks())) == payload.size


def test_bytes_as_they_are_sent() -> None:
    """What is sent is plain: UTF-8 JSON, percent-encoded paths, a form part by part."""
    created = encode(OPERATIONS["createImagePost"], Request("", body={"caption": "🎬"}))
    assert created == Wire(
        "POST",
        "/post/image",
        (("Content-Type", "application/json"),),
        Bytes('{"caption": "🎬"}'.encode()),
    )
    listed = encode(OPERATIONS["listPosts"], Request("", query={"limit": 5, "status": "a b&c"}))
    assert listed == Wire("GET", "/posts?limit=5&status=a+b%26c")
    deleted = encode(OPERATIONS["deletePost"], Request("", path={"postId": "a/b c"}))
    assert deleted == Wire("DELETE", "/posts/a%2Fb%20c")
    file = Upload("a.png", "image/png", 2, content=Zeros(2))
    payload = encode(UPLOAD, Request("", body={"type": "IMAGE", "media": file})).payload
    assert isinstance(payload, Streamed)
    assert b"".join(payload.chunks()).split(b"\r\n") == [
        b"--postproof-7d1c5b0e9f3a42d8",
        b'Content-Disposition: form-data; name="type"',
        b"",
        b"IMAGE",
        b"--postproof-7d1c5b0e9f3a42d8",
        b'Content-Disposition: form-data; name="media"; filename="a.png"',
        b"Content-Type: image/png",
        b"",
        b"\0\0",
        b"--postproof-7d1c5b0e9f3a42d8--",
        b"",
    ]


def test_headers_are_sent() -> None:
    """A request's own headers stand before the content type."""
    wire = encode(OPERATIONS["createImagePost"], Request("", headers={"X-Id": "1"}, body={}))
    assert wire.headers == (("X-Id", "1"), ("Content-Type", "application/json"))


JSON = (("content-type", "application/json; charset=utf-8"),)
PART = b'--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nIMAGE\r\n'

UNDECODABLE: tuple[tuple[Wire, str], ...] = (
    (Wire("POST", "/posts"), "POST /posts is not POST /post/image"),
    (Wire("GET", "/post/image"), "GET /post/image is not POST /post/image"),
    (Wire("POST", "/post/image", (), Bytes(b"{}")), "the body must be application/json, not no content type"),
    (
        Wire("POST", "/post/image", (("Content-Type", "Text/Plain; x=y"),), Bytes(b"{}")),
        "the body must be application/json, not text/plain",
    ),
    (
        Wire("POST", "/post/image", JSON, Bytes(b"{")),
        "the body is not JSON: ",
    ),
    (Wire("POST", "/post/image", JSON, Bytes(b"[NaN]")), "the body is not JSON: NaN is no JSON"),
    (Wire("POST", "/post/image", JSON, Bytes(b"-Infinity")), "the body is not JSON: -Infinity is no JSON"),
    (
        Wire("POST", "/post/image", JSON, Bytes(b'"\xff"')),
        "the body is not JSON: ",
    ),
    (
        Wire("POST", "/post/image", JSON, Bytes(b"[" * 250 + b"]" * 250)),
        "the body is nested more than 200 levels deep",
    ),
    (Wire("POST", "/media", (("content-type", "multipart/form-data"),)), "a multipart body needs a boundary"),
    (
        Wire("POST", "/media", (("content-type", "multipart/form-data; boundary="),)),
        "a multipart body needs a boundary",
    ),
    (
        Wire("POST", "/media", (("content-type", f"multipart/form-data; boundary={'b' * 300}"),)),
        "the body is not multipart: ",
    ),
    (Wire("POST", "/media", (("content-type", BOUNDARY),)), "the multipart body ends too early"),
    (Wire("POST", "/media", (("content-type", BOUNDARY),), Bytes(PART)), "the multipart body ends too early"),
    (
        Wire("POST", "/media", (("content-type", BOUNDARY),), Bytes(b"--c\r\n")),
        "the body is not multipart: ",
    ),
    (Wire("POST", "/media", JSON, Bytes(b"{}")), "the body must be multipart/form-data, not application/json"),
)  # fmt: skip


@pytest.mark.parametrize(("wire", "reason"), UNDECODABLE)
def test_undecodable(wire: Wire, reason: str) -> None:
    """Bytes that are no request are refused with the reason; a library may add its own words."""
    operation = UPLOAD if wire.target == "/media" else OPERATIONS["createImagePost"]
    with pytest.raises(Undecodable) as caught:
        decode(operation, wire)
    assert str(caught.value)[: len(reason) if reason.endswith(": ") else None] == reason


@pytest.mark.parametrize("opening", (b"[", b'{"a":'))
def test_bottomless_json(opening: bytes) -> None:
    """Whatever its depth, nested JSON is refused or read, and never a crash."""
    for depth in (DEEPEST, DEEPEST + 1, 985, 995, 100_000):
        closing = {b"[": b"]"}.get(opening, b"}")
        wire = Wire("POST", "/post/image", JSON, Bytes(opening * depth + b"1" + closing * depth))
        try:
            decode(OPERATIONS["createImagePost"], wire)
        except Undecodable:
            assert depth >= DEEPEST
        else:
            assert depth < DEEPEST


@given(content=st.binary(max_size=200), split=st.integers(1, 50))
@example(content=PART + b"--b--\r\n", split=1)
@example(content=b"--b\r\n\r\nno name\r\n--b--\r\n", split=3)
@example(content=b"--b\r\nContent-Disposition: \xff\r\n\r\nx\r\n--b--\r\n", split=50)
def test_any_form_is_read_or_refused(content: bytes, split: int) -> None:
    """Any bytes are a form or Undecodable, in whatever pieces they come."""

    def read(pieces: list[bytes]) -> Any:
        reader = BodyReader(UPLOAD, BOUNDARY)
        try:
            for piece in pieces:
                reader.feed(piece)
            return reader.finish()
        except Undecodable:
            return None

    pieces = [content[start : start + split] for start in range(0, len(content), split)]
    assert read(pieces) == read([content])


def test_while_it_is_read() -> None:
    """A form tells the size of its files and its complete fields before it ends."""
    head = b'--b\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n\r\n'
    end = b"\r\n--b--\r\n"
    reader = BodyReader(UPLOAD, BOUNDARY)
    reader.feed(PART)
    reader.feed(head)
    reader.feed(bytes(HEAD + 7))
    reader.feed(bytes(100))
    assert reader.fields == {"type": "IMAGE"}
    assert HEAD <= reader.uploads["media"] <= HEAD + 107
    reader.feed(end)
    assert reader.finish() == {
        "type": "IMAGE",
        "media": Upload("a", "application/octet-stream", HEAD + 107),
    }
    assert reader.size == len(PART + head + end) + HEAD + 107


def test_reading_no_form() -> None:
    """What is no form has neither uploads nor fields; a body that nobody asks for is overlooked."""
    reader = BodyReader(OPERATIONS["createImagePost"], "application/json")
    reader.feed(b'{"a"')
    reader.feed(b": 1}")
    assert (reader.finish(), reader.uploads, reader.fields) == ({"a": 1}, {}, {})
    wire = Wire("GET", "/posts", (), Bytes(b"surplus"))
    assert decode(OPERATIONS["listPosts"], wire) == Request("listPosts")


TYPED = (
    ("5", "integer", 5),
    ("-5", "integer", -5),
    ("007", "integer", 7),
    ("5.0", "integer", "5.0"),
    ("", "integer", ""),
    ("+5", "integer", "+5"),
    ("5 ", "integer", "5 "),
    ("٥", "integer", "٥"),
    ("9" * 18, "integer", int("9" * 18)),
    ("9" * 5000, "integer", "9" * 5000),
    ("5", "number", 5),
    ("5.25", "number", 5.25),
    ("-0.5", "number", -0.5),
    ("1e5", "number", "1e5"),
    ("nan", "number", "nan"),
    ("true", "boolean", True),
    ("false", "boolean", False),
    ("True", "boolean", "True"),
    ("1", "boolean", "1"),
    ("5", "string", "5"),
    ("true", "string", "true"),
    ("5", None, "5"),
)


@pytest.mark.parametrize(("text", "kind", "value"), TYPED)
def test_typed(text: str, kind: str | None, value: Any) -> None:
    """A text becomes what its schema wants where it plainly is that, else it stays text."""
    found = typed(text, {"type": kind} if kind else {})
    assert (found, type(found)) == (value, type(value))


PATHS: tuple[tuple[str, str, dict[str, str] | None], ...] = (
    ("/posts", "/posts", {}),
    ("/posts", "/posts/", None),
    ("/posts/{postId}", "/posts", None),
    ("/posts/{postId}", "/posts/", None),
    ("/posts/{postId}", "/posts/p1", {"postId": "p1"}),
    ("/posts/{postId}", "/posts/p1/x", None),
    ("/posts/{postId}", "/posts/a%2Fb", {"postId": "a/b"}),
    ("/posts/{postId}", "/posts/%252F", {"postId": "%2F"}),
    ("/posts/{postId}", "/posts/%FF", {"postId": "\udcff"}),
    ("/posts/{post-id}/x.{ext}", "/posts/1/x.json", {"post-id": "1", "ext": "json"}),
    ("/posts/{post-id}/x.{ext}", "/posts/1/xyjson", None),
)


@pytest.mark.parametrize(("template", "path", "expected"), PATHS)
def test_match_path(template: str, path: str, expected: dict[str, str] | None) -> None:
    """A path fits a template or does not; parameters are what was percent-encoded."""
    assert match_path(template, path) == expected


@given(raw=st.binary(min_size=1))
def test_raw_bytes_in_paths_and_queries(raw: bytes) -> None:
    """Bytes that are no UTF-8 are kept, and sent again as they came."""
    text = quote(raw, safe="")
    operation = OPERATIONS["deletePost"]
    assert encode(operation, decode(operation, Wire("DELETE", f"/posts/{text}"))).target == (
        f"/posts/{text}"
    )


def test_repeated_query() -> None:
    """A parameter that stands several times is a list of all its values, in order."""
    query = "limit=1&limit=x&status=A&limit=3"
    assert read_request(OPERATIONS["listPosts"], {}, query, {}, ABSENT).query == {
        "limit": [1, "x", 3],
        "status": "A",
    }


def test_json_of_any_encoding() -> None:
    """JSON is read in UTF-8, UTF-16 and UTF-32, with a byte order mark or without."""
    operation = OPERATIONS["createImagePost"]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32-le"):
        content = json.dumps({"caption": "🎬"}, ensure_ascii=False).encode(encoding)
        wire = Wire("POST", "/post/image", JSON, Bytes(content))
        assert decode(operation, wire).body == {"caption": "🎬"}


ACME = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
x-documents:
  api: {title: Acme API, url: "https://acme.example"}
x-source: api § Start
paths:
  /things/{number}:
    post:
      operationId: change
      parameters:
        - {name: number, in: path, required: true, schema: {type: integer, maximum: 9}}
        - {name: X-Count, in: header, schema: {type: integer, maximum: 9}}
        - {name: most, in: query, schema: {type: [integer, "null"], maximum: 9}}
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {kind: {type: string, enum: [a, b]}}}
      responses: {"200": {description: Changed.}}
"""


def test_texts_are_read_as_their_types(tmp_path: Path) -> None:
    """Numbers in paths, headers and queries are numbers again when they are read back."""
    path = tmp_path / "acme.yaml"
    path.write_text(ACME)
    operation = load_file(path).operations["change"]
    request = Request("change", {"number": 10}, {"most": 10}, {"X-Count": 10}, {"kind": "a"})
    assert request == decode(operation, encode(operation, request))
    assert [
        violation.requirement.name for violation in violations(operation, request, World())
    ] == ["path/number/maximum", "query/most/maximum", "header/X-Count/maximum"]


def test_a_value_of_the_wrong_type_breaks_its_type_alone(tmp_path: Path) -> None:
    """A number where one of some texts belongs is no other text: it breaks `type`, not `enum`."""
    path = tmp_path / "acme.yaml"
    path.write_text(ACME)
    operation = load_file(path).operations["change"]
    request = Request("change", {"number": 1}, body={"kind": 7})
    assert [
        violation.requirement.name for violation in violations(operation, request, World())
    ] == ["body/kind/type"]
