"""Ways to make a mock wrong: each changes one thing that it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from postproof.conformance.mock import Mock, Refusal, Reply, State, steps
from postproof.conformance.mock.steps import Call, Outcome, Step
from postproof.openapi import Request
from postproof.openapi.fields import Place
from postproof.openapi.world import Account

Defect = Callable[[Mock], None]
"""Makes a mock wrong."""
When = Callable[[Call], bool]
"""Which requests a defect is about."""
Where = Callable[[Call, Place], bool]
"""At which broken places a defect overlooks what it should refuse."""


def always(_: object, __: object = None) -> bool:
    """Everywhere."""
    return True


def instead(mock: Mock, step: Step, other: Step) -> None:
    """Let the mock take another step in place of one of its own."""
    mock.steps[mock.steps.index(step)] = other


def before(mock: Mock, step: Step, other: Step) -> None:
    """Let the mock take a further step before one of its own."""
    mock.steps.insert(mock.steps.index(step), other)


# What is not refused ------------------------------------------------------------------------


def overlooks(*requirements: str, where: Where = always, when: When = always) -> Defect:
    """Does not refuse what breaks these requirements, at the places and in the requests."""

    def defect(mock: Mock) -> None:
        async def judge(call: Call) -> Outcome:
            refusal = await steps.judge(call)
            overlooked = {v for v in call.violations if v.requirement.id in requirements}
            if not when(call):
                return refusal
            left = tuple(
                v
                for v in call.violations
                if v not in overlooked or not all(where(call, place) for place in v.places)
            )
            if left:
                return Refusal.of(left)
            return _as_if_valid(call) if overlooked else None

        instead(mock, steps.judge, judge)

    return defect


def _as_if_valid(call: Call) -> Outcome:
    """Do the work as far as it can be done, and say that it was."""
    try:
        return call.mock.vendor.handlers[call.matched.id](call.decoded, call.mock.state)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Reply(200, _NOTHING.get(call.matched.id) or _made_up(call.mock.state))


_NOTHING: dict[str, dict[str, Any]] = {
    "deletePost": {"success": True},
    "deleteMedia": {"success": True},
    "listPinterestBoards": {"boards": []},
    "listPosts": {"posts": []},
    "uploadMedia": {"mediaId": "media_none"},
}
"""What is answered where nothing can be done."""


def _made_up(state: State) -> dict[str, Any]:
    post = {"accountId": "acc_none", "status": "QUEUED", "scheduledFor": None}
    return {"posts": [{"postId": state.new_id("post"), **post}]}


def refuses_nothing(*operations: str) -> Defect:
    """Takes whatever it can read."""

    def defect(mock: Mock) -> None:
        async def judge(call: Call) -> Outcome:
            refusal = await steps.judge(call)
            if operations and call.matched.id not in operations:
                return refusal
            return _as_if_valid(call) if call.violations else None

        instead(mock, steps.judge, judge)

    return defect


def asks_no_key(operation: str, *shown: str | None) -> Defect:
    """Takes these keys at one operation, or any."""

    def defect(mock: Mock) -> None:
        async def authenticate(call: Call) -> Outcome:
            outcome = await steps.authenticate(call)
            if call.matched.id == operation:
                return None
            return outcome

        async def only(call: Call) -> Outcome:
            key = call.headers.get("x-api-key")
            kind = "missing" if key is None else "wrong"
            if call.matched.id == operation and kind in shown:
                return None
            return await steps.authenticate(call)

        instead(mock, steps.authenticate, only if shown else authenticate)

    return defect


# What is refused ----------------------------------------------------------------------------


def refuses(when: When, status: int = 400) -> Defect:
    """Refuses valid requests."""

    def defect(mock: Mock) -> None:
        async def refuse(call: Call) -> Outcome:
            return Refusal(status, "No.") if when(call) else None

        before(mock, steps.limit_accounts, refuse)

    return defect


def refuses_with(status: int, *requirements: str) -> Defect:
    """Refuses what breaks these requirements with another status."""

    def defect(mock: Mock) -> None:
        for step in (steps.authenticate, steps.judge):
            instead(mock, step, _with_status(step, status, requirements))

    return defect


def _with_status(step: Step, status: int, requirements: tuple[str, ...]) -> Step:
    async def other(call: Call) -> Outcome:
        outcome = await step(call)
        broken = outcome.requirements if isinstance(outcome, Refusal) else ()
        if isinstance(outcome, Refusal) and broken and broken[0].id in requirements:
            return replace(outcome, status=status)
        return outcome

    return other


def crashes(when: When, status: int = 500) -> Defect:
    """Answers with 5xx after reading the request, valid or not."""

    def defect(mock: Mock) -> None:
        async def crash(call: Call) -> Outcome:
            return Refusal(status, "Oh.") if when(call) else None

        before(mock, steps.judge, crash)

    return defect


def crashes_unread(operation: str) -> Defect:
    """Answers with 500 to what it cannot read."""

    def defect(mock: Mock) -> None:
        async def read(call: Call) -> Outcome:
            outcome = await steps.read(call)
            if isinstance(outcome, Refusal) and call.matched.id == operation:
                return Refusal(500, "Oh.")
            return outcome

        instead(mock, steps.read, read)

    return defect


def no_such_method(status: int) -> Defect:
    """Answers with another status to a method that a path has not."""

    def defect(mock: Mock) -> None:
        async def match(call: Call) -> Outcome:
            outcome = await steps.match(call)
            if isinstance(outcome, Refusal) and outcome.status == 405:
                return replace(outcome, status=status)
            return outcome

        instead(mock, steps.match, match)

    return defect


# What is done and answered ------------------------------------------------------------------


def does(operation: str, handler: Callable[[Request, State], Reply]) -> Defect:
    """Does something else at an operation."""

    def defect(mock: Mock) -> None:
        mock.vendor = replace(mock.vendor, handlers={**mock.vendor.handlers, operation: handler})

    return defect


def answers(
    change: Callable[[Reply], Reply], *operations: str, when: Callable[[Request], bool] = always
) -> Defect:
    """Answers accepted requests with something else."""

    def defect(mock: Mock) -> None:
        def changed(operation: str) -> Callable[[Request, State], Reply]:
            handler = mock.vendor.handlers[operation]

            def other(request: Request, state: State) -> Reply:
                reply = handler(request, state)
                return change(reply) if when(request) else reply

            return other

        for operation in operations or tuple(mock.vendor.handlers):
            does(operation, changed(operation))(mock)

    return defect


def error_bodies(body: Any) -> Defect:
    """Words every refusal otherwise."""

    def defect(mock: Mock) -> None:
        mock.vendor = replace(mock.vendor, error_body=lambda _: body)

    return defect


def bodies(change: Callable[[Any], Any]) -> Callable[[Reply], Reply]:
    """A change to the body of a reply."""
    return lambda reply: replace(reply, body=change(reply.body))


def without(*path: str) -> Callable[[Any], Any]:
    """A copy of a JSON value without a field, in each item of an array on the way."""

    def change(value: Any, way: tuple[str, ...] = path) -> Any:
        if isinstance(value, list):
            return [change(item, way) for item in value]
        if len(way) == 1:
            return {name: item for name, item in value.items() if name != way[0]}
        return {**value, way[0]: change(value[way[0]], way[1:])} if way[0] in value else value

    return change


def holding(new: Any, *path: str) -> Callable[[Any], Any]:
    """A copy of a JSON value in which a field holds something else."""

    def change(value: Any, way: tuple[str, ...] = path) -> Any:
        if isinstance(value, list):
            return [change(item, way) for item in value]
        inner = new if len(way) == 1 else change(value[way[0]], way[1:])
        return {**value, way[0]: inner}

    return change


def renamed(names: dict[str, str]) -> Callable[[Any], Any]:
    """A copy of a JSON value in which fields have other names."""

    def change(value: Any) -> Any:
        if isinstance(value, list):
            return [change(item) for item in value]
        if isinstance(value, dict):
            return {names.get(name, name): change(item) for name, item in value.items()}
        return value

    return change


# What goes over the line --------------------------------------------------------------------


def rewritten(
    app: ASGIApp,
    change: Callable[[int, dict[bytes, bytes], bytes], tuple[int, dict[bytes, bytes], bytes]],
) -> ASGIApp:
    """An application whose answers are changed: status, headers by name, body."""

    async def other(scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await app(scope, receive, keep)
        start = messages[0]
        content = b"".join(message.get("body", b"") for message in messages[1:])
        headers = {k: v for k, v in start["headers"] if k != b"content-length"}
        status, headers, content = change(start["status"], headers, content)
        pairs = [*headers.items(), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": content})

    return other


# Which requests -----------------------------------------------------------------------------


def at(*operations: str) -> When:
    """Requests to these operations."""
    return lambda call: call.matched.id in operations


def target_accounts(call: Call) -> list[Account]:
    """The known accounts of a request's targets."""
    account = call.matched.account
    if account is None or call.request is None:
        return []
    known = call.mock.state.accounts
    values = account.values(call.decoded)
    return [known[v] for v in values if isinstance(v, str) and v in known]


