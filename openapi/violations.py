"""Which requirements a request breaks: structure by jsonschema, everything else by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .fields import Field, Place, field_of
from .request import Upload
from .requirements import Keyword
from .rules import Rule

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from .description import Operation
    from .request import Json, Request
    from .requirements import Requirement
    from .world import World


@dataclass(frozen=True, slots=True)
class Violation:
    """A requirement that a request breaks, and where."""

    requirement: Requirement
    places: tuple[Place, ...]


def violations(operation: Operation, request: Request, world: World) -> list[Violation]:
    """Every requirement that the request breaks, in the order of the register.

    Places that do not exist (a required field that is missing) are where they should be.
    """
    structural = _structural(operation, request)
    found = []
    for requirement in operation.requirements:
        promise = requirement.promise
        if isinstance(promise, Keyword):
            places = structural.get((promise.field, promise.keyword), ())
        elif isinstance(promise, Rule):
            places = tuple(dict.fromkeys(promise.broken(request, world)))
        else:
            continue
        if places:
            found.append(Violation(requirement, places))
    return found


def _structural(
    operation: Operation, request: Request
) -> dict[tuple[Field, str], tuple[Place, ...]]:
    found: dict[tuple[Field, str], tuple[Place, ...]] = {}
    errors = list(operation.validator.iter_errors(_instance(request.parts())))
    # a value of the wrong type is no other value than the allowed ones: it breaks one promise
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    if mistyped:
        promised = {
            r.promise.field
            for r in operation.requirements
            if isinstance(r.promise, Keyword) and r.promise.keyword == "type"
        }
        mistyped = {place for place in mistyped if field_of(place) in promised}
    for error in errors:
        keyword = str(error.validator)
        if keyword in ("enum", "const") and tuple(error.absolute_path) in mistyped:
            continue
        for place in _places(error, keyword):
            key = (field_of(place), keyword)
            if place not in found.get(key, ()):
                found[key] = (*found.get(key, ()), place)
    return found


def _places(error: ValidationError, keyword: str) -> Iterator[Place]:
    place = tuple(error.absolute_path)
    if keyword == "required":
        # jsonschema reports each missing name as an error of its own, and names it in prose only
        names: Any = error.validator_value
        holder: Any = error.instance
        yield from ((*place, name) for name in names if name not in holder)
    else:
        yield place


def _instance(parts: Mapping[str, Json]) -> Json:
    """The parts as jsonschema takes them: a file, which only a form's own field holds, is {}."""
    return {
        location: {name: {} if isinstance(item, Upload) else item for name, item in value.items()}
        if isinstance(value, Mapping)
        else value
        for location, value in parts.items()
    }
