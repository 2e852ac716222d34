"""How a value fails to fit a definition of the vocabulary's schema, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import did_you_mean
from .vocabulary_schema import DEFS, definition, validator
from .wording import kind_of, listed, quoted

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One way in which a value does not fit: where in the value, what is wrong, what to do."""

    path: tuple[str | int, ...]
    problem: str
    advice: str


def mismatches(name: str, value: Any) -> Iterator[Mismatch]:
    """How a value fails to fit one of the schema's definitions; unknown keys come first."""
    errors = list(validator(name).iter_errors(value))
    errors.sort(key=lambda error: error.validator != "additionalProperties")
    yield from dict.fromkeys(found for error in errors for found in _found(error))


def unknown_key(path: tuple[str | int, ...], key: str, known: Iterable[str]) -> Mismatch:
    """A key that may not stand where it does, and those that may."""
    advice = did_you_mean(key, known, f"Keys that may stand here: {listed(known)}.")
    return Mismatch((*path, key), f'unknown key "{key}"', advice)


def _found(error: ValidationError) -> Iterator[Mismatch]:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield _bad_name(path, str(error.instance), error.schema)
        return
    rule = str(error.validator)
    yield from _in_words(path, rule, error.instance, error.validator_value, error.schema)


def _in_words(
    path: tuple[str | int, ...], rule: str, value: Any, wanted: Any, declared: Any
) -> Iterator[Mismatch]:
    if rule == "additionalProperties":
        known = declared["properties"]
        yield from (unknown_key(path, key, known) for key in value if key not in known)
    elif rule == "required":
        for key in wanted:
            if key not in value:
                yield Mismatch(path, f'"{key}" is missing', _meaning(declared["properties"][key]))
    elif rule == "anyOf":
        choices = " or ".join(quoted(choice["required"][0]) for choice in wanted)
        yield Mismatch(path, f"{choices} is missing", declared["description"])
    elif rule == "enum":
        advice = "Choose one of them."
        if isinstance(value, str):
            advice = did_you_mean(value, wanted, advice)
        yield Mismatch(path, f"{kind_of(value)} is not one of {listed(wanted)}", advice)
    elif rule == "type":
        types = [wanted] if isinstance(wanted, str) else wanted
        words = " or ".join(_TYPES[name] for name in types)
        problem = f"{kind_of(value)} stands where {words} belongs"
        yield Mismatch(path, problem, _how_to_write(declared))
    else:
        yield Mismatch(path, _out_of_bounds(rule, value, wanted, declared), _how_to_write(declared))


def _bad_name(path: tuple[str | int, ...], key: str, declared: Any) -> Mismatch:
    if "enum" in declared:
        return unknown_key(path, key, declared["enum"])
    problem = f"the key {quoted(key)} is not {declared['title']}"
    return Mismatch((*path, key), problem, _how_to_write(declared))


def _out_of_bounds(rule: str, value: Any, wanted: Any, declared: Mapping[str, Any]) -> str:
    if rule == "pattern":
        return f"{kind_of(value)} is not {declared['title']}"
    if rule == "uniqueItems":
        return "an entry stands twice"
    if rule in ("minimum", "maximum"):
        return f"{kind_of(value)} is {'below' if rule == 'minimum' else 'above'} {wanted}"
    return "it is empty" if wanted == 1 else f"fewer than {wanted} entries"  # minItems and the like


def _how_to_write(declared: Mapping[str, Any]) -> str:
    if examples := declared.get("examples"):
        return f"Write it like {' or '.join(quoted(example) for example in examples)}."
    return _meaning(declared)


def _meaning(declared: Mapping[str, Any]) -> str:
    """The schema's own words on what belongs somewhere."""
    while "description" not in declared and "$ref" in declared:
        declared = definition(declared["$ref"].removeprefix(DEFS))
    if "description" in declared:
        return str(declared["description"])
    return f"What belongs here is {declared['title']}." if "title" in declared else "Correct it."
