"""The client, against servers that misbehave in one way each."""

import gzip
import shutil
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postproof.conformance.http import client as module
from postproof.conformance.http.client import LIMIT, BudgetExhausted, Client, accounts_of, wrong_key
from postproof.conformance.http.exchange import Answer, Key
from postproof.conformance.http.pace import estimate_seconds
from postproof.conformance.target import Target
from postproof.openapi import Request, load
from postproof.openapi.description import ApiKey
from postproof.openapi.wire import Bytes, Streamed, Wire
from postproof.strategies.files import png
from postproof.strategies.uploads import upload

from .servers import (
    OK,
    Connection,
    Script,
    answer,
    answers,
    answers_early,
    drips,
    never_answers,
    never_ends,
    never_reads,
    resets,
    resets_in_the_middle,
    serving,
)

DESCRIPTION = load("crosspostify")
LIST = DESCRIPTION.operations["listPosts"]
CREATE = DESCRIPTION.operations["createImagePost"]
UPLOAD = DESCRIPTION.operations["uploadMedia"]
KEY = "cp_live_Secret42"
TARGET = Target("staging", "crosspostify", "http://api.test", KEY, timeout=5)
GET = Wire("GET", "/posts")


@dataclass
class Clock:
    """A clock that only goes when somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def time(self) -> float:
        return self.now


def mocked(
    *responses: httpx.Response, target: Target = TARGET, clock: Clock | None = None
) -> tuple[Client, list[httpx.Request]]:
    """A client whose requests get these responses, the last one again; and the requests."""
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return responses[min(len(sent), len(responses)) - 1]

    clock = clock or Clock()
    client = Client(
        target,
        DESCRIPTION,
        transport=httpx.MockTransport(respond),
        sleep=clock.sleep,
        monotonic=clock.time,
    )
    return client, sent


def client_of(url: str, timeout: float = 5) -> Client:
    """A client over the real network."""
    return Client(replace(TARGET, base_url=url, timeout=timeout), DESCRIPTION)


def outcome(script: Script, timeout: float = 5) -> tuple[Answer | None, str | None]:
    """What becomes of one request to such a server."""
    with serving(script) as server, client_of(server.url, timeout) as client:
        exchange = client.send_wire(CREATE, Wire("POST", "/post/image", (), Bytes(b"{}")))
    return exchange.answer, exchange.error


# What is sent ------------------------------------------------------------------------------------


def test_the_bytes() -> None:
    """A request goes out with its key, its headers and the exact length, below the base URL."""
    request = Request("createImagePost", body={"caption": "é"})
    with serving(answers(OK)) as server, client_of(server.url + "/v1/") as client:
        exchange = client.send(CREATE, request)
        sent = f"""POST /v1/post/image HTTP/1.1
