"""The page about a mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facade import Mock


def page(mock: Mock, address: str) -> str:
    """The page, as one self-contained HTML document."""
    return f"{mock.description.title} {address}"
