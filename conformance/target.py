"""The API under test, and what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..openapi import Account


class Effect(IntEnum):
    """The worst that a request may do to the world if the API accepts it.

    READ changes nothing. REJECT is a request that must be refused and that publishes nothing even
    if it is not. SCHEDULE makes something that is not public, and is deleted again. PUBLISH posts.
    """

    READ = 0
    REJECT = 1
    SCHEDULE = 2
    PUBLISH = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Target:
    """One API under test.

    `api_key` never leaves the client; `api_key_env` names the environment variable that holds it.
    `max_requests` ends the run when it is reached; `max_upload` (bytes) leaves out larger uploads;
    `timeout` is in seconds for one exchange; `pace` keeps to the vendor's documented rate limits.
    `embedded` is the mock in this process.
    """

    name: str
    vendor: str
    base_url: str
    api_key: str = field(repr=False)
    effects: Effect = Effect.READ
    accounts: tuple[Account, ...] = ()
    max_requests: int | None = None
    max_upload: int | None = None
    timeout: float = 30.0
    pace: bool = False
    embedded: bool = False
    api_key_env: str | None = None
