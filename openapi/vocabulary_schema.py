"""The published schema of the `x-` vocabulary.

The schema alone says which keys, kinds and parameters there are: a new one needs no Python.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

DEFS = "#/$defs/"


@cache
def schema() -> Mapping[str, Any]:
    """The published JSON Schema of the vocabulary."""
    text = files(__package__).joinpath("vocabulary.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def definition(name: str) -> Mapping[str, Any]:
    """One of the schema's `$defs`."""
    found: Mapping[str, Any] = schema()["$defs"][name]
    return found


@cache
def keys(place: str) -> Mapping[str, str]:
    """The `x-` keys that may stand at a place, with the names of their definitions."""
    return {
        key: member["$ref"].removeprefix(DEFS)
        for key, member in definition(place)["properties"].items()
        if key.startswith("x-")
    }


@cache
def kinds(family: str) -> tuple[str, ...]:
    """The kinds of a family ("rule" or "behaviour"), in the order of the schema."""
    return tuple(definition(family)["properties"]["kind"]["enum"])


@cache
def validator(name: str) -> Validator:
    """A validator for one of the schema's `$defs`."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema()).evolve(schema=definition(name))
