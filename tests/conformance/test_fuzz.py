"""Generated requests: what they show is held against the requirement that they break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import pytest

from postproof.conformance import outcome, schemathesis_adapter
from postproof.conformance.checks import fuzz
from postproof.conformance.checks.fuzz import (
    Generated,
    chosen,
    judge_faults,
    judge_survival,
    read,
    with_fuzz,
)
from postproof.conformance.finding import Finding
from postproof.conformance.http.client import Client
from postproof.conformance.http.exchange import Answer, Exchange
from postproof.conformance.mock import ACCOUNTS, API_KEY, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.mock.refusal import Reply
from postproof.conformance.mock.steps import Call, Outcome, judge
from postproof.conformance.plan.plan import Plan, make_plan
from postproof.conformance.run import Run
from postproof.conformance.schemathesis_adapter import FuzzCase
from postproof.conformance.target import Effect, Target
from postproof.openapi import Request, World, load
from postproof.openapi.wire import Bytes, Wire, encode
from postproof.reports import Options, Results

CROSSPOSTIFY = load("crosspostify")
POSTS = CROSSPOSTIFY.operations["listPosts"]
TARGET = Target(
    name="mock",
    vendor="crosspostify",
    base_url="http://crosspostify.mock",
    api_key=API_KEY,
    effects=Effect.PUBLISH,
    accounts=ACCOUNTS,
    max_upload=1 << 20,
)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer requests than by default are enough here."""
    monkeypatch.setattr(fuzz, "CASES", 40)
    monkeypatch.setattr(fuzz, "VALID", 3)


@cache
def planned(only: tuple[str, ...], target: Target = TARGET) -> Plan:
    """Return the plan of the fuzzing alone."""
    plan = make_plan(CROSSPOSTIFY, target, only=only, fuzz=True)
    return replace(plan, checks=tuple(check for check in plan.checks if "fuzz" in check.id))


@dataclass(frozen=True)
class Judged:
    """A run of the fuzzing alone that has come to its end, and the mock behind it.

    `exchanges` are those before the cleanup, `made` what was there to delete, `left` what remained.
    """

    plan: Plan
    run: Run
    mock: Mock
    exchanges: tuple[Exchange, ...]
    made: int
    left: int

    def finding(self, check: str) -> Finding:
        """Return the finding of one check."""
        return self.run.findings[check]

    @property
    def failed(self) -> set[str]:
        """The checks that failed."""
        return {name for name, found in self.run.findings.items() if found.verdict == "fail"}

    @property
    def results(self) -> Results:
        """What the reports are made of."""
        checks = {check.id: check for check in self.plan.checks}
        found = self.run.findings.items()
        pieces = {name: outcome.piece(self.plan, checks[name], finding) for name, finding in found}
        now = datetime.now(UTC)
        return outcome.results(
            self.plan,
            pieces,
            Options(fuzz=True),
            started=now,
            finished=now,
            requests=self.run.client.requests,
            seconds=1.0,
            bytes_sent=0,
        )


def run(
    *only: str,
    target: Target = TARGET,
    step: Callable[[Call], Any] = judge,
    transport: httpx.BaseTransport | None = None,
) -> Judged:
    """Fuzz a mock, in which `step` takes the place of the one that refuses what breaks a rule."""
    mock = Mock(CROSSPOSTIFY, accounts=ACCOUNTS)
    mock.steps[mock.steps.index(judge)] = step
    plan = planned(only, target)
    transport = transport or InProcessTransport(mock.app)
    with Client(target, plan.description, transport=transport) as client:
        running = Run(plan, client)
        for check in plan.checks:
            running.judge(check)
        made = running.session.to_delete
        return Judged(plan, running, mock, tuple(client.exchanges), made, running.cleanup())


def lenient(*names: str) -> Callable[[Call], Any]:
    """Return a step that accepts what breaks these requirements and no other."""

    async def step(call: Call) -> Outcome:
        refusal = await judge(call)
        broken = {violation.requirement.name for violation in call.violations}
        return Reply(200, {}) if broken and broken <= set(names) else refusal

    return step


def crashing(*names: str) -> Callable[[Call], Any]:
    """Return a step that crashes on what breaks one of these requirements."""

    async def step(call: Call) -> Outcome:
        refusal = await judge(call)
        broken = {violation.requirement.name for violation in call.violations}
        return Reply(500, {"error": "oops"}) if broken & set(names) else refusal

    return step


# The requirement -----------------------------------------------------------------------------


