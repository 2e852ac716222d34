"""Behaviours in words: the steps that a check takes, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...openapi import Description, Operation, Requirement
    from ...openapi.requirements import Behaviour

Steps = tuple[str, ...]


def of(description: Description, requirement: Requirement, behaviour: Behaviour) -> Steps:
    """The steps of a behaviour; its statement alone where the kind has no words yet."""
    words = KINDS.get(behaviour.kind)
    if words is None:
        return (requirement.statement,)
    operation = description.operation_of(requirement)
    return words(description, operation, behaviour.parameters)


def _filter(description: Description, operation: Operation, told: Mapping[str, Any]) -> Steps:
    del description
    return (
        f"{operation.title}?{told['parameter']}=…, for two values that the suite has caused.",
        f"Every item must show the value that was asked for as its {told['field']}.",
        "Each listing must hold something, or nothing is decided.",
    )


def _page_size(description: Description, operation: Operation, told: Mapping[str, Any]) -> Steps:
    del description
    parameter, default = told["parameter"], told.get("default")
    if default is None:
        return (
            f"{operation.title} without {parameter}, to see that there is more than one item.",
            f"{operation.title}?{parameter}=1 must give one item.",
        )
    return (
        f"{operation.title}?{parameter}={2 * default}, to see that there are more than {default}.",
        f"{operation.title} without {parameter} must give {default}.",
    )


def _deletion(description: Description, operation: Operation, told: Mapping[str, Any]) -> Steps:
    lister = description.operations[told["listing"]].title
    return (
        f"{lister}: two objects that the suite has made itself must be listed.",
        f"{operation.title} deletes one of them.",
        f"{lister}: that one must be gone, and all others of the suite's own still be there.",
    )


KINDS: Mapping[str, Callable[[Description, Operation, Mapping[str, Any]], Steps]] = {
    "filter": _filter,
    "page-size": _page_size,
    "delete-is-effective": _deletion,
}
"""How each kind of behaviour is told."""
