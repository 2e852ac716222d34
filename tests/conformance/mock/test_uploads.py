"""Uploads: what is stored, what is refused, and how little of it is held."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from postproof.conformance.mock import Mock
from postproof.strategies.files import MediaFile, mp4, png

BOUNDARY = "b0undary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
MIB = 1 << 20


class Form:
    """A form with one file, that counts what is read of it."""

    def __init__(self, file: MediaFile, kind: str, *, type_first: bool = True) -> None:
        text = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="type"\r\n\r\n{kind}\r\n'
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="media"; filename="f"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        self._file = file
        self._before = (text + head if type_first else head).encode()
        self._after = f"\r\n{'' if type_first else text}--{BOUNDARY}--\r\n".encode()
        self.size = len(self._before) + file.size + len(self._after)
        self.read = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in ((self._before,), self._file.chunks(), (self._after,)):
            for chunk in part:
                self.read += len(chunk)
                yield chunk


def upload(client: httpx.Client, form: Form, *, tell_length: bool = True) -> httpx.Response:
    length = {"Content-Length": str(form.size)} if tell_length else {}
    return client.post("/media", content=iter(form), headers={**FORM, **length}, timeout=60)


def test_stored_as_it_shows_itself(mock: Mock, client: httpx.Client) -> None:
    """An upload is listed first, with its type, and the mock knows its sides and size."""
    image, video = png(30, 40), mp4(64, 48)
    ids = [
        upload(client, Form(file, kind, type_first=first)).json()["mediaId"]
        for file, kind, first in ((image, "IMAGE", True), (video, "VIDEO", False))
    ]
    listed = client.get("/media?limit=2").json()["media"]
    assert [(entry["mediaId"], entry["type"]) for entry in listed] == [
        (ids[1], "VIDEO"),
        (ids[0], "IMAGE"),
    ]
    stored = [mock.state.media[identifier] for identifier in ids]
    assert [(m.kind, m.width, m.height, m.size) for m in stored] == [
        ("image", 30, 40, image.size),
        ("video", 64, 48, video.size),
    ]


def test_pinterest_compares_what_was_uploaded(client: httpx.Client) -> None:
    """All images of a Pinterest post have the aspect ratio that their bytes show."""
    square, square_2, wide = (
        upload(client, Form(png(*sides), "IMAGE")).json()["mediaId"]
        for sides in ((50, 50), (20, 20), (50, 40))
    )
    target = {"accountId": "acc_pinterest", "boardId": "board_1", "caption": "x"}
    same, other = (
        client.post("/post/images", json={"mediaIds": [square, second], "posts": [target]})
        for second in (square_2, wide)
    )
    assert (same.status_code, other.json()["requirements"]) == (
        200,
        ["createImagesPost/same-aspect-ratio"],
    )


@pytest.mark.parametrize(
    ("data", "files", "requirements"),
    (
        ({"type": "AUDIO"}, {"media": b"x"}, ["uploadMedia/body/type/enum"]),
        ({}, {"media": b"x"}, ["uploadMedia/body/type/required"]),
        ({"type": "IMAGE"}, {"other": b"x"}, ["uploadMedia/body/media/required"]),
        ({"type": "IMAGE", "media": "text"}, {"other": b"x"}, ["uploadMedia/body/media/type"]),
    ),
)
def test_incomplete_forms(
    client: httpx.Client,
    data: dict[str, str],
    files: dict[str, bytes],
    requirements: list[str],
) -> None:
    """A form needs a file and a known type."""
    answer = client.post("/media", data=data, files=files)
    assert (answer.status_code, answer.json()["requirements"]) == (400, requirements)


@pytest.mark.parametrize(
    ("content", "headers"),
    (
        (b"{}", {"Content-Type": "application/json"}),
        (b"x", {"Content-Type": "multipart/form-data"}),
        (b"x", FORM),
        (f"--{BOUNDARY}\r\n\r\n".encode(), FORM),
    ),
)
def test_no_form_at_all(client: httpx.Client, content: bytes, headers: dict[str, str]) -> None:
    """What is no form is refused, and a form that ends too early too."""
    answer = client.post("/media", content=content, headers=headers)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize(
    ("size", "kind", "type_first", "told", "accepted"),
    (
        (100 * MIB, "IMAGE", True, True, True),
        (100 * MIB + 1, "IMAGE", True, True, False),
        (100 * MIB + 1, "IMAGE", True, False, False),
        (100 * MIB + 1, "IMAGE", False, True, False),
        (100 * MIB + 1, "VIDEO", True, True, True),
    ),
)
def test_size_limits(
    client: httpx.Client, size: int, kind: str, type_first: bool, told: bool, accepted: bool
) -> None:
    """An image has at most 100 MB, a video may have more (POST /media)."""
    file = png(8, 8, size=size) if kind == "IMAGE" else mp4(64, 48, size=size)
    answer = upload(client, Form(file, kind, type_first=type_first), tell_length=told)
    expected = {} if accepted else {"requirements": ["uploadMedia/file-size/image"]}
    assert answer.status_code == (200 if accepted else 400)
    assert {k: v for k, v in answer.json().items() if k == "requirements"} == expected


def test_no_limit_to_keep(mock: Mock, client: httpx.Client) -> None:
    """Where the description has no limit for files, none is kept."""
    operation = replace(mock.description.operations["uploadMedia"], requirements=())
    mock.description = replace(mock.description, operations={"uploadMedia": operation})
    assert upload(client, Form(png(8, 8, size=101 * MIB), "IMAGE")).status_code == 200


def test_refused_as_early_as_possible(client: httpx.Client) -> None:
    """Far beyond every limit nothing is read, beyond that of the known type only the beginning."""
    beyond = Form(mp4(64, 48, size=525 * MIB), "VIDEO")
    image = Form(png(8, 8, size=200 * MIB), "IMAGE")
    untold = Form(png(8, 8, size=200 * MIB), "IMAGE")
    answers = [
        upload(client, beyond),
        upload(client, image),
        upload(client, untold, tell_length=False),
    ]
    assert [answer.json()["requirement"] for answer in answers] == [
        "uploadMedia/file-size/video",
        "uploadMedia/file-size/image",
        "uploadMedia/file-size/image",
    ]
    assert [beyond.read, image.read < MIB] == [0, True]
    assert 100 * MIB < untold.read < 102 * MIB


def test_largest_video_is_never_held(mock: Mock, client: httpx.Client) -> None:
    """500 MB are uploaded with less than 4 MB of memory."""
    form = Form(mp4(64, 48, size=500_000_000), "VIDEO")
    client.get("/media")
    tracemalloc.start()
    answer = upload(client, form)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert mock.state.media[answer.json()["mediaId"]].size == 500_000_000
    assert peak < 4 * MIB
