"""What a file is, told by its first bytes."""

from hypothesis import example, given
from hypothesis import strategies as st

from postproof.openapi.media import sniff
from postproof.strategies.files import jpeg, mp4, png

HEAD = 64 * 1024

sides = st.integers(1, 1000).map(lambda half: 2 * half)
starts = st.sampled_from(
    (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\0\0\0\x08ftyp\0\0\0\x40moov\0\0\0\x30trak")
)


@given(width=sides, height=sides, size=st.none() | st.integers(200_000, 2_000_000))
def test_made_files_are_recognised(width: int, height: int, size: int | None) -> None:
    """The first 64 KiB of every file of ours tell its kind and sides, padded or not."""
    files = [make(width, height, size=size) for make in (png, jpeg, mp4)]
    assert [sniff(file.read()[:HEAD]) for file in files] == [
        ("image", width, height),
        ("image", width, height),
        ("video", width, height),
    ]


@given(start=starts, rest=st.binary())
@example(start=b"\0\0\0\x08ftyp", rest=b"\0\0\0\x04moov")
@example(start=b"\0\0\0\x08ftyp", rest=b"\0\0\0\x20moov\0\0\0\x18trak\0\0\0\x08tkhd")
def test_other_files_are_not(start: bytes, rest: bytes) -> None:
    """Whatever else was uploaded is not recognised, and does no harm."""
    assert sniff(start + rest) is None


@given(length=st.integers(0, 2000))
def test_cut_files_mislead_nobody(length: int) -> None:
    """However short the start of a file is, it tells the right sides or nothing."""
    assert sniff(png(48, 64).read()[:length]) in (None, ("image", 48, 64))
    assert sniff(jpeg(48, 64).read()[:length]) in (None, ("image", 48, 64))
    assert sniff(mp4(48, 64).read()[:length]) in (None, ("video", 48, 64))


def box(name: bytes, content: bytes) -> bytes:
    """Return an MP4 box whose length is said with 64 bits."""
    return b"\0\0\0\1" + name + (16 + len(content)).to_bytes(8) + content


def test_video_after_a_sound_track() -> None:
    """A track without sides is sound; long box lengths and version 1 of the header are read."""
    sound = b"\0" * 84
    picture = b"\1" + b"\0" * 87 + (720 << 16).to_bytes(4) + (1280 << 16).to_bytes(4)
    tracks = (box(b"trak", box(b"tkhd", header)) for header in (b"", b"\7", sound, picture))
    movie = box(b"moov", b"".join(tracks))
    assert sniff(b"\0\0\0\x08ftyp" + box(b"mdat", b"first") + movie) == ("video", 720, 1280)
