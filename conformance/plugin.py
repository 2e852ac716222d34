"""The pytest plugin: a door that costs nothing until `--postproof` opens it."""

from __future__ import annotations

import pytest

SUITE = "postproof-suite"
"""The name under which the suite's own plugin is registered."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; they have no effect without the first."""
    group = parser.getgroup("postproof", "API conformance")
    group.addoption(
        "--postproof",
        metavar="NAME",
        help="add the conformance checks of a target of postproof.toml, or of a vendor's mock",
    )
    group.addoption("--postproof-config", metavar="FILE", help="another file than postproof.toml")
    group.addoption("--postproof-out", metavar="DIR", help="the folder for results and report")
    group.addoption(
        "--postproof-only",
        metavar="PATTERN",
        action="append",
        default=[],
        help="only requirements whose id matches (repeatable)",
    )
    for name, default, text in (
        ("depth", 0, "so many more examples for each requirement"),
        ("seed", 0, "repeats a run; 0 takes the hardest contexts"),
        ("max-requests", None, "end the run before it sends more requests"),
    ):
        group.addoption(f"--postproof-{name}", metavar="N", type=int, default=default, help=text)
    group.addoption("--postproof-fuzz", action="store_true", help="add schemathesis' own cases")


def pytest_configure(config: pytest.Config) -> None:
    """Register the suite when it is asked for."""
    if config.getoption("--postproof") and not config.pluginmanager.has_plugin(SUITE):
        from .runner.suite import register

        register(config)
