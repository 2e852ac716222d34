"""The vendors that can be mocked, one module each, named as the description's file.

A vendor is one file here that defines `VENDOR`; nothing else knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from ..refusal import Refusal, Reply

if TYPE_CHECKING:
    from ....openapi import Request
    from ....openapi.request import Json
    from ..state import State

Handler = Callable[["Request", "State"], Reply]
"""Does what an operation does, for a request that breaks no requirement."""

VENDORS = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The names of the vendors that can be mocked."""


def error_body(refusal: Refusal) -> Json:
    """The body of a refusal where the vendor documents no more than an error text."""
    body: dict[str, Json] = {"error": refusal.error}
    if refusal.requirements:
        body["requirement"] = refusal.requirements[0].id
        body["requirements"] = [requirement.id for requirement in refusal.requirements]
    return body


@dataclass(frozen=True)
class Vendor:
    """What only this vendor's mock does.

    `handlers` has one for every operationId of the description; `error_body` words a refusal.
    """

    handlers: Mapping[str, Handler]
    error_body: Callable[[Refusal], Json] = error_body


def vendor(name: str) -> Vendor:
    """The vendor of that name; KeyError when it cannot be mocked."""
    if name not in VENDORS:
        raise KeyError(name)
    found: Vendor = import_module(f".{name}", __name__).VENDOR
    return found
