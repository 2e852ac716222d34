"""Targets that cannot be tested: one clear message each, never hundreds of failures."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from postproof.conformance.cli import main

from ..servers import Script, answer, answers, never_answers, serving
from . import shell

HTML = answer(b"<h1>Welcome</h1>", "Content-Type: text/html")
UNAUTHORISED = answer(b"{}", "Content-Type: application/json", status="401 Unauthorized")
NO_KEY = """\
[targets.staging]
vendor = "crosspostify"
base-url = "http://localhost"
api-key-env = "NOT_SET"
"""


def told(folder: Path, url: str, **keys: object) -> tuple[int, str]:
    """The exit code and everything that is printed, after the line that begins a run."""
    shell.configure(folder, url, **keys)
    ended = shell.postproof("run", "api", folder=folder)
    assert ended.err == ""
    first, _, rest = shell.scrubbed(ended.out, folder).partition("\n")
    assert re.fullmatch(r"api · \S+ · effects: publish · \d+ checks · N requests", first)
    return ended.code, rest


@pytest.mark.parametrize(
    ("script", "expected"),
    (
        (
            answers(HTML),
            snapshot("""\

http://127.0.0.1:PORT answers with a web page (200 OK). Check base-url: it should be the address of the API.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
"""),
        ),
        (
            answers(UNAUTHORISED),
            snapshot("""\

http://127.0.0.1:PORT refuses the API key (401 Unauthorized). Check the key in the environment variable that api-key-env names.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
"""),
        ),
        (
            never_answers,
            snapshot("""\

No usable answer from http://127.0.0.1:PORT: timed out after N s. Check base-url.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
"""),
        ),
    ),
    ids=("html", "wrong key", "timeout"),
)
def test_unusable_answers(script: Script, expected: str, tmp_path: Path) -> None:
    """A web page, a refused key and no answer end the run after one request, with exit code 3."""
    with serving(script) as server:
        code, out = told(tmp_path, server.url, timeout=0.3)
    assert (code, len(server.received)) == (3, 1)
    assert out == expected


def test_refused_connection(tmp_path: Path) -> None:
    """Where nothing listens the run ends, and its report says why."""
    with serving(never_answers) as server:
        gone = server.url
    assert told(tmp_path, gone) == snapshot(
        (
            3,
            """\

No usable answer from http://127.0.0.1:PORT: the connection was refused. Check base-url.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
""",
        )
    )
    found = shell.results(tmp_path)
    assert (found.complete, shell.scrubbed(found.incomplete_reason or "", tmp_path)) == snapshot(
        (
            False,
            "No usable answer from http://127.0.0.1:PORT: the connection was refused. Check base-url.",
        )
    )


def test_tls_error(tmp_path: Path) -> None:
    """An https address of what speaks plain HTTP is one message."""
    with serving(answers(HTML)) as server:
        url = server.url.replace("http:", "https:")
        code, out = told(tmp_path, url)
    out = re.sub(r"TLS: [^.]*", "TLS: in OpenSSL's words", out.replace(str(server.port), "PORT"))
    assert (code, out) == snapshot(
        (
            3,
            """\

No usable answer from https://127.0.0.1:PORT: TLS: in OpenSSL's words. Check base-url.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
""",
        )
    )


def test_redirect(tmp_path: Path) -> None:
    """A redirect to another host is told, and neither the key nor anything else goes there."""
    with serving(answers(HTML)) as elsewhere:
        moved = answer(
            b"", f"Location: {elsewhere.url}/in?token=1", status="307 Temporary Redirect"
        )
        with serving(answers(moved)) as server:
            code, out = told(tmp_path, server.url)
    assert (code, out) == snapshot(
        (
            3,
            """\

http://127.0.0.1:PORT redirects to http://127.0.0.1:PORT. Redirects are not followed. Check base-url: it should be the address of the API.

Nothing is decided
The run did not come to its end. 232 documented promises could not be decided. This is not a pass.
328 not-run · 1 request in N s
Report: …/postproof-report/report.html
""",
        )
    )
    assert (len(server.received), elsewhere.connections) == (1, 0)


def test_without_a_reading_request(tmp_path: Path) -> None:
    """A run of a few requirements that reads nothing ends as early with the same message."""
    with serving(answers(UNAUTHORISED)) as server:
        shell.configure(tmp_path, server.url)
        ended = shell.postproof("run", "api", "--only", "image-cap", folder=tmp_path)
    assert len(server.received) == 1
    assert (ended.code, shell.scrubbed(ended.out, tmp_path)) == snapshot(
        (
            3,
            """\
