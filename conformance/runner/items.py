"""A description as a test file: operations, their requirements, and a test for each check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ...reports import pytest_html
from ...reports.visible import visible

if TYPE_CHECKING:
    from ..checks.check import Check
    from .suite import Suite


class Broken(Exception):
    """A check failed: the API broke a promise, or the suite made a mistake, which is the cause."""


class DescriptionFile(pytest.File):
    """A vendor's description as a test file."""

    def __init__(self, *, suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.suite = suite

    def collect(self) -> Iterator[OperationNode]:
        """One node for each operation that has checks."""
        operations: dict[str, list[Check]] = {}
        for check in self.suite.setup.plan.checks:
            operations.setdefault(check.requirement.operation, []).append(check)
        for name, checks in operations.items():
            yield OperationNode.from_parent(self, name=name, checks=checks, suite=self.suite)


class OperationNode(pytest.Collector):
    """An operation, above its requirements."""

    def __init__(self, *, checks: list[Check], suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.checks, self.suite = checks, suite

    def collect(self) -> Iterator[RequirementNode]:
        requirements: dict[str, list[Check]] = {}
        for check in self.checks:
            requirements.setdefault(check.requirement.name, []).append(check)
        for name, checks in requirements.items():
            yield RequirementNode.from_parent(self, name=name, checks=checks, suite=self.suite)


class RequirementNode(pytest.Collector):
    """A requirement, above its checks."""

    def __init__(self, *, checks: list[Check], suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.checks, self.suite = checks, suite

    def collect(self) -> Iterator[CheckItem]:
        for check in self.checks:
            yield CheckItem.from_parent(self, name=check.name, check=check, suite=self.suite)


class CheckItem(pytest.Item):
    """One check: passes, fails, or is skipped where it could not be decided."""

    def __init__(self, *, check: Check, suite: Suite, **more: Any) -> None:
        super().__init__(**more)
        self.check, self.suite = check, suite

    def runtest(self) -> None:
        """Ask the check, and show its verdict as one of pytest's own outcomes."""
        mistake = self.suite.judge(self.check)
        piece = self.suite.pieces.get(self.check.id)
        if piece is None:
            pytest.skip(f"not-run: {self.suite.unusable}")
        self.user_properties.extend(pytest_html.junit_properties(piece))
        if piece.verdict in ("fail", "error"):
            raise Broken(piece.reason) from mistake
        if piece.verdict not in ("pass", "warn"):
            pytest.skip(f"{piece.verdict}: {visible(piece.reason)}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A broken promise in words; a mistake of the suite's with its traceback."""
        if not isinstance(excinfo.value, Broken):
            return super().repr_failure(excinfo, style)
        if excinfo.value.__cause__ is not None:
            return super().repr_failure(
                pytest.ExceptionInfo.from_exception(excinfo.value.__cause__), style
            )
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
