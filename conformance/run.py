"""Running a plan: one check after the other, within the effects and the budget. Knows no pytest."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ..openapi.errors import did_you_mean
from ..strategies import Unbuildable
from .finding import Finding, told, weigh
from .http.client import ATTEMPTS, BudgetExhausted
from .plan.recipes import names_media
from .session.follow import item_id, items
from .session.harmless import Harmful
from .session.session import NotReached, Session

if TYPE_CHECKING:
    from ..openapi import Operation
    from .checks.check import Check
    from .http.client import Client
    from .http.exchange import Exchange
    from .plan.plan import Plan


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class Unusable(Exception):
    """The target cannot be tested at all: one message instead of hundreds of failures."""

    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.problem}. {self.advice}"


@dataclass
class Run:
    """One run of a plan against a target; `findings` grow as checks are judged."""

    plan: Plan
    client: Client
    session: Session = field(init=False)
    findings: dict[str, Finding] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    _looked: bool = False

    def __post_init__(self) -> None:
        plan = self.plan
        self.session = Session(plan.description, plan.target, self.client, plan.files)

    def preflight(self) -> None:
        """Make sure that something usable answers, with a request that the plan needs anyway.

        Raises Unusable when nothing answers, the key is refused, or a web page answers.
        """
        reading = [
            c for c in self.plan.checks if c.kind == "accepts" and c.effect == 0 and c.shared
        ]
        if not reading:
            return
        lister = self.plan.description.lister("account")
        listing = lister.id if lister is not None else ""
        first = min(reading, key=lambda check: check.requirement.operation != listing)
        with suppress(BudgetExhausted):
            first.ask(self.session)
        self._look()
        if lister is not None:
            self._know_accounts(lister)

    def _know_accounts(self, lister: Operation) -> None:
        """See whether the target lists the accounts that the configuration names.

        Where it lists none of them, its listing may mean other ids, and says nothing.
        """
        assert lister.lists is not None
        for exchange in self.session.exchanges(lister):
            if not exchange.accepted or exchange.answer is None or exchange.wire.target.count("?"):
                continue
            found = items(exchange.answer.json, lister.lists) or []
            listed = [identifier for i in found if (identifier := item_id(i, lister.lists))]
            strange = [a.id for a in self.plan.target.accounts if a.id not in listed]
            if strange and len(strange) < len(self.plan.target.accounts):
                advice = did_you_mean(strange[0], listed, f"It lists {', '.join(listed)}.")
                problem = f'The target has no account "{strange[0]}" that the configuration names'
                raise Unusable(problem, advice)
            return

    def _look(self) -> None:
        """Look once at the first exchange that can show whether the target is usable."""
        if self._looked:
            return
        for exchange in self.client.exchanges:
            if exchange.key == "good" or exchange.answer is None:
                self._looked = True
                problem = _unusable(self.plan, exchange)
                if problem is not None:
                    raise problem
                return

    def judge(self, check: Check) -> Finding:
        """The finding of one check, weighed by its level, and kept.

        Raises Unusable as `preflight` does, where that had nothing to send.
        """
        finding = weigh(self._ask(check), check.requirement)
        self._look()
        self.findings[check.id] = finding
        return finding

    def _ask(self, check: Check) -> Finding:
        target = self.plan.target
        if check.lacks is not None:
            operation = self.plan.description.operation_of(check.requirement)
            if operation.account is not None and not target.accounts:
                return Finding("not-run", "The configuration names no accounts.")
            return Finding("not-applicable", f"Does not apply: {check.lacks}.")
        if not self.plan.allowed(check):
            reason = f"Needs the effects {check.effect}; the target allows {target.effects}."
            return Finding("not-run", reason)
        if target.max_upload is not None and check.upload > target.max_upload:
            reason = f"Needs an upload of {check.upload:,} bytes, more than max-upload."
            return Finding("not-run", reason)
        if check.kind != "responds" and self._shut_out():
            return Finding("not-run", "The API answers 429 (too many requests) again and again.")
        if self._spent(check):
            return Finding("not-run", f"The budget of {target.max_requests} requests is spent.")
        try:
            return check.ask(self.session)
        except (NotReached, Unbuildable) as reason:
            why = f"{self.session.stocked}; " if self.session.stocked else ""
            return Finding("inconclusive", f"Not decided: {why}{reason}.")
        except Harmful as reason:
            return Finding("error", f"Not sent: {reason}. This is a mistake of the suite's.")
        except BudgetExhausted as reason:
            return Finding("not-run", f"Not decided: {reason}.")

    def _spent(self, check: Check) -> bool:
        """Whether the check, and the cleaning up after it, would exceed the budget."""
        if check.kind == "responds":
            return False
        price = len(check.own) + sum(key not in self.session.shared for key in check.shared)
        operation = self.plan.description.operation_of(check.requirement)
        if self.session.stocked is None and names_media(operation):
            price += 2 * len(self.plan.files)
        return self.session.short_of(price)

    def _shut_out(self) -> bool:
        """Whether the last requests were all turned away for their number."""
        judged = [e for e in self.client.exchanges[-3 * ATTEMPTS :] if not e.retried][-3:]
        return len(judged) == 3 and all(e.status == 429 for e in judged)

    def cleanup(self, tell: Callable[[Exchange], None] = lambda _: None) -> int:
        """Delete what was made; how many of the deletions did not succeed."""
        left = self.session.to_delete
        with suppress(BudgetExhausted):
            for exchange in self.session.cleanup():
                tell(exchange)
                left -= exchange.accepted
        return left

    @property
    def seconds(self) -> float:
        """The time since the run began."""
        return time.monotonic() - self.began


def _unusable(plan: Plan, exchange: Exchange) -> Unusable | None:
    where = plan.target.base_url
    if exchange.answer is None:
        return Unusable(f"No usable answer from {where}: {exchange.error}", "Check base-url.")
    location = exchange.answer.header("Location")
    if exchange.status in (301, 302, 303, 307, 308) and location:
        advice = "Redirects are not followed. Check base-url: it should be the address of the API."
        return Unusable(f"{where} redirects to {_origin(where, location)}", advice)
    if exchange.status in (401, 403) and exchange.key == "good":
        advice = "Check the key in the environment variable that api-key-env names."
        return Unusable(f"{where} refuses the API key ({told(exchange)})", advice)
    if exchange.answer.media_type == "text/html":
        advice = "Check base-url: it should be the address of the API."
        return Unusable(f"{where} answers with a web page ({told(exchange)})", advice)
    return None


def _origin(where: str, location: str) -> str:
    """Where a redirect leads, without what may be a secret in its path."""
    try:
        there = urlsplit(urljoin(f"{where}/", location))
    except ValueError:
        return "an address that is none"
    return f"{there.scheme}://{there.netloc}"
