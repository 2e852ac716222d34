"""From exchanges to verdicts, by hand: every line is exchanges and the verdict on them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from postproof.conformance.checks import accepts, rejects, responds, survives
from postproof.conformance.checks.check import does_not_apply
from postproof.conformance.checks.vacuity import sound
from postproof.conformance.finding import Finding, weigh
from postproof.conformance.http.exchange import Exchange
from postproof.openapi import Level, Request
from postproof.openapi.requirements import Answer
from postproof.reports.results import Verdict

from .hand import Sent, exchanged
from .runs import a_mock, crosspostify, on_mock

DESCRIPTION = crosspostify()
POST = DESCRIPTION.operations["createImagePost"]
LIST = DESCRIPTION.operations["listPosts"]
BOARDS = DESCRIPTION.operations["listPinterestBoards"]
REQUIREMENTS = DESCRIPTION.requirements
BOARD = REQUIREMENTS["createImagePost/board-required"]
UNKNOWN = REQUIREMENTS["listPinterestBoards/account-exists"]
MAXIMUM = REQUIREMENTS["listPosts/query/limit/maximum"]
KEY = REQUIREMENTS["createImagePost/authentication/missing"]


@pytest.mark.parametrize(
    ("fault", "control", "verdict"),
    (
        (400, 200, "pass"),
        (422, 201, "pass"),
        (404, 202, "pass"),
        (409, 204, "pass"),
        (200, 200, "fail"),
        (201, 400, "fail"),
        (200, 500, "fail"),
        (500, 200, "fail"),
        (503, 500, "fail"),
        (400, 400, "inconclusive"),
        (400, 500, "inconclusive"),
        (400, 429, "inconclusive"),
        (400, None, "inconclusive"),
        (400, 302, "inconclusive"),
        (401, 200, "inconclusive"),
        (407, 200, "inconclusive"),
        (408, 200, "inconclusive"),
        (421, 200, "inconclusive"),
        (425, 200, "inconclusive"),
        (429, 200, "inconclusive"),
        (302, 200, "inconclusive"),
        (None, 200, "inconclusive"),
    ),
)
def test_rejects(fault: int | None, control: int | None, verdict: Verdict) -> None:
    """A rejection counts beside an accepted control alone; a crash or an acceptance is a failure."""
    found = rejects.judge(POST, BOARD, exchanged(POST, fault), exchanged(POST, control), "no board")
    assert found.verdict == verdict
    assert [each.role for each in found.evidence] == ["fault", "control"]


@pytest.mark.parametrize(
    ("status", "verdict"),
    ((404, "pass"), (400, "fail"), (403, "fail"), (200, "fail"), (401, "inconclusive")),
)
def test_rejects_with_a_documented_status(status: int, verdict: Verdict) -> None:
    """Where the documents name the status of a refusal, another one is a failure."""
    request = Request(BOARDS.id, path={"accountId": "acc_x"})
    fault, control = (exchanged(BOARDS, each, request=request) for each in (status, 200))
    found = rejects.judge(BOARDS, UNKNOWN, fault, control, "unknown")
    assert (found.verdict, found.expected) == (verdict, "a refusal with 404")


@pytest.mark.parametrize(
    ("status", "verdict"), ((401, "pass"), (403, "fail"), (200, "fail"), (400, "fail"))
)
def test_rejects_without_a_key(status: int, verdict: Verdict) -> None:
    """A missing key is refused with 401."""
    fault = exchanged(POST, status, key="missing")
    assert rejects.judge(POST, KEY, fault, exchanged(POST, 200), "no key").verdict == verdict


@pytest.mark.parametrize(
    ("count", "verdict"),
    ((99, "inconclusive"), (100, "pass"), (101, "fail"), (None, "inconclusive")),
)
def test_a_larger_page(count: int | None, verdict: Verdict) -> None:
    """A page size above the maximum may be cut to it; fewer items say nothing."""
    listed: object = {"posts": [{}] * count} if count is not None else {"posts": 3}
    fault = exchanged(LIST, 200, listed)
    assert rejects.judge(LIST, MAXIMUM, fault, exchanged(LIST, 200), "101").verdict == verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    (
        (200, "pass"),
        (202, "pass"),
        (400, "fail"),
        (404, "fail"),
        (500, "fail"),
        (401, "inconclusive"),
        (429, "inconclusive"),
        (302, "inconclusive"),
        (None, "inconclusive"),
    ),
)
def test_baseline(status: int | None, verdict: Verdict) -> None:
    """The plain valid request must be accepted; what speaks of something else decides nothing."""
    assert accepts.judge_baseline(exchanged(POST, status)).verdict == verdict


@pytest.mark.parametrize(
    ("status", "beside", "verdict"),
    (
        (200, None, "pass"),
        (400, 200, "fail"),
        (500, 200, "fail"),
        (400, 400, "inconclusive"),
        (500, 500, "inconclusive"),
        (400, 429, "inconclusive"),
        (429, 200, "inconclusive"),
        (None, 200, "inconclusive"),
    ),
)
def test_accepts(status: int | None, beside: int | None, verdict: Verdict) -> None:
    """What is allowed is refused only if a twin without it is accepted."""
    found = accepts.judge(
        Sent.of([]),
        POST,
        BOARD,
        frozenset({"pinterest"}),
        lambda _: exchanged(POST, status),
        lambda _: exchanged(POST, beside),
    )
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    (
        (200, "pass"),
        (400, "pass"),
        (405, "pass"),
        (401, "inconclusive"),
        (429, "inconclusive"),
        (500, "fail"),
        (501, "fail"),
        (None, "fail"),
    ),
)
def test_survives(status: int | None, verdict: Verdict) -> None:
    """Any answer but 5xx will do, if it speaks of the request at all."""
    assert survives.judge("emoji", exchanged(POST, status)).verdict == verdict


def test_survives_another_method() -> None:
    """501 says properly that a method is not known (RFC 9110, section 15.6.2)."""
    assert survives.judge("wrong-method", exchanged(POST, 501)).verdict == "pass"
    assert survives.judge("wrong-method", exchanged(POST, 500)).verdict == "fail"


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    (
        ((200, 400), "pass"),
        ((200, 404), "pass"),
        ((200, 200), "inconclusive"),
        ((400, 404), "inconclusive"),
        ((200, 429), "inconclusive"),
        ((200, 500), "inconclusive"),
        ((200, 401), "inconclusive"),
        ((500, 400), "inconclusive"),
        ((None,), "inconclusive"),
        ((), "inconclusive"),
    ),
)
def test_vacuity(statuses: tuple[int | None, ...], verdict: Verdict) -> None:
    """Nothing passes on an operation that was not seen to accept and to refuse."""
    session = Sent.of(exchanged(POST, status) for status in statuses)
    assert sound(Finding("pass", "It was fine."), session, POST).verdict == verdict


@pytest.mark.parametrize("verdict", ("fail", "inconclusive", "not-run"))
def test_vacuity_leaves_the_rest(verdict: Verdict) -> None:
    """What does not pass stays as it is."""
    finding = Finding(verdict, "So it is.")
    assert sound(finding, Sent.of([]), POST) is finding


@pytest.mark.parametrize(
    ("verdict", "level", "weighed"),
    (
        ("fail", Level.MUST, "fail"),
        ("fail", Level.SHOULD, "warn"),
        ("fail", Level.ASSUMED, "warn"),
        ("pass", Level.SHOULD, "pass"),
        ("inconclusive", Level.MUST, "inconclusive"),
    ),
)
def test_levels(verdict: Verdict, level: Level, weighed: Verdict) -> None:
    """Only a broken must is a failure."""
    assert weigh(Finding(verdict, "x"), replace(BOARD, level=level)).verdict == weighed


def test_never_asked() -> None:
    """A check that does not apply cannot be asked by mistake."""
    check = does_not_apply(BOARD, "rejects", "the target has no account on Pinterest")
    with pytest.raises(AssertionError, match="was asked"):
        check.ask(Sent.of([]))


# Answers --------------------------------------------------------------------------------------


def said(name: str, *exchanges: Exchange) -> tuple[Verdict, str | None]:
    """The verdict on a promise about the answers of GET /posts, and what was received."""
    found = responds.judge(LIST, REQUIREMENTS[f"listPosts/response/{name}"], list(exchanges))
    return found.verdict, found.received


ITEM = {
    "postId": "p1",
    "accountId": "a1",
    "platform": "tiktok",
    "status": "SCHEDULED",
    "caption": "x",
    "scheduledFor": None,
    "createdAt": "2030-01-01T00:00:00Z",
}


@pytest.mark.parametrize(
    ("name", "status", "body", "found"),
    (
        ("status", 200, {}, ("pass", None)),
        ("status", 201, {}, ("fail", "the undocumented status 201")),
        ("status", 418, {}, ("fail", "the undocumented status 418")),
        ("content-type", 200, {}, ("pass", None)),
        ("content-type", 200, b"{", ("fail", "a body that is not JSON")),
        ("200/posts", 200, {"posts": []}, ("pass", None)),
        ("200/posts", 200, {}, ("fail", "/posts is missing")),
        ("200/posts", 200, {"posts": {}}, ("fail", "/posts: {} is not of type 'array'")),
        ("200/posts", 200, [ITEM], ("fail", "the body is no object")),
        ("200/posts", 200, b"", ("fail", "a body that is not JSON")),
        ("200/posts/*/postId", 200, {"posts": [ITEM]}, ("pass", None)),
        ("200/posts/*/postId", 200, {"posts": [ITEM, {}]}, ("fail", "/posts/1/postId is missing")),
        ("200/posts/*/postId", 200, {"posts": [{**ITEM, "postId": 7}]}, ("fail", "/posts/0/postId: 7 is not of type 'string'")),
        ("200/posts/*/postId", 200, {"posts": ["p1"]}, ("fail", "/posts/0 is no object")),
        # that the array is missing is said once
        ("200/posts/*/postId", 200, {}, ("pass", None)),
        ("200/posts/*/postId", 200, {"posts": None}, ("pass", None)),
        ("200/posts/*/scheduledFor", 200, {"posts": [{**ITEM, "scheduledFor": "2030"}]}, ("pass", None)),
        ("200/posts/*/status", 200, {"posts": [{**ITEM, "status": "DRAFT"}]}, ("fail", "/posts/0/status: 'DRAFT' is not one of ['QUEUED', 'SCHEDULED', 'PUBLISHED', 'FAILED']")),
        # an undocumented success carries what the documented one would
        ("200/posts", 206, {}, ("fail", "/posts is missing")),
        ("200/posts", 400, {}, ("not-applicable", None)),
        ("400/error", 400, {"error": "x"}, ("pass", None)),
        ("400/error", 400, {"error": 1}, ("fail", "/error: 1 is not of type 'string'")),
    ),
)  # fmt: skip
def test_answers(name: str, status: int, body: Any, found: tuple[Verdict, str | None]) -> None:
    """Statuses, media types and each field of answers are held against the description."""
    assert said(name, exchanged(LIST, status, body)) == found


@pytest.mark.parametrize(
    ("content_type", "found"),
    (
        ("application/json; charset=utf-8", ("pass", None)),
        ("Application/JSON", ("pass", None)),
        ("application/problem+json", ("pass", None)),
        ("text/html", ("fail", "the content type text/html")),
        (None, ("fail", "the content type is missing")),
    ),
)
def test_content_types(content_type: str | None, found: tuple[Verdict, str | None]) -> None:
    """JSON is JSON by whatever name says so."""
    assert said("content-type", exchanged(LIST, 200, content_type=content_type)) == found


def test_a_body_that_was_cut() -> None:
    """A body longer than is kept is not called broken."""
    whole = exchanged(LIST, 200, b'{"posts": [')
    assert whole.answer is not None
    cut = replace(whole, answer=replace(whole.answer, cut=True))
    assert said("content-type", cut) == ("pass", None)


def test_no_answers() -> None:
    """Where nothing was sent nothing was run; where nothing was answered nothing is decided."""
    assert said("content-type") == ("not-run", None)
    assert said("content-type", exchanged(LIST, None)) == ("inconclusive", None)


@pytest.fixture(scope="module")
def seen() -> list[Exchange]:
    """Everything that a run exchanged with a mock that keeps every promise."""
    return on_mock(a_mock()).exchanges


def broken(requirement_answer: Answer, exchange: Exchange) -> Exchange:
    """The exchange with this promise about its answer broken."""
    answer = exchange.answer
    assert answer is not None
    if requirement_answer.aspect == "status":
        return replace(exchange, answer=replace(answer, status=299 if exchange.accepted else 418))
    if requirement_answer.aspect == "content-type":
        return replace(exchange, answer=replace(answer, headers=(("Content-Type", "text/plain"),)))
    body = json.dumps(_without(answer.json, requirement_answer.field)).encode()
    return replace(exchange, answer=replace(answer, body=body))


def _without(value: Any, way: tuple[str, ...]) -> Any:
    if way[0] == "[]":
        return [_without(item, way[1:]) for item in value]
    if len(way) == 1:
        return {name: inner for name, inner in value.items() if name != way[0]}
    return {**value, way[0]: _without(value[way[0]], way[1:])}


@pytest.mark.parametrize("operation", DESCRIPTION.operations)
def test_each_answer_can_fail(operation: str, seen: list[Exchange]) -> None:
    """Each promise about answers is broken by its own deviation, and by no other's."""
    asked = DESCRIPTION.operations[operation]
    promises = {r: r.promise for r in asked.requirements if isinstance(r.promise, Answer)}
    exchanges = [e for e in seen if e.operation == operation]
    usual = {r: responds.judge(asked, r, exchanges).verdict for r in promises}
    assert set(usual.values()) <= {"pass", "not-applicable"}
    for requirement, promise in promises.items():
        concerned = [e for e in exchanges if responds._concerns(asked, promise, e)]
        changed = [broken(promise, e) if e in concerned else e for e in exchanges]
        found = {r for r in promises if responds.judge(asked, r, changed).verdict == "fail"}
        assert found == ({requirement} if concerned else set())
