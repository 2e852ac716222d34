"""What becomes of a request by the documents, and whether the gate lets it through.

`schedule` is whether it passes where `effects = "schedule"`; with `publish` everything does, with
`read` nothing but GET. No request in this table publishes by accident: where the documents leave
open what happens, it counts as published.
"""

import sys

from examples_common import ABSENT, MEDIA, WORLD, post, to  # noqa: E402

S, P = "socialsyncer", "postpeer"
T = to("twitter")
NEAR, FAR = "2026-01-15T12:30:00Z", "2026-01-16T12:00:00Z"
NO, YES = False, True

# vendor, what is special, request, fate, passes with effects = schedule
FATES = (
    (S, "as in the first example", post(T), "publish", NO),
    (S, "as in Schedule Post", post(T, publishNow=NO, scheduledFor=FAR), "schedule", YES),
    (S, "with a zone: ten hours are left in the earliest", post(T, publishNow=NO, scheduledFor=FAR, timezone="America/New_York"), "schedule", YES),
    (S, "a draft", post(T, publishNow=NO, isDraft=YES), "draft", YES),
    (S, "a draft without targets", post(platforms=ABSENT, isDraft=YES, publishNow=NO), "draft", YES),
    (S, "a draft with a time far ahead", post(T, publishNow=NO, isDraft=YES, scheduledFor=FAR), "draft", YES),
    (S, "a draft with null for a time", post(T, publishNow=NO, isDraft=YES, scheduledFor=None), "draft", YES),
    (S, "a draft with a time soon", post(T, publishNow=NO, isDraft=YES, scheduledFor=NEAR), "draft", NO),
    (S, "open: a draft to publish now", post(T, isDraft=YES), "publish", NO),
    (S, "open: a draft that is silent on publishNow", post(T, publishNow=ABSENT, isDraft=YES), "draft", NO),
    (S, "open: a time, silent on publishNow", post(T, publishNow=ABSENT, scheduledFor=FAR), "schedule", NO),
    (S, "open: a time and publishNow", post(T, scheduledFor=FAR), "publish", NO),
    (S, "open: neither", post(T, publishNow=ABSENT), "publish", NO),
    (S, "open: publishNow false alone", post(T, publishNow=NO), "publish", NO),
    (S, "open: null for a time", post(T, publishNow=NO, scheduledFor=None), "publish", NO),
    (S, "a time soon", post(T, publishNow=NO, scheduledFor=NEAR), "schedule", NO),
    (S, "a time that has passed", post(T, publishNow=NO, scheduledFor="2026-01-14T12:00:00Z"), "schedule", NO),
    (S, "no time", post(T, publishNow=NO, scheduledFor="tomorrow"), "schedule", NO),
    (S, "no offset, 13 hours ahead by the clock", post(T, publishNow=NO, scheduledFor="2026-01-16T01:00:00"), "schedule", NO),
    (S, "no offset, 16 hours ahead by the clock", post(T, publishNow=NO, scheduledFor="2026-01-16T04:00:00"), "schedule", YES),
    (S, "a fault: publishNow is a text", post(T, publishNow="false", scheduledFor=FAR), "publish", NO),
    (S, "a fault: publishNow is 0", post(T, publishNow=0, scheduledFor=FAR), "publish", NO),
    (S, "a fault: isDraft is a text", post(T, publishNow=NO, isDraft="true"), "publish", NO),
    (S, "a fault: isDraft is a text, and a time", post(T, publishNow=NO, isDraft="true", scheduledFor=FAR), "schedule", YES),
    (S, "a fault: isDraft is 1", post(T, publishNow=NO, isDraft=1), "publish", NO),
    (S, "a fault: no targets", post(platforms=ABSENT), "publish", NO),
    (S, "a fault: no targets, scheduled", post(platforms=ABSENT, publishNow=NO, scheduledFor=FAR), "schedule", YES),
    (S, "a fault: no content, scheduled", post(T, content=ABSENT, publishNow=NO, scheduledFor=FAR), "schedule", YES),
    (S, "a fault: no medium for Instagram, scheduled", post(to("instagram"), publishNow=NO, scheduledFor=FAR), "schedule", YES),
    (P, "as in the first example", post(T, mediaItems=MEDIA), "publish", NO),
    (P, "scheduled: nothing can take it back", post(T, publishNow=ABSENT, scheduledFor=FAR), "schedule", NO),
    (P, "scheduled, publishNow false", post(T, publishNow=NO, scheduledFor=FAR), "schedule", NO),
    (P, "open: a time and publishNow", post(T, scheduledFor=FAR), "publish", NO),
    (P, "a fault: neither", post(T, publishNow=ABSENT), "publish", NO),
    (P, "a fault: no targets", post(platforms=ABSENT), "publish", NO),
    (P, "a fault: an empty list", post(), "publish", NO),
    (P, "a fault: no content, scheduled", post(T, content=ABSENT, publishNow=NO, scheduledFor=FAR), "schedule", NO),
)

if __name__ == "__main__":
    from harmless import Effect, harmless

    from postproof.openapi import load
    from postproof.openapi.fate import fate

    for vendor, says, request, expected, passes in FATES:
        d = load(vendor)
        o = d.operations[request.operation]
        undone = d.deleter("post") is not None
        got = fate(o, request), harmless(o, request, WORLD, Effect.SCHEDULE, undone=undone)
        assert harmless(o, request, WORLD, Effect.PUBLISH, undone=undone)
        assert not harmless(o, request, WORLD, Effect.READ, undone=undone)
        if got != (expected, passes):
            print("WRONG", vendor, says, got)
    print(len(FATES), "fates")
