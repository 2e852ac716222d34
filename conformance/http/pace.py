"""The vendor's rate limits, kept by waiting: when the next request may be sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...openapi import Description
    from ...openapi.description import Limit


class Pace:
    """Sliding windows over the times of the requests that were sent, one for each limit.

    Knows no clock: times are seconds on any clock that does not go back.
    """

    def __init__(self, limits: Iterable[Limit]) -> None:
        self._limits = tuple(limits)
        self._sent: dict[tuple[str, str], deque[float]] = {}

    def wait(self, now: float, operation: str, accounts: Iterable[str]) -> tuple[float, str]:
        """The seconds until such a request may be sent, and the limit's statement."""
        waits = [(0.0, "")]
        for limit, sent in self._windows(operation, accounts):
            if len(sent) == limit.requests:
                waits.append((sent[0] + limit.seconds - now, limit.statement))
        return max(waits)

    def sent(self, now: float, operation: str, accounts: Iterable[str]) -> None:
        """Such a request was sent, and answered at this time at the latest."""
        for _, sent in self._windows(operation, accounts):
            sent.append(now)

    def _windows(
        self, operation: str, accounts: Iterable[str]
    ) -> Iterable[tuple[Limit, deque[float]]]:
        for limit in self._limits:
            if limit.operations and operation not in limit.operations:
                continue
            for one in dict.fromkeys(accounts) if limit.scope == "account" else ("",):
                yield limit, self._sent.setdefault((limit.id, one), deque(maxlen=limit.requests))


def estimate_seconds(description: Description, sends: Sequence[tuple[str, Sequence[str]]]) -> float:
    """How long requests take at the vendor's rate limits, if they take no time themselves.

    `sends` are the operation ids in the order of sending, each with the ids of its accounts.
    """
    pace, now = Pace(description.limits), 0.0
    for operation, accounts in sends:
        now += pace.wait(now, operation, accounts)[0]
        pace.sent(now, operation, accounts)
    return now
