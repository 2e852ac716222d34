"""What holds a description together: the names in it mean something. JSON Schema cannot say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from .errors import did_you_mean, suggestion
from .fields import EACH, Field, fields_of, pointer
from .rules import KINDS

if TYPE_CHECKING:
    from .description import Operation, Schema
    from .document import Document

UNDERSTOOD = {
    *("type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "minItems"),
    *("maxItems", "pattern", "format", "properties", "required", "items", "default", "title"),
    *("description", "example", "examples", "contentMediaType", "deprecated"),
}


def schema_pointer(
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


def check_keywords(document: Document, where: str, field: Field, schema: Schema) -> None:
    """Raise DescriptionError for a JSON Schema keyword that requests cannot have."""
    for keyword in schema:
        if keyword not in UNDERSTOOD and not keyword.startswith("x-"):
            raise document.error(
                where + pointer((keyword,)),
                f'the JSON Schema keyword "{keyword}" of {field} is not understood in requests',
                "Say it with properties, required and the other structural keywords, or as a rule.",
            )
    if "format" in schema and schema["format"] not in _checked_formats():
        raise document.error(
            where + pointer(("format",)),
            f'nothing here can check the format "{schema["format"]}" of {field}',
            "Say it with a pattern or a rule (times: utc-instant), or in the description alone.",
        )


@cache
def _checked_formats() -> frozenset[str]:
    """The formats that jsonschema checks with what is installed; an unchecked one proves nothing."""
    from jsonschema import Draft202012Validator

    return frozenset(Draft202012Validator.FORMAT_CHECKER.checkers)


def check_rules(
    document: Document, where: str, operation: Operation, declared: Mapping[str, Any]
) -> None:
    """Raise DescriptionError for a rule about something that the operation does not have."""
    known = [str(field) for field, _ in fields_of(operation.schema) if len(field.segments) > 1]
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


def check_names(document: Document, operations: Mapping[str, Operation]) -> None:
    """Raise DescriptionError where an operation or a parameter is named that does not exist."""
    for where, name in _named_operations(document.resolved, operations):
        if name not in operations:
            known = ", ".join(operations)
            advice = did_you_mean(name, operations, f"The operations are {known}.")
            raise document.error(where, f'there is no operation "{name}"', advice)
    for where, operation, name in _named_parameters(document.resolved, operations):
        known = operation.schema["properties"]["query"]["properties"]
        if name not in known:
            problem = f'{operation.title} has no query parameter "{name}"'
            advice = did_you_mean(name, known, f"It has {', '.join(known) or 'none'}.")
            raise document.error(where, problem, advice)


def _named_operations(
    tree: Mapping[str, Any], operations: Mapping[str, Operation]
) -> Iterator[tuple[str, str]]:
    for key in ("x-conflicts", "x-limits"):
        for index, entry in enumerate(tree.get(key, ())):
            for number, name in enumerate(entry.get("operations", ())):
                yield f"/{key}/{index}/operations/{number}", name
    for where, _, behaviour in _behaviours(tree, operations):
        if "listing" in behaviour:
            yield f"{where}/listing", behaviour["listing"]


def _named_parameters(
    tree: Mapping[str, Any], operations: Mapping[str, Operation]
) -> Iterator[tuple[str, Operation, str]]:
    for where, operation, behaviour in _behaviours(tree, operations):
        if "parameter" in behaviour:
            yield f"{where}/parameter", operation, behaviour["parameter"]


def _behaviours(
    tree: Mapping[str, Any], operations: Mapping[str, Operation]
) -> Iterator[tuple[str, Operation, Mapping[str, Any]]]:
    for operation in operations.values():
        declared = tree["paths"][operation.path][operation.method.lower()]
        where = pointer(("paths", operation.path, operation.method.lower(), "x-behaviours"))
        for index, behaviour in enumerate(declared.get("x-behaviours", ())):
            yield f"{where}/{index}", operation, behaviour
