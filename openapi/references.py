"""Puts in place of every `$ref` what it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .composer import DEEPEST
from .errors import DescriptionError, did_you_mean
from .places import Place, below
from .pointers import from_fragment, pointer, step, tokens
from .positions import Lines, Positions
from .wording import kind_of

Path = tuple[str | int, ...]


def target(raw: Any, reference: str) -> Any:
    """What a local reference names in the document as it was written; LookupError if nothing."""
    value = raw
    for token in tokens(from_fragment(reference)):
        if (key := step(value, token)) is None:
            raise LookupError(reference)
        value = value[key]
    return value


@dataclass(frozen=True)
class Resolver:
    """Builds the resolved form of one document; raises DescriptionError."""

    file: str
    raw: Mapping[str, Any]
    positions: Positions
    """Read for the raw values, and given the lines of the resolved ones."""
    _references: list[str] = field(default_factory=list)
    _open: dict[tuple[int, Place], int] = field(default_factory=dict)
    """Containers being resolved → how many references had been followed to get there."""
    _done: dict[tuple[int, Place], Any] = field(default_factory=dict)

    def resolve(self) -> Any:
        """The whole document; containers that are named twice are shared."""
        return self._value(self.raw, Place.ROOT, ())

    def _value(self, value: Any, place: Place, path: Path) -> Any:
        if not isinstance(value, dict | list) or place is Place.DATA:
            return value
        key = (id(value), place)
        if key in self._done:
            return self._done[key]
        if len(self._open) > DEEPEST:
            raise self._error(
                path,
                f"nested more than {DEEPEST} levels deep once every $ref is followed",
                "Flatten what it names.",
            )
        self._open[key] = len(self._references)
        if isinstance(value, list):
            resolved, lines = self._list(value, place, path)
        elif _is_reference(value, place):
            resolved, lines = self._reference(value, place, path)
        else:
            resolved, lines = self._mapping(value, place, path)
        del self._open[key]
        self._done[key] = resolved
        if isinstance(resolved, dict | list):
            self.positions.members[id(resolved)] = lines
        return resolved

    def _list(self, value: list[Any], place: Place, path: Path) -> tuple[Any, Lines]:
        items = [self._value(item, place, (*path, index)) for index, item in enumerate(value)]
        return items, self.positions.of(value)

    def _mapping(self, value: dict[str, Any], place: Place, path: Path) -> tuple[Any, Lines]:
        return self._members(value, place, path), self.positions.of(value)

    def _members(self, value: dict[str, Any], place: Place, path: Path) -> dict[str, Any]:
        return {
            key: self._value(member, below(place, key, member), (*path, key))
            for key, member in value.items()
        }

    def _reference(self, value: dict[str, Any], place: Place, path: Path) -> tuple[Any, Lines]:
        reference = value["$ref"]
        at = (*path, "$ref")
        if not isinstance(reference, str):
            raise self._error(at, f"$ref is {kind_of(reference)}, not text", _HOW_TO_REFER)
        if not reference.startswith("#"):
            raise self._error(
                at,
                f'"{reference}" lies outside this file, and remote references are not followed',
                "Copy what it names into components.",
            )
        try:
            named = target(self.raw, reference)
        except LookupError:
            known = list(nearby(self.raw, reference))
            advice = did_you_mean(reference, known, _HOW_TO_REFER)
            raise self._error(at, f'"{reference}" names nothing in this file', advice) from None
        if (id(named), place) in self._open:
            between = self._references[self._open[id(named), place] :]
            circle = " → ".join([reference, *between, reference])
            raise self._error(at, f"circular reference {circle}", "Break the circle.")
        self._references.append(reference)
        resolved = self._value(named, place, tuple(tokens(from_fragment(reference))))
        self._references.pop()
        siblings = {key: member for key, member in value.items() if key != "$ref"}
        if not siblings:
            return resolved, self.positions.members.get(id(resolved), {})
        if not isinstance(resolved, dict):
            raise self._error(
                at,
                f'"{reference}" names {kind_of(resolved)}, and what stands beside $ref cannot be '
                "merged with that",
                "Remove what stands beside $ref.",
            )
        beside = self._members(siblings, place, path)
        return resolved | beside, {**self.positions.of(resolved), **self.positions.of(value)}

    def _error(self, path: Path, problem: str, advice: str) -> DescriptionError:
        at = pointer(*path)
        return DescriptionError(
            self.file, self.positions.deepest(self.raw, at)[1], at, problem, advice
        )


_HOW_TO_REFER = 'Write a pointer into this file, such as "#/components/schemas/Post".'


def _is_reference(value: dict[str, Any], place: Place) -> bool:
    """Whether `$ref` is the keyword and not, say, the name of a property."""
    if "$ref" not in value:
        return False
    return isinstance(value["$ref"], str) or place not in (Place.NAMES, Place.EXAMPLES)


def nearby(raw: Mapping[str, Any], reference: str) -> list[str]:
    """References that do exist: to the neighbours of what was meant, else to any component."""
    *parent, _ = tokens(from_fragment(reference)) or [""]
    value: Any = raw
    for token in parent:
        key = step(value, token)
        value = None if key is None else value[key]
    if isinstance(value, dict) and value:
        return ["#" + pointer(*parent, name) for name in value]
    components = raw.get("components")
    sections = components.items() if isinstance(components, dict) else ()
    return [
        "#" + pointer("components", section, name)
        for section, members in sections
        if isinstance(members, dict)
        for name in members
    ]
