"""The four root folders are one package, and stand in one order."""

import importlib
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

import postproof

ROOT = Path(__file__).parents[1]
HATCH = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
LINKS = ROOT / ".editable" / "postproof"

FLOORS = {
    "openapi": set[str](),
    "strategies": {"openapi"},
    "reports": set[str](),
    "conformance": {"openapi", "strategies", "reports"},
}


def floor(module: str) -> str:
    """Return the root folder that a module of the package is in."""
    return module.split(".")[1]


def test_floors_import_only_what_is_below() -> None:
    """No module imports from a floor that its own floor does not stand on."""
    graph = grimp.build_graph("postproof", cache_dir=None)
    climbing = [
        f"{module} imports {imported}"
        for module in sorted(graph.modules - {"postproof", "postproof.__main__"})
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if floor(imported) not in {floor(module), *FLOORS[floor(module)]}
    ]
    assert climbing == []


def test_floors_are_the_folders_of_the_package() -> None:
    """The floors are all of the package besides its three files."""
    assert {path.name for path in LINKS.iterdir() if path.is_dir()} == set(FLOORS)


def test_links_are_what_is_packaged() -> None:
    """An editable install sees the entries of the wheel, linked to the root, and nothing else."""
    links = {link.name: link.readlink().as_posix() for link in LINKS.iterdir()}
    packaged = HATCH["targets"]["wheel"]["only-include"]
    assert links == {name: f"../../{name}" for name in packaged}
    assert set(packaged) < set(HATCH["targets"]["sdist"]["only-include"])


def test_no_module_is_loaded_twice() -> None:
    """With every module imported, each file of the package is one module, named postproof."""
    for module in pkgutil.walk_packages(postproof.__path__, "postproof."):
        if module.name != "postproof.__main__":
            importlib.import_module(module.name)
    home = Path(postproof.__path__[0]).resolve()
    folders = [(base / name).resolve() for base in (home, ROOT) for name in FLOORS]
    named_otherwise = [
        name
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None))
        if any(Path(file).resolve().is_relative_to(folder) for folder in folders)
        if not name.startswith("postproof.")
    ]
    assert named_otherwise == []


HEAVY = (
    *("schemathesis", "hypothesis", "jinja2", "starlette", "uvicorn", "httpx", "rich"),
    "jsonschema",
)


@pytest.mark.parametrize("module", ("conformance.plugin", "conformance.cli"))
def test_start_is_light(module: str) -> None:
    """Importing the plugin or the command line loads none of the heavy libraries."""
    program = f"import sys, postproof.{module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


def test_package_is_a_program() -> None:
    """`python -m postproof --help` tells the commands and the exit codes."""
    told = subprocess.run(
        [sys.executable, "-m", "postproof", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = ("run", "plan", "list", "explain", "serve")
    assert [name for name in commands if f"\n  {name} " in told] == list(commands)
    assert "Exit codes: 0" in told
