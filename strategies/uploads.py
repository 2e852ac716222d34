"""The files that the suite uploads."""

from __future__ import annotations

from . import files


def sized(kind: str, size: int | None = None, seed: int = 0) -> files.MediaFile:
    """A file of a kind, "image" or "video", and exactly `size` bytes; small without a size."""
    if kind == "video":
        return files.mp4(36, 64, size=size, seed=seed)
    return files.png(64, 64, size=size, seed=seed)
