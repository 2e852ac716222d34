"""Behaviours: promises that take requests of their own to see, one small module for each kind.

Each module has `price(...)`, the requests that the scenario sends to an API that keeps the promise,
and `judge(...)`, which drives the API through the session and looks at the exchanges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from . import deletion, filters, page_size

if TYPE_CHECKING:
    from ...openapi import Description, Requirement
    from ..finding import Finding
    from ..session.session import Session
    from ..target import Target
    from .price import Price


class Kind(Protocol):
    """One kind of behaviour."""

    def price(
        self, description: Description, requirement: Requirement, target: Target
    ) -> Price: ...

    def judge(self, session: Session, requirement: Requirement) -> Finding: ...


KINDS: dict[str, Kind] = {
    "filter": filters,
    "page-size": page_size,
    "delete-is-effective": deletion,
}
"""The kinds by the names that descriptions use; `authentication` and `robustness` have checks."""

__all__ = ["KINDS", "Kind"]
