"""What `postproof run` prints, as a whole."""

import os
import pty
import re
import select
import subprocess
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from postproof.conformance.mock import Refusal
from postproof.conformance.mock.steps import Call, Outcome

from . import shell

CAP = "createImagesPost/image-cap/bluesky"
READING = ("--only", "listSocialAccounts")


def test_kept(tmp_path: Path) -> None:
    """A run without anything broken: a line an operation, the verdicts, what they mean."""
    ended = shell.postproof("run", "crosspostify", *READING, folder=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert shell.scrubbed(ended.out, tmp_path) == snapshot("""\
crosspostify · the embedded mock · effects: publish · 16 checks · N requests
GET /social-accounts               8 pass · after N s
all answers                        7 pass, 1 not-applicable · after N s

operation             pass  not-applicable
GET /social-accounts    15               1

All 9 documented promises are kept
Crosspostify does what its documentation says in all that was checked.
15 pass, 1 not-applicable · N requests in N s
Report: …/postproof-report/report.html
""")


def test_broken(tmp_path: Path) -> None:
    """A broken promise is told with its statement and the reason, and with exit code 1."""
    with shell.serving(shell.mock(ignores=[CAP])) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof("run", "api", "--only", "image-cap", folder=tmp_path)
    assert (ended.code, ended.err) == (1, "")
    assert shell.scrubbed(ended.out, tmp_path) == snapshot("""\
api · http://127.0.0.1:PORT · effects: publish · 12 checks · N requests
POST /post/images                  11 pass, 1 fail · after N s

operation          pass  fail
POST /post/images     5     1

fail  createImagesPost/image-cap/bluesky
      A post on Bluesky has at most 4 images.
      It accepted a request in which mediaIds has 5 items.

1 documented promise is broken
Crosspostify breaks 1 of the 6 promises in its documentation that apply to this target. Software written by the documentation will meet these differences.
5 pass, 1 fail · N requests in N s
Report: …/postproof-report/report.html
""")


def test_open(tmp_path: Path) -> None:
    """What was not decided is told in groups with their reasons, and with exit code 3."""
    with shell.serving(shell.mock()) as url:
        shell.configure(tmp_path, url, effects="read")
        ended = shell.postproof("run", "api", "--only", "mediaIds", folder=tmp_path)
    assert (ended.code, ended.err) == (3, "")
    assert shell.scrubbed(ended.out, tmp_path) == snapshot("""\
api · http://127.0.0.1:PORT · effects: read · 3 checks · N requests
POST /post/images                  3 not-run · after N s

operation          not-run
POST /post/images        3

not-run  3
      3 × Needs the effects schedule; the target allows read. (createImagesPost/body/mediaIds/required, createImagesPost/body/mediaIds/type, createImagesPost/body/mediaIds/*/type)

Nothing is decided
3 documented promises could not be decided. This is not a pass.
3 not-run · N requests in N s
Report: …/postproof-report/report.html
""")


def test_waiting(tmp_path: Path) -> None:
    """Waiting for an API that asks for it is told, with the reason."""
    made = shell.mock()
    answers = iter([429])
    first = made.steps[0]

    async def busy(call: Call) -> Outcome:
        status = next(answers, None)
        if status is None:
            return await first(call)
        return Refusal(status, "Too fast.", headers={"Retry-After": "1"})

    made.steps[0] = busy
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof("run", "api", *READING, folder=tmp_path)
    assert ended.code == 0
    assert ended.out.splitlines()[1] == ("waiting 1 s: the API answered 429 (too many requests)")


@pytest.mark.parametrize(
    ("variables", "coloured"), (({}, True), ({"NO_COLOR": "1"}, False)), ids=("colour", "NO_COLOR")
)
def test_terminal(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    """On a terminal there is a bar with the requirement that is asked, and colour if wanted."""
    with shell.serving(shell.mock(seconds=0.05)) as url:
        shell.configure(tmp_path, url)
        shown = on_a_terminal("run", "api", *READING, folder=tmp_path, **variables)
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)) is coloured
    assert "━" in shown
    assert re.search(r"listSocialAccounts [\w-]+/[\w-]+", shown)
    assert "after" not in shown


def test_narrow_terminal(tmp_path: Path) -> None:
    """Where the table does not fit, each operation has its verdicts below it."""
    shown = on_a_terminal(
        "run", "crosspostify", *READING, folder=tmp_path, COLUMNS="30", NO_COLOR="1"
    )
    told = re.sub(r"\x1b\[[0-9;]*m", "", shown[shown.rindex("\x1b[2K") + 4 :])
    assert shell.scrubbed(told.replace("\r\n", "\n"), tmp_path) == snapshot("""\

GET /social-accounts
  15 pass, 1 not-applicable

All 9 documented promises are kept
Crosspostify does what its    \n\
documentation says in all that
was checked.                  \n\
15 pass, 1 not-applicable · 8 \n\
requests in N s            \n\
Report: …/postproof-report/report.html
""")


def on_a_terminal(*arguments: str, folder: Path, **variables: str) -> str:
    """What a terminal receives."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*shell.POSTPROOF, *arguments],
        cwd=folder,
        env=shell.environment(**{"TERM": "xterm-256color", "COLUMNS": "100", **variables}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            shown += os.read(ours, 1 << 16)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert process.wait(10) == 0
    return shown.decode()
