"""The mock as an ASGI application (ASGI 3.0, scope `http`)."""

from __future__ import annotations

import json
import logging
from contextlib import aclosing
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import ClientDisconnect
from starlette.requests import Request as Http
from starlette.responses import HTMLResponse, Response

from .facade import Received
from .refusal import Refusal, Reply
from .steps import Call

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from .facade import Mock

log = logging.getLogger(__name__)


class App:
    """Answers requests for a mock; beside the vendor's paths /openapi.json, / and /docs."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing is answered to a caller who went away."""
        assert scope["type"] == "http", scope["type"]
        http = Http(scope, receive)
        try:
            response = self._own_page(http) or await self._response(http)
        except ClientDisconnect:
            return
        except Exception:
            log.exception("the mock failed at %s %s", http.method, scope["path"])
            refusal = Refusal(500, "The mock itself failed; its log says more.")
            response = _json(Reply(500, self._mock.vendor.error_body(refusal)))
        await response(scope, receive, send)

    async def _response(self, http: Http) -> Response:
        scope, mock = http.scope, self._mock
        raw = scope.get("raw_path")
        async with aclosing(http.stream()) as chunks:
            call = Call(
                mock,
                http.method,
                raw.decode("latin-1") if raw is not None else quote(scope["path"]),
                scope["query_string"].decode("latin-1"),
                {n.decode("latin-1"): value.decode("latin-1") for n, value in scope["headers"]},
                chunks,
            )
            reply = await self._reply(call)
        target = f"{call.path}?{call.query}" if call.query else call.path
        mock.requests.append(
            Received(
                mock.state.clock.now(),
                call.method,
                target,
                call.operation,
                call.request,
                call.violations,
                reply.status,
            )
        )
        return _json(reply)

    async def _reply(self, call: Call) -> Reply:
        for step in self._mock.steps:
            outcome = await step(call)
            if isinstance(outcome, Refusal):
                body = self._mock.vendor.error_body(outcome)
                return Reply(outcome.status, body, outcome.headers)
            if outcome is not None:
                return outcome
        raise LookupError("no step answered")

    def _own_page(self, http: Http) -> Response | None:
        """The document and the page about it, unless the vendor has such a path itself."""
        path = http.scope["path"]
        if path not in ("/openapi.json", "/", "/docs") or http.method not in ("GET", "HEAD"):
            return None
        if any(operation.path == path for operation in self._mock.description.operations.values()):
            return None
        address = str(http.base_url).rstrip("/")
        if path == "/openapi.json":
            from .published import published

            return _json(Reply(200, published(self._mock.description, address)))
        from .page import page

        return HTMLResponse(page(self._mock, address))


def _json(reply: Reply) -> Response:
    # ASCII only, so that a lone surrogate that was sent can be shown again
    content = json.dumps(reply.body)
    return Response(content, reply.status, dict(reply.headers), "application/json")
