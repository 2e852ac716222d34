"""An exchange as the reports show it: without the key, and not longer than can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi import Upload, load
from ...reports.results import ExchangeRecord, Request, Response
from ..http.client import wrong_key
from .curl import curl, how_to_make, uploading
from .redaction import SHOWN, Redaction

if TYPE_CHECKING:
    from ...openapi.description import ApiKey
    from ...openapi.request import Json
    from ..http.exchange import Answer, Exchange
    from ..target import Target

LONGEST = 4000
"""Characters of a body that are shown."""
BINARY = ("image/", "video/", "audio/", "font/", "application/octet-stream", "application/zip")


def record(
    exchange: Exchange, *, target: Target, role: str, note: str | None = None
) -> ExchangeRecord:
    r"""The evidence that an exchange is; `role` is its part in the check.

    Bodies are text: bytes that are not UTF-8 show as `\xff`. JSON stays as it was sent.
    """
    redaction, key = Redaction(target.api_key), load(target.vendor).key
    return ExchangeRecord(
        role=role,
        request=_request(exchange, target, key, redaction),
        response=_response(exchange.answer, redaction) if exchange.answer else None,
        error=None if exchange.error is None else redaction.text(exchange.error),
        milliseconds=round(exchange.milliseconds, 1),
        curl=curl(exchange, target, key),
        note=None if note is None else redaction.text(note),
    )


def _request(
    exchange: Exchange, target: Target, key: ApiKey | None, redaction: Redaction
) -> Request:
    wire = exchange.wire
    headers = _headers(wire.headers, redaction)
    if key is not None and exchange.key != "missing":
        shown = SHOWN if exchange.key == "good" else redaction.text(wrong_key(target.api_key))
        headers = ((key.header, key.prefix + shown), *headers)
    form = uploading(exchange)
    body: str | None
    body_note: str | None
    if form is not None:
        body, body_note = _form(form, redaction)
    else:
        media_type = next((v for n, v in wire.headers if n.lower() == "content-type"), "")
        content = b"".join(wire.payload.chunks())
        body, body_note = _body(content, media_type, redaction)
    url = redaction.text(target.base_url.rstrip("/") + wire.target)
    return Request(method=wire.method, url=url, headers=headers, body=body, body_note=body_note)


def _response(answer: Answer, redaction: Redaction) -> Response:
    body, body_note = _body(answer.body, answer.media_type, redaction)
    if answer.cut:
        stopped = f"reading stopped after {len(answer.body):,} bytes"
        body_note = f"{body_note}; {stopped}" if body_note else stopped
    return Response(
        status=answer.status,
        reason_phrase=redaction.text(answer.reason),
        headers=_headers(answer.headers, redaction),
        body=body,
        body_note=body_note,
    )


def _headers(
    headers: tuple[tuple[str, str], ...], redaction: Redaction
) -> tuple[tuple[str, str], ...]:
    return tuple((redaction.text(name), redaction.text(value)) for name, value in headers)


def _body(content: bytes, media_type: str, redaction: Redaction) -> tuple[str | None, str | None]:
    """The text that is shown of a body, and what it does not show."""
    if not content:
        return None, None
    if media_type.lower().startswith(BINARY):
        return None, redaction.text(f"{len(content):,} bytes of {media_type}, not shown")
    # A key that begins within what is shown is seen as a whole, and so is a character.
    head = redaction.content(content[: 4 * LONGEST + redaction.longest])
    text = head.decode("utf-8", "backslashreplace")
    if len(content) <= LONGEST:
        return text, None
    return text[:LONGEST], f"the first {LONGEST:,} characters of {len(content):,} bytes"


def _form(fields: dict[str, Json], redaction: Redaction) -> tuple[str, str]:
    lines, notes = [], ["the content of files is not shown"]
    for name, value in fields.items():
        if isinstance(value, Upload):
            lines.append(f"{name}: {value.filename} ({value.content_type}, {value.size:,} bytes)")
            notes.append(f"to make one: {how_to_make(value)}")
        else:
            lines.append(f"{name}: {value}")
    return redaction.text("\n".join(lines)), redaction.text("; ".join(notes))
