"""Finding ids and listings in answers, also where a target shapes them differently.

The shapes are assumed where the documents are silent. What is found elsewhere is taken only when
there is one way to take it; otherwise nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from ...openapi.description import Link

T = TypeVar("T")

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
        listed = _array(payload, container.removesuffix("[]")) or ()
        return [_id([item] if isinstance(item, Mapping) else [], name) for item in listed]
    identifier = _id(_holders(payload), name)
    return [identifier] if identifier is not None else []


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
    return _id([item], link.id or "id")


def _array(payload: Any, name: str) -> Sequence[Any] | None:
    """The one array that an answer carries: by its name, bare, or as the only array there is."""
    if isinstance(payload, list):
        return payload
    holders = _holders(payload)
    named = [holder[name] for holder in holders if isinstance(holder.get(name), list)]
    arrays = [value for holder in holders for value in holder.values() if isinstance(value, list)]
    return _only(named or arrays)


def _holders(payload: Any) -> list[Mapping[str, Any]]:
    """The objects in which to look: the answer, what it wraps, and its only inner object."""
    if not isinstance(payload, Mapping):
        return []
    inner = [payload[name] for name in WRAPPERS if isinstance(payload.get(name), Mapping)]
    objects = [value for value in payload.values() if isinstance(value, Mapping)]
    if not inner and len(objects) == 1:
        inner = objects
    return [payload, *inner]


def _id(holders: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """The one id in these objects: under its name, else under what ids are often called."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    for keys in ((name, snake), ("id", "_id")):
        ids = [identifier for h in holders for key in keys if (identifier := _text(h.get(key)))]
        if ids:
            return _only(list(dict.fromkeys(ids)))
    return None


def _text(value: Any) -> str:
    """An id as text; empty for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _only(candidates: Sequence[T]) -> T | None:
    """The candidate if there is one alone: of several none is guessed."""
    return candidates[0] if len(candidates) == 1 else None
