"""schemathesis behind one small face: the only module that imports it, and not before it is asked.

It gives a second opinion on answers, and requests that nobody here thought of. What it changes in
Hypothesis for the whole process is undone. It never sends anything: the checks that are run look
at what was received, and the cases leave as bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..openapi.wire import BOUNDARY, MULTIPART, Bytes, Wire
from .http.exchange import NOT_JSON

if TYPE_CHECKING:
    from ..openapi import Description, Operation
    from .http.exchange import Answer, Exchange

HERE = "http://target"
"""Stands for the target's address where schemathesis wants one."""
LONGEST = 200
"""Characters of a message or a scenario that are kept."""
ADDED = ("accept", "accept-encoding", "connection", "content-length", "user-agent")
"""Headers of a generated request that are not its own: the client adds those of postproof."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A deviation that schemathesis finds in an answer.

    `about` names the requirement concerned as the register does, `response/200/posts/*/postId`;
    the register may have none of that name, since not every part of an answer is promised.
    """

    about: str
    message: str


@dataclass(frozen=True, slots=True)
class FuzzCase:
    """A generated request in bytes, without a key; `scenario` says what schemathesis had in mind."""

    scenario: str
    wire: Wire


def is_installed() -> bool:
    """Whether schemathesis is there; it comes with the extra `suite`."""
    return find_spec("schemathesis") is not None


# Answers -------------------------------------------------------------------------------------


def passive(
    description: Description, operation: Operation, exchanges: Iterable[Exchange]
) -> dict[int, tuple[Disagreement, ...]]:
    """What schemathesis finds in the answers to an operation, by the exchanges' numbers.

    Exchanges without an answer, or without a request to the operation, are left out.
    """
    judged = {e.number: e.answer for e in exchanges if e.answer and e.request is not None}
    if not judged:
        return {}
    with _hypothesis_unchanged():
        described = description.document["paths"][operation.path][operation.method.lower()]
        ours = _load(_document(operation, {"responses": described["responses"]}))
        case = ours.Case(
            path_parameters=dict.fromkeys(operation.schema["properties"]["path"]["properties"], "x")
        )
        return {number: _disagreements(operation, case, a) for number, a in judged.items()}


def _disagreements(operation: Operation, case: Any, answer: Answer) -> tuple[Disagreement, ...]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    wanted = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        not_a_server_error,
    ]
    if not answer.cut:
        wanted.append(checks.response_schema_conformance)
    response = _response(case, answer)
    if not _failures(case, response, wanted):
        return ()
    found = [
        Disagreement(about, _told(failure))
        for check in wanted
        for failure in _failures(case, response, [check])
        for about in _concerned(operation, answer, check.__name__, failure)
    ]
    return tuple(dict.fromkeys(found))


def _response(case: Any, answer: Answer) -> Any:
    import requests
    from schemathesis.core.transport import Response

    headers: dict[str, list[str]] = {}
    for name, value in answer.headers:
        headers.setdefault(name.lower(), []).append(value)
    return Response(
        status_code=answer.status,
        headers=headers,
        content=answer.body,
        request=requests.Request(case.method, HERE).prepare(),
        elapsed=0.0,
        verify=True,
        message=answer.reason,
    )


def _failures(case: Any, response: Any, checks: list[Any]) -> list[Any]:
    from schemathesis.core.failures import FailureGroup

    try:
        case.validate_response(response, checks=checks)
    except FailureGroup as group:
        return list(group.exceptions)
    return []


def _concerned(operation: Operation, answer: Answer, check: str, failure: Any) -> list[str]:
    """The names of the requirements that a failure is about."""
    from schemathesis.openapi.checks import JsonSchemaError, UndefinedContentType

    if check == "status_code_conformance":
        return ["response/status"]
    if check == "response_headers_conformance":
        return [f"response/{answer.status}/headers"]
    if check == "not_a_server_error":
        return ["survives"]
    if isinstance(failure, UndefinedContentType) and answer.media_type.endswith("+json"):
        return []  # JSON all the same, and says so (RFC 6839, section 3.1)
    if not isinstance(failure, JsonSchemaError):
        if check == "response_schema_conformance" and answer.json is not NOT_JSON:
            return []  # half a character that the suite sent is told again (RFC 8259, section 8.2)
        return ["response/content-type"]
    schema = operation.responses[str(answer.status)].schema or {}
    return [f"response/{answer.status}/{field}" for field in _fields(schema, failure)]


