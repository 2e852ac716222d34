"""Finds everything in a description that is not in the `x-` vocabulary.

Each key is looked up at its place and each rule by its kind, rather than the whole held against
the whole schema: so a message names the one thing that is wrong, and reading stays fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .errors import DescriptionError, did_you_mean, suggestion
from .mismatch import Mismatch, mismatches, unknown_key
from .places import Place, below
from .pointers import pointer
from .vocabulary_schema import definition, keys, kinds
from .wording import listed

if TYPE_CHECKING:
    from .document import Document

Path = tuple[str | int, ...]

_PLACES = {
    Place.ROOT: "root",
    Place.PATHS: "paths",
    Place.PATH_ITEM: "path-item",
    Place.OPERATION: "operation",
    Place.COMPONENTS: "components",
    Place.RESPONSES: "responses",
    Place.NODE: "node",
}
"""Places whose `x-` keys belong to the vocabulary, with their definitions in the schema."""

_FAMILIES = {"x-rules": "rule", "shared-rules": "rule", "x-behaviours": "behaviour"}


def violations(document: Document) -> Iterator[DescriptionError]:
    """What is wrong with the `x-` keys of a description, each with its place."""
    documents = document.resolved.get("x-documents")
    walk = _Walk(frozenset(documents) if isinstance(documents, dict) else frozenset())
    for found in walk.visit(document.resolved, Place.ROOT, ()):
        yield document.error(pointer(*found.path), found.problem, found.advice)


class _Walk:
    """One way through a resolved description, which visits what is shared only once."""

    def __init__(self, documents: frozenset[str]) -> None:
        self._documents = documents
        self._seen: set[tuple[int, Place | str]] = set()

    def visit(self, value: Any, place: Place, path: Path) -> Iterator[Mismatch]:
        if place is Place.DATA or self._saw(value, place):
            return
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.visit(item, place, (*path, index))
        elif isinstance(value, dict):
            for key in _components_first(value) if place is Place.ROOT else value:
                if place in _PLACES and key.startswith("x-"):
                    yield from self._keyword(key, value[key], _PLACES[place], (*path, key))
                else:
                    yield from self.visit(value[key], below(place, key, value[key]), (*path, key))

    def _keyword(self, key: str, value: Any, place: str, path: Path) -> Iterator[Mismatch]:
        if (name := keys(place).get(key)) is None:
            yield _misplaced(key, place, path)
            return
        family = _FAMILIES.get(name)
        members = _members(value) if family and _is_of_type(value, name) else None
        if family is None or members is None:
            yield from self._fits(name, value, path)
            return
        for member, entry in members:
            if not self._saw(entry, family):
                yield from self._entry(family, entry, (*path, member))

    def _entry(self, family: str, entry: Any, path: Path) -> Iterator[Mismatch]:
        kind = entry.get("kind") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and "kind" not in entry and (near := _meant_as_kind(entry)):
            yield unknown_key(path, near, ["kind"])
        elif not isinstance(kind, str):
            yield from self._fits(family, entry, path)
        elif kind in kinds(family):
            yield from self._fits(f"{family}-{kind}", entry, path)
        else:
            known = kinds(family)
            advice = did_you_mean(kind, known, f"The kinds are {listed(known)}.")
            yield Mismatch((*path, "kind"), f'unknown kind of {family} "{kind}"', advice)

    def _fits(self, name: str, value: Any, path: Path) -> Iterator[Mismatch]:
        fits = True
        for found in mismatches(name, value):
            fits = False
            yield Mismatch((*path, *found.path), found.problem, found.advice)
        if fits:
            yield from self._sources(value, path, is_source=name == "x-source")

    def _sources(self, value: Any, path: Path, *, is_source: bool) -> Iterator[Mismatch]:
        """Sources, at any depth of a value, that name a document that is not declared."""
        if is_source:
            key = value.partition(" § ")[0]
            if key not in self._documents:
                advice = did_you_mean(key, self._documents, "Declare it in x-documents.")
                yield Mismatch(path, f'no document "{key}" is declared in x-documents', advice)
        elif members := _members(value):
            for name, member in members:
                if name != "value":
                    yield from self._sources(member, (*path, name), is_source=name == "source")

    def _saw(self, value: Any, place: Place | str) -> bool:
        key = (id(value), place)
        seen = key in self._seen
        self._seen.add(key)
        return seen and isinstance(value, dict | list)


def _components_first(root: Mapping[str, Any]) -> list[str]:
    """So that what several places share is reported where it is written."""
    return sorted(root, key=lambda key: key != "components")


def _members(value: Any) -> list[tuple[str | int, Any]] | None:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else None


def _is_of_type(value: Any, name: str) -> bool:
    return isinstance(value, dict if definition(name)["type"] == "object" else list)


def _meant_as_kind(entry: Mapping[str, Any]) -> str | None:
    return suggestion("kind", entry.keys() - definition("reference")["properties"].keys())


def _misplaced(key: str, place: str, path: Path) -> Mismatch:
    elsewhere = [name for name in _PLACES.values() if key in keys(name)]
    if elsewhere:
        problem = f'"{key}" does not belong to {_title(place)}'
        return Mismatch(path, problem, f"Its place is {' or '.join(map(_title, elsewhere))}.")
    here = sorted(keys(place))
    everywhere = {known for name in _PLACES.values() for known in keys(name)}
    near = _near(key, here) or _near(key, everywhere)
    advice = f'Did you mean "{near}"?' if near else f"Keys that may stand here: {listed(here)}."
    return Mismatch(path, f'unknown key "{key}"', advice)


def _near(key: str, known: Iterable[str]) -> str | None:
    """Compared without the prefix, which would make all of them alike."""
    near = suggestion(key[2:], [name[2:] for name in known])
    return near and f"x-{near}"


def _title(place: str) -> str:
    title: str = definition(place)["title"]
    return title[0].lower() + title[1:]
