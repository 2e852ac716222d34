"""The register of an operation: every requirement that its part of the description holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from .fields import EACH, Field
from .requirements import Answer, Baseline, Behaviour, Keyword, Level, Requirement, Source
from .rules import KINDS

if TYPE_CHECKING:
    from .description import Operation, Schema

KEYWORDS = (
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "format",
)
"""The structural keywords that become requirements by themselves, beside `required`."""

ROBUSTNESS = {
    "emoji": "emoji",
    "right-to-left": "right-to-left text",
    "nul": "a NUL character",
    "lone-surrogate": "a lone surrogate",
    "long-text": "100,000 characters",
    "deep-nesting": "deeply nested JSON",
    "malformed-json": "malformed JSON",
    "wrong-content-type": "a wrong content type",
    "wrong-method": "a wrong method",
}
"""The cases of the behaviour kind `robustness`, as statements name them."""


@dataclass(frozen=True)
class Provenance:
    """The level and source that hold at a place of the description; inherited downwards."""

    level: Level | None
    source: Source
    documents: Mapping[str, Mapping[str, str]]
    keywords: Mapping[str, str] = ()  # type: ignore[assignment]

    def within(self, holder: Mapping[str, Any]) -> Provenance:
        """What holds inside `holder`, by its own x-level and x-source."""
        level, keywords = self.level, {}
        own = holder.get("x-level")
        if isinstance(own, str):
            level = Level(own)
        elif own is not None:
            keywords = dict(own)
        source = holder.get("x-source")
        return Provenance(level, self.cite(source), self.documents, keywords)

    def cite(self, text: str | None) -> Source:
        """The source that `key § section` names; the inherited one without a text."""
        return self.source if text is None else cited(text, self.documents)

    def at(self, keyword: str) -> Level | None:
        """The level of one keyword; None where the description says `none`."""
        word = dict(self.keywords).get(keyword)
        if word is None:
            return self.level
        return None if word == "none" else Level(word)


def cited(text: str, documents: Mapping[str, Mapping[str, str]]) -> Source:
    """The source that `key § section` names among x-documents; KeyError for an unknown key."""
    key, _, section = text.partition(" § ")
    return Source(documents[key]["title"], section, documents[key].get("url"))


def requirements(
    operation: Operation,
    declared: Mapping[str, Any],
    behaviours: list[Mapping[str, Any]],
    provenance: Provenance,
) -> Iterator[Requirement]:
    """Every requirement of one operation, in the order: request, answers, behaviours.

    `declared` is the operation object of the document, `behaviours` the x-behaviours of the whole
    document and of the operation, `provenance` what holds at the operation.
    """
    yield _requirement(
        operation,
        "accepts",
        provenance.level or Level.MUST,
        f"{operation.title} accepts a valid request.",
        provenance.source,
        Baseline(),
        ("accepts",),
    )
    yield from _structure(operation, provenance)
    for declaration in declared.get("x-rules", ()):
        yield from _rules(operation, declaration, provenance)
    yield from _answers(operation, declared["responses"], provenance.within(declared["responses"]))
    for declaration in behaviours:
        yield from _behaviours(operation, declaration, provenance)


def _requirement(operation: Operation, name: str, level: Level, *rest: Any) -> Requirement:
    return Requirement(f"{operation.id}/{name}", operation.id, name, level, *rest)


# Structure -----------------------------------------------------------------------------------


def _structure(operation: Operation, provenance: Provenance) -> Iterator[Requirement]:
    for location, schema in operation.schema["properties"].items():
        if location == "body":
            if "body" in operation.schema.get("required", ()):
                yield from _keyword(
                    operation, Field(("body",)), "required", True, provenance, "A body is sent."
                )
            yield from _walk(operation, Field(("body",)), schema, provenance.within(schema))
        else:
            for name, child in schema["properties"].items():
                where = Field((location, name))
                inner = provenance.within(child)
                if location != "path" and name in schema.get("required", ()):
                    yield from _keyword(operation, where, "required", True, inner)
                yield from _walk(operation, where, child, inner)


def _walk(
    operation: Operation, where: Field, schema: Schema, provenance: Provenance
) -> Iterator[Requirement]:
    for keyword in KEYWORDS:
        if keyword in schema and _breakable(operation, where, keyword, schema):
            yield from _keyword(operation, where, keyword, schema[keyword], provenance)
    for name, child in schema.get("properties", {}).items():
        inner = provenance.within(child)
        if name in schema.get("required", ()):
            yield from _keyword(operation, where.child(name), "required", True, inner)
        yield from _walk(operation, where.child(name), child, inner)
    if "items" in schema:
        items = schema["items"]
        yield from _walk(operation, where.child(EACH), items, provenance.within(items))


def _breakable(operation: Operation, where: Field, keyword: str, schema: Schema) -> bool:
    """Whether a request can be written down that breaks the keyword: text is always text."""
    if keyword != "type" or schema.get("x-role") == "file":
        return True
    in_json = operation.body is not None and operation.body.content_type == "application/json"
    if where.segments[0] == "body" and in_json:
        return True
    return schema["type"] in ("integer", "number", "boolean")


def _keyword(
    operation: Operation,
    where: Field,
    keyword: str,
    value: Any,
    provenance: Provenance,
    statement: str | None = None,
) -> Iterator[Requirement]:
    level = provenance.at(keyword)
    if level is not None:
        is_file = (operation.schema_at(where) or {}).get("x-role") == "file"
        yield _requirement(
            operation,
            f"{where.slug}/{keyword}",
            level,
            statement or f"{where} {_says(keyword, value, is_file)}.",
            provenance.source,
            Keyword(where, keyword, value),
            ("rejects",) if keyword in ("required", "type") else ("accepts", "rejects"),
        )


def _says(keyword: str, value: Any, is_file: bool = False) -> str:
    if keyword == "type" and is_file:
        return "is a file"
    if keyword == "type":
        words = [value] if isinstance(value, str) else value
        return "is " + " or ".join(
            "null" if w == "null" else f"an {w}" if w[0] in "aio" else f"a {w}" for w in words
        )
    if keyword == "enum":
        return "is one of " + ", ".join(
            item if isinstance(item, str) else json.dumps(item) for item in value
        )
    return {
        "required": "is required",
        "const": f"is {json.dumps(value)}",
        "minimum": f"is at least {value}",
        "maximum": f"is at most {value}",
        "minLength": f"has at least {value} characters",
        "maxLength": f"has at most {value} characters",
        "minItems": f"has at least {value} items" if value != 1 else "has at least one item",
        "maxItems": f"has at most {value} items",
        "pattern": f"matches {value}",
        "format": f"is of the format {value}",
    }[keyword]


# Rules ---------------------------------------------------------------------------------------


def _rules(
    operation: Operation, declaration: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    for rule in KINDS[declaration["kind"]].declared(declaration, operation):
        yield _requirement(
            operation,
            rule.name,
            Level(declaration.get("level", provenance.level or Level.MUST)),
            _filled(declaration["says"], rule.words()),
            provenance.cite(declaration.get("source")),
            rule,
            rule.checks,
            declaration.get("status"),
        )


def _filled(says: str, words: Mapping[str, str]) -> str:
    known = {name for _, name, _, _ in Formatter().parse(says) if name}
    return says.format(**{name: words.get(name, f"{{{name}}}") for name in known})


# Answers -------------------------------------------------------------------------------------

UNPROVOKED = ("429", "5")
"""Statuses, or their first digits, that the suite does not bring about."""


def _answers(
    operation: Operation, declared: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    statuses = ", ".join(operation.responses)
    yield _requirement(
        operation,
        "response/status",
        Level.ASSUMED,
        f"Answers have one of the documented statuses {statuses}.",
        provenance.source,
        Answer("status"),
        ("responds",),
    )
    if any(response.content_type for response in operation.responses.values()):
        yield _requirement(
            operation,
            "response/content-type",
            provenance.level or Level.MUST,
            "Answers are JSON and say so.",
            provenance.source,
            Answer("content-type"),
            ("responds",),
        )
    for response in operation.responses.values():
        if response.schema is not None and not response.status.startswith(UNPROVOKED):
            inner = provenance.within(declared[response.status]).within(response.schema)
            yield from _answer_fields(operation, response.status, response.schema, (), inner)


def _answer_fields(
    operation: Operation,
    status: str,
    schema: Schema,
    place: tuple[str, ...],
    provenance: Provenance,
) -> Iterator[Requirement]:
    for name, child in schema.get("properties", {}).items():
        where, inner = (*place, name), provenance.within(child)
        required = name in schema.get("required", ())
        shown = ".".join(where).replace(f".{EACH}", EACH)
        parts = [_says(word, child[word]) for word in KEYWORDS if word in child]
        yield _requirement(
            operation,
            f"response/{status}/{'/'.join('*' if w == EACH else w for w in where)}",
            inner.level or Level.MUST,
            f"In a {status}, {shown} "
            + ("is there" if required else "may be there")
            + (" and " if parts else "")
            + " and ".join(parts)
            + ".",
            inner.source,
            Answer("field", status, where),
            ("responds",),
        )
        yield from _answer_fields(operation, status, child, where, inner)
    if "items" in schema:
        items = schema["items"]
        inner = provenance.within(items)
        yield from _answer_fields(operation, status, items, (*place, EACH), inner)


# Behaviours ----------------------------------------------------------------------------------


def _behaviours(
    operation: Operation, declaration: Mapping[str, Any], provenance: Provenance
) -> Iterator[Requirement]:
    level = Level(declaration.get("level", provenance.level or Level.MUST))
    source = provenance.cite(declaration.get("source"))
    says, kind = declaration["says"], declaration["kind"]
    parameters = {
        name: value
        for name, value in declaration.items()
        if name not in ("id", "kind", "says", "level", "source")
    }
    variants: dict[str, tuple[str, dict[str, Any]]] = {"": (says, parameters)}
    checks = ("behaves",)
    if kind == "authentication":
        checks = ("rejects",)
        variants = {
            "missing": ("A request without an API key is refused.", {"key": "missing"}),
            "wrong": ("A request with a wrong API key is refused.", {"key": "wrong"}),
        }
        status = declaration["status"]
        variants = {
            name: (f"{text[:-1]} with {status}.", {**more, "status": status})
            for name, (text, more) in variants.items()
        }
    elif kind == "robustness":
        checks = ("survives",)
        variants = {
            case: (f"The API survives {ROBUSTNESS[case]}.", {"case": case})
            for case in declaration["cases"]
            if hostile_to(operation, case)
        }
    for variant, (statement, own) in variants.items():
        name = f"{declaration['id']}/{variant}" if variant else declaration["id"]
        promise = Behaviour(kind, own)
        status = declaration.get("status")
        yield _requirement(operation, name, level, statement, source, promise, checks, status)


def hostile_to(operation: Operation, case: str) -> bool:
    """Whether a case of robustness can be put to an operation: text needs a place for text."""
    if case == "wrong-method":
        return True
    if case in ("wrong-content-type",):
        return operation.body is not None
    in_json = operation.body is not None and operation.body.content_type == "application/json"
    if case in ("malformed-json", "deep-nesting", "lone-surrogate", "long-text"):
        return in_json
    return in_json or any(
        child.get("type") == "string" and "enum" not in child
        for location in ("path", "query")
        for child in operation.schema["properties"][location]["properties"].values()
    )


def with_requirements(operation: Operation, found: list[Requirement]) -> Operation:
    """The operation with its register."""
    return replace(operation, requirements=tuple(found))
