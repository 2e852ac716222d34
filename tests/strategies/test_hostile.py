"""Hostile requests: each holds, in its bytes, what it is about."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

import pytest

from postproof.openapi import load
from postproof.openapi.fields import Field
from postproof.openapi.register import ROBUSTNESS, hostile_to
from postproof.openapi.wire import Bytes, Wire
from postproof.strategies import HARDEST, Context, Unbuildable, contexts
from postproof.strategies.hostile import NESTING, TEXTS, hostile, shows, text_field

from .acme import ACME
from .subjects import OPERATIONS, Subject
from .worlds import NO_ACCOUNTS, WORLD

CROSSPOSTIFY = load("crosspostify")
CASES = [
    pytest.param(subject, case, id=f"{subject}-{case}")
    for subject in OPERATIONS
    for case in ROBUSTNESS
    if hostile_to(subject.operation, case)
]


def content(wire: Wire) -> bytes:
    return b"".join(wire.payload.chunks())


def is_json(sent: bytes) -> bool:
    try:
        json.loads(sent)
    except (ValueError, RecursionError):
        return False
    return True


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []


def holds_text(case: str) -> Callable[[Wire], bool]:
    def holds(wire: Wire) -> bool:
        if wire.payload.size:
            return TEXTS[case] in texts_in(json.loads(content(wire)))
        return TEXTS[case] in unquote_plus(wire.target)

    return holds


HOLDS: dict[str, Callable[[Wire], bool]] = {
    **{case: holds_text(case) for case in TEXTS},
    "lone-surrogate": lambda wire: (
        b"\\ud83c postproof" in content(wire)
        and "postproof \ud83c postproof" in texts_in(json.loads(content(wire)))
    ),
    "deep-nesting": lambda wire: b"[" * NESTING + b"]" * NESTING in content(wire),
    "malformed-json": lambda wire: content(wire)[:1] == b"{" and not is_json(content(wire)),
    "wrong-content-type": lambda wire: (
        [v for n, v in wire.headers if n.lower() == "content-type"] == ["text/plain"]
        and wire.payload.size > 0
    ),
    "wrong-method": lambda wire: (wire.method, wire.payload.size) == ("PATCH", 0),
}
"""Whether the bytes of a request hold what a case is about."""


@pytest.mark.parametrize(("subject", "case"), CASES)
def test_bytes_are_as_intended(subject: Subject, case: str) -> None:
    """The case stands in the bytes, in every context."""
    wires = [hostile(subject.operation, case, subject.world, context) for context in contexts()]
    assert {HOLDS[case](wire) for wire in wires} == {True}


@pytest.mark.parametrize("case", ("nul", "long-text"))
def test_texts_are_hard(case: str) -> None:
    """The NUL is escaped as JSON wants it, the long text has 100,000 characters."""
    wire = hostile(CROSSPOSTIFY.operations["createImagePost"], case, WORLD, HARDEST)
    caption = json.loads(content(wire))["posts"][-1]["caption"]
    shown = {"nul": (b"\\u0000" in content(wire), 19), "long-text": (True, 100_000)}[case]
    assert (shown[0], len(caption)) == (True, shown[1])


def test_other_cases_leave_the_request_alone() -> None:
    """A wrong content type is the only thing that is wrong."""
    operation = CROSSPOSTIFY.operations["createImagePost"]
    wire = hostile(operation, "wrong-content-type", WORLD, HARDEST)
    assert is_json(content(wire))


def test_a_wrong_method_names_nothing() -> None:
    """The path of a request with a wrong method names no object of the world."""
    operations = {**CROSSPOSTIFY.operations, **ACME.operations}
    targets = {
        name: hostile(operations[name], "wrong-method", WORLD, HARDEST).target
        for name in ("deletePost", "listPosts", "addNote")
    }
    assert targets == {
        "deletePost": "/posts/postproof-unknown",
        "listPosts": "/posts",
        "addNote": "/folders/postproof-unknown/notes",
    }


def test_another_method_is_wrong_where_patch_is_right() -> None:
    """A PATCH operation is asked with PUT."""
    operation = replace(CROSSPOSTIFY.operations["listPosts"], method="PATCH")
    assert hostile(operation, "wrong-method", WORLD, Context()).method == "PUT"


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    (
        ("emoji", "🎬", True),
        ("emoji", "abc", False),
        ("right-to-left", "שלום", True),
        ("right-to-left", "🎬", False),
        ("nul", "\0", False),
    ),
)
def test_shows(case: str, text: str, expected: bool) -> None:
    """Only emoji and right-to-left text are looked for in what was sent for another reason."""
    assert shows(case, Wire("POST", "/", payload=Bytes(text.encode()))) is expected


def test_shows_nothing_in_large_payloads() -> None:
    """A large payload is not searched."""
    assert not shows("emoji", Wire("POST", "/", payload=Bytes("🎬".encode() * 20_000)))


@pytest.mark.parametrize(
    ("operation", "field"),
    (
        (CROSSPOSTIFY.operations["createImagePost"], "posts[].caption"),
        (ACME.operations["addNote"], "subject"),
        (ACME.operations["addCover"], "picture"),
    ),
)
def test_where_text_is_put(operation: Any, field: str) -> None:
    """Text stands in the first field with the role text, else in any text."""
    assert text_field(operation) == Field.parse(field)


@pytest.mark.parametrize("case", ("emoji", "deep-nesting"))
def test_no_place_for_text(case: str) -> None:
    """An operation without a text is named in the error."""
    bare = CROSSPOSTIFY.operations["listPosts"]
    schema: dict[str, Any] = {
        "properties": {n: {"properties": {}} for n in ("path", "query", "header")}
    }
    with pytest.raises(Unbuildable) as caught:
        hostile(replace(bare, schema=schema), case, NO_ACCOUNTS, Context())
    assert str(caught.value) == "GET /posts has no place for a text"
