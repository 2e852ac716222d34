"""The shell line that repeats a request, byte for byte, in any POSIX shell with curl."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...openapi.request import Upload
from ...openapi.wire import Bytes
from ...reports.visible import visible
from ..http.client import wrong_key
from .redaction import Redaction

if TYPE_CHECKING:
    from ...openapi.description import ApiKey
    from ...openapi.request import Json
    from ..http.exchange import Exchange
    from ..target import Target

LONGEST = 4000
"""Bytes of a body that stand in the line as they are; repetitions in longer ones are shortened."""
SMALL = 2000
"""Bytes of a file up to which its very content is told."""
EMPTY_BODY = ("POST", "PUT", "PATCH")
"""The methods with which an empty body is sent as such."""
_REPEATED = re.compile(rb"(.{1,8}?)\1{99,}", re.DOTALL)


def curl(exchange: Exchange, target: Target, key: ApiKey | None) -> str:
    """The line; the key stands as a shell variable, and nowhere else."""
    wire, redaction = exchange.wire, Redaction(target.api_key)
    url = redaction.text(target.base_url.rstrip("/") + wire.target)
    words = ["curl", "-i", *(["--head"] if wire.method == "HEAD" else ["-X", wire.method])]
    if re.search(r"[][{}]", url):
        words.append("--globoff")
    if re.search(r"/\.\.?(/|\?|$)", url):
        words.append("--path-as-is")
    line = f"{shlex.join(words)} {shlex.quote(url)}"
    if key is not None and exchange.key == "good":
        line += f' -H "{key.header}: {key.prefix}${variable(target)}"'
    elif key is not None and exchange.key == "wrong":
        line += " -H " + shlex.quote(f"{key.header}: {key.prefix}{wrong_key(target.api_key)}")
    form = uploading(exchange)
    for name, value in wire.headers:
        if form is None or name.lower() != "content-type":
            line += " -H " + shlex.quote(
                redaction.text(f"{name}: {value}" if value else f"{name};")
            )
    if form is not None:
        return line + "".join(f" {_field(n, v, redaction)}" for n, v in form.items())
    if not wire.payload.size and wire.method not in EMPTY_BODY:
        return line
    if not any(name.lower() == "content-type" for name, _ in wire.headers):
        line += " -H 'Content-Type:'"
    content = redaction.content(b"".join(wire.payload.chunks()))
    text = _plain(content)
    if text is not None and len(content) <= LONGEST:
        return f"{line} --data-raw {shlex.quote(text)}"
    return f"{printed(content)} | {line} --data-binary @-"


def variable(target: Target) -> str:
    """The environment variable that holds the key."""
    return target.api_key_env or re.sub(r"\W", "_", f"{target.vendor.upper()}_API_KEY")


def uploading(exchange: Exchange) -> dict[str, Json] | None:
    """The fields of a form with files, None for any other request."""
    if exchange.request is None or isinstance(exchange.wire.payload, Bytes):
        return None
    return dict(exchange.request.body)


def how_to_make(upload: Upload) -> str:
    """The shell line that makes a file for an upload: the same, or as large."""
    name = shlex.quote(_local(upload))
    if upload.content is not None and upload.size <= SMALL:
        return f"{printed(b''.join(upload.content.chunks()))} > {name}"
    return f"head -c {upload.size} /dev/zero > {name}"


def printed(content: bytes) -> str:
    """A shell command that prints these bytes."""
    pieces = list(_pieces(content))
    return pieces[0] if len(pieces) == 1 else f"{{ {'; '.join(pieces)}; }}"


def _pieces(content: bytes) -> Iterator[str]:
    start = 0
    for match in _REPEATED.finditer(content) if len(content) > LONGEST else ():
        if match.start() > start:
            yield f"printf {_format(content[start : match.start()])}"
        unit, start = match[1], match.end()
        times = len(match[0]) // len(unit)
        yield f"printf {_format(unit, after='%.0s')} $(seq {times})"
    if start < len(content) or not start:
        yield f"printf {_format(content[start:])}"


def _format(content: bytes, after: str = "") -> str:
    """A quoted format of printf: whatever cannot be seen or has a meaning is an octal escape."""
    text = content.decode("utf-8", "surrogateescape")
    return "'" + "".join(_escaped(c, first=i == 0) for i, c in enumerate(text)) + after + "'"


def _escaped(character: str, *, first: bool) -> str:
    if character == "%":
        return "%%"
    if character in "'\\\t\n" or (first and character == "-") or visible(character) != character:
        encoded = character.encode("utf-8", "surrogateescape")
        return "".join(f"\\{byte:03o}" for byte in encoded)
    return character


def _plain(content: bytes) -> str | None:
    """The bytes as text of one line in which everything can be seen, None when they are not."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if visible(text) == text and not set(text) & set("\t\n") else None


def _field(name: str, value: Json, redaction: Redaction) -> str:
    if not isinstance(value, Upload):
        text = value if isinstance(value, str) else str(value)
        return "--form-string " + shlex.quote(redaction.text(f"{name}={text}"))
    local = _local(value)
    word = f"{name}=@{local};type={value.content_type}"
    if local != value.filename:
        quoted = re.sub(r'(["\\])', r"\\\1", value.filename)
        word += f';filename="{quoted}"'
    return "-F " + shlex.quote(redaction.text(word))


def _local(upload: Upload) -> str:
    """A name for the file that neither a shell nor curl reads anything into."""
    return upload.filename if re.fullmatch(r"\w[\w.-]*", upload.filename) else "upload"
