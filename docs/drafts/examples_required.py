"""Examples of fields that are required unless something else is given."""

from collections.abc import Iterator

from examples_common import ABSENT, MEDIA, Example, at, body, breaks, holds, post, to

FIELDS = "posts § Create Post, Fields"
ERRORS = "posts § Error Responses"
TARGET = "posts § Platform Target"
S, P = "socialsyncer", "postpeer"

OWN = {"customContent": "Another look."}
OTHER = {"customMedia": MEDIA}


def content() -> Iterator[Example]:
    """Text, media, or a text of each target's own."""
    name = "createPost/content-required"
    rows = (
        ("content alone", post(to("twitter"))),
        ("media alone", post(to("twitter"), content=ABSENT, mediaItems=MEDIA)),
        ("a text of its own for the only target", post(to("twitter", **OWN), content=ABSENT)),
        ("a text of its own for both targets", post(to("twitter", **OWN), to("tiktok", **OWN), content=ABSENT)),
        ("content and everything else", post(to("twitter", **OWN), mediaItems=MEDIA)),
        ("media, and a text for one of two targets", post(to("twitter", **OWN), to("tiktok"), content=ABSENT, mediaItems=MEDIA)),
        ("not said: media of each target's own", post(to("twitter", **OTHER), content=ABSENT)),
        ("not said: a draft without text", post(to("twitter"), content=ABSENT, isDraft=True, publishNow=False)),
        ("not said: a text that is empty", post(to("twitter"), content="")),
    )  # fmt: skip
    for says, request in rows:
        yield holds(S, name, says, FIELDS, request)
    faults = (
        ("nothing at all", post(to("twitter"), content=ABSENT)),
        ("the first of two targets has a text", post(to("twitter", **OWN), to("tiktok"), content=ABSENT)),
        ("the second of two targets has a text", post(to("twitter"), to("tiktok", **OWN), content=ABSENT)),
        ("one of two texts is empty", post(to("twitter", **OWN), to("tiktok", customContent=""), content=ABSENT)),
        ("no media in the list", post(to("twitter"), content=ABSENT, mediaItems=[])),
        ("one of two targets has media of its own", post(to("twitter", **OTHER), to("tiktok"), content=ABSENT)),
        ("scheduled", post(to("twitter"), content=ABSENT, publishNow=False, scheduledFor="2026-02-01T14:00:00Z")),
        ("expressly no draft", post(to("twitter"), content=ABSENT, isDraft=False)),
    )  # fmt: skip
    for says, request in faults:
        source = ERRORS if says == "nothing at all" else FIELDS
        yield breaks(S, name, says, source, request, body("content"))


def platforms() -> Iterator[Example]:
    """Targets, unless it is a draft."""
    name = "createPost/platforms-required"
    yield holds(S, name, "one target", FIELDS, post(to("twitter")))
    draft = {"isDraft": True, "publishNow": False}
    yield holds(S, name, "a draft without", FIELDS, post(platforms=ABSENT, **draft))
    yield holds(S, name, "a draft with an empty list", FIELDS, post(**draft))
    yield holds(S, name, "a draft with a target", FIELDS, post(to("twitter"), **draft))
    for says, request in (
        ("none", post(platforms=ABSENT)),
        ("an empty list", post()),
        ("expressly no draft", post(platforms=ABSENT, isDraft=False)),
        ("scheduled", post(platforms=ABSENT, publishNow=False, scheduledFor="2026-02-01T14:00:00Z")),
    ):  # fmt: skip
        yield breaks(S, name, says, FIELDS, request, body("platforms"))


def media() -> Iterator[Example]:
    """Media for Instagram, whatever stands beside it."""
    name = "createPost/instagram-media"
    for says, request in (
        ("Instagram with media", post(to("instagram"), mediaItems=MEDIA)),
        ("no Instagram, no media", post(to("twitter"), to("tiktok"))),
        ("X and Instagram with media", post(to("twitter"), to("instagram"), mediaItems=MEDIA)),
        ("not said: media of the target's own", post(to("instagram", **OTHER))),
        ("not said: a draft", post(to("instagram"), isDraft=True, publishNow=False)),
    ):
        yield holds(S, name, says, ERRORS, request)
    for says, request in (
        ("Instagram without media", post(to("instagram"))),
        ("Instagram second", post(to("twitter"), to("instagram"))),
        ("an empty list", post(to("instagram"), mediaItems=[])),
        ("media for the other target only", post(to("twitter", **OTHER), to("instagram"))),
        ("a text of its own is no medium", post(to("instagram", **OWN))),
    ):
        yield breaks(S, name, says, ERRORS, request, body("mediaItems"))


def publishing() -> Iterator[Example]:
    """publishNow, unless there is a time."""
    name, source = "createPost/publish-or-schedule", "create § Request Body"
    soon = "2026-02-01T14:00:00Z"
    for says, request in (
        ("at once", post(to("twitter"))),
        ("a time alone", post(to("twitter"), publishNow=ABSENT, scheduledFor=soon)),
        ("a time and publishNow false", post(to("twitter"), publishNow=False, scheduledFor=soon)),
        ("a conflict: both", post(to("twitter"), scheduledFor=soon)),
        ("a conflict: publishNow false alone", post(to("twitter"), publishNow=False)),
    ):
        yield holds(P, name, says, source, request)
    for says, request in (
        ("neither", post(to("twitter"), publishNow=ABSENT)),
        ("a zone without a time", post(to("twitter"), publishNow=ABSENT, timezone="UTC")),
        ("two targets", post(to("twitter"), to("tiktok"), publishNow=ABSENT)),
    ):
        yield breaks(P, name, says, source, request, body("publishNow"))


EXAMPLES = (*content(), *platforms(), *media(), *publishing())
