"""Delete is effective: what was deleted is gone from the listing, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...openapi import Request
from ...openapi.requirements import Behaviour
from ..finding import Evidence, Finding, told
from ..session.follow import item_id
from ..session.session import NotReached
from ..target import Effect
from .price import Price
from .reading import listing, read

if TYPE_CHECKING:
    from ...openapi import Description, Operation, Requirement
    from ..session.session import Session
    from ..target import Target
    from .reading import Items


PATIENCE = 2.0
"""Seconds to wait before a deletion that is not seen in the listing is called ineffective."""


def price(description: Description, requirement: Requirement, target: Target) -> Price:
    """A listing before and one after; the deletion itself is part of the cleaning up."""
    del target
    assert isinstance(requirement.promise, Behaviour)
    lister = description.operations[requirement.promise.parameters["listing"]]
    return Price(
        (listing(lister, _widest(lister)),), own=((lister.id, ()),), effect=Effect.SCHEDULE
    )


def judge(session: Session, requirement: Requirement) -> Finding:
    """Delete one of the session's own objects between two listings."""
    operation = session.description.operation_of(requirement)
    assert isinstance(requirement.promise, Behaviour)
    assert operation.deletes is not None
    lister = session.description.operations[requirement.promise.parameters["listing"]]
    role = operation.deletes.role
    mine = _own(session, role)
    if len(mine) < 2:
        raise NotReached(f"there are no two {role} objects of the suite's own to delete one of")
    query = _widest(lister)
    before, first = read(session, lister, query)
    present = _present(mine, lister, before)
    if len(present) < 2:  # read before they were made
        before, first = read(session, lister, query, again=True)
        present = _present(mine, lister, before)
    evidence = [Evidence("step", first, "before")]
    if len(present) < 2:
        reason = "The suite's own objects are not on the first page of the listing."
        return Finding("inconclusive", reason, evidence=tuple(evidence))
    gone, kept = present[0], present[1:]
    name = operation.deletes.field.partition(".")[2]
    deletion = session.send(operation, replace(Request(operation.id), path={name: gone}))
    evidence.append(Evidence("step", deletion, f"delete {gone}"))
    if not deletion.accepted:
        reason = f"The deletion was answered with {told(deletion)}."
        return Finding("inconclusive", reason, None, told(deletion), tuple(evidence))
    after, last = read(session, lister, query, again=True)
    evidence.append(Evidence("step", last, "after"))
    left = _ids(lister, after)
    if gone in left:  # it may take a moment to be seen
        session.client.pause(PATIENCE, "a deletion is not seen yet")
        after, last = read(session, lister, query, again=True)
        evidence.append(Evidence("step", last, f"after {PATIENCE:g} s more"))
        left = _ids(lister, after)
    if gone in left:
        reason = "What was deleted is still listed."
        return Finding("fail", reason, f"{gone} gone", f"{gone} listed", tuple(evidence))
    lost = [identifier for identifier in kept if identifier not in left]
    if lost:
        reason = "Something else disappeared with it."
        received = f"{', '.join(lost)} gone too"
        return Finding("fail", reason, "everything else still listed", received, tuple(evidence))
    return Finding("pass", f"{gone} is gone, {len(kept)} others are not.", evidence=tuple(evidence))


def _own(session: Session, role: str) -> list[str]:
    return session.ledger.to_delete()[role]


def _widest(lister: Operation) -> dict[str, object]:
    """The query for the longest page that the documents allow."""
    for field in lister.roles.get("page-size", ()):
        schema = lister.schema_at(field) or {}
        if "maximum" in schema:
            return {field.name: schema["maximum"]}
    return {}


def _present(mine: list[str], lister: Operation, found: Items) -> list[str]:
    listed = _ids(lister, found)
    return [identifier for identifier in mine if identifier in listed]


def _ids(lister: Operation, found: Items) -> list[str | None]:
    assert lister.lists is not None
    return [item_id(item, lister.lists) for item in found]