Host: 127.0.0.1:{server.port}
User-Agent: postproof
Accept: */*
Accept-Encoding: gzip
Content-Length: 17
X-API-Key: {KEY}
Content-Type: application/json

{{"caption": "é"}}"""
        assert [sent.replace("\n", "\r\n").encode()] == server.received
    assert client.bytes_sent == 17
    assert (1, "createImagePost", request, "good") == (
        exchange.number,
        exchange.operation,
        exchange.request,
        exchange.key,
    )
    headers = (("Content-Length", "2"), ("Content-Type", "application/json"))
    assert Answer(200, "OK", headers, b"{}") == exchange.answer


def test_raw_targets() -> None:
    """A target goes out as it is: dots, escapes, and any length."""
    targets = ["/posts/../%2e%2E/a%2fb?x=%zz", "/posts?status=" + "a" * 70_000]
    with serving(answers(OK, OK)) as server, client_of(server.url) as client:
        for target in targets:
            client.send_wire(LIST, Wire("GET", target))
        assert targets == [sent.split(b" ")[1].decode() for sent in server.received]


def test_keep_alive() -> None:
    """Requests share one connection."""
    with serving(answers(OK, OK, OK)) as server, client_of(server.url) as client:
        statuses = [client.send_wire(LIST, GET).status for _ in range(3)]
        assert (statuses, server.connections) == ([200, 200, 200], 1)


def test_a_connection_that_the_server_has_closed() -> None:
    """A connection that the server closed after its answer is not used again."""
    with serving(answers(OK)) as server, client_of(server.url) as client:
        statuses = []
        for _ in range(2):
            statuses.append(client.send_wire(LIST, GET).status)
            time.sleep(0.05)
        assert (statuses, server.connections) == ([200, 200], 2)


@pytest.mark.parametrize(
    ("key", "shown"), (("good", KEY), ("wrong", "cp_live_xxxxxx00"), ("missing", None))
)
def test_keys(key: Key, shown: str | None) -> None:
    """The key of a request is the target's, one of the same form, or none."""
    client, sent = mocked(httpx.Response(200))
    client.send_wire(LIST, GET, key=key)
    assert [shown] == [request.headers.get("X-API-Key") for request in sent]


def test_bearer() -> None:
    """A description's prefix stands before the key."""
    client, sent = mocked(httpx.Response(200))
    client._key = ApiKey("Authorization", "Bearer ")
    client.send_wire(LIST, GET)
    assert [f"Bearer {KEY}"] == [request.headers["Authorization"] for request in sent]


def test_own_headers() -> None:
    """A header of the request takes the place of the client's."""
    client, sent = mocked(httpx.Response(200))
    client.send_wire(LIST, Wire("GET", "/posts", (("accept", "text/html"),)))
    assert [request.headers.get_list("Accept") for request in sent] == [["text/html"]]


@pytest.mark.parametrize(
    ("good", "wrong"),
    (
        ("cp_live_Secret42", "cp_live_xxxxxx00"),
        ("0f-9A/+=", "0x-0x/+="),
        ("xx00", "yy11"),
        ("--", "wrong-key"),
        ("", "wrong-key"),
    ),
)
def test_wrong_keys(good: str, wrong: str) -> None:
    """A wrong key keeps a plain prefix, the separators and the length."""
    assert wrong == wrong_key(good)


@given(st.text())
def test_a_wrong_key_is_wrong(good: str) -> None:
    """No key is its own wrong key."""
    assert (wrong_key(good) == good) is (good == "wrong-key")


def test_uploads_are_streamed() -> None:
    """An upload is produced piece by piece, with its exact length."""
    taken: list[str] = []

    class Content:
        def chunks(self, chunk_size: int = 0) -> list[bytes]:
            taken.append("taken")
            return [b"ab", b"cde"]

    payload = Streamed((b"<", (Content(), 5), b">"))  # type: ignore[arg-type]
    with serving(answers(OK)) as server, client_of(server.url) as client:
        client.send_wire(UPLOAD, Wire("POST", "/media", (), payload))
        head, _, body = server.received[0].partition(b"\r\n\r\n")
        assert (
            b"Content-Length: 7\r\n" in head,
            body,
            client.bytes_sent,
            taken,
        ) == (True, b"<abcde>", 7, ["taken"])


def test_an_early_answer() -> None:
    """An answer that comes before the whole upload is sent is the answer."""
    with serving(answers_early) as server, client_of(server.url) as client:
        file = upload(png(8, 8, size=3_000_000))
        exchange = client.send(UPLOAD, Request("uploadMedia", body={"media": file}))
    assert (exchange.status, exchange.error) == (413, None)


def test_httpx_is_loaded_late() -> None:
    """Importing the client does not import httpx."""
    code = "import sys, postproof.conformance.http.client; print('httpx' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert shown.stdout.strip() == b"False"


# What comes back ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "error"),
    (
        (answers(b""), "the server closed the connection without an answer"),
        (resets, "the server reset the connection without an answer"),
        (resets_in_the_middle, "the server reset the connection in the middle of the answer"),
        (
            answers(answer(b"0123456789")[:-1]),
            "the server closed the connection in the middle of the answer",
        ),
        (
            answers(answer(b"")[:-1]),
            "the server closed the connection in the middle of the answer",
        ),
        (
            answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            "the server closed the connection in the middle of the answer",
        ),
        (answers(answer(b"{}") + b"!"), "the answer is longer than its Content-Length says"),
        (answers(answer(b"") + b"{}"), "the answer is longer than its Content-Length says"),
        (answers(b"Hello\r\n\r\n"), "the answer is not valid HTTP"),
        (
            answers(answer(b"plain", "Content-Encoding: gzip")),
            "the answer is not the gzip data that its Content-Encoding promises",
        ),
        (
            answers(answer(gzip.compress(b"{}")[:-1], "Content-Encoding: gzip")),
            "the answer is not the gzip data that its Content-Encoding promises",
        ),
    ),
)
def test_troubles(script: Script, error: str) -> None:
    """What goes wrong is one sentence, and no answer."""
    assert (None, error) == outcome(script)


@pytest.mark.parametrize("script", (drips, never_answers))
def test_deadline(script: Script) -> None:
    """An exchange ends at its deadline, whether the server is silent or drips."""
    began = time.monotonic()
    assert outcome(script, timeout=0.2) == (None, "timed out after 0.2 s")
    assert 0.2 <= time.monotonic() - began < 2


def test_deadline_of_an_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not read cannot hold an upload longer than its bytes may take."""
    monkeypatch.setattr(module, "SLOWEST", 100_000_000)
    with serving(never_reads) as server, client_of(server.url, timeout=0.2) as client:
        file = upload(png(8, 8, size=30_000_000))
        exchange = client.send(UPLOAD, Request("uploadMedia", body={"media": file}))
    assert exchange.error == "timed out after 0.2 s"


def test_uploads_get_more_time() -> None:
    """The deadline of an upload grows with its size."""
    client, sent = mocked(httpx.Response(200))
    file = upload(png(8, 8, size=30_000_000))
    client.send(UPLOAD, Request("uploadMedia", body={"media": file}))
    assert [request.extensions["timeout"]["read"] for request in sent] == [65]


def test_an_endless_body_is_cut() -> None:
    """Of a body without end the first bytes are kept, and the next request has a new connection."""
    with serving(never_ends, answers(OK)) as server, client_of(server.url) as client:
        first, second = (client.send_wire(LIST, GET).answer for _ in range(2))
        assert Answer(200, "OK", (), b"x" * LIMIT, cut=True) == first
        assert (second.status if second else None, server.connections) == (200, 2)


@pytest.mark.parametrize(("size", "kept", "cut"), ((LIMIT, LIMIT, False), (LIMIT + 1, LIMIT, True)))
def test_the_limit(size: int, kept: int, cut: bool) -> None:
    """A body of exactly the limit is whole."""
    received, _ = outcome(answers(answer(b"x" * size)))
    assert (kept, cut) == ((len(received.body), received.cut) if received else None)


def test_a_gzip_bomb_is_cut() -> None:
    """Compressed data is not expanded beyond the limit."""
    bomb = answer(gzip.compress(bytes(100_000_000)), "Content-Encoding: gzip")
    received, _ = outcome(answers(bomb))
    assert (bytes(LIMIT), True) == ((received.body, received.cut) if received else None)


def test_gzip() -> None:
    """A compressed body is shown as it was meant."""
    received, _ = outcome(answers(answer(gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip")))
    assert (received.json if received else None) == {"a": 1}


def test_no_body_for_gzip() -> None:
    """An answer that has no body needs no gzip data, whatever its headers say."""
    client, _ = mocked(httpx.Response(304, headers={"Content-Encoding": "gzip"}))
    assert (client.send_wire(LIST, GET).status, client.exchanges[0].error) == (304, None)


@pytest.mark.parametrize(
    ("first", "statuses"),
    (
        (answer(b"{}"), [None, 202]),
        (answer(b""), [None, 202]),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" + answer(b""), [None, 202]),
        (b"HTTP/1.1 204 No Content\r\n\r\n", [204, 202]),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", [204, 202]),
    ),
)
def test_leftovers_are_nobodys_answer(first: bytes, statuses: list[int | None]) -> None:
    """What a server sends after its answer is not taken for the next one."""
    smuggled = answer(b"{}", status="201 Created")
    last = answer(b"{}", status="202 Accepted")
    scripts = (answers(first + smuggled, OK), answers(last))
    with serving(*scripts) as server, client_of(server.url) as client:
        found = [client.send_wire(LIST, GET) for _ in range(2)]
    assert [exchange.status for exchange in found] == statuses


def test_interim_answers() -> None:
    """Answers that only announce another one are passed over."""
    interim = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    with serving(answers(interim + OK, interim + OK)) as server, client_of(server.url) as client:
        found = [client.send_wire(LIST, GET).status for _ in range(2)]
        assert (found, server.connections) == ([200, 200], 1)


def test_redirects_are_answers() -> None:
    """A redirect is not followed: another host never gets a request, let alone the key."""
    with serving(answers(OK)) as other:
        moved = answer(b"", f"Location: {other.url}/posts", status="302 Found")
        with serving(answers(moved)) as server, client_of(server.url) as client:
            exchange = client.send_wire(LIST, GET)
        assert (exchange.status, other.received, other.connections) == (302, [], 0)


def test_cookies_are_forgotten() -> None:
    """A cookie of one answer is not sent with the next request."""
    client, sent = mocked(httpx.Response(200, headers={"Set-Cookie": "session=1"}))
    client.send_wire(LIST, GET)
    client.send_wire(LIST, GET)
    assert [request.headers.get("Cookie") for request in sent] == [None, None]


def test_connection_refused() -> None:
    """Nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with client_of(f"http://127.0.0.1:{port}") as client:
        assert client.send_wire(LIST, GET).error == "the connection was refused"


def test_a_name_that_is_none() -> None:
    """A host name that breaks the rules for names cannot be resolved."""
    with client_of("http://a..b") as client:
        assert client.send_wire(LIST, GET).error == 'the host name "a..b" cannot be resolved'


@pytest.mark.parametrize(
    ("trouble", "error"),
    (
        (socket.gaierror(-2, "unknown"), 'the host name "api.test" cannot be resolved'),
        (ConnectionResetError(), "the server reset the connection before it was set up"),
        (OSError(101, "Network is unreachable"), "no connection: network is unreachable"),
        (OSError(), "no connection: unknown reason"),
        (TimeoutError(), "timed out after 5 s"),
    ),
)
def test_no_connection(trouble: OSError, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way not to be connected has its sentence."""

    def fail(*_: object, **__: object) -> socket.socket:
        raise trouble

    monkeypatch.setattr(socket, "create_connection", fail)
    with client_of("http://api.test") as client:
        assert error == client.send_wire(LIST, GET).error


@pytest.mark.parametrize(
    ("trouble", "error"),
    (
        (ssl.SSLError(1, "bad record mac"), "TLS: the connection broke"),
        (
            OSError(113, "No route to host"),
            "the connection broke without an answer: no route to host",
        ),
    ),
)
def test_broken_connection(trouble: OSError, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to lose a connection has its sentence."""

    class Broken(socket.socket):
        def recv(self, *_: object) -> bytes:
            raise trouble

    with serving(never_answers) as server, client_of(server.url) as client:

        def connect(*_: object, **__: object) -> socket.socket:
            broken = Broken()
            broken.connect(("127.0.0.1", server.port))
            return broken

        monkeypatch.setattr(socket, "create_connection", connect)
        assert error == client.send_wire(LIST, GET).error


def test_no_tls() -> None:
    """A server that does not speak TLS is told as such."""

    def speaks_http(connection: Connection) -> None:
        connection.socket.recv(1 << 16)
        connection.socket.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(speaks_http) as server:
        url = server.url.replace("http", "https")
        with client_of(url) as client:
            error = client.send_wire(LIST, GET).error
    assert (error or "").startswith("TLS: ")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate that nobody trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl is installed (Debian: apt-get install openssl)")
    path = tmp_path / "certificate.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
    out = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", "-"]
    made = subprocess.run([openssl, *words.split(), *out], capture_output=True, check=True)
    path.write_bytes(path.read_bytes() + made.stdout)
    return path


def over_tls(certificate: Path) -> Script:
    """Answer over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def script(connection: Connection) -> None:
        with context.wrap_socket(connection.socket, server_side=True) as secured:
            connection.socket = secured
            answers(OK)(connection)

    return script


def test_certificates(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody trusts is refused with the reason; a trusted one is taken."""
    with serving(over_tls(certificate)) as server:
        url = server.url.replace("http", "https")
        with client_of(url) as client:
            refused = client.send_wire(LIST, GET)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with client_of(url) as client:
            taken = client.send_wire(LIST, GET)
    reason = "TLS: the certificate is not accepted: self-signed certificate"
    assert (reason, 200) == ((refused.error or "").replace("self s", "self-s"), taken.status)


@pytest.mark.parametrize(
    ("trouble", "error"),
    (
        (httpx.ReadTimeout("slow"), "timed out after 5 s"),
        (httpx.RemoteProtocolError("it died"), "it died"),
        (httpx.ConnectError(""), "no answer"),
    ),
)
def test_troubles_of_other_transports(trouble: Exception, error: str) -> None:
    """A stand-in for the network tells its troubles as httpx does."""

    def respond(_: httpx.Request) -> httpx.Response:
        raise trouble

    client = Client(TARGET, DESCRIPTION, transport=httpx.MockTransport(respond))
    assert error == client.send_wire(LIST, GET).error


@pytest.mark.parametrize("key", ("two\nlines", "späße", KEY))
def test_the_key_is_nowhere(key: str) -> None:
    """No exchange shows the key, not even one that no header can hold."""
    with serving(resets) as server:
        target = replace(TARGET, base_url=server.url, api_key=key)
        with Client(target, DESCRIPTION) as client:
            exchange = client.send_wire(LIST, GET)
    shown = repr((client.exchanges, target)) + str(exchange.error)
    assert (key in shown, repr(key)[1:-1] in shown) == (False, False)


def test_an_impossible_header() -> None:
    """A request that HTTP cannot express is not sent."""
    with serving(answers(OK)) as server, client_of(server.url) as client:
        exchange = client.send_wire(LIST, Wire("GET", "/posts", (("X", "a\nb"),)))
        assert (
            exchange.error,
            server.received,
        ) == ("the request is not valid HTTP, so it was not sent", [])


# How often and how fast --------------------------------------------------------------------------


def busy(**headers: str) -> httpx.Response:
    return httpx.Response(429, headers={n.replace("_", "-"): v for n, v in headers.items()})


def later(seconds: int, *, zone: str = "GMT") -> str:
    """An HTTP date so many seconds after midday of a day in 2030."""
    moment = datetime(2030, 5, 17, 12, tzinfo=UTC) + timedelta(seconds=seconds)
    return format_datetime(moment, usegmt=True).replace("GMT", zone)


@pytest.mark.parametrize(
    ("response", "waits"),
    (
        (busy(Retry_After="7"), [7.0, 7.0]),
        (busy(Retry_After="1.5"), [1.5, 1.5]),
        (busy(Retry_After="0"), []),
        (busy(Retry_After=later(20), Date=later(0)), [20.0, 20.0]),
        (busy(Retry_After=later(20, zone="-0000"), Date=later(0)), [20.0, 20.0]),
        (busy(Retry_After=later(0), Date=later(5)), []),
        (busy(Retry_After="Sun, 06 Nov 1994 08:49:37 GMT"), []),
        (busy(Retry_After="70"), [70.0]),
        (busy(Retry_After="121"), []),
    ),
)
def test_retry_after(response: httpx.Response, waits: list[float]) -> None:
    """After 429 the client waits as it is told, in seconds or until a date, within bounds."""
    clock = Clock()
    client, _ = mocked(response, clock=clock)
    client.send_wire(LIST, GET)
    assert waits == clock.slept


def test_retry_after_nothing() -> None:
    """After 429 without (or with a senseless) Retry-After the waits grow, with some jitter."""
    clock = Clock()
    client, _ = mocked(busy(), busy(Retry_After="soon"), clock=clock)
    client.send_wire(LIST, GET)
    assert [low <= s <= 2 * low for low, s in zip((1, 2), clock.slept, strict=True)] == [True, True]


def test_a_second_attempt() -> None:
    """The very same request is sent again, each attempt counts, and only the last is judged."""
    told: list[tuple[float, str]] = []
    client, sent = mocked(busy(Retry_After="7"), httpx.Response(200))
    client._on_wait = lambda seconds, reason: told.append((seconds, reason))
    exchange = client.send(CREATE, Request("createImagePost", body={"a": 1}))
    assert [request.content for request in sent] == [b'{"a": 1}'] * 2
    assert told == [(7.0, "the API answered 429 (too many requests)")]
    assert [(e.number, e.status, e.retried) for e in client.exchanges] == [
        (1, 429, True),
        (2, 200, False),
    ]
    assert (2, exchange) == (client.requests, client.exchanges[-1])


@pytest.mark.parametrize("status", (500, 503, 408, 425))
def test_nothing_else_is_sent_twice(status: int) -> None:
    """Only 429 leads to another attempt."""
    client, sent = mocked(httpx.Response(status, headers={"Retry-After": "1"}))
    client.send(CREATE, Request("createImagePost", body={}))
    assert len(sent) == 1


def test_trouble_is_not_sent_twice() -> None:
    """A request without an answer is not sent again."""
    with serving(resets, answers(OK)) as server, client_of(server.url) as client:
        client.send(CREATE, Request("createImagePost", body={}))
        assert len(server.received) == 1


def test_budget() -> None:
    """The request that would be one too many is not sent."""
    client, sent = mocked(httpx.Response(200), target=replace(TARGET, max_requests=2))
    for _ in range(2):
        client.send_wire(LIST, GET)
    with pytest.raises(BudgetExhausted) as caught:
        client.send_wire(LIST, GET)
    assert (BudgetExhausted(2), 2, 2) == (caught.value, len(sent), len(client.exchanges))
    assert str(caught.value) == "the budget of 2 requests is spent"


def test_budget_of_attempts() -> None:
    """A 429 that spends the budget is the answer."""
    client, _ = mocked(busy(Retry_After="1"), target=replace(TARGET, max_requests=2))
    exchange = client.send_wire(LIST, GET)
    assert (exchange.status, [e.retried for e in client.exchanges]) == (429, [True, False])


def posting(*accounts: str) -> Request:
    return Request("createImagePost", body={"posts": [{"accountId": a} for a in accounts]})


def test_accounts_of() -> None:
    """A request names each account once; ids that are no text name none."""
    request = posting("a", "b", "a")
    request.body["posts"].append({"accountId": 5})
    assert [
        accounts_of(CREATE, request),
        accounts_of(CREATE, None),
        accounts_of(LIST, Request("listPosts")),
    ] == [("a", "b"), (), ()]


def test_pace() -> None:
    """With `pace`, a fourth post to one account waits for the minute to pass; others do not."""
    clock, told = Clock(), []
    client, _ = mocked(httpx.Response(200), target=replace(TARGET, pace=True), clock=clock)
    client._on_wait = lambda seconds, reason: told.append((seconds, reason))
    for accounts in ("a", "ab", "a", "b", "b"):
        client.send(CREATE, posting(*accounts))
    clock.now += 15
    client.send(CREATE, posting("a", "c"))
    limit = "At most three requests a minute create posts for one social account."
    assert [(45.0, limit)] == told


def test_no_pace() -> None:
    """Without `pace` nothing waits."""
    clock = Clock()
    client, _ = mocked(httpx.Response(200), clock=clock)
    for _ in range(60):
        client.send(CREATE, posting("a"))
    assert clock.slept == []


@pytest.mark.parametrize(
    ("sends", "seconds"),
    (
        ([], 0),
        ([("listPosts", ())] * 50, 0),
        ([("listPosts", ())] * 51, 60),
        ([("listPosts", ())] * 250, 240),
        ([("listPosts", ())] * 251, 3600),
        ([("createImagePost", ("a",))] * 3, 0),
        ([("createImagePost", ("a",)), ("createVideoPost", ("a", "b"))] * 2, 60),
        ([("createImagePost", (name,)) for name in "abcabcabcabc"], 60),
        ([("listPinterestBoards", ("a",))] * 4, 0),
    ),
)
def test_estimate(sends: list[tuple[str, tuple[str, ...]]], seconds: float) -> None:
    """The time that requests take is that of the vendor's limits, for the key and per account."""
    assert seconds == estimate_seconds(DESCRIPTION, sends)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("listPosts", "createImagePost")),
            st.lists(st.sampled_from("ab"), max_size=3).map(tuple),
        ),
        max_size=80,
    )
)
def test_the_estimate_is_what_the_client_does(sends: list[tuple[str, tuple[str, ...]]]) -> None:
    """A paced client with the same requests sleeps exactly as long as was estimated."""
    clock = Clock(now=0.0)
    client, _ = mocked(httpx.Response(200), target=replace(TARGET, pace=True), clock=clock)
    told = []
    for name, accounts in sends:
        operation = DESCRIPTION.operations[name]
        named = accounts if operation.account else ()
        client.send(operation, posting(*named))
        told.append((name, named))
    assert estimate_seconds(DESCRIPTION, told) == clock.now


def test_milliseconds() -> None:
    """An exchange says how long it took, without the waits before it."""
    clock = Clock()

    def respond(_: httpx.Request) -> httpx.Response:
        clock.now += 0.25
        return httpx.Response(200)

    client = Client(
        TARGET, DESCRIPTION, transport=httpx.MockTransport(respond), monotonic=clock.time
    )
    assert client.send_wire(LIST, GET).milliseconds == 250.0
