"""`postproof` as its users run it: in a folder, as a process of its own, against a server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

from postproof.conformance.mock import ACCOUNTS, API_KEY, Mock, Refusal
from postproof.conformance.mock.server import running
from postproof.conformance.mock.steps import Call, Outcome, judge
from postproof.openapi import load, violations
from postproof.reports import Results, read_results

POSTPROOF = (sys.executable, "-m", "postproof")


@dataclass(frozen=True)
class Ended:
    """What a process left: its exit code, and what it printed."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The variables for a process: this one's, without what would change the output."""
    unwanted = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "CROSSPOSTIFY_API_KEY": API_KEY, **more}


def postproof(*arguments: str, folder: Path, **variables: str) -> Ended:
    """Run `postproof` in a folder."""
    return called(*POSTPROOF, *arguments, folder=folder, **variables)


def called(*command: str, folder: Path, **variables: str) -> Ended:
    """Run any command in a folder."""
    process = subprocess.run(
        command,
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(process.returncode, process.stdout, process.stderr)


def started(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    """Start `postproof` in a folder."""
    return subprocess.Popen(
        [*POSTPROOF, *arguments],
        cwd=folder,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def configure(folder: Path, url: str, **keys: Any) -> None:
    """Write a postproof.toml with the target `api`, which has the accounts of the mock."""
    table = {
        "vendor": "crosspostify",
        "base-url": url,
        "api-key-env": "CROSSPOSTIFY_API_KEY",
        "effects": "publish",
        **{name.replace("_", "-"): value for name, value in keys.items()},
    }
    lines = ["[targets.api]", *(f"{name} = {_toml(value)}" for name, value in table.items())]
    for account in ACCOUNTS:
        lines += [
            "[[targets.api.accounts]]",
            f"id = {_toml(account.id)}",
            f"platform = {_toml(account.platform)}",
        ]
        if account.boards:
            lines.append(f"boards = [{', '.join(map(_toml, account.boards))}]")
    (folder / "postproof.toml").write_text("\n".join(lines))


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def results(folder: Path) -> Results:
    """The results of the run in a folder."""
    return read_results(folder / "postproof-report" / "results.json")


def verdicts(found: Results) -> dict[str, str]:
    """The verdicts by the requirements' ids."""
    return {each.id: each.verdict for each in found.requirements}


def scrubbed(text: str, folder: Path) -> str:
    """The text without what differs from run to run."""
    text = text.replace(str(folder.resolve()), "…").replace(str(folder), "…")
    text = re.sub(r"(http://127\.0\.0\.1:)\d+", r"\1PORT", text)
    text = re.sub(r"\d+(\.\d+)? s\b", "N s", text)
    return re.sub(r"\d+ requests\b", "N requests", text)


def mock(*, ignores: Iterable[str] = (), seconds: float = 0.0) -> Mock:
    """A mock that takes so long for an answer, and does not know some of its requirements."""
    made, unknown = Mock(load("crosspostify")), frozenset(ignores)

    async def lenient(call: Call) -> Outcome:
        sleep(seconds)
        found = violations(call.matched, call.decoded, call.mock.state.world())
        kept = tuple(each for each in found if each.requirement.id not in unknown)
        return Refusal.of(kept) if kept else None

    made.steps[made.steps.index(judge)] = lenient
    return made


def serving(made: Mock) -> AbstractContextManager[str]:
    """Serve a mock; the value is its address."""
    return running(made.app)


def log(made: Mock) -> list[tuple[str, str, int]]:
    """What a mock was asked, in order."""
    return [(received.method, received.target, received.status) for received in made.requests]
