"""Seeds repeat a run, and a budget bounds it."""

import re
from pathlib import Path

from . import shell

CAPS = ("--only", "createImagesPost/image-cap", "--only", "createImagesPost/caption")


def asked(folder: Path, *options: str) -> tuple[int, list[str]]:
    """The exit code, and everything that a fresh mock was sent, without the time of day."""
    made = shell.mock()
    folder.mkdir()
    with shell.serving(made) as url:
        shell.configure(folder, url)
        ended = shell.postproof("run", "api", *CAPS, *options, folder=folder)
    sent = [
        f"{received.method} {received.target} {received.request} {received.status}"
        for received in made.requests
    ]
    return ended.code, [re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "INSTANT", line) for line in sent]


def test_seed(tmp_path: Path) -> None:
    """The same seed sends the same requests in the same order, another seed others."""
    first = asked(tmp_path / "1", "--depth", "20", "--seed", "7")
    again = asked(tmp_path / "2", "--depth", "20", "--seed", "7")
    other = asked(tmp_path / "3", "--depth", "20", "--seed", "8")
    plain = asked(tmp_path / "4")
    assert first == again
    assert (first[0], other[0], plain[0]) == (0, 0, 0)
    assert first[1] != other[1]
    assert len(first[1]) > len(plain[1]) + 100


def test_max_requests(tmp_path: Path) -> None:
    """--max-requests is never exceeded, cleaning up included, and what is open is told."""
    code, sent = asked(tmp_path / "1", "--depth", "20", "--max-requests", "60")
    assert (code, len(sent) <= 60) == (3, True)
    found = shell.results(tmp_path / "1")
    assert found.summary.requests == len(sent)
    assert found.summary.verdicts["not-run"] > 0
    assert found.budget.max_requests == 60


def test_one_request(tmp_path: Path) -> None:
    """A budget of one request is kept too."""
    code, sent = asked(tmp_path / "1", "--max-requests", "1")
    assert (code, len(sent) <= 1) == (3, True)
