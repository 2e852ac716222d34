"""One mock: a description, the vendor's part, a state, and the app that serves them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from .limits import RateLimits
from .state import State
from .steps import STEPS, Step
from .vendors import Vendor, vendor
from .world import ACCOUNTS, seed_history

if TYPE_CHECKING:
    from ...openapi import Account, Description, Operation, Request, Violation
    from .app import App
    from .clock import Clock

API_KEY = "postproof-mock-key"
"""The key of a mock, if nothing else is said; no vendor's keys look like it."""

REMEMBERED = 1000
"""How many of the last requests a mock remembers."""


@dataclass(frozen=True)
class Received:
    """A request that has been answered: what it was as far as it was read, and how it ended.

    `target` is the path with its query as it came; `operation` and `request` are None where the
    request matched none or could not be read.
    """

    at: datetime
    method: str
    target: str
    operation: Operation | None
    request: Request | None
    violations: tuple[Violation, ...]
    status: int


class Mock:
    """A vendor to talk to. `app` is an ASGI application, `state` what it remembers.

    `steps` is what it does with a request, to be changed by whoever wants a mock with a defect;
    what bytes go over the line can be changed by wrapping `app`.
    """

    def __init__(
        self,
        description: Description,
        *,
        accounts: Iterable[Account] = ACCOUNTS,
        api_key: str = API_KEY,
        clock: Clock | None = None,
        rate_limits: bool = False,
        history: bool = True,
        publish_delay: timedelta = timedelta(),
        vendor_part: Vendor | None = None,
    ) -> None:
        """Begin anew; KeyError for a description whose vendor cannot be mocked.

        `history` gives it a past as a real account has it, `rate_limits` holds callers to the
        vendor's limits by the mock's own clock.
        """
        self.description = description
        self.vendor = vendor_part or vendor(description.vendor)
        self.api_key = api_key
        self.rate_limits = rate_limits
        self.limits = RateLimits()
        self.state = State(accounts, clock, publish_delay)
        if history:
            seed_history(self.state)
        self.steps: list[Step] = list(STEPS)
        self.requests: deque[Received] = deque(maxlen=REMEMBERED)

    @cached_property
    def app(self) -> App:
        """The mock as an ASGI application."""
        from .app import App

        return App(self)
