"""Building valid requests: from the schema, the roles of its fields, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..openapi.fields import EACH, Field
from ..openapi.request import ABSENT, Request, Upload
from ..openapi.rules import (
    Ignored,
    ItemsPerPlatform,
    MediaType,
    RequiredWhen,
    Rule,
    SameAttribute,
    ScheduleWindow,
    TextLength,
)
from . import files, texts
from .context import Context

if TYPE_CHECKING:
    from ..openapi import Account, Media, Operation, World
    from ..openapi.description import Schema
    from ..openapi.request import Json
    from .choice import Choose

DEFAULT_AHEAD = timedelta(days=1)
"""How far ahead posts are scheduled where nothing else is asked for."""

SLACK = timedelta(minutes=1)
"""Time that may pass between building a request and its arrival."""


class Unbuildable(Exception):
    """The world lacks what a valid request needs; the text says what."""


@dataclass(frozen=True)
class Wish:
    """What a valid request is to be like; None where it does not matter.

    `accounts` are the targets in order. `items` is the length of media arrays. `ahead` is how far
    from now posts are scheduled.
    `upload` is the file to send; fields in `include` are sent where they are used, those in
    `ignored` also where they are not, and `fixed` are fields with the value to send.
    """

    context: Context = Context()
    accounts: tuple[Account, ...] = ()
    items: int | None = None
    ahead: timedelta | None = None
    upload: Upload | None = None
    include: frozenset[Field] = frozenset()
    ignored: frozenset[Field] = frozenset()
    fixed: tuple[tuple[Field, Json], ...] = ()


def build(operation: Operation, world: World, wish: Wish, choose: Choose) -> Request:
    """A valid request as wished.

    Raises Unbuildable when the world has no account, media or post that it needs.
    """
    builder = _Builder(operation, world, _with_accounts(operation, world, wish, choose), choose)
    parts: dict[str, Any] = {
        location: builder.object(Field((location,)), schema, None)
        for location, schema in operation.schema["properties"].items()
        if location != "body"
    }
    body = ABSENT
    if operation.body is not None:
        body = builder.value(Field(("body",)), operation.body.schema, None)
    return Request(operation.id, parts["path"], parts["query"], parts["header"], body)


def rules_of(operation: Operation, kind: type[Rule]) -> list[Any]:
    """The operation's rules of one kind."""
    return [r.promise for r in operation.requirements if isinstance(r.promise, kind)]


def has_targets(operation: Operation) -> bool:
    """Whether a request has several targets, each in an item of an array."""
    return operation.account is not None and EACH in operation.account.segments


def usable(operation: Operation, world: World) -> list[Account]:
    """The accounts that a valid request may name."""
    platforms = operation.platforms(world)
    return [
        account
        for account in world.accounts.values()
        if account.platform in platforms and not _lacks_board(operation, account)
    ]


def _lacks_board(operation: Operation, account: Account) -> bool:
    return not account.boards and any(
        account.platform in rule.platforms and "board" in _roles_at(operation, rule.field)
        for rule in rules_of(operation, RequiredWhen)
    )


def _roles_at(operation: Operation, field: Field) -> list[str]:
    return [role for role, fields in operation.roles.items() if field in fields]


def _with_accounts(operation: Operation, world: World, wish: Wish, choose: Choose) -> Wish:
    if wish.accounts or operation.account is None:
        return wish
    accounts = usable(operation, world)
    if not accounts:
        raise Unbuildable("the target has no account that the operation takes")
    return replace(wish, accounts=around(accounts, choose(accounts), wish.context.position, choose))


def around(
    accounts: Sequence[Account], chosen: Account, position: str, choose: Choose
) -> tuple[Account, ...]:
    """The chosen account at a position among others, as far as there are any."""
    others = [account for account in accounts if account.id != chosen.id]
    other_platforms = [a for a in others if a.platform != chosen.platform] or others
    if position == "alone" or not others:
        return (chosen,)
    one = choose(other_platforms)
    if position == "first":
        return (chosen, one)
    if position == "last":
        return (one, chosen)
    rest = [account for account in others if account.id != one.id]
    return (one, chosen, choose(rest)) if rest else (one, chosen)


def limit_of(operation: Operation, field: Field, accounts: Sequence[Account]) -> int | None:
    """The strictest limit that rules set to items or characters of a field, None without any."""
    limits = [
        rule.limit
        for kind in (ItemsPerPlatform, TextLength)
        for rule in rules_of(operation, kind)
        if rule.field == field and any(a.platform == rule.platform for a in accounts)
    ]
    return min(limits, default=None)


