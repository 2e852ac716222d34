"""From a description file to a `Description`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .coherence import check_keywords, check_names, check_rules, schema_pointer
from .description import (
    ApiKey,
    Body,
    Conflict,
    Description,
    Excluded,
    Limit,
    Link,
    Operation,
    Reading,
    Response,
)
from .document import Document, read_document
from .fields import Field, fields_of, pointer
from .register import Provenance, cited, requirements, with_requirements
from .requirements import Level
from .shape import require_shape

if TYPE_CHECKING:
    from .description import Schema

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def vendors() -> tuple[str, ...]:
    """The vendors whose descriptions come with postproof."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def load(vendor: str) -> Description:
    """The description of a vendor that comes with postproof; KeyError for any other."""
    if vendor not in vendors():
        raise KeyError(vendor)
    return load_file(Path(str(files(__package__) / f"{vendor}.yaml")))


def load_file(path: Path) -> Description:
    """The description in a file.

    Raises DescriptionError, with file, line and pointer, for anything that does not make sense.
    """
    document = read_document(path)
    require_shape(document)
    tree = document.resolved
    documents = tree.get("x-documents", {})
    base = Provenance(Level.MUST, next(_first_source(documents)), documents).within(tree)
    base = base.within(tree["paths"])
    operations: dict[str, Operation] = {}
    for where, method, path_item, declared in _operations(tree):
        operation = _operation(document, where, method, path_item, declared)
        if operation.id in operations:
            raise document.error(
                f"{where}/operationId",
                f'duplicate operationId "{operation.id}"',
                "Give every operation an id of its own.",
            )
        check_rules(document, where, operation, declared)
        behaviours = [*tree.get("x-behaviours", ()), *declared.get("x-behaviours", ())]
        provenance = base.within(path_item[1]).within(declared)
        found = list(requirements(operation, declared, behaviours, provenance))
        seen: set[str] = set()
        for requirement in found:
            if requirement.id in seen:
                raise document.error(
                    where,
                    f'duplicate requirement id "{requirement.id}"',
                    "Give every rule and behaviour of an operation an id of its own.",
                )
            seen.add(requirement.id)
        operations[operation.id] = with_requirements(operation, found)
    check_names(document, operations)
    return Description(
        vendor=Path(path).stem,
        title=tree["info"]["title"],
        base_url=str(tree.get("servers", [{"url": ""}])[0]["url"]),
        key=_api_key(tree),
        operations=operations,
        limits=tuple(_limit(entry, documents) for entry in tree.get("x-limits", ())),
        conflicts=tuple(_conflict(entry, documents) for entry in tree.get("x-conflicts", ())),
        excluded=tuple(
            Excluded(e["id"], e["says"], e["reason"], cited(e["source"], documents))
            for e in tree.get("x-excluded", ())
        ),
        document=tree,
    )


def _first_source(documents: Mapping[str, Any]) -> Iterator[Any]:
    for key in documents:
        yield cited(f"{key} § ", documents)
    from .requirements import Source

    yield Source("", "")


def _operations(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    for path, path_item in tree["paths"].items():
        for method in METHODS if path.startswith("/") else ():
            if method in path_item:
                yield pointer(("paths", path, method)), method, (path, path_item), path_item[method]


def _operation(
    document: Document,
    where: str,
    method: str,
    path: tuple[str, Mapping[str, Any]],
    declared: Mapping[str, Any],
) -> Operation:
    if "operationId" not in declared:
        raise document.error(where, "an operation without operationId", "Add an operationId.")
    parameters = [*path[1].get("parameters", ()), *declared.get("parameters", ())]
    body = _body(declared.get("requestBody"))
    schema = _request_schema(parameters, body)
    roles: dict[str, list[Field]] = defaultdict(list)
    for field, child in fields_of(schema):
        check_keywords(document, schema_pointer(where, path, declared, field), field, child)
        if "x-role" in child and field not in roles[child["x-role"]]:
            roles[child["x-role"]].append(field)
    return Operation(
        id=declared["operationId"],
        method=method.upper(),
        path=path[0],
        summary=declared.get("summary", ""),
        effect=declared.get("x-effect", "read" if method in ("get", "head") else "publish"),
        schema=schema,
        body=body,
        responses={
            status: _response(status, response)
            for status, response in declared["responses"].items()
            if not status.startswith("x-")
        },
        roles={role: tuple(fields) for role, fields in roles.items()},
        yields=_link(declared.get("x-yields")),
        lists=_link(declared.get("x-lists")),
        deletes=_link(declared.get("x-deletes")),
    )


def _body(declared: Mapping[str, Any] | None) -> Body | None:
    if declared is None:
        return None
    content_type, media = next(iter(declared["content"].items()))
    examples = {name: example["value"] for name, example in media.get("examples", {}).items()}
    if "example" in media:
        examples["example"] = media["example"]
    required = bool(declared.get("required", False))
    return Body(content_type, required, media.get("schema", {}), examples)


def _request_schema(parameters: list[Mapping[str, Any]], body: Body | None) -> Schema:
    """One schema for the whole request, as `Request.parts()` shows it."""
    locations: dict[str, Any] = {
        location: {"type": "object", "properties": {}, "required": []}
        for location in ("path", "query", "header")
    }
    for parameter in parameters:
        schema = dict(parameter.get("schema", {}))
        for key in ("x-role", "x-level", "x-source", "description", "example"):
            if key in parameter:
                schema.setdefault(key, parameter[key])
        locations[parameter["in"]]["properties"][parameter["name"]] = schema
        if parameter.get("required"):
            locations[parameter["in"]]["required"].append(parameter["name"])
    whole: dict[str, Any] = {"type": "object", "properties": locations, "required": []}
    if body is not None:
        whole["properties"]["body"] = body.schema
        if body.required:
            whole["required"].append("body")
    return whole


def _response(status: str, declared: Mapping[str, Any]) -> Response:
    content = declared.get("content") or {None: {}}
    content_type, media = next(iter(content.items()))
    return Response(status, declared.get("description", ""), content_type, media.get("schema"))


def _link(declared: Mapping[str, Any] | None) -> Link | None:
    return Link(**declared) if declared else None


def _api_key(tree: Mapping[str, Any]) -> ApiKey | None:
    schemes = tree.get("components", {}).get("securitySchemes", {})
    for scheme in schemes.values():
        if scheme["type"] == "apiKey" and scheme["in"] == "header":
            return ApiKey(scheme["name"])
        if scheme["type"] == "http" and scheme["scheme"].lower() == "bearer":
            return ApiKey("Authorization", "Bearer ")
    return None


def _limit(entry: Mapping[str, Any], documents: Mapping[str, Any]) -> Limit:
    return Limit(
        entry["id"],
        entry["requests"],
        entry["per"],
        entry.get("scope", "key"),
        tuple(entry.get("operations", ())),
        entry["says"],
        cited(entry["source"], documents),
    )


def _conflict(entry: Mapping[str, Any], documents: Mapping[str, Any]) -> Conflict:
    readings = tuple(Reading(r["says"], cited(r["source"], documents)) for r in entry["readings"])
    return Conflict(entry["id"], tuple(entry["operations"]), entry["says"], readings)
