"""Faults in structure: a JSON Schema keyword of one field is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...openapi.wire import JSON
from ..bounds import limit_of
from ..targets import bears
from ..values import breaking
from ..wish import Unbuildable
from .schedule import holding

if TYPE_CHECKING:
    from ...openapi import Account, Operation
    from ...openapi.fields import Field
    from ...openapi.requirements import Keyword
    from ..case import Case
    from .making import Making


def unfit(promise: Keyword, making: Making) -> Case:
    """A field is missing, or holds a value that breaks the keyword."""
    field, keyword = promise.field, promise.keyword

    def bearing(account: Account) -> bool:
        if not bears(making.operation, field, account):
            return False
        limit = limit_of(making.operation, field, [account])
        return keyword not in ("maxItems", "maxLength") or limit is None or limit > promise.value

    accounts = making.among(bearing)
    control = making.control(holding(making, field, accounts))
    concerned = [account for account in accounts if bearing(account)]
    at = 0 if making.context.position == "first" else -1
    place = making.place_in(control, field, concerned[at] if concerned else None)
    if keyword == "required":
        return making.without(control, place)
    now = next(value for found, value in field.places(control) if found == place)
    schema = making.operation.schema_at(field) or {}
    options = breaking(keyword, schema, now, in_json=_in_json(making.operation, field))
    if not options:
        raise Unbuildable(f"no value of {field} breaks its {keyword}")
    return making.one_of(control, place, options)


def _in_json(operation: Operation, field: Field) -> bool:
    """Whether values are written in JSON where the field stands; elsewhere each is a text."""
    body = operation.body
    return field.segments[0] == "body" and body is not None and body.content_type == JSON