def window(operation: Operation) -> tuple[timedelta, timedelta]:
    """How soon and how late a post may be scheduled on every platform."""
    rules = rules_of(operation, ScheduleWindow)
    least = [r.at_least + r.tolerance + SLACK for r in rules if r.at_least is not None]
    most = [r.at_most - r.tolerance for r in rules if r.at_most is not None]
    return max(least, default=timedelta(hours=1)), min(most, default=timedelta(days=25))


def instant(moment: datetime) -> str:
    """A moment as the documents write it: ISO 8601, whole seconds, `Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class _Builder:
    def __init__(self, operation: Operation, world: World, wish: Wish, choose: Choose) -> None:
        self.operation, self.world, self.wish, self.choose = operation, world, wish, choose
        self.file = wish.upload or upload(files.png(64, 64))
        self.targets = operation.account.array() if operation.account is not None else None

    def value(self, field: Field, schema: Schema, account: Account | None) -> Json:
        for fixed, value in self.wish.fixed:
            if fixed == field:
                return value
        if "properties" in schema:
            return self.object(field, schema, account)
        if "items" in schema:
            return self.array(field, schema)
        role = schema.get("x-role")
        if role is not None:
            return getattr(self, "_" + role.replace("-", "_"))(field, schema, account)
        return self.plain(field, schema)

    def object(self, field: Field, schema: Schema, account: Account | None) -> dict[str, Json]:
        required = schema.get("required", ())
        return {
            name: self.value(field.child(name), child, account)
            for name, child in schema["properties"].items()
            if name in required or self.wanted(field.child(name), child, account)
        }

    def array(self, field: Field, schema: Schema) -> list[Json]:
        item = field.child(EACH)
        if field == self.targets:
            return [self.value(item, schema["items"], a) for a in self.wish.accounts]
        count = self.count(field, schema)
        if schema["items"].get("x-role") == "media":
            return [media.id for media in self.media(item, count)]
        return [self.value(item, schema["items"], None) for _ in range(count)]

    def count(self, field: Field, schema: Schema) -> int:
        if self.wish.items is not None:
            return self.wish.items
        least = schema.get("minItems", 1)
        limits = [limit_of(self.operation, field, self.wish.accounts), schema.get("maxItems")]
        known = [limit for limit in limits if limit is not None]
        if schema["items"].get("x-role") == "media":
            known.append(len(self.pool(field.child(EACH))))
        most = max(least, min(known, default=least + 1))
        if self.wish.context.longest:
            return most
        return self.choose(sorted({least, min(least + 1, most), max(least, most - 1), most}))

    def wanted(self, field: Field, schema: Schema, account: Account | None) -> bool:
        included = self.wish.include | {fixed for fixed, _ in self.wish.fixed}
        asked = self.wish.context.full or field in included
        platform = account.platform if account is not None else None
        for rule in rules_of(self.operation, RequiredWhen):
            if rule.field == field:
                if platform in rule.platforms:
                    return True
                break
        if schema.get("x-role") == "schedule":
            inside = EACH in field.segments
            wishes = ("each", "both") if inside else ("top", "both")
            return self.wish.context.schedule in wishes or field in included
        ignoring = [rule for rule in rules_of(self.operation, Ignored) if rule.field == field]
        if ignoring and platform is not None:
            rule = ignoring[0]
            if rule.ignores(platform):
                return self.wish.context.ignored or field in self.wish.ignored
            return platform in rule.used_by and asked
        return asked and (field.segments[0] == "body" or field in included)

    # One method for each role ----------------------------------------------------------------

    def _account(self, field: Field, schema: Schema, account: Account | None) -> str:
        return (account or self.wish.accounts[0]).id

    def _board(self, field: Field, schema: Schema, account: Account | None) -> str:
        if account is not None and account.boards:
            return self.choose(account.boards)
        rules = [rule for rule in rules_of(self.operation, Ignored) if rule.field == field]
        return str(rules[0].value)

    def _media(self, field: Field, schema: Schema, account: Account | None) -> str:
        return self.media(field, 1)[0].id

    def media(self, field: Field, count: int) -> list[Media]:
        pool = self.pool(field)
        if len(pool) < count:
            kind = self.kind(field) or "media"
            raise Unbuildable(f"the target has {len(pool)} of {count} {kind} files that fit")
        start = self.choose(range(len(pool) - count + 1)) if count == 1 else 0
        return pool[start : start + count]

    def kind(self, field: Field) -> str | None:
        rules = [rule for rule in rules_of(self.operation, MediaType) if rule.field == field]
        return rules[0].type if rules else None

    def pool(self, field: Field) -> list[Media]:
        """The media that may stand in a field; of one aspect ratio where that is demanded."""
        kind = self.kind(field)
        fitting = [m for m in self.world.media.values() if kind in (None, m.kind)]
        platforms = {account.platform for account in self.wish.accounts}
        for rule in rules_of(self.operation, SameAttribute):
            if rule.field == field and rule.platforms & platforms:
                ratios = [media.aspect_ratio for media in fitting]
                common = max(ratios, key=ratios.count, default=None)
                return [media for media in fitting if media.aspect_ratio == common]
        return fitting

    def _post(self, field: Field, schema: Schema, account: Account | None) -> str:
        posts = [post.id for post in self.world.posts.values() if post.status != "published"]
        if not posts:
            raise Unbuildable("there is no post to name")
        return posts[0]

    def _schedule(self, field: Field, schema: Schema, account: Account | None) -> str:
        least, most = window(self.operation)
        ahead = self.wish.ahead or self.choose([DEFAULT_AHEAD, least, most])
        return instant(self.world.now + ahead)

    def _text(self, field: Field, schema: Schema, account: Account | None) -> str:
        accounts = [account] if account is not None else self.wish.accounts
        limit = limit_of(self.operation, field, accounts)
        most = min([n for n in (limit, schema.get("maxLength")) if n is not None], default=None)
        if self.wish.context.longest and most is not None:
            return texts.of_length(most)
        rich = self.wish.context.ignored and field.name != "title"
        return texts.lively(most) if rich else texts.plain(field.name, most)

    def _url(self, field: Field, schema: Schema, account: Account | None) -> str:
        return self.choose(["https://example.com/", "https://example.com/a?b=c&d=%C3%A9#e"])

    def _platform(self, field: Field, schema: Schema, account: Account | None) -> str:
        if not self.world.platforms:
            raise Unbuildable("the target has no account on any platform")
        return self.choose(self.world.platforms)

    def _status(self, field: Field, schema: Schema, account: Account | None) -> Json:
        return self.plain(field, schema)

    def _media_type(self, field: Field, schema: Schema, account: Account | None) -> Json:
        if not self.operation.roles.get("file"):
            return self.plain(field, schema)
        return next(value for value in schema["enum"] if value.lower() == self.file.kind)

    def _page_size(self, field: Field, schema: Schema, account: Account | None) -> Json:
        return self.plain(field, schema)

    def _file(self, field: Field, schema: Schema, account: Account | None) -> Upload:
        return self.file

    def plain(self, field: Field, schema: Schema) -> Json:
        if "enum" in schema:
            return self.choose(schema["enum"])
        if "const" in schema:
            return schema["const"]
        for rule in rules_of(self.operation, Ignored):
            if rule.field == field and rule.value is not None:
                return rule.value
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind in ("integer", "number"):
            least = schema.get("minimum", 0)
            most = schema.get("maximum", least + 10)
            return self.choose(sorted({least, min(least + 1, most), max(least, most - 1), most}))
        if kind == "boolean":
            return self.choose([False, True])
        if kind == "array":
            return []
        if kind == "object":
            return {}
        if kind == "null":
            return None
        longest = self.wish.context.longest and "maxLength" in schema
        least = schema.get("minLength", 0)
        most = schema.get("maxLength")
        text = texts.of_length(most) if longest else texts.plain(field.name, most)
        return text.ljust(least, "x")


def upload(file: files.MediaFile) -> Upload:
    """A media file as part of a request."""
    return Upload(
        file.filename, file.content_type, file.size, file.kind, file.width, file.height, file
    )


def telling(operation: Operation, world: World, choose: Choose) -> tuple[Account, ...]:
    """Two targets about which the operation has the most rules, the one with more of them last.

    With these most faults share one control. Another seed takes another first target.
    """
    accounts = usable(operation, world)
    if not accounts or not has_targets(operation):
        return ()

    def rules(account: Account) -> int:
        return sum(account.platform in _concerned(r.promise) for r in operation.requirements)

    last = max(accounts, key=rules)
    others = [account for account in accounts if account.platform != last.platform]
    return (choose(sorted(others, key=rules)), last) if others else (last,)


def _concerned(promise: object) -> frozenset[str]:
    """The platforms that a rule is about; none where it is about all."""
    platforms = getattr(promise, "platforms", None) or frozenset()
    return frozenset(platforms) | frozenset([getattr(promise, "platform", "")])
