"""What the commands share: arguments, options, and one way to tell an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

name_argument = click.argument("name")

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration file, instead of postproof.toml in this folder.",
)


def plan_options(function: F) -> F:
    """The options that shape a plan."""
    for option in reversed(
        (
            click.option(
                "--only",
                multiple=True,
                metavar="PATTERN",
                help="Only requirements whose id holds PATTERN, or matches its wildcards.",
            ),
            click.option(
                "--depth",
                type=click.IntRange(min=0),
                default=None,
                metavar="N",
                help="N more examples for each requirement, the failing one shrunk.",
            ),
            click.option(
                "--seed",
                type=click.IntRange(min=0),
                default=None,
                metavar="N",
                help="Repeat a run, or try other contexts; 0 takes the hardest.  [default: 0]",
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
