"""The files that the suite uploads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..openapi.request import Upload
from ..openapi.rules import FileSize, SupportedFormats
from . import files
from .bounds import rules_of

if TYPE_CHECKING:
    from ..openapi import Operation


class _Content:
    """The bytes of a file; no dataclass, because Hypothesis prints all fields of these."""

    def __init__(self, file: files.MediaFile) -> None:
        self._file = file

    def __repr__(self) -> str:
        return f"<{self._file.size:,} bytes>"

    def chunks(self, chunk_size: int = 1 << 20) -> Iterator[bytes]:
        return self._file.chunks(chunk_size)


def upload(file: files.MediaFile) -> Upload:
    """A media file as part of a request."""
    return Upload(
        file.filename,
        file.content_type,
        file.size,
        file.kind,
        file.width,
        file.height,
        _Content(file),
    )


def sized(kind: str, size: int | None = None, seed: int = 0) -> files.MediaFile:
    """A file of a kind, "image" or "video", and exactly `size` bytes; small without a size."""
    if kind == "video":
        return files.mp4(36, 64, size=size, seed=seed)
    return files.png(64, 64, size=size, seed=seed)


def in_format(media_type: str) -> files.MediaFile:
    """A small file of a media type such as `image/png`."""
    return files.jpeg(64, 64) if media_type == "image/jpeg" else sized(media_type.partition("/")[0])


def allowed(operation: Operation) -> list[Upload]:
    """Files that the operation takes: one of each format, then one of each largest size.

    None for an operation that takes no file.
    """
    if not operation.roles.get("file"):
        return []
    small = [in_format(rule.format) for rule in rules_of(operation, SupportedFormats)]
    full = [sized(r.value.lower(), r.allowed.least) for r in rules_of(operation, FileSize)]
    return [upload(file) for file in (small or [files.png(64, 64)]) + full]
