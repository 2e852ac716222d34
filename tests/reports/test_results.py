"""The results model, its JSON form and its published schema."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postproof import reports
from postproof.reports import (
    VERDICTS,
    ExitCode,
    Level,
    Mismatch,
    Request,
    RequirementResult,
    Results,
    Summary,
    Verdict,
    exit_code,
    summarise,
)

from . import miniatures
from .miniatures import requirement

SCHEMA = json.loads((files(reports) / "results.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def joined(text: str) -> str:
    """`text` with surrogates that stand side by side made one character, as JSON reads them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


texts = st.text(st.characters(), max_size=30).map(joined)
st.register_type_strategy(str, texts)
seconds = st.floats(0, 1e9)
counts = st.fixed_dictionaries({verdict: st.integers(0, 10_000) for verdict in VERDICTS})
whole = st.integers(0, 10**12)
headers = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
responses = st.none() | st.builds(
    reports.Response, status=st.integers(100, 999), headers=headers, body=st.none() | texts
)
exchanges = st.builds(
    reports.ExchangeRecord,
    request=st.builds(Request, headers=headers, body=st.none() | texts),
    response=responses,
    error=st.none() | texts,
    milliseconds=seconds,
)
requirements = st.builds(
    RequirementResult,
    id=st.text(min_size=1),
    expected=st.none() | texts,
    checks=st.lists(st.builds(reports.Check), max_size=2).map(tuple),
    exchanges=st.lists(exchanges, max_size=2).map(tuple),
)
conflicts = st.builds(
    reports.Conflict,
    readings=st.lists(st.builds(reports.Reading), min_size=2, max_size=3).map(tuple),
    finding=st.none() | texts,
)
instants = st.datetimes().map(lambda when: when.isoformat(timespec="seconds") + "Z")
runs = st.builds(
    Results,
    started_at=instants,
    finished_at=st.none() | instants,
    incomplete_reason=st.none() | texts,
    summary=st.builds(
        Summary,
        verdicts=counts,
        must_verdicts=counts,
        requests=whole,
        seconds=seconds,
        bytes_sent=whole,
    ),
    options=st.builds(
        reports.Options,
        depth=whole,
        only=st.lists(texts, max_size=2).map(tuple),
        max_requests=st.none() | whole,
    ),
    requirements=st.lists(requirements, max_size=2).map(tuple),
    conflicts=st.lists(conflicts, max_size=2).map(tuple),
    excluded=st.lists(st.builds(reports.Excluded), max_size=2).map(tuple),
    left_behind=st.lists(texts, max_size=2).map(tuple),
    budget=st.builds(
        reports.Budget,
        requests=whole,
        limits=st.lists(st.builds(reports.Limit), max_size=2).map(tuple),
        at_vendor_rate_seconds=st.none() | seconds,
    ),
)


@given(runs)
@settings(max_examples=100, deadline=None)
def test_round_trip(results: Results) -> None:
    """Whatever a run found, its JSON form is valid by the schema and reads back as the same."""
    written = json.loads(json.dumps(results.to_json(), allow_nan=False))
    assert list(VALIDATOR.iter_errors(written)) == []
    assert results == Results.from_json(written)


@pytest.mark.parametrize("made", (miniatures.clean, miniatures.mixed, miniatures.hostile))
def test_miniatures_are_valid(made: Callable[[], Results]) -> None:
    """The results that other tests stand on are valid by the schema."""
    assert list(VALIDATOR.iter_errors(made().to_json())) == []