def test_every_operation_has_one_requirement_more() -> None:
    """It says what is promised, with the level and the source of the promise to survive."""
    more = with_fuzz(CROSSPOSTIFY)
    added = [r for name, r in more.requirements.items() if name not in CROSSPOSTIFY.requirements]
    assert [r.id for r in added] == [f"{name}/survives/fuzz" for name in CROSSPOSTIFY.operations]
    assert {r.level.value for r in added} == {"must"}
    assert {str(r.source) for r in added} == {"Crosspostify API reference, Errors"}
    assert added[0].statement == "POST /post/image survives generated requests."


def test_nothing_is_added_to_what_promises_nothing() -> None:
    """An operation that promises no robustness is not fuzzed."""
    silent = replace(POSTS, requirements=())
    bare = replace(CROSSPOSTIFY, operations={"listPosts": silent})
    assert with_fuzz(bare).operations == {"listPosts": silent}
    assert make_plan(bare, TARGET, fuzz=True).checks == ()


def test_nothing_is_fuzzed_unless_asked_for() -> None:
    """A plan without fuzzing has none of it."""
    plan = make_plan(CROSSPOSTIFY, TARGET, only=["listPosts/*"])
    assert [check.id for check in plan.checks if "fuzz" in check.id] == []


def test_price_is_borne_once() -> None:
    """The requests are counted with the first check of the operation."""
    prices = {check.id: len(check.own) for check in planned(("listPosts/*",)).checks}
    assert prices == {
        "listPosts/survives/fuzz/survives": 40,
        "listPosts/query/status/enum/rejects/fuzz": 0,
        "listPosts/query/limit/type/rejects/fuzz": 0,
        "listPosts/query/limit/minimum/rejects/fuzz": 0,
        "listPosts/query/limit/maximum/rejects/fuzz": 0,
    }


def test_operation_that_the_target_cannot_use_is_left_out() -> None:
    """Without an account there is no valid request to be near to."""
    plan = planned(("createImagesPost/*",), replace(TARGET, accounts=()))
    assert {(check.name, bool(check.lacks)) for check in plan.checks} == {("survives", True)}


# What it finds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "operation", ("createImagesPost", "uploadMedia", "listPosts", "listPinterestBoards")
)
def test_api_that_keeps_its_promises_passes(operation: str) -> None:
    """No generated request is held against a mock that does what is documented."""
    judged = run(f"{operation}/*")
    survival = judged.finding(f"{operation}/survives/fuzz/survives")
    assert survival.verdict == "pass"
    assert {found.verdict for found in judged.run.findings.values()} <= {"pass", "not-applicable"}
    assert judged.results.summary.exit_code == 0


@pytest.mark.parametrize(
    "requirement",
    (
        "listPosts/query/limit/type",
        "createImagesPost/body/posts/*/title/type",
        "createImagesPost/account-exists",
        "createVideoPost/board-required",
        "uploadMedia/body/type/required",
        "deleteMedia/media-exists",
    ),
)
def test_rule_that_is_not_enforced_fails_alone(requirement: str) -> None:
    """A request that breaks only this, and is accepted, is a failure of this and nothing else."""
    operation, _, name = requirement.partition("/")
    judged = run(f"{operation}/*", step=lenient(name))
    assert judged.failed == {f"{requirement}/rejects/fuzz"}
    finding = judged.finding(f"{requirement}/rejects/fuzz")
    assert [(each.role, each.exchange.accepted) for each in finding.evidence] == [
        ("fuzz", True),
        ("control", True),
    ]
    assert finding.reason.startswith("It accepted a request in which /")
    assert judged.results.summary.exit_code == 1


def test_what_is_only_assumed_is_a_warning() -> None:
    """A limit on which the documents are silent does not fail anybody."""
    judged = run("listPosts/*", step=lenient("query/limit/minimum"))
    assert judged.finding("listPosts/query/limit/minimum/rejects/fuzz").verdict == "warn"
    assert (judged.failed, judged.results.summary.exit_code) == (set(), 0)


def test_crash_on_a_fault_fails_both() -> None:
    """A crash breaks the promise to refuse the fault, and the one to survive."""
    judged = run("listPosts/*", step=crashing("query/limit/type"))
    assert judged.failed == {
        "listPosts/query/limit/type/rejects/fuzz",
        "listPosts/survives/fuzz/survives",
    }


def test_crash_on_a_valid_request_is_about_surviving() -> None:
    """Where nothing is wrong with the request, no other requirement is blamed."""

    async def step(call: Call) -> Outcome:
        refusal = await judge(call)
        return refusal or Reply(500, {"error": "oops"})

    judged = run("listPosts/*", step=step)
    assert judged.failed == {"listPosts/survives/fuzz/survives"}


