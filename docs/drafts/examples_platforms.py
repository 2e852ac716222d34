"""Examples of rules about platforms that are named beside their accounts."""

from collections.abc import Iterator

from examples_common import Example, at, both, breaks, holds, post, to

S, P = "socialsyncer", "postpeer"
TARGETS = {S: "posts § Platform Target", P: "create § platforms"}
MEDIA = "create § mediaItems"


def own() -> Iterator[Example]:
    """A target names the platform that its account is on."""
    name = "createPost/own-platform"
    swapped = (to("twitter", accountId="acc_linkedin"), to("linkedin", accountId="acc_twitter"))
    yield from both(
        (name, "one", TARGETS, post(to("twitter")), ()),
        (name, "two accounts of one platform", TARGETS, post(to("twitter"), to("twitter", accountId="acc_twitter_2")), ()),
        (name, "another platform", TARGETS, post(to("twitter", accountId="acc_tiktok")), (at(0, "platform"),)),
        (name, "the second target's", TARGETS, post(to("tiktok"), to("twitter", accountId="acc_linkedin")), (at(1, "platform"),)),
        (name, "both swapped", TARGETS, post(*swapped), (at(0, "platform"), at(1, "platform"))),
    )  # fmt: skip
    yield breaks(S, name, "in capitals", TARGETS[S], post(to("twitter", platform="TWITTER")), at(0, "platform"))  # fmt: skip
    yield breaks(S, name, "no platform at all", TARGETS[S], post(to("twitter", platform="x")), at(0, "platform"))  # fmt: skip


def supported() -> Iterator[Example]:
    """Six platforms are on both lists and four on one; the enum refuses any other word."""
    name = "createPost/supported-platforms"
    for platform in ("twitter", "instagram", "youtube", "tiktok", "pinterest", "linkedin"):
        yield holds(P, name, platform, TARGETS[P], post(to(platform)))
    for platform in ("reddit", "bluesky", "facebook", "threads"):
        yield holds(P, name, f"a conflict: {platform}", TARGETS[P], post(to(platform)))


def thumbnails() -> Iterator[Example]:
    """A thumbnail is for YouTube; of others nothing is said."""
    name = "createPost/thumbnail/youtube"
    video = {"type": "video", "url": "https://example.com/video.mp4"}
    shown = {**video, "thumbnail": "https://example.com/image.png"}
    for says, request in (
        ("on YouTube", post(to("youtube"), mediaItems=[shown])),
        ("on the second of two videos", post(to("youtube"), mediaItems=[video, shown])),
        ("not said: beside another platform", post(to("youtube"), to("twitter"), mediaItems=[shown])),
    ):
        yield holds(P, name, says, MEDIA, request)


def accounts() -> Iterator[Example]:
    """A target names an account that is connected."""
    name = "createPost/account-exists"
    stranger = to("twitter", accountId="acc_stranger")
    yield from both(
        (name, "two known accounts", TARGETS, post(to("twitter"), to("tiktok")), ()),
        (name, "an unknown one", TARGETS, post(stranger), (at(0, "accountId"),)),
        (name, "an unknown second", TARGETS, post(to("tiktok"), stranger), (at(1, "accountId"),)),
        (name, "an empty id", TARGETS, post(to("twitter", accountId="")), (at(0, "accountId"),)),
    )


EXAMPLES = (*accounts(), *own(), *supported(), *thumbnails())