def test_schema_is_a_schema() -> None:
    """The published file is itself valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object schema within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_schema_is_closed_and_described() -> None:
    """Every object names all its members, requires and describes them, and allows no other."""
    for each in objects(SCHEMA):
        assert each["additionalProperties"] is False
        assert list(each["properties"]) == each["required"]
        for member in each["properties"].values():
            assert (
                "description" in member
                or "description" in SCHEMA["$defs"][member["$ref"].removeprefix("#/$defs/")]
            )


def test_schema_and_classes_agree() -> None:
    """The schema has exactly the fields of the dataclasses, in their order."""
    classes = [value for value in vars(reports).values() if is_dataclass(value)]
    ours = {
        tuple(reports.codec.json_name(field.name) for field in fields(each))
        for each in classes
        if not issubclass(each, Exception)  # type: ignore[arg-type]
    }
    theirs = {tuple(each["properties"]) for each in objects(SCHEMA)} - {VERDICTS}
    assert ours == theirs


def verdicts(*pairs: tuple[Level, Verdict]) -> list[RequirementResult]:
    return [requirement(verdict, level=level) for level, verdict in pairs]


@pytest.mark.parametrize(
    ("found", "complete", "expected"),
    (
        (verdicts(("must", "pass"), ("must", "not-applicable")), True, 0),
        (verdicts(("must", "pass"), ("should", "warn"), ("assumed", "inconclusive")), True, 0),
        (verdicts(("should", "pass")), True, 0),
        (verdicts(("must", "pass"), ("must", "fail")), True, 1),
        (verdicts(("must", "fail"), ("must", "error"), ("must", "not-run")), False, 1),
        (verdicts(("must", "pass"), ("assumed", "error")), True, 2),
        (verdicts(("must", "error"), ("must", "inconclusive")), True, 2),
        (verdicts(("must", "pass"), ("must", "inconclusive")), True, 3),
        (verdicts(("must", "pass"), ("must", "not-run")), True, 3),
        (verdicts(("must", "pass")), False, 3),
        (verdicts(("must", "not-applicable")), True, 3),
        ([], True, 3),
    ),
)
def test_exit_code(found: list[RequirementResult], complete: bool, expected: ExitCode) -> None:
    """0 takes every must decided and kept; a proved failure outweighs an error, that an open end.

    Nothing decided is never 0.
    """
    assert expected == exit_code(iter(found), complete=complete)


def test_summary_counts_each_requirement_once() -> None:
    """A summary has every verdict, those of level must apart, and the exit code."""
    found = verdicts(("must", "pass"), ("must", "fail"), ("assumed", "pass"))
    nothing = dict.fromkeys(VERDICTS, 0)
    assert Summary(
        verdicts=nothing | {"pass": 2, "fail": 1},
        must_verdicts=nothing | {"pass": 1, "fail": 1},
        requests=5,
        seconds=1.5,
        bytes_sent=10,
        exit_code=1,
    ) == summarise(iter(found), complete=True, requests=5, seconds=1.5, bytes_sent=10)


def changed(path: str, value: object) -> Any:
    """The JSON of a clean run with one value replaced."""
    whole = miniatures.clean().to_json()
    *parents, last = path.split("/")
    place: Any = whole
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    return whole


@pytest.mark.parametrize(
    ("value", "error"),
    (
        ([], Mismatch("", "dict", "list []")),
        (changed("seed", "7"), Mismatch("/seed", "int", "str '7'")),
        (changed("complete", 1), Mismatch("/complete", "bool", "int 1")),
        (
            changed("formatVersion", "2.0"),
            Mismatch("/formatVersion", "one of '1.0'", "str '2.0'"),
        ),
        (
            changed("suite/colour", "red"),
            Mismatch("/suite/colour", "only the keys name, version", "'colour'"),
        ),
        (changed("suite", {"name": "x"}), Mismatch("/suite/version", "a value", "nothing")),
        (
            changed("requirements/0/exchanges/0/request/headers", [["a"]]),
            Mismatch("/requirements/0/exchanges/0/request/headers/0", "2 items", "1 items"),
        ),
    ),
)
def test_what_is_not_results(value: object, error: Mismatch) -> None:
    """JSON of another shape is refused with the place."""
    with pytest.raises(Mismatch) as caught:
        Results.from_json(value)
    assert error == caught.value


def test_whole_numbers_are_numbers() -> None:
    """A file written by another tool may say 12 where 12.0 is meant."""
    clean = miniatures.clean()
    read = Results.from_json(changed("summary/seconds", 12))
    assert replace(clean, summary=replace(clean.summary, seconds=12.0)) == read


def test_mismatch_says_where() -> None:
    """The message has place, expectation and finding; the document itself is `/`."""
    assert str(Mismatch("", "dict", "list []")) == "/: expected dict, found list []"