api · http://127.0.0.1:PORT · effects: publish · 12 checks · N requests

http://127.0.0.1:PORT refuses the API key (401 Unauthorized). Check the key in the environment variable that api-key-env names.

Nothing is decided
The run did not come to its end. 6 documented promises could not be decided. This is not a pass.
6 not-run · 1 request in N s
Report: …/postproof-report/report.html
""",
        )
    )


@pytest.mark.parametrize(
    ("arguments", "written", "expected"),
    (
        (
            ("crospostify",),
            None,
            snapshot(
                'Error: "crospostify" is no vendor and no target. Did you mean "crosspostify"?\n'
            ),
        ),
        (
            ("stagin",),
            "[targets.staging]\n",
            snapshot('Error: "stagin" is no vendor and no target. Did you mean "staging"?\n'),
        ),
        (
            ("staging",),
            "[targets.staging\n",
            snapshot(
                "Error: postproof.toml:1: this is not TOML in column 17: expected ']' at the end of a table declaration. Correct it; text stands in quotation marks.\n"
            ),
        ),
        (
            ("staging", "--config", "other.toml"),
            None,
            snapshot(
                "Error: other.toml: there is no such file. Name a file that exists with --config.\n"
            ),
        ),
        (
            ("staging",),
            NO_KEY,
            snapshot(
                "Error: postproof.toml:4 at targets.staging.api-key-env: the environment variable NOT_SET is not set. Set it: export NOT_SET='the API key'.\n"
            ),
        ),
        (
            ("crosspostify", "--only", "image-capp"),
            None,
            snapshot('Error: no requirement matches "image-capp". Did you mean "image-cap"?\n'),
        ),
        (
            ("crosspostify", "--only", "image-cap", "--only", "zzzzzz"),
            None,
            snapshot(
                'Error: no requirement matches "zzzzzz". See `postproof list crosspostify`.\n'
            ),
        ),
        (
            ("crosspostify", "-k", "image-cap"),
            None,
            snapshot("""\
Usage: main run [OPTIONS] NAME [-- PYTEST ARGS]
Try 'main run --help' for help.

Error: No such option '-k'. Options of pytest stand after --.
"""),
        ),
        (
            ("crosspostify", "--out", "postproof.toml"),
            "",
            snapshot(
                "Error: postproof.toml: this is a file, or lies in one. Name another folder with --out.\n"
            ),
        ),
    ),
)
def test_misuse(
    arguments: tuple[str, ...],
    written: str | None,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What can be known beforehand is one message with an advice, and exit code 2."""
    monkeypatch.chdir(tmp_path)
    if written is not None:
        Path("postproof.toml").write_text(written)
    ended = CliRunner().invoke(main, ["run", *arguments])
    assert (ended.exit_code, ended.output) == (2, expected)
    assert not Path("postproof-report").exists()


def test_unknown_option_of_pytest(tmp_path: Path) -> None:
    """An option that pytest does not know is pytest's message, and exit code 2."""
    ended = shell.postproof("run", "crosspostify", "--", "--nonsense", folder=tmp_path)
    assert (ended.code, ended.out.strip()) == (2, "")
    assert "error: unrecognized arguments: --nonsense" in ended.err


def test_nothing_selected(tmp_path: Path) -> None:
    """Options of pytest that leave no check are told, with exit code 2."""
    ended = shell.postproof("run", "crosspostify", "--", "-k", "nothing", folder=tmp_path)
    assert (ended.code, ended.err) == (
        2,
        snapshot("Error: pytest's options leave no check to be made.\n"),
    )


def test_unknown_command() -> None:
    """A command that does not exist is told with the nearest one."""
    ended = CliRunner().invoke(main, ["rnu"])
    assert (ended.exit_code, ended.output) == snapshot(
        (
            2,
            """\
Usage: main [OPTIONS] COMMAND [ARGS]...
Try 'main --help' for help.

Error: No such command "rnu". Did you mean "run"?
""",
        )
    )
