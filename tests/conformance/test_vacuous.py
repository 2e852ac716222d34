"""Servers that answer everything alike: nothing passes, and the run is never green."""

import json
import time
from collections.abc import Callable

import httpx
import pytest

from postproof.conformance.mock import API_KEY
from postproof.reports.results import Verdict

from .defects import refuses, refuses_nothing
from .runs import Answering, Judged, a_mock, crosspostify, judged, on_mock

JSON = {"Content-Type": "application/json"}
ERROR = b'{"error": "No."}'
PLAUSIBLE = json.dumps({"posts": [], "media": [], "accounts": []}).encode()
NAMED = json.dumps(
    {
        "posts": [{"postId": "p1", "accountId": "a", "platform": "tiktok", "status": "SCHEDULED"}],
        "media": [{"mediaId": "m1", "type": "IMAGE"}],
        "mediaId": "m1",
        "success": True,
    }
).encode()

Answer = Callable[[httpx.Request], httpx.Response]


def always(status: int, content: bytes = b"{}", **headers: str) -> Answer:
    """The same answer to everything."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, content=content, headers={**JSON, **named})


def reset(_: httpx.Request) -> httpx.Response:
    """No answer to anything."""
    raise httpx.ReadError("the connection was reset")


def bare(status: int, content: bytes = b"", **headers: str) -> Answer:
    """The same answer to everything, without a content type unless one is named."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, content=content, headers=named)


VACUOUS = {
    "200 {}": always(200),
    "200 with empty lists": always(200, PLAUSIBLE),
    "200 with ids": always(200, NAMED),
    "200 with an array": always(200, b"[]"),
    "200 without a body": bare(200),
    "201": always(201, NAMED),
    "202": always(202),
    "204": bare(204),
    "302": bare(302, location="http://elsewhere.example/"),
    "302 nowhere": bare(302, location="http://[/"),
    "400": always(400, ERROR),
    "401": always(401, ERROR),
    "403": always(403, ERROR),
    "404": always(404, ERROR),
    "405": always(405, ERROR),
    "409": always(409, ERROR),
    "422": always(422, ERROR),
    "429": always(429, ERROR, Retry_After="0"),
    "500": always(500, ERROR),
    "501": always(501, ERROR),
    "503": always(503, ERROR),
    "HTML": bare(200, b"<!doctype html><title>Welcome</title>", content_type="text/html"),
    "HTML 404": bare(404, b"<!doctype html><title>Where?</title>", content_type="text/html"),
    "broken JSON": always(200, b'{"posts": ['),
    "reset": reset,
}


@pytest.mark.parametrize("name", VACUOUS)
def test_nothing_passes(name: str) -> None:
    """No check passes on a server that answers everything alike, even if it is not stopped at."""
    began = time.monotonic()
    run = judged(Answering(VACUOUS[name]), gate=False)
    assert run.having("pass", "error") == set()
    assert run.exit_code in (1, 3)
    # three attempts at most, of no more requests than at a server that answers properly
    assert len(run.exchanges) <= 3 * run.plan.requests
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("name", "told"),
    (
        ("401", "http://crosspostify.mock refuses the API key (401 Unauthorized)"),
        ("403", "http://crosspostify.mock refuses the API key (403 Forbidden)"),
        ("HTML", "http://crosspostify.mock answers with a web page (200 OK)"),
        ("HTML 404", "http://crosspostify.mock answers with a web page (404 Not Found)"),
        ("302", "http://crosspostify.mock redirects to http://elsewhere.example"),
        ("302 nowhere", "http://crosspostify.mock redirects to an address that is none"),
        (
            "reset",
            "No usable answer from http://crosspostify.mock: the connection was reset",
        ),
    ),
)
def test_unusable(name: str, told: str) -> None:
    """A wrong key, a web page or no server are one message after one request, and exit code 3."""
    run = judged(Answering(VACUOUS[name]))
    assert run.unusable is not None
    assert (run.unusable.problem, len(run.exchanges), run.exit_code) == (told, 1, 3)
    assert run.findings == {}


def behind_a_key(content: bytes) -> Answer:
    """Asks for the key, and then takes everything."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("X-API-Key") == API_KEY:
            return httpx.Response(200, content=content, headers=JSON)
        return httpx.Response(401, content=ERROR, headers=JSON)

    return answer


def kinds(run: Judged, *verdicts: Verdict) -> set[str]:
    """The kinds of checks that have one of the verdicts, but for those about the key."""
    found = (check for check in run.having(*verdicts) if "/authentication/" not in check)
    return {check.rpartition("/")[2] for check in found}


@pytest.mark.parametrize("content", (b"{}", PLAUSIBLE, NAMED), ids=("bare", "empty", "ids"))
def test_all_behind_a_key(content: bytes) -> None:
    """Who takes everything with the key never passes as refusing, or as behaving, at all."""
    run = judged(Answering(behind_a_key(content)))
    assert kinds(run, "pass") <= {"accepts", "survives", "responds"}
    assert run.exit_code == 1
    for operation in crosspostify().operations:
        checks = {f"{operation}/authentication/{key}/rejects" for key in ("missing", "wrong")}
        assert checks & run.having("fail", "error", "warn") == set()


def test_takes_everything() -> None:
    """A server that behaves but refuses nothing fails every check of a refusal that it runs."""
    mock = a_mock()
    refuses_nothing()(mock)
    run = on_mock(mock)
    passed = {c for c in run.having("pass") if c.endswith("/rejects")}
    assert {c for c in passed if "/authentication/" not in c} == set()
    assert run.exit_code == 1


def test_reads_only() -> None:
    """A server that refuses all but reading fails each operation once; its refusals prove nothing."""
    mock = a_mock()
    refuses(lambda call: call.method != "GET")(mock)
    run = on_mock(mock)
    writing = [o.id for o in crosspostify().operations.values() if o.method != "GET"]
    failed = {f"{operation}/accepts/accepts" for operation in writing}
    assert run.having("fail") <= failed
    assert kinds(run, "fail") == {"accepts"}
    assert {c for c in run.having("pass") if c.partition("/")[0] in writing} == set()
    assert run.exit_code == 1
