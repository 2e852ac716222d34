"""What a media file is, told by its first bytes."""

import struct
from collections.abc import Iterator
from io import BytesIO

import imagesize

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_TRACK_HEADERS = (b"moov", b"trak", b"tkhd")
_SIDES_AT = {0: 76, 1: 88}  # where the sides stand in a track header of version 0 and 1


def sniff(head: bytes) -> tuple[str, int, int] | None:
    """Return `image` or `video`, the width and the height in pixels, None if they are not told.

    PNG, JPEG and MP4 are known. `head` is the start of a file, 64 KiB are enough unless an MP4 has
    its description at the end.
    """
    if head.startswith(_IMAGES):
        width, height = imagesize.get(BytesIO(head))
        return ("image", width, height) if width > 0 and height > 0 else None
    if head[4:8] == b"ftyp":
        for header in _boxes(head, _TRACK_HEADERS):
            sides = header[_SIDES_AT.get(header[0], len(header)) :] if header else b""
            if len(sides) < 8:
                continue
            width, height = (fixed >> 16 for fixed in struct.unpack_from(">2I", sides))
            if width and height:  # a sound track has none
                return "video", width, height
    return None


def _boxes(content: bytes, path: tuple[bytes, ...]) -> Iterator[bytes]:
    """Yield the content of every box at this path (ISO/IEC 14496-12, 4.2), as far as it is there."""
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        begin = at + 8
        if length == 1 and begin + 8 <= len(content):
            (length,) = struct.unpack_from(">Q", content, begin)
            begin += 8
        end = at + length if length else len(content)
        if end < begin:
            return
        if name == path[0]:
            inner = content[begin:end]
            if path[1:]:
                yield from _boxes(inner, path[1:])
            else:
                yield inner
        at = end
