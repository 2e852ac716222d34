"""Crosspostify's answers, by requests written by hand from its documents."""

import httpx
import pytest

from postproof.conformance.mock import Mock
from postproof.openapi import Account, load

SCHEDULED = "2030-05-18T10:00:00Z"


def post(client: httpx.Client, *targets: dict[str, object], **body: object) -> httpx.Response:
    full = {"mediaId": "media_image", **body, "posts": [{"caption": "x", **t} for t in targets]}
    return client.post("/post/image", json=full)


def test_post_with_one_image(client: httpx.Client) -> None:
    """Each target gets a post of its own, in the order of the request (/post/image)."""
    answer = post(
        client,
        {"accountId": "acc_tiktok", "scheduledFor": SCHEDULED},
        {"accountId": "acc_pinterest", "boardId": "board_1"},
    )
    ids = [item.pop("postId") for item in answer.json()["posts"]]
    assert len(set(ids)) == 2
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    first, second = (client.get("/posts?limit=2").json()["posts"])[::-1]
    assert [first["postId"], second["postId"]] == ids
    assert [(p["status"], p["scheduledFor"]) for p in (first, second)] == [
        ("SCHEDULED", SCHEDULED),
        ("PUBLISHED", None),
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    (
        ("/post/image", {"mediaId": "media_image"}),
        ("/post/images", {"mediaIds": ["media_image", "media_image_2"]}),
        ("/post/video", {"mediaId": "media_video"}),
    ),
)
def test_answer_to_a_post(client: httpx.Client, path: str, body: dict[str, object]) -> None:
    """A post at once is queued, and the answer says for which account."""
    answer = client.post(path, json={**body, "posts": [{"accountId": "acc_tiktok", "caption": ""}]})
    (item,) = answer.json()["posts"]
    assert (answer.status_code, item) == (
        200,
        {
            "postId": item["postId"],
            "accountId": "acc_tiktok",
            "status": "QUEUED",
            "scheduledFor": None,
        },
    )


def test_own_time_goes_before_that_of_all(client: httpx.Client) -> None:
    """posts[].scheduledFor holds for its post, scheduledDate for the others; both end in Z."""
    answer = post(
        client,
        {"accountId": "acc_tiktok", "scheduledFor": "2030-05-19T10:00Z"},
        {"accountId": "acc_tumblr"},
        scheduledDate="2030-05-20T10:00:00.5Z",
    )
    assert [item["scheduledFor"] for item in answer.json()["posts"]] == [
        "2030-05-19T10:00:00Z",
        "2030-05-20T10:00:00.500000Z",
    ]


@pytest.mark.parametrize(
    ("account", "status"), (("acc_youtube", 400), ("acc_bluesky", 200), ("nobody", 404))
)
def test_platforms_of_an_image(client: httpx.Client, account: str, status: int) -> None:
    """YouTube takes no image, Bluesky does, and an unknown account is not found."""
    assert post(client, {"accountId": account}).status_code == status


@pytest.mark.parametrize(
    ("account", "images", "status"),
    (
        ("acc_bluesky", 4, 200),
        ("acc_bluesky", 5, 400),
        ("acc_pinterest", 5, 200),
        ("acc_pinterest", 6, 400),
        ("acc_tiktok", 10, 200),
        ("acc_tiktok", 11, 400),
    ),
)
def test_image_caps(client: httpx.Client, account: str, images: int, status: int) -> None:
    """Bluesky takes 4 images, Pinterest 5, TikTok 10 (/post/images, Platform Image Limits)."""
    target = {"accountId": account, "caption": "x", "boardId": "board_1"}
    body = {"mediaIds": ["media_image"] * images, "posts": [target]}
    assert client.post("/post/images", json=body).status_code == status


@pytest.mark.parametrize(
    ("target", "requirement"),
    (
        ({"accountId": "acc_pinterest"}, "createImagePost/board-required"),
        ({"accountId": "acc_pinterest", "boardId": "board_3"}, "createImagePost/board-exists"),
        (
            {"accountId": "acc_tumblr", "scheduledFor": "2030-05-18T10:00:00+02:00"},
            "createImagePost/scheduled-for-utc",
        ),
        (
            {"accountId": "acc_tiktok", "scheduledFor": "2030-05-17T12:01:00Z"},
            "createImagePost/schedule-lead",
        ),
        (
            {"accountId": "acc_tiktok", "scheduledFor": "2030-06-30T12:00:00Z"},
            "createImagePost/schedule-horizon",
        ),
        (
            {"accountId": "acc_tiktok", "caption": "x" * 2201},
            "createImagePost/caption-length/tiktok",
        ),
    ),
)
def test_refused_targets(client: httpx.Client, target: dict[str, object], requirement: str) -> None:
    """One wrong target among good ones refuses the whole request, and no post is made."""
    before = client.get("/posts?limit=100").json()
    answer = post(client, {"accountId": "acc_tumblr"}, target)
    assert answer.json()["requirements"] == [requirement]
    assert client.get("/posts?limit=100").json() == before


