"""The suite as pytest items: one for each check, below its operation and requirement."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .. import reports
from ..reports import pytest_html
from ..reports.codec import decode, encode
from ..reports.visible import visible
from . import outcome
from .plugin import SUITE
from .run import Run, Unusable
from .setup import Setup, SetupError, set_up

if TYPE_CHECKING:
    from ..openapi import Description
    from .checks.check import Check
    from .finding import Finding

SAVE_EVERY = 1.0
"""Seconds between two savings of unfinished results."""


class Broken(Exception):
    """A check failed: the API broke a promise."""


def register(config: pytest.Config) -> None:
    """Prepare the run that the options describe, and add its items to the collection."""
    option = config.option
    try:
        setup = set_up(
            option.postproof,
            config=Path(option.postproof_config) if option.postproof_config else None,
            only=option.postproof_only,
            depth=option.postproof_depth or 0,
            seed=option.postproof_seed or 0,
            max_requests=option.postproof_max_requests,
            fuzz=option.postproof_fuzz,
        )
        out = reports.open_folder(Path(option.postproof_out)) if option.postproof_out else None
    except (SetupError, reports.OutputError) as error:
        raise pytest.UsageError(str(error)) from None
    suite = Suite(config, setup, out)
    config.pluginmanager.register(suite, SUITE)
    path = str(setup.path)
    if path not in config.args:
        config.args.append(path)


class Suite:
    """The plugin of one run: collects, judges, keeps the results and writes them.

    Under pytest-xdist every worker has a run of its own, and the controller gathers what they find.
    """

    def __init__(self, config: pytest.Config, setup: Setup, out: Path | None) -> None:
        self.config, self.setup, self.out = config, setup, out
        self.started = datetime.now(UTC)
        self.pieces: dict[str, reports.RequirementResult] = {}
        self.incomplete: str | None = "The run has not come to its end."
        self.unusable: Unusable | None = None
        self.left_behind = 0
        self.elsewhere = {"requests": 0, "bytes": 0, "left": 0}
        self.run: Run | None = None
        self._saved = 0.0
        self._began = time.monotonic()

    @property
    def is_worker(self) -> bool:
        return hasattr(self.config, "workerinput")

    # Collecting ------------------------------------------------------------------------------

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> DescriptionFile | None:
        if file_path == self.setup.path:
            return DescriptionFile.from_parent(parent, path=file_path, suite=self)  # type: ignore[no-any-return]
        return None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Bring the checks into the order of the plan; other people's items keep theirs."""
        order = {check.id: index for index, check in enumerate(self.setup.plan.checks)}
        items.sort(key=lambda i: order[i.check.id] if isinstance(i, CheckItem) else -1)

    # Running ---------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        if self.config.option.collectonly or (self._distributes() and not self.is_worker):
            return None
        if any(isinstance(item, CheckItem) for item in session.items):
            self.run = Run(self.setup.plan, self.setup.client())
            self.save()
            try:
                self.run.preflight()
            except Unusable as error:
                self.unusable = error
                self.incomplete = str(error)
                return True
        return None

    def _distributes(self) -> bool:
        return bool(getattr(self.config.option, "dist", "no") != "no")

    def judge(self, check: Check) -> Finding:
        """The finding of one check, kept as a piece of the results."""
        assert self.run is not None
        finding = self.run.judge(check)
        self.pieces[check.id] = outcome.piece(self.setup.plan, check, finding)
        return finding

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterator[None]:
        result = yield
        if isinstance(item, CheckItem) and call.when == "call":
            report = result.get_result()  # type: ignore[attr-defined]
            piece = self.pieces.get(item.check.id)
            if piece is not None:
                report.postproof = item.check.id
                if self.is_worker:
                    report.postproof_piece = json.dumps(encode(piece))
                self._html_extra(report, piece)

    def _html_extra(self, report: Any, piece: reports.RequirementResult) -> None:
        if self.config.getoption("htmlpath", default=None):
            report.postproof_cells = pytest_html.cells(piece)
            content = pytest_html.extra(piece)
            extra = {"format_type": "html", "content": content, "name": None}
            report.extras = [
                *getattr(report, "extras", []),
                {**extra, "mime_type": None, "extension": None},
            ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        identifier = getattr(report, "postproof", None)
        if identifier is not None:
            if identifier not in self.pieces:
                piece = json.loads(report.postproof_piece)  # type: ignore[attr-defined]
                self.pieces[identifier] = decode(reports.RequirementResult, piece)
            if not self.is_worker and time.monotonic() - self._saved > SAVE_EVERY:
                self.save()

    @pytest.hookimpl(optionalhook=True)
    def pytest_html_results_table_header(self, cells: list[str]) -> None:
        cells[2:2] = pytest_html.header_cells()

    @pytest.hookimpl(optionalhook=True)
    def pytest_html_results_table_row(self, report: Any, cells: list[str]) -> None:
        empty = ["<td></td>"] * len(pytest_html.COLUMNS)
        cells[2:2] = getattr(report, "postproof_cells", empty)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for name, number in getattr(node, "workeroutput", {}).get("postproof", {}).items():
            self.elsewhere[name] += number

    # Ending ----------------------------------------------------------------------------------

    def pytest_keyboard_interrupt(self) -> None:
        self.incomplete = "The run was interrupted."

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.run is not None:
            self.left_behind = self.run.cleanup()
            if self.is_worker:
                self.config.workeroutput["postproof"] = self._spent()  # type: ignore[attr-defined]
        elif not self._distributes():
            return
        if self.unusable is None and self.incomplete != "The run was interrupted.":
            self.incomplete = str(session.shouldfail or session.shouldstop or "") or None
        if not self.is_worker:
            self.save(finished=True)

    def _spent(self) -> dict[str, int]:
        spent = dict(self.elsewhere)
        if self.run is not None:
            spent["requests"] += self.run.client.requests
            spent["bytes"] += self.run.client.bytes_sent
            spent["left"] += self.left_behind
        return spent

    def results(self, *, finished: bool = True) -> reports.Results:
        """What has been found so far."""
        spent = self._spent()
        return outcome.results(
            self.setup.plan,
            self.pieces,
            self.setup.options,
            started=self.started,
            finished=datetime.now(UTC) if finished else None,
            requests=spent["requests"],
            seconds=time.monotonic() - self._began,
            bytes_sent=spent["bytes"],
            incomplete=self.incomplete,
        )

    def save(self, *, finished: bool = False) -> None:
        """Write the results so far, whole or not at all; the report when the run has ended."""
        if self.out is None:
            return
        results = self.results(finished=finished)
        reports.write_results(results, self.out)
        if finished:
            from ..reports.html import render

            reports.write_text(self.out / reports.REPORT_FILE, render(results))
        self._saved = time.monotonic()

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.config.option.no_summary:
            return
        from ..reports.text import headline

        results = self.results()
        told = headline(results)
        terminalreporter.write_sep("=", f"postproof: {results.target.title}")
        terminalreporter.write_line(told.title)
        terminalreporter.write_line(told.meaning)
        if self.out is not None:
            terminalreporter.write_line(f"Report: {self.out / reports.REPORT_FILE}")


class DescriptionFile(pytest.File):
    """A vendor's description as a test file."""

    def __init__(self, *, suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.suite = suite

    def collect(self) -> Iterator[OperationNode]:
        description = self.suite.setup.plan.description
        for operation in description.operations:
            yield OperationNode.from_parent(self, name=operation, description=description)


class OperationNode(pytest.Collector):
    """An operation, above its requirements."""

    def __init__(self, *, description: Description, **more: Any) -> None:
        super().__init__(**more)
        self.description = description

    def collect(self) -> Iterator[RequirementNode]:
        assert isinstance(self.parent, DescriptionFile)
        checks: dict[str, list[Check]] = {}
        for check in self.parent.suite.setup.plan.checks:
            if check.requirement.operation == self.name:
                checks.setdefault(check.requirement.name, []).append(check)
        for name, group in checks.items():
            yield RequirementNode.from_parent(
                self, name=name, checks=group, suite=self.parent.suite
            )


class RequirementNode(pytest.Collector):
    """A requirement, above its checks."""

    def __init__(self, *, checks: list[Check], suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.checks, self.suite = checks, suite

    def collect(self) -> Iterator[CheckItem]:
        for check in self.checks:
            yield CheckItem.from_parent(self, name=check.kind, check=check, suite=self.suite)


class CheckItem(pytest.Item):
    """One check: passes, fails, or is skipped where it could not be decided."""

    def __init__(self, *, check: Check, suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.check, self.suite = check, suite

    def runtest(self) -> None:
        """Ask the check, and show its verdict as pytest's own outcomes."""
        finding = self.suite.judge(self.check)
        piece = self.suite.pieces[self.check.id]
        self.user_properties.extend(pytest_html.junit_properties(piece))
        if finding.verdict in ("fail", "error"):
            raise Broken(finding.reason)
        if finding.verdict not in ("pass", "warn"):
            pytest.skip(f"{finding.verdict}: {finding.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A broken promise is told in words; anything else is a mistake of the suite's."""
        if not isinstance(excinfo.value, Broken):
            return super().repr_failure(excinfo, style)
        piece = self.suite.pieces[self.check.id]
        lines = [
            f"{piece.statement} ({piece.source.document}, {piece.source.section})",
            f"{piece.verdict}: {piece.reason}",
            f"expected: {piece.expected}",
            f"received: {piece.received}",
            *(f"{each.role}: {each.curl}" for each in piece.exchanges),
        ]
        return visible("\n".join(lines))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.check.id

