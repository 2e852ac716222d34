"""JSON Pointers (RFC 6901), also as the fragment of a `$ref`."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote


def pointer(*tokens: str | int) -> str:
    """`pointer("paths", "/post/image")` → `/paths/~1post~1image`."""
    return "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in tokens)


def tokens(pointer: str) -> list[str]:
    """The steps that a JSON Pointer takes; the reverse of `pointer`."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def from_fragment(reference: str) -> str:
    """The pointer that a local reference (`#/components/…`) holds."""
    return unquote(reference.removeprefix("#"))


def step(value: Any, token: str) -> str | int | None:
    """The key or index that `token` means in `value`; None where there is no such member."""
    if isinstance(value, Mapping):
        return token if token in value else None
    if isinstance(value, Sequence) and not isinstance(value, str) and token.isdecimal():
        index = int(token) if len(token) < 10 else len(value)
        return index if index < len(value) else None
    return None
