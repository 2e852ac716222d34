"""Which requirements a request breaks: structure by jsonschema, everything else by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
            places = tuple(promise.broken(request, world))
        else:
            continue
        if places:
            found.append(Violation(requirement, tuple(places)))
    return found


def _structural(
    operation: Operation, request: Request
) -> dict[tuple[Field, str], tuple[Place, ...]]:
    found: dict[tuple[Field, str], tuple[Place, ...]] = {}
    for error in operation.validator.iter_errors(_instance(request.parts())):
        keyword = str(error.validator)
        for place in _places(error, keyword):
            key = (field_of(place), keyword)
            if place not in found.get(key, ()):
                found[key] = (*found.get(key, ()), place)
    return found


def _places(error: ValidationError, keyword: str) -> Iterator[Place]:
    place = tuple(error.absolute_path)
    if keyword == "required":
        # jsonschema reports each missing name as an error of its own, and names it in prose only
        yield from ((*place, name) for name in error.validator_value if name not in error.instance)
    else:
        yield place


def _instance(value: Json) -> Json:
    if isinstance(value, Upload):
        return {}
    if isinstance(value, Mapping):
        return {name: _instance(item) for name, item in value.items()}
    return value