def _fields(schema: Mapping[str, Any], failure: Any) -> list[str]:
    """The fields that break a schema, as the register writes them; of a whole body all it holds."""
    place = ["*" if isinstance(step, int) else step for step in failure.instance_path]
    *way, keyword = failure.schema_path
    holder: Any = schema
    for step in way:
        holder = holder[step]
    if keyword == "required":
        missing = [name for name in holder["required"] if name not in failure.instance]
        return ["/".join((*place, name)) for name in missing]
    while place and place[-1] == "*":
        place.pop()
    return ["/".join(place)] if place else list(schema.get("properties", ()))


def _told(failure: Any) -> str:
    lines = [line.strip() for line in failure.message.partition("\n\n")[0].splitlines()]
    said = "; ".join(line for line in lines if line)
    return f"{failure.title} ({said})"[:LONGEST] if said else failure.title


# Requests ------------------------------------------------------------------------------------


def cases(document: Mapping[str, Any], *, seed: int, count: int) -> tuple[FuzzCase, ...]:
    """Requests to the one operation of an OpenAPI document, each once.

    First its structural coverage, valid and not; then `count` drawn by Hypothesis, half of them
    meant to be valid. The same document, seed and count give the same bytes.
    """
    from schemathesis import GenerationMode

    with _hypothesis_unchanged():
        operation = _load(document)
        found = [(_covered(case), case) for case in _coverage(operation)]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            drawn = _drawn(operation, mode, seed, (count + 1) // 2)
            found += [(case.meta.phase.data.description, case) for case in drawn]
        sendable: dict[Wire, str] = {}
        for scenario, case in found:
            wire = _wire(case)
            if wire is not None and wire.method == operation.method.upper():
                sendable.setdefault(wire, " ".join(scenario.split())[:LONGEST])
    return tuple(FuzzCase(scenario, wire) for wire, scenario in sendable.items())


def _coverage(operation: Any) -> Iterator[Any]:
    from schemathesis import GenerationMode

    schema = operation.schema
    yield from schema.iter_coverage_cases(
        operation,
        generation_modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE],
        generation_config=schema.config.generation_for(operation=operation),
    )


def _covered(case: Any) -> str:
    data = case.meta.phase.data
    where = getattr(data.parameter_location, "value", None)
    named = " ".join(str(word) for word in (where, data.parameter) if word)
    return f"{data.description} ({named})" if named else str(data.description)


def _drawn(operation: Any, mode: Any, seed: int, count: int) -> list[Any]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis.errors import Unsatisfiable

    found: list[Any] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def draw(case: Any) -> None:
        found.append(case)

    with suppress(Unsatisfiable):  # nothing in the operation can be invalid
        draw()
    return found


def _wire(case: Any) -> Wire | None:
    """The bytes of a case; None where no HTTP client can send them."""
    import requests

    try:
        prepared = requests.Request(**case.as_transport_kwargs(base_url=HERE)).prepare()
    except (requests.RequestException, UnicodeError):
        return None
    body: Any = prepared.body or b""
    content: bytes = body.encode() if isinstance(body, str) else body
    headers = tuple(
        (name, str(value))
        for name, value in prepared.headers.items()
        if name.lower() not in ADDED and not name.lower().startswith("x-schemathesis-")
    )
    wire = Wire(prepared.method or "", prepared.path_url, headers, Bytes(content))
    return _same_boundary(wire, content)


def _same_boundary(wire: Wire, content: bytes) -> Wire:
    """The request with the boundary of ours in place of a random one."""
    for name, value in wire.headers:
        own = value.partition("boundary=")[2]
        if name.lower() == "content-type" and value.startswith(MULTIPART) and own:
            headers = tuple((n, v.replace(own, BOUNDARY)) for n, v in wire.headers)
            payload = Bytes(content.replace(own.encode(), BOUNDARY.encode()))
            return replace(wire, headers=headers, payload=payload)
    return wire


# Both ----------------------------------------------------------------------------------------


def _document(operation: Operation, declared: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": operation.title, "version": "1"},
        "paths": {operation.path: {operation.method.lower(): declared}},
    }


def _load(document: Mapping[str, Any]) -> Any:
    """The one operation of a document; raises the reason where schemathesis cannot read it."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.core.result import Err

    # With a configuration of its own, none is looked for in the working directory. Methods that
    # are not described are not tried: they might well do something.
    config = SchemathesisConfig.from_dict({"phases": {"coverage": {"unexpected-methods": []}}})
    (result,) = schemathesis.openapi.from_dict(dict(document), config=config).get_all_operations()
    if isinstance(result, Err):
        raise result.err()
    return result.ok()


@contextmanager
def _hypothesis_unchanged() -> Iterator[None]:
    """Undo that schemathesis makes Hypothesis print failing examples without their values."""
    core: Any = import_module("hypothesis.core")
    printer = core.RepresentationPrinter
    try:
        yield
    finally:
        core.RepresentationPrinter = printer
