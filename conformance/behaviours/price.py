"""What a behaviour costs on an API that keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass

from ..target import Effect


@dataclass(frozen=True, slots=True)
class Price:
    """The keys of shared requests, the operations of own ones, the worst effect, and what is lacking."""

    shared: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    effect: Effect = Effect.READ
    lacks: str | None = None
