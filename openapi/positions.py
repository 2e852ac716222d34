"""On which line of its file each value of a description stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .pointers import step, tokens

Lines = Mapping[str | int, int]
"""The line of each member of one container, by key or index, from 1."""


@dataclass
class Positions:
    """The line of each member of each container, by the container's identity."""

    members: dict[int, Lines] = field(default_factory=dict)

    def of(self, container: Any) -> Lines:
        """Key or index → line, from 1."""
        return self.members[id(container)]

    def deepest(self, root: Any, pointer: str) -> tuple[int, int]:
        """How many steps of `pointer` exist below `root`, and the line of the last of them."""
        value, line, depth = root, 1, 0
        for token in tokens(pointer):
            if (key := step(value, token)) is None:
                break
            line = self.of(value)[key]
            value = value[key]
            depth += 1
        return depth, line
