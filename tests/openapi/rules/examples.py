"""What an example of a rule is: a request, what it breaks, and where the documents say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from postproof.openapi import Request, World, load
from postproof.openapi.fields import Place
from postproof.openapi.rules import Rule

from ..worlds import WORLD

CROSSPOSTIFY = load("crosspostify")


@dataclass(frozen=True)
class Example:
    """A request that keeps the rule, or breaks it at `places` and breaks nothing else."""

    id: str
    """The requirement that the example is about."""
    says: str
    """What is special about the request."""
    source: str
    """Document and section that decide it."""
    request: Request
    places: tuple[Place, ...] = ()
    """Where the rule is broken; empty when it holds."""
    world: World = WORLD

    def __str__(self) -> str:
        return f"{self.id}: {self.says}"

    @property
    def rule(self) -> Rule:
        promise = CROSSPOSTIFY.requirements[self.id].promise
        assert isinstance(promise, Rule)
        return promise


def holds(id: str, says: str, source: str, request: Request, world: World = WORLD) -> Example:
    """An example that keeps the rule."""
    return Example(id, says, source, request, (), world)


def breaks(
    id: str,
    says: str,
    source: str,
    request: Request,
    *places: Place,
    world: World = WORLD,
) -> Example:
    """An example that breaks the rule at these places."""
    assert places
    return Example(id, says, source, request, places, world)


def at(index: int, name: str) -> Place:
    """The place of a field of one target."""
    return "body", "posts", index, name


def everywhere(name: str) -> Iterator[str]:
    """The ids of a requirement in each operation that creates posts and has it."""
    for operation in ("createImagePost", "createImagesPost", "createVideoPost"):
        if f"{operation}/{name}" in CROSSPOSTIFY.requirements:
            yield f"{operation}/{name}"
