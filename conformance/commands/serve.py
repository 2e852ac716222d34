"""`postproof serve`: a mock of a vendor on a port."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from ...openapi import Account
    from ..mock import Mock


@click.command("serve", short_help="Start a faithful mock of a vendor.")
@click.argument("vendor")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535),
              help="Where to listen; 0 takes a free port.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--rate-limits", is_flag=True, help="Answer 429 beyond the vendor's rate limits.")
@click.option("--no-history", is_flag=True, help="Begin without media and posts.")
@click.option("--api-key", metavar="KEY", help="The key that is asked for.")
def command(
    vendor: str, port: int, host: str, rate_limits: bool, no_history: bool, api_key: str | None
) -> None:
    """Start a faithful mock of VENDOR, and serve until Ctrl-C.

    It answers as the vendor's documents say and remembers what it is sent. Its own address in a
    browser shows all operations with their requirements.
    """
    from ...openapi import load
    from ...openapi.errors import did_you_mean
    from ..mock import API_KEY, Mock
    from ..mock.server import address, listening, serve
    from ..mock.vendors import VENDORS

    if vendor not in VENDORS:
        advice = did_you_mean(vendor, VENDORS, f"There are {', '.join(VENDORS)}.")
        raise click.UsageError(f'unknown vendor "{vendor}". {advice}')
    mock = Mock(
        load(vendor), api_key=api_key or API_KEY, rate_limits=rate_limits, history=not no_history
    )
    try:
        listener = listening(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.UsageError(
            f"cannot listen on {host} port {port}: {reason}. "
            "Choose another with --port, or --port 0 for a free one."
        ) from None
    try:
        _introduce(mock, address(listener))
        serve(mock.app, listener)
    except KeyboardInterrupt:
        click.echo()


def _introduce(mock: Mock, address: str) -> None:
    """Tell all that is needed to use the mock."""
    from rich.console import Console

    from ..mock.curl import curl, listing_of_accounts

    description = mock.description
    variable = f"{description.vendor.upper().replace('-', '_')}_API_KEY"
    listing = listing_of_accounts(description)
    first = curl(description.key, mock.api_key, address, listing, query=False)
    click.echo(f"{description.title} (mock) at {address}")
    if description.key is not None:
        header = f"{description.key.header}: {description.key.prefix}{mock.api_key}"
        click.echo(f"API key: {mock.api_key}, sent as {header}")
    click.echo(f"Operations and requirements: {address}/  OpenAPI document: {address}/openapi.json")
    if mock.rate_limits:
        click.echo("Rate limits are kept.")
    click.echo()
    Console().print(_table(mock.state.accounts.values()))
    click.echo(f"\nTry it:\n  {first}")
    click.echo(f"\nTo test it, export {variable}={shlex.quote(mock.api_key)} and put this into")
    click.echo(f"postproof.toml:\n\n{_configuration(mock, address, variable)}")
    click.echo("Stop with Ctrl-C.")


def _table(accounts: Iterable[Account]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table("Account", "Platform", "Boards", box=SIMPLE_HEAD, show_edge=False)
    for account in accounts:
        table.add_row(account.id, account.platform, ", ".join(account.boards))
    return table


def _configuration(mock: Mock, address: str, variable: str) -> str:
    """The section of postproof.toml that describes this mock as a target."""
    lines = [
        "[targets.mock]",
        f"vendor = {json.dumps(mock.description.vendor)}",
        f"base-url = {json.dumps(address)}",
        f"api-key-env = {json.dumps(variable)}",
        'effects = "publish"',
    ]
    for account in mock.state.accounts.values():
        lines += [
            "",
            "[[targets.mock.accounts]]",
            f"id = {json.dumps(account.id)}",
            f"platform = {json.dumps(account.platform)}",
        ]
        if account.boards:
            lines.append(f"boards = {json.dumps(account.boards)}")
    return "\n".join(lines) + "\n"
