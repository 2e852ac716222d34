"""Writing reports: whole or not at all."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from postproof.reports import (
    NotResults,
    OutputError,
    open_folder,
    read_results,
    write_results,
    write_text,
)

from . import miniatures

ANOTHER = "Name another folder with --out."


def test_written_results_read_back(tmp_path: Path) -> None:
    """`results.json` holds the same results, in ASCII, and nothing else is left in the folder."""
    folder = open_folder(tmp_path / "new" / "folder")
    path = write_results(miniatures.hostile(), folder)
    assert miniatures.hostile() == read_results(path)
    assert path.read_bytes().isascii()
    assert [path] == list(folder.iterdir())


def test_an_earlier_file_is_replaced(tmp_path: Path) -> None:
    """The last state wins."""
    write_results(replace(miniatures.clean(), complete=False), tmp_path)
    assert miniatures.clean() == read_results(write_results(miniatures.clean(), tmp_path))


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    """If writing breaks off, the earlier file is intact and no other is left."""
    path = write_text(tmp_path / "report.html", "before")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "after \ud800")
    assert ("before", [path]) == (path.read_text(), list(tmp_path.iterdir()))


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from postproof.reports import read_results, write_results
folder = Path(sys.argv[1])
results = read_results(folder / "results.json")
while True:
    write_results(replace(results, seed=results.seed + 1), folder)
    print("written", flush=True)
"""


def test_a_killed_run_leaves_a_readable_file(tmp_path: Path) -> None:
    """Whenever a run is killed, `results.json` is whole and says that it is incomplete."""
    unfinished = replace(miniatures.large(50), complete=False, incomplete_reason="still running")
    write_results(unfinished, tmp_path)
    for milliseconds in (0, 3, 7):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"written\n"
            time.sleep(milliseconds / 1000)
            run.send_signal(signal.SIGKILL)
        assert not read_results(tmp_path / "results.json").complete


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A file is not a folder, and what lies in one cannot be made."""
    file = write_text(tmp_path / "file", "mine")
    for path in (file, file / "below"):
        with pytest.raises(OutputError) as caught:
            open_folder(path)
        assert OutputError("this is a file, or lies in one", path, ANOTHER) == caught.value
    assert file.read_text() == "mine"


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A folder is not replaced by a report."""
    path = tmp_path / "report.html"
    path.mkdir()
    with pytest.raises(OutputError) as caught:
        write_text(path, "text")
    what = "this is a folder, where a file has to be written"
    assert OutputError(what, path, ANOTHER) == caught.value
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "what"),
    (
        (PermissionError(13, "Permission denied"), "not allowed to write here"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("odd"), "odd"),
    ),
)
def test_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, what: str
) -> None:
    """What the system says is told with the place and a way out."""

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        write_text(tmp_path / "report.html", "text")
    assert OutputError(what, tmp_path / "report.html", ANOTHER) == caught.value
    assert f"{tmp_path / 'report.html'}: {what}. {ANOTHER}" == str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_results(tmp_path: Path) -> None:
    """A file of another kind is named with the reason."""
    path = write_text(tmp_path / "results.json", "{")
    with pytest.raises(NotResults) as caught:
        read_results(path)
    assert f"{path}: not JSON: " in str(caught.value)
    path.write_text(json.dumps({"format": "har"}))
    with pytest.raises(NotResults) as caught:
        read_results(path)
    what = "not postproof-results 1.0: /formatVersion: expected a value, found nothing"
    assert NotResults(what, path) == caught.value
