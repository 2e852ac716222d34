"""What every check is: a question with its price and its worst effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..target import Effect

if TYPE_CHECKING:
    from ...openapi import Requirement
    from ...reports.results import CheckKind
    from ..finding import Finding
    from ..plan.bill import Send
    from ..session.session import Session


@dataclass(frozen=True)
class Check:
    """One question about one requirement.

    `effect` is the worst that its requests may do if the API accepts them, `shared` the keys of
    the requests that it needs and that others may need too, `own` the requests that are its alone
    (operation and the accounts it posts to), `upload` the bytes of the largest of them. `lacks` says why it does not
    apply to the target, None when it does. `ask` sends what is needed and answers. `variant` tells
    apart two checks of one kind on one requirement.
    """

    requirement: Requirement
    kind: CheckKind
    ask: Callable[[Session], Finding]
    effect: Effect = Effect.READ
    shared: tuple[str, ...] = ()
    own: tuple[Send, ...] = ()
    upload: int = 0
    lacks: str | None = None
    variant: str = ""

    @property
    def name(self) -> str:
        """The kind, with the variant where there is one: `rejects`, `rejects/fuzz`."""
        return f"{self.kind}/{self.variant}" if self.variant else self.kind

    @property
    def id(self) -> str:
        """The requirement's id and the name, as in `createImagesPost/image-cap/bluesky/rejects`."""
        return f"{self.requirement.id}/{self.name}"


def does_not_apply(requirement: Requirement, kind: CheckKind, lacks: str) -> Check:
    """A check that is never asked, because the target lacks what it needs."""

    def never(_: Session) -> Finding:
        raise AssertionError("a check that does not apply was asked")

    return Check(requirement, kind, never, lacks=lacks)
