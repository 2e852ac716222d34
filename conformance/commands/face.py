"""What `postproof run` tells at the end: the verdicts, what was broken, what is open, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...reports import REPORT_FILE
from ...reports.text import LEFT_BEHIND, LEFT_BEHIND_MEANING, counted, duration, headline
from .progress import counted_verdicts
from .styles import STYLES, printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from ...reports import RequirementResult, Results, Verdict
    from ..runner.suite import Suite

GROUPED: tuple[Verdict, ...] = ("warn", "inconclusive", "not-run")
"""The verdicts of which the reasons are told, equal ones together."""
REASONS = 10
"""How many different reasons are told of each of them."""
NAMED = 3
"""How many requirements with the same reason are named."""
LEFT = 10
"""How many of the things left behind on the target are named."""


def tell(suite: Suite, console: Console) -> None:
    """Print the summary of a run."""
    results = suite.results()  # pytest has left an empty line
    if suite.unusable is None:
        _operations(results, console)
        for each in results.requirements:
            if each.verdict in ("fail", "error"):
                _broken(each, console)
        for verdict in GROUPED:
            _grouped([e for e in results.requirements if e.verdict == verdict], console)
    _end(suite, results, console)


def _operations(results: Results, console: Console) -> None:
    """How many requirements of each operation have each verdict: a table where it fits."""
    from rich.table import Table

    operations: dict[str, Counter[Verdict]] = {}
    for each in results.requirements:
        operations.setdefault(each.operation, Counter())[each.verdict] += 1
    used = [verdict for verdict in STYLES if any(c[verdict] for c in operations.values())]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("operation", no_wrap=True)
    for verdict in used:
        table.add_column(verdict, justify="right", no_wrap=True)
    for operation, counts in operations.items():
        cells = [f"[{STYLES[v]}]{counts[v]}[/]" if counts[v] else "[dim]·[/]" for v in used]
        table.add_row(printed(operation), *cells)
    unbound = console.options.update_width(1000)
    if console.measure(table, options=unbound).maximum <= console.width:
        console.print(table)
        return
    for operation, counts in operations.items():
        console.print(printed(operation))
        _indented(counted_verdicts(counts), console, 2)


def _broken(each: RequirementResult, console: Console) -> None:
    console.print(
        f"\n[{STYLES[each.verdict]}]{each.verdict}[/]  {printed(each.id)}", soft_wrap=True
    )
    _indented(printed(each.statement), console, 6)
    _indented(printed(each.reason), console, 6)


def _grouped(requirements: list[RequirementResult], console: Console) -> None:
    """The reasons for one verdict, the most frequent first."""
    if not requirements:
        return
    verdict = requirements[0].verdict
    console.print(f"\n[{STYLES[verdict]}]{verdict}[/]  {len(requirements):,}", soft_wrap=True)
    reasons: dict[str, list[str]] = {}
    for each in requirements:
        reasons.setdefault(each.reason, []).append(each.id)
    ordered = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    for reason, ids in ordered[:REASONS]:
        named = ", ".join(ids[:NAMED]) + (", …" if len(ids) > NAMED else "")
        _indented(f"{len(ids):,} × {printed(reason)} [dim]({printed(named)})[/]", console, 6)
    if more := ordered[REASONS:]:
        concerned = sum(len(ids) for _, ids in more)
        _indented(f"{concerned:,} for {counted(len(more), 'other reason')}", console, 6)


def _end(suite: Suite, results: Results, console: Console) -> None:
    told, summary = headline(results), results.summary
    if suite.unusable is not None:
        _indented(f"[bold]{printed(suite.unusable)}[/]", console, 0)
    console.print()
    console.print(f"[bold]{printed(told.title)}[/]", soft_wrap=True)
    _indented(printed(told.meaning), console, 0)
    if results.incomplete_reason and suite.unusable is None:
        _indented(f"[bold]{printed(results.incomplete_reason)}[/]", console, 0)
    for mistake in suite.mistakes:
        text = f"postproof itself failed: {type(mistake).__name__}: {mistake}"
        _indented(f"[{STYLES['error']}]{printed(text)}[/]", console, 0)
    _left_behind(results.left_behind, console)
    spent = f"{counted(summary.requests, 'request')} in {duration(summary.seconds)}"
    _indented(f"{counted_verdicts(summary.verdicts)} · {spent}", console, 0)
    if suite.out is not None:
        console.print(f"Report: {printed(str(suite.out / REPORT_FILE))}", soft_wrap=True)


def _left_behind(things: Sequence[str], console: Console) -> None:
    if not things:
        return
    _indented(f"[yellow]{LEFT_BEHIND}: {LEFT_BEHIND_MEANING}[/]", console, 0)
    for each in things[:LEFT]:
        _indented(printed(each), console, 6)
    if len(things) > LEFT:
        _indented(f"and {len(things) - LEFT:,} more", console, 6)


def _indented(text: str, console: Console, columns: int) -> None:
    """Wrap on a terminal; elsewhere one line stays one line, so that it can be searched."""
    if not console.is_terminal:
        console.print(" " * columns + text, soft_wrap=True)
        return
    from rich.padding import Padding

    console.print(Padding(text, (0, 0, 0, min(columns, console.width // 8)), expand=False))
