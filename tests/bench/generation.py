"""How many single-fault requests are made and proved in a second of one core.

Through the Hypothesis strategy as `--depth` takes them, and without it as the default run does.
`nox -s bench` runs it against the built wheel.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from postproof.openapi import Operation, Requirement, load
from postproof.strategies import Case, Unproved, breakable, contexts, fault, faulty, prove, seeded

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.strategies.worlds import WORLD

DESCRIPTION = load("crosspostify")
BREAKABLE = [r for r in DESCRIPTION.requirements.values() if breakable(r.promise)]
EXAMPLES = 30
"""Drawn for each requirement."""


def drawn(requirement: Requirement) -> int:
    """How many proved cases Hypothesis draws; one that is not proved raises Unproved."""
    proved: list[Case] = []

    @seed(0)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(faulty(requirement, WORLD, description=DESCRIPTION))
    def collect(case: Case) -> None:
        proved.append(case)

    collect()
    return len(proved)


def chosen() -> Iterator[bool]:
    """Whether each case is proved, in every context, for the hardest and one other choice."""
    for requirement in BREAKABLE:
        operation = DESCRIPTION.operation_of(requirement)
        for context in contexts():
            for number in (0, 1):
                case = fault(operation, requirement, WORLD, context, seeded(number))
                yield is_proved(operation, requirement, case)


def is_proved(operation: Operation, requirement: Requirement, case: Case) -> bool:
    """Whether a case breaks its requirement alone, on the bytes to be sent."""
    try:
        return prove(operation, case, WORLD).requirement == requirement
    except Unproved:
        return False


def main() -> None:
    """Print the figures."""
    contexts()  # imports the library that covers the pairs
    start = time.process_time()
    proved = list(chosen())
    took = time.process_time() - start
    print(f"breakable requirements  {len(BREAKABLE):>6,}")
    print(f"chosen and proved       {sum(proved):>6,} ({sum(proved) / len(proved):.2%})")
    print(f"chosen in a second      {len(proved) / took:>6,.0f}")
    start = time.process_time()
    made = sum(map(drawn, BREAKABLE))
    took = time.process_time() - start
    print(f"drawn and proved        {made:>6,} (100.00%)")
    print(f"drawn in a second       {made / took:>6,.0f}")


if __name__ == "__main__":
    main()
