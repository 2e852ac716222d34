"""How generators choose: by Hypothesis, or the hardest option without it.

Generators are plain functions of a `Choose`. Options are always given simplest first and hardest
last: Hypothesis shrinks towards the first, the default run takes the last.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

T = TypeVar("T")


class Choose(Protocol):
    """Chooses one of several options, given simplest first and hardest last."""

    def __call__(self, options: Sequence[T]) -> T: ...


def simplest(options: Sequence[T]) -> T:
    """The simplest option: what remains to be asked when a harder one is refused."""
    return options[0]


def hardest(options: Sequence[T]) -> T:
    """The hardest option: what the default run takes."""
    return options[-1]


def seeded(seed: int) -> Choose:
    """The hardest options for seed 0; for any other seed a run of its own, repeatable."""
    if seed == 0:
        return hardest
    source = random.Random(seed)

    def choose(options: Sequence[T]) -> T:
        return source.choice(options)

    return choose


def drawn(draw: DrawFn) -> Choose:
    """Options drawn by Hypothesis, with the `draw` of a composite strategy."""
    from hypothesis.strategies import sampled_from

    def choose(options: Sequence[T]) -> T:
        return options[0] if len(options) == 1 else draw(sampled_from(options))

    return choose
