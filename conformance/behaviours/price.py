"""What a behaviour costs on an API that keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..target import Effect

if TYPE_CHECKING:
    from ...openapi import Request
    from ..plan.bill import Send


@dataclass(frozen=True, slots=True)
class Price:
    """The shared requests, own ones (operation, accounts), the worst effect, and what is lacking."""

    shared: tuple[Request, ...] = ()
    own: tuple[Send, ...] = ()
    effect: Effect = Effect.READ
    lacks: str | None = None
