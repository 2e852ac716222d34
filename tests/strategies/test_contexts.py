"""Contexts: few, and every pair of options in one of them."""

from dataclasses import fields, replace
from itertools import combinations, product

from postproof.strategies import HARDEST, Context, contexts, safe_contexts

OPTIONS = {
    "position": ("alone", "first", "middle", "last"),
    "schedule": ("none", "top", "both", "each"),
    "full": (False, True),
    "longest": (False, True),
    "ignored": (False, True),
}


def test_every_pair_of_options_appears() -> None:
    """Any two options of two aspects stand together in some context."""
    pairs = {
        (one, first, other, second)
        for one, other in combinations(OPTIONS, 2)
        for first, second in product(OPTIONS[one], OPTIONS[other])
    }
    covered = {
        (one, getattr(context, one), other, getattr(context, other))
        for context in contexts()
        for one, other in combinations(OPTIONS, 2)
    }
    assert covered == pairs


def test_aspects_are_those_of_a_context() -> None:
    """No aspect of a context is left out of the pairs."""
    assert tuple(field.name for field in fields(Context)) == tuple(OPTIONS)


def test_the_simplest_is_first_and_the_hardest_last() -> None:
    """Hypothesis shrinks towards a lone target, the default run takes the hardest."""
    assert (contexts()[0], contexts()[-1]) == (Context(), HARDEST)


def test_contexts_are_few_and_different() -> None:
    """Pairs need few contexts: a fraction of all combinations."""
    assert (len(set(contexts())), len(contexts()) <= 20) == (len(contexts()), True)


def test_safe_contexts_differ_in_the_schedule_alone() -> None:
    """Every other aspect of a context stands in a safe one too."""
    others = {replace(context, schedule="far") for context in contexts()}
    assert set(safe_contexts()) == others
