"""schemathesis says what the adapter takes from it, and changes nothing that others use."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis.core
import pytest
import requests

from postproof.conformance import schemathesis_adapter
from postproof.conformance.http.exchange import Answer, Exchange
from postproof.conformance.schemathesis_adapter import cases, passive
from postproof.openapi import Request, load
from postproof.openapi.wire import BOUNDARY, Bytes, Wire, decode, encode

CROSSPOSTIFY = load("crosspostify")
POSTS = CROSSPOSTIFY.operations["listPosts"]
BOARDS = CROSSPOSTIFY.operations["listPinterestBoards"]
JSON = ("Content-Type", "application/json")
POST = (
    b'{"postId": "p", "accountId": "a", "platform": "tiktok", "status": "QUEUED", "caption": "c",'
    b' "scheduledFor": null, "createdAt": "now"}'
)
CASES = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "post": {
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {"name": {"type": "string", "maxLength": 3}},
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "Done."}},
            }
        }
    },
}


def exchange(
    status: int, body: bytes, *headers: tuple[str, str], number: int = 1, cut: bool = False
) -> Exchange:
    """Return an exchange with `GET /posts` that was answered like this."""
    request = Request("listPosts")
    answer = Answer(status, "Said", headers, body, cut)
    return Exchange(number, "listPosts", request, encode(POSTS, request), "good", answer, None, 1.0)


def about(*exchanges: Exchange) -> list[str]:
    """Return what the deviations in the answers are about."""
    found = passive(CROSSPOSTIFY, POSTS, exchanges)
    return [each.about for one in found.values() for each in one]


def test_documented_answer_has_no_deviation() -> None:
    """An answer as documented gives nothing to say, and is there all the same."""
    kept = exchange(200, b'{"posts": [' + POST + b"]}", JSON)
    assert passive(CROSSPOSTIFY, POSTS, [kept]) == {1: ()}


@pytest.mark.parametrize(
    ("answer", "expected"),
    (
        (exchange(418, b"{}", JSON), ["response/status"]),
        (exchange(503, b"{}", JSON), ["response/status", "survives"]),
        (exchange(500, b'{"error": "no"}', JSON), ["survives"]),
        (exchange(200, b"<p>", ("Content-Type", "text/html")), ["response/content-type"]),
        (exchange(200, b'{"posts": []}'), ["response/content-type"]),
        (exchange(200, b'{"posts": []}', ("Content-Type", "json")), ["response/content-type"]),
        (exchange(200, b"{", JSON), ["response/content-type"]),
        (exchange(200, b"{}", JSON), ["response/200/posts"]),
        (exchange(200, b'{"posts": 1}', JSON), ["response/200/posts"]),
        (exchange(200, b'{"posts": [1]}', JSON), ["response/200/posts"]),
        (exchange(200, b"[]", JSON), ["response/200/posts"]),
        (
            exchange(200, b'{"posts": [' + POST.replace(b'"QUEUED"', b'"LOST"') + b"]}", JSON),
            ["response/200/posts/*/status"],
        ),
        (
            exchange(200, b'{"posts": [' + POST.replace(b"createdAt", b"created") + b"]}", JSON),
            ["response/200/posts/*/createdAt"],
        ),
        (
            exchange(429, b'{"error": "wait"}', JSON, ("Retry-After", "soon")),
            ["response/429/headers"],
        ),
    ),
)
def test_deviation_is_about_a_requirement(answer: Exchange, expected: list[str]) -> None:
    """Each kind of deviation is put to the requirement that speaks of it."""
    assert about(answer) == expected


def test_every_missing_field_is_named() -> None:
    """Of an object that lacks several fields, each is a deviation of its own."""
    lacking = exchange(200, b'{"posts": [{"postId": "p", "accountId": "a"}]}', JSON)
    names = ["platform", "status", "caption", "scheduledFor", "createdAt"]
    assert about(lacking) == [f"response/200/posts/*/{name}" for name in names]


def test_message_says_what_was_received() -> None:
    """The message is one line of schemathesis's own words."""
    ((found,),) = passive(CROSSPOSTIFY, POSTS, [exchange(418, b"{}", JSON)]).values()
    documented = "200, 400, 401, 429, 500"
    message = f"Undocumented status code (Received: 418; Documented: {documented})"
    assert found.message == message


@pytest.mark.parametrize(
    "kept",
    (
        exchange(400, b'{"error": "no"}', ("Content-Type", "application/problem+json")),
        exchange(200, b'{"posts": [', JSON, cut=True),
        exchange(200, b'{"posts": []}', ("Content-Type", "Application/JSON; charset=utf-8")),
    ),
    ids=["other-json", "cut", "spelling"],
)
def test_what_keeps_the_promise_in_another_way_is_no_deviation(kept: Exchange) -> None:
    """JSON under another name is JSON, and of a body that was cut nothing can be said."""
    assert about(kept) == []


def test_exchanges_that_say_nothing_are_left_out() -> None:
    """Without an answer, or without a request to the operation, there is nothing to judge."""
    whole = exchange(200, b"{}", JSON)
    unanswered = Exchange(1, "listPosts", whole.request, whole.wire, "good", None, "late", 1.0)
    no_request = Exchange(2, "listPosts", None, whole.wire, "good", whole.answer, None, 1.0)
    assert passive(CROSSPOSTIFY, POSTS, [unanswered, no_request]) == {}


