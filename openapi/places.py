"""What the members of a place in an OpenAPI document are: keywords, names or plain data.

`properties: {example: …}` names a property, `example: {properties: …}` is data:
only from the root downwards can one tell where `$ref` and `x-` keys mean something.
"""

from enum import Enum, auto
from typing import Any

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})

DATA_KEYS = frozenset({"example", "default", "enum", "const", "security", "value"})
NAME_KEYS = frozenset(
    {
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentRequired",
        "dependentSchemas",
        "encoding",
        "headers",
        "links",
        "mapping",
        "parameters",
        "patternProperties",
        "properties",
        "scopes",
        "variables",
    }
)


class Place(Enum):
    """What stands at a place in the document."""

    ROOT = auto()
    PATHS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    COMPONENTS = auto()
    NODE = auto()  # any other object whose keys are keywords: a schema, a parameter, …
    NAMES = auto()  # keys are names, values are nodes
    RESPONSES = auto()  # keys are status codes, `default` or x- keys; values are nodes
    EXAMPLES = auto()  # keys are names, values are examples
    EXAMPLE = auto()
    VOCABULARY = auto()  # the value of an x- key
    DATA = auto()  # nothing in it has a meaning

    @property
    def has_keywords(self) -> bool:
        """Whether an `x-` key there belongs to the vocabulary."""
        return self not in _WITHOUT_KEYWORDS


_WITHOUT_KEYWORDS = {Place.NAMES, Place.EXAMPLES, Place.EXAMPLE, Place.VOCABULARY, Place.DATA}

_ALWAYS = {
    Place.NAMES: Place.NODE,
    Place.RESPONSES: Place.NODE,
    Place.EXAMPLES: Place.EXAMPLE,
    Place.EXAMPLE: Place.DATA,
    Place.DATA: Place.DATA,
    Place.PATHS: Place.PATH_ITEM,
}


def below(place: Place, key: str, value: Any) -> Place:
    """The place of the member `key` of a mapping at `place`."""
    if place.has_keywords and key.startswith("x-"):
        return Place.VOCABULARY
    if place in _ALWAYS:
        return _ALWAYS[place]
    if place is Place.VOCABULARY:
        return Place.DATA if key == "value" else Place.VOCABULARY
    if place is Place.COMPONENTS:
        return {"examples": Place.EXAMPLES, "pathItems": Place.PATHS}.get(key, Place.NAMES)
    if place is Place.ROOT and key in ("paths", "webhooks"):
        return Place.PATHS
    if place is Place.ROOT and key == "components":
        return Place.COMPONENTS
    if place is Place.PATH_ITEM and key in METHODS:
        return Place.OPERATION
    return _keyword(key, isinstance(value, dict))


def _keyword(key: str, is_mapping: bool) -> Place:
    if key in DATA_KEYS:
        return Place.DATA
    if key == "examples":
        return Place.EXAMPLES if is_mapping else Place.DATA
    if key == "responses":
        return Place.RESPONSES
    return Place.NAMES if is_mapping and key in NAME_KEYS else Place.NODE