def on(platform: str) -> When:
    """Requests with a target on a platform."""
    return lambda call: any(a.platform == platform for a in target_accounts(call))


def platform_at(call: Call, place: Place) -> str | None:
    """The platform of the target in which a place stands."""
    body = call.decoded.body
    if place[:2] != ("body", "posts") or not isinstance(place[2], int):
        return None
    account = call.mock.state.accounts.get(body["posts"][place[2]].get("accountId"))
    return account.platform if account else None


def scheduled(call: Call) -> bool:
    """Requests with a time anywhere."""
    fields = call.matched.roles.get("schedule", ())
    return any(field.values(call.decoded) for field in fields)


def later_target(_: Call, place: Place) -> bool:
    """Places in any target but the first."""
    return place[:2] == ("body", "posts") and len(place) > 2 and place[2] != 0


def first_target(_: Call, place: Place) -> bool:
    """Places in the first target."""
    return place[:3] == ("body", "posts", 0)


def later_item(_: Call, place: Place) -> bool:
    """Places in any item but the first of an array at the end."""
    return isinstance(place[-1], int) and place[-1] != 0


def negated(condition: Callable[..., bool]) -> Callable[..., bool]:
    """The opposite."""
    return lambda *arguments: not condition(*arguments)


def both(*conditions: When) -> When:
    """All of these."""
    return lambda call: all(condition(call) for condition in conditions)


