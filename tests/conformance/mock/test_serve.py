"""`postproof serve`, as its users run it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest
from click.testing import CliRunner

from postproof.conformance.commands.serve import _introduce, command
from postproof.conformance.mock import Mock
from postproof.openapi import load

RUN = "from postproof.conformance.commands.serve import command; command(prog_name='serve')"


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A mock in a process of its own, and what it printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "crosspostify", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if line.startswith("Stop with"):
            break
    try:
        yield process, printed
    finally:
        process.kill()
        process.communicate()


def told(printed: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert found, printed
    return found[0]


def test_prints_what_it_takes() -> None:
    """Address, key, accounts, a curl line that works, and a target for postproof.toml."""
    with serving() as (_, printed):
        url = told(printed)
        (line,) = (line for line in printed.splitlines() if line.startswith("  curl "))
        configuration = tomllib.loads(printed[printed.index("[targets") : printed.index("Stop")])
        accounts = httpx.get(
            f"{url}/social-accounts", headers={"X-API-Key": "postproof-mock-key"}
        ).json()["accounts"]
        if shutil.which("curl"):
            answer = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
            assert '"acc_pinterest_2"' in answer.stdout
    target = configuration["targets"]["mock"]
    assert {key: value for key, value in target.items() if key != "accounts"} == {
        "vendor": "crosspostify",
        "base-url": url,
        "api-key-env": "CROSSPOSTIFY_API_KEY",
        "effects": "publish",
    }
    assert [(account["id"], account["platform"]) for account in target["accounts"]] == [
        (account["accountId"], account["platform"]) for account in accounts
    ]
    assert target["accounts"][5]["boards"] == ["board_1", "board_2"]
    assert "export CROSSPOSTIFY_API_KEY=postproof-mock-key" in printed
    assert all(account["accountId"] in printed for account in accounts)


def test_options() -> None:
    """A key of one's own, no past, and rate limits."""
    with (
        serving("--api-key", "k", "--no-history", "--rate-limits") as (_, printed),
        httpx.Client(base_url=told(printed), headers={"X-API-Key": "k"}) as client,
    ):
        answers = [client.get("/posts") for _ in range(51)]
    assert [answer.status_code for answer in answers] == [200] * 50 + [429]
    assert answers[0].json() == {"posts": []}
    assert "Rate limits are kept." in printed


def test_vendor_without_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no key is asked for, none is told."""
    mock = Mock(replace(load("crosspostify"), key=None))
    _introduce(mock, "http://127.0.0.1:8000")
    printed = capsys.readouterr().out
    assert "  curl http://127.0.0.1:8000/social-accounts\n" in printed
    assert "API key" not in printed


def test_ends_quietly() -> None:
    """Ctrl-C ends it with 0 and without a word of complaint."""
    with serving() as (process, printed):
        assert httpx.get(told(printed)).status_code == 200
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=10)
    assert (process.returncode, complaints) == (0, "")


@pytest.mark.parametrize(
    ("vendor", "advice"),
    (
        ("crospostify", 'unknown vendor "crospostify". Did you mean "crosspostify"?'),
        ("zzz", 'unknown vendor "zzz". There are crosspostify'),
    ),
)
def test_unknown_vendor(vendor: str, advice: str) -> None:
    """An unknown vendor is an error with the nearest name, or with all."""
    result = CliRunner().invoke(command, [vendor])
    assert (result.exit_code, advice in result.output) == (2, True)


def test_port_in_use() -> None:
    """A port that is taken is an error that says so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(command, ["crosspostify", "--port", str(port)])
    assert result.exit_code == 2
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in result.output


def test_odd_host() -> None:
    """A host that is none is an error that says so."""
    result = CliRunner().invoke(command, ["crosspostify", "--host", "no such host"])
    assert result.exit_code == 2
    assert "cannot listen on no such host port 8000" in result.output
