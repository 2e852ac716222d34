"""Media files, opened by decoders that are not ours."""

import io
from collections.abc import Callable
from fractions import Fraction

import av
import pytest
from av.video.plane import VideoPlane
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from postproof.strategies.files import SEEDS, MediaFile, jpeg, mp4, png

Maker = Callable[..., MediaFile]

MEBIBYTE = 1 << 20
GREY = 12_029_701
"""The seed of the colour whose samples are all 128, which JPEG says without a number."""

sides = st.integers(1, 300)
extras = st.integers(0, 70) | st.integers(0, 3 * MEBIBYTE)
seeds = st.integers(0, SEEDS - 1)
every_maker = pytest.mark.parametrize("make", (png, jpeg, mp4))


def decoded_image(content: bytes) -> tuple[str | None, tuple[int, int], int]:
    """Return the format, the sides, and how many colours there are."""
    with Image.open(io.BytesIO(content)) as image:
        image.verify()
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image.format, image.size, len(image.getcolors() or ())


def decoded_video(content: bytes) -> tuple[int, set[tuple[int, int, int]]]:
    """Return the number of pictures, and of the first and the last one the sides and colours."""
    with av.open(io.BytesIO(content), "r") as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"err_detect": "explode"}
        pictures = list(container.decode(stream))
        looked_at = (pictures[0], pictures[-1])
        return len(pictures), {
            (picture.width, picture.height, max(map(different_samples, picture.planes)))
            for picture in looked_at
        }


def different_samples(plane: VideoPlane) -> int:
    """Return how many different samples a plane has, those beside the picture left out."""
    content = bytes(plane)
    starts = range(0, plane.line_size * plane.height, plane.line_size)
    return len(set().union(*(content[start : start + plane.width] for start in starts)))


@given(width=sides, height=sides, extra=extras, seed=seeds)
def test_png_decodes(width: int, height: int, extra: int, seed: int) -> None:
    """A PNG of any sides and size is decoded to these sides, in one colour."""
    size = png(width, height, seed=seed).size + extra
    content = png(width, height, size=size, seed=seed).read()
    assert (*decoded_image(content), len(content)) == ("PNG", (width, height), 1, size)


@given(width=sides, height=sides, extra=extras, seed=seeds)
@example(width=9, height=9, extra=0, seed=GREY)
def test_jpeg_decodes(width: int, height: int, extra: int, seed: int) -> None:
    """A JPEG of any sides and size is decoded to these sides, in one colour."""
    size = jpeg(width, height, seed=seed).size + extra
    content = jpeg(width, height, size=size, seed=seed).read()
    assert (*decoded_image(content), len(content)) == ("JPEG", (width, height), 1, size)


@settings(deadline=None)  # decoding takes what it takes
@given(width=sides, height=sides, extra=extras, seed=seeds)
def test_mp4_decodes(width: int, height: int, extra: int, seed: int) -> None:
    """An MP4 of any even sides and any size is five seconds of these sides, in one colour."""
    width, height = 2 * width, 2 * height
    size = mp4(width, height, seed=seed).size + extra
    content = mp4(width, height, size=size, seed=seed).read()
    assert decoded_video(content) == (5 * 25, {(width, height, 1)})
    assert len(content) == size


def test_large_pictures_decode() -> None:
    """The sides of real uploads work as the small ones do."""
    assert decoded_image(png(1080, 1920).read()) == ("PNG", (1080, 1920), 1)
    assert decoded_image(jpeg(1080, 1920).read()) == ("JPEG", (1080, 1920), 1)
    assert decoded_video(mp4(1080, 1920).read()) == (5 * 25, {(1080, 1920, 1)})


def test_players_are_told_duration_and_level() -> None:
    """An MP4 says how long it is, and which decoder it needs, before anything is decoded."""
    with av.open(io.BytesIO(mp4(1280, 720).read()), "r") as container:
        stream = container.streams.video[0]
        assert container.duration == 5 * av.time_base
        assert stream.profile == "Constrained Baseline"
        assert stream.average_rate == Fraction(25)


@every_maker
def test_equal_values_have_equal_bytes(make: Maker) -> None:
    """The same arguments make the same file, and another seed another one of the same sides."""
    one, again, other = make(64, 80, seed=1), make(64, 80, seed=1), make(64, 80, seed=2)
    assert (one, one.read()) == (again, again.read())
    assert (one.width, one.height) == (other.width, other.height) == (64, 80)
    assert one.read() != other.read()


@given(one=seeds, other=seeds)
def test_seeds_never_collide(one: int, other: int) -> None:
    """Two seeds give the same content only if they are the same seed."""
    for make in (png, jpeg, mp4):
        assert (make(2, 2, seed=one).read() == make(2, 2, seed=other).read()) == (one == other)


@given(extra=extras, chunk_size=st.integers(1000, 2 * MEBIBYTE))
def test_chunks_are_the_content(extra: int, chunk_size: int) -> None:
    """Chunks of any size are the content, none is larger than asked for, and none is empty."""
    for make in (png, jpeg, mp4):
        file = make(16, 16, size=make(16, 16).size + extra)
        chunks = list(file.chunks(chunk_size))
        assert b"".join(chunks) == file.read()
        assert all(1 <= len(chunk) <= chunk_size for chunk in chunks)


@every_maker
def test_large_files_repeat_one_block(make: Maker) -> None:
    """Half a gigabyte is one block of a mebibyte, again and again, and little besides."""
    file = make(1080, 1920, size=500_000_000)
    held = {id(content): len(content) for content, _ in file.parts}
    assert sum(held.values()) < 3 * MEBIBYTE
    assert sum(map(len, file.chunks())) == file.size == 500_000_000


@pytest.mark.parametrize("size", ((1 << 32) + 7_000, (1 << 32) + 10_000))
def test_mp4_padding_above_four_gibibytes(size: int) -> None:
    """Around the length that 32 bits can say, the `free` box says its length rightly."""
    file = mp4(16, 16, size=size)
    start = next(file.chunks())
    film = mp4(16, 16).size - 8
    assert start[:film] == mp4(16, 16).read()[:-8]
    short, long = int.from_bytes(start[film : film + 4]), int.from_bytes(start[film + 8 :])
    assert (long if short == 1 else short) == size - film
    assert sum(map(len, file.chunks())) == size


def refusal(make: Callable[[], object]) -> str:
    """Return what the `ValueError` says."""
    with pytest.raises(ValueError) as raised:  # noqa: PT011 (the caller compares the message)
        make()
    return str(raised.value)


def test_impossible_files_are_refused() -> None:
    """What cannot be made is refused with the value and the reason."""
    least = png(10, 10).size
    assert [
        refusal(lambda: png(0, 5)),
        refusal(lambda: png(10, 10, size=least - 1)),
        refusal(lambda: jpeg(70_000, 5)),
        refusal(lambda: mp4(15, 20)),
        refusal(lambda: mp4(20_000, 20)),
        refusal(lambda: mp4(16, 16, seed=-1)),
        refusal(lambda: list(png(1, 1).chunks(0))),
    ] == [
        "a PNG has sides of 1 to 2147483647 pixels, not 0 x 5",
        f"a PNG of 10 x 10 pixels has at least {least} bytes, so it cannot have {least - 1}",
        "a JPEG has sides of 1 to 65535 pixels, not 70000 x 5",
        "an MP4 of 15 x 20 pixels cannot be made: both must be even, and at least 2",
        "an MP4 of 20000 x 20 pixels cannot be made: no level of H.264 has pictures so large",
        "seed is -1, but only 0 to 16581374 give different files",
        "chunk_size is 0, but a chunk has at least one byte",
    ]
