"""Rules about how much: items and characters for each platform, bytes for each type of file."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..fields import Field, Place
from ..request import Upload
from ..world import World
from .rule import Declaration, Rule, Target, lacks_platforms, platform_words

if TYPE_CHECKING:
    from ..description import Operation
    from ..request import Json, Request

AT_LIMIT = frozenset({"at the limit"})


@dataclass(frozen=True)
class PlatformLimit(Rule):
    """A limit that holds for targets on one platform; what is measured is the subclass's."""

    platform_keys: ClassVar[frozenset[str]] = frozenset({"at-most"})

    platform: str
    limit: int

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        for platform, limit in declaration["at-most"].items():
            name = f"{declaration['id']}/{platform}"
            yield cls(name, operation.account, field, platform, limit)

    @abstractmethod
    def measure(self, value: Json) -> int | None:
        """How much of it the value has, None when the value is of another type."""

    def _measured(self, request: Request, world: World) -> Iterator[tuple[Target, Place, int]]:
        for target, place, value in self.pairs(request, world):
            if target.account is not None and target.account.platform == self.platform:
                measure = self.measure(value)
                if measure is not None:
                    yield target, place, measure

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for _, place, measure in self._measured(request, world):
            if measure > self.limit:
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return AT_LIMIT

    def seen(self, request: Request, world: World) -> frozenset[str]:
        measures = [measure for _, _, measure in self._measured(request, world)]
        return AT_LIMIT if self.limit in measures else frozenset()

    def lacks(self, world: World, platforms: tuple[str, ...]) -> str | None:
        return lacks_platforms({self.platform}, platforms)

    def words(self) -> Mapping[str, str]:
        return platform_words(self.platform, self.limit)


@dataclass(frozen=True)
class ItemsPerPlatform(PlatformLimit):
    """An array has at most `limit` items when a target is on the platform."""

    kind: ClassVar[str] = "items-per-platform"

    def measure(self, value: Json) -> int | None:
        return len(value) if isinstance(value, list) else None


@dataclass(frozen=True)
class TextLength(PlatformLimit):
    """A text has at most `limit` characters (code points) for targets on the platform."""

    kind: ClassVar[str] = "text-length"

    def measure(self, value: Json) -> int | None:
        return len(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Size:
    """A documented size such as `100 MB`, in bytes by both readings of its unit.

    Up to `least` (a million bytes to the megabyte) the documents allow a file by either reading,
    above `most` (2**20 bytes to the megabyte) they forbid it by either.
    """

    text: str
    least: int
    most: int

    @classmethod
    def parse(cls, text: str) -> Size:
        match = re.fullmatch(r"(\d+) (kB|MB|GB)", text)
        assert match, text
        power = {"kB": 1, "MB": 2, "GB": 3}[match[2]]
        return cls(text, int(match[1]) * 1000**power, int(match[1]) * 1024**power)


@dataclass(frozen=True)
class FileSize(Rule):
    """A file has at most `limit` bytes when the field `by` holds `value`.

    `allowed` is the size that every document allows; between it and the limit they contradict each
    other, and nobody is judged.
    """

    kind: ClassVar[str] = "file-size"

    by: Field
    value: str
    limit: Size
    allowed: Size

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field, by = Field.parse(declaration["field"]), Field.parse(declaration["by"])
        for value, size in declaration["at-most"].items():
            name = f"{declaration['id']}/{value.lower()}"
            allowed = Size.parse(declaration.get("allows", {}).get(value, size))
            yield cls(name, operation.account, field, by, value, Size.parse(size), allowed)

    def _uploads(self, request: Request) -> Iterator[tuple[Place, Upload]]:
        if self.value in self.by.values(request):
            for place, value in self.field.places(request):
                if isinstance(value, Upload):
                    yield place, value

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        for place, upload in self._uploads(request):
            if upload.size > self.limit.most:
                yield place

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return AT_LIMIT

    def seen(self, request: Request, world: World) -> frozenset[str]:
        sizes = [upload.size for _, upload in self._uploads(request)]
        return AT_LIMIT if self.allowed.least in sizes else frozenset()

    def words(self) -> Mapping[str, str]:
        return {"value": self.value, "limit": self.limit.text}


@dataclass(frozen=True)
class SupportedFormats(Rule):
    """Files of a media type are accepted; nothing can break this."""

    kind: ClassVar[str] = "supported-formats"
    checks: ClassVar[tuple[str, ...]] = ("accepts",)

    format: str

    @classmethod
    def declared(cls, declaration: Declaration, operation: Operation) -> Iterator[Rule]:
        field = Field.parse(declaration["field"])
        for format in declaration["formats"]:
            name = f"{declaration['id']}/{format.partition('/')[2]}"
            yield cls(name, operation.account, field, format)

    def broken(self, request: Request, world: World) -> Iterator[Place]:
        yield from ()

    def cases(self, world: World, platforms: tuple[str, ...]) -> frozenset[str]:
        return frozenset({self.format})

    def seen(self, request: Request, world: World) -> frozenset[str]:
        uploads = [value for value in self.field.values(request) if isinstance(value, Upload)]
        return frozenset(upload.content_type for upload in uploads) & {self.format}

    def words(self) -> Mapping[str, str]:
        return {"format": self.format}
