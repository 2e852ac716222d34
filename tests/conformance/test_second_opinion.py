"""What only schemathesis takes for a deviation does not pass in silence."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from postproof.conformance import schemathesis_adapter
from postproof.conformance.checks.responds import Opinions
from postproof.conformance.finding import Finding
from postproof.conformance.http.client import Client
from postproof.conformance.http.exchange import Exchange
from postproof.conformance.mock import ACCOUNTS, API_KEY, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.schemathesis_adapter import Disagreement
from postproof.conformance.session.session import Session
from postproof.conformance.target import Target
from postproof.openapi import Description, Operation, Request, load

CROSSPOSTIFY = load("crosspostify")
POSTS = CROSSPOSTIFY.operations["listPosts"]
NAMED = {requirement.name: requirement for requirement in POSTS.requirements}
KEPT = Finding("pass", "Kept.")


class Witness:
    """Stands in for schemathesis: says the same of every answer, and counts what it was shown."""

    def __init__(self, *about: str) -> None:
        self.seen: list[int] = []
        self.says = tuple(Disagreement(each, "it is odd") for each in about)

    def __call__(
        self, description: Description, operation: Operation, exchanges: Iterable[Exchange]
    ) -> dict[int, tuple[Disagreement, ...]]:
        numbers = [exchange.number for exchange in exchanges]
        self.seen += numbers
        return dict.fromkeys(numbers, self.says)


def heard(monkeypatch: pytest.MonkeyPatch, witness: Witness, *names: str) -> list[Finding]:
    """Return what becomes of passes of these requirements, after two exchanges each."""
    monkeypatch.setattr(schemathesis_adapter, "passive", witness)
    target = Target("mock", "crosspostify", "http://mock", API_KEY, accounts=ACCOUNTS)
    opinions = Opinions(POSTS)
    found = []
    with Client(
        target, CROSSPOSTIFY, transport=InProcessTransport(Mock(CROSSPOSTIFY).app)
    ) as client:
        session = Session(CROSSPOSTIFY, target, client)
        for name in names:
            session.send(POSTS, Request("listPosts"))
            session.send(POSTS, Request("listPosts"))
            found.append(opinions.heard(session, NAMED[name], KEPT))
    return found


def test_agreement_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass that schemathesis does not object to stays as it is."""
    assert heard(monkeypatch, Witness(), "response/status") == [KEPT]


def test_deviation_breaks_the_requirement_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """The requirement fails with schemathesis's words, and others are left alone."""
    odd, even = heard(
        monkeypatch, Witness("response/200/posts"), "response/200/posts", "response/status"
    )
    assert (odd.verdict, odd.reason) == ("fail", "200 OK: schemathesis says it is odd.")
    assert [evidence.exchange.number for evidence in odd.evidence] == [1]
    assert even == KEPT


def test_what_no_requirement_speaks_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands beside the verdict on the statuses, which it does not change."""
    status, content = heard(
        monkeypatch, Witness("survives"), "response/status", "response/content-type"
    )
    told = "Kept. Beside it, schemathesis says it is odd."
    assert (status.verdict, status.reason) == ("pass", told)
    assert content == KEPT


def test_each_answer_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many requirements ask, an answer is shown to schemathesis once."""
    witness = Witness()
    heard(monkeypatch, witness, "response/status", "response/content-type")
    assert witness.seen == [1, 2, 3, 4]


def test_without_schemathesis_there_is_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base install judges by its own reading alone."""
    monkeypatch.setattr(schemathesis_adapter, "is_installed", lambda: False)
    witness = Witness("response/status")
    assert heard(monkeypatch, witness, "response/status") == [KEPT]
    assert witness.seen == []
