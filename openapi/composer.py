"""From YAML text to plain values, with the line of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from .errors import DescriptionError
from .pointers import pointer as pointer_of
from .positions import Lines, Positions
from .wording import kind_of, short

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]

DEEPEST = 100
"""Levels of nesting that are read; libyaml's composer overflows the stack far beyond them."""

TAG = "tag:yaml.org,2002:"
TEXT_TAGS = {TAG + name for name in ("str", "timestamp", "merge", "value")}
_constructor = SafeConstructor()
SCALARS = {
    TAG + "null": _constructor.construct_yaml_null,
    TAG + "bool": _constructor.construct_yaml_bool,
    TAG + "int": _constructor.construct_yaml_int,
    TAG + "float": _constructor.construct_yaml_float,
}
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?[eE][-+]?[0-9]+")
SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE
)


@dataclass(frozen=True)
class Composer:
    """Turns the YAML of one file into plain values; raises DescriptionError."""

    file: str
    positions: Positions
    _open: set[int] = field(default_factory=set)
    _done: dict[int, Any] = field(default_factory=dict)

    def compose(self, text: str) -> Any:
        """The one document in `text`; None if there is none."""
        try:
            self._refuse_depth(text)
            node = yaml.compose(text, Loader=Loader)
        except yaml.reader.ReaderError as error:
            before = text.encode()[: error.position]
            raise self._error(
                before.count(b"\n") + 1,
                "",
                f"not YAML: the character U+{int(error.character):04X} is not allowed",
                "Remove it, or write it as an escape in double quotes.",
            ) from None
        except yaml.MarkedYAMLError as error:
            words = ", ".join(part for part in (error.context, error.problem) if part)
            line = None if error.problem_mark is None else error.problem_mark.line + 1
            raise self._error(line, "", f"not YAML: {words}", "Correct the syntax.") from None
        return None if node is None else self._value(node, ())

    def _refuse_depth(self, text: str) -> None:
        depth = 0
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    raise self._error(
                        _line(event),
                        "",
                        f"nested more than {DEEPEST} levels deep",
                        "Move inner parts to components and name them with $ref.",
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1

    def _value(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if id(node) in self._done:
            return self._done[id(node)]
        if id(node) in self._open:
            raise self._error(
                _line(node), pointer_of(*path), "an anchor contains itself", "Write it out once."
            )
        self._open.add(id(node))
        if node.tag == TAG + "map":
            value, lines = self._mapping(node, path)
        elif node.tag == TAG + "seq":
            value, lines = self._sequence(node, path)
        else:
            raise self._unknown_tag(node, path)
        self._open.remove(id(node))
        self.positions.members[id(value)] = lines
        self._done[id(node)] = value
        return value

    def _sequence(self, node: yaml.Node, path: Path) -> tuple[Any, Lines]:
        items = [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return items, {index: _line(item) for index, item in enumerate(node.value)}

    def _mapping(self, node: yaml.Node, path: Path) -> tuple[Any, Lines]:
        merged: dict[str, Any] = {}
        merged_lines: dict[str | int, int] = {}
        own: dict[str, Any] = {}
        lines: dict[str | int, int] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key in lines:
                raise self._error(
                    _line(key_node),
                    pointer_of(*path, key),
                    f'the key "{key}" stands twice, first on line {lines[key]}',
                    "Keep one of the two.",
                )
            lines[key] = _line(key_node)
            value = self._value(value_node, (*path, key))
            if key_node.tag != TAG + "merge":
                own[key] = value
                continue
            for source in self._merge_sources(value, lines[key], path):
                merged = source | merged
                merged_lines = {**self.positions.of(source), **merged_lines}
        if len(own) < len(lines):
            del lines["<<"]
        return merged | own, merged_lines | lines

    def _merge_sources(self, value: Any, line: int, path: Path) -> Iterator[dict[str, Any]]:
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                raise self._error(
                    line,
                    pointer_of(*path, "<<"),
                    f"<< merges {kind_of(source)}, not a mapping",
                    "Let << name a mapping by its anchor, or a list of them.",
                )
            yield source

    def _key(self, node: yaml.Node, path: Path) -> str:
        if isinstance(node, yaml.ScalarNode):
            key = self._scalar(node, path)
            if isinstance(key, str):
                return key
            raise self._error(
                _line(node),
                pointer_of(*path, node.value),
                f"the key {node.value} is read as {kind_of(key)}, and keys are text",
                f'Put it in quotes: "{node.value}".',
            )
        raise self._error(
            _line(node), pointer_of(*path), "a key is a mapping or a list", "Let every key be text."
        )

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        if node.tag in TEXT_TAGS:
            if not node.style and JSON_NUMBER.fullmatch(node.value):
                return float(node.value)  # YAML 1.1 takes 1e3 for text
            return node.value
        if node.tag not in SCALARS:
            raise self._unknown_tag(node, path)
        try:
            return SCALARS[node.tag](node)
        except (ValueError, LookupError, ArithmeticError):
            kind = node.tag.removeprefix(TAG)
            raise self._error(
                _line(node),
                pointer_of(*path),
                f'"{short(node.value)}" cannot be read as {kind}',
                "Correct it, or put it in quotes if it is text.",
            ) from None

    def _unknown_tag(self, node: yaml.Node, path: Path) -> DescriptionError:
        tag = node.tag.replace(TAG, "!!")
        return self._error(
            _line(node),
            pointer_of(*path),
            f'the tag "{tag}" is not used in descriptions',
            "Remove the tag; plain values are enough.",
        )

    def _error(self, line: int | None, pointer: str, problem: str, advice: str) -> DescriptionError:
        return DescriptionError(self.file, line, pointer, problem, advice)


def join_surrogates(text: str) -> str:
    r"""JSON's pairs of `\ud83c\udfac` as the one `\U0001f3ac` that YAML knows."""

    def joined(match: re.Match[str]) -> str:
        high, low = int(match[2], 16) - 0xD800, int(match[3], 16) - 0xDC00
        return f"{match[1]}\\U{0x10000 + (high << 10) + low:08x}"

    return SURROGATES.sub(joined, text)


def _line(node: Any) -> int:
    """The line of a node or an event; PyYAML counts from 0."""
    line: int = node.start_mark.line
    return line + 1
