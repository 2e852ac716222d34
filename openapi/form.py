"""Reading multipart/form-data (RFC 7578) piece by piece, without holding files."""

from __future__ import annotations

from .media import sniff
from .request import Json, Upload

HEAD = 1 << 16
"""How much of an upload is kept to see what it is, in bytes."""


class Undecodable(ValueError):
    """Bytes that are no request to the operation; the text says why."""


class Form:
    """A multipart parser that counts the bytes of files and keeps their heads."""

    def __init__(self, content_type: str) -> None:
        from python_multipart.exceptions import FormParserError
        from python_multipart.multipart import MultipartParser, parse_options_header

        _, options = parse_options_header(content_type.encode())
        if not options.get(b"boundary"):
            raise Undecodable("a multipart body needs a boundary")
        self._error = FormParserError
        self.fields: dict[str, Json] = {}
        self.sizes: dict[str, int] = {}
        self._complete = False
        self._options = parse_options_header
        try:
            self._parser = MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._header_name,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_end,
                    "on_part_data": self._data,
                    "on_part_end": self._end,
                    "on_end": self._finished,
                },
            )
        except FormParserError as error:
            raise Undecodable(f"the body is not multipart: {error}") from None
        self._begin()

    def feed(self, chunk: bytes) -> None:
        """Take the next piece; raises Undecodable."""
        try:
            self._parser.write(chunk)
        except self._error as error:
            raise Undecodable(f"the body is not multipart: {error}") from None

    def finish(self) -> dict[str, Json]:
        """The fields, files as uploads without their content; raises Undecodable."""
        if not self._complete:
            raise Undecodable("the multipart body ends too early")
        return self.fields

    def _finished(self) -> None:
        self._complete = True

    def _begin(self) -> None:
        self._headers: dict[str, str] = {}
        self._name, self._value = b"", b""
        self._head = bytearray()
        self._size = 0

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._name, self._value = b"", b""

    def _disposition(self) -> tuple[str, str | None]:
        _, options = self._options(self._headers.get("content-disposition", "").encode("latin-1"))
        filename = options.get(b"filename")
        name = options.get(b"name", b"").decode("utf-8", "replace")
        return name, filename.decode("utf-8", "replace") if filename is not None else None

    def _data(self, data: bytes, start: int, end: int) -> None:
        room = HEAD - len(self._head)
        if room > 0:
            self._head += data[start : min(end, start + room)]
        if self._size == 0:
            self._part = self._disposition()
        self._size += end - start
        if self._part[1] is not None:
            self.sizes[self._part[0]] = self._size

    def _end(self) -> None:
        name, filename = self._disposition()
        if filename is None and self._size > HEAD:
            raise Undecodable(f"the field {name} holds more than {HEAD:,} bytes")
        if filename is None:
            self.fields[name] = self._head.decode("utf-8", "replace")
            return
        kind, width, height = sniff(bytes(self._head)) or (None, None, None)
        content_type = self._headers.get("content-type", "application/octet-stream")
        self.fields[name] = Upload(filename, content_type, self._size, kind, width, height)
