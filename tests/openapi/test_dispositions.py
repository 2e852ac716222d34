"""Nothing in the documents is passed over in silence, and nothing is made up."""

from fnmatch import fnmatchcase

import pytest

from postproof.openapi import Level, load

from .dispositions import NOTHING, OF_THE_SUITE, SENTENCES

CROSSPOSTIFY = load("crosspostify")

KNOWN = (
    *CROSSPOSTIFY.requirements,
    *(f"excluded:{excluded.id}" for excluded in CROSSPOSTIFY.excluded),
    *(f"conflict:{conflict.id}" for conflict in CROSSPOSTIFY.conflicts),
    *(f"limit:{limit.id}" for limit in CROSSPOSTIFY.limits),
)
NAMED = {name for sentence in SENTENCES for name in sentence.became} - {NOTHING}


def meant(pattern: str) -> set[str]:
    return {known for known in KNOWN if fnmatchcase(known, pattern)}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_disposition_exists(name: str) -> None:
    """What a sentence became stands in the description."""
    assert meant(name)


def test_every_sentence_became_something() -> None:
    """Every sentence has a disposition, and each stands once in its section."""
    assert [sentence for sentence in SENTENCES if not sentence.became] == []
    told = [(document, section, says) for document, section, says, _ in SENTENCES]
    assert len(set(told)) == len(told)


def test_nothing_is_made_up() -> None:
    """Every requirement, exclusion, conflict and limit comes from a sentence.

    Only what is assumed may come from none, and what the suite itself stands for.
    """
    documented = {known for name in NAMED for known in meant(name)}
    of_the_suite = {known for name in OF_THE_SUITE for known in meant(name)}
    assumed = {r.id for r in CROSSPOSTIFY.requirements.values() if r.level is Level.ASSUMED}
    assert set(KNOWN) - documented - of_the_suite - assumed == set()
    assert documented & of_the_suite == set()


def test_rules_that_are_assumed_come_from_a_sentence() -> None:
    """An assumption about requests, too, reads something into a sentence."""
    documented = {known for name in NAMED for known in meant(name)}
    without = {
        r.id
        for r in CROSSPOSTIFY.requirements.values()
        if r.level is Level.ASSUMED and "responds" not in r.checks and r.id not in documented
    }
    assert {id_.partition("/")[2] for id_ in without} == {
        "body/posts/minItems",
        "query/limit/minimum",
    }
