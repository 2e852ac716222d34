"""Every rule against examples that were taken from the documents by hand."""

import pytest

from postproof.openapi import violations
from postproof.openapi.rules import KINDS

from . import limits, platforms, references, schedule, texts
from .examples import CROSSPOSTIFY, Example

EXAMPLES: tuple[Example, ...] = (
    *limits.EXAMPLES,
    *platforms.EXAMPLES,
    *references.EXAMPLES,
    *schedule.EXAMPLES,
    *texts.EXAMPLES,
)

UNBREAKABLE = {"ignored", "several-targets", "supported-formats", "supported-text"}
"""Kinds that only promise that something is accepted."""


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    """The rule holds, or is broken at the expected places; and nothing else is broken."""
    operation = CROSSPOSTIFY.operations[example.request.operation]
    found = violations(operation, example.request, example.world)
    expected = {example.id: example.places} if example.places else {}
    assert {violation.requirement.id: violation.places for violation in found} == expected


def test_every_requirement_has_examples() -> None:
    """Every rule of Crosspostify is kept and broken by an example, unless nothing can break it."""
    kept = {example.id for example in EXAMPLES if not example.places}
    broken = {example.id for example in EXAMPLES if example.places}
    rules = {
        requirement.id: requirement
        for requirement in CROSSPOSTIFY.requirements.values()
        if hasattr(requirement.promise, "kind") and hasattr(requirement.promise, "broken")
    }
    breakable = {
        name for name, rule in rules.items() if getattr(rule.promise, "kind", "") not in UNBREAKABLE
    }
    assert kept == set(rules)
    assert broken == breakable


def test_every_kind_has_examples() -> None:
    """Every rule kind has examples that keep it, and ones that break it if anything can."""
    kept = {example.rule.kind for example in EXAMPLES if not example.places}
    broken = {example.rule.kind for example in EXAMPLES if example.places}
    assert kept == set(KINDS)
    assert broken == set(KINDS) - UNBREAKABLE


def test_kinds_that_cannot_be_broken_ask_for_no_rejection() -> None:
    """Exactly the kinds that nothing breaks are decided by acceptance alone."""
    assert {name for name, kind in KINDS.items() if "rejects" not in kind.checks} == UNBREAKABLE


def test_every_example_names_its_document() -> None:
    """Each example says which document and section decide it."""
    assert {example.source.partition(" § ")[0] for example in EXAMPLES} == {
        "api",
        "tiktok",
        "facts",
    }
