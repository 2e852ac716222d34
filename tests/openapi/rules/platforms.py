"""Examples of rules about platforms: which are supported, and what they need or ignore."""

from collections.abc import Iterator

from postproof.openapi import Request
from postproof.openapi.request import ABSENT

from ..worlds import CREATE, PLATFORMS, image, images, to, video
from .examples import Example, at, breaks, everywhere, holds

SUPPORTED = {
    "createImagePost": (
        *("tiktok", "instagram", "facebook", "linkedin", "pinterest", "tumblr", "bluesky"),
    ),
    "createImagesPost": ("tiktok", "instagram", "linkedin", "pinterest", "tumblr", "bluesky"),
}
"""As the API reference lists them."""
SECTIONS = {
    "createImagePost": "api § /post/image, Platform Support & Notes",
    "createImagesPost": "api § /post/images, Notes",
    "createVideoPost": "api § /post/video, Notes",
}
PARAMETERS = "tiktok § TikTok-Specific Parameters"
PINTEREST = "facts § Crosspostify, Pinterest page"


def supported() -> Iterator[Example]:
    """Every platform of the world on both operations that name theirs."""
    for operation, platforms in SUPPORTED.items():
        name, source = f"{operation}/supported-platforms", SECTIONS[operation]
        for platform in PLATFORMS:
            alone = CREATE[operation](to(platform))
            if platform in platforms:
                yield holds(name, platform, source, alone)
            else:
                second = CREATE[operation](to("tiktok"), to(platform))
                yield breaks(name, platform, source, alone, at(0, "accountId"))
                yield breaks(name, f"{platform} second", source, second, at(1, "accountId"))
    boards = "listPinterestBoards/pinterest-only"
    source = "api § /pinterest-boards/accountId"
    for platform in PLATFORMS:
        request = Request("listPinterestBoards", path={"accountId": f"acc_{platform}"})
        if platform == "pinterest":
            yield holds(boards, platform, source, request)
        else:
            yield breaks(boards, platform, source, request, ("path", "accountId"))


def boards() -> Iterator[Example]:
    """A board is mandatory for every Pinterest account, and for no other."""
    without = to("pinterest", boardId=ABSENT)
    other = to("pinterest", accountId="acc_pinterest_2", boardId=ABSENT)
    for name in everywhere("board-required"):
        operation = name.partition("/")[0]
        create, source = CREATE[operation], SECTIONS[operation]
        yield holds(name, "with a board", source, create(to("pinterest")))
        yield holds(name, "no Pinterest account", source, create(to("tiktok"), to("instagram")))
        yield breaks(name, "without a board", source, create(without), at(0, "boardId"))
        yield breaks(
            name,
            "the second Pinterest account without a board",
            source,
            create(to("pinterest"), to("tiktok"), other),
            at(2, "boardId"),
        )
        yield breaks(
            name,
            "no board at all",
            source,
            create(without, other),
            at(0, "boardId"),
            at(1, "boardId"),
        )


def ignored() -> Iterator[Example]:
    """Fields that are of no use to a platform may be sent to it."""
    everything = {"facebookFirstComment": "First!", "textFormatPresetId": "preset_1"}
    youtube = {"privacy": "public", "categoryId": "22", "tags": ["news"]}
    link, aigc = {"link": "https://example.com/"}, {"is_aigc": True}
    rows = (
        ("title-ignored", "instagram", {"title": "A title"}, None),
        ("title-ignored", "bluesky", {"title": "a" * 101}, None),
        ("board-ignored", "tiktok", {"boardId": "board_1"}, PARAMETERS),
        ("link-ignored", "tiktok", link, PARAMETERS),
        ("first-comment-ignored", "tiktok", everything, PARAMETERS),
        ("first-comment-ignored", "pinterest", everything, PINTEREST),
        ("text-format-ignored", "tiktok", everything, PARAMETERS),
        ("text-format-ignored", "pinterest", everything, PINTEREST),
        ("aigc-ignored", "pinterest", aigc, PINTEREST),
        ("privacy-ignored", "pinterest", youtube, PINTEREST),
        ("category-ignored", "pinterest", youtube, PINTEREST),
        ("tags-ignored", "pinterest", youtube, PINTEREST),
    )
    for short, platform, fields, source in rows:
        for name in everywhere(short):
            operation = name.partition("/")[0]
            says = f"{platform} gets {', '.join(fields)}"
            request = CREATE[operation](to(platform, **fields))
            yield holds(name, says, source or SECTIONS[operation], request)
    for name, request in (
        ("createImagePost/aigc-ignored", image(to("tiktok", **aigc))),
        ("createImagesPost/aigc-ignored", images(to("tiktok", **aigc))),
    ):
        yield holds(name, "a TikTok photo", "tiktok § AI-Generated Content (AIGC)", request)
    yield holds(
        "createVideoPost/link-ignored",
        "a link for YouTube",
        SECTIONS["createVideoPost"],
        video(to("youtube", **link)),
    )


def several() -> Iterator[Example]:
    """One request for several TikTok accounts."""
    for name in everywhere("several-accounts"):
        request = CREATE[name.partition("/")[0]](
            to("tiktok"), to("instagram"), to("tiktok", accountId="acc_tiktok_2")
        )
        yield holds(name, "two TikTok accounts", "tiktok § Introduction", request)


EXAMPLES = (*supported(), *boards(), *ignored(), *several())
