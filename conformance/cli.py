"""The command line: one module for each command, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "run": "Show which promises an API keeps, and write the report.",
    "plan": "Print what a run would do and cost; sends nothing.",
    "list": "Print the register of requirements of a vendor.",
    "explain": "Tell one requirement in full, with examples.",
    "serve": "Start the mock of a vendor.",
}
"""The commands with their short helps, in the order of the help."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".commands.{cmd_name}", __package__)
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from ..openapi.errors import did_you_mean

            known = ", ".join(COMMANDS)
            advice = did_you_mean(args[0], list(COMMANDS), f"There are: {known}.")
            ctx.fail(f'No such command "{args[0]}". {advice}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="postproof")
def main() -> None:
    """Show, request by request, whether a social-posting API does what it documents.

    \b
    postproof run crosspostify        the main job, against the embedded mock
    postproof run staging             the same, against a target of postproof.toml
    postproof serve crosspostify      the mock, for your own client

    Exit codes: 0 every documented promise was decided and kept, 1 one was broken, 2 wrong usage or
    an error of the suite, 3 something could not be decided.
    """  # noqa: D301 (click wants the character itself)
