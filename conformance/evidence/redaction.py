"""Taking the API key out of everything that is shown."""

from __future__ import annotations

import html
import re
from functools import cache

SHOWN = "***"


class Redaction:
    """Replaces a key wherever it stands, in any letter case and however it is escaped.

    Known escapes, for every character by itself: percent-encoding and `+` (RFC 3986, forms), JSON
    (RFC 8259), HTML, a backslash.
    """

    def __init__(self, key: str) -> None:
        self._pattern = _pattern(key) if key else None
        self.longest = 12 * len(key)
        """No occurrence is longer than so many bytes."""

    def text(self, text: str) -> str:
        """The text without the key."""
        return self._pattern.sub(SHOWN, text) if self._pattern else text

    def content(self, content: bytes) -> bytes:
        """The bytes without the key, which may stand there in UTF-8 or Latin-1."""
        return self.text(content.decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        )


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("".join(f"(?:{'|'.join(_spellings(c))})" for c in key), re.IGNORECASE)


def _spellings(character: str) -> list[str]:
    code = ord(character)
    units = character.encode("utf-16-be", "surrogatepass")
    spelled = {
        character,
        "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass")),
        "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)),
        html.escape(character),
    }
    if character == " ":
        spelled.add("+")
    if not character.isalnum():
        spelled.add("\\" + character)
    if 0x80 <= code <= 0xFF:
        spelled |= {f"%{code:02X}", chr(0xDC00 + code)}
    numbers = (rf"&#0*{code};", rf"&#x0*{code:x};")
    return [*(re.escape(text) for text in sorted(spelled, key=len, reverse=True)), *numbers]
