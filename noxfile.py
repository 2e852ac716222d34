"""The one door to every check: people and CI run the same sessions.

`nox` runs lint, typing, build and tests; `nox -s bench` and `nox -s demo` are asked for by name.
The packages of a session are the groups in pyproject.toml, at the versions in constraints.txt.
"""

import re
import tarfile
import zipfile
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2025.5.1"
nox.options.sessions = ["lint", "typing", "build", "tests"]

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PACKAGE = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style and the format of every Python file."""
    install_groups(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of the package, of the tests and of this file."""
    project = PYPROJECT["project"]
    install(session, *project["dependencies"], *project["optional-dependencies"]["suite"], "nox")
    install_groups(session, "test", "typing")
    session.run("mypy")


@nox.session
def build(session: nox.Session) -> None:
    """Build sdist and wheel, and compare what is in them with the folders."""
    sdist, wheel = built(session)
    expected = package_files()
    in_wheel = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    compare(session, wheel, {f"postproof/{name}" for name in expected}, in_wheel)
    top = sdist.name.removesuffix(".tar.gz")
    with tarfile.open(sdist) as archive:
        names = {Path(name).relative_to(top) for name in archive.getnames()}
    in_sdist = {path.as_posix() for path in names if path.parts[0] in PACKAGE}
    compare(session, sdist, expected, in_sdist)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the installed wheel; `nox -s tests -- -k word` runs some tests, without coverage."""
    install_wheel(session, "test")
    pytest = ["python", "-m", "pytest", "-n", "2", *(session.posargs or ["."])]
    session.chdir("tests")  # so that the root folders are not importable by their bare names
    if session.posargs:
        session.run(*pytest)
        return
    measured = scratch(session) / "coverage"
    for old in measured.parent.glob("coverage*"):
        old.unlink()
    environment = {"COVERAGE_FILE": str(measured)}
    configuration = f"--rcfile={ROOT / 'pyproject.toml'}"
    session.run("coverage", "run", configuration, *pytest[1:], env=environment)
    session.chdir(ROOT)
    session.run("coverage", "combine", "--quiet", env=environment)
    session.run("coverage", "report", env=environment)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Run every script in tests/bench, or those that are named; each is a module of its own."""
    wheel = install_wheel(session, "test")
    session.chdir("tests/bench")
    names = session.posargs or sorted(script.stem for script in Path.cwd().glob("*.py"))
    missed = []
    for name in names:
        try:
            session.run("python", "-m", name, env={"POSTPROOF_WHEEL": str(wheel)})
        except CommandFailed:  # the other figures are wanted all the same
            missed.append(name)
    if missed:
        session.error(f"not reached: {', '.join(missed)}")


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Run the suite against the built-in mock of crosspostify, and print where the report is."""
    install_wheel(session)
    folder = scratch(session)
    session.chdir(folder)
    session.run("postproof", "run", "crosspostify", *session.posargs)
    for report in folder.rglob("report.html"):
        session.log(f"report: {report}")


def group(*names: str) -> tuple[str, ...]:
    """Return the requirements of dependency groups."""
    return nox.project.dependency_groups(PYPROJECT, *names)


def install(session: nox.Session, *what: str) -> None:
    """Install at the versions of constraints.txt."""
    session.install("--constraint", str(ROOT / "constraints.txt"), *what)


def install_groups(session: nox.Session, *names: str) -> None:
    """Install the requirements of dependency groups."""
    install(session, *group(*names))


def install_wheel(session: nox.Session, *groups: str) -> Path:
    """Install the wheel as its users would, with the extra `suite`, and these groups."""
    _, wheel = built(session)
    install(session, f"{wheel}[suite]", *group(*groups))
    # In a reused environment pip keeps the wheel that was there under the same version.
    session.install("--no-deps", "--force-reinstall", str(wheel))
    return wheel


def built(session: nox.Session) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from the sdist; return both."""
    install_groups(session, "build")
    folder = scratch(session) / "dist"
    for old in folder.glob("*"):
        old.unlink()
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(folder), silent=True)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


def scratch(session: nox.Session) -> Path:
    """Return a folder for what the session makes.

    `session.create_tmp` would move every temporary folder of the tests below this project, where
    the programs under test find its pyproject.toml.
    """
    folder = Path(session.virtualenv.location).resolve() / "scratch"
    folder.mkdir(exist_ok=True)
    return folder


def package_files() -> set[str]:
    """Return the files that belong into the package, relative to the root."""
    files = set()
    for entry in PACKAGE:
        below = (ROOT / entry).rglob("*") if (ROOT / entry).is_dir() else [ROOT / entry]
        files |= {path.relative_to(ROOT).as_posix() for path in below if path.is_file()}
    return {name for name in files if not re.search(r"(^|/)(\.|__pycache__/)", name)}


def compare(session: nox.Session, archive: Path, expected: set[str], found: set[str]) -> None:
    """Fail the session unless the archive holds exactly the expected files."""
    if missing := sorted(expected - found):
        session.error(f"{archive.name} lacks {', '.join(missing)}")
    if surplus := sorted(found - expected):
        session.error(f"{archive.name} has {', '.join(surplus)}, which the folders have not")
    session.log(f"{archive.name}: the {len(found)} files of the package")
