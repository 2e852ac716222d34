"""Texts for captions and titles."""

from __future__ import annotations

LIVELY = "A first look 🎬 #fyp #new — مرحبا بالعالم, שלום, ok"
"""A text with emoji, hashtags, a dash, and right-to-left words in Arabic and Hebrew."""

_SENTENCE = "The quick brown fox jumps over the lazy dog near the river bank at noon. "


def plain(name: str, most: int | None = None) -> str:
    """A short text in ASCII, no longer than `most` characters."""
    return f"A {name} by postproof."[:most]


def lively(most: int | None = None) -> str:
    """A text with emoji, hashtags and right-to-left words, no longer than `most` characters."""
    return LIVELY[:most]


def of_length(length: int) -> str:
    """A text of exactly so many characters, in ASCII so that every way of counting agrees."""
    text = _SENTENCE * (length // len(_SENTENCE) + 1)
    return (text[: length - 1] + ".") if length else ""
