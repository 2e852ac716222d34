"""What the strategies are tried on: each requirement of two descriptions, in their worlds."""

from collections.abc import Iterator
from dataclasses import dataclass

from postproof.openapi import Description, Operation, Request, Requirement, World, load
from postproof.openapi.fields import EACH, Field, Place
from postproof.openapi.request import Json
from postproof.strategies import breakable

from .acme import ACME
from .worlds import NO_ACCOUNTS, WORLD


@dataclass(frozen=True)
class Subject:
    """A requirement, or an operation alone, with what it takes to make requests about it."""

    description: Description
    world: World
    operation: Operation
    requirement: Requirement | None = None

    @property
    def broken(self) -> Requirement:
        assert self.requirement is not None
        return self.requirement

    def __str__(self) -> str:
        return self.requirement.id if self.requirement else self.operation.id


APIS = ((load("crosspostify"), WORLD), (ACME, NO_ACCOUNTS))
OPERATIONS = tuple(
    Subject(description, world, operation)
    for description, world in APIS
    for operation in description.operations.values()
)
REQUIREMENTS = tuple(
    Subject(subject.description, subject.world, subject.operation, requirement)
    for subject in OPERATIONS
    for requirement in subject.operation.requirements
)
BREAKABLE = tuple(subject for subject in REQUIREMENTS if breakable(subject.broken.promise))

ONE_OF_EACH_KIND = tuple(
    {
        (s.description.vendor, getattr(s.broken.promise, "keyword", type(s.broken.promise))): s
        for s in BREAKABLE
    }.values()
)
"""One requirement of each description for each keyword and each kind of rule."""


def differences(one: Json, other: Json, place: Place = ()) -> Iterator[Place]:
    """The places at which two values differ; an array of another length as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one | other:
            if name in one and name in other:
                yield from differences(one[name], other[name], (*place, name))
            else:
                yield (*place, name)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*place, index))
    elif type(one) is not type(other) or one != other:
        yield place


def optional(operation: Operation, request: Request) -> set[Field]:
    """The fields of a request that need not be there."""
    return set(_optional(operation.schema, request.parts(), Field(())))


def _optional(schema: Json, value: Json, field: Field) -> Iterator[Field]:
    if isinstance(value, dict):
        for name, child in schema.get("properties", {}).items():
            if name in value:
                if field.segments and name not in schema.get("required", ()):
                    yield field.child(name)
                yield from _optional(child, value[name], field.child(name))
    elif isinstance(value, list):
        for item in value:
            yield from _optional(schema.get("items", {}), item, field.child(EACH))
