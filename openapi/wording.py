"""Values as messages tell them."""

from collections.abc import Iterable, Mapping
from typing import Any


def kind_of(value: Any) -> str:
    """What a value is, in YAML's words: "a mapping", "the number 5", "nothing"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the text "{short(value)}"'
    return "a mapping" if isinstance(value, Mapping) else "a list"


def short(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= 60 else text[:59] + "…"


def quoted(text: str) -> str:
    """A word of the description in a sentence of ours."""
    return f'"{short(text)}"'


def listed(words: Iterable[str]) -> str:
    """`a, b, c`."""
    return ", ".join(words)
