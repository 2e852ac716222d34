"""What is wrong with a description, as a value: where, what, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class DescriptionError(Exception):
    """A description cannot be used as it stands; compared by value."""

    file: str
    """The file as the user named it."""
    line: int | None
    """The line in that file, from 1; None where the file as a whole is meant."""
    pointer: str
    """The place as a JSON Pointer (RFC 6901) into the file; empty for the whole."""
    problem: str
    """What is wrong with which value, without a full stop."""
    advice: str
    """What to do about it, in whole sentences."""

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        place = f" at {self.pointer}" if self.pointer else ""
        return f"{self.file}{line}{place}: {self.problem}. {self.advice}"

    def __reduce__(self) -> tuple[type["DescriptionError"], tuple[str, int | None, str, str, str]]:
        fields = (self.file, self.line, self.pointer, self.problem, self.advice)
        return (type(self), fields)  # Exception would pickle its args, which are not set


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant to be, if one is near."""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The advice for a word that is not known: the nearest known one, or `otherwise`."""
    near = suggestion(word, known)
    return f'Did you mean "{near}"?' if near else otherwise
