"""Finding ids and listings in answers: as documented, elsewhere, and never by guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.conformance.session import follow
from postproof.openapi.description import Link

POSTS = Link("post", "posts[].postId", each="posts[]")
MEDIA = Link("media", "mediaId")
LISTED = Link("post", "posts[]", id="postId")

ONE = {"postId": "p1"}
TWO = {"postId": "p2"}


@pytest.mark.parametrize(
    ("payload", "link", "ids"),
    (
        ({"posts": [ONE, TWO]}, POSTS, ["p1", "p2"]),
        ([ONE, TWO], POSTS, ["p1", "p2"]),
        ({"data": [ONE]}, POSTS, ["p1"]),
        ({"data": {"posts": [ONE]}}, POSTS, ["p1"]),
        ({"items": [ONE], "count": 1}, POSTS, ["p1"]),
        ({"posts": [{"id": "p1"}, {"_id": "p2"}]}, POSTS, ["p1", "p2"]),
        ({"posts": [{"post_id": "p1"}]}, POSTS, ["p1"]),
        ({"posts": [{"postId": 17}]}, POSTS, ["17"]),
        ({"posts": [{"postId": "p1", "id": "row 9"}]}, POSTS, ["p1"]),
        ({"posts": [{"id": "p1", "_id": "p1"}]}, POSTS, ["p1"]),
        ({"errors": [], "posts": [ONE]}, POSTS, ["p1"]),
        ({"mediaId": "m1"}, MEDIA, ["m1"]),
        ({"data": {"mediaId": "m1"}}, MEDIA, ["m1"]),
        ({"media": {"id": "m1"}}, MEDIA, ["m1"]),
        ({"id": "request 3", "data": {"mediaId": "m1"}}, MEDIA, ["m1"]),
        ({"id": 5}, MEDIA, ["5"]),
    ),
)
def test_found(payload: object, link: Link, ids: list[str]) -> None:
    """Ids are found where they are documented, and where there is one way to take them."""
    assert follow.identifiers(payload, link) == ids


@pytest.mark.parametrize(
    ("payload", "link"),
    (
        (None, POSTS),
        ({}, POSTS),
        ("p1", POSTS),
        ({"posts": {}}, POSTS),
        ({"posts": [ONE, {}]}, POSTS),
        ({"posts": [ONE, "p2"]}, POSTS),
        ({"posts": [{"postId": None}]}, POSTS),
        ({"posts": [{"postId": True}]}, POSTS),
        ({"posts": [{"postId": ""}]}, POSTS),
        ({"posts": [{"id": "p1", "_id": "p2"}]}, POSTS),
        ({"a": [ONE], "b": [TWO]}, POSTS),
        ({"warnings": [], "data": {"items": [ONE]}}, POSTS),
        ({"posts": [ONE], "data": {"posts": [TWO]}}, POSTS),
        ({"id": "request 3", "data": {"id": "m1"}}, MEDIA),
        ({"mediaId": "m1", "data": {"mediaId": "m2"}}, MEDIA),
        ({"a": {"id": "m1"}, "b": {"id": "m2"}}, MEDIA),
        ({"mediaId": ["m1"]}, MEDIA),
        ([{"mediaId": "m1"}], MEDIA),
    ),
)
def test_not_guessed(payload: object, link: Link) -> None:
    """Where there is none, or more than one to choose from, nothing is found."""
    assert follow.identifiers(payload, link) == []


@pytest.mark.parametrize(
    ("payload", "listing"),
    (
        ({"posts": []}, []),
        ({"posts": [ONE]}, [ONE]),
        ([ONE, TWO], [ONE, TWO]),
        ({"results": [ONE], "next": None}, [ONE]),
        ({"response": {"posts": [ONE]}}, [ONE]),
        ({"posts": [ONE, "p2"]}, None),
        ({"posts": "p1"}, None),
        ({"a": [ONE], "b": []}, None),
        ({}, None),
        (3, None),
    ),
)
def test_listings(payload: object, listing: list[object] | None) -> None:
    """A listing is what it is called, the whole answer, or the only array there is."""
    assert follow.items(payload, LISTED) == listing


@pytest.mark.parametrize(
    ("payload", "link", "statuses"),
    (
        (
            {"posts": [{"status": "QUEUED"}, {"status": "scheduled"}]},
            POSTS,
            {"queued", "scheduled"},
        ),
        ({"posts": [{"status": 3}, "x"]}, POSTS, set()),
        ({"data": {"status": "Failed"}}, MEDIA, {"failed"}),
        ({"posts": 1}, POSTS, set()),
        ({"status": "QUEUED"}, None, {"queued"}),
    ),
)
def test_statuses(payload: object, link: Link | None, statuses: set[str]) -> None:
    """Statuses are told in lower case, as far as they are shown."""
    assert follow.statuses(payload, link) == statuses


def test_id_of_an_item() -> None:
    """The id of a listed item has the name that the description gives, or `id`."""
    assert follow.item_id(ONE, LISTED) == "p1"
    assert follow.item_id({"id": 3}, Link("post", "posts[]")) == "3"


NAMES = st.sampled_from(
    ("posts", "postId", "mediaId", "id", "_id", "data", "result", "status", "x")
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from((POSTS, MEDIA)))
def test_any_json(payload: object, link: Link) -> None:
    """Whatever JSON comes, ids are texts that stand in it, and all of them or none."""
    ids, found = follow.identifiers(payload, link), follow.found(payload, link)
    standing = set(_scalars(payload))
    assert {identifier for identifier in ids if identifier not in standing} == set()
    assert ids == ([] if None in found else found)
    assert all(status == status.lower() for status in follow.statuses(payload, link))


@given(JSON)
def test_any_listing(payload: object) -> None:
    """Whatever JSON comes, a listing is an array of objects that stands in it, or none."""
    listing = follow.items(payload, LISTED)
    assert listing is None or any(listing is a or listing == a for a in _arrays(payload))
    for item in listing or ():
        identifier = follow.item_id(item, LISTED)
        assert identifier is None or identifier in set(_scalars(item))


def _scalars(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _scalars(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _scalars(inner)]
    return [str(value)]


def _arrays(value: object) -> list[list[object]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [array for each in inner for array in _arrays(each)]
    return [value, *found] if isinstance(value, list) else found
