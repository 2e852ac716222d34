"""The OpenAPI document that the mock serves: the description as the vendor would publish it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...openapi.places import Place, below

if TYPE_CHECKING:
    from ...openapi import Description
    from ...openapi.request import Json


def published(description: Description, address: str) -> Json:
    """The document without postproof's own keys, every `$ref` followed, with this address."""
    document: dict[str, Any] = _plain(description.document, Place.ROOT)
    document["servers"] = [{"url": address}]
    return document


def _plain(value: Any, place: Place) -> Any:
    if isinstance(value, list):
        return [_plain(item, place) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: below(place, key, member) for key, member in value.items()}
    return {
        key: _plain(member, inner[key])
        for key, member in value.items()
        if inner[key] is not Place.VOCABULARY
    }
