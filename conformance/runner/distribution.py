"""A run spread over the workers of pytest-xdist, where that is installed and asked for.

Each worker deals with whole operations: so requests which several checks share are sent once, and
answers are judged where they came.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .suite import Suite


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is a worker of pytest-xdist."""
    return hasattr(config, "workerinput")


def distributes(config: pytest.Config) -> bool:
    """Whether this process leaves the work to workers."""
    return getattr(config.option, "dist", "no") != "no" and not is_worker(config)


def workers(config: pytest.Config) -> int:
    """Among how many processes this one, as a worker, shares the run; 0 when it is no worker."""
    return int(config.workerinput["workercount"]) if is_worker(config) else 0  # type: ignore[attr-defined]


class Distribution:
    """The plugin of the process that gathers what the workers find."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> object:
        if config.option.dist != "load":
            return None  # the user has chosen another way
        from xdist.scheduler import LoadScopeScheduling

        class ByOperation(LoadScopeScheduling):
            def _split_scope(self, nodeid: str) -> str:
                words = nodeid.split("::")
                return "::".join(words[:2]) if words[0] == file else nodeid

        file = self._suite.setup.path.name
        # In the order of the plan, since what is deleted cannot be named in a post any more.
        config.option.loadscopereorder = False
        return ByOperation(config, log)

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        self._suite.select(identifier.partition("::")[2].replace("::", "/") for identifier in ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        output = getattr(node, "workeroutput", {}).get("postproof", {})
        self._suite.unusable = self._suite.unusable or output.get("unusable")
        for name in self._suite.elsewhere:
            self._suite.elsewhere[name] += output.get(name, 0)
        self._suite.left_elsewhere += tuple(json.loads(output.get("left", "[]")))
