"""The register of an operation: every requirement that its part of the description holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from ..requirements import Baseline, Level, Requirement, requirement_of
from ..rules import KINDS
from .answers import answering
from .behaviours import ROBUSTNESS, behaving, hostile_to
from .provenance import Provenance, cited
from .structure import structural

if TYPE_CHECKING:
    from ..description import Operation

__all__ = [
    "ROBUSTNESS",
    "Provenance",
    "cited",
    "hostile_to",
    "requirements",
    "with_requirements",
]


def requirements(
    operation: Operation,
    declared: Mapping[str, Any],
    behaviours: list[Mapping[str, Any]],
    provenance: Provenance,
) -> Iterator[Requirement]:
    """Every requirement of one operation, in the order: request, answers, behaviours.

    `declared` is the operation object of the document, `behaviours` the x-behaviours of the whole
    document and of the operation, `provenance` what holds at the operation.
    """
    yield requirement_of(
        operation,
        "accepts",
        provenance.level or Level.MUST,
        f"{operation.title} accepts a valid request.",
        provenance.source,
        Baseline(),
        ("accepts",),
    )
    yield from structural(operation, provenance)
    for declaration in declared.get("x-rules", ()):
        yield from _rules(operation, declaration, provenance)
    yield from answering(operation, declared["responses"], provenance.within(declared["responses"]))
    for declaration in behaviours:
        yield from behaving(operation, declaration, provenance)


def _rules(
    operation: Operation, declaration: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    for rule in KINDS[declaration["kind"]].declared(declaration, operation):
        yield requirement_of(
            operation,
            rule.name,
            Level(declaration.get("level", provenance.level or Level.MUST)),
            _filled(declaration["says"], rule.words()),
            provenance.cite(declaration.get("source")),
            rule,
            rule.checks,
            declaration.get("status"),
        )


def _filled(says: str, words: Mapping[str, str]) -> str:
    known = {name for _, name, _, _ in Formatter().parse(says) if name}
    return says.format(**{name: words.get(name, f"{{{name}}}") for name in known})


def with_requirements(operation: Operation, found: list[Requirement]) -> Operation:
    """The operation with its register."""
    return replace(operation, requirements=tuple(found))
