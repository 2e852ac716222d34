"""Requests and responses as lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.reports import Request, Response
from postproof.reports.message import differing, indented, request_lines, response_lines

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("body", "expected"),
    (
        ('{"a":[1,"é"]}', '{\n  "a": [\n    1,\n    "é"\n  ]\n}'),
        ('{"a": "\\u00e9"}', '{\n  "a": "\\u00e9"\n}'),
        ('{"a":1,"a":2}', '{"a":1,"a":2}'),
        ('{"a":1.0e2}', '{"a":1.0e2}'),
        ('{"a":', '{"a":'),
        ("plain", "plain"),
        ("<b>", "<b>"),
        (DEEP, DEEP),
        ("[" * 90 + "]" * 90, "[" * 90 + "]" * 90),
    ),
    ids=str,
)
def test_indented(body: str, expected: str) -> None:
    """JSON is indented only where that hides nothing: no lost key, no other number."""
    assert expected == indented(body)


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_indenting_keeps_the_value(value: object) -> None:
    """The indented body means the same."""
    body = json.dumps(value)
    assert value == json.loads(indented(body))


def test_lines() -> None:
    """A message is its first line, its headers, an empty line and its body; no body, no line."""
    headers = (("Accept", "*/*"),)
    asked = Request(method="GET", url="http://x/y", headers=headers)
    assert request_lines(asked) == ["GET http://x/y", "Accept: */*"]
    answered = Response(status=404, headers=headers, body="a\nb")
    assert response_lines(answered) == ["404", "Accept: */*", "", "a", "b"]


@pytest.mark.parametrize(
    ("lines", "others", "marks"),
    (
        (["a", "b", "c"], ["a", "c"], [False, True, False]),
        (["a", "a"], ["a"], [False, True]),
        (['"x": 1,', '"y": 2'], ['"x": 1'], [False, True]),
        (["Content-Length: 5", "b"], ["content-length: 9", "b"], [False, False]),
        (["a"], [], [True]),
    ),
)
def test_differing(lines: list[str], others: list[str], marks: list[bool]) -> None:
    """A line is marked unless the twin has one like it left."""
    assert marks == differing(lines, others)
