"""Runs that are interrupted or killed, and folders that cannot be written."""

import signal
import subprocess
import time
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from postproof.conformance.mock import Mock

from . import shell

CAP = "createImagesPost/image-cap/bluesky"


def when_busy(made: Mock, process: subprocess.Popen[str], count: int = 45) -> None:
    """Wait until the mock was asked so often."""
    until = time.monotonic() + 60
    while len(made.requests) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def kept(made: Mock) -> set[str]:
    """The media and the scheduled posts of a mock."""
    scheduled = {post.id for post in made.state.posts.values() if post.status == "scheduled"}
    return scheduled | set(made.state.media)


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_interrupted(number: signal.Signals, tmp_path: Path) -> None:
    """What was made is deleted, what was found is written, and the run is incomplete."""
    made = shell.mock(seconds=0.02)
    before = kept(made)
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        process = shell.started("run", "api", "--only", "createImagesPost", folder=tmp_path)
        when_busy(made, process)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (3, "")
    assert kept(made) == before
    found = shell.results(tmp_path)
    assert (found.complete, found.incomplete_reason) == (False, "The run was interrupted.")
    assert found.summary.verdicts["pass"] > 0 < found.summary.verdicts["not-run"]
    assert "interrupted" in (tmp_path / "postproof-report" / "report.html").read_text()
    assert "The run was interrupted." in out


def test_interrupted_after_a_failure(tmp_path: Path) -> None:
    """A failure that is proved stays one: exit code 1."""
    made = shell.mock(ignores=["createImagePost/caption-length/pinterest"], seconds=0.01)
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        process = shell.started("run", "api", folder=tmp_path)
        when_busy(made, process, 150)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert (process.returncode, shell.results(tmp_path).complete) == (1, False)


def test_killed(tmp_path: Path) -> None:
    """A killed run leaves results that say that they are incomplete, and what it had made."""
    made = shell.mock(seconds=0.02)
    before = kept(made)
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        process = shell.started("run", "api", folder=tmp_path)
        when_busy(made, process, 160)
        process.kill()
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    found = shell.results(tmp_path)
    assert (found.complete, found.summary.exit_code, found.incomplete_reason) == (
        False,
        3,
        "The run has not come to its end.",
    )
    left = {each.partition(" ")[2] for each in found.left_behind}
    assert left & (kept(made) - before)
    assert sorted(path.name for path in (tmp_path / "postproof-report").iterdir()) == [
        "results.json"
    ]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder closed to root too")
def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """It is told in one message before anything is sent."""
    made = shell.mock()
    (tmp_path / "taken").write_text("")
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        below = shell.postproof("run", "api", "--out", "taken/report", folder=tmp_path)
        proc = shell.postproof("run", "api", "--out", "/proc/report", folder=tmp_path)
    assert (below.code, below.out, below.err) == snapshot(
        (
            2,
            "",
            "Error: taken/report: this is a file, or lies in one. Name another folder with --out.\n",
        )
    )
    assert (proc.code, proc.out, proc.err) == snapshot(
        (2, "", "Error: /proc/report: No such file or directory. Name another folder with --out.\n")
    )
    assert shell.log(made) == []
