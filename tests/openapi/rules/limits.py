"""Examples of rules about how much: images, characters, bytes, formats."""

from collections.abc import Iterator

from postproof.openapi import Request, Upload

from ..worlds import CREATE, image, images, to, video
from .examples import Example, at, breaks, everywhere, holds

REFERENCE = "api § /post/images, Platform Image Limits"
CAPS = {"instagram": 10, "tiktok": 10, "linkedin": 10, "pinterest": 5, "tumblr": 10, "bluesky": 4}
"""As the API reference lists them."""

TIKTOK = "tiktok § Caption Best Practices"
PINTEREST = "facts § Crosspostify, Pinterest page"
UPLOAD = "api § POST /media"
MB, MIB = 1_000_000, 1_048_576


def caps() -> Iterator[Example]:
    """Every platform's cap, one below and one above, alone and as the second target."""
    for platform, cap in CAPS.items():
        name = f"createImagesPost/image-cap/{platform}"
        below, above = images(to(platform), media=cap - 1), images(to(platform), media=cap + 1)
        yield holds(name, "one image below", REFERENCE, below)
        yield holds(name, "as many images as allowed", REFERENCE, images(to(platform), media=cap))
        yield breaks(name, "one image above", REFERENCE, above, ("body", "mediaIds"))
    bluesky, pinterest = (
        "createImagesPost/image-cap/bluesky",
        "createImagesPost/image-cap/pinterest",
    )
    yield breaks(
        bluesky,
        "five images, the first target allows ten",
        REFERENCE,
        images(to("tiktok"), to("bluesky"), media=5),
        ("body", "mediaIds"),
    )
    yield holds(
        bluesky,
        "four images, the smallest cap of three targets",
        REFERENCE,
        images(to("tiktok"), to("bluesky"), to("pinterest"), media=4),
    )
    yield breaks(
        pinterest,
        "two Pinterest accounts name one broken place",
        REFERENCE,
        images(
            to("pinterest"),
            to("pinterest", accountId="acc_pinterest_2", boardId="board_3"),
            media=6,
        ),
        ("body", "mediaIds"),
    )
    yield breaks(
        "createImagesPost/image-cap/tiktok",
        "eleven images in a slideshow",
        "tiktok § /post/images, TikTok Slideshow Notes",
        images(to("tiktok"), media=11),
        ("body", "mediaIds"),
    )


def texts() -> Iterator[Example]:
    """The lengths of captions and titles, in characters and not in bytes."""
    lengths = (
        *(("tiktok", "caption", 2200, TIKTOK), ("pinterest", "caption", 500, PINTEREST)),
        ("pinterest", "title", 100, PINTEREST),
    )
    for platform, field, most, source in lengths:
        for name in everywhere(f"{field}-length/{platform}"):
            create = CREATE[name.partition("/")[0]]
            for says, text, fits in (
                ("empty", "", True),
                ("one character below", "a" * (most - 1), True),
                ("as long as allowed", "a" * most, True),
                ("emoji count once each", "🎬" * most, True),
                ("one character above", "a" * (most + 1), False),
                ("one emoji above", "🎬" * (most + 1), False),
            ):
                request = create(to("instagram"), to(platform, **{field: text}))
                places = () if fits else (at(1, field),)
                yield Example(name, says, source, request, places)
    yield holds(
        "createImagePost/caption-length/pinterest",
        "500 characters are Pinterest's limit and not TikTok's",
        PINTEREST,
        image(to("pinterest"), to("tiktok", caption="a" * 501)),
    )
    yield holds(
        "createVideoPost/title-length/pinterest",
        "no limit for a title on YouTube",
        PINTEREST,
        video(to("pinterest"), to("youtube", title="a" * 101)),
    )
    yield breaks(
        "createImagesPost/caption-length/pinterest",
        "two captions too long, one beside them not",
        PINTEREST,
        images(
            to("pinterest", caption="a" * 501),
            to("bluesky", caption="a" * 501),
            to("pinterest", caption="a" * 9000, accountId="acc_pinterest_2", boardId="board_3"),
        ),
        at(0, "caption"),
        at(2, "caption"),
    )


def upload(type: str, size: int, content_type: str = "image/png") -> Request:
    """POST /media with a file of so many bytes."""
    return Request(
        "uploadMedia",
        body={"type": type, "media": Upload("file", content_type, size, "image", 9, 9)},
    )


def sizes() -> Iterator[Example]:
    """A megabyte is a million bytes or 2**20: between the two readings nothing is decided."""
    for type_, limit in (("IMAGE", 100), ("VIDEO", 500)):
        name = f"uploadMedia/file-size/{type_.lower()}"
        yield holds(name, "a small file", UPLOAD, upload(type_, 1))
        for size in (limit * MB - 1, limit * MB, limit * MB + 1, limit * MIB):
            yield holds(name, f"{size:,} bytes", UPLOAD, upload(type_, size))
        for size in (limit * MIB + 1, 10 * limit * MIB):
            request = upload(type_, size)
            yield breaks(name, f"{size:,} bytes", UPLOAD, request, ("body", "media"))
    image_, video_ = "uploadMedia/file-size/image", "uploadMedia/file-size/video"
    yield holds(
        video_, "a video is larger than an image may be", UPLOAD, upload("VIDEO", 101 * MIB)
    )
    yield breaks(
        image_,
        "an image as large as a video may be",
        UPLOAD,
        upload("IMAGE", 500 * MB),
        ("body", "media"),
    )
    advice = "tiktok § Image Requirements (a conflict)"
    yield holds(image_, "more than TikTok's 20 MB", advice, upload("IMAGE", 21 * MIB))


def formats() -> Iterator[Example]:
    """Recommended formats; others are not spoken of."""
    rows = (
        ("uploadMedia/format/png", "IMAGE", "image/png", "tiktok § Image Requirements"),
        ("uploadMedia/format/jpeg", "IMAGE", "image/jpeg", "tiktok § Image Requirements"),
        ("uploadMedia/format/mp4", "VIDEO", "video/mp4", "tiktok § Video Requirements"),
    )
    for name, type_, content_type, source in rows:
        yield holds(name, content_type, source, upload(type_, 9, content_type))


EXAMPLES = (*caps(), *texts(), *sizes(), *formats())
