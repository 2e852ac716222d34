"""A requirement in full, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from rich.text import Text

from .register import LEVELS
from .showing import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

BESIDE = 100
"""The columns from which two messages stand side by side, if they fit."""

Told = Mapping[str, Any]
"""What `explain --json` prints."""


def show(told: Told) -> None:
    """Print an explanation: on a terminal in its width, into a pipe as plain lines."""
    shown(lambda console: _on_screen(console, told), lambda: lines(told))


def facts(told: Told) -> Iterator[tuple[str, str]]:
    """What is said about a requirement, with a label for each."""
    source = told["source"]
    yield "Operation", f"{told['operation']}  {told['summary']}".rstrip()
    yield "Level", f"{told['level']}: {told['levelMeaning']}"
    yield "Source", f"{source['document']}, {source['section']}"
    if source["url"]:
        yield "", source["url"]
    parameters = ", ".join(f"{name} {_said(value)}" for name, value in told["parameters"].items())
    yield "Kind", told["kind"] + (f": {parameters}" if parameters else "")
    for index, check in enumerate(told["checks"]):
        seen = f" To be seen with: {', '.join(check['mustBeSeen'])}." if check["mustBeSeen"] else ""
        yield "" if index else "Checks", f"{check['kind']}: {check['meaning']}{seen}"
    needs = dict.fromkeys((check["effect"], check["effectMeaning"]) for check in told["checks"])
    for index, (effect, meaning) in enumerate(needs):
        kinds = [check["kind"] for check in told["checks"] if check["effect"] == effect]
        of = f" ({', '.join(kinds)})" if len(needs) > 1 else ""
        yield "" if index else "Effects", f"{effect}: {meaning}{of}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return " and ".join(map(_said, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def paired(
    keeps: Sequence[str], breaks: Sequence[str]
) -> list[tuple[str | None, str | None, bool]]:
    """The lines of both beside each other, None where one has none, and whether they differ.

    A comma at the end of a line, which JSON wants between items, makes no difference.
    """
    rows: list[tuple[str | None, str | None, bool]] = []
    left_plain, right_plain = ([line.rstrip(",") for line in side] for side in (keeps, breaks))
    matcher = SequenceMatcher(None, left_plain, right_plain, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        left, right = list(keeps[a:b]), list(breaks[c:d])
        for index in range(max(len(left), len(right))):
            row = [side[index] if index < len(side) else None for side in (left, right)]
            rows.append((row[0], row[1], tag != "equal"))
    return rows


def messages(told: Told) -> list[tuple[str, list[tuple[str, bool]]]]:
    """What each message says, and its lines, each with whether the other message differs there."""
    keeps, breaks = told["example"]["keeps"], told["example"]["breaks"]
    if keeps is None or breaks is None:
        return [
            (each["says"], [(line, False) for line in each["http"]])
            for each in (keeps, breaks)
            if each
        ]
    rows = paired(keeps["http"], breaks["http"])
    return [
        (keeps["says"], [(left, differs) for left, _, differs in rows if left is not None]),
        (breaks["says"], [(right, differs) for _, right, differs in rows if right is not None]),
    ]


# Into a pipe ---------------------------------------------------------------------------------


def lines(told: Told) -> Iterator[str]:
    """The explanation in plain lines; what differs between two messages is marked with `>`."""
    yield f"{told['vendor']}:{told['id']}"
    yield told["statement"]
    yield ""
    for label, fact in facts(told):
        yield f"{label:<11}{fact}".rstrip()
    for says, marked in messages(told):
        yield ""
        yield says
        for line, differs in marked:
            yield f"{'>' if differs else ' '} {line}".rstrip()
    yield from _otherwise(told["example"])


def _otherwise(example: Mapping[str, Any]) -> Iterator[str]:
    """What is said where there are no messages."""
    if example["steps"]:
        yield ""
        yield "Step by step"
        for number, step in enumerate(example["steps"], 1):
            yield f"{number}. {step}"
    if example["lacks"]:
        yield ""
        yield f"There is no example: {example['lacks']}."


# On a terminal -------------------------------------------------------------------------------


def _on_screen(console: Console, told: Told) -> None:
    from rich.table import Table

    style = LEVELS[told["level"]]
    console.print()
    console.print(Text.assemble((f" {told['id']} ", "bold reverse"), f"  {told['title']}"))
    console.print(Text(told["statement"], "bold"))
    console.print()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    for label, fact in facts(told):
        dim = fact.startswith((" ", "http"))
        table.add_row(label, Text(fact, style if label == "Level" else "dim" if dim else ""))
    console.print(table)
    shown = messages(told)
    width = max((len(line) + 6 for _, marked in shown for line, _ in marked), default=0)
    if len(shown) == 2 and console.width >= max(BESIDE, 2 * width):
        console.print()
        console.print(_side_by_side(told))
    else:
        for (says, marked), colour in zip(shown, ("green", "red"), strict=False):
            console.print()
            console.print(Text(says, f"bold {colour}"))
            console.print(_column(marked, colour))
    for line in _otherwise(told["example"]):
        console.print(Text(line))


def _side_by_side(told: Told) -> Table:
    from rich.table import Table

    keeps, breaks = told["example"]["keeps"], told["example"]["breaks"]
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(Text(keeps["says"], "bold green"), Text(breaks["says"], "bold red"))
    for left, right, differs in paired(keeps["http"], breaks["http"]):
        table.add_row(_line(left, differs, "green"), _line(right, differs, "red"))
    return table


def _column(marked: Sequence[tuple[str, bool]], colour: str) -> Text:
    return Text("\n").join(_line(line, differs, colour) for line, differs in marked)


def _line(line: str | None, differs: bool, colour: str) -> Text:
    if line is None:
        return Text("")
    if differs:
        return Text.assemble(("▌ ", colour), (line, f"bold {colour}"))
    return Text.assemble(("│ ", "dim"), line)
