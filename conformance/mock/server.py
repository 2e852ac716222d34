"""Serves an ASGI application on a port, in this thread or beside it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 (not bound to here)
"""Where to reach what listens on every address."""


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that listens, on a free port for port 0; OSError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is told, asyncio turns Nagle's algorithm off: else 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # where it does not let two listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """The base URL of what listens on a socket."""
    host, port = listener.getsockname()[:2]
    host = ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, which is raised again when all connections are closed."""
    _server(app).run(sockets=[listener])


@contextmanager
def running(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in a thread of its own, and stop at the end; the value is the base URL.

    OSError when the port cannot be had.
    """
    listener = listening(host, port)
    server = _server(app)
    # Connections are taken on from here on: they wait in the socket's queue for the thread.
    thread = Thread(target=server.run, args=([listener],), name="postproof-mock", daemon=True)
    thread.start()
    try:
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join()


def _server(app: ASGIApp) -> Server:
    from uvicorn import Config, Server

    return Server(
        Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,  # other people's logging is left as it is
            log_level="warning",
            server_header=False,
            timeout_keep_alive=60,  # longer than clients keep theirs, so that no request meets it
            timeout_graceful_shutdown=1,
        )
    )
