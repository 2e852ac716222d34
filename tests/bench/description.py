"""How long the shipped descriptions take to read and to load.

`nox -s bench` runs it against the built wheel.
"""

import statistics
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from postproof import openapi
from postproof.openapi.document import read_document
from postproof.openapi.load import load_file

RUNS = 9


def median_milliseconds(work: Callable[[], object]) -> float:
    """The median over several runs, in milliseconds."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> None:
    """Print the figures."""
    for vendor in openapi.vendors():
        path = Path(str(files(openapi) / f"{vendor}.yaml"))
        read = median_milliseconds(lambda path=path: read_document(path))  # type: ignore[misc]
        whole = median_milliseconds(lambda path=path: load_file(path))  # type: ignore[misc]
        print(f"{vendor}: read in {read:.0f} ms, loaded in {whole:.0f} ms (medians of {RUNS})")


if __name__ == "__main__":
    main()
