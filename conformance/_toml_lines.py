"""Where a key stands in a TOML file, which tomllib does not tell.

A tolerant search for `[tables]`, `[[lists.of.tables]]` and `key =` at the beginning of lines. What
stands in an inline table is found at the key that holds the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Key = tuple[str | int, ...]
"""The way to a value, such as ("targets", "staging", "accounts", 1, "id")."""

_WORD = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_WORDS = rf"{_WORD}(?:\s*\.\s*{_WORD})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_WORDS})\s*\]")
_ENTRY = re.compile(rf"\s*({_WORDS})\s*=")


def line_of(text: str, key: Key) -> int | None:
    """The line, from 1, of the key, or of the nearest thing around it; None if there is none."""
    lines = dict(_lines(text))
    return next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), None)


def _lines(text: str) -> Iterator[tuple[Key, int]]:
    """Every key with its line; the last of several wins."""
    table: Key = ()
    last: dict[Key, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TABLE.match(line):
            table = ()
            for word in _words(match[2]):
                table = (*table, word)
                if table in last and table != _words(match[2]):
                    table = (*table, last[table])
            if match[1] == "[[":
                last[table] = last.get(table, -1) + 1
                table = (*table, last[table])
            yield table, number
        elif match := _ENTRY.match(line):
            yield (*table, *_words(match[1])), number


def _words(text: str) -> Key:
    return tuple(word.strip("\"'") for word in re.findall(_WORD, text))
