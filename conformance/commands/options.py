"""What the commands share: arguments, options, and one way to tell an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click


class Told(click.ClickException):
    """What is wrong and what to do, for somebody who used the command rightly otherwise."""

    exit_code = 2


class TwoPrograms(click.Command):
    """A command that passes to pytest what stands after `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; an unknown option may be one of pytest's."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            said = f"{error.format_message()} Options of pytest stand after --."
            raise click.UsageError(said, ctx) from None


F = TypeVar("F", bound=Callable[..., Any])

HELP = {"help_option_names": ["-h", "--help"]}
"""The context settings of every command."""


def examples(*lines: str) -> str:
    """An epilog of command lines, which stay as they are."""
    return "\b\n" + "\n".join(("Examples:", *(f"  postproof {line}" for line in lines)))


name_argument = click.argument("name")

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration file, instead of postproof.toml in this folder.",
)

only_option = click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Only requirements whose id holds PATTERN, or matches its wildcards.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for machines, in a shape that stays."
)


def plan_options(function: F) -> F:
    """The options that shape a plan."""
    for option in reversed(
        (
            only_option,
            click.option(
                "--depth",
                type=click.IntRange(min=0),
                default=0,
                metavar="N",
                help="N more examples for each requirement, the failing one shrunk.",
            ),
            click.option(
                "--seed",
                type=click.IntRange(min=0),
                default=0,
                metavar="N",
                help="Repeat a run, or try other contexts; 0 takes the hardest.",
            ),
            click.option(
                "--max-requests",
                type=click.IntRange(min=1),
                default=None,
                metavar="N",
                help="Send no more requests than N.",
            ),
            click.option("--fuzz", is_flag=True, help="Add the cases that schemathesis generates."),
        )
    ):
        function = option(function)
    return function


@contextmanager
def misuse() -> Iterator[None]:
    """Tell what the user can mend in one message, with exit code 2 and without a traceback."""
    from ...openapi import DescriptionError
    from ...reports import OutputError
    from ..config import ConfigError
    from ..runner.setup import SetupError

    try:
        yield
    except (ConfigError, DescriptionError, OutputError, SetupError) as error:
        raise Told(str(error)) from None
