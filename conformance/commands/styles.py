"""How the command line looks: colours, and texts from strangers made safe to print."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from ...reports import Verdict

STYLES: dict[Verdict, str] = {
    "pass": "green",
    "fail": "bold red",
    "warn": "yellow",
    "inconclusive": "magenta",
    "not-applicable": "dim",
    "not-run": "cyan",
    "error": "bold red reverse",
}
"""The verdicts in the order in which they are told, each with its style."""

UNBOUND = 120
"""The width in characters where nobody has said how wide the output is."""


def console() -> Console:
    """Where to print; with colour only on a terminal, and not with NO_COLOR."""
    from rich.console import Console

    found = Console(highlight=False)
    if not found.is_terminal and "COLUMNS" not in os.environ:
        found.width = UNBOUND
    return found


def printed(text: str) -> str:
    """Any text, so that it shows as it is: no markup, no control character."""
    from rich.markup import escape

    from ...reports.visible import visible

    return escape(visible(text))
