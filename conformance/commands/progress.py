"""What `postproof run` shows while it runs: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest

from ...reports.text import duration
from .styles import STYLES, printed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar

    from ...reports import Verdict
    from ..checks.check import Check
    from ..runner.suite import Suite

WORTH_TELLING = 1.0
"""Seconds of waiting from which it is told."""


class Progress:
    """A pytest plugin that shows how far the run has come, in postproof's words.

    On a terminal a bar with the current operation and requirement. Elsewhere a line for each
    operation when all that was asked of it is answered, and one for what is read off the answers.
    """

    def __init__(self, suite: Suite, console: Console) -> None:
        self.suite, self.console = suite, console
        self._bar: Bar | None = None
        self._row: Any = None
        self._began = time.monotonic()
        self._begun = False
        self._open: Counter[str] = Counter()
        self._tally: dict[str, Counter[Verdict]] = {}
        self._wait: tuple[float, str] = (0.0, "")
        suite.on_wait = self.waiting

    # What pytest tells -----------------------------------------------------------------------

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        self._begin()

    @pytest.hookimpl(trylast=True, optionalhook=True)
    def pytest_xdist_node_collection_finished(self) -> None:
        self._begin()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self._bar is not None:
            words = nodeid.split("::")
            self._bar.update(self._row, description=" ".join(words[1:3]))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        piece = self.suite.pieces.get(getattr(report, "postproof", ""))
        if piece is None:
            return
        group = self._group(piece.operation, piece.checks[0].kind)
        self._open[group] -= 1
        self._tally.setdefault(group, Counter())[piece.verdict] += 1
        if self._bar is not None:
            broken = sum(tally["fail"] + tally["error"] for tally in self._tally.values())
            self._bar.update(self._row, advance=1, broken=broken)
        elif not self._open[group]:
            counts = counted_verdicts(self._tally[group])
            since = duration(time.monotonic() - self._began)
            self.console.print(f"{group:<33}  {counts} · after {since}", soft_wrap=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """Keep pytest's own letters off the screen."""
        return ("", "", "") if report.when in ("setup", "call", "teardown") else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self.end()

    # What is shown ---------------------------------------------------------------------------

    def waiting(self, seconds: float, reason: str) -> None:
        """Show that, and why, the run waits."""
        if self._bar is not None:
            self._wait = (time.monotonic() + seconds, reason)
        elif seconds >= WORTH_TELLING:
            self.console.print(printed(f"waiting {ceil(seconds)} s: {reason}"), soft_wrap=True)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _begin(self) -> None:
        checks = self.suite.selected
        if self._begun or not checks:
            return
        self._begun = True
        self._open.update(self._group(self._title(check), check.kind) for check in checks)
        self.console.print(self._opening(), soft_wrap=True)
        if self.console.is_terminal:
            self._bar = self._make_bar()
            self._row = self._bar.add_task("", total=len(checks), broken=0)
            self._bar.start()

    def _opening(self) -> str:
        plan = self.suite.setup.plan
        target = plan.target
        words = [
            f"[bold]{printed(target.name)}[/]",
            "the embedded mock" if target.embedded else printed(target.base_url),
            f"effects: {target.effects}",
            f"{len(self.suite.selected):,} checks",
        ]
        if len(self.suite.selected) == len(plan.checks):
            words.append(f"{plan.requests:,} requests")
        return " · ".join(words)

    def _title(self, check: Check) -> str:
        return self.suite.setup.plan.description.operation_of(check.requirement).title

    def _group(self, operation: str, kind: str) -> str:
        """What gets a line of its own; answers are looked at when all of them are there."""
        return "all answers" if kind == "responds" else operation

    def _make_bar(self) -> Bar:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TimeElapsedColumn,
        )
        from rich.table import Column
        from rich.text import Text

        progress = self

        class Now(ProgressColumn):
            """What is being asked, or why nothing is."""

            def render(self, task: Task) -> Text:
                until, reason = progress._wait
                left = until - time.monotonic()
                if left > 0:
                    return Text(f"waiting {ceil(left)} s: {reason}", "yellow")
                broken = task.fields["broken"]
                text = Text(f"{broken} broken  " if broken else "", STYLES["fail"])
                return text.append(task.description, "dim")

        wide = self.console.width >= 70
        return Progress(
            BarColumn(bar_width=32 if wide else 8),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            Now(table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
            console=self.console,
            expand=True,
            transient=True,
        )


def counted_verdicts(counts: Mapping[Verdict, int]) -> str:
    """`58 pass, 4 fail`, in colours; in the order of the verdicts."""
    return ", ".join(
        f"[{style}]{counts[verdict]:,} {verdict}[/]"
        for verdict, style in STYLES.items()
        if counts.get(verdict)
    )
