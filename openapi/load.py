"""From a description file to a `Description`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from .errors import suggestion
from .fields import EACH, Field, pointer
from .register import Provenance, cited, requirements, with_requirements
from .requirements import Level
from .rules import KINDS
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
        _check_rules(document, where, operation, declared)
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
    for field, child in _fields(schema):
        _check_keywords(document, _schema_pointer(where, path, declared, field), field, child)
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


def _fields(schema: Schema, field: Field | None = None) -> Iterator[tuple[Field, Schema]]:
    if field is not None:
        yield field, schema
    for name, child in schema.get("properties", {}).items():
        yield from _fields(child, field.child(name) if field else Field((name,)))
    if "items" in schema and field is not None:
        yield from _fields(schema["items"], field.child(EACH))


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


# What JSON Schema cannot say about a description ---------------------------------------------

UNDERSTOOD = {
    *("type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "minItems"),
    *("maxItems", "pattern", "format", "properties", "required", "items", "default", "title"),
    *("description", "example", "examples", "contentMediaType", "deprecated"),
}


def _schema_pointer(
    where: str, path: tuple[str, Mapping[str, Any]], declared: Mapping[str, Any], field: Field
) -> str:
    """Where the schema of a field of a request stands in the description."""
    location, *way = field.segments
    if location == "body":
        content_type = next(iter(declared["requestBody"]["content"]))
        where += pointer(("requestBody", "content", content_type, "schema"))
    else:
        for owner, holder in ((where, declared), (pointer(("paths", path[0])), path[1])):
            for index, parameter in enumerate(holder.get("parameters", ())):
                if way and (parameter["in"], parameter["name"]) == (location, way[0]):
                    where = f"{owner}/parameters/{index}/schema"
        way = way[1:]
    return where + "".join(
        "/items" if word == EACH else pointer(("properties", word)) for word in way
    )


def _check_keywords(document: Document, where: str, field: Field, schema: Schema) -> None:
    for keyword in schema:
        if keyword not in UNDERSTOOD and not keyword.startswith("x-"):
            raise document.error(
                where + pointer((keyword,)),
                f'the JSON Schema keyword "{keyword}" of {field} is not understood in requests',
                "Say it with properties, required and the other structural keywords, or as a rule.",
            )


def _check_rules(
    document: Document, where: str, operation: Operation, declared: Mapping[str, Any]
) -> None:
    known = [str(field) for field, _ in _fields(operation.schema) if len(field.segments) > 1]
    for index, rule in enumerate(declared.get("x-rules", ())):
        place = f"{where}/x-rules/{index}"
        for key in ("field", "by"):
            name = rule.get(key)
            if name is not None and operation.schema_at(Field.parse(name)) is None:
                near = suggestion(name, known)
                raise document.error(
                    f"{place}/{key}",
                    f'rule "{rule["id"]}" names the field "{name}", '
                    f"which {operation.title} does not have",
                    f'Did you mean "{near}"?' if near else f"Its fields are {', '.join(known)}.",
                )
        needed = {"exists": ("account", "media", "board", "post")}.get(rule["kind"])
        field = Field.parse(rule["field"]) if "field" in rule else None
        if needed and not any(field in operation.roles.get(role, ()) for role in needed):
            raise document.error(
                f"{place}/field",
                f'rule "{rule["id"]}" asks whether "{rule["field"]}" exists, '
                "but nothing says what it names",
                f"Give the field an x-role: {', '.join(needed)}.",
            )
        if operation.account is None and KINDS[rule["kind"]].about_targets(rule):
            raise document.error(
                place,
                f'rule "{rule["id"]}" is about accounts, but no field has the role account',
                "Give the field that names the account `x-role: account`.",
            )
        if rule["kind"] == "schedule-window" and not operation.roles.get("schedule"):
            raise document.error(
                place,
                f'rule "{rule["id"]}" is about schedules, but no field has the role schedule',
                "Give the field that holds the time `x-role: schedule`.",
            )
