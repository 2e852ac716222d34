"""Where a command's words go: onto a screen, laid out in its width, or into a pipe, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


def shown(on_screen: Callable[[Console], None], lines: Callable[[], Iterable[str]]) -> None:
    """Print on a terminal by the one, into anything else by the other."""
    from rich.console import Console

    console = Console(highlight=False)
    if console.is_terminal:
        on_screen(console)
    else:
        for line in lines():
            click.echo(line)
