"""The suite as a pytest plugin: judges the checks, keeps what they find, and writes it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ... import reports
from ...reports import pytest_html
from ...reports.codec import decode, encode
from .. import outcome
from ..evidence.redaction import Redaction
from ..finding import Finding
from ..http.client import BudgetExhausted
from ..plugin import SUITE
from ..run import Run, Unusable
from .distribution import Distribution, distributes, is_worker, workers
from .items import CheckItem, DescriptionFile
from .setup import Setup, SetupError, set_up

if TYPE_CHECKING:
    from ..checks.check import Check

SAVE_EVERY = 2.0
"""Seconds between two savings of unfinished results, at the least."""
SHARE_OF_SAVING = 10
"""Unfinished results are not saved again before this many times as long as saving them took."""


def register(config: pytest.Config) -> None:
    """Prepare the run that the options describe, and add its checks to what pytest collects."""
    option = config.option
    try:
        setup = set_up(
            option.postproof,
            config=Path(option.postproof_config) if option.postproof_config else None,
            only=option.postproof_only,
            depth=option.postproof_depth,
            seed=option.postproof_seed,
            max_requests=option.postproof_max_requests,
            fuzz=option.postproof_fuzz,
        )
        out = reports.open_folder(Path(option.postproof_out)) if option.postproof_out else None
        suite = Suite(setup.shared_by(workers(config)), out)
    except (SetupError, reports.OutputError) as error:
        raise pytest.UsageError(str(error)) from None
    suite.join(config)


class Join:
    """Brings a suite that is ready into the session, so that none is made from the options."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        self._suite.join(config)


