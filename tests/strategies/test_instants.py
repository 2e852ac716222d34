"""Wrong times are wrong at any moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postproof.openapi.fields import Field
from postproof.openapi.rules import ScheduleWindow, parse_instant
from postproof.strategies.bounds import instant
from postproof.strategies.instants import NOT_UTC, Writing, outside

SCHEDULE = Field.parse("when")

seconds = st.integers(int(datetime(1000, 1, 2, tzinfo=UTC).timestamp()), 253_000_000_000)
moments = st.builds(datetime.fromtimestamp, seconds, st.just(UTC))
lengths = st.timedeltas(timedelta(), timedelta(days=1000))


@pytest.mark.parametrize(("note", "write"), NOT_UTC, ids=[note for note, _ in NOT_UTC])
@given(moment=moments)
@example(moment=datetime(2023, 2, 28, 12, tzinfo=UTC))
@example(moment=datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC))
@example(moment=datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC))
@example(moment=datetime(2000, 1, 1, tzinfo=UTC))
def test_no_instant_in_utc(note: str, write: Writing, moment: datetime) -> None:
    """What is written is no ISO 8601 instant in UTC with `Z`, whatever the moment."""
    assert parse_instant(write(moment)) is None


@given(moment=moments)
def test_a_right_time_is_right(moment: datetime) -> None:
    """What valid requests hold is such an instant, to the second."""
    assert parse_instant(instant(moment)) == moment


def test_notes_differ() -> None:
    """Each way of being wrong has a note of its own."""
    assert len({note for note, _ in NOT_UTC}) == len(NOT_UTC)


def window(least: timedelta | None, most: timedelta | None, tolerance: timedelta) -> ScheduleWindow:
    """A schedule window that binds every platform."""
    return ScheduleWindow("window", None, SCHEDULE, (SCHEDULE,), least, most, tolerance, None)


@given(least=lengths, tolerance=st.timedeltas(timedelta(), timedelta(minutes=50)))
def test_too_soon(least: timedelta, tolerance: timedelta) -> None:
    """Times that are too soon lie before the window, also a minute later and by a slow clock."""
    times = outside(window(least, None, tolerance))
    assert (times != [], [n for n, ahead in times if ahead >= least - tolerance]) == (True, [])


@given(most=lengths, tolerance=st.timedeltas(timedelta(), timedelta(minutes=50)))
def test_too_late(most: timedelta, tolerance: timedelta) -> None:
    """Times that are too late lie after the window, by a fast clock too, simplest first."""
    times = outside(window(None, most, tolerance))
    ahead = [ahead for _, ahead in times]
    outer = [each for each in ahead if each > most + tolerance]
    assert (len(ahead), outer, ahead) == (4, ahead, sorted(ahead, reverse=True))


def test_both_ends() -> None:
    """A window with two ends can be missed at either."""
    times = outside(window(timedelta(minutes=10), timedelta(days=30), timedelta(minutes=5)))
    assert times == [
        ("ten years ago", timedelta(days=-3650)),
        ("yesterday", timedelta(days=-1)),
        ("an hour ago", timedelta(hours=-1)),
        ("one minute ahead", timedelta(minutes=1)),
        ("ten years after the latest time", timedelta(days=3680)),
        ("a year after the latest time", timedelta(days=395)),
        ("a day after the latest time", timedelta(days=31)),
        ("an hour after the latest time", timedelta(days=30, hours=1)),
    ]
