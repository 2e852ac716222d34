"""Examples of rules about what a request names."""

from collections.abc import Iterator

from postproof.openapi import Request

from ..worlds import CREATE, images, to
from .examples import Example, at, breaks, everywhere, holds

SECTIONS = {
    "createImagePost": "api § /post/image, Request Body",
    "createImagesPost": "api § /post/images, Request Body",
    "createVideoPost": "api § /post/video, Request Body",
}
ERRORS = "api § Errors"
PINTEREST = "facts § Crosspostify, Pinterest page"
RATIO = "createImagesPost/same-aspect-ratio"
NOTES = "api § /post/images, Notes"


def accounts() -> Iterator[Example]:
    """A target names an account that is connected."""
    for name in everywhere("account-exists"):
        operation = name.partition("/")[0]
        create, source = CREATE[operation], SECTIONS[operation]
        stranger = to("tiktok", accountId="acc_stranger")
        yield holds(name, "two known accounts", source, create(to("tiktok"), to("pinterest")))
        yield breaks(name, "an unknown account", source, create(stranger), at(0, "accountId"))
        yield breaks(
            name, "unknown second", source, create(to("tiktok"), stranger), at(1, "accountId")
        )
        empty = create(to("tiktok", accountId=""))
        yield breaks(name, "an empty id", source, empty, at(0, "accountId"))
        upper = create(to("tiktok", accountId="ACC_TIKTOK"))
        yield breaks(name, "another case", source, upper, at(0, "accountId"))
    for known, name, field in (
        ("acc_pinterest", "listPinterestBoards/account-exists", "accountId"),
        ("post_scheduled", "deletePost/post-exists", "postId"),
        ("img_1", "deleteMedia/media-exists", "mediaId"),
        ("vid_1", "deleteMedia/media-exists", "mediaId"),
    ):
        operation = name.partition("/")[0]
        yield holds(name, known, ERRORS, Request(operation, path={field: known}))
        for unknown in ("unknown", f"{known} ", "🎬"):
            request = Request(operation, path={field: unknown})
            yield breaks(name, repr(unknown), ERRORS, request, ("path", field))


def boards() -> Iterator[Example]:
    """A board is one of those of its own target's account."""
    for name in everywhere("board-exists"):
        create = CREATE[name.partition("/")[0]]
        yield holds(name, "its second board", PINTEREST, create(to("pinterest", boardId="board_2")))
        unknown = create(to("pinterest", boardId="board_9"))
        yield breaks(name, "an unknown board", PINTEREST, unknown, at(0, "boardId"))
        foreign = create(to("pinterest"), to("pinterest", boardId="board_3"))
        yield breaks(name, "a board of the other account", PINTEREST, foreign, at(1, "boardId"))
        exchanged = create(
            to("pinterest", boardId="board_3"), to("pinterest", accountId="acc_pinterest_2")
        )
        places = at(0, "boardId"), at(1, "boardId")
        yield breaks(name, "boards exchanged", PINTEREST, exchanged, *places)
        ignored = create(to("tiktok", boardId="board_9"))
        yield holds(name, "TikTok ignores it", "tiktok § TikTok-Specific Parameters", ignored)


def media() -> Iterator[Example]:
    """Media were uploaded, and are images or videos as the operation wants them."""
    wrong = {"createImagePost": "vid_1", "createVideoPost": "img_1"}
    for operation, other in wrong.items():
        create, source = CREATE[operation], SECTIONS[operation]
        exists, sort = f"{operation}/media-exists", f"{operation}/media-type"
        yield holds(exists, "uploaded", source, create(to("tiktok")))
        yield holds(sort, "of the right type", source, create(to("tiktok")))
        unknown = create(to("tiktok"), media="img_999")
        yield breaks(exists, "never uploaded", source, unknown, ("body", "mediaId"))
        empty = create(to("tiktok"), media="")
        yield breaks(exists, "an empty id", source, empty, ("body", "mediaId"))
        swapped = create(to("tiktok"), media=other)
        yield breaks(sort, other, source, swapped, ("body", "mediaId"))
    source = SECTIONS["createImagesPost"]
    exists, sort = "createImagesPost/media-exists", "createImagesPost/media-type"
    yield holds(exists, "two images", source, images(to("tiktok")))
    yield holds(exists, "one image twice", source, images(to("tiktok"), media=["img_1", "img_1"]))
    yield holds(sort, "two images", source, images(to("tiktok")))
    last = images(to("tiktok"), media=["img_1", "img_2", "img_999"])
    yield breaks(exists, "the last was never uploaded", source, last, ("body", "mediaIds", 2))
    both = images(to("tiktok"), media=["x", "img_2", "y"])
    places = ("body", "mediaIds", 0), ("body", "mediaIds", 2)
    yield breaks(exists, "two were never uploaded", source, both, *places)
    middle = images(to("tiktok"), media=["img_1", "vid_1", "img_2"])
    yield breaks(sort, "a video between images", source, middle, ("body", "mediaIds", 1))
    square = images(to("pinterest"), media=["img_1", "vid_square"])
    yield breaks(sort, "a video as square as the images", source, square, ("body", "mediaIds", 1))
    wide = images(to("pinterest"), media=["img_1", "vid_1"])
    yield breaks(sort, "a video of another ratio", source, wide, ("body", "mediaIds", 1))


def ratios() -> Iterator[Example]:
    """For Pinterest all images have one aspect ratio."""
    pin = to("pinterest")
    small = images(pin, media=["img_1", "img_small", "img_2"])
    yield holds(RATIO, "one ratio in two sizes", NOTES, small)
    mixed = images(to("tiktok"), to("instagram"), media=["img_1", "img_wide"])
    yield holds(RATIO, "two ratios, but not for Pinterest", NOTES, mixed)
    wide = images(pin, media=["img_wide", "img_wide"])
    yield holds(RATIO, "both are wide", NOTES, wide)
    unknown = images(pin, media=["img_1", "img_unknown"])
    yield holds(RATIO, "a ratio that is not known", NOTES, unknown)
    last = images(pin, media=["img_1", "img_2", "img_wide"])
    yield breaks(RATIO, "the last is wide", NOTES, last, ("body", "mediaIds", 2))
    first = images(pin, media=["img_wide", "img_1", "img_2"])
    places = ("body", "mediaIds", 1), ("body", "mediaIds", 2)
    yield breaks(RATIO, "the first is wide", NOTES, first, *places)
    nearly = images(pin, media=["img_1", "img_nearly"])
    yield breaks(RATIO, "one pixel higher", NOTES, nearly, ("body", "mediaIds", 1))
    second = images(to("tiktok"), pin, media=["img_1", "img_wide"])
    yield breaks(RATIO, "Pinterest is the second target", NOTES, second, ("body", "mediaIds", 1))


def published() -> Iterator[Example]:
    """Only posts that are not published can be deleted."""
    name, source = "deletePost/not-published", "api § /posts/postId"
    for post in ("post_queued", "post_scheduled", "post_failed"):
        yield holds(name, post, source, Request("deletePost", path={"postId": post}))
    request = Request("deletePost", path={"postId": "post_published"})
    yield breaks(name, "post_published", source, request, ("path", "postId"))


EXAMPLES = (*accounts(), *boards(), *media(), *ratios(), *published())
