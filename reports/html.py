"""`report.html`: one file that needs no network, for whoever has to act on the results."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .message import differing, request_lines, response_lines
from .results import (
    CHECK_KINDS,
    LEVELS,
    VERDICTS,
    ExchangeRecord,
    RequirementResult,
    Results,
    Verdict,
    count_verdicts,
)
from .text import (
    CHECK_MEANINGS,
    EFFECT_MEANINGS,
    LEFT_BEHIND,
    LEFT_BEHIND_MEANING,
    LEVEL_MEANINGS,
    MEANINGS,
    counted,
    duration,
    headline,
    size,
)
from .visible import visible

if TYPE_CHECKING:
    from jinja2 import Template

GRAVEST_FIRST: tuple[Verdict, ...] = (
    "fail",
    "error",
    "inconclusive",
    "warn",
    "not-run",
    "not-applicable",
    "pass",
)
GLYPHS: dict[Verdict, str] = {
    "fail": "✕",
    "error": "⚠",
    "inconclusive": "?",
    "warn": "!",
    "not-run": "○",
    "not-applicable": "–",
    "pass": "✓",
}
_RANK = {verdict: rank for rank, verdict in enumerate(GRAVEST_FIRST)}


@dataclass(frozen=True)
class Group:
    """The requirements of one operation, gravest first."""

    operation: str
    requirements: tuple[RequirementResult, ...]
    counts: dict[Verdict, int]


@dataclass(frozen=True)
class Undecided:
    """Requirements that stay open for the same reason."""

    verdict: Verdict
    reason: str
    requirements: tuple[RequirementResult, ...]


@dataclass(frozen=True)
class Segment:
    """One part of the bar of verdicts, in thousandths of its width."""

    verdict: Verdict
    start: float
    width: float


def render(results: Results) -> str:
    """The whole report as one HTML document. Every text in `results` is shown as text."""
    style, script = _page("report.css"), _page("report.js")
    counts = results.summary.verdicts
    return _template().render(
        results=results,
        policy=_policy(style, script),
        style=_trusted(style),
        script=_trusted(script),
        headline=headline(results),
        groups=_groups(results.requirements),
        occurring=[v for v in GRAVEST_FIRST if counts[v] or v in ("fail", "pass")],
        segments=_segments(counts[verdict] for verdict in GRAVEST_FIRST),
        broken=[each for each in results.requirements if each.verdict == "fail"],
        undecided=_undecided(results.requirements),
    )


def anchor(requirement_id: str) -> str:
    """The HTML id of a requirement: its own id, without white space, which HTML forbids there."""
    return "_".join(visible(requirement_id).split())


def link(requirement_id: str) -> str:
    """The address of a requirement within the report: `#createPost/caption/required`."""
    return "#" + quote(anchor(requirement_id), safe="/:;,.~!*'()@=+$&?")


def _groups(requirements: Iterable[RequirementResult]) -> list[Group]:
    """Operations with the gravest verdict first, otherwise in the order of the description."""
    by_operation: dict[str, list[RequirementResult]] = {}
    for each in requirements:
        by_operation.setdefault(each.operation, []).append(each)
    groups = [
        Group(operation, tuple(sorted(each, key=_gravity)), count_verdicts(each))
        for operation, each in by_operation.items()
    ]
    return sorted(groups, key=lambda group: _gravity(group.requirements[0]))


def _undecided(requirements: Iterable[RequirementResult]) -> list[Undecided]:
    def why(each: RequirementResult) -> tuple[int, str]:
        return _RANK[each.verdict], each.reason

    open_ones = [r for r in requirements if r.verdict not in ("pass", "fail", "warn")]
    return [
        Undecided(GRAVEST_FIRST[rank], reason, tuple(each))
        for (rank, reason), each in groupby(sorted(open_ones, key=why), key=why)
    ]


def _segments(counts: Iterable[int]) -> list[Segment]:
    numbers = tuple(counts)
    total, start, segments = sum(numbers) or 1, 0.0, []
    for verdict, number in zip(GRAVEST_FIRST, numbers, strict=True):
        width = 1000 * number / total
        if number:
            segments.append(Segment(verdict, round(start, 2), round(width, 2)))
        start += width
    return segments


def _gravity(requirement: RequirementResult) -> tuple[int, int]:
    return _RANK[requirement.verdict], LEVELS.index(requirement.level)


def _request_text(exchange: ExchangeRecord, all_of_them: Sequence[ExchangeRecord]) -> Any:
    """The request as text; where it is the fault or its control, the differing lines are marked."""
    from markupsafe import Markup, escape

    lines = request_lines(exchange.request)
    twin_role = {"fault": "control", "control": "fault"}.get(exchange.role)
    twin = next((each for each in all_of_them if each.role == twin_role), None)
    if twin is None:
        return "\n".join(lines)
    marks = differing(lines, request_lines(twin.request))
    runs = []
    for marked, run in groupby(zip(marks, lines, strict=True), key=itemgetter(0)):
        text = escape(visible("\n".join(line for _, line in run)))
        runs.append(Markup("<mark>%s</mark>") % text if marked else text)
    return Markup("\n").join(runs)


def _response_text(exchange: ExchangeRecord) -> str:
    if exchange.response is None:
        return exchange.error or "no response"
    return "\n".join(response_lines(exchange.response))


def _policy(style: str, script: str) -> str:
    """Nothing is allowed but these very style and script (Content Security Policy, level 3)."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; "
        f"script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _trusted(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # our own file, never a text from outside


def _shown(value: Any) -> Any:
    return visible(value) if type(value) is str else value


@cache
def _page(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        finalize=_shown,  # applied to whatever the template prints, before it is escaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "CHECK_KINDS": CHECK_KINDS,
        "CHECK_MEANINGS": CHECK_MEANINGS,
        "EFFECT_MEANINGS": EFFECT_MEANINGS,
        "GLYPHS": GLYPHS,
        "LEFT_BEHIND": LEFT_BEHIND,
        "LEFT_BEHIND_MEANING": LEFT_BEHIND_MEANING,
        "LEVELS": LEVELS,
        "LEVEL_MEANINGS": LEVEL_MEANINGS,
        "MEANINGS": MEANINGS,
        "VERDICTS": VERDICTS,
        "anchor": anchor,
        "counted": counted,
        "duration": duration,
        "link": link,
        "request_text": _request_text,
        "response_text": _response_text,
        "size": size,
    }
    return environment.from_string(_page("report.html.j2"))
