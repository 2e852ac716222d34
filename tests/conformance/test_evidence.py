"""Evidence: what the reports show of an exchange, and the curl line that repeats it."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.conformance.evidence.curl import how_to_make, printed
from postproof.conformance.evidence.record import record
from postproof.conformance.evidence.redaction import Redaction
from postproof.conformance.http.client import LIMIT, Client, wrong_key
from postproof.conformance.http.exchange import Answer, Exchange, Key
from postproof.conformance.target import Target
from postproof.openapi import Request, Upload, load
from postproof.openapi.wire import Bytes, Wire, decode, encode
from postproof.reports import ExchangeRecord, Response
from postproof.reports import Request as SentRequest
from postproof.strategies.files import png
from postproof.strategies.uploads import upload

from .servers import OK, Server, answers, serving

DESCRIPTION = load("crosspostify")
LIST = DESCRIPTION.operations["listPosts"]
CREATE = DESCRIPTION.operations["createImagePost"]
UPLOAD = DESCRIPTION.operations["uploadMedia"]
KEY = "cp_live_Secret42"
TARGET = Target("staging", "crosspostify", "http://api.test/v1/", KEY)
JSON = (("Content-Type", "application/json"),)


def exchange(
    wire: Wire,
    answer: Answer | None = None,
    *,
    error: str | None = None,
    key: Key = "good",
    request: Request | None = None,
) -> Exchange:
    return Exchange(1, "createImagePost", request, wire, key, answer, error, 12.345)


def posting(content: bytes, *headers: tuple[str, str]) -> Wire:
    return Wire("POST", "/post/image", headers or JSON, Bytes(content))


def sent_body(content: bytes, *headers: tuple[str, str]) -> tuple[str | None, str | None]:
    """The body and its note in the evidence of such a request."""
    request = record(exchange(posting(content, *headers)), target=TARGET, role="fault").request
    return request.body, request.body_note


def received(answer: Answer) -> Response | None:
    """The evidence of such an answer."""
    return record(exchange(Wire("GET", "/posts"), answer), target=TARGET, role="valid").response


def test_record() -> None:
    """Evidence holds request and response without the key, and a line that repeats them."""
    body = b'{"caption": "it\'s"}'
    headers = (("Content-Type", "application/json"),)
    one = exchange(posting(body), Answer(400, "Bad Request", headers, b'{"error":"no"}'))
    assert record(one, target=TARGET, role="fault", note="the fault") == ExchangeRecord(
        role="fault",
        request=SentRequest(
            method="POST",
            url="http://api.test/v1/post/image",
            headers=(("X-API-Key", "***"), ("Content-Type", "application/json")),
            body='{"caption": "it\'s"}',
        ),
        response=Response(
            status=400, reason_phrase="Bad Request", headers=headers, body='{"error":"no"}'
        ),
        milliseconds=12.3,
        curl="curl -i -X POST http://api.test/v1/post/image "
        '-H "X-API-Key: $CROSSPOSTIFY_API_KEY" '
        "-H 'Content-Type: application/json' "
        """--data-raw '{"caption": "it'"'"'s"}'""",
        note="the fault",
    )


def test_no_answer() -> None:
    """Without an answer the evidence says why."""
    shown = record(exchange(posting(b""), error=f"{KEY} timed out"), target=TARGET, role="step")
    assert (shown.response, shown.error) == (None, "*** timed out")


@pytest.mark.parametrize(
    ("key", "shown"), (("good", "***"), ("wrong", "cp_live_xxxxxx00"), ("missing", None))
)
def test_keys(key: Key, shown: str | None) -> None:
    """The good key is hidden, a wrong one is shown, a missing one is missing."""
    one = record(exchange(Wire("GET", "/posts"), key=key), target=TARGET, role="fault")
    assert dict(one.request.headers).get("X-API-Key") == shown


@pytest.mark.parametrize(
    ("target", "name"),
    (
        (TARGET, "$CROSSPOSTIFY_API_KEY"),
        (replace(TARGET, api_key_env="STAGING_KEY"), "$STAGING_KEY"),
    ),
)
def test_variable(target: Target, name: str) -> None:
    """The variable in the curl line is the target's, else the vendor's."""
    one = record(exchange(Wire("GET", "/posts")), target=target, role="valid")
    assert re.findall(r"\$\w+", one.curl) == [name]


# Bodies ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "shown"),
    (
        (b"", (None, None)),
        (b'{"a":  1}', ('{"a":  1}', None)),
        (b"a\xffb\xed\xa0\x80", ("a\\xffb\\xed\\xa0\\x80", None)),
        ("é😀\x00\x1b".encode(), ("é😀\x00\x1b", None)),
        (b"x" * 4000, ("x" * 4000, None)),
        (b"x" * 100_113, ("x" * 4000, "the first 4,000 characters of 100,113 bytes")),
        ("😀".encode() * 5000, ("😀" * 4000, "the first 4,000 characters of 20,000 bytes")),
    ),
)
def test_bodies(content: bytes, shown: tuple[str | None, str | None]) -> None:
    """A body is shown as it is, up to 4,000 characters; what is no UTF-8 as escapes."""
    assert sent_body(content) == shown


def test_binary_bodies() -> None:
    """Binary content is named, not shown."""
    content_type = ("Content-Type", "image/png")
    assert sent_body(bytes(2048), content_type) == (None, "2,048 bytes of image/png, not shown")


def test_cut_answers() -> None:
    """An answer that was cut says where reading stopped."""
    found = [
        received(Answer(200, "OK", (("Content-Type", kind),), b"x" * LIMIT, cut=True))
        for kind in ("text/html", "video/mp4")
    ]
    found.append(received(Answer(200, "OK", (), b"", cut=True)))
    stopped = "reading stopped after 1,048,576 bytes"
    assert [one.body_note for one in found if one] == [
        f"the first 4,000 characters of 1,048,576 bytes; {stopped}",
        f"1,048,576 bytes of video/mp4, not shown; {stopped}",
        "reading stopped after 0 bytes",
    ]


def test_uploads() -> None:
    """Of an upload the fields are shown, and how to make such a file."""
    file = upload(png(8, 8, size=104_857_600))
    request = Request("uploadMedia", body={"media": file, "type": "image"})
    one = exchange(encode(UPLOAD, request), request=request)
    shown = record(one, target=TARGET, role="valid")
    assert (shown.request.body, shown.request.body_note) == (
        f"media: {file.filename} (image/png, 104,857,600 bytes)\ntype: image",
        f"the content of files is not shown; to make one: head -c 104857600 /dev/zero > {file.filename}",
    )
    assert shown.curl == (
        "curl -i -X POST http://api.test/v1/media "
        '-H "X-API-Key: $CROSSPOSTIFY_API_KEY" '
        f"-F 'media=@{file.filename};type=image/png' --form-string type=image"
    )


# The key -----------------------------------------------------------------------------------------

ODD = "a/b+c d\"e\\f<g>&h'é😀"
SPELLINGS = (
    ODD,
    ODD.upper(),
    quote(ODD),
    quote(ODD, safe="").lower(),
    quote_plus(ODD),
    json.dumps(ODD),
    json.dumps(ODD, ensure_ascii=False),
    json.dumps(ODD).replace("/", "\\/"),
    html.escape(ODD),
    "".join(f"&#{ord(c)};" for c in ODD),
    "".join(f"&#x{ord(c):04X};" for c in ODD),
    "".join(quote(c, safe="") if i % 2 else c for i, c in enumerate(ODD)),
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings(spelling: str) -> None:
    """A key is found however a server may have escaped it."""
    assert Redaction(ODD).text(f"<{spelling}>").strip('<>"') == "***"


def test_latin_1() -> None:
    """A key is found in a body that is not UTF-8."""
    assert Redaction("clé").content("<clé> <cl%E9>".encode("latin-1")) == b"<***> <***>"


def test_no_key() -> None:
    """Without a key nothing is taken out."""
    assert Redaction("").text("text") == "text"


def texts(value: object) -> Iterator[str]:
    """Every text in the evidence."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif hasattr(value, "__iter__"):
        for item in value:
            yield from texts(item)


VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="*")
keys = st.text(VISIBLE, min_size=8, max_size=40)
around = st.text(max_size=30)


@given(data=st.data(), key=keys)
def test_the_key_is_never_shown(data: st.DataObject, key: str) -> None:
    """Wherever a server or a request repeats the key, the evidence does not."""
    spelled = st.sampled_from(
        (key, quote(key), quote(key, safe=""), json.dumps(key), html.escape(key), quote_plus(key))
    )

    def holding() -> str:
        return data.draw(around) + data.draw(spelled) + data.draw(around)

    def filled() -> bytes:
        before = "x" * data.draw(st.sampled_from((0, 0, 3990, 4100)))
        return (before + holding()).encode("utf-8", "surrogatepass")

    header = quote(holding(), safe="/\"' ", errors="replace")
    one = exchange(
        Wire(
            "POST",
            "/p?" + quote(holding(), safe="", errors="replace"),
            (("X", header),),
            Bytes(filled()),
        ),
        Answer(200, holding(), (("X", header), (key, "x")), filled()),
        error=holding(),
        key=data.draw(st.sampled_from(("good", "missing"))),
    )
    shown = record(one, target=replace(TARGET, api_key=key), role="fault", note=holding())
    ours = ("x" * 4000, "application/json")
    found = [text for text in texts(asdict(shown)) if key.lower() in text.lower()]
    assert [text for text in found if text not in ours] == []


