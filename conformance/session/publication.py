"""Waiting until a post of the suite's own is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..behaviours.reading import listing, read
from .follow import item_id
from .session import NotReached

if TYPE_CHECKING:
    from ...openapi import Description, Operation, Request
    from .session import Session

WAITS = (2.0, 5.0, 15.0, 30.0)
"""How long to wait before looking again, in seconds."""


def await_published(session: Session) -> None:
    """Look at the listing of published posts until one of the session's own is there.

    Raises NotReached when none appears in time, or nothing was posted that could.
    """
    if any(post.status == "published" for post in session.ledger.posts.values()):
        return
    queued = [post.id for post in session.ledger.posts.values() if post.status == "queued"]
    lister = session.description.lister("post")
    if lister is None or not queued:
        raise NotReached("no post of the suite's own was sent out at once")
    assert lister.lists is not None
    for wait in (0.0, *WAITS):
        if wait:
            session.client.pause(wait, "a post of the suite's own is to be published")
        found, _ = read(session, lister, _query(lister), again=bool(wait))
        for item in found:
            identifier = item_id(item, lister.lists)
            if identifier in queued:
                session.ledger.published(str(identifier))
                return
    raise NotReached("no post of the suite's own was published in time")


def look(description: Description) -> tuple[Operation, Request] | None:
    """The request that looks for published posts; None where none can."""
    lister = description.lister("post")
    return (lister, listing(lister, _query(lister))) if lister is not None else None


def _query(lister: Operation) -> dict[str, object]:
    return {
        field.name: value
        for field in lister.roles.get("status", ())
        for value in (lister.schema_at(field) or {}).get("enum", ())
        if value.lower() == "published"
    }
