"""Examples of how times and zones are written."""

from collections.abc import Iterator

from examples_common import Example, body, breaks, holds, listing, post, to

S, P = "socialsyncer", "postpeer"
CREATE = {S: "posts § Create Post, Fields", P: "create § Request Body"}

TIMES = (
    ("as in the example", "2026-02-01T14:00:00Z"),
    ("with fractions of a second", "2026-02-01T14:00:00.250Z"),
    ("without seconds", "2026-02-01T14:00Z"),
    ("with an offset", "2026-02-01T14:00:00+02:00"),
    ("with an offset of hours alone", "2026-02-01T14:00:00+02"),
    ("without an offset", "2026-02-01T14:00:00"),
    ("without separators", "20260201T140000Z"),
    ("by week", "2026-W05-7T14:00:00Z"),
    ("leap day", "2028-02-29T14:00:00Z"),
    ("long past", "1999-12-31T23:59:59Z"),
)
NO_TIMES = (
    ("a word", "tomorrow"),
    ("nothing", ""),
    ("seconds since 1970", "1769954400"),
    ("day/month/year", "01/02/2026 14:00"),
    ("an e-mail date", "Sun, 01 Feb 2026 14:00:00 +0000"),
    ("the month 13", "2026-13-01T14:00:00Z"),
    ("the hour 25", "2026-02-01T25:00:00Z"),
    ("the 30th of February", "2026-02-30T14:00:00Z"),
    ("the 29th of February of a short year", "2026-02-29T14:00:00Z"),
    ("the name of a zone", "2026-02-01T14:00:00 UTC"),
    ("a space instead of T", "2026-02-01 14:00:00"),
    ("a date alone", "2026-02-01"),
    ("a space after it", "2026-02-01T14:00:00Z "),
    ("Arabic digits", "٢٠٢٦-٠٢-٠١T14:00:00Z"),
)
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "US/Eastern", "Etc/GMT+2", "EST")
NO_ZONES = (
    ("nothing", ""),
    ("no place on earth", "Mars/Phobos"),
    ("a city without its area", "New York"),
    ("an offset", "+02:00"),
    ("an abbreviation that is no zone", "PST"),
    ("a name of Windows", "Pacific Standard Time"),
    ("a space after it", "America/New_York "),
    ("no zone but a file of the database", "tzdata.zi"),
    ("the database's placeholder", "Factory"),
)


def scheduled() -> Iterator[Example]:
    """scheduledFor is a date and time; whether it has passed is another question."""
    for vendor, source in CREATE.items():
        name = "createPost/scheduled-for-time"
        for says, text in TIMES:
            request = post(to("twitter"), publishNow=False, scheduledFor=text)
            yield holds(vendor, name, says, source, request)
        for says, text in NO_TIMES:
            request = post(to("twitter"), publishNow=False, scheduledFor=text)
            yield breaks(vendor, name, says, source, request, body("scheduledFor"))
    null = post(to("twitter"), scheduledFor=None)
    yield holds(S, "createPost/scheduled-for-time", "null", "posts § Create Post", null)


def dates() -> Iterator[Example]:
    """The bounds of a listing are dates, and may have a time."""
    source = "posts § List Posts"
    for parameter, name in (("fromDate", "listPosts/from-date"), ("toDate", "listPosts/to-date")):
        for says, text in (*TIMES, ("a date alone", "2026-02-01"), ("a date by week", "2026-W05-7")):
            yield holds(S, name, says, source, listing(**{parameter: text}))
        for says, text in NO_TIMES:
            if says != "a date alone":
                request = listing(**{parameter: text})
                yield breaks(S, name, says, source, request, ("query", parameter))


def zones() -> Iterator[Example]:
    """A zone is spelt as IANA spells it."""
    for vendor, source in CREATE.items():
        name = "createPost/zone-name"
        for zone in ZONES:
            yield holds(vendor, name, zone, source, post(to("twitter"), timezone=zone))
        for says, zone in NO_ZONES:
            request = post(to("twitter"), timezone=zone)
            yield breaks(vendor, name, says, source, request, body("timezone"))


EXAMPLES = (*scheduled(), *dates(), *zones())
