"""Mistakes of the suite itself: told in a line, and never as a failure of the API."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from postproof.conformance.cli import main
from postproof.conformance.runner import setup, suite

from . import shell

RAISING = """
import sys
from postproof.conformance.checks import rejects
from postproof.conformance.cli import main

def mistaken(*given):
    raise KeyError("boardId")

rejects.judge = mistaken
main()
"""


def test_planning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What goes wrong before the run is one line, and the way to the traceback."""

    def mistaken(*given: object, **more: object) -> None:
        raise KeyError("boardId")

    monkeypatch.setattr(setup, "make_plan", mistaken)
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(main, ["run", "crosspostify"])
    assert (ended.exit_code, ended.output) == snapshot(
        (
            2,
            """\
Error: postproof itself failed: KeyError: 'boardId'
To see where, add: -- --full-trace
""",
        )
    )
    traced = CliRunner().invoke(main, ["run", "crosspostify", "--", "--full-trace"])
    assert isinstance(traced.exception, KeyError)


def test_base_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without what the extra `suite` brings, it is told what to install before anything is sent."""
    monkeypatch.setattr(suite, "find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(main, ["run", "crosspostify"])
    assert (ended.exit_code, ended.output) == snapshot(
        (
            2,
            "Error: the report is made with jinja2, which is not installed. Install all that it takes to run the suite: pip install 'postproof[suite]'\n",
        )
    )


def test_check(tmp_path: Path) -> None:
    """A check that raises is an error, the others are asked all the same; exit code 2."""
    asked = ("run", "crosspostify", "--only", "listSocialAccounts")
    ended = shell.called(sys.executable, "-c", RAISING, *asked, folder=tmp_path)
    found = shell.results(tmp_path)
    assert (ended.code, ended.err) == (2, "")
    assert {each.id: each.reason for each in found.requirements if each.verdict == "error"} == (
        snapshot(
            {
                "listSocialAccounts/authentication/missing": "postproof itself failed: KeyError: 'boardId'",
                "listSocialAccounts/authentication/wrong": "postproof itself failed: KeyError: 'boardId'",
            }
        )
    )
    assert found.summary.verdicts["pass"] > 5
    assert shell.scrubbed(ended.out, tmp_path) == snapshot("""\
crosspostify · the embedded mock · effects: publish · 16 checks · N requests
GET /social-accounts               6 pass, 2 error · after N s
all answers                        7 pass, 1 not-applicable · after N s

operation             pass  not-applicable  error
GET /social-accounts    13               1      2

error  listSocialAccounts/authentication/missing
      A request without an API key is refused with 401.
      postproof itself failed: KeyError: 'boardId'

error  listSocialAccounts/authentication/wrong
      A request with a wrong API key is refused with 401.
      postproof itself failed: KeyError: 'boardId'

The suite went wrong
postproof itself could not judge 2 requirements. That says nothing about Crosspostify, and no conclusion can be drawn before it is mended.
13 pass, 1 not-applicable, 2 error · N requests in N s
Report: …/postproof-report/report.html
""")


def test_traceback_of_a_check(tmp_path: Path) -> None:
    """With --full-trace pytest shows where a check went wrong."""
    asked = ("run", "crosspostify", "--only", "listSocialAccounts", "--", "--full-trace")
    ended = shell.called(sys.executable, "-c", RAISING, *asked, folder=tmp_path)
    assert (ended.code, 'raise KeyError("boardId")' in ended.out) == (2, False)
    assert "KeyError: 'boardId'" in ended.out
    assert "rejects.judge(operation, requirement, exchange, control, note)" in ended.out
