"""What an installed but unused postproof costs others: how much later their pytest starts.

Fresh environments run a tiny project in turns: one with pytest alone, one with the built wheel of
postproof (base), and one with its dependencies alone. These are plugins of pytest themselves: anyio imports
asyncio at the start, and Hypothesis (6.170) imports all of itself for the terminal summary. What
postproof adds to them is held to the figure; what they cost all together is printed beside it.

The wheel is that of `nox -s bench`, or one that is named as an argument.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from importlib.metadata import requires, version
from pathlib import Path

ROUNDS = 15
HIGHEST_RATIO = 1.10
CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


def main() -> None:
    """Print the figures, and fail where the ratio is not reached."""
    wheel = wheel_of(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "project"
        project.mkdir()
        (project / "test_theirs.py").write_text("def test_theirs():\n    assert True\n")
        dependencies = tuple(each for each in requires("postproof") or () if "extra" not in each)
        environments = {
            "pytest alone": (f"pytest=={version('pytest')}",),
            "with what postproof needs": dependencies,
            "with postproof": (str(wheel),),
        }
        seconds: dict[str, list[float]] = {}
        for environment, what in environments.items():
            install(folder / environment, *what)
            seconds[environment] = []
        for turn in range(ROUNDS + 1):
            for environment, figures in seconds.items():
                took = started(folder / environment, project)
                if turn:  # the first writes the .pyc files
                    figures.append(took)
    alone = statistics.median(seconds["pytest alone"])
    for environment, figures in seconds.items():
        middle = statistics.median(figures)
        spread = f"{min(figures) * 1000:.0f} to {max(figures) * 1000:.0f}, {ROUNDS} times"
        print(f"{environment:<26}{middle * 1000:>5.0f} ms  ratio {middle / alone:.3f}  {spread}")
    needed, added = (seconds[each] for each in list(environments)[1:])
    ratio = statistics.median(added) / statistics.median(needed)
    print(f"postproof's own part: ratio {ratio:.3f}, at most {HIGHEST_RATIO:g}")
    if ratio > HIGHEST_RATIO:
        sys.exit("not reached: ratio")


def wheel_of(arguments: list[str]) -> Path:
    """The wheel that is named, or the one that `nox -s bench` has built."""
    named = arguments[0] if arguments else os.environ.get("POSTPROOF_WHEEL")
    if named is None:
        sys.exit("no wheel: run `nox -s bench`, or name one as an argument")
    return Path(named).resolve()


def install(environment: Path, *what: str) -> None:
    """Make an environment with these packages."""
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    constraints = ["--constraint", str(CONSTRAINTS)]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *constraints, *what], check=True)


def started(environment: Path, project: Path) -> float:
    """Seconds that pytest takes for the project."""
    start = time.perf_counter()
    subprocess.run(
        [environment / "bin" / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=project,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
