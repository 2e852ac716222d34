"""A vendor's description as values: operations, their roles, and the register of requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .fields import Field

if TYPE_CHECKING:
    from .requirements import Requirement, Source
    from .world import World

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: its media type, whether it is required, its schema and examples."""

    content_type: str
    required: bool
    schema: Schema
    examples: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """A documented answer: status ("200", "default"), media type and schema, where it has them."""

    status: str
    description: str
    content_type: str | None
    schema: Schema | None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a role's objects stand in answers or requests (x-yields, x-lists, x-deletes).

    `field` is a path as in `posts[].postId`; `id` the name of the id in each listed item;
    `each` the array of the request that yields one object per item.
    """

    role: str
    field: str
    id: str | None = None
    each: str | None = None


@dataclass(frozen=True)
class Operation:
    """One operation with everything that the suite derives from.

    `schema` describes the whole request as `Request.parts()` shows it. `roles` maps a role to
    the fields that play it. `effect` is the worst that an accepted request does.
    """

    id: str
    method: str
    path: str
    summary: str
    effect: str
    schema: Schema
    body: Body | None
    responses: Mapping[str, Response]
    roles: Mapping[str, tuple[Field, ...]]
    yields: Link | None = None
    lists: Link | None = None
    deletes: Link | None = None
    requirements: tuple[Requirement, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """Method and path, as in `POST /post/images`."""
        return f"{self.method} {self.path}"

    @property
    def account(self) -> Field | None:
        """The field that names the account of a target, where there is one."""
        fields = self.roles.get("account", ())
        return fields[0] if fields else None

    @cached_property
    def supported(self) -> frozenset[str] | None:
        """The platforms that the operation takes, None when all are."""
        for requirement in self.requirements:
            platforms: frozenset[str] | None = getattr(requirement.promise, "supported", None)
            if platforms is not None:
                return platforms
        return None

    @cached_property
    def validator(self) -> Any:
        """A compiled jsonschema validator of `schema`, in which a file is an object."""
        from jsonschema import Draft202012Validator

        return Draft202012Validator(
            _with_files(self.schema), format_checker=Draft202012Validator.FORMAT_CHECKER
        )

    def platforms(self, world: World) -> tuple[str, ...]:
        """The world's platforms that the operation takes."""
        return tuple(
            platform
            for platform in world.platforms
            if self.supported is None or platform in self.supported
        )

    def schema_at(self, where: Field) -> Schema | None:
        """The schema of a field of the request, None when there is no such field."""
        schema: Any = self.schema
        for word in where.segments:
            schema = schema.get("items") if word == "[]" else schema.get("properties", {}).get(word)
            if schema is None:
                return None
        return schema  # type: ignore[no-any-return]


def _with_files(schema: Schema) -> Schema:
    if schema.get("x-role") == "file":
        return {"type": "object"}
    changed = dict(schema)
    if "properties" in schema:
        changed["properties"] = {n: _with_files(s) for n, s in schema["properties"].items()}
    if "items" in schema:
        changed["items"] = _with_files(schema["items"])
    return changed


@dataclass(frozen=True, slots=True)
class ApiKey:
    """How a request shows its key: the header's name and what stands before the key."""

    header: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A documented limit: `requests` per `seconds`, for the whole key or for each account."""

    id: str
    requests: int
    per: str
    scope: str
    operations: tuple[str, ...]
    statement: str
    source: Source

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "month": 2_592_000}[self.per]


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the ways in which contradicting documents can be read."""

    statement: str
    source: Source


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places in the documents that contradict each other."""

    id: str
    operations: tuple[str, ...]
    statement: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A sentence of the documents that cannot be tested from outside, and why."""

    id: str
    statement: str
    reason: str
    source: Source


@dataclass(frozen=True)
class Description:
    """One vendor's description, read and resolved.

    `vendor` is the file's stem; `document` the resolved OpenAPI document as plain values.
    """

    vendor: str
    title: str
    base_url: str
    key: ApiKey | None
    operations: Mapping[str, Operation]
    limits: tuple[Limit, ...]
    conflicts: tuple[Conflict, ...]
    excluded: tuple[Excluded, ...]
    document: Mapping[str, Any] = field(repr=False)

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """The register: every requirement by its id, in the order of the description."""
        return {
            requirement.id: requirement
            for operation in self.operations.values()
            for requirement in operation.requirements
        }

    def operation_of(self, requirement: Requirement) -> Operation:
        return self.operations[requirement.operation]

    def lister(self, role: str) -> Operation | None:
        """The operation that lists the objects of a role."""
        return next((o for o in self.operations.values() if o.lists and o.lists.role == role), None)

    def creators(self, role: str) -> list[Operation]:
        """The operations that create objects of a role."""
        return [o for o in self.operations.values() if o.yields and o.yields.role == role]

    def deleter(self, role: str) -> Operation | None:
        """The operation that deletes one object of a role."""
        return next(
            (o for o in self.operations.values() if o.deletes and o.deletes.role == role), None
        )
