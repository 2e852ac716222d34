"""The main job as the issue shows it: serve in one process, run in another, and hopeless servers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from postproof.conformance.mock.server import running

from . import shell


@contextmanager
def served(*options: str, folder: Path) -> Iterator[str]:
    """`postproof serve`, and what it printed."""
    process = shell.started("serve", "crosspostify", "--port", "0", *options, folder=folder)
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if line.startswith("Stop with"):
            break
    try:
        yield printed
    finally:
        process.kill()
        process.communicate()


def test_serve_and_run(tmp_path: Path) -> None:
    """What `serve` prints is a configuration with which a run has the verdicts of the embedded mock."""
    with served(folder=tmp_path) as printed:
        configuration = printed[printed.index("[targets.mock]") : printed.index("Stop with")]
        (tmp_path / "served.toml").write_text(configuration)
        exported = re.search(r"export (\w+)=(\S+) ", printed)
        assert exported is not None
        ended = shell.postproof(
            "run", "mock", "--config", "served.toml", folder=tmp_path, **{exported[1]: exported[2]}
        )
    assert (ended.code, ended.err) == (0, "")
    found = shell.verdicts(shell.results(tmp_path))
    embedded = tmp_path / "embedded"
    embedded.mkdir()
    assert shell.postproof("run", "crosspostify", folder=embedded).code == 0
    assert found == shell.verdicts(shell.results(embedded))


@pytest.mark.parametrize("status", (200, 404, 500))
def test_hopeless_servers(status: int, tmp_path: Path) -> None:
    """A server that answers everything alike passes in nothing."""

    async def alike(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    with running(alike) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof("run", "api", folder=tmp_path)
    found = shell.verdicts(shell.results(tmp_path))
    assert (ended.code in (1, 3), ended.err) == (True, "")
    assert [identifier for identifier, verdict in found.items() if verdict == "pass"] == []
