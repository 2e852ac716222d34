"""The vendor's rate limits, as sliding windows."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...openapi.description import Limit


class RateLimits:
    """When the requests of the last windows came, by limit and by who shares it."""

    def __init__(self) -> None:
        self._times: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def take(self, uses: Iterable[tuple[Limit, str]], now: datetime) -> tuple[Limit, int] | None:
        """Count one request for each of these limits, or for none of them if one is used up.

        A use is a limit and who it is counted for: an account's id, or "" for the whole key.
        Returns None, or the limit that is used up the longest and for how many seconds.
        """
        taken = list(uses)
        waits = [(self._wait(limit, sharer, now), limit) for limit, sharer in taken]
        seconds, limit = max(waits, key=lambda wait: wait[0], default=(0, None))
        if limit is not None and seconds:
            return limit, seconds
        for limit, sharer in taken:
            self._times[limit.id, sharer].append(now)
        return None

    def _wait(self, limit: Limit, sharer: str, now: datetime) -> int:
        """In how many seconds there is room for one more; 0 when there is now."""
        window = timedelta(seconds=limit.seconds)
        times = self._times[limit.id, sharer]
        while times and times[0] <= now - window:
            times.popleft()
        if len(times) < limit.requests:
            return 0
        return max(1, ceil((times[0] + window - now).total_seconds()))
