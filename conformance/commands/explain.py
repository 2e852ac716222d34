"""`postproof explain`: one requirement in full, with examples."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from .options import HELP, Told, examples, json_option, misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...openapi import Description, Requirement
    from .example import Example
    from .message import Message


@click.command(
    "explain",
    context_settings=HELP,
    epilog=examples(
        "explain createImagesPost/image-cap/bluesky",
        "explain image-cap/bluesky",
        "explain crosspostify:createImagesPost/image-cap/bluesky --json",
    ),
)
@click.argument("identifier", metavar="ID")
@click.option("--vendor", help="Look only among the requirements of this vendor.")
@json_option
def command(identifier: str, vendor: str | None, as_json: bool) -> None:
    """Tell the requirement ID in full: what it promises, where, and how it is checked.

    With a request that keeps it and one that breaks it. ID is as `postproof list` prints it. The
    operation may be left out where only one has it, and the vendor may stand before it, as in
    vendor:ID, where several have it.
    """
    from .explanation import show

    with misuse():
        description, requirement = find(identifier, vendor)
        told = explanation(description, requirement)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        show(told)


def find(identifier: str, vendor: str | None = None) -> tuple[Description, Requirement]:
    """The requirement that is meant; raises Told with the nearest for none or several."""
    from ... import openapi
    from ...openapi.errors import did_you_mean

    named, colon, plain = identifier.partition(":")
    if colon:
        vendor, identifier = named, plain
    known = openapi.vendors()
    if vendor is not None and vendor not in known:
        advice = did_you_mean(vendor, known, f"There are: {', '.join(known)}.")
        raise Told(f'"{vendor}" is no vendor. {advice}')
    descriptions = [openapi.load(name) for name in ([vendor] if vendor else known)]
    found = [(d, d.requirements[identifier]) for d in descriptions if identifier in d.requirements]
    found = found or [
        (d, r) for d in descriptions for r in d.requirements.values() if r.name == identifier
    ]
    if len(found) == 1:
        return found[0]
    if found:
        several = _listed(f"{d.vendor}:{r.id}" for d, r in found)
        raise Told(f'"{identifier}" is the name of several. Choose one:{several}')
    raise Told(_unknown(identifier, descriptions))


def _unknown(identifier: str, descriptions: list[Description]) -> str:
    from difflib import get_close_matches

    for description in descriptions:
        if identifier.strip("/") in description.operations:
            listing = f"postproof list {description.vendor} --only '{identifier.strip('/')}/*'"
            return f'"{identifier}" is an operation. Its requirements: {listing}'
    names = {r.name for d in descriptions for r in d.requirements.values()}
    ids = {r.id for d in descriptions for r in d.requirements.values()}
    near = get_close_matches(identifier, sorted(ids if "/" in identifier else names | ids), n=3)
    near = near or get_close_matches(identifier, sorted(names), n=3)
    if near:
        return f'There is no requirement "{identifier}". The nearest:{_listed(near)}'
    listings = " or ".join(f"`postproof list {d.vendor}`" for d in descriptions)
    return f'There is no requirement "{identifier}". See {listings}.'


def _listed(words: Iterable[str]) -> str:
    return "".join(f"\n  {word}" for word in words)


def explanation(description: Description, requirement: Requirement) -> dict[str, Any]:
    """Everything about a requirement as JSON; its keys stay."""
    from ...reports.text import CHECK_MEANINGS, LEVEL_MEANINGS
    from ..runner.setup import embedded
    from .effects import MEANINGS, needed_effects
    from .example import accepted_cases, example, example_world
    from .list import source

    operation, accounts = (
        description.operation_of(requirement),
        embedded(description.vendor).accounts,
    )
    effects = needed_effects(description, requirement)
    kind, parameters = promise(requirement)
    world = example_world(description, accounts)
    must_be_seen = accepted_cases(operation, requirement, world)
    shown = example(description, requirement, accounts)
    return {
        "vendor": description.vendor,
        "title": description.title,
        "id": requirement.id,
        "operation": operation.title,
        "operationId": operation.id,
        "summary": operation.summary,
        "level": requirement.level.value,
        "levelMeaning": LEVEL_MEANINGS[requirement.level.value],
        "statement": requirement.statement,
        "source": source(requirement.source),
        "kind": kind,
        "parameters": parameters,
        "status": requirement.status,
        "checks": [
            {
                "kind": check,
                "meaning": CHECK_MEANINGS[check],  # type: ignore[index]
                "effect": str(effects[check]),
                "effectMeaning": MEANINGS[effects[check]],
                "mustBeSeen": list(must_be_seen) if check == "accepts" else [],
            }
            for check in requirement.checks
        ],
        "example": _example(shown),
    }


def _example(shown: Example) -> dict[str, Any]:
    return {
        "keeps": _message(shown.keeps),
        "breaks": _message(shown.breaks),
        "steps": list(shown.steps),
        "lacks": shown.lacks,
    }


def _message(message: Message | None) -> dict[str, Any] | None:
    return None if message is None else {"says": message.says, "http": list(message.lines)}


def promise(requirement: Requirement) -> tuple[str, dict[str, Any]]:
    """The kind of a promise, and its parameters as JSON."""
    from ...openapi.requirements import Answer, Baseline, Behaviour, Keyword

    match requirement.promise:
        case Baseline():
            return "baseline", {}
        case Keyword(field, keyword, value):
            return "keyword", {"field": str(field), "keyword": keyword, "value": value}
        case Answer(aspect, status, field):
            shown = ".".join(field).replace(".[]", "[]")
            told = {"aspect": aspect, "status": status, "field": shown}
            return "answer", {name: value for name, value in told.items() if value}
        case Behaviour(kind, parameters):
            return kind, dict(parameters)
        case rule:
            return rule.kind, dict(_parameters(rule))


def _parameters(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a promise that say more than its id."""
    for each in fields(value):
        item = getattr(value, each.name)
        if each.name not in ("name", "account", "kind") and item not in (None, "", ()):
            yield each.name.replace("_", "-"), _plain(item)


def _plain(value: Any) -> Any:
    from ...openapi.fields import Field

    match value:
        case Field():
            return str(value)
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(item) for item in value]
        case timedelta(days=days) if days:
            return f"{days} days"
        case timedelta(seconds=seconds):
            return f"{seconds // 60} minutes"
        case _ if is_dataclass(value):
            return str(getattr(value, "text", value))
        case _:
            return value
