"""JPEG (ITU-T T.81): one colour, baseline, Y, Cb and Cr unsampled, nothing lost by quantization.

Each 8 x 8 block is its mean alone, written as the difference from the block before it: the first
block carries the colour, every other one is two bits for each component.
"""

import struct

from ._media_file import BLOCK, MediaFile, colour, room, within

_SEGMENT = 4  # bytes of a comment besides its content: marker and length
_UNIT = 1 << 15  # bytes of a repeated comment: fewer are left over than one comment can hold

_APP0, _COM, _DHT, _DQT, _SOF0, _SOS = 0xE0, 0xFE, 0xC4, 0xDB, 0xC0, 0xDA
_COMPONENTS = (1, 2, 3)


def jpeg(width: int, height: int, *, size: int | None = None, seed: int = 0) -> MediaFile:
    """Return a JPEG image of these pixels, padded to exactly `size` bytes where that is given.

    Raises `ValueError` if no such file can be made, for a size below the natural one too.
    """
    what = f"a JPEG of {width} x {height} pixels"
    within("a JPEG", width, height, 2**16 - 1)
    head, scan = _head(width, height), _scan(width, height, seed)
    # The last comment is always there, if only empty: no size above the natural one is skipped.
    blocks, rest = divmod(room(what, len(head) + _SEGMENT + len(scan), size), BLOCK)
    units, rest = divmod(rest, _UNIT)
    last = _segment(_COM, bytes(rest))
    return MediaFile(
        filename=f"image-{width}x{height}-{seed}.jpg",
        content_type="image/jpeg",
        kind="image",
        width=width,
        height=height,
        parts=((head, 1), (_BLOCK, blocks), (_COMMENT, units), (last + scan, 1)),
    )


def _head(width: int, height: int) -> bytes:
    """Return all that stands before the padding, so that the sides are in the first bytes."""
    components = b"".join(bytes((component, 0x11, 0)) for component in _COMPONENTS)
    # DC: difference 0 is the code 0, those of 1 to 11 bits are 10000 to 11010. AC: 0 ends a block.
    dc_lengths = (1, 0, 0, 0, 11, *bytes(11))
    ac_lengths = (1, *bytes(15))
    return b"".join(
        (
            b"\xff\xd8",
            _segment(_APP0, b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, 0, 1, 1, 0, 0)),
            _segment(_SOF0, struct.pack(">BHHB", 8, height, width, len(_COMPONENTS)) + components),
            _segment(_DQT, b"\0" + b"\1" * 64),
            _segment(_DHT, bytes((0x00, *dc_lengths, *range(12)))),
            _segment(_DHT, bytes((0x10, *ac_lengths, 0))),
        )
    )


def _scan(width: int, height: int, seed: int) -> bytes:
    header = bytes((len(_COMPONENTS), *(b for c in _COMPONENTS for b in (c, 0)), 0, 63, 0))
    later_blocks = -(-width // 8) * -(-height // 8) - 1
    # The DC coefficient of a uniform block is eight times its level (A.3.3).
    first = "".join(_difference(8 * (sample - 128)) + "0" for sample in colour(seed))
    bits = first + "00" * len(_COMPONENTS) * later_blocks
    bits += "1" * (-len(bits) % 8)
    coded = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    return _segment(_SOS, header) + coded + b"\xff\xd9"


def _difference(value: int) -> str:
    """Return the bits of a DC difference (F.1.2.1): its length, then its value."""
    if value == 0:
        return "0"
    length = abs(value).bit_length()
    positive = value if value > 0 else value + (1 << length) - 1
    return f"1{length - 1:04b}{positive:0{length}b}"


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content


_COMMENT = _segment(_COM, bytes(_UNIT - _SEGMENT))
_BLOCK = _COMMENT * (BLOCK // _UNIT)