def test_wrong_sort_of_media(client: httpx.Client) -> None:
    """A video is no image, and an image no video."""
    target = [{"accountId": "acc_tiktok", "caption": "x"}]
    as_image = client.post("/post/image", json={"mediaId": "media_video", "posts": target})
    as_video = client.post("/post/video", json={"mediaId": "media_image", "posts": target})
    assert [as_image.json()["requirements"], as_video.json()["requirements"]] == [
        ["createImagePost/media-type"],
        ["createVideoPost/media-type"],
    ]


def test_accounts(client: httpx.Client) -> None:
    """All accounts are listed, or those of one platform."""
    everywhere = client.get("/social-accounts").json()["accounts"]
    platforms = {account["platform"] for account in everywhere}
    assert len(everywhere) == 10
    assert platforms == {
        *("tiktok", "instagram", "facebook", "linkedin", "pinterest"),
        *("tumblr", "bluesky", "youtube"),
    }
    assert client.get("/social-accounts?platform=tiktok").json() == {
        "accounts": [
            {"accountId": "acc_tiktok", "platform": "tiktok", "name": "TikTok (acc_tiktok)"},
            {"accountId": "acc_tiktok_2", "platform": "tiktok", "name": "TikTok (acc_tiktok_2)"},
        ]
    }


def test_boards(client: httpx.Client) -> None:
    """Each Pinterest account has boards of its own."""
    assert client.get("/pinterest-boards/acc_pinterest_2").json() == {
        "boards": [
            {"boardId": "board_3", "name": "Board 3"},
            {"boardId": "board_4", "name": "Board 4"},
        ]
    }


@pytest.mark.parametrize("what", ("posts", "media"))
def test_pages(client: httpx.Client, what: str) -> None:
    """A page has 50 entries, or as many as limit says, up to 100; the newest come first."""
    default, one, most = (
        client.get(f"/{what}{query}").json()[what] for query in ("", "?limit=1", "?limit=100")
    )
    times = [entry["createdAt"] for entry in most]
    assert (len(default), len(one)) == (50, 1)
    assert 60 <= len(most) < 100
    assert most[:50] == default
    assert times == sorted(times, reverse=True)
    assert client.get(f"/{what}?limit=101").status_code == 400


@pytest.mark.parametrize("status", ("QUEUED", "SCHEDULED", "PUBLISHED", "FAILED"))
def test_status_filter(client: httpx.Client, status: str) -> None:
    """Status leaves only the posts with that status, and all of them."""
    every = client.get("/posts?limit=100").json()["posts"]
    filtered = client.get(f"/posts?limit=100&status={status}").json()["posts"]
    assert filtered == [entry for entry in every if entry["status"] == status]
    assert bool(filtered) == (status != "QUEUED")


def test_platform_and_status_filter(client: httpx.Client) -> None:
    """Filters hold together."""
    every = client.get("/posts?limit=100").json()["posts"]
    both = client.get("/posts?limit=100&status=PUBLISHED&platform=bluesky").json()["posts"]
    assert both == [
        entry for entry in every if (entry["status"], entry["platform"]) == ("PUBLISHED", "bluesky")
    ]
    assert both


@pytest.mark.parametrize("kind", ("IMAGE", "VIDEO"))
def test_media_filter(client: httpx.Client, kind: str) -> None:
    """Type leaves only media of that type, and all of them."""
    every = client.get("/media?limit=100").json()["media"]
    filtered = client.get(f"/media?limit=100&type={kind}").json()["media"]
    assert filtered == [entry for entry in every if entry["type"] == kind]
    assert filtered


def test_examples_work(mock: Mock, client: httpx.Client) -> None:
    """Every example of the description is accepted by a mock with a past."""
    for operation in mock.description.operations.values():
        for example in operation.body.examples.values() if operation.body else ():
            assert client.post(operation.path, json=example).status_code == 200
    assert client.get("/pinterest-boards/acc_pinterest").status_code == 200
    assert client.delete("/posts/post_scheduled").json() == {"success": True}
    assert client.delete("/media/media_image").json() == {"success": True}


def test_no_history_no_accounts() -> None:
    """A mock begins empty on demand, and a past needs accounts for its posts."""
    description = load("crosspostify")
    empty = Mock(description, history=False)
    lonely = Mock(description, accounts=())
    own = Mock(description, accounts=[Account("mine", "tumblr")])
    assert (dict(empty.state.posts), empty.state.media) == ({}, {})
    assert (dict(lonely.state.posts), len(lonely.state.media)) == ({}, 65)
    assert {entry.account for entry in own.state.posts.values()} == {"mine"}
