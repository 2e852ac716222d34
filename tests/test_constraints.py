"""The exact versions of development and CI."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "constraints.txt").read_text().splitlines()
PINS = {
    canonicalize_name(name): Version(version)
    for name, _, version in (line.partition("==") for line in LINES if not line.startswith("#"))
}


def declared() -> list[Requirement]:
    """Return every requirement in pyproject.toml."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    lists = (
        pyproject["build-system"]["requires"],
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *groups.values(),
    )
    return [Requirement(entry) for entries in lists for entry in entries if isinstance(entry, str)]


def test_lines_are_names_and_versions() -> None:
    """Nothing stands in the file but sorted pins: no address, no hash, no option."""
    pin = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][0-9a-z.]*")
    pins = [line for line in LINES if not line.startswith("#")]
    assert [line for line in pins if not pin.fullmatch(line)] == []
    assert pins == sorted(pins, key=lambda line: canonicalize_name(line.partition("==")[0]))
    assert len(PINS) == len(pins)


def test_declared_dependencies_are_pinned_within_their_ranges() -> None:
    """Each requirement in pyproject.toml has a pin that it allows."""
    assert [
        str(requirement)
        for requirement in declared()
        if (pinned := PINS.get(canonicalize_name(requirement.name))) is None
        or pinned not in requirement.specifier
    ] == []
