"""What `postproof run` shows: progress while it runs, the summary at the end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from ...reports import Results
    from ..suite import Suite
    from ..target import Target

STYLES = {
    "pass": "green",
    "fail": "bold red",
    "warn": "yellow",
    "inconclusive": "magenta",
    "not-applicable": "dim",
    "not-run": "cyan",
    "error": "bold red reverse",
}


class Face:
    """A pytest plugin that shows the run in postproof's words instead of pytest's."""

    def __init__(self, target: Target, out: Path, *, loud: bool) -> None:
        from rich.console import Console

        self.target, self.out, self.loud = target, out, loud
        self.config: pytest.Config | None = None
        self.console: Console = Console(highlight=False)
        self._progress: Progress | None = None
        self._task: Any = None
        self._tally: Counter[str] = Counter()
        self._operation = ""

    def pytest_configure(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say what is about to happen, and start the progress bar on a terminal."""
        if self.loud or self.config is None or self.config.option.collectonly:
            return
        target = self.target
        where = "the embedded mock" if target.embedded else target.base_url
        self.console.print(
            f"[bold]{target.name}[/] · {where} · effects: {target.effects}"
            f" · {len(session.items)} checks"
        )
        if self.console.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
            from rich.progress import TimeElapsedColumn

            self._progress = Progress(
                BarColumn(bar_width=32),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}"),
                console=self.console,
                transient=True,
            )
            self._task = self._progress.add_task("", total=len(session.items))
            self._progress.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        words = nodeid.split("::")
        if self._progress is not None and len(words) > 2:
            self._progress.update(self._task, description=f"[dim]{' '.join(words[1:3])}[/]")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and self._progress is not None:
            self._progress.advance(self._task)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """Keep pytest's own letters off the screen."""
        if self.loud or report.when not in ("setup", "call", "teardown"):
            return None
        return ("", "", "")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    # The end ---------------------------------------------------------------------------------

    def tell(self, suite: Suite) -> None:
        """Print the summary."""
        from ...reports import REPORT_FILE
        from ...reports.text import duration, headline
        from ...reports.visible import visible

        results, console = suite.results(), self.console
        if suite.unusable is None:
            self._operations(results)
        for each in results.requirements:
            if each.verdict in ("fail", "error"):
                style = STYLES[each.verdict]
                console.print(f"[{style}]{each.verdict}[/] {_plain(each.id)}", soft_wrap=True)
                console.print(f"     {_plain(each.statement)}", soft_wrap=True)
                console.print(f"     {_plain(visible(each.reason))}", soft_wrap=True)
        told = headline(results)
        spent = f"{results.summary.requests} requests in {duration(results.summary.seconds)}"
        counts = ", ".join(
            f"[{STYLES[verdict]}]{count} {verdict}[/]"
            for verdict, count in results.summary.verdicts.items()
            if count
        )
        console.print()
        console.print(f"[bold]{_plain(told.title)}[/]", soft_wrap=True)
        console.print(_plain(visible(told.meaning)), soft_wrap=True)
        if suite.unusable is not None:
            console.print(_plain(visible(str(suite.unusable))), soft_wrap=True)
        console.print(f"{counts} · {spent}", soft_wrap=True)
        if suite.left_behind:
            console.print(f"[yellow]{suite.left_behind} objects could not be deleted again.[/]")
        console.print(f"Report: {_plain(str(self.out / REPORT_FILE))}", soft_wrap=True)

    def _operations(self, results: Results) -> None:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("operation")
        used = [verdict for verdict, count in results.summary.verdicts.items() if count]
        for verdict in used:
            table.add_column(verdict, justify="right")
        operations: dict[str, Counter[str]] = {}
        for each in results.requirements:
            operations.setdefault(each.operation, Counter())[each.verdict] += 1
        for operation, counts in operations.items():
            cells = [
                f"[{STYLES[verdict]}]{counts[verdict]}[/]" if counts[verdict] else "[dim]·[/]"
                for verdict in used
            ]
            table.add_row(_plain(operation), *cells)
        self.console.print(table)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
