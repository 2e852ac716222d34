"""Finding ids and listings in answers, also where a target shapes them differently.

The shapes are assumed where the documents are silent. What is found elsewhere is taken only when
there is one way to take it; otherwise nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..openapi.description import Link

WRAPPERS = ("data", "result", "response")


def identifiers(payload: Any, link: Link) -> list[str]:
    """The ids of what was created, in the order of the answer; [] when they cannot all be told."""
    ids = found(payload, link)
    known = [identifier for identifier in ids if identifier is not None]
    return known if len(known) == len(ids) else []


def found(payload: Any, link: Link) -> list[str | None]:
    """The id of each thing that was created, None for one without; [] when nothing can be told."""
    container, _, name = link.field.rpartition(".")
    if container.endswith("[]"):
        return [_id(item, name) for item in _array(payload, container.removesuffix("[]")) or ()]
    for holder in _holders(payload):
        identifier = _id(holder, name)
        if identifier is not None:
            return [identifier]
    return []


def statuses(payload: Any, link: Link | None) -> set[str]:
    """The statuses that the answer to a creation shows, in lower case; none where it shows none."""
    container = link.field.rpartition(".")[0] if link is not None else ""
    if container.endswith("[]"):
        holders = list(_array(payload, container.removesuffix("[]")) or ())
    else:
        holders = list(_holders(payload))
    shown = [holder.get("status") for holder in holders if isinstance(holder, Mapping)]
    return {status.lower() for status in shown if isinstance(status, str)}


def items(payload: Any, link: Link) -> list[Mapping[str, Any]] | None:
    """The items of a listing; None when there is no listing, or more than one."""
    listed = _array(payload, link.field.removesuffix("[]"))
    if listed is None or not all(isinstance(item, Mapping) for item in listed):
        return None
    return list(listed)


def item_id(item: Mapping[str, Any], link: Link) -> str | None:
    """The id of a listed item."""
    return _id(item, link.id or "id")


def _array(payload: Any, name: str) -> Sequence[Any] | None:
    """The one array that an answer carries: by its name, bare, or as the only array there is."""
    if isinstance(payload, list):
        return payload
    for holder in _holders(payload):
        if isinstance(holder.get(name), list):
            return holder[name]  # type: ignore[no-any-return]
    for holder in _holders(payload):
        arrays = [value for value in holder.values() if isinstance(value, list)]
        if len(arrays) == 1:
            return arrays[0]
    return None


def _holders(payload: Any) -> list[Mapping[str, Any]]:
    """The objects in which to look: the answer, what it wraps, and its only inner object."""
    if not isinstance(payload, Mapping):
        return []
    inner = [payload[name] for name in WRAPPERS if isinstance(payload.get(name), Mapping)]
    objects = [value for value in payload.values() if isinstance(value, Mapping)]
    if not inner and len(objects) == 1:
        inner = objects
    return [payload, *inner]


def _id(item: Any, name: str) -> str | None:
    if not isinstance(item, Mapping):
        return None
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    for key in (name, snake, "id", "_id"):
        value = item.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None
