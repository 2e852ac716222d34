"""Tiny servers on this machine, each of which misbehaves in one way."""

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Script = Callable[["Connection"], None]
"""What a server does on one connection."""


class Connection:
    """One connection as its server sees it."""

    def __init__(self, socket: socket.socket, received: list[bytes]) -> None:
        self.socket = socket
        self._received = received

    def read(self) -> None:
        """Read one request up to the end of its body."""
        content = b""
        while b"\r\n\r\n" not in content:
            content += self._more()
        head, _, body = content.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
        while length is not None and len(body) < int(length[1]):
            body += self._more()
        self._received.append(head + b"\r\n\r\n" + body)

    def _more(self) -> bytes:
        content = self.socket.recv(1 << 16)
        if not content:
            raise ConnectionError
        return content

    def reset(self) -> None:
        """Drop the connection with a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Server:
    """The address of a server, and the whole requests that it received."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.received: list[bytes] = []
        self.connections = 0


@contextmanager
def serving(*scripts: Script) -> Iterator[Server]:
    """Serve one connection after another, each with the next script, the last one again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])
        listener.settimeout(60)  # a client that is a new process takes its time

        def serve() -> None:
            with suppress(OSError):
                while True:
                    accepted, _ = listener.accept()
                    script = scripts[min(server.connections, len(scripts) - 1)]
                    server.connections += 1
                    accepted.settimeout(5)
                    with accepted, suppress(OSError):
                        script(Connection(accepted, server.received))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def answers(*contents: bytes) -> Script:
    """Answer each request on the connection with the next of these bytes, then close."""

    def script(connection: Connection) -> None:
        for content in contents:
            connection.read()
            connection.socket.sendall(content)

    return script


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with the right Content-Length."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


OK = answer(b"{}", "Content-Type: application/json")


def resets(connection: Connection) -> None:
    """Reset before any answer."""
    connection.read()
    connection.reset()


def resets_in_the_middle(connection: Connection) -> None:
    """Reset after half an answer."""
    connection.read()
    connection.socket.sendall(answer(b"0123456789")[:-5])
    time.sleep(0.05)  # a reset overtakes what has not been read yet
    connection.reset()


def drips(connection: Connection) -> None:
    """Send a header that never ends, a byte at a time."""
    connection.read()
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.socket.sendall(b"x")
        time.sleep(0.02)


def never_ends(connection: Connection) -> None:
    """Send a body without end."""
    connection.read()
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.socket.sendall(b"x" * (1 << 16))


def never_answers(connection: Connection) -> None:
    """Read the request and do nothing, until the client goes."""
    connection.read()
    connection.socket.recv(1)


def never_reads(connection: Connection) -> None:
    """Take nothing out of the connection until the client has gone."""
    time.sleep(0.5)


def answers_early(connection: Connection) -> None:
    """Refuse after the head of a request, and then read its body to the end."""
    connection.socket.recv(1 << 10)
    connection.socket.sendall(answer(b"too large", "Connection: close", status="413 Too Large"))
    connection.socket.shutdown(socket.SHUT_WR)
    while connection.socket.recv(1 << 16):
        pass
