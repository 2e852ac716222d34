"""Examples of rules about when."""

from collections.abc import Iterator

from ..worlds import CREATE, ahead, image, images, to, video
from .examples import Example, at, breaks, everywhere, holds

UTC = "api § /post/image: datetimes are ISO 8601 in UTC with Z"
WINDOW = "tiktok § Scheduling"

INSTANTS = {
    "as in the examples": "2025-06-01T14:00:00Z",
    "milliseconds": "2025-06-01T14:00:00.000Z",
    "nanoseconds": "2025-06-01T14:00:00.123456789Z",
    "without seconds": "2025-06-01T14:00Z",
    "midnight": "2025-06-01T00:00:00Z",
    "the last second of a day": "2025-06-01T23:59:59Z",
    "a leap day": "2028-02-29T12:00:00Z",
    "long past": "2024-01-15T10:00:00Z",
    "ISO 8601 without separators": "20250601T140000Z",
    "ISO 8601 by week": "2025-W22-7T14:00:00Z",
    "ISO 8601 with a comma": "2025-06-01T14:00:00,5Z",
    "ISO 8601 with the hour alone": "2025-06-01T14Z",
}
"""Times that the documents allow: they ask for ISO 8601, for UTC, and for the suffix Z."""

NO_INSTANTS = {
    "an offset": "2025-06-01T16:00:00+02:00",
    "an offset to the west": "2025-06-01T09:00:00-05:00",
    "an offset of half an hour": "2025-06-01T19:30:00+05:30",
    "the offset of UTC in place of Z": "2025-06-01T14:00:00+00:00",
    "the offset minus zero": "2025-06-01T14:00:00-00:00",
    "an offset and Z": "2025-06-01T14:00:00+02:00Z",
    "the name of UTC": "2025-06-01T14:00:00 UTC",
    "the name of a zone": "2025-06-01T14:00:00[Europe/Berlin]",
    "no zone": "2025-06-01T14:00:00",
    "no zone and a space": "2025-06-01 14:00:00",
    "a space for the T": "2025-06-01 14:00:00Z",
    "a small z": "2025-06-01T14:00:00z",
    "a small t": "2025-06-01t14:00:00Z",
    "a date alone": "2025-06-01",
    "a date with Z": "2025-06-01Z",
    "a time alone": "14:00:00Z",
    "a month": "2025-06",
    "month 13": "2025-13-01T14:00:00Z",
    "month 0": "2025-00-01T14:00:00Z",
    "30 February": "2025-02-30T14:00:00Z",
    "29 February of no leap year": "2025-02-29T14:00:00Z",
    "31 April": "2025-04-31T14:00:00Z",
    "day 0": "2025-06-00T14:00:00Z",
    "hour 25": "2025-06-01T25:00:00Z",
    "minute 60": "2025-06-01T14:60:00Z",
    "second 61": "2025-06-01T14:00:61Z",
    "one digit for the month": "2025-6-01T14:00:00Z",
    "two digits for the year": "25-06-01T14:00:00Z",
    "day, month, year": "01-06-2025T14:00:00Z",
    "slashes": "2025/06/01T14:00:00Z",
    "American": "06/01/2025 2:00 PM",
    "seconds of the epoch": "1748786400",
    "milliseconds of the epoch": "1748786400000",
    "an e-mail date": "Sun, 01 Jun 2025 14:00:00 GMT",
    "a word": "tomorrow",
    "empty": "",
    "Z alone": "Z",
    "a space before": " 2025-06-01T14:00:00Z",
    "a space after": "2025-06-01T14:00:00Z ",
    "a line end after": "2025-06-01T14:00:00Z\n",
    "two suffixes": "2025-06-01T14:00:00ZZ",
    "digits of another script": "٢٠٢٥-٠٦-٠١T١٤:٠٠:٠٠Z",
    "a point without a fraction": "2025-06-01T14:00:00.Z",
}
"""Times that are no ISO 8601, not in UTC, or without the suffix Z."""