class Suite:
    """The plugin of one run. Without `out` nothing is written; SetupError where nothing could be.

    `on_wait` is told the seconds and the reason before the run waits for the API. Under
    pytest-xdist every worker has a run of its own, and the controller gathers what they find.
    """

    config: pytest.Config

    def __init__(
        self,
        setup: Setup,
        out: Path | None,
        on_wait: Callable[[float, str], None] | None = None,
    ) -> None:
        if out is not None and find_spec("jinja2") is None:
            advice = "Install all that it takes to run the suite: pip install 'postproof[suite]'"
            raise SetupError(f"the report is made with jinja2, which is not installed. {advice}")
        self.setup, self.out, self.on_wait = setup, out, on_wait
        self.pieces: dict[str, reports.RequirementResult] = {}
        """What each check found, by the check's id."""
        self.selected: tuple[Check, ...] = setup.plan.checks
        """The checks that pytest's options leave, in the order of the plan."""
        self.unusable: str | None = None
        """Why the target cannot be tested at all."""
        self.mistakes: list[Exception] = []
        """What the suite itself raised beside checks."""
        self.elsewhere = {"requests": 0, "bytes": 0}
        """What the workers have spent."""
        self.left_elsewhere: tuple[str, ...] = ()
        """What the workers have left behind."""
        self.run: Run | None = None
        self._incomplete: str | None = "The run has not come to its end."
        self._stopped: str | None = None
        self._began, self._started = time.monotonic(), datetime.now(UTC)
        self._seconds: float | None = None
        self._next_saving = 0.0

    def join(self, config: pytest.Config) -> None:
        """Take part in a session of pytest."""
        self.config = config
        config.pluginmanager.register(self, SUITE)
        config.pluginmanager.register(Distribution(self), f"{SUITE}-distribution")
        path = str(self.setup.path)
        if path not in config.args:
            config.args.append(path)

    # Collecting ------------------------------------------------------------------------------

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> DescriptionFile | None:
        if file_path == self.setup.path:
            # A readable id, wherever the package is installed.
            return DescriptionFile.from_parent(
                parent, path=file_path, nodeid=file_path.name, suite=self
            )
        return None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Bring the checks into the order of the plan, behind other people's tests."""
        order = {check.id: index for index, check in enumerate(self.setup.plan.checks)}
        items.sort(key=lambda i: order[i.check.id] if isinstance(i, CheckItem) else -1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.select(item.check.id for item in session.items if isinstance(item, CheckItem))

    def select(self, identifiers: Iterable[str]) -> None:
        """Note which checks pytest's own options, such as -k, have left."""
        left = set(identifiers)
        self.selected = tuple(check for check in self.setup.plan.checks if check.id in left)

    # Running ---------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Before the first check, see whether anything usable answers."""
        controls = distributes(self.config)
        if self.config.option.collectonly or not (self.selected or controls):
            return None
        self.run = Run(self.setup.plan, self.setup.client(self.on_wait))
        if is_worker(self.config):
            return None
        self.save()
        try:
            self.run.preflight()
        except Unusable as fact:
            self.unusable = str(fact)
            session.items = [i for i in session.items if not isinstance(i, CheckItem)]
            return True if controls else None
        except Exception as error:  # noqa: BLE001 (told at the end; the run goes on)
            self.mistakes.append(error)
        return None

    def judge(self, check: Check) -> BaseException | None:
        """Ask a check and keep what it found; the suite's own mistake, if it made one."""
        assert self.run is not None
        if self.unusable is not None:
            return None
        mistake = None
        try:
            finding = self.run.judge(check)
        except Unusable as fact:
            self.unusable = str(fact)
            return None
        except Exception as error:  # noqa: BLE001 (told as the verdict; the run goes on)
            mistake = error
            finding = Finding("error", f"postproof itself failed: {in_a_line(error)}")
            finding = replace(finding, reason=self._redacted(finding.reason))
        self.pieces[check.id] = outcome.piece(self.setup.plan, check, finding)
        return mistake

    def _redacted(self, text: str) -> str:
        return Redaction(self.setup.plan.target.api_key).text(text)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        report = yield
        if isinstance(item, CheckItem) and call.when == "call":
            piece = self.pieces.get(item.check.id)
            if piece is not None:
                report.postproof = item.check.id
                if is_worker(self.config):
                    report.postproof_piece = json.dumps(encode(piece))
                if self.config.getoption("htmlpath", default=None):
                    _show_in_html(report, piece)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        identifier = getattr(report, "postproof", None)
        if identifier is None or is_worker(self.config):
            return
        if identifier not in self.pieces:
            piece = json.loads(report.postproof_piece)
            self.pieces[identifier] = decode(reports.RequirementResult, piece)
        if time.monotonic() > self._next_saving:
            self.save()

    @pytest.hookimpl(optionalhook=True)
    def pytest_html_results_table_header(self, cells: list[str]) -> None:
        cells[2:2] = pytest_html.header_cells()

    @pytest.hookimpl(optionalhook=True)
    def pytest_html_results_table_row(self, report: Any, cells: list[str]) -> None:
        empty = ["<td></td>"] * len(pytest_html.COLUMNS)
        cells[2:2] = getattr(report, "postproof_cells", empty)

    # Ending ----------------------------------------------------------------------------------

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest-xdist ends a run by this exception too, and then says why
        why = str(excinfo.value)
        self._stopped = f"The run was stopped: {why}." if why else "The run was interrupted."

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """Clean up, and write the results once the workers have gone too."""
        if self.run is not None:
            self._clean_up(self.run)
            if is_worker(self.config):
                self.config.workeroutput["postproof"] = {  # type: ignore[attr-defined]
                    **self.spent(),
                    "left": json.dumps(self.left_behind),
                    "unusable": self.unusable,
                }
        result = yield
        if self.run is not None and not is_worker(self.config):
            self._finish(session)
        return result

    def _clean_up(self, run: Run) -> None:
        try:
            run.cleanup()
        except (BudgetExhausted, KeyboardInterrupt):
            pass
        except Exception as error:  # noqa: BLE001 (told at the end)
            self.mistakes.append(error)

    def _finish(self, session: pytest.Session) -> None:
        why = str(session.shouldfail or session.shouldstop or "")
        self._stopped = self._stopped or (f"The run was stopped: {why}." if why else None)
        self._incomplete = self.unusable or self._stopped
        self._seconds = time.monotonic() - self._began
        try:
            self.save(finished=True)
        except Exception as error:  # noqa: BLE001 (told at the end)
            self.mistakes.append(error)
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = self.exit_code

    @property
    def exit_code(self) -> int:
        """What the process ends with: the results' exit code, or 2 for a mistake of the suite's."""
        code = self.results().summary.exit_code
        return 2 if self.mistakes and code != 1 else code

    def spent(self) -> dict[str, int]:
        """The requests and the bytes, with those of the workers."""
        spent = dict(self.elsewhere)
        if self.run is not None:
            spent["requests"] += self.run.client.requests
            spent["bytes"] += self.run.client.bytes_sent
        return spent

    @property
    def left_behind(self) -> tuple[str, ...]:
        """What stands on the target now and should not, with what the workers left there."""
        ours = self.run.session.ledger.left() if self.run is not None else ()
        return (*map(self._redacted, ours), *self.left_elsewhere)

    def results(self, *, finished: bool = True) -> reports.Results:
        """What has been found so far, of the checks that are selected."""
        spent, options = self.spent(), self.setup.options
        if len(self.selected) < len(self.setup.plan.checks):
            options = replace(options, only=(*options.only, self._choice()))
        now = time.monotonic() - self._began
        return outcome.results(
            replace(self.setup.plan, checks=self.selected),
            self.pieces,
            options,
            started=self._started,
            finished=datetime.now(UTC) if finished else None,
            requests=spent["requests"],
            seconds=now if self._seconds is None else self._seconds,
            bytes_sent=spent["bytes"],
            incomplete=self._incomplete,
            left_behind=self.left_behind,
        )

    def _choice(self) -> str:
        """How pytest's options chose among the checks."""
        option = self.config.option
        if option.keyword:
            return f"-k {option.keyword}"
        return "--lf" if getattr(option, "lf", False) else "what pytest selected"

    def save(self, *, finished: bool = False) -> None:
        """Write the results so far, whole or not at all; the report when the run has ended."""
        if self.out is None:
            return
        start = time.monotonic()
        results = self.results(finished=finished)
        reports.write_results(results, self.out)
        if finished:
            from ...reports.html import render

            reports.write_text(self.out / reports.REPORT_FILE, render(results))
        end = time.monotonic()
        self._next_saving = end + max(SAVE_EVERY, SHARE_OF_SAVING * (end - start))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.config.option.no_summary or self.run is None:
            return
        from ...reports.text import headline
        from ...reports.visible import visible

        results = self.results()
        told = headline(results)
        terminalreporter.write_sep("=", f"postproof: {results.target.title}")
        for line in (told.title, told.meaning, self.unusable, *map(in_a_line, self.mistakes)):
            if line:
                terminalreporter.write_line(visible(line))
        if self.out is not None:
            terminalreporter.write_line(f"Report: {self.out / reports.REPORT_FILE}")


def in_a_line(error: BaseException) -> str:
    """An exception's name and the first line of what it says."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _show_in_html(report: Any, piece: reports.RequirementResult) -> None:
    """Add what pytest-html shows: its `extras.html` without importing it."""
    report.postproof_cells = pytest_html.cells(piece)
    report.extras = [
        *getattr(report, "extras", []),
        {
            "format_type": "html",
            "content": pytest_html.extra(piece),
            "name": None,
            "mime_type": None,
            "extension": None,
        },
    ]
