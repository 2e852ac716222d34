"""What pytest-html and JUnit show of a requirement. All HTML here is escaped already."""

from html import escape

from .message import request_lines, response_lines
from .results import ExchangeRecord, RequirementResult, Source
from .visible import visible

COLUMNS = ("Requirement", "Level", "Source")


def header_cells() -> list[str]:
    """The table heads of the added columns."""
    return [f"<th>{column}</th>" for column in COLUMNS]


def cells(requirement: RequirementResult) -> list[str]:
    """The table cells of the added columns, in the order of `COLUMNS`."""
    texts = (requirement.id, requirement.level, _source_text(requirement.source))
    return [f"<td>{_escaped(text)}</td>" for text in texts]


def extra(requirement: RequirementResult) -> str:
    """Reason and exchanges, as the HTML of one pytest-html extra."""
    shown = "".join(_exchange(each) for each in requirement.exchanges)
    return f"<div><p>{_escaped(requirement.reason)}</p>{shown}</div>"


def junit_properties(requirement: RequirementResult) -> list[tuple[str, str]]:
    """Names and values for `record_property`; XML 1.0 forbids what `visible` replaces."""
    return [
        ("requirement", visible(requirement.id)),
        ("operation", visible(requirement.operation)),
        ("level", requirement.level),
        ("source", visible(_source_text(requirement.source))),
        ("verdict", requirement.verdict),
    ]


def _exchange(exchange: ExchangeRecord) -> str:
    response = exchange.response
    answer = response_lines(response) if response else [exchange.error or "no response"]
    title = f"{exchange.role}, {exchange.milliseconds:.0f} ms"
    if exchange.note:
        title += f": {exchange.note}"
    texts = ("\n".join(request_lines(exchange.request)), "\n".join(answer), exchange.curl)
    return f"<h4>{_escaped(title)}</h4>" + "".join(f"<pre>{_escaped(text)}</pre>" for text in texts)


def _source_text(source: Source) -> str:
    return ", ".join(filter(None, (source.document, source.section)))


def _escaped(text: str) -> str:
    return escape(visible(text))
