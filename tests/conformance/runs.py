"""Whole runs in process: a plan against a mock, a mock with a defect, or a tiny server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property

import httpx

from postproof.conformance import outcome
from postproof.conformance.finding import Finding
from postproof.conformance.http.client import Client
from postproof.conformance.http.exchange import Exchange
from postproof.conformance.mock import ACCOUNTS, API_KEY, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.plan.plan import Plan, make_plan
from postproof.conformance.run import Run, Unusable
from postproof.conformance.target import Effect, Target
from postproof.openapi import Account, Description, load
from postproof.reports import ExitCode, Options, Results, exit_code
from postproof.reports.results import Verdict

SMALL = 1 << 20
"""Uploads above a megabyte are left out where they do not matter: they take most of the time."""

TARGET = Target(
    name="mock",
    vendor="crosspostify",
    base_url="http://crosspostify.mock",
    api_key=API_KEY,
    effects=Effect.PUBLISH,
    accounts=ACCOUNTS,
    max_upload=SMALL,
)
"""The mock, on which everything is allowed but large uploads."""

OPEN: frozenset[Verdict] = frozenset({"inconclusive", "not-run", "not-applicable"})
"""The verdicts that decide nothing."""


@cache
def crosspostify() -> Description:
    """The description, read once."""
    return load("crosspostify")


@cache
def planned(
    target: Target = TARGET, seed: int = 0, only: tuple[str, ...] = (), depth: int = 0
) -> Plan:
    """The plan for a target, made once: runs do not change it."""
    return make_plan(crosspostify(), target, seed=seed, only=only, depth=depth)


@dataclass(frozen=True)
class Judged:
    """A run that has come to its end. `left` counts deletions that did not succeed."""

    plan: Plan
    run: Run
    left: int
    unusable: Unusable | None = None

    @cached_property
    def results(self) -> Results:
        """The results, without the exchanges."""
        now = datetime.now(UTC)
        return outcome.results(
            self.plan,
            {
                check.id: outcome.piece(self.plan, check, replace(found, evidence=()))
                for check in self.plan.checks
                if (found := self.findings.get(check.id)) is not None
            },
            Options(max_requests=self.plan.target.max_requests),
            started=now,
            finished=now,
            requests=self.run.client.requests,
            seconds=self.run.seconds,
            bytes_sent=self.run.client.bytes_sent,
            incomplete=str(self.unusable) if self.unusable else None,
        )

    @property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by the ids of the checks."""
        return self.run.findings

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdicts by the ids of the checks."""
        return {identifier: found.verdict for identifier, found in self.findings.items()}

    def having(self, *verdicts: Verdict) -> set[str]:
        """The ids of the checks with one of these verdicts."""
        return {check for check, verdict in self.verdicts.items() if verdict in verdicts}

    @property
    def broken(self) -> dict[str, Verdict]:
        """What was found to be broken: fail, warn and error, by the ids of the checks."""
        return {c: v for c, v in self.verdicts.items() if v in ("fail", "warn", "error")}

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of such a run on the command line."""
        return exit_code(self.results.requirements, complete=self.results.complete)

    @property
    def exchanges(self) -> list[Exchange]:
        """Everything that was sent, in order."""
        return self.run.client.exchanges

    @property
    def sent(self) -> Counter[str]:
        """How many requests each operation got."""
        return Counter(exchange.operation for exchange in self.exchanges)

    @property
    def must(self) -> set[Verdict]:
        """The verdicts that requirements of the level must came to."""
        return {each.verdict for each in self.results.requirements if each.level == "must"}


def judged(
    transport: httpx.BaseTransport,
    target: Target = TARGET,
    *,
    seed: int = 0,
    only: tuple[str, ...] = (),
    depth: int = 0,
    gate: bool = True,
) -> Judged:
    """Run a plan as the suite does; nothing sleeps. Without the `gate` no target is unusable."""
    plan = planned(target, seed, only, depth)
    unusable = None
    with Client(target, plan.description, transport=transport, sleep=lambda _: None) as client:
        run = Run(plan, client, _looked=not gate)
        try:
            run.preflight()
            for check in plan.checks:
                run.judge(check)
        except Unusable as error:
            unusable = error
        return Judged(plan, run, run.cleanup(), unusable)


def on_mock(
    mock: Mock,
    target: Target = TARGET,
    *,
    seed: int = 0,
    only: tuple[str, ...] = (),
    depth: int = 0,
) -> Judged:
    """Run a plan against a mock, as it is or with a defect."""
    return judged(InProcessTransport(mock.app), target, seed=seed, only=only, depth=depth)


def a_mock(accounts: Iterable[Account] = ACCOUNTS) -> Mock:
    """A mock with a past."""
    return Mock(crosspostify(), accounts=accounts)


def a_target(accounts: Iterable[Account], effects: Effect = Effect.PUBLISH) -> Target:
    """A target with these accounts."""
    return replace(TARGET, accounts=tuple(accounts), effects=effects)


class Answering(httpx.BaseTransport):
    """A server that is one function; nobody reads what it is sent but the function."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.answer = answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.answer(request)
