"""What the mock does with a request, step by step; the first answer ends it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...openapi import violations
from ...openapi.requirements import Behaviour
from ...openapi.wire import Undecodable, match_path, read_request
from .reading import TooLarge, read_body
from .refusal import Refusal, Reply

if TYPE_CHECKING:
    from ...openapi import Operation, Request, Requirement, Violation
    from ...openapi.description import Limit
    from .facade import Mock


@dataclass
class Call:
    """One request on its way through the steps, each of which adds what it finds out.

    `path` and `query` are percent-encoded as they came, the names of `headers` in lower case;
    `chunks` is the body, read only when it is asked for.
    """

    mock: Mock
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    operation: Operation | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    request: Request | None = None
    violations: tuple[Violation, ...] = ()

    @property
    def matched(self) -> Operation:
        """The operation, after the step `match`."""
        assert self.operation is not None
        return self.operation

    @property
    def decoded(self) -> Request:
        """The request, after the step `read`."""
        assert self.request is not None
        return self.request


Outcome = Reply | Refusal | None
Step = Callable[[Call], Awaitable[Outcome]]
"""One step: an answer that ends the call, or None to go on."""


async def match(call: Call) -> Outcome:
    """Find the operation: 404 for an unknown path, 405 for a known one with another method."""
    allowed = []
    for operation in call.mock.description.operations.values():
        parameters = match_path(operation.path, call.path)
        if parameters is None:
            continue
        if operation.method == call.method:
            call.operation, call.parameters = operation, parameters
            return None
        allowed.append(operation.method)
    if allowed:
        methods = ", ".join(sorted(allowed))
        error = f"{call.path} is there for {methods} and not for {call.method}."
        return Refusal(405, error, headers={"Allow": methods})
    return Refusal(404, f"There is no {call.path}. The document at /openapi.json says what is.")


async def authenticate(call: Call) -> Outcome:
    """Ask for the API key."""
    key = call.mock.description.key
    if key is None:
        return None
    shown = call.headers.get(key.header.lower())
    if shown == f"{key.prefix}{call.mock.api_key}":
        return None
    variant = "missing" if shown is None else "wrong"
    requirement = _authentication(call.matched, variant)
    error = f"The API key in {key.header} is {variant}."
    if requirement is None:
        return Refusal(401, error)
    return Refusal(requirement.status or 401, error, (requirement,))


def _authentication(operation: Operation, variant: str) -> Requirement | None:
    for requirement in operation.requirements:
        promise = requirement.promise
        if (
            isinstance(promise, Behaviour)
            and promise.kind == "authentication"
            and promise.parameters["key"] == variant
        ):
            return requirement
    return None


async def limit_key(call: Call) -> Outcome:
    """Keep to the rate limits of the whole key; every request with a good key counts."""
    return _limited(call, [(limit, "") for limit in _limits(call) if limit.scope == "key"])


async def read(call: Call) -> Outcome:
    """Read the body and make values of it all."""
    operation = call.matched
    try:
        body = await read_body(operation, call.headers, call.chunks)
        call.request = read_request(operation, call.parameters, call.query, call.headers, body)
    except Undecodable as error:
        text = str(error)
        return Refusal(400, f"{text[:1].upper()}{text[1:]}.")
    except TooLarge as error:
        return error.refusal
    return None


async def judge(call: Call) -> Outcome:
    """Refuse what breaks a requirement."""
    call.violations = tuple(violations(call.matched, call.decoded, call.mock.state.world()))
    return Refusal.of(call.violations) if call.violations else None


async def limit_accounts(call: Call) -> Outcome:
    """Keep to the rate limits of each account; every request that would be accepted counts."""
    account = call.matched.account
    shared = [limit for limit in _limits(call) if limit.scope == "account"]
    if account is None or not shared:
        return None
    named = dict.fromkeys(account.values(call.decoded))
    return _limited(call, [(limit, name) for limit in shared for name in named])


async def answer(call: Call) -> Outcome:
    """Do what the operation does."""
    return call.mock.vendor.handlers[call.matched.id](call.decoded, call.mock.state)


STEPS: tuple[Step, ...] = (
    match,
    authenticate,
    limit_key,
    read,
    judge,
    limit_accounts,
    answer,
)
"""All steps in their order."""


def _limits(call: Call) -> list[Limit]:
    if not call.mock.rate_limits:
        return []
    return [
        limit
        for limit in call.mock.description.limits
        if not limit.operations or call.matched.id in limit.operations
    ]


def _limited(call: Call, uses: list[tuple[Limit, str]]) -> Outcome:
    used_up = call.mock.limits.take(uses, call.mock.state.clock.now())
    if used_up is None:
        return None
    limit, seconds = used_up
    error = f"{limit.statement} Try again in {seconds} s."
    return Refusal(429, error, headers={"Retry-After": str(seconds)})
