"""What the mock does with any request, whatever it asks for."""

import json
import logging
from dataclasses import replace

import httpx
import pytest

from postproof.conformance.mock import Mock, Received, Reply
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.mock.steps import Call, Outcome, answer
from postproof.conformance.mock.vendors import VENDORS, Vendor, vendor
from postproof.openapi import Operation, Request, load

JSON = {"Content-Type": "application/json"}
VALID = {"mediaId": "media_image", "posts": [{"accountId": "acc_tumblr", "caption": "x"}]}
OPERATIONS = tuple(load("crosspostify").operations.values())


def keyless(mock: Mock) -> httpx.Client:
    return httpx.Client(transport=InProcessTransport(mock.app), base_url="http://mock")


def test_unknown_path_is_404(client: httpx.Client) -> None:
    """A path that no operation has is answered with 404, and so is a trailing slash."""
    assert [client.get(path).status_code for path in ("/nothing", "/posts/")] == [404, 404]
    assert client.get("/nothing").json() == {
        "error": "There is no /nothing. The document at /openapi.json says what is."
    }


@pytest.mark.parametrize(
    ("path", "allow"),
    (("/posts", "GET"), ("/media", "GET, POST"), ("/posts/post_1", "DELETE")),
)
def test_wrong_method_is_405(client: httpx.Client, path: str, allow: str) -> None:
    """A known path with a method that it does not have is 405, and Allow says what it has."""
    answers = [client.request(method, path) for method in ("PUT", "PATCH", "OPTIONS", "HEAD")]
    assert [(r.status_code, r.headers["Allow"]) for r in answers] == [(405, allow)] * 4


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_key_is_asked_for(mock: Mock, operation: Operation) -> None:
    """Every operation refuses a missing and a wrong key with 401, and names the requirement."""
    method, path, name = operation.method, operation.path, operation.id
    with keyless(mock) as client:
        missing = client.request(method, path)
        wrong = client.request(method, path, headers={"X-API-Key": mock.api_key + "x"})
    assert [(r.status_code, r.json()["requirement"]) for r in (missing, wrong)] == [
        (401, f"{name}/authentication/missing"),
        (401, f"{name}/authentication/wrong"),
    ]


def test_key_comes_before_the_body(mock: Mock) -> None:
    """Without a key nothing of the body is read."""

    def body() -> object:
        raise AssertionError("the body was read")
        yield b""

    with keyless(mock) as client:
        assert client.post("/media", content=body()).status_code == 401  # type: ignore[arg-type]


def test_requirements_are_named(client: httpx.Client) -> None:
    """A refusal tells all broken requirements, structure first, and where the first is broken."""
    posts = [{"accountId": "acc_tumblr", "caption": "x"}, {"accountId": "acc_pinterest"}]
    answer = client.post("/post/image", json={"mediaId": "media_video", "posts": posts})
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "error": "posts[].caption is required. (at /body/posts/1/caption)",
            "requirement": "createImagePost/body/posts/*/caption/required",
            "requirements": [
                "createImagePost/body/posts/*/caption/required",
                "createImagePost/media-type",
                "createImagePost/board-required",
            ],
        },
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "requirement", "status"),
    (
        ("DELETE", "/posts/nope", None, "deletePost/post-exists", 404),
        ("DELETE", "/media/nope", None, "deleteMedia/media-exists", 404),
        ("GET", "/pinterest-boards/nope", None, "listPinterestBoards/account-exists", 404),
        ("GET", "/pinterest-boards/acc_tiktok", None, "listPinterestBoards/pinterest-only", 400),
        ("POST", "/post/image", {**VALID, "mediaId": "nope"}, "createImagePost/media-exists", 404),
        ("GET", "/posts?limit=101", None, "listPosts/query/limit/maximum", 400),
    ),
)
def test_status_of_refusals(
    client: httpx.Client, method: str, path: str, body: object, requirement: str, status: int
) -> None:
    """What does not exist is 404, everything else 400."""
    answer = client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["requirement"]) == (status, requirement)


@pytest.mark.parametrize(
    ("content", "headers"),
    (
        (b"{", JSON),
        (b"\xff", JSON),
        (b"NaN", JSON),
        (b"9" * 5000, JSON),
        (b"null", JSON),
        (b"[" * 100_000, JSON),
        (b"[" * 150 + b"]" * 150, JSON),
        (b'{"mediaId":' * 900 + b"1" + b"}" * 900, JSON),
        (b'{"mediaId": "\\ud800", "posts": [{"accountId": "\\udfff", "caption": ""}]}', JSON),
        (json.dumps(VALID).encode(), {"Content-Type": "text/plain"}),
        (json.dumps(VALID).encode(), {}),
        (b"mediaId=media_image", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"", JSON),
    ),
)
def test_no_body_crashes(client: httpx.Client, content: bytes, headers: dict[str, str]) -> None:
    """What cannot be read, or is not what it should be, is refused with an error text."""
    answer = client.post("/post/image", content=content, headers=headers)
    assert answer.status_code in (400, 404)
    assert isinstance(answer.json()["error"], str)


