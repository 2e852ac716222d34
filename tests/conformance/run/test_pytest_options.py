"""pytest's own options, behind `postproof run … --` and in other people's projects."""

import json
import re
import sys
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

from inline_snapshot import snapshot

from . import shell

CAP = "createImagesPost/image-cap/bluesky"
FORMAT = "createImagesPost/scheduledFor/format"


def test_k(tmp_path: Path) -> None:
    """-k leaves out the other checks, as --only does, and the results say so."""
    ended = shell.postproof("run", "crosspostify", "--", "-k", "image-cap", folder=tmp_path)
    found = shell.results(tmp_path)
    assert (ended.code, set(shell.verdicts(found).values())) == (0, {"pass"})
    assert all("image-cap" in each.id for each in found.requirements)
    assert (found.complete, found.options.only) == (True, ("-k image-cap",))


def test_collect_only(tmp_path: Path) -> None:
    """--collect-only prints the items and sends nothing."""
    ended = shell.postproof(
        "run", "crosspostify", "--", "--collect-only", "-q", "-k", "image-cap and bluesky",
        folder=tmp_path,
    )  # fmt: skip
    lines = [line for line in ended.out.splitlines() if "::" in line]
    assert (ended.code, lines) == (
        0,
        snapshot(
            [
                "crosspostify.yaml::createImagesPost::image-cap/bluesky::rejects",
                "crosspostify.yaml::createImagesPost::image-cap/bluesky::accepts",
            ]
        ),
    )
    assert not (tmp_path / "postproof-report" / "results.json").exists()


def test_lf(tmp_path: Path) -> None:
    """--lf after a failing run asks again what failed, and nothing else."""
    only = ("--only", "createImagesPost/image-cap", "--only", "createImagesPost/caption")
    defective, mended = shell.mock(ignores=[CAP]), shell.mock()
    with shell.serving(defective) as url:
        shell.configure(tmp_path, url)
        first = shell.postproof("run", "api", *only, folder=tmp_path)
        again = shell.postproof("run", "api", *only, "--", "--lf", folder=tmp_path)
    assert (first.code, again.code) == (1, 1)
    assert shell.verdicts(shell.results(tmp_path)) == {CAP: "fail"}
    with shell.serving(mended) as url:
        shell.configure(tmp_path, url)
        last = shell.postproof("run", "api", *only, "--", "--lf", folder=tmp_path)
    assert last.code == 0
    assert shell.verdicts(shell.results(tmp_path)) == {CAP: "pass"}


def test_x(tmp_path: Path) -> None:
    """-x stops at the first broken promise, and the results say that they are incomplete."""
    with shell.serving(shell.mock(ignores=[CAP, FORMAT])) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof(
            "run", "api", "--only", "createImagesPost", "--", "-x", folder=tmp_path
        )
    found = shell.results(tmp_path)
    assert ended.code == 1
    assert list(shell.verdicts(found).values()).count("fail") == 1
    assert (found.complete, found.incomplete_reason) == (
        False,
        snapshot("The run was stopped: stopping after 1 failures."),
    )
    assert found.summary.verdicts["not-run"] > 0


def test_n(tmp_path: Path) -> None:
    """-n 2 finds what one process finds, each operation in one worker, within one budget."""
    made = shell.mock(ignores=[CAP])
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        alone = shell.postproof("run", "api", folder=tmp_path)
        expected = shell.results(tmp_path)
        before = len(made.requests)
        shared = shell.postproof(
            "run", "api", "--", "-n", "2", f"--junitxml={tmp_path}/junit.xml", folder=tmp_path
        )
        found = shell.results(tmp_path)
        sent = len(made.requests) - before
    assert (alone.code, shared.code) == (1, 1)
    assert shell.verdicts(found) == shell.verdicts(expected)
    assert (found.complete, found.summary.requests) == (True, sent)
    cases = ET.parse(tmp_path / "junit.xml").findall(".//testcase")
    assert len(cases) == sum(len(each.checks) for each in found.requirements)


def test_n_with_a_budget(tmp_path: Path) -> None:
    """Workers share --max-requests."""
    made = shell.mock()
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof(
            "run", "api", "--max-requests", "60", "--", "-n", "2", folder=tmp_path
        )
    assert ended.code == 3
    assert 30 < len(made.requests) <= 60


def test_n_on_an_unusable_target(tmp_path: Path) -> None:
    """With -n too, an unusable target is one message after one request."""
    made = shell.mock()
    made.api_key = "another"
    with shell.serving(made) as url:
        shell.configure(tmp_path, url)
        ended = shell.postproof("run", "api", "--", "-n", "2", folder=tmp_path)
    assert (ended.code, len(made.requests)) == (3, 1)
    assert ended.out.count("refuses the API key (401 Unauthorized)") == 1


