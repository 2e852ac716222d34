"""Running commands as on a terminal of some width, or into a pipe."""

from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from postproof.conformance.cli import main


@dataclass(frozen=True)
class Output:
    """What a command left behind: exit code, standard output and error."""

    code: int
    out: str
    err: str = ""


def ran(*words: str, width: int | None = None, **environment: str) -> Output:
    """Run postproof into a pipe, or on a terminal of so many columns without any styles.

    Lines lose the blanks at their ends, which a terminal does not show.
    """
    terminal: dict[str, Any] = {"FORCE_COLOR": None, "NO_COLOR": None, "COLUMNS": None}
    if width is not None:
        terminal = {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": str(width), "LINES": "50"}
    result = CliRunner().invoke(main, words, env={**terminal, **environment}, prog_name="postproof")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    out = "\n".join(line.rstrip() for line in result.stdout.split("\n"))
    return Output(result.exit_code, out, result.stderr)
