"""A plan as people read it: what a run would do and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text

from .showing import shown

if TYPE_CHECKING:
    from rich.console import Console

Told = Mapping[str, Any]
"""What `plan --json` prints."""

COLUMNS = {"checks": "checks", "notRun": "not run", "notApplicable": "n/a", "requests": "requests"}
"""The columns of numbers beside each operation, with their headings."""


def show(told: Told) -> None:
    """Print a forecast: on a terminal in its width, into a pipe as plain lines."""
    shown(lambda console: _on_screen(console, told), lambda: lines(told))


def facts(told: Told) -> Iterator[tuple[str, str]]:
    """What is said about a run as a whole, with a label for each."""
    from ...openapi.world import platform_name
    from ...reports.text import counted, duration, size
    from ..target import Effect
    from .effects import MEANINGS

    target = told["target"]
    where = "the embedded mock" if target["embedded"] else target["baseUrl"]
    yield "Target", f"{target['name']}, {told['title']}: {where}"
    yield "Effects", f"{target['effects']}: {MEANINGS[Effect[target['effects'].upper()]]}"
    platforms = Counter(platform_name(account["platform"]) for account in target["accounts"])
    named = ", ".join(f"{p} ({n})" if n > 1 else p for p, n in platforms.items())
    yield "Accounts", named or "none"
    seconds = told["secondsAtVendorRate"]
    yield "Requests", f"{told['requests']:,}"
    waiting = f"{duration(seconds)} of waiting" if seconds else "no waiting"
    yield "Time", f"{waiting} at the vendor's rate limits"
    yield "Uploads", size(told["uploadBytes"])
    words = {"media": "file", "post": "scheduled post"}
    made = [counted(n, words.get(role, role)) for role, n in told["makes"].items() if n]
    if made:
        yield "Makes", f"{' and '.join(made)}, and deletes them again"
    if told["publishes"]:
        yield "Publishes", f"{counted(told['publishes'], 'post')}, which stay"
    yield "Seed", str(told["seed"])


def rows(told: Told) -> Iterator[tuple[str, ...]]:
    """The table of operations: a heading, each operation with its numbers, and the sums."""
    used = [key for key in COLUMNS if key in ("checks", "requests") or _sum(told, key)]
    yield ("operation", *(COLUMNS[key] for key in used))
    for each in told["operations"]:
        yield (each["operation"], *(str(each[key]) if each[key] else "·" for key in used))
    yield ("in all", *(str(_sum(told, key)) for key in used))


def _sum(told: Told, key: str) -> int:
    return sum(each[key] for each in told["operations"])


def reasons(checks: list[dict[str, str]]) -> dict[str, list[str]]:
    """The checks that are left out, by the reason, the most frequent first."""
    found: dict[str, list[str]] = {}
    for each in checks:
        found.setdefault(each["reason"], []).append(each["check"])
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


# Into a pipe ---------------------------------------------------------------------------------


def lines(told: Told) -> Iterator[str]:
    """The forecast in plain lines, each check that is left out on a line of its own."""
    for label, fact in facts(told):
        yield f"{label:<11}{fact}"
    yield ""
    table = list(rows(told))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for name, *numbers in table:
        cells = [f"{number:>{width}}" for number, width in zip(numbers, widths[1:], strict=True)]
        yield "  ".join((f"{name:<{widths[0]}}", *cells))
    if _left(told):
        yield ""
    for verdict, key in (("not-run", "notRun"), ("not-applicable", "notApplicable")):
        for each in told[key]:
            yield f"{verdict}  {each['check']}  {each['reason']}"
    if told["warnings"]:
        yield ""
    for warning in told["warnings"]:
        yield f"warning: {warning}"


# On a terminal -------------------------------------------------------------------------------


def _on_screen(console: Console, told: Told) -> None:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    for label, fact in facts(told):
        grid.add_row(label, Text(fact, "bold" if label in ("Target", "Requests") else ""))
    console.print()
    console.print(grid)
    console.print()
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    heading, *body = rows(told)
    for index, name in enumerate(heading):
        number = index > 0
        table.add_column(
            name, justify="right" if number else "left", no_wrap=number, overflow="fold"
        )
    for row in body[:-1]:
        table.add_row(*(Text(cell, "dim" if cell == "·" else "") for cell in row))
    table.add_row(*body[-1], style="bold")
    console.print(table)
    _left_out(console, "Not run", "cyan", told["notRun"])
    _left_out(console, "Not applicable", "dim", told["notApplicable"])
    for warning in told["warnings"]:
        console.print()
        console.print(Text.assemble(("Warning  ", "bold yellow"), warning))
    console.print()
    hint = " Into a pipe, each check that is left out is named." if _left(told) else ""
    console.print(Text(f"Nothing has been sent.{hint}", "dim"))


def _left(told: Told) -> bool:
    return bool(told["notRun"] or told["notApplicable"])


def _left_out(console: Console, title: str, style: str, checks: list[dict[str, str]]) -> None:
    from rich.table import Table

    from ...reports.text import counted

    if not checks:
        return
    console.print()
    console.print(Text(f"{title}: {counted(len(checks), 'check')}", style))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", width=5)
    for reason, identifiers in reasons(checks).items():
        grid.add_row(str(len(identifiers)), Text(reason))
    console.print(grid)
