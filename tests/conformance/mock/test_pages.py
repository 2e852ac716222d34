"""The document and the page that the mock serves about itself."""

from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest
from openapi_spec_validator import validate

from postproof.conformance.mock import Mock
from postproof.conformance.mock.curl import curl, listing_of_accounts
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.mock.page import page
from postproof.conformance.mock.published import published
from postproof.openapi import Account, load


class Page(HTMLParser):
    """What a browser would find: text, ids, and everything that it would follow or load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = {name: value or "" for name, value in attrs}
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a":
            self.links.append(named["href"])
        elif "href" in named or "src" in named:
            self.loaded.append(named.get("href", "") + named.get("src", ""))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_document_is_valid(client: httpx.Client) -> None:
    """The document is valid OpenAPI, complete, at the mock's own address, without our own keys."""
    document = client.get("/openapi.json").json()
    validate(document)
    assert document["servers"] == [{"url": "http://mock"}]
    assert "x-" not in {key[:2] for key in _keys(document)}
    assert {
        (method.upper(), path) for path, item in document["paths"].items() for method in item
    } == {(o.method, o.path) for o in load("crosspostify").operations.values()}


def _keys(value: object) -> set[str]:
    if isinstance(value, list):
        return {key for item in value for key in _keys(item)}
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in _keys(item)}
    return set()


def test_names_that_begin_like_our_keys_stay() -> None:
    """A property or header whose name begins with x- is no key of ours."""
    description = load("crosspostify")
    schema = {"type": "object", "x-role": "text", "properties": {"x-own": {"type": "string"}}}
    document = {**description.document, "components": {"schemas": {"A": schema}}}
    made = published(replace(description, document=document), "http://x")
    assert made["components"] == {
        "schemas": {"A": {"type": "object", "properties": {"x-own": {"type": "string"}}}}
    }


@pytest.mark.parametrize("path", ("/", "/docs"))
def test_page(mock: Mock, client: httpx.Client, path: str) -> None:
    """The page needs no key, names every operation and requirement once, and loads nothing."""
    with httpx.Client(transport=InProcessTransport(mock.app), base_url="http://mock") as anyone:
        answer = anyone.get(path)
    found = Page(answer.text)
    description = mock.description
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert len(found.ids) == len(set(found.ids))
    assert set(found.ids) == {"accounts", *description.operations, *description.requirements}
    assert {link for link in found.links if link.startswith("#")} == {
        f"#{name}" for name in description.operations
    }
    assert found.loaded == ["data:,"]
    assert "script" not in found.tags
    assert all(r.statement in found.text for r in description.requirements.values())


def test_page_shows_markup_as_text(mock: Mock) -> None:
    """Whatever a description or an address holds shows as text."""
    evil = '<script>alert("1")</script>'
    operation = mock.description.operations["listPosts"]
    requirement = operation.requirements[0]
    source = replace(requirement.source, document=evil, url=f"javascript:{evil}")
    odd = replace(requirement, statement=evil, source=source)
    changed = replace(operation, summary=evil, requirements=(odd,))
    mock.description = replace(
        mock.description, title=evil, key=None, operations={"listPosts": changed}
    )
    mock.state.accounts = {evil: Account(evil, evil, (evil,))}
    found = Page(page(mock, f"http://{evil}"))
    assert "script" not in found.tags
    assert found.text.count(evil) >= 7
    assert not [link for link in found.links if link.startswith("javascript")]


def test_operation_without_fields(mock: Mock) -> None:
    """Where an operation takes nothing, there is no table of fields."""
    bare: dict[str, object] = {part: {"properties": {}} for part in ("path", "query", "header")}
    operation = replace(mock.description.operations["listPosts"], schema={"properties": bare})
    mock.description = replace(mock.description, operations={"listPosts": operation})
    assert "Fields" not in Page(page(mock, "http://x")).text


def test_curl_lines() -> None:
    """Command lines hold the example values of the description."""
    description = load("crosspostify")
    lines = {
        name: curl(description.key, "k'ey", "http://x", description.operations[name])
        for name in ("listPosts", "deletePost", "uploadMedia", "createVideoPost")
    }
    key = """-H 'X-API-Key: k'"'"'ey'"""
    posting = lines.pop("createVideoPost")
    assert lines == {
        "listPosts": f"curl 'http://x/posts?status=SCHEDULED&platform=tiktok&limit=10' {key}",
        "deletePost": f"curl -X DELETE http://x/posts/post_scheduled {key}",
        "uploadMedia": f"curl -X POST http://x/media {key} -F type=IMAGE -F media=@photo.png",
    }
    assert posting.startswith(f"curl -X POST http://x/post/video {key} -H 'Content-Type: ")
    first = listing_of_accounts(description)
    assert curl(None, "", "http://x", first, query=False) == "curl http://x/social-accounts"


def test_vendors_own_path_goes_first(mock: Mock, client: httpx.Client) -> None:
    """A vendor that has an operation at /docs keeps it; other methods go through the steps."""
    assert client.post("/docs").status_code == 404
    operation = replace(mock.description.operations["listPosts"], path="/docs")
    mock.description = replace(mock.description, operations={"listPosts": operation})
    assert list(client.get("/docs").json()) == ["posts"]
