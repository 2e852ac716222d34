"""PNG (W3C, Portable Network Graphics, third edition): one colour, truecolour, 8 bits a sample."""

import struct
import zlib

from ._media_file import BLOCK, MediaFile, colour, room, within

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNK = 12  # bytes of a chunk besides its content: length, type and CRC
_PADDING = b"ppAd"  # ancillary, private, safe to copy (section 5.4)


def png(width: int, height: int, *, size: int | None = None, seed: int = 0) -> MediaFile:
    """Return a PNG image of these pixels, padded to exactly `size` bytes where that is given.

    Raises `ValueError` if no such file can be made, for a size below the natural one too.
    """
    what = f"a PNG of {width} x {height} pixels"
    within("a PNG", width, height, 2**31 - 1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = _SIGNATURE + _chunk(b"IHDR", header)
    tail = _chunk(b"IDAT", _pixels(width, height, seed)) + _chunk(b"IEND", b"")
    # The padding chunk is always there, if only empty: no size above the natural one is skipped.
    blocks, rest = divmod(room(what, len(head) + _CHUNK + len(tail), size), BLOCK)
    last = _chunk(_PADDING, bytes(rest))
    return MediaFile(
        filename=f"image-{width}x{height}-{seed}.png",
        content_type="image/png",
        kind="image",
        width=width,
        height=height,
        parts=((head, 1), (_BLOCK, blocks), (last + tail, 1)),
    )


def _pixels(width: int, height: int, seed: int) -> bytes:
    compressor = zlib.compressobj(level=1)
    row = b"\0" + bytes(colour(seed)) * width
    rows = [compressor.compress(row) for _ in range(height)]
    return b"".join(rows) + compressor.flush()


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


_BLOCK = _chunk(_PADDING, bytes(BLOCK - _CHUNK))
