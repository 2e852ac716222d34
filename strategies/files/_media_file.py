"""What an uploaded file is, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCK = 1 << 20
"""Bytes in one repetition of padding: as many as `MediaFile.chunks` yields at a time."""

SEEDS = 255**3
"""Seeds are 0 to SEEDS - 1. Each gives another colour, and so other bytes."""

_SCATTER = 7_368_787  # a prime that does not divide SEEDS: neighbouring seeds look different


@dataclass(frozen=True)
class MediaFile:
    """A media file as it will be uploaded. Equal values have equal bytes."""

    filename: str
    content_type: str
    kind: str
    """`image` or `video`."""
    width: int
    """In pixels, as a decoder shows it."""
    height: int
    """In pixels, as a decoder shows it."""
    parts: tuple[tuple[bytes, int], ...] = field(repr=False)
    """The content: byte strings, each with the number of times that it is repeated."""

    @property
    def size(self) -> int:
        """The length of the content in bytes."""
        return sum(len(content) * times for content, times in self.parts)

    def chunks(self, chunk_size: int = BLOCK) -> Iterator[bytes]:
        """Yield the content in pieces of at most `chunk_size` bytes, without holding it."""
        if chunk_size < 1:
            raise ValueError(f"chunk_size is {chunk_size}, but a chunk has at least one byte")
        for content, times in self.parts:
            starts = range(0, len(content), chunk_size)
            pieces = [content[start : start + chunk_size] for start in starts]
            for _ in range(times):
                yield from pieces

    def read(self) -> bytes:
        """Return the whole content. For small files."""
        return b"".join(self.chunks())


def room(what: str, natural: int, size: int | None) -> int:
    """Return how many bytes of padding bring a file of `natural` bytes to `size`.

    Raises `ValueError` if it is too large already.
    """
    if size is None:
        return 0
    if size < natural:
        raise ValueError(f"{what} has at least {natural} bytes, so it cannot have {size}")
    return size - natural


def colour(seed: int) -> tuple[int, int, int]:
    """Return three samples from 1 to 255, different for every seed.

    Raises `ValueError` if the seed is not from 0 to `SEEDS` - 1.
    """
    if not 0 <= seed < SEEDS:
        raise ValueError(f"seed is {seed}, but only 0 to {SEEDS - 1} give different files")
    rest, third = divmod(seed * _SCATTER % SEEDS, 255)
    first, second = divmod(rest, 255)
    return 1 + first, 1 + second, 1 + third


def within(what: str, width: int, height: int, most: int) -> None:
    """Raise `ValueError` unless both sides are from 1 to `most` pixels."""
    if not (1 <= width <= most and 1 <= height <= most):
        raise ValueError(f"{what} has sides of 1 to {most} pixels, not {width} x {height}")