def test_junitxml(tmp_path: Path) -> None:
    """JUnit carries requirement, operation, level, source and verdict as properties."""
    with shell.serving(shell.mock(ignores=[CAP])) as url:
        shell.configure(tmp_path, url)
        shell.postproof(
            "run", "api", "--only", "image-cap/bluesky", "--", "--junitxml=junit.xml",
            folder=tmp_path,
        )  # fmt: skip
    suite = ET.parse(tmp_path / "junit.xml").getroot()[0]
    cases = {(case.get("classname"), case.get("name")): case for case in suite}
    case = cases["crosspostify.yaml.createImagesPost.image-cap/bluesky", "rejects"]
    assert {each.get("name"): each.get("value") for each in case.iter("property")} == snapshot(
        {
            "requirement": "createImagesPost/image-cap/bluesky",
            "operation": "POST /post/images",
            "level": "must",
            "source": "Crosspostify API reference, /post/images",
            "verdict": "fail",
        }
    )
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == snapshot("""\
A post on Bluesky has at most 4 images. (Crosspostify API reference, /post/images)
fail: It accepted a request in which mediaIds has 5 items.
expected: a refusal (4xx)
received: 200 OK
[+2 more lines; full report in element text]\
""")


def test_html(tmp_path: Path) -> None:
    """pytest-html has our columns, and the exchanges as an extra."""
    ended = shell.postproof(
        "run", "crosspostify", "--only", "listSocialAccounts", "--",
        "--html=own/x.html", "--self-contained-html", folder=tmp_path,
    )  # fmt: skip
    assert ended.code == 0
    page = (tmp_path / "own" / "x.html").read_text()
    blob = re.search(r'data-jsonblob="([^"]*)"', page)
    assert blob is not None
    tests = json.loads(unescape(blob[1]))
    (row,) = tests["tests"][
        "crosspostify.yaml::listSocialAccounts::authentication/missing::rejects"
    ]
    assert [unescape(cell) for cell in row["resultsTableRow"][2:5]] == snapshot(
        [
            "<td>listSocialAccounts/authentication/missing</td>",
            "<td>must</td>",
            "<td>Crosspostify API reference, Authentication</td>",
        ]
    )
    assert "<h4>fault" in unescape(row["extras"][0]["content"])


THEIRS = """
def test_kept():
    assert 1

def test_broken():
    assert not 1
"""


def test_in_another_project(tmp_path: Path) -> None:
    """`pytest --postproof` adds the checks to other people's tests, and leaves theirs alone."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "test_theirs.py").write_text(THEIRS)
    pytest = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", "-p", "no:randomly")
    asked = ("--postproof", "crosspostify", "--postproof-only", "listSocialAccounts/authentication")
    ended = shell.called(*pytest, *asked, "some", folder=tmp_path)
    lines = re.findall(r"^(\S+::.*?) +\[", ended.out, re.MULTILINE)
    assert (ended.code, lines) == (
        1,
        snapshot(
            [
                "some/test_theirs.py::test_kept PASSED",
                "some/test_theirs.py::test_broken FAILED",
                "crosspostify.yaml::listSocialAccounts::authentication/missing::rejects PASSED",
                "crosspostify.yaml::listSocialAccounts::authentication/wrong::rejects PASSED",
            ]
        ),
    )
    assert "All 2 documented promises are kept" in ended.out
    without = shell.called(*pytest, "some", folder=tmp_path)
    assert re.findall(r"^(\S+::.*?) +\[", without.out, re.MULTILINE) == lines[:2]


def test_exit_code_in_another_project(tmp_path: Path) -> None:
    """What was not decided fails `pytest --postproof` too, as it fails `postproof run`."""
    (tmp_path / "test_theirs.py").write_text("def test_kept(): pass\n")
    with shell.serving(shell.mock()) as url:
        shell.configure(tmp_path, url, effects="read")
        ended = shell.called(
            sys.executable, "-m", "pytest", "--postproof", "api", "--postproof-only", "image-cap",
            folder=tmp_path,
        )  # fmt: skip
        typo = shell.called(sys.executable, "-m", "pytest", "--postproof", "apj", folder=tmp_path)
    assert (ended.code, re.findall(r"\d+ (?:passed|skipped)", ended.out)) == snapshot(
        (3, ["1 passed", "12 skipped"])
    )
    assert (typo.code, typo.err) == snapshot(
        (
            4,
            """\
ERROR: "apj" is no vendor and no target. Did you mean "api"?

""",
        )
    )
