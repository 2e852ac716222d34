"""The mock's clock: the real time, until someone sets or advances it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC. It runs with the real time; once set, it stands still."""

    def __init__(self, instant: datetime | None = None) -> None:
        """Begin at `instant` and stand still there, or run with the real time."""
        self._ahead = timedelta()
        self._still: datetime | None = None
        if instant is not None:
            self.set(instant)

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return self._still if self._still is not None else datetime.now(UTC) + self._ahead

    def set(self, instant: datetime) -> None:
        """Stop at an instant; ValueError for one without an offset."""
        if instant.utcoffset() is None:
            raise ValueError(f"{instant.isoformat()} says no offset from UTC")
        self._still = instant.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on by so much; a running clock runs on from there."""
        if self._still is not None:
            self._still += by
        else:
            self._ahead += by
