"""Examples of rules about the post that a request names."""

from collections.abc import Iterator

from examples_common import ABSENT, Example, Request, breaks, edit, holds

S = "socialsyncer"
EDIT = "posts § Edit Published Tweet"
GONE = "errors § Status codes"
POST = ("path", "postId")


def edits() -> Iterator[Example]:
    """A published tweet of a paying account, for an hour."""
    rows = (
        ("tweet-only", ("tweet", "tweet_beside", "tweet_partial"), ("photo",)),
        ("published-only", ("tweet", "tweet_partial"), ("scheduled", "draft", "failed", "queued")),
        ("premium-only", ("tweet", "tweet_beside"), ("tweet_free",)),
        ("edit-window", ("tweet", "tweet_59", "tweet_60", "tweet_65"), ("tweet_66", "tweet_old")),
    )
    for short, kept, broken in rows:
        name = f"editPost/{short}"
        for post in kept:
            yield holds(S, name, post, EDIT, edit(post))
        for post in broken:
            yield breaks(S, name, post, EDIT, edit(post), POST)


def unknown() -> Iterator[Example]:
    """An unknown post is not there to be read, deleted, edited or retried."""
    for operation in ("getPost", "deletePost", "retryPost", "editPost"):
        name = f"{operation}/post-exists"
        body = {"content": "A second look."} if operation == "editPost" else ABSENT

        def to(post: str) -> Request:
            return Request(operation, path={"postId": post}, body=body)  # noqa: B023

        yield holds(S, name, "a known one", GONE, to("tweet"))
        for post in ("unknown", "tweet ", "🎬"):
            yield breaks(S, name, repr(post), GONE, to(post), POST)


EXAMPLES = (*edits(), *unknown())
