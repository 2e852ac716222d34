"""Building valid requests: from the schema, the roles of its fields, and the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..openapi.fields import EACH, Field
from ..openapi.request import ABSENT, Request
from ..openapi.rules import Ignored, MediaType, RequiredWhen, SameAttribute
from . import files, texts
from .bounds import DEFAULT_AHEAD, instant, limit_of, rules_of, window
from .fitting import fitting, fitting_text
from .targets import around, has_targets, usable
from .uploads import upload
from .wish import Unbuildable, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..openapi import Account, Media, Operation, World
    from ..openapi.description import Schema
    from ..openapi.request import Json
    from .choice import Choose

URLS = ("https://example.com/", "https://example.com/a?b=c&d=%C3%A9#e")


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


def _with_accounts(operation: Operation, world: World, wish: Wish, choose: Choose) -> Wish:
    if wish.accounts or operation.account is None:
        return wish
    accounts = usable(operation, world)
    if not accounts:
        raise Unbuildable("the target has no account that the operation takes")
    if not has_targets(operation):
        return replace(wish, accounts=(choose(accounts),))
    return replace(wish, accounts=around(accounts, choose(accounts), wish.context.position, choose))


class _Builder:
    def __init__(self, operation: Operation, world: World, wish: Wish, choose: Choose) -> None:
        self.operation, self.world, self.wish, self.choose = operation, world, wish, choose
        self.file = wish.upload or upload(files.png(64, 64))
        self.targets = operation.account.array() if operation.account is not None else None
        self.included = wish.include | {fixed for fixed, _ in wish.fixed}

    def value(self, field: Field, schema: Schema, account: Account | None) -> Json:
        for fixed, value in self.wish.fixed:
            if fixed == field:
                return value
        if "properties" in schema:
            return self.object(field, schema, account)
        if "items" in schema:
            return self.array(field, schema)
        role = schema.get("x-role")
        if role in _VALUES:
            return _VALUES[role](self, field, schema, account)
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
        least: int = schema.get("minItems", 1)
        limits = [limit_of(self.operation, field, self.wish.accounts), schema.get("maxItems")]
        known = [limit for limit in limits if limit is not None]
        if schema["items"].get("x-role") == "media":
            known.append(len(self.pool(field.child(EACH))))
        most = max(least, min(known, default=least + 1))
        # Drawn in any case: with fewer draws a long array would count as simpler than a short one.
        count = self.choose(sorted({least, min(least + 1, most), max(least, most - 1), most}))
        return most if self.wish.context.longest else count

    def wanted(self, field: Field, schema: Schema, account: Account | None) -> bool:
        """Whether an optional field is sent."""
        included = self.includes(field)
        asked = self.wish.context.full or included
        platform = account.platform if account is not None else None
        for needing in rules_of(self.operation, RequiredWhen):
            if needing.field == field and platform in needing.platforms:
                return True
        if schema.get("x-role") == "schedule":
            inside = EACH in field.segments
            wishes = ("each" if inside else "top", "both", "far")
            return self.wish.context.schedule in wishes or included
        for rule in rules_of(self.operation, Ignored):
            if rule.field == field and platform is not None:
                if rule.ignores(platform):
                    return self.wish.context.ignored or field in self.wish.ignored
                return platform in rule.used_by and asked
        return asked and (field.segments[0] == "body" or included)

    def includes(self, field: Field) -> bool:
        """Whether the field is asked for by name, or holds one that is."""
        depth = len(field.segments)
        return any(inner.segments[:depth] == field.segments for inner in self.included)

    def board(self, field: Field, account: Account | None) -> str:
        if account is not None and account.boards:
            return self.choose(account.boards)
        ignored = [rule for rule in rules_of(self.operation, Ignored) if rule.field == field]
        if not ignored:
            raise Unbuildable("the target has no account with a board")
        return str(ignored[0].value)

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

    def post(self) -> str:
        posts = [post.id for post in self.world.posts.values() if post.status != "published"]
        if not posts:
            raise Unbuildable("there is no post to name")
        return posts[0]

    def schedule(self, account: Account | None) -> str:
        least, most = window(self.operation, self.concerned(account))
        usual = min(max(DEFAULT_AHEAD, least), most)
        if self.wish.context.schedule == "far":
            return instant(self.world.now + usual)
        ahead = self.wish.ahead or self.choose([usual, least, most])
        return instant(self.world.now + ahead)

    def text(self, field: Field, schema: Schema, account: Account | None) -> str:
        limits = [limit_of(self.operation, field, self.concerned(account))]
        limits.append(schema.get("maxLength"))
        most = min([limit for limit in limits if limit is not None], default=None)
        rich = self.wish.context.ignored and field.name != "title"
        text = texts.lively(most) if rich else texts.plain(field.name, most)
        length = most if self.wish.context.longest else None
        return fitting_text(field, schema, text, self.choose, length)

    def concerned(self, account: Account | None) -> Sequence[Account]:
        """Whom a field concerns: the account of its target, or all."""
        return self.wish.accounts if account is None else (account,)

    def platform(self) -> str:
        if not self.world.platforms:
            raise Unbuildable("the target has no account on any platform")
        return self.choose(self.world.platforms)

    def media_type(self, field: Field, schema: Schema) -> Json:
        if not self.operation.roles.get("file"):
            return self.plain(field, schema)
        for value in schema.get("enum", (self.file.kind,)):
            if str(value).lower() == self.file.kind:
                return value
        raise Unbuildable(f"{field} has no value for a file of the kind {self.file.kind}")

    def plain(self, field: Field, schema: Schema) -> Json:
        for rule in rules_of(self.operation, Ignored):
            if rule.field == field and rule.value is not None:
                return rule.value
        return fitting(field, schema, self.choose, longest=self.wish.context.longest)


_VALUES: dict[str, Callable[[_Builder, Field, Schema, Account | None], Json]] = {
    "account": lambda builder, _, __, account: (account or builder.wish.accounts[0]).id,
    "board": lambda builder, field, _, account: builder.board(field, account),
    "media": lambda builder, field, _, __: builder.media(field, 1)[0].id,
    "post": lambda builder, _, __, ___: builder.post(),
    "schedule": lambda builder, _, __, account: builder.schedule(account),
    "timezone": lambda builder, _, __, ___: builder.choose(["UTC", "America/New_York"]),
    "text": _Builder.text,
    "url": lambda builder, _, __, ___: builder.choose(URLS),
    "platform": lambda builder, _, __, ___: builder.platform(),
    "media-type": lambda builder, field, schema, _: builder.media_type(field, schema),
    "file": lambda builder, _, __, ___: builder.file,
}
"""The value of a field by its role; other roles take whatever fits the schema."""
