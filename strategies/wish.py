"""What a request is to be like, and what stands in the way of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from .context import Context

if TYPE_CHECKING:
    from ..openapi import Account, Upload
    from ..openapi.fields import Field
    from ..openapi.request import Json


class Unbuildable(Exception):
    """The world, or the description, lacks what a request needs; the text says what."""


@dataclass(frozen=True)
class Wish:
    """What a valid request is to be like; None or nothing where it does not matter."""

    context: Context = field(default_factory=Context)
    accounts: tuple[Account, ...] = ()
    """The accounts of the targets, in order."""
    items: int | None = None
    """The length of arrays that are no targets."""
    ahead: timedelta | None = None
    """How far from now posts are scheduled."""
    upload: Upload | None = None
    """The file to send."""
    include: frozenset[Field] = frozenset()
    """Optional fields to send where they are used, with whatever holds them."""
    ignored: frozenset[Field] = frozenset()
    """Fields to send also where they are ignored."""
    fixed: tuple[tuple[Field, Json], ...] = ()
    """Fields to send, each with its value."""
