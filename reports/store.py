"""Reading and writing report files. A file is replaced whole or not at all.

So the run can write its results as often as it likes (first as incomplete, before the first
request): whoever kills it finds the last written state, readable.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .codec import Mismatch
from .results import Results

RESULTS_FILE = "results.json"
REPORT_FILE = "report.html"


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class OutputError(Exception):
    """A report cannot be written."""

    what: str
    where: Path
    advice: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.advice}"


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class NotResults(Exception):
    """A file is not a `results.json` that this version can read."""

    what: str
    where: Path

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def open_folder(folder: Path) -> Path:
    """Make sure that reports can be written to `folder`, before the first request is sent.

    Creates it with its parents. Raises `OutputError`.
    """
    with _errors_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        probe = _beside(folder / RESULTS_FILE)
        probe.touch()
        probe.unlink()
    return folder


def write_text(path: Path, text: str) -> Path:
    """Replace `path` by `text` in one step, as UTF-8. Raises `OutputError`, changing nothing."""
    unfinished = _beside(path)
    with _errors_told(path):
        try:
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return path


def write_results(results: Results, folder: Path) -> Path:
    """Write `results.json` into `folder`; ASCII only, so that lone surrogates survive."""
    text = json.dumps(results.to_json(), indent=1, allow_nan=False)
    return write_text(folder / RESULTS_FILE, text + "\n")


def read_results(path: Path) -> Results:
    """The results in `path`. Raises `NotResults`, or `OSError` if there is no such file."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotResults(f"not JSON: {error}", path) from error
    try:
        return Results.from_json(value)
    except Mismatch as error:
        raise NotResults(f"not postproof-results 1.0: {error}", path) from error


def _beside(path: Path) -> Path:
    """A name in the same folder (so on the same file system), one per process."""
    return path.with_name(f".{path.name}.{os.getpid()}.unfinished")


@contextmanager
def _errors_told(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = "Name another folder with --out."
        match error:
            case FileExistsError() | NotADirectoryError():
                what = "this is a file, or lies in one"
            case IsADirectoryError():
                what = "this is a folder, where a file has to be written"
            case PermissionError():
                what = "not allowed to write here"
            case _:
                what = error.strerror or str(error)
        raise OutputError(what, where, advice) from error