def test_fault_is_not_judged_by_its_status() -> None:
    """An odd id may be refused with another status than an unknown one."""

    async def step(call: Call) -> Outcome:
        refusal = await judge(call)
        return Reply(400, {"error": "odd"}) if refusal else None

    judged = run("listPinterestBoards/*", step=step)
    assert judged.finding("listPinterestBoards/account-exists/rejects/fuzz").verdict == "pass"


def test_requirement_that_nothing_broke_is_not_judged() -> None:
    """What no generated request breaks alone says so."""
    finding = run("uploadMedia/*").finding("uploadMedia/file-size/image/rejects/fuzz")
    reason = "No generated request broke this and nothing else."
    assert (finding.verdict, finding.reason) == ("not-applicable", reason)


def test_only_faults_of_what_is_asked_for_are_sent() -> None:
    """Asked about one requirement, the run sends its faults and a control."""
    judged = run("listPosts/query/limit/minimum")
    assert list(judged.run.findings) == ["listPosts/query/limit/minimum/rejects/fuzz"]
    assert {r.target for r in judged.mock.requests if r.status == 400} >= {"/posts?limit=0"}
    assert {r.status for r in judged.mock.requests} == {200, 400}


def test_api_that_answers_everything_alike_does_not_pass() -> None:
    """Refusing everything is no evidence."""
    refuse = httpx.MockTransport(lambda _: httpx.Response(404, json={"error": "no"}))
    judged = run("listPosts/*", transport=refuse)
    assert {found.verdict for found in judged.run.findings.values()} == {
        "inconclusive",
        "not-applicable",
    }


def test_api_that_hangs_is_left_alone() -> None:
    """After three requests without an answer no more are sent."""
    answers = iter([httpx.Response(200, json={"posts": []})])

    def hang(request: httpx.Request) -> httpx.Response:
        for answer in answers:
            return answer
        raise httpx.ReadTimeout("late", request=request)

    judged = run("listPosts/survives/fuzz", transport=httpx.MockTransport(hang))
    finding = judged.finding("listPosts/survives/fuzz/survives")
    reason = "It crashed or hung on 3 of 4 generated requests."
    assert (finding.verdict, finding.reason) == ("fail", reason)


def test_nothing_sent_is_nothing_decided() -> None:
    """Where the budget has no room for any request, the question stays open."""
    assert judge_survival([]).verdict == "not-run"


