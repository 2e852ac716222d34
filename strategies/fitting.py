"""Values that fit a schema, for fields that name nothing in the world."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..openapi.fields import Field
from . import texts
from .wish import Unbuildable

if TYPE_CHECKING:
    from ..openapi.description import Schema
    from ..openapi.request import Json
    from .choice import Choose


def fitting(field: Field, schema: Schema, choose: Choose, *, longest: bool = False) -> Json:
    """A value that fits; a text is as long as may be with `longest`.

    Raises Unbuildable where only an example in the description could tell what fits.
    """
    if "enum" in schema:
        return choose(schema["enum"])
    if "const" in schema:
        return schema["const"]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind in ("integer", "number"):
        return choose(_numbers(kind, schema))
    if kind == "boolean":
        return choose([False, True])
    if kind == "string":
        text = texts.plain(field.name, schema.get("maxLength"))
        length = schema.get("maxLength") if longest else None
        return fitting_text(field, schema, text, choose, length)
    return {"array": [], "object": {}, "null": None}[kind]


def fitting_text(
    field: Field, schema: Schema, text: str, choose: Choose, length: int | None = None
) -> str:
    """The text where it fits, else an example of the schema; of `length` where one fits.

    Without a length some texts are as short as may be.
    """
    least = schema.get("minLength", 0)
    if "pattern" in schema or "format" in schema:
        fits = _validator(schema).is_valid
        examples = [example for example in _examples(schema) if fits(example)]
        if not examples:
            raise Unbuildable(f"the description gives no example of {field} that fits its schema")
        text = examples[0]
        stretched = text.ljust(length or 0, text[-1:] or "x")
        cut = text[:least]
        longest = stretched if fits(stretched) else text
        shortest = cut if fits(cut) else text
    else:
        text = text.ljust(least, "x")
        longest = text if length is None else texts.of_length(length)
        shortest = text[:least]
    if length is not None:
        return longest
    return choose([text, shortest]) if least and shortest != text else text


def _numbers(kind: str, schema: Schema) -> list[float]:
    """The bounds of a number and what is beside them, in ascending order."""
    least = schema.get("minimum", min(0, schema.get("maximum", 0)))
    most = schema.get("maximum", least + 10)
    if kind == "integer":
        least, most = math.ceil(least), math.floor(most)
    return sorted({least, min(least + 1, most), max(least, most - 1), most})


def _examples(schema: Schema) -> Iterator[str]:
    known = [schema.get("example"), *schema.get("examples", ()), schema.get("default")]
    yield from (example for example in known if isinstance(example, str))


def _validator(schema: Schema) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
