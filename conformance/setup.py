"""From the words of a command to a plan: the target, the description, the plan, the client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from .. import openapi, reports
from ..openapi import DescriptionError
from ..openapi.errors import did_you_mean
from .config import ConfigError, UnknownTarget, find_target, targets
from .plan import Plan, make_plan
from .target import Effect, Target

if TYPE_CHECKING:
    from .client import Client


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class SetupError(Exception):
    """The words of a command do not make a run; the text says what is wrong and what to do."""

    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Setup:
    """A run that is ready to start. `path` is the description's file."""

    plan: Plan
    options: reports.Options
    path: Path

    def client(self) -> Client:
        """A client for the target; for the embedded mock with a new mock behind it."""
        from .client import Client

        target = self.plan.target
        if not target.embedded:
            return Client(target, self.plan.description)
        from .mock import API_KEY, Mock
        from .mock.inprocess import InProcessTransport

        mock = Mock(self.plan.description, accounts=target.accounts, api_key=API_KEY)
        return Client(target, self.plan.description, transport=InProcessTransport(mock.app))


def set_up(
    name: str,
    *,
    config: Path | None = None,
    only: Iterable[str] = (),
    depth: int = 0,
    seed: int = 0,
    max_requests: int | None = None,
    fuzz: bool = False,
    need_key: bool = True,
) -> Setup:
    """Make ready what is called `name`: a target of the configuration, or a vendor's mock.

    Without `need_key` it is ready to be looked at: nothing can be sent without the key.
    Raises SetupError.
    """
    patterns = tuple(only)
    try:
        target = resolve(name, config, need_key=need_key)
        description = openapi.load(target.vendor)
    except (ConfigError, DescriptionError) as error:
        raise SetupError(str(error)) from None
    if max_requests is not None:
        target = replace(target, max_requests=max_requests)
    plan = make_plan(description, target, seed=seed, depth=depth, only=patterns, fuzz=fuzz)
    if not plan.checks:
        wanted = ", ".join(patterns)
        known = list(description.requirements)
        advice = did_you_mean(patterns[0], known, f"See `postproof list {target.vendor}`.")
        raise SetupError(f"No requirement matches {wanted}. {advice}")
    options = reports.Options(
        depth=depth, only=patterns, fuzz=fuzz, max_requests=target.max_requests
    )
    path = Path(str(files(openapi) / f"{target.vendor}.yaml"))
    return Setup(plan, options, path)


def resolve(name: str, config: Path | None = None, *, need_key: bool = True) -> Target:
    """The target called `name`: of the configuration, else the embedded mock of that vendor.

    Without `need_key` its API key is not read.

    Raises ConfigError and SetupError.
    """
    try:
        return find_target(name, config, need_key=need_key)
    except UnknownTarget as error:
        if name in openapi.vendors():
            return embedded(name)
        known = [*openapi.vendors(), *_configured(config)]
        advice = did_you_mean(name, known, f"There are: {', '.join(known)}.")
        text = f'"{name}" is no vendor and no target. {advice}'
        raise SetupError(str(error) if config is not None else text) from None


def _configured(config: Path | None) -> tuple[str, ...]:
    try:
        return targets(config)
    except ConfigError:
        return ()


def embedded(vendor: str) -> Target:
    """The mock of a vendor in this process, on which everything is allowed."""
    from .mock import ACCOUNTS, API_KEY

    return Target(
        name=vendor,
        vendor=vendor,
        base_url=f"http://{vendor}.mock",
        api_key=API_KEY,
        effects=Effect.PUBLISH,
        accounts=tuple(ACCOUNTS),
        embedded=True,
    )
