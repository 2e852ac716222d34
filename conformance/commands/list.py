"""`postproof list`: the register of a vendor, everything that its documents promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import (
    HELP,
    Told,
    config_option,
    examples,
    json_option,
    misuse,
    name_argument,
    only_option,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...openapi import Description, Requirement, Source


@click.command(
    "list",
    context_settings=HELP,
    epilog=examples(
        "list crosspostify",
        "list crosspostify --level should --level assumed",
        "list crosspostify --only 'createImagesPost/image-cap/*'",
        "list crosspostify | grep tiktok",
        "list crosspostify --json | jq -r '.requirements[].id'",
    ),
)
@name_argument
@config_option
@only_option
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice(["must", "should", "assumed"]),
    help="Only requirements of this level; may be given again for another.",
)
@json_option
def command(
    name: str, config: Path | None, only: tuple[str, ...], levels: tuple[str, ...], as_json: bool
) -> None:
    """Print the register of NAME, a vendor or a target of postproof.toml.

    Each requirement with its id, its level, the checks that decide it and where the documents say
    it; then the conflicts between documents, and what is excluded and why. Into a pipe, each
    requirement is one line.
    """
    from ... import openapi
    from ..plan.plan import matches
    from ..runner.setup import resolve
    from .register import show

    with misuse():
        description = openapi.load(resolve(name, config, need_key=False).vendor)
    chosen = [r for r in description.requirements.values() if matches(r.id, only)]
    if not chosen:
        raise Told(_nothing(description, only))
    chosen = [r for r in chosen if not levels or r.level in levels]
    if not chosen:
        wanted = " or ".join(levels)
        raise Told(f"No such requirement has the level {wanted}.")
    if as_json:
        click.echo(json.dumps(register(description, chosen), indent=2, ensure_ascii=False))
    else:
        show(description, chosen)


def register(description: Description, chosen: Iterable[Requirement]) -> dict[str, Any]:
    """The register as JSON; its keys stay.

    `requirements` are the chosen ones; `conflicts`, `excluded` and `limits` are always all.
    """
    titles = {operation.id: operation.title for operation in description.operations.values()}
    return {
        "vendor": description.vendor,
        "title": description.title,
        "requirements": [
            {
                "id": requirement.id,
                "operation": titles[requirement.operation],
                "operationId": requirement.operation,
                "level": requirement.level.value,
                "statement": requirement.statement,
                "source": source(requirement.source),
                "checks": list(requirement.checks),
            }
            for requirement in chosen
        ],
        "conflicts": [
            {
                "id": conflict.id,
                "operations": [titles[operation] for operation in conflict.operations],
                "statement": conflict.statement,
                "readings": [
                    {"says": reading.statement, "source": source(reading.source)}
                    for reading in conflict.readings
                ],
            }
            for conflict in description.conflicts
        ],
        "excluded": [
            {
                "id": each.id,
                "statement": each.statement,
                "reason": each.reason,
                "source": source(each.source),
            }
            for each in description.excluded
        ],
        "limits": [
            {
                "id": limit.id,
                "requests": limit.requests,
                "per": limit.per,
                "scope": limit.scope,
                "operations": [titles[operation] for operation in limit.operations],
                "statement": limit.statement,
                "source": source(limit.source),
            }
            for limit in description.limits
        ],
    }


def source(where: Source) -> dict[str, str | None]:
    """Where something is documented, as JSON."""
    return {"document": where.document, "section": where.section, "url": where.url}


def _nothing(description: Description, only: tuple[str, ...]) -> str:
    from ...openapi.errors import did_you_mean

    words = {word for identifier in description.requirements for word in identifier.split("/")}
    known = sorted({*description.requirements, *words})
    advice = did_you_mean(only[0], known, f"`postproof list {description.vendor}` shows all.")
    return f"No requirement matches {', '.join(only)}. {advice}"
