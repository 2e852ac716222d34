"""Field paths, written as the vendors write them: `posts[].boardId`, `query.limit`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .description import Schema
    from .request import Json, Request

LOCATIONS = ("path", "query", "header", "body")
EACH = "[]"

Place = tuple[str | int, ...]
"""Where one value stands in `Request.parts()`, such as ("body", "posts", 1, "boardId")."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a request: its location and the way down, `[]` for each item of an array."""

    segments: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Field:
        """Read `posts[].boardId` (in the body) or `path.accountId`, `query.limit`."""
        words: list[str] = []
        for name in text.split("."):
            plain = name.removesuffix(EACH)
            words += [plain, EACH] if plain != name else [name]
        in_body = words[0] not in LOCATIONS
        return cls(("body", *words) if in_body else tuple(words))

    def __str__(self) -> str:
        """As the vendors write it; the body itself is `body`."""
        inner = self.segments[1:] if self.segments[0] == "body" else self.segments
        text = ".".join(inner).replace(f".{EACH}", EACH)
        return text or "body"

    @property
    def slug(self) -> str:
        """As it stands in the ids of requirements: `body/posts/*/boardId`."""
        return "/".join("*" if word == EACH else word for word in self.segments)

    @property
    def name(self) -> str:
        """The last word that is a name."""
        return next(word for word in reversed(self.segments) if word != EACH)

    @property
    def parent(self) -> Field:
        return Field(self.segments[:-1])

    def child(self, name: str) -> Field:
        return Field((*self.segments, name))

    def array(self) -> Field | None:
        """The innermost array that this field stands in: `posts` for `posts[].boardId`."""
        if EACH not in self.segments:
            return None
        last = len(self.segments) - 1 - self.segments[::-1].index(EACH)
        return Field(self.segments[:last])

    def places(self, request: Request) -> Iterator[tuple[Place, Json]]:
        """Every place of this field that exists in the request, with its value."""
        yield from _descend(request.parts(), self.segments, ())

    def values(self, request: Request) -> list[Json]:
        return [value for _, value in self.places(request)]


def fields_of(schema: Schema, field: Field | None = None) -> Iterator[tuple[Field, Schema]]:
    """Every field of a request's schema, from the top down, with its own schema."""
    if field is not None:
        yield field, schema
    for name, child in schema.get("properties", {}).items():
        yield from fields_of(child, field.child(name) if field else Field((name,)))
    if "items" in schema and field is not None:
        yield from fields_of(schema["items"], field.child(EACH))


def field_of(place: Place) -> Field:
    """The field that a place belongs to."""
    return Field(tuple(EACH if isinstance(step, int) else step for step in place))


def pointer(place: Place) -> str:
    """The place as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def _descend(value: Json, segments: tuple[str, ...], place: Place) -> Iterator[tuple[Place, Json]]:
    if not segments:
        yield place, value
        return
    word, rest = segments[0], segments[1:]
    if word == EACH:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from _descend(item, rest, (*place, index))
    elif isinstance(value, Mapping) and word in value:
        yield from _descend(value[word], rest, (*place, word))


def replaced(parts: Mapping[str, Json], place: Place, value: Json) -> dict[str, Json]:
    """A copy in which the place holds the value; everything else is shared."""
    copy: dict[str, Json] = _replace(parts, place, lambda _: value)
    return copy


def removed(parts: Mapping[str, Json], place: Place) -> dict[str, Json]:
    """A copy without the place."""
    *way, last = place

    def without(holder: Json) -> Json:
        if isinstance(holder, list):
            return [item for index, item in enumerate(holder) if index != last]
        return {name: item for name, item in holder.items() if name != last}

    copy: dict[str, Json] = _replace(parts, tuple(way), without)
    return copy


def _replace(holder: Json, place: Place, change: object) -> Json:
    if not place:
        return change(holder)  # type: ignore[operator]
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        items = list(holder)
        items[step] = _replace(items[step], rest, change)
        return items
    inner = _replace(holder.get(step), rest, change)
    return {**holder, step: inner}
