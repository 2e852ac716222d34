"""Between frozen dataclasses and plain JSON values, by the type annotations alone.

Field names are snake_case in Python and camelCase in JSON.
Decoding is strict: an unknown key, a missing key or a value of another type is a `Mismatch`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class Mismatch(Exception):
    """A JSON value is not of the shape that was asked for."""

    pointer: str
    """Where, as a JSON pointer (RFC 6901); the empty string is the whole document."""
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: expected {self.expected}, found {self.found}"


@cache
def json_name(field: str) -> str:
    """`base_url` → `baseUrl`."""
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def names(kind: Any) -> dict[str, str]:
    """The JSON name of each field of a dataclass, by its Python name."""
    return {field.name: json_name(field.name) for field in fields(kind)}


def encode(value: Any) -> Any:
    """The JSON form of a dataclass and everything in it (tuples become lists)."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    kind: Any = type(value)
    return {key: encode(getattr(value, name)) for name, key in names(kind).items()}


def decode(kind: type[T], value: object) -> T:
    """The value of type `kind` that `encode` would turn into `value`; raises `Mismatch`."""
    decoded: T = _decode(kind, value, "")
    return decoded


def _decode(kind: Any, value: Any, at: str) -> Any:
    if is_dataclass(kind):
        return _decode_dataclass(kind, value, at)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        if value is None and NoneType in arguments:
            return None
        return _decode(arguments[0], value, at)
    if origin is Literal:
        if value not in arguments:
            raise Mismatch(at, "one of " + ", ".join(map(repr, arguments)), _kind_of(value))
        return value
    if origin is tuple:
        return _decode_tuple(arguments, value, at)
    if origin is Mapping:
        of_key, of_value = arguments
        return {
            _decode(of_key, key, f"{at}/{key}"): _decode(of_value, item, f"{at}/{key}")
            for key, item in _expect(dict, value, at).items()
        }
    if kind is float and type(value) is int:
        return float(value)
    return _expect(kind, value, at)


def _decode_dataclass(kind: Any, value: Any, at: str) -> Any:
    known, hints = names(kind), _hints(kind)
    found = _expect(dict, value, at)
    for key in found:
        if key not in known.values():
            raise Mismatch(f"{at}/{key}", "only the keys " + ", ".join(known.values()), repr(key))
    for key in known.values():
        if key not in found:
            raise Mismatch(f"{at}/{key}", "a value", "nothing")
    return kind(
        **{name: _decode(hints[name], found[key], f"{at}/{key}") for name, key in known.items()}
    )


def _decode_tuple(arguments: tuple[Any, ...], value: Any, at: str) -> tuple[Any, ...]:
    items = _expect(list, value, at)
    if arguments[-1] is Ellipsis:
        arguments = (arguments[0],) * len(items)
    if len(items) != len(arguments):
        raise Mismatch(at, f"{len(arguments)} items", f"{len(items)} items")
    return tuple(
        _decode(kind, item, f"{at}/{place}")
        for place, (kind, item) in enumerate(zip(arguments, items, strict=True))
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    """`typing.get_type_hints`, which is slow, once per class."""
    return get_type_hints(kind)


def _expect(kind: type, value: Any, at: str) -> Any:
    if type(value) is not kind:
        raise Mismatch(at, kind.__name__, _kind_of(value))
    return value


def _kind_of(value: object) -> str:
    return f"{type(value).__name__} {value!r:.60}"