def holds(field: str, *platforms: str) -> When:
    """Requests with a field in some target, on one of the platforms if any are named."""

    def when(call: Call) -> bool:
        body = call.decoded.body
        if not isinstance(body, dict) or not isinstance(body.get("posts"), list):
            return False
        known = call.mock.state.accounts
        return any(
            isinstance(target, dict)
            and field in target
            and (not platforms or _platform(known, target) in platforms)
            for target in body["posts"]
        )

    return when


def _platform(known: dict[str, Account], target: dict[str, Any]) -> str | None:
    account = known.get(str(target.get("accountId")))
    return account.platform if account else None


def texts_in(call: Call) -> str:
    """Everything that a request holds, as text."""
    parts = {k: v for k, v in call.decoded.parts().items() if k != "header"}
    return json.dumps(parts, default=repr, ensure_ascii=False)


def in_text(*pieces: str) -> When:
    """Requests that hold one of these texts anywhere."""
    return lambda call: any(
        json.dumps(p, ensure_ascii=False)[1:-1] in texts_in(call) for p in pieces
    )


def items(field: str, number: Callable[[int], bool]) -> When:
    """Requests whose array in the body has such a number of items."""

    def when(call: Call) -> bool:
        body = call.decoded.body
        found = body.get(field) if isinstance(body, dict) else None
        return isinstance(found, list) and number(len(found))

    return when


def targets(number: Callable[[int], bool]) -> When:
    """Requests with such a number of targets."""
    return items("posts", number)


def query(**wanted: Any) -> When:
    """Requests with these parameters in their query."""
    return lambda call: all(call.decoded.query.get(k) == v for k, v in wanted.items())
