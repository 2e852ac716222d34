"""MP4 (ISO/IEC 14496-12 and -14): one H.264 track that shows one colour for some seconds."""

import struct

from . import _h264
from ._media_file import BLOCK, MediaFile, colour, room

_SECONDS = 5  # platforms refuse videos shorter than three
_RATE = 25  # pictures a second, and so the time scale
_PICTURES = _SECONDS * _RATE
_MATRIX = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_UNDETERMINED = 0x55C4  # the language `und`, packed
_BOX = 8  # bytes of a box besides its content: length and name
_BLOCK = bytes(BLOCK)


def mp4(width: int, height: int, *, size: int | None = None, seed: int = 0) -> MediaFile:
    """Return an MP4 video of these pixels, padded to exactly `size` bytes where that is given.

    Raises `ValueError` if no such file can be made, for an odd width or height (its colours are
    sampled for 2 x 2 pixels) and a size below the natural one too.
    """
    what = f"an MP4 of {width} x {height} pixels"
    if width < 1 or height < 1 or width % 2 or height % 2:
        raise ValueError(f"{what} cannot be made: both must be even, and at least 2")
    level = _h264.level(width, height)
    if level is None:
        raise ValueError(f"{what} cannot be made: no level of H.264 has pictures so large")
    film = _film(width, height, level, seed)
    # The free box is always there, if only empty: no size above the natural one is skipped.
    free = _BOX + room(what, len(film) + _BOX, size)
    head = _free(free)
    blocks, rest = divmod(free - len(head), BLOCK)
    return MediaFile(
        filename=f"video-{width}x{height}-{seed}.mp4",
        content_type="video/mp4",
        kind="video",
        width=width,
        height=height,
        parts=((film + head, 1), (_BLOCK, blocks), (bytes(rest), 1)),
    )


def _film(width: int, height: int, level: int, seed: int) -> bytes:
    """Return the whole file but for the padding, `moov` first so that its start tells the sides."""
    later = (_h264.repeated(width, height, number) for number in range(1, _PICTURES))
    units = (_h264.still(width, height, colour(seed)), *later)
    pictures = [_sized(unit, ">I") for unit in units]
    head = _box(b"ftyp", b"isom", _int(0x200), b"isomiso2avc1mp41")
    lengths = [len(picture) for picture in pictures]
    # How long `moov` is does not depend on where the pictures begin.
    start = len(head) + len(_moov(width, height, level, lengths, 0)) + _BOX
    return head + _moov(width, height, level, lengths, start) + _box(b"mdat", *pictures)


def _moov(width: int, height: int, level: int, lengths: list[int], start: int) -> bytes:
    """Return the description of the one track, whose pictures lie together from `start` on."""
    times = struct.pack(">4I", 0, 0, _RATE, _PICTURES)
    movie = struct.pack(">IH10x", 1 << 16, 1 << 8) + _MATRIX + bytes(24) + _int(2)
    track = struct.pack(">5I8xHHHH", 0, 0, 1, 0, _PICTURES, 0, 0, 0, 0) + _MATRIX
    sides = struct.pack(">2I", width << 16, height << 16)
    samples = _box(
        b"stbl",
        _box(b"stsd", bytes(4), _int(1), _avc1(width, height, level)),
        _box(b"stts", bytes(4), struct.pack(">3I", 1, _PICTURES, 1)),
        _box(b"stss", bytes(4), struct.pack(">2I", 1, 1)),
        _box(b"stsc", bytes(4), struct.pack(">4I", 1, 1, _PICTURES, 1)),
        _box(b"stsz", bytes(8), struct.pack(f">{1 + _PICTURES}I", _PICTURES, *lengths)),
        _box(b"stco", bytes(4), struct.pack(">2I", 1, start)),
    )
    where = _box(b"dinf", _box(b"dref", bytes(4), _int(1), _box(b"url ", _int(1))))
    media = _box(
        b"mdia",
        _box(b"mdhd", bytes(4), times, struct.pack(">HH", _UNDETERMINED, 0)),
        _box(b"hdlr", bytes(8), b"vide", bytes(12), b"video\0"),
        _box(b"minf", _box(b"vmhd", _int(1), bytes(8)), where, samples),
    )
    enabled_and_used = _int(3)
    return _box(
        b"moov",
        _box(b"mvhd", bytes(4), times, movie),
        _box(b"trak", _box(b"tkhd", enabled_and_used, track, sides), media),
    )


def _avc1(width: int, height: int, level: int) -> bytes:
    """Return the sample entry, with the decoder's configuration (ISO/IEC 14496-15)."""
    sequence, picture = _h264.parameter_sets(width, height, level)
    configuration = _box(
        b"avcC",
        b"\1" + sequence[1:4] + b"\xff\xe1" + _sized(sequence, ">H"),
        b"\1" + _sized(picture, ">H"),
    )
    resolution = struct.pack(">2I", 72 << 16, 72 << 16)
    return _box(
        b"avc1",
        struct.pack(">6xH16xHH", 1, width, height),
        resolution,
        struct.pack(">4xH32xHh", 1, 24, -1),
        configuration,
    )


def _free(length: int) -> bytes:
    """Return the head of a `free` box that is `length` bytes long with what follows."""
    if length < 1 << 32:
        return struct.pack(">I", length) + b"free"
    return struct.pack(">I4sQ", 1, b"free", length)


def _box(name: bytes, *content: bytes) -> bytes:
    whole = b"".join(content)
    return struct.pack(">I", _BOX + len(whole)) + name + whole


def _sized(content: bytes, length: str) -> bytes:
    return struct.pack(length, len(content)) + content


def _int(number: int) -> bytes:
    return struct.pack(">I", number)