def instants() -> Iterator[Example]:
    """For Instagram, which has no window, in both fields that hold a time."""
    for name in everywhere("scheduled-for-utc"):
        create = CREATE[name.partition("/")[0]]
        for says, text in INSTANTS.items():
            request = create(to("tiktok"), to("instagram", scheduledFor=text))
            yield holds(name, says, UTC, request)
        for says, text in NO_INSTANTS.items():
            request = create(to("tiktok"), to("instagram", scheduledFor=text))
            yield breaks(name, says, UTC, request, at(1, "scheduledFor"))
        yield holds(name, "not scheduled", UTC, create(to("instagram")))
        both = create(
            *(to("instagram", scheduledFor=text) for text in ("now", ahead(days=1), "later"))
        )
        yield breaks(name, "two of three", UTC, both, at(0, "scheduledFor"), at(2, "scheduledFor"))
    for name in everywhere("scheduled-date-utc"):
        create = CREATE[name.partition("/")[0]]
        source = "tiktok § Scheduling: all times in UTC, ISO 8601 and Z"
        for says, text in INSTANTS.items():
            yield holds(name, says, source, create(to("instagram"), scheduledDate=text))
        for says, text in NO_INSTANTS.items():
            request = create(to("instagram"), scheduledDate=text)
            yield breaks(name, says, source, request, ("body", "scheduledDate"))


def windows() -> Iterator[Example]:
    """TikTok's window: about ten minutes to 30 days; within five minutes of an edge is open."""
    for name in everywhere("schedule-lead"):
        create = CREATE[name.partition("/")[0]]
        for says, when in {
            "ten minutes ahead": ahead(minutes=10),
            "an hour ahead": ahead(hours=1),
            "five minutes ahead, for the lead is approximate": ahead(minutes=5),
        }.items():
            yield holds(name, says, WINDOW, create(to("tiktok", scheduledFor=when)))
        for says, when in {
            "a second less than five minutes ahead": ahead(seconds=299),
            "now": ahead(),
            "an hour ago": ahead(hours=-1),
            "years ago": "2001-01-01T00:00:00Z",
            "year 1": "0001-01-01T00:00:00Z",
        }.items():
            mine = create(to("instagram"), to("tiktok", scheduledFor=when))
            yield breaks(name, says, WINDOW, mine, at(1, "scheduledFor"))
            top = create(to("instagram"), to("tiktok"), scheduledDate=when)
            yield breaks(name, f"{says}, for all", WINDOW, top, ("body", "scheduledDate"))
        yield holds(name, "omitted", WINDOW, create(to("tiktok")))
    for name in everywhere("schedule-horizon"):
        create = CREATE[name.partition("/")[0]]
        for says, when in {
            "29 days ahead": ahead(days=29),
            "30 days ahead": ahead(days=30),
            "30 days and five minutes, for clocks differ": ahead(days=30, minutes=5),
        }.items():
            yield holds(name, says, WINDOW, create(to("tiktok", scheduledFor=when)))
        for says, when in {
            "30 days, five minutes and a second": ahead(days=30, seconds=301),
            "31 days ahead": ahead(days=31),
            "the last second of all": "9999-12-31T23:59:59Z",
        }.items():
            mine = create(to("instagram"), to("tiktok", scheduledFor=when))
            yield breaks(name, says, WINDOW, mine, at(1, "scheduledFor"))
            top = create(to("tiktok"), to("instagram"), scheduledDate=when)
            yield breaks(name, f"{says}, for all", WINDOW, top, ("body", "scheduledDate"))
    lead, horizon = "createImagePost/schedule-lead", "createVideoPost/schedule-horizon"
    yield holds(
        lead,
        "the window is TikTok's alone",
        WINDOW,
        image(
            to("tiktok", scheduledFor=ahead(hours=1)), to("instagram", scheduledFor=ahead(hours=-1))
        ),
    )
    yield holds(
        horizon,
        "no window without TikTok",
        WINDOW,
        video(to("youtube"), scheduledDate=ahead(days=300)),
    )
    two = to("tiktok"), to("tiktok", accountId="acc_tiktok_2")
    late = images(*two, scheduledDate=ahead(days=31))
    place = ("body", "scheduledDate")
    yield breaks(
        "createImagesPost/schedule-horizon", "one place for two targets", WINDOW, late, place
    )


EXAMPLES = (*instants(), *windows())
