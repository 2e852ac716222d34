"""`postproof run`: the main job, a thin face over pytest."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import (
    HELP,
    Told,
    TwoPrograms,
    config_option,
    examples,
    misuse,
    name_argument,
    plan_options,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..runner.suite import Suite

TRACEBACK = "--full-trace"
ADVICE = f"To see where, add: -- {TRACEBACK}"
OUTSPOKEN = frozenset(
    (
        *("-v", "-vv", "-vvv", "--verbose", "-s", "--pdb", "--trace", TRACEBACK),
        *("--co", "--collect-only", "--setup-plan", "--setup-show", "--durations"),
        *("-h", "--help", "--version", "--markers", "--fixtures", "--cache-show"),
    )
)
"""Arguments for pytest by which its own output is wanted."""


@click.command(
    cls=TwoPrograms,
    context_settings=HELP,
    epilog=examples(
        "run crosspostify",
        "run staging --config targets.toml --out reports/staging",
        "run staging --only createImagesPost --max-requests 100",
        "run staging -- -k image-cap -x --junitxml=junit.xml",
    ),
)
@name_argument
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("postproof-report"),
    show_default=True,
    metavar="DIR",
    help="The folder for results.json and report.html.",
)
@plan_options
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED, metavar="[-- PYTEST ARGS]")
def command(
    name: str,
    config: Path | None,
    out: Path,
    pytest_args: tuple[str, ...],
    **options: Any,
) -> None:
    """Show which documented promises the API called NAME keeps.

    NAME is a target of postproof.toml, or a vendor: then its embedded mock is tested. Everything
    after -- goes to pytest, such as -k, -x, --lf, -n, --junitxml=FILE, --html=FILE.
    """
    from ... import reports
    from ..runner.setup import set_up
    from ..runner.suite import Suite, in_a_line

    try:
        with misuse():
            setup = set_up(name, config=config, **options)
            suite = Suite(setup, reports.open_folder(out).absolute())
    except click.ClickException:
        raise
    except Exception as error:
        if TRACEBACK in pytest_args:
            raise
        raise Told(f"postproof itself failed: {in_a_line(error)}\n{ADVICE}") from None

    # A run that is told to end, as by a CI system, still cleans up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shared = {"config": config and config.absolute(), "out": suite.out, **options}
    raise SystemExit(_run(suite, ["--postproof", name, *_flags(shared)], pytest_args))


def _run(suite: Suite, flags: list[str], pytest_args: tuple[str, ...]) -> int:
    """Run pytest, tell the outcome, and return the exit code."""
    import pytest

    from ..runner.suite import Join
    from .face import tell
    from .progress import Progress
    from .styles import console

    home = suite.setup.path.parent
    args = [
        str(suite.setup.path),
        f"--rootdir={home}",
        f"-c{os.devnull}",
        f"-ocache_dir={suite.out}/.pytest_cache",
        "--noconftest",
        "--assert=plain",
        "-ppostproof",
        "-pno:schemathesis",
        "-pno:hypothesispytest",
        *flags,
    ]
    if not pytest_args:
        # Plugins that nobody asks for here must not change what a run does.
        args.append("--disable-plugin-autoload")
    os.environ.pop("PYTEST_ADDOPTS", None)
    screen = console()
    plugins: list[object] = [Join(suite)]
    outspoken = any(arg.partition("=")[0] in OUTSPOKEN for arg in pytest_args)
    if not outspoken:
        # The bar has to be seen while a check is asked.
        args += ["--capture=no", "-qq", "--no-header", "--no-summary", "--tb=no", "-pno:warnings"]
        plugins.append(Progress(suite, screen))
    code = pytest.main([*args, *pytest_args], plugins=plugins)
    if suite.run is not None:
        tell(suite, screen)
        return suite.exit_code
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        click.echo("Error: pytest's options leave no check to be made.", err=True)
    return 0 if code == pytest.ExitCode.OK else 2


def _flags(options: dict[str, Any]) -> Iterator[str]:
    """The options of this command as those of the plugin."""
    for option, value in options.items():
        flag = f"--postproof-{option.replace('_', '-')}"
        if isinstance(value, tuple):
            yield from (f"{flag}={each}" for each in value)
        elif value is True:
            yield flag
        elif value is not None and value is not False:
            yield f"{flag}={value}"
