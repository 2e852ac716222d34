"""Which requirements a request breaks, and where."""

import pytest

from postproof.openapi import Request, load, violations
from postproof.openapi.fields import Place
from postproof.openapi.request import ABSENT

from .worlds import WORLD, image, images, to, video

CROSSPOSTIFY = load("crosspostify")


def broken(request: Request) -> dict[str, tuple[Place, ...]]:
    operation = CROSSPOSTIFY.operations[request.operation]
    found = violations(operation, request, WORLD)
    return {violation.requirement.name: violation.places for violation in found}


def post(index: int, name: str) -> Place:
    return "body", "posts", index, name


STRUCTURE: tuple[tuple[Request, dict[str, tuple[Place, ...]]], ...] = (
    (image(to("tiktok")), {}),
    (Request("createImagePost"), {"body/required": (("body",),)}),
    (Request("createImagePost", body=None), {"body/type": (("body",),)}),
    (Request("createImagePost", body=[]), {"body/type": (("body",),)}),
    (
        Request("createImagePost", body={}),
        {
            "body/mediaId/required": (("body", "mediaId"),),
            "body/posts/required": (("body", "posts"),),
        },
    ),
    (image(), {"body/posts/minItems": (("body", "posts"),)}),
    (image("a", to("tiktok"), None), {"body/posts/*/type": (("body", "posts", 0), ("body", "posts", 2))}),
    (image(to("tiktok"), media=None), {"body/mediaId/type": (("body", "mediaId"),)}),
    (
        image(to("tiktok", caption=5), to("tiktok", caption=ABSENT)),
        {
            "body/posts/*/caption/required": (post(1, "caption"),),
            "body/posts/*/caption/type": (post(0, "caption"),),
        },
    ),
    (
        image(to("tiktok", accountId=ABSENT, caption=ABSENT)),
        {
            "body/posts/*/accountId/required": (post(0, "accountId"),),
            "body/posts/*/caption/required": (post(0, "caption"),),
        },
    ),
    (image(to("pinterest", boardId=7)), {"body/posts/*/boardId/type": (post(0, "boardId"),)}),
    (images(to("tiktok"), media=["img_1", 2]), {"body/mediaIds/*/type": (("body", "mediaIds", 1),)}),
    (images(to("tiktok"), media={}), {"body/mediaIds/type": (("body", "mediaIds"),)}),
    (images(to("tiktok"), media=["img_1"]), {}),
    (
        video(to("tiktok", is_aigc="true", link=1, scheduledFor=1748786400)),
        {
            "body/posts/*/scheduledFor/type": (post(0, "scheduledFor"),),
            "body/posts/*/link/type": (post(0, "link"),),
            "body/posts/*/is_aigc/type": (post(0, "is_aigc"),),
        },
    ),
    (image(to("tiktok", is_aigc="true", link=1, unknown={})), {}),
    (Request("listPosts"), {}),
    (Request("listPosts", query={"limit": 1}), {}),
    (Request("listPosts", query={"limit": 100}), {}),
    (Request("listPosts", query={"limit": 101}), {"query/limit/maximum": (("query", "limit"),)}),
    (Request("listPosts", query={"limit": 0}), {"query/limit/minimum": (("query", "limit"),)}),
    (Request("listPosts", query={"limit": "ten"}), {"query/limit/type": (("query", "limit"),)}),
    (Request("listPosts", query={"status": "DRAFT"}), {"query/status/enum": (("query", "status"),)}),
    (Request("listPosts", query={"unknown": "x"}), {}),
    (
        Request("uploadMedia", body={"type": "image"}),
        {"body/type/enum": (("body", "type"),), "body/media/required": (("body", "media"),)},
    ),
)  # fmt: skip


@pytest.mark.parametrize(("request_", "expected"), STRUCTURE)
def test_structure(request_: Request, expected: dict[str, tuple[Place, ...]]) -> None:
    """Every structural requirement that is broken is told with all its places, no other is."""
    assert broken(request_) == expected


def test_all_at_once() -> None:
    """Ten things that are wrong are ten violations, in the order of the register."""
    request = images(
        to("pinterest", boardId=ABSENT, title="a" * 101),
        to("youtube", scheduledFor="tomorrow"),
        to("tiktok", caption=None, accountId="acc_stranger"),
        media=["img_1", "img_wide", "vid_1", "gone", "img_1", "img_1", "img_1"],
        scheduledDate="now",
    )
    assert broken(request) == {
        "body/posts/*/caption/type": (post(2, "caption"),),
        "supported-platforms": (post(1, "accountId"),),
        "image-cap/pinterest": (("body", "mediaIds"),),
        "same-aspect-ratio": (("body", "mediaIds", 1),),
        "account-exists": (post(2, "accountId"),),
        "media-exists": (("body", "mediaIds", 3),),
        "media-type": (("body", "mediaIds", 2),),
        "board-required": (post(0, "boardId"),),
        "scheduled-for-utc": (post(1, "scheduledFor"),),
        "scheduled-date-utc": (("body", "scheduledDate"),),
        "title-length/pinterest": (post(0, "title"),),
    }
    names = [r.name for r in CROSSPOSTIFY.operations["createImagesPost"].requirements]
    assert [*broken(request)] == sorted(broken(request), key=names.index)
