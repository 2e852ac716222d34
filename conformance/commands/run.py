"""`postproof run`: the main job, a thin face over pytest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import config_option, name_argument, plan_options

if TYPE_CHECKING:
    import pytest

    from ..suite import Suite


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@name_argument
@config_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("postproof-report"),
    show_default=True,
    help="The folder for results.json and report.html.",
)
@plan_options
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED, metavar="[-- PYTEST ARGS]")
def command(
    name: str,
    config: Path | None,
    out: Path,
    pytest_args: tuple[str, ...],
    **options: Any,
) -> None:
    """Show which documented promises the API called NAME keeps.

    NAME is a target of postproof.toml, or a vendor: then its embedded mock is tested. Everything
    after -- goes to pytest, such as -k, -x, --junitxml=FILE, --html=FILE.
    """
    import pytest

    from ..setup import SetupError, resolve
    from .face import Face

    try:
        target = resolve(name, config)
    except Exception as error:  # noqa: BLE001 (told below, or raised again)
        raise _usage(error, SetupError) from error
    from importlib.resources import files

    from ... import openapi

    description = Path(str(files(openapi) / f"{target.vendor}.yaml"))
    args = [
        str(description),
        f"--rootdir={description.parent}",
        f"-c{os.devnull}",
        "--noconftest",
        f"-ocache_dir={out.absolute() / '.pytest_cache'}",
        "--assert=plain",
        "-pno:schemathesis",
        "-pno:hypothesispytest",
        f"--postproof={name}",
        f"--postproof-out={out.absolute()}",
    ]
    for option, value in (("config", config), *options.items()):
        flag = f"--postproof-{option.replace('_', '-')}"
        if option == "only":
            args += [f"{flag}={pattern}" for pattern in value]
        elif value is True:
            args.append(flag)
        elif value is not None and value is not False:
            args.append(f"{flag}={value}")
    loud = any(arg.startswith("-v") or arg == "--verbose" for arg in pytest_args)
    face = Face(target, out, loud=loud)
    if not loud:
        args += ["-qq", "--no-header", "--no-summary", "--tb=no", "-pno:warnings"]
    code = pytest.main([*args, *pytest_args], plugins=[face])
    suite = _suite(face.config)
    if suite is None or suite.run is None and not suite.pieces:
        raise SystemExit(0 if suite is not None and code == 0 else 2)
    face.tell(suite)
    raise SystemExit(suite.results().summary.exit_code)


def _suite(config: pytest.Config | None) -> Suite | None:
    from ..plugin import SUITE

    return config.pluginmanager.get_plugin(SUITE) if config is not None else None


def _usage(error: Exception, *told: type[Exception]) -> Exception:
    from ..config import ConfigError

    if isinstance(error, (ConfigError, *told)):
        return click.UsageError(str(error))
    return error