@pytest.mark.parametrize("caption", ("🎬", "שלום", "a\0b", "\ud800", "x" * 100_000))
def test_odd_text_is_kept(client: httpx.Client, caption: str) -> None:
    """Any text is taken where no limit holds, and comes back as it was sent."""
    body = {"mediaId": "media_image", "posts": [{"accountId": "acc_tumblr", "caption": caption}]}
    assert client.post("/post/image", content=json.dumps(body), headers=JSON).status_code == 200
    assert client.get("/posts?limit=1").json()["posts"][0]["caption"] == caption


@pytest.mark.parametrize("odd", ("%00", "%ff", "%F0%9F%8E%AC", "a%2Fb", "%ed%a0%80"))
def test_odd_paths_and_queries(client: httpx.Client, odd: str) -> None:
    """Odd characters in a path name nothing, in a query they filter."""
    assert client.delete(f"/posts/{odd}").status_code == 404
    assert client.get(f"/posts?platform={odd}").json() == {"posts": []}


def test_repeated_query_parameter(client: httpx.Client) -> None:
    """A parameter that stands twice is no value of its type."""
    assert client.get("/posts?limit=1&limit=2").status_code == 400
    assert client.get("/posts?platform=tiktok&platform=tiktok").status_code in (200, 400)


def test_body_of_a_get_is_left_unread(client: httpx.Client) -> None:
    """A body where none belongs changes nothing."""
    assert client.request("GET", "/posts?limit=1", content=b"{" * 100).status_code == 200


def test_large_body_is_refused_early(client: httpx.Client) -> None:
    """A JSON body beyond ten million bytes is refused: by its length, or when it has come."""
    read = []

    def body() -> object:
        for _ in range(1000):
            read.append(1 << 16)
            yield b" " * (1 << 16)

    told = client.post("/post/image", content=b" " * 10_000_001, headers=JSON)
    untold = client.post("/post/image", content=body(), headers=JSON)  # type: ignore[arg-type]
    assert [told.json(), untold.json()] == [
        {"error": "The body has more than 10,000,000 bytes."}
    ] * 2
    assert sum(read) < 11_000_000


def test_requests_are_remembered(mock: Mock, client: httpx.Client) -> None:
    """The mock knows what it was asked, what that broke, and how it answered."""
    client.get("/posts?limit=0")
    client.get("/nothing?a=b")
    known, unknown = mock.requests
    operation = mock.description.operations["listPosts"]
    assert [violation.requirement.id for violation in known.violations] == [
        "listPosts/query/limit/minimum"
    ]
    assert replace(known, violations=()) == Received(
        mock.state.clock.now(),
        "GET",
        "/posts?limit=0",
        operation,
        Request("listPosts", query={"limit": 0}),
        (),
        400,
    )
    assert (unknown.target, unknown.operation, unknown.request) == ("/nothing?a=b", None, None)
    assert mock.requests.maxlen == 1000


def test_own_failure_is_500(caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the mock itself is answered with 500 and logged with its cause."""

    def fails(request: object, state: object) -> Reply:
        raise ZeroDivisionError

    mock = Mock(load("crosspostify"), vendor_part=Vendor({"listPosts": fails}))
    with keyless(mock) as client, caplog.at_level(logging.ERROR):
        answer = client.get("/posts", headers={"X-API-Key": mock.api_key})
    assert (answer.status_code, answer.json()) == (
        500,
        {"error": "The mock itself failed; its log says more."},
    )
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
        ZeroDivisionError
    ]


def test_steps_can_be_replaced(mock: Mock, client: httpx.Client) -> None:
    """A mock with a defect is one with another step; without an answer it fails."""

    async def teapot(call: Call) -> Outcome:
        return Reply(418, {"path": call.path})

    mock.steps[mock.steps.index(answer)] = teapot
    assert client.get("/posts").json() == {"path": "/posts"}
    mock.steps.clear()
    assert client.get("/posts").status_code == 500


def test_description_without_a_key(mock: Mock) -> None:
    """Where the description has no key, none is asked for."""
    mock.description = replace(mock.description, key=None)
    with keyless(mock) as client:
        assert client.get("/posts").status_code == 200


def test_key_that_is_no_requirement(mock: Mock) -> None:
    """Where no requirement speaks of the key, it is asked for with 401 all the same."""
    operation = replace(mock.description.operations["listPosts"], requirements=())
    mock.description = replace(mock.description, operations={"listPosts": operation})
    with keyless(mock) as client:
        answer = client.get("/posts")
    assert (answer.status_code, answer.json()) == (
        401,
        {"error": "The API key in X-API-Key is missing."},
    )


def test_every_operation_has_a_handler() -> None:
    """Every vendor that can be mocked does something for each of its operations."""
    for name in VENDORS:
        assert set(vendor(name).handlers) == set(load(name).operations)


def test_unknown_vendor() -> None:
    """What cannot be mocked is a KeyError."""
    with pytest.raises(KeyError) as caught:
        vendor("nobody")
    assert caught.value.args == ("nobody",)
