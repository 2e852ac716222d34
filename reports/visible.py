"""Text from a stranger, made safe to look at: what cannot be seen is shown as an escape."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls, but not tab and line feed
    "\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, invisible
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "\U000e0000-\U000e007f]"  # tags
)


def visible(text: str) -> str:
    """`text` with every control, bidi control, invisible and lone surrogate shown as an escape.

    Controls below U+0020 become their picture (`␛`), all others `⟨U+202E⟩`. Tab and line feed stay,
    and so do the joiners that emoji and Persian need.
    """
    return _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
