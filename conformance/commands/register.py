"""The register as people read it: on a terminal in groups, in a pipe one line for each entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from .showing import shown

if TYPE_CHECKING:
    from rich.console import Console

    from ...openapi import Description, Requirement, Source

WIDE = 144
"""The columns from which requirements stand in a table; below, each takes two lines or more."""

LEVELS = {"must": "bold green", "should": "yellow", "assumed": "cyan"}
"""The levels in order, with their styles."""


def show(description: Description, chosen: Sequence[Requirement]) -> None:
    """Print the chosen requirements; what is no requirement only beside the whole register."""
    whole = len(chosen) == len(description.requirements)
    shown(
        lambda console: _Screen(console, description).show(chosen, whole=whole),
        lambda: lines(description, chosen, whole=whole),
    )


def counted(description: Description, chosen: Sequence[Requirement]) -> list[str]:
    """The counts: in all, by level, and by check."""
    from ...reports.results import CHECK_KINDS

    total = len(description.requirements)
    of_all = "" if len(chosen) == total else f" of {total}"
    levels = Counter(str(requirement.level) for requirement in chosen)
    checks = Counter(check for requirement in chosen for check in requirement.checks)
    return [
        f"{len(chosen)}{of_all} requirements: {', '.join(f'{levels[level]} {level}' for level in LEVELS if levels[level])}",
        f"{checks.total()} checks: {', '.join(f'{checks[k]} {k}' for k in CHECK_KINDS if checks[k])}",
    ]


# Into a pipe ---------------------------------------------------------------------------------


def lines(description: Description, chosen: Sequence[Requirement], *, whole: bool) -> Iterator[str]:
    """One line for each entry, in columns that two spaces or more keep apart."""
    widest = max(len(requirement.id) for requirement in chosen)
    checks = max(len(_checks(requirement)) for requirement in chosen)
    titles = {o.id: o.title for o in description.operations.values()}
    title = max(len(titles[requirement.operation]) for requirement in chosen)
    for each in chosen:
        yield (
            f"{each.id:<{widest}}  {each.level:<7}  {titles[each.operation]:<{title}}  "
            f"{_checks(each):<{checks}}  {each.statement}  ({each.source})"
        )
    yield ""
    yield from counted(description, chosen)
    if not whole:
        return
    yield ""
    for conflict in description.conflicts:
        readings = " / ".join(f"{r.statement} ({r.source})" for r in conflict.readings)
        yield f"conflict  {conflict.id}  {conflict.statement}  {readings}"
    for left_out in description.excluded:
        reason = f"{left_out.statement}  {left_out.reason}  ({left_out.source})"
        yield f"excluded  {left_out.id}  {reason}"
    for limit in description.limits:
        yield f"limit  {limit.id}  {limit.statement}  ({limit.source})"


def _checks(requirement: Requirement) -> str:
    return ", ".join(requirement.checks)


# On a terminal -------------------------------------------------------------------------------


class _Screen:
    def __init__(self, console: Console, description: Description) -> None:
        self.console, self.description = console, description

    def show(self, chosen: Sequence[Requirement], *, whole: bool) -> None:
        for operation in self.description.operations.values():
            group = [each for each in chosen if each.operation == operation.id]
            if group:
                self._heading(operation.title, operation.summary, len(group))
                self._group(group)
        if whole:
            self._conflicts()
            self._excluded()
            self._limits()
        self.console.print()
        for line in counted(self.description, chosen):
            self.console.print(line, markup=False)
        if whole:
            example = chosen[0].id
            self.console.print(f"\nOne of them in full: postproof explain {example}", style="dim")

    def _heading(self, title: str, summary: str, count: int | None = None) -> None:
        from rich.text import Text

        self.console.print()
        heading = Text.assemble((f" {title} ", "bold reverse"), f"  {summary}")
        if count is not None:
            heading.append(f"  ({count})", "dim")
        self.console.print(heading)

    def _group(self, group: Sequence[Requirement]) -> None:
        if self.console.width >= WIDE:
            self._table(group)
            return
        for each in group:
            first = self._identity(each)
            first.append(f"  {_checks(each)}", "dim")
            below = self._sourced(each.statement, each.source)
            self._beside(Text(f"{each.level:<7}", LEVELS[each.level]), first, below)

    def _identity(self, requirement: Requirement) -> Text:
        operation, _, name = requirement.id.partition("/")
        return Text.assemble((f"{operation}/", "dim"), (name, "bold"))

    def _table(self, group: Sequence[Requirement]) -> None:
        from rich.table import Table

        longest = max(len(identifier) for identifier in self.description.requirements)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=7)
        table.add_column(width=longest)
        table.add_column(ratio=3)
        table.add_column(width=16)
        table.add_column(ratio=2)
        for each in group:
            level = Text(str(each.level), LEVELS[each.level])
            checks, where = Text(_checks(each), "dim"), Text(self._where(each.source), "dim")
            table.add_row(level, self._identity(each), Text(each.statement), checks, where)
        self.console.print(table)

    def _beside(self, left: Text, *right: Text) -> None:
        """Lines beside a narrow column, wrapped within their own."""
        from rich.table import Table

        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        for index, line in enumerate(right):
            table.add_row(Text() if index else left, line)
        self.console.print(table)

    def _sourced(self, statement: str, source: Source) -> Text:
        return Text.assemble(statement, (f"  {self._where(source)}", "dim"))

    def _where(self, source: Source) -> str:
        """The source without the vendor's name, which the whole register shares."""
        return str(source).removeprefix(f"{self.description.title} ")

    def _conflicts(self) -> None:
        conflicts = self.description.conflicts
        if conflicts:
            says = "Where the documents contradict each other"
            self._heading("Conflicts", says, len(conflicts))
        for conflict in conflicts:
            self.console.print(Text.assemble((conflict.id, "bold"), f"  {conflict.statement}"))
            for reading in conflict.readings:
                self._beside(Text("  •"), self._sourced(reading.statement, reading.source))

    def _excluded(self) -> None:
        excluded = self.description.excluded
        if excluded:
            self._heading("Excluded", "What cannot be tested from outside", len(excluded))
        for each in excluded:
            self.console.print(Text.assemble((each.id, "bold"), f"  {each.statement}"))
            self._beside(Text(""), self._sourced(each.reason, each.source))

    def _limits(self) -> None:
        limits = self.description.limits
        if limits:
            self._heading("Limits", "How many requests the vendor allows", len(limits))
        for limit in limits:
            below = self._sourced(limit.statement, limit.source)
            self.console.print(Text.assemble((limit.id, "bold"), "  ", below))
