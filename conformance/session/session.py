"""A session: one run's dealings with one target, and what it made there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from ...openapi import Account, Media, Request, Upload, World
from ...openapi.request import ABSENT
from ...openapi.wire import Undecodable, decode, encode
from ..finding import told
from ..http.client import BudgetExhausted
from ..http.exchange import Exchange, Key
from ..target import Effect
from .harmless import Harmful, harmless
from .ledger import Ledger, created, makes
from .stock import planned_world, uploads

if TYPE_CHECKING:
    from ...openapi import Description, Operation
    from ...openapi.wire import Wire
    from ...openapi.world import MediaKind
    from ...strategies.files import MediaFile
    from ..http.client import Client
    from ..target import Target


T = TypeVar("T")


class NotReached(Exception):
    """Something that a check needs could not be had; the text says what and why."""


@dataclass
class Session:
    """What one run knows: the world as it is now, what was sent, and what is to be cleaned up.

    `shared` are the exchanges of requests that several checks need, by their keys. `stocked` is
    None before the stock was uploaded, then what went wrong with it. `ledger` holds what was made.
    """

    description: Description
    target: Target
    client: Client
    files: tuple[MediaFile, ...] = ()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    shared: dict[str, Exchange] = field(default_factory=dict)
    stocked: str | None = None
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.target.effects)

    @property
    def accounts(self) -> Mapping[str, Account]:
        return {account.id: account for account in self.target.accounts}

    def world(self) -> World:
        """The world as far as the session knows it: queued posts may be out at any moment."""
        certain = {i: post for i, post in self.ledger.posts.items() if post.status != "queued"}
        return World(self.accounts, self.ledger.media, certain, self.now())

    def exchanges(self, operation: Operation) -> list[Exchange]:
        """Every judged exchange with an operation so far."""
        return [e for e in self.client.exchanges if e.operation == operation.id and not e.retried]

    def send(self, operation: Operation, request: Request, key: Key = "good") -> Exchange:
        """Send a request and remember what it made or deleted. Raises Harmful, BudgetExhausted."""
        self._guard(operation, request)
        return self._deliver(operation, encode(operation, request), request, key)

    def send_bytes(self, operation: Operation, wire: Wire) -> Exchange:
        """Send bytes that need not be a request, and remember what they made all the same."""
        try:
            request = decode(operation, wire)
        except Undecodable:
            self._require_room(1)
            return self.client.send_wire(operation, wire)
        self._guard(operation, request)
        return self._deliver(operation, wire, request)

    def _guard(self, operation: Operation, request: Request) -> None:
        if not harmless(operation, request, self.world(), self.target.effects):
            raise Harmful(operation)
        halted = self.ledger.halted.get(operation.yields.role) if operation.yields else None
        if halted and makes(operation, request):
            raise NotReached(f"nothing more is made: {halted}")
        self._require_room(1 + makes(operation, request))

    def _require_room(self, requests: int) -> None:
        limit = self.target.max_requests
        if limit is not None and self.short_of(requests):
            raise BudgetExhausted(limit)

    def _deliver(
        self, operation: Operation, wire: Wire, request: Request, key: Key = "good"
    ) -> Exchange:
        exchange = self.client.send_wire(operation, wire, key=key, request=request)
        self.ledger.record(operation, request, exchange)
        return exchange

    def once(self, key: str, operation: Operation, make: Callable[[World], Request]) -> Exchange:
        """The exchange of a request that several checks share; sent when first asked for."""
        if key not in self.shared:
            request = self.in_turn(operation, make, lambda made: made)
            self.shared[key] = self.send(operation, request)
        return self.shared[key]

    def in_turn(
        self, operation: Operation, make: Callable[[World], T], request: Callable[[T], Request]
    ) -> T:
        """What `make` makes, made anew if its request had to wait for the vendor's rate limits."""
        made = make(self.world())
        if self.client.wait_for_turn(operation, request(made)):
            made = make(self.world())
        return made

    # What is needed --------------------------------------------------------------------------

    def stock(self) -> None:
        """Upload the files that posts will name, once; says in `stocked` what went wrong."""
        if self.stocked is not None:
            return
        self.stocked = ""
        if self.target.effects < Effect.SCHEDULE:
            # nothing may be uploaded, so requests name files that do not exist
            self.ledger.media.update(planned_world((), self.files, self.now()).media)
            return
        for operation, request in uploads(self.description, self.files):
            exchange = self.once(request_key(request), operation, lambda _, r=request: r)  # type: ignore[misc]
            ids = created(operation, exchange)
            for identifier, file in zip(ids, _uploads(request), strict=False):
                kind: MediaKind = "video" if file.kind == "video" else "image"
                self.ledger.media[identifier] = Media(identifier, kind, file.width, file.height)
            if not ids and not self.stocked:
                reason = "its id was not found" if exchange.accepted else told(exchange)
                self.stocked = f"an upload gave no media: {reason}"
                break

    # What is left behind ---------------------------------------------------------------------

    def cleanup(self) -> Iterator[Exchange]:
        """Delete everything that the session made and that can still be deleted.

        Raises BudgetExhausted when the API had more repeated than was kept in reserve.
        """
        for operation, name, ids in self._deletable():
            for identifier in ids:
                request = Request(operation.id, path={name: identifier})
                yield self._deliver(operation, encode(operation, request), request)

    @property
    def to_delete(self) -> int:
        """How many objects are there to be deleted again."""
        return sum(len(ids) for _, _, ids in self._deletable())

    def short_of(self, requests: int) -> bool:
        """Whether so many more requests, and the cleaning up, would exceed the target's budget."""
        limit = self.target.max_requests
        return limit is not None and self.client.requests + requests + self.to_delete > limit

    def _deletable(self) -> Iterator[tuple[Operation, str, list[str]]]:
        for role, ids in self.ledger.to_delete().items():
            operation = self.description.deleter(role)
            if operation is not None and operation.deletes is not None:
                yield operation, operation.deletes.field.partition(".")[2], ids


def _uploads(request: Request) -> list[Upload]:
    if not isinstance(request.body, Mapping):
        return []
    return [value for value in request.body.values() if isinstance(value, Upload)]


def request_key(request: Request, key: Key = "good") -> str:
    """A text that is equal for equal requests."""
    body = None if request.body is ABSENT else request.body
    parts = [request.operation, request.path, request.query, request.headers, body, key]
    return json.dumps(parts, sort_keys=True, default=repr)
