"""Field paths, and the places that they name in a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.openapi import Request
from postproof.openapi.fields import (
    EACH,
    LOCATIONS,
    Field,
    field_of,
    pointer,
    removed,
    replaced,
)
from postproof.openapi.request import request_from_parts

from .worlds import images, to

names = st.text("abcX_-", min_size=1).filter(lambda name: name not in LOCATIONS)
words = st.lists(st.tuples(names, st.booleans()), min_size=1, max_size=4)


@given(words=words, location=st.sampled_from(("", "path.", "query.", "header.")))
def test_read_as_written(words: list[tuple[str, bool]], location: str) -> None:
    """A field is shown as it was read."""
    text = location + ".".join(name + EACH * each for name, each in words)
    assert str(Field.parse(text)) == text


PARSED = (
    ("posts[].boardId", ("body", "posts", "[]", "boardId"), "body/posts/*/boardId", "boardId"),
    ("mediaIds[]", ("body", "mediaIds", "[]"), "body/mediaIds/*", "mediaIds"),
    ("query.limit", ("query", "limit"), "query/limit", "limit"),
    ("path.postId", ("path", "postId"), "path/postId", "postId"),
    ("body", ("body",), "body", "body"),
)


@pytest.mark.parametrize(("text", "segments", "slug", "name"), PARSED)
def test_parts(text: str, segments: tuple[str, ...], slug: str, name: str) -> None:
    """A field has segments, a slug for ids, and a name."""
    field = Field.parse(text)
    assert (field.segments, field.slug, field.name, str(field)) == (segments, slug, name, text)


def test_family() -> None:
    """A field has a parent, children and the array that it stands in."""
    field = Field.parse("posts[].tags[].name")
    assert (str(field.parent), str(field.child("x"))) == ("posts[].tags[]", "posts[].tags[].name.x")
    assert (field.array(), Field.parse("query.limit").array()) == (
        Field.parse("posts[].tags"),
        None,
    )


REQUEST = images(to("tiktok", title="One"), "no object", to("bluesky"), to("tumblr", title=None))


def test_places() -> None:
    """A field has one place for each value that is there; nothing stands where nothing fits."""
    assert list(Field.parse("posts[].title").places(REQUEST)) == [
        (("body", "posts", 0, "title"), "One"),
        (("body", "posts", 3, "title"), None),
    ]
    assert Field.parse("mediaIds[]").values(REQUEST) == ["img_1", "img_2"]
    for nowhere in ("posts.title", "mediaIds[].x", "path.x", "posts[][]", "body.posts[].title.x"):
        assert Field.parse(nowhere).values(REQUEST) == []
    assert Field.parse("posts[]").values(Request("listPosts")) == []


def test_places_point() -> None:
    """A place knows its field and its JSON Pointer."""
    place = ("body", "posts", 0, "a/b~c")
    assert (str(field_of(place)), pointer(place)) == ("posts[].a/b~c", "/body/posts/0/a~1b~0c")


def test_copies() -> None:
    """Replacing and removing make copies, and leave the request as it was."""
    parts = REQUEST.parts()
    one = replaced(parts, ("body", "posts", 0, "title"), "Two")
    assert Field.parse("posts[].title").values(request_from_parts("x", one)) == ["Two", None]
    new = replaced(parts, ("query", "limit"), 5)
    assert request_from_parts("x", new).query == {"limit": 5}
    gone = removed(parts, ("body", "posts", 0, "title"))
    assert Field.parse("posts[].title").values(request_from_parts("x", gone)) == [None]
    fewer = removed(parts, ("body", "mediaIds", 0))
    assert Field.parse("mediaIds[]").values(request_from_parts("x", fewer)) == ["img_2"]
    assert request_from_parts("createImagesPost", REQUEST.parts()) == REQUEST
    assert Field.parse("posts[].title").values(REQUEST) == ["One", None]


def test_body_removed() -> None:
    """A request whose body was removed has none."""
    bare = request_from_parts("x", removed(REQUEST.parts(), ("body",)))
    assert (bare, repr(bare.body)) == (Request("x"), "ABSENT")