def test_path_parameters_need_no_values() -> None:
    """Answers of an operation with an id in its path are judged like all others."""
    request = Request("listPinterestBoards", path={"accountId": "a"})
    answer = Answer(418, "", (JSON,), b"{}")
    odd = Exchange(7, BOARDS.id, request, encode(BOARDS, request), "good", answer, None, 1.0)
    assert [d.about for d in passive(CROSSPOSTIFY, BOARDS, [odd])[7]] == ["response/status"]


def test_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging answers and making cases never opens a connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a request was sent")

    monkeypatch.setattr(requests.Session, "send", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    assert about(exchange(401, b"{}", JSON)) == ["response/401/error"]
    assert cases(CASES, seed=0, count=2)


def test_configuration_of_the_working_directory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A schemathesis.toml that happens to lie there changes nothing."""
    (tmp_path / "schemathesis.toml").write_text("this is = no TOML [")
    monkeypatch.chdir(tmp_path)
    assert about(exchange(418, b"{}", JSON)) == ["response/status"]


def test_hypothesis_still_prints_its_examples() -> None:
    """Failing examples of other tests are printed with their values afterwards."""
    core: Any = hypothesis.core
    printer = core.RepresentationPrinter
    about(exchange(418, b"{}", JSON))
    cases(CASES, seed=0, count=2)
    assert core.RepresentationPrinter is printer


def test_description_that_cannot_be_read_is_an_error() -> None:
    """An operation that schemathesis cannot read does not vanish in silence."""
    broken = {"parameters": [{"$ref": "#/nowhere"}], "responses": {"200": {"description": ""}}}
    with pytest.raises(Exception, match="nowhere"):
        cases({**CASES, "paths": {"/things": {"post": broken}}}, seed=0, count=2)


def test_cases_hold_what_coverage_and_chance_make() -> None:
    """There are boundaries, single violations, and drawn requests of both kinds."""
    scenarios = {case.scenario for case in cases(CASES, seed=0, count=20)}
    assert {
        "Value greater than maximum (query limit)",
        "name: Incorrect type (body application/json)",
        "Missing required property: name (body application/json)",
        "Missing request body (body)",
        "Positive test case",
    } <= scenarios
    assert any(scenario.startswith("violates") for scenario in scenarios)


def test_cases_are_alike_for_the_same_seed() -> None:
    """The same document, seed and count give the same bytes; another seed gives others."""
    first = cases(CASES, seed=1, count=20)
    assert first == cases(CASES, seed=1, count=20)
    assert first != cases(CASES, seed=2, count=20)


def test_no_case_comes_twice() -> None:
    """No two cases are the same bytes."""
    wires = [case.wire for case in cases(CASES, seed=0, count=20)]
    assert len(wires) == len(set(wires))


def test_cases_go_to_the_operation_alone_and_show_no_key() -> None:
    """Every case has the operation's method, and no headers but those of its content."""
    found = cases(CASES, seed=0, count=20)
    assert {case.wire.method for case in found} == {"POST"}
    assert {case.wire.target.partition("?")[0] for case in found} == {"/things"}
    assert {name.lower() for case in found for name, _ in case.wire.headers} <= {"content-type"}


def test_upload_is_exact() -> None:
    """A multipart body has the boundary that its header names, and reads back as a request."""
    form = {
        "type": "object",
        "required": ["media", "type"],
        "properties": {
            "type": {"type": "string", "enum": ["IMAGE"]},
            "media": {"type": "string", "format": "binary"},
        },
    }
    declared = {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {"200": {"description": "Done."}},
    }
    found = cases({**CASES, "paths": {"/media": {"post": declared}}}, seed=0, count=2)
    upload = CROSSPOSTIFY.operations["uploadMedia"]
    whole = next(case for case in found if case.scenario.startswith("Valid object"))
    assert ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}") in whole.wire.headers
    request = decode(upload, whole.wire)
    assert request.body["type"] == "IMAGE"
    assert request.body["media"].size > 0


def test_operation_without_faults_has_valid_cases_only() -> None:
    """Where nothing can be wrong with a request, drawing finds nothing, and that is no error."""
    identified = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    plain = {"parameters": [identified], "responses": {"200": {"description": "Done."}}}
    found = cases({**CASES, "paths": {"/things/{id}": {"get": plain}}}, seed=0, count=4)
    drawn = {case.scenario for case in found if "violates" in case.scenario}
    assert (bool(found), drawn) == (True, set())


def test_case_that_no_client_can_send_is_left_out() -> None:
    """A header with a line break cannot be sent, so there are no bytes for it."""
    options = {"method": "GET", "url": "http://target/", "headers": {"X-Note": "a\nb"}}
    unsendable = SimpleNamespace(as_transport_kwargs=lambda base_url: options)
    assert schemathesis_adapter._wire(unsendable) is None


def test_text_bodies_are_bytes() -> None:
    """A body that schemathesis gives as text leaves as UTF-8."""
    options = {"method": "POST", "url": "http://target/a?b=c", "data": "é"}
    texts = SimpleNamespace(as_transport_kwargs=lambda base_url: options)
    assert schemathesis_adapter._wire(texts) == Wire("POST", "/a?b=c", (), Bytes("é".encode()))
