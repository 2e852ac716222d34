"""The mock on a real socket, for clients that are not ours."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from postproof.conformance.mock import Mock
from postproof.conformance.mock.server import address, listening, running
from postproof.openapi import load
from postproof.strategies.files import mp4, png

MIB = 1 << 20


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Mock, str]]:
    mock = Mock(load("crosspostify"))
    with running(mock.app) as url:
        yield mock, url


def test_upload_and_post(served: tuple[Mock, str]) -> None:
    """What is uploaded over a socket can be posted over it."""
    mock, url = served
    with httpx.Client(base_url=url, headers={"X-API-Key": mock.api_key}) as client:
        files = {"media": ("a.png", png(9, 16).read(), "image/png")}
        media = client.post("/media", data={"type": "IMAGE"}, files=files).json()["mediaId"]
        targets = [{"accountId": "acc_tiktok", "caption": "🎬"}]
        created = client.post("/post/image", json={"mediaId": media, "posts": targets})
        listed = client.get("/posts?limit=1").json()["posts"][0]
    assert created.status_code == 200
    assert (listed["postId"], listed["caption"], listed["status"]) == (
        created.json()["posts"][0]["postId"],
        "🎬",
        "PUBLISHED",
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl(served: tuple[Mock, str]) -> None:
    """Curl gets the same answers, and hears of a file that is too large before it sends it."""
    mock, url = served
    key = ["-H", f"X-API-Key: {mock.api_key}"]
    listed = subprocess.run(
        ["curl", "-sS", f"{url}/social-accounts?platform=bluesky", *key],
        capture_output=True,
        check=True,
    )
    refused = subprocess.run(
        [
            *("curl", "-sS", "-w", "\n%{http_code} %{size_upload}", "-X", "POST", "-T", "-"),
            *(f"{url}/media", *key, "-H", "Content-Type: multipart/form-data; boundary=x"),
            *("-H", f"Content-Length: {600 * MIB}", "-H", "Transfer-Encoding:"),
            *("-H", "Expect: 100-continue"),
        ],
        capture_output=True,
        check=True,
        input=b"",
    )
    assert json.loads(listed.stdout)["accounts"][0]["accountId"] == "acc_bluesky"
    *body, figures = refused.stdout.decode().splitlines()
    assert json.loads("".join(body))["requirement"] == "uploadMedia/file-size/video"
    assert figures == "400 0"


def test_large_upload_without_a_key(served: tuple[Mock, str]) -> None:
    """A refusal that came before the body reaches a client that goes on sending it."""
    _, url = served
    video = mp4(64, 48, size=30 * MIB)
    with httpx.Client(base_url=url) as client:
        length = {"Content-Length": str(video.size)}
        assert client.post("/media", content=video.chunks(), headers=length).status_code == 401
        assert client.get("/posts").status_code == 401


def test_client_that_goes_away(served: tuple[Mock, str]) -> None:
    """An upload that breaks off stores nothing, and the next request is answered."""
    mock, url = served
    before = set(mock.state.media)
    parts = httpx.URL(url)
    head = (
        f"POST /media HTTP/1.1\r\nHost: x\r\nX-API-Key: {mock.api_key}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n"
    )
    with socket.create_connection((parts.host, parts.port or 0)) as connection:
        connection.sendall(head.encode())
    with httpx.Client(base_url=url, headers={"X-API-Key": mock.api_key}) as client:
        assert client.get("/media?limit=1").status_code == 200
    assert set(mock.state.media) == before


def test_threads(served: tuple[Mock, str]) -> None:
    """Concurrent clients get posts of their own."""
    mock, url = served
    ids: list[str] = []
    body = {"mediaId": "media_image", "posts": [{"accountId": "acc_tumblr", "caption": "x"}]}

    def create() -> None:
        with httpx.Client(base_url=url, headers={"X-API-Key": mock.api_key}) as client:
            for _ in range(10):
                created: Any = client.post("/post/image", json=body).json()
                ids.append(created["posts"][0]["postId"])

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(ids), len(set(ids))) == (40, 40)


def test_answers_at_once(served: tuple[Mock, str]) -> None:
    """No answer waits for the acknowledgement of the one before (Nagle's algorithm, 40 ms)."""
    mock, url = served
    with httpx.Client(base_url=url, headers={"X-API-Key": mock.api_key}) as client:
        client.get("/social-accounts")
        begin = time.perf_counter()
        for _ in range(50):
            client.get("/social-accounts")
        assert time.perf_counter() - begin < 50 * 0.04


def test_port_is_free_afterwards() -> None:
    """A server that has stopped leaves no thread and no listener behind."""
    mock = Mock(load("crosspostify"))
    threads = threading.active_count()
    with running(mock.app) as url:
        port = httpx.URL(url).port
        assert httpx.get(url).status_code == 200
    assert threading.active_count() == threads
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    with running(mock.app, port=port or 0) as again:
        assert again == url


def test_port_in_use(served: tuple[Mock, str]) -> None:
    """A port that is taken is an error at once."""
    mock, url = served
    with pytest.raises(OSError) as caught, running(mock.app, port=httpx.URL(url).port or 0):  # noqa: PT011 (compared below)
        pass
    assert caught.value.strerror is not None
    assert "Address already in use" in caught.value.strerror


@pytest.mark.parametrize(
    ("host", "reached"),
    (
        ("127.0.0.1", "http://127.0.0.1:"),
        ("0.0.0.0", "http://127.0.0.1:"),
        ("::1", "http://[::1]:"),
    ),
)
def test_address(host: str, reached: str) -> None:
    """The address is one that a client on this machine can use."""
    try:
        listener = listening(host)
    except OSError:
        pytest.skip(f"{host} cannot be listened on here")
    with listener:
        assert address(listener) == f"{reached}{listener.getsockname()[1]}"


def test_imports_nothing_heavy() -> None:
    """A mock is made without the web framework, the server and the client."""
    script = (
        "import sys; from postproof.openapi import load; from postproof.conformance.mock import Mock;"
        "Mock(load('crosspostify'));"
        "print({'starlette', 'uvicorn', 'httpx', 'rich'} & set(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert shown.stdout.decode().strip() == "set()"
