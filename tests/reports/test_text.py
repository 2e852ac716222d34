"""The words that reports share, and text made visible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.reports import CHECK_KINDS, EFFECTS, LEVELS, VERDICTS, Results, Verdict
from postproof.reports.text import (
    CHECK_MEANINGS,
    EFFECT_MEANINGS,
    LEVEL_MEANINGS,
    MEANINGS,
    Headline,
    counted,
    duration,
    headline,
    size,
)
from postproof.reports.visible import visible

from .miniatures import requirement, results

DIFFERENCES = "Software written by the documentation will meet these differences."


def found(*verdicts: Verdict, complete: bool = True) -> Results:
    return results((requirement(each) for each in verdicts), complete=complete)


@pytest.mark.parametrize(
    ("run", "expected"),
    (
        (
            found("pass", "pass"),
            Headline(
                "All 2 documented promises are kept",
                "Crosspostify API does what its documentation says in all that was checked.",
            ),
        ),
        (
            found("pass", "warn", "not-applicable"),
            Headline(
                "The one documented promise is kept",
                "Crosspostify API does what its documentation says in all that was checked. "
                "It departs from 1 recommendation or assumption, which is not a failure. "
                "1 promise could not apply to this target.",
            ),
        ),
        (
            found("warn", "warn"),
            Headline(
                "No documented promise was checked",
                "Crosspostify API does what its documentation says in all that was checked. "
                "It departs from 2 recommendations or assumptions, which is not a failure.",
            ),
        ),
        (
            found("pass", "fail", "not-applicable"),
            Headline(
                "1 documented promise is broken",
                "Crosspostify API breaks 1 of the 2 promises in its documentation that apply to "
                f"this target. {DIFFERENCES}",
            ),
        ),
        (
            found("fail", "fail", "error", complete=False),
            Headline(
                "2 documented promises are broken",
                "Crosspostify API breaks 2 of the 3 promises in its documentation that apply to "
                f"this target. {DIFFERENCES} The run did not come to its end. "
                "1 documented promise could not be decided.",
            ),
        ),
        (
            found("pass", "error"),
            Headline(
                "The suite went wrong",
                "postproof itself could not judge 1 requirement. That says nothing about "
                "Crosspostify API, and no conclusion can be drawn before it is mended.",
            ),
        ),
        (
            found("pass", "inconclusive", "not-run"),
            Headline(
                "Not everything is decided",
                "No documented promise was seen to be broken. "
                "2 documented promises could not be decided. This is not a pass.",
            ),
        ),
        (
            found("not-run", complete=False),
            Headline(
                "Nothing is decided",
                "The run did not come to its end. "
                "1 documented promise could not be decided. This is not a pass.",
            ),
        ),
    ),
)
def test_headline(run: Results, expected: Headline) -> None:
    """The outcome is told in plain words, and never better than it is."""
    assert expected == headline(run)


def test_every_word_has_a_meaning() -> None:
    """Verdicts, levels, checks and effects are all explained."""
    assert tuple(MEANINGS) == VERDICTS
    assert tuple(LEVEL_MEANINGS) == LEVELS
    assert tuple(CHECK_MEANINGS) == CHECK_KINDS
    assert tuple(EFFECT_MEANINGS) == EFFECTS


def test_numbers_in_words() -> None:
    """Counts, durations and sizes are rounded once, to what a reader needs."""
    assert [counted(number, "promise") for number in (1, 0, 2000)] == [
        "1 promise",
        "0 promises",
        "2,000 promises",
    ]
    assert [duration(seconds) for seconds in (0.42, 12.34, 119.99, 3540, 3600, 75_000)] == [
        "0.42 s",
        "12.3 s",
        "2 min",
        "59 min",
        "1 h 0 min",
        "20 h 50 min",
    ]
    assert [size(number) for number in (1, 999, 1000, 104_911_872, 999_999_999, 2 * 10**12)] == [
        "1 byte",
        "999 bytes",
        "1.0 kB",
        "104.9 MB",
        "1.0 GB",
        "2,000.0 GB",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("tab\tand\nline feed", "tab\tand\nline feed"),
        ("\x1b[31mred", "⟨ESC⟩[31mred"),
        ("\x00\r\x1f\x7f\x9b", "⟨NUL⟩⟨CR⟩⟨US⟩⟨U+007F⟩⟨U+009B⟩"),
        ("user\u202egnp.exe", "user⟨U+202E⟩gnp.exe"),
        (
            "\u2066\u200f\u061c\u200b\ufeff\u2028",
            "⟨U+2066⟩⟨U+200F⟩⟨U+061C⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+2028⟩",
        ),
        ("\ud800\uffff\U000e0041", "⟨U+D800⟩⟨U+FFFF⟩⟨U+E0041⟩"),
        ("👩‍👩‍👧 می‌خواهم é", "👩‍👩‍👧 می‌خواهم é"),
    ),
)
def test_visible(text: str, expected: str) -> None:
    """What cannot be seen is named; what can be seen, emoji and other scripts too, stays."""
    assert expected == visible(text)


@given(st.text(st.characters()))
def test_visible_text_can_be_written(text: str) -> None:
    """Whatever was received, the visible text is UTF-8 and making it visible again is idle."""
    shown = visible(text)
    assert shown == shown.encode().decode() == visible(shown)