def test_without_schemathesis_nothing_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fuzzing that was asked for and cannot be done leaves its question open, and says why."""
    monkeypatch.setattr(schemathesis_adapter, "is_installed", lambda: False)
    finding = run("listPosts/survives/fuzz").finding("listPosts/survives/fuzz/survives")
    reason = "Not decided: schemathesis is not installed: pip install 'postproof[suite]'."
    assert (finding.verdict, finding.reason) == ("inconclusive", reason)


# What it spares ------------------------------------------------------------------------------


@pytest.mark.parametrize("effects", (Effect.REJECT, Effect.SCHEDULE))
@pytest.mark.parametrize("operation", ("createImagesPost", "createVideoPost"))
def test_nothing_is_published_without_leave(effects: Effect, operation: str) -> None:
    """Even an API that accepts everything publishes nothing that the target does not allow."""

    async def accept(call: Call) -> Outcome:
        return Reply(200, {"posts": []}) if "/post/" in call.path else None

    target = replace(TARGET, effects=effects)
    judged = run(f"{operation}/survives/fuzz", target=target, step=accept)
    sent = [e.request for e in judged.run.session.exchanges(CROSSPOSTIFY.operations[operation])]
    for request in sent:
        assert request is not None
        posts = request.body.get("posts") if isinstance(request.body, dict) else None
        targets = [p for p in posts if isinstance(p, dict)] if isinstance(posts, list) else []
        assert targets == [] or "scheduledDate" in request.body
        assert all("scheduledFor" in each for each in targets)
    assert sent


def test_nothing_is_made_without_leave() -> None:
    """Where only refusals are allowed, every request to make something is a faulty one."""
    judged = run("uploadMedia/survives/fuzz", target=replace(TARGET, effects=Effect.REJECT))
    uploads = [r for r in judged.mock.requests if r.operation and r.operation.id == "uploadMedia"]
    fuzzed = uploads[len(judged.plan.files) :]
    assert fuzzed
    assert {r.status for r in fuzzed} == {400}


def test_what_was_made_is_deleted_again() -> None:
    """Posts and media that generated requests made are gone after the cleanup."""
    judged = run("createImagesPost/survives/fuzz", "uploadMedia/survives/fuzz")
    assert judged.made > len(judged.plan.files)
    assert (judged.left, judged.run.session.to_delete) == (0, 0)


def test_budget_is_kept() -> None:
    """The fuzzing leaves as many requests as the cleanup takes."""
    target = replace(TARGET, max_requests=60)
    judged = run("uploadMedia/survives/fuzz", target=target)
    assert judged.left == 0
    assert judged.run.client.requests <= 60


def test_spent_budget_ends_it() -> None:
    """A budget that is spent on the way ends the fuzzing with what there is."""
    limited = httpx.MockTransport(lambda _: httpx.Response(429, headers={"Retry-After": "0"}))
    target = replace(TARGET, max_requests=50)
    judged = run("listPosts/survives/fuzz", target=target, transport=limited)
    assert judged.run.client.requests <= 50
    assert judged.finding("listPosts/survives/fuzz/survives").verdict != "pass"


# Single functions ----------------------------------------------------------------------------


def fault(target: str) -> str | None:
    """Return the name of the requirement that `GET target` proves to be broken."""
    generated = read(POSTS, FuzzCase("by hand", Wire("GET", target)), World())
    assert generated is not None
    return generated.fault.name if generated.fault else None


@pytest.mark.parametrize(
    ("target", "expected"),
    (
        ("/posts?limit=ten", "query/limit/type"),
        ("/posts?limit=0.5", "query/limit/type"),
        ("/posts?limit=0", "query/limit/minimum"),
        ("/posts?status=LOST", "query/status/enum"),
        ("/posts?limit=10", None),
        ("/posts?limit=0&status=LOST", None),
        ("/posts?limit=1.0", None),
        ("/posts?limit=1e1", None),
        ("/posts?limit=", None),
        ("/posts?limit=ten&limit=10", None),
    ),
)
def test_fault_is_proved(target: str, expected: str | None) -> None:
    """Exactly one requirement is broken, and no server could read the request otherwise."""
    assert fault(target) == expected


def test_other_paths_are_not_asked() -> None:
    """A request to another path is no request to the operation."""
    assert read(POSTS, FuzzCase("by hand", Wire("GET", "/posts/1")), World()) is None


def test_bytes_that_are_no_request_prove_nothing() -> None:
    """Malformed bytes break no requirement, and are not valid either."""
    upload = CROSSPOSTIFY.operations["uploadMedia"]
    wire = Wire("POST", "/media", (("Content-Type", "text/plain"),), Bytes(b"x"))
    generated = read(upload, FuzzCase("by hand", wire), World())
    assert generated is not None
    assert (generated.request, generated.fault, generated.is_valid) == (None, None, False)


def test_every_kind_of_fault_comes_before_any_comes_twice() -> None:
    """Of many requests those are chosen that differ most, with few that are valid."""
    targets = [
        *(f"/posts?limit={number}" for number in range(-3, 10)),
        "/posts?status=A",
        "/posts?status=B",
    ]
    found = [read(POSTS, FuzzCase(t, Wire("GET", t)), World()) for t in targets]
    kept = chosen([each for each in found if each is not None], 8)
    assert [each.case.scenario.partition("?")[2] for each in kept] == [
        "limit=-3",
        "status=A",
        "limit=1",
        "limit=-2",
        "status=B",
        "limit=2",
        "limit=-1",
        "limit=3",
    ]


def test_fault_that_says_nothing_decides_nothing() -> None:
    """An answer that is about something else leaves the requirement to other checks."""
    requirement = next(r for r in POSTS.requirements if r.name == "query/limit/minimum")
    generated = read(POSTS, FuzzCase("by hand", Wire("GET", "/posts?limit=0")), World())
    assert isinstance(generated, Generated)
    control = exchange(200)
    found = judge_faults(POSTS, requirement, [(generated, exchange(429))], control)
    assert found.verdict == "not-applicable"
    both = [(generated, exchange(429)), (generated, exchange(400))]
    found = judge_faults(POSTS, requirement, both, control)
    assert (found.verdict, found.reason) == ("pass", "Of 2 generated faults 1 were refused.")


def exchange(status: int) -> Exchange:
    """Return an exchange with `GET /posts` and this status."""
    request = Request("listPosts")
    answer = Answer(status, "", (), b"{}")
    return Exchange(1, "listPosts", request, encode(POSTS, request), "good", answer, None, 1.0)
