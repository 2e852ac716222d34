"""A faithful, stateful mock of a vendor: it answers as the documents say, from the description.

`Mock(load("crosspostify"))` makes one; its `app` is an ASGI application. `inprocess` runs it for an
httpx client without sockets, `server` on a port.
"""

from .clock import Clock
from .facade import API_KEY, Mock, Received
from .refusal import Refusal, Reply
from .state import State, StoredMedia, StoredPost
from .world import ACCOUNTS, seed_history

__all__ = [
    "ACCOUNTS",
    "API_KEY",
    "Clock",
    "Mock",
    "Received",
    "Refusal",
    "Reply",
    "State",
    "StoredMedia",
    "StoredPost",
    "seed_history",
]