# The curl line -----------------------------------------------------------------------------------

CURL, BASH = shutil.which("curl"), shutil.which("bash")
shells = pytest.mark.skipif(
    CURL is None or BASH is None, reason="no curl and bash are installed (Debian: apt-get install)"
)


def run(line: str, folder: Path, **variables: str) -> bytes:
    """What a shell prints for the line."""
    assert BASH is not None
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), **variables}
    shown = subprocess.run(
        [BASH, "-c", f"set -o pipefail; {line}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert (shown.returncode, line) == (0, line)
    return shown.stdout


def compared(request: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """The first line, the headers that the request is about, and the body."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    headers = dict(re.split(rb":[ ]*", line, maxsplit=1) for line in lines)
    named = {name.lower(): value for name, value in headers.items()}
    for name in (b"user-agent", b"accept-encoding"):
        named.pop(name, None)
    return first, named, body


def repeated(server: Server, wire: Wire, folder: Path, key: Key = "good") -> str:
    """Send the wire, run the curl line of its evidence, and return the line."""
    target = replace(TARGET, base_url=server.url + "/v1")
    with Client(target, DESCRIPTION) as client:
        one = client.send_wire(CREATE, wire, key=key)
    line = record(one, target=target, role="fault").curl
    run(line, folder, CROSSPOSTIFY_API_KEY=KEY)
    return line


WIRES = (
    Wire("GET", "/posts"),
    Wire("GET", "/posts?limit=5&status=a%20b"),
    Wire("GET", "/media/[a]{b}/../%2e"),
    Wire("HEAD", "/posts"),
    Wire("DELETE", "/posts/'$HOME`"),
    Wire("PUT", "/posts", JSON, Bytes(b"{}")),
    Wire("GET", "/posts", JSON, Bytes(b"{}")),
    Wire("POST", "/post/image"),
    Wire("POST", "/post/image", JSON),
    Wire("PATCH", "/post/image", (("X-Empty", ""), ("X-Quote", 'it\'s "$HOME"'))),
    posting(b""),
    posting(b'{"caption": "it\'s $HOME `x` \\\\ %s !"}'),
    posting("{'é😀👩\u200d👧 עברית \u202e'}".encode()),
    posting(b'{"caption": "@file"}'),
    posting(b"@file"),
    posting(b"\r\n\t{}\n"),
    posting(b"\x00\xff\xed\xa0\x800123%d-"),
    posting(b"-n"),
    posting(b'{"caption": "' + b"a" * 100_000 + b'"}'),
    posting("é".encode() * 50_000),
    posting(b"[" * 5_000 + b"]" * 5_000),
    posting(b"-" * 5_000),
    posting(bytes(range(256)) * 20),
    posting(b"{}", ("Content-Type", 'text/plain; charset="x"')),
    Wire("POST", "/post/image", (("X-Only", "this"),), Bytes(b"{}")),
)


@shells
@pytest.mark.parametrize("wire", WIRES)
def test_curl_lines_repeat_requests(wire: Wire, tmp_path: Path) -> None:
    """The shell and curl send the same method, target, headers and bytes as the client did."""
    with serving(answers(OK)) as server:
        repeated(server, wire, tmp_path)
        ours, theirs = map(compared, server.received)
    assert theirs == ours


@shells
@pytest.mark.parametrize("key", ("good", "wrong", "missing"))
def test_curl_lines_repeat_keys(key: Key, tmp_path: Path) -> None:
    """The line shows the same key as the request."""
    with serving(answers(OK)) as server:
        line = repeated(server, Wire("GET", "/posts"), tmp_path, key)
        sent = [compared(request)[1].get(b"x-api-key") for request in server.received]
    expected = {"good": KEY.encode(), "wrong": wrong_key(KEY).encode(), "missing": None}[key]
    assert (sent, KEY in line) == ([expected, expected], False)


def test_long_lines_are_shortened() -> None:
    """What repeats itself in a long body does so in the line by a number."""
    body = b'{"caption": "' + b"a" * 100_000 + b'"}'
    line = record(exchange(posting(body)), target=TARGET, role="fault").curl
    assert line.partition(" | ")[0] == (
        """{ printf '{"caption": "'; printf 'a%.0s' $(seq 100000); printf '"}'; }"""
    )


@shells
@given(
    content=st.binary(max_size=60) | st.builds(bytes.__mul__, st.binary(max_size=9), st.just(900))
)
def test_printed(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A shell prints any bytes."""
    assert run(printed(content), tmp_path_factory.getbasetemp()) == content


@shells
@pytest.mark.parametrize(
    "file",
    (
        upload(png(3, 2)),
        upload(png(3, 2, size=50_000)),
        replace(upload(png(3, 2)), filename='a "quoted"; name.png'),
    ),
)
def test_curl_lines_repeat_uploads(file: Upload, tmp_path: Path) -> None:
    """With the file made as noted, the line uploads the same fields, names, types and sizes."""
    request = Request("uploadMedia", body={"media": file, "type": "it's;type=@x"})
    with serving(answers(OK)) as server:
        target = replace(TARGET, base_url=server.url)
        with Client(target, DESCRIPTION) as client:
            one = client.send(UPLOAD, request)
        shown = record(one, target=target, role="valid")
        assert how_to_make(file) in (shown.request.body_note or "")
        run(how_to_make(file), tmp_path)
        run(shown.curl, tmp_path, CROSSPOSTIFY_API_KEY=KEY)
        ours, theirs = (uploaded(request) for request in server.received)
    exact = file.size <= 2000
    assert theirs == (ours if exact else replace(ours, kind=None, width=None, height=None))


def uploaded(request: bytes) -> Upload:
    """The file in an upload, after its text field has been compared."""
    _, headers, body = compared(request)
    kind = headers[b"content-type"].decode()
    wire = Wire("POST", "/media", (("Content-Type", kind),), Bytes(body))
    fields = decode(UPLOAD, wire).body
    assert fields["type"] == "it's;type=@x"
    file: Upload = fields["media"]
    return replace(file, filename=file.filename.replace("%22", '"'))
