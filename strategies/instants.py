"""Times that are wrong, simplest first and hardest to notice last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..openapi.rules import ScheduleWindow

Writing = Callable[[datetime], str]


def _pattern(text: str) -> Writing:
    return lambda moment: moment.strftime(text)


def _shifted(offset: str, hours: float) -> Writing:
    return lambda moment: (moment + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S") + offset


NOT_UTC: tuple[tuple[str, Writing], ...] = (
    ("is a word", _pattern("tomorrow")),
    ("is empty", _pattern("")),
    ("is a number of seconds in a string", lambda moment: str(int(moment.timestamp()))),
    ("is a date of the form day/month/year", _pattern("%d/%m/%Y %H:%M")),
    ("is an e-mail date", format_datetime),
    ("has the month 13", _pattern("%Y-13-01T10:00:00Z")),
    ("has the hour 25", _pattern("%Y-%m-%dT25:00:00Z")),
    ("is the 31st of April", lambda moment: f"{moment.year + 1}-04-31T10:00:00Z"),
    ("is the 30th of February", lambda moment: f"{moment.year + 1}-02-30T10:00:00Z"),
    ("is a date without a time", _pattern("%Y-%m-%d")),
    ("names a zone instead of Z", _pattern("%Y-%m-%dT%H:%M:%S UTC")),
    ("has a space between date and time", _pattern("%Y-%m-%d %H:%M:%S")),
    ("has the offset -05:00", _shifted("-05:00", -5)),
    ("has the offset +05:30", _shifted("+05:30", 5.5)),
    ("has no zone", _pattern("%Y-%m-%dT%H:%M:%S")),
    ("has the offset +02:00", _shifted("+02:00", 2)),
)
"""What is wrong with a time that is not ISO 8601 in UTC with `Z`, and how to write it."""

TOO_SOON: tuple[tuple[str, timedelta], ...] = (
    ("ten years ago", timedelta(days=-3650)),
    ("yesterday", timedelta(days=-1)),
    ("an hour ago", timedelta(hours=-1)),
    ("one minute ahead", timedelta(minutes=1)),
)
"""Times before most windows open, with how far from now they are."""

TOO_LATE: tuple[tuple[str, timedelta], ...] = (
    ("ten years", timedelta(days=3650)),
    ("a year", timedelta(days=365)),
    ("a day", timedelta(days=1)),
    ("an hour", timedelta(hours=1)),
)
"""How much later than the end of the window."""


def outside(window: ScheduleWindow) -> list[tuple[str, timedelta]]:
    """Times at which the window is closed, by any clock: what they are, and how far from now."""
    found: list[tuple[str, timedelta]] = []
    if window.at_least is not None:
        opens = window.at_least - window.tolerance
        found += [(note, ahead) for note, ahead in TOO_SOON if ahead < opens]
    if window.at_most is not None:
        found += [
            (f"{more} after the latest time", window.at_most + later)
            for more, later in TOO_LATE
            if later > window.tolerance
        ]
    return found
