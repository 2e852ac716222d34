"""The page about a mock: one self-contained HTML document that needs neither network nor script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from ...openapi.fields import Field
from .curl import curl, listing_of_accounts

if TYPE_CHECKING:
    from ...openapi import Account, Operation, Requirement
    from ...openapi.description import Schema
    from .facade import Mock


def page(mock: Mock, address: str) -> str:
    """The page, with this address in its command lines."""
    description = mock.description
    title = escape(description.title)
    first = listing_of_accounts(description)
    beginning = curl(description.key, mock.api_key, address, first, query=False)
    operations = description.operations.values()
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} mock · postproof</title>
<link rel="icon" href="data:,">
<style>{_style()}</style>
</head>
<body>
<header>
<h1>{title} <span class="mock">mock</span></h1>
<p>Answers as the documents of {title} say, and remembers what it is sent. Nothing is posted anywhere.
It is served by postproof; the vendor has no part in it.</p>
<dl>
<dt>Address</dt><dd><code>{escape(address)}</code></dd>
{_key(mock)}
<dt>Document</dt><dd><a href="/openapi.json">openapi.json</a></dd>
<dt>To begin</dt><dd><pre>{escape(beginning)}</pre></dd>
</dl>
</header>
<nav aria-label="Operations"><ul>
{_lines(_entry(operation) for operation in operations)}
</ul></nav>
<main>
{_accounts(mock.state.accounts.values())}
{_lines(_operation(mock, operation, address) for operation in operations)}
</main>
</body>
</html>
"""


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text("utf-8")


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _key(mock: Mock) -> str:
    key = mock.description.key
    if key is None:
        return ""
    header = f"{key.header}: {key.prefix}{mock.api_key}"
    return f"<dt>Key</dt><dd><code>{escape(header)}</code></dd>"


def _accounts(accounts: Iterable[Account]) -> str:
    rows = _lines(
        f"<tr><td><code>{escape(account.id)}</code></td><td>{escape(account.platform)}</td>"
        f"<td>{', '.join(f'<code>{escape(board)}</code>' for board in account.boards)}</td></tr>"
        for account in accounts
    )
    return f"""<section id="accounts">
<h2>Accounts</h2>
<table>
<thead><tr><th scope="col">Account</th><th scope="col">Platform</th><th scope="col">Boards</th></tr></thead>
<tbody>
{rows}
</tbody></table>
</section>"""


def _entry(operation: Operation) -> str:
    return f'<li><a href="#{escape(operation.id)}">{_signature(operation)}</a></li>'


def _signature(operation: Operation) -> str:
    method = escape(operation.method)
    return f'<span class="{method.lower()}">{method}</span> {escape(operation.path)}'


def _operation(mock: Mock, operation: Operation, address: str) -> str:
    line = curl(mock.description.key, mock.api_key, address, operation)
    return f"""<section id="{escape(operation.id)}">
<h2><code>{_signature(operation)}</code></h2>
<p>{escape(operation.summary)}</p>
{_fields_table(operation)}
<h3>On the command line</h3>
<pre>{escape(line)}</pre>
{_examples(operation)}
{_requirements(operation.requirements)}
</section>"""


def _fields_table(operation: Operation) -> str:
    rows = [
        f"<tr><td><code>{escape(str(where))}</code></td><td>{'required' if required else ''}</td>"
        f"<td>{escape(_type(schema))}</td><td>{escape(schema.get('description', ''))}</td></tr>"
        for location, schema in operation.schema["properties"].items()
        for where, required, schema in _fields(Field((location,)), schema)
    ]
    if not rows:
        return ""
    return f"""<h3>Fields</h3>
<table>
<thead><tr><th scope="col">Field</th><th scope="col">Required</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>
{_lines(rows)}
</tbody></table>"""


def _fields(holder: Field, schema: Schema) -> Iterator[tuple[Field, bool, Schema]]:
    """Every field inside, whether it is required there, and its schema."""
    for name, child in schema.get("properties", {}).items():
        where = holder.child(name)
        yield where, name in schema.get("required", ()), child
        yield from _fields(where, child)
    if "items" in schema:
        yield from _fields(holder.child("[]"), schema["items"])


def _type(schema: Schema) -> str:
    """The type in words, with what bounds the value."""
    if schema.get("x-role") == "file":
        return "file"
    kind = schema.get("type", "any")
    words = [kind if isinstance(kind, str) else " or ".join(kind)]
    if "enum" in schema:
        words.append("one of " + ", ".join(map(str, schema["enum"])))
    words += [
        f"{label} {schema[keyword]}"
        for keyword, label in (
            ("minimum", "at least"),
            ("maximum", "at most"),
            ("minItems", "items: at least"),
            ("maxItems", "items: at most"),
            ("minLength", "characters: at least"),
            ("maxLength", "characters: at most"),
            ("default", "default"),
        )
        if keyword in schema
    ]
    return "; ".join(words)


def _examples(operation: Operation) -> str:
    examples = operation.body.examples if operation.body else {}
    return _lines(
        f"<h3>Example: {escape(name)}</h3>\n"
        f"<pre>{escape(json.dumps(example, ensure_ascii=False, indent=2))}</pre>"
        for name, example in examples.items()
    )


def _requirements(requirements: tuple[Requirement, ...]) -> str:
    rows = _lines(_requirement(requirement) for requirement in requirements)
    return f"""<details>
<summary>{len(requirements)} requirements</summary>
<table class="requirements">
<thead><tr><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Statement</th><th scope="col">Source</th></tr></thead>
<tbody>
{rows}
</tbody></table>
</details>"""


def _requirement(requirement: Requirement) -> str:
    source, url = escape(str(requirement.source)), requirement.source.url
    if url is not None and url.startswith(("http://", "https://")):
        source = f'<a href="{escape(url)}" rel="noreferrer">{source}</a>'
    level = escape(requirement.level)
    shown = escape(requirement.id).replace("/", "/<wbr>")
    return (
        f'<tr id="{escape(requirement.id)}"><td><code>{shown}</code></td>'
        f'<td><span class="level {level}">{level}</span></td>'
        f"<td>{escape(requirement.statement)}</td><td>{source}</td></tr>"
    )
