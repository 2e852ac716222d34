"""Declared behaviours: promises that take more than one request, or none that is valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..requirements import Behaviour, Level, requirement_of

if TYPE_CHECKING:
    from ..description import Operation
    from ..requirements import Requirement
    from .provenance import Provenance

ROBUSTNESS = {
    "emoji": "emoji",
    "right-to-left": "right-to-left text",
    "nul": "a NUL character",
    "lone-surrogate": "a lone surrogate",
    "long-text": "100,000 characters",
    "deep-nesting": "deeply nested JSON",
    "malformed-json": "malformed JSON",
    "wrong-content-type": "a wrong content type",
    "wrong-method": "a wrong method",
}
"""The cases of the behaviour kind `robustness`, as statements name them."""


def behaving(
    operation: Operation, declaration: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    """The requirements that one declaration of a behaviour stands for."""
    level = Level(declaration.get("level", provenance.level or Level.MUST))
    source = provenance.cite(declaration.get("source"))
    says, kind = declaration["says"], declaration["kind"]
    parameters = {
        name: value
        for name, value in declaration.items()
        if name not in ("id", "kind", "says", "level", "source")
    }
    variants: dict[str, tuple[str, dict[str, Any]]] = {"": (says, parameters)}
    checks = ("behaves",)
    if kind == "authentication":
        checks = ("rejects",)
        variants = {
            "missing": ("A request without an API key is refused.", {"key": "missing"}),
            "wrong": ("A request with a wrong API key is refused.", {"key": "wrong"}),
        }
        status = declaration["status"]
        variants = {
            name: (f"{text[:-1]} with {status}.", {**more, "status": status})
            for name, (text, more) in variants.items()
        }
    elif kind == "robustness":
        checks = ("survives",)
        variants = {
            case: (f"The API survives {ROBUSTNESS[case]}.", {"case": case})
            for case in declaration["cases"]
            if hostile_to(operation, case)
        }
    for variant, (statement, own) in variants.items():
        name = f"{declaration['id']}/{variant}" if variant else declaration["id"]
        promise = Behaviour(kind, own)
        status = declaration.get("status")
        yield requirement_of(operation, name, level, statement, source, promise, checks, status)


def hostile_to(operation: Operation, case: str) -> bool:
    """Whether a case of robustness can be put to an operation: text needs a place for text."""
    if case == "wrong-method":
        return True
    if case == "wrong-content-type":
        return operation.body is not None
    in_json = operation.body is not None and operation.body.content_type == "application/json"
    if case in ("malformed-json", "deep-nesting", "lone-surrogate", "long-text"):
        return in_json
    return in_json or any(
        child.get("type") == "string" and "enum" not in child
        for location in ("path", "query")
        for child in operation.schema["properties"][location]["properties"].values()
    )
