"""From the words of a command to a plan: the target, the description, the plan, the client."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ... import openapi, reports
from ...openapi import DescriptionError
from ...openapi.errors import did_you_mean
from ..config import ConfigError, UnknownTarget, find_target, targets
from ..plan.plan import Plan, make_plan, matches
from ..target import Effect, Target

if TYPE_CHECKING:
    from ...openapi import Description
    from ..http.client import Client


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

    def client(self, on_wait: Callable[[float, str], None] | None = None) -> Client:
        """A client for the target; for the embedded mock with a new mock behind it."""
        from ..http.client import Client

        description, target = self.plan.description, self.plan.target
        if not target.embedded:
            return Client(target, description, on_wait=on_wait)
        from ..mock import API_KEY, Mock
        from ..mock.inprocess import InProcessTransport

        mock = Mock(description, accounts=target.accounts, api_key=API_KEY)
        return Client(target, description, transport=InProcessTransport(mock.app))

    def shared_by(self, workers: int) -> Setup:
        """One worker's share: together they keep the budget and the vendor's limits.

        One request is left to whoever looks first whether the target answers at all.
        """
        if not workers:
            return self
        target, description = self.plan.target, self.plan.description
        if target.max_requests is not None:
            target = replace(target, max_requests=(target.max_requests - 1) // workers)
        limits = tuple(
            replace(limit, requests=max(1, limit.requests // workers))
            for limit in description.limits
        )
        description = replace(description, limits=limits)
        return replace(self, plan=replace(self.plan, target=target, description=description))


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
    for pattern in patterns:
        if not any(matches(each, (pattern,)) for each in description.requirements):
            see = f"See `postproof list {target.vendor}`."
            advice = did_you_mean(pattern, _words(description), see)
            raise SetupError(f'no requirement matches "{pattern}". {advice}')
    if max_requests is not None:
        target = replace(target, max_requests=max_requests)
    plan = make_plan(description, target, seed=seed, depth=depth, only=patterns, fuzz=fuzz)
    options = reports.Options(
        depth=depth, only=patterns, fuzz=fuzz, max_requests=target.max_requests
    )
    path = Path(str(files(openapi) / f"{target.vendor}.yaml"))
    return Setup(plan, options, path)


def _words(description: Description) -> list[str]:
    """What a pattern may have meant: ids, and ids from each of their words on."""
    words = dict.fromkeys(description.requirements)
    for identifier in description.requirements:
        parts = identifier.split("/")
        words |= dict.fromkeys(
            "/".join(parts[start:end])
            for start in range(len(parts))
            for end in range(start + 1, len(parts) + 1)
        )
    return list(words)


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
    from ..mock import ACCOUNTS, API_KEY

    return Target(
        name=vendor,
        vendor=vendor,
        base_url=f"http://{vendor}.mock",
        api_key=API_KEY,
        effects=Effect.PUBLISH,
        accounts=tuple(ACCOUNTS),
        embedded=True,
    )
