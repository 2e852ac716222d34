"""`postproof plan`, as its users see it, and whether it tells what a run does."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from postproof.conformance.commands.forecast import lines
from postproof.conformance.commands.plan import forecast
from postproof.conformance.http.client import Client
from postproof.conformance.mock import Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.plan.plan import make_plan
from postproof.conformance.run import Run
from postproof.conformance.runner.setup import embedded
from postproof.conformance.target import Effect, Target
from postproof.openapi import load

from .terminal import Output, ran

SMALL = 1 << 20
"""Bytes; larger uploads are left out where they do not matter."""

CONFIG = """\
[targets.staging]
vendor = "crosspostify"
base-url = "https://api.example.com"
api-key-env = "POSTPROOF_UNSET"
effects = "schedule"
max-upload = "20 MB"

[[targets.staging.accounts]]
id = "acc_tiktok"
platform = "tiktok"

[[targets.staging.accounts]]
id = "acc_bluesky"
platform = "bluesky"
"""


TOLD: dict[str, Any] = {
    "vendor": "crosspostify",
    "title": "Crosspostify",
    "target": {
        "name": "staging",
        "baseUrl": "https://api.example.com",
        "embedded": False,
        "effects": "publish",
        "accounts": [
            {"id": "acc_tiktok", "platform": "tiktok"},
            {"id": "acc_tiktok_2", "platform": "tiktok"},
            {"id": "acc_bluesky", "platform": "bluesky"},
        ],
    },
    "seed": 0,
    "depth": 3,
    "requests": 1302,
    "depthRequests": 420,
    "maxRequests": 1000,
    "uploadBytes": 1_229_151_261,
    "makes": {"media": 13, "post": 1},
    "publishes": 39,
    "secondsAtVendorRate": 4070.0,
    "operations": [
        {
            "operation": "GET /pinterest-boards/{accountId}",
            "operationId": "listPinterestBoards",
            "requests": 0,
            "checks": 0,
            "notRun": 0,
            "notApplicable": 2,
        },
        {
            "operation": "POST /media",
            "operationId": "uploadMedia",
            "requests": 1302,
            "checks": 7,
            "notRun": 3,
            "notApplicable": 0,
        },
    ],
    "notRun": [
        {"check": "uploadMedia/accepts/accepts", "reason": "one reason"},
        {"check": "uploadMedia/file-size/image/accepts", "reason": "needs a [large] upload"},
        {"check": "uploadMedia/file-size/video/accepts", "reason": "needs a [large] upload"},
    ],
    "notApplicable": [
        {"check": f"listPinterestBoards/{name}", "reason": "the target has no account on Pinterest"}
        for name in ("accepts/accepts", "account-exists/rejects")
    ],
    "warnings": ["One thing that everybody should know before the run.", "And another."],
}
"""A forecast made up to be printed."""


@pytest.fixture
def staging(tmp_path: Path) -> tuple[str, ...]:
    """The words that plan for a live target; the variable with its key is not set."""
    config = tmp_path / "postproof.toml"
    config.write_text(CONFIG)
    return ("plan", "staging", "--config", str(config))


def target(effects: Effect = Effect.PUBLISH) -> Target:
    """The embedded mock, without large uploads."""
    return replace(embedded("crosspostify"), effects=effects, max_upload=SMALL)


# What is printed -----------------------------------------------------------------------------


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every forecast is `TOLD`, so that what is printed does not follow each change of a plan."""
    monkeypatch.setattr("postproof.conformance.commands.plan.forecast", lambda *_, **__: TOLD)


@pytest.mark.usefixtures("fixed")
def test_wide_terminal(staging: tuple[str, ...]) -> None:
    """The costs, the operations, what is left out and why, and warnings."""
    assert ran(*staging, width=100) == snapshot(
        Output(
            code=0,
            out="""\

Target     staging, Crosspostify: https://api.example.com
Effects    publish: publishes posts
Accounts   TikTok (2), Bluesky
Requests   1,302
Time       1 h 8 min of waiting at the vendor's rate limits
Uploads    1.2 GB
Makes      13 files and 1 scheduled post, and deletes them again
Publishes  39 posts, which stay
Seed       0

operation                          checks  not run  n/a  requests
GET /pinterest-boards/{accountId}       ·        ·    2         ·
POST /media                             7        3    ·      1302
in all                                  7        3    2      1302

Not run: 3 checks
    2  needs a [large] upload
    1  one reason

Not applicable: 2 checks
    2  the target has no account on Pinterest

Warning  One thing that everybody should know before the run.

Warning  And another.

Nothing has been sent. Into a pipe, each check that is left out is named.
""",
        )
    )


@pytest.mark.usefixtures("fixed")
def test_narrow_terminal(staging: tuple[str, ...]) -> None:
    """On a narrow terminal everything wraps in its own column."""
    assert ran(*staging, width=50) == snapshot(
        Output(
            code=0,
            out="""\

Target     staging, Crosspostify:
           https://api.example.com
Effects    publish: publishes posts
Accounts   TikTok (2), Bluesky
Requests   1,302
Time       1 h 8 min of waiting at the vendor's
           rate limits
Uploads    1.2 GB
Makes      13 files and 1 scheduled post, and
           deletes them again
Publishes  39 posts, which stay
Seed       0

operation           checks  not run  n/a  requests
GET                      ·        ·    2         ·
/pinterest-boards/
{accountId}
POST /media              7        3    ·      1302
in all                   7        3    2      1302

Not run: 3 checks
    2  needs a [large] upload
    1  one reason

Not applicable: 2 checks
    2  the target has no account on Pinterest

Warning  One thing that everybody should know
before the run.

Warning  And another.

Nothing has been sent. Into a pipe, each check
that is left out is named.
""",
        )
    )


@pytest.mark.usefixtures("fixed")
def test_pipe(staging: tuple[str, ...]) -> None:
    """Into a pipe each check that is left out has a line of its own."""
    assert ran(*staging) == snapshot(
        Output(
            code=0,
            out="""\
Target     staging, Crosspostify: https://api.example.com
Effects    publish: publishes posts
Accounts   TikTok (2), Bluesky
Requests   1,302
Time       1 h 8 min of waiting at the vendor's rate limits
Uploads    1.2 GB
Makes      13 files and 1 scheduled post, and deletes them again
Publishes  39 posts, which stay
Seed       0

operation                          checks  not run  n/a  requests
GET /pinterest-boards/{accountId}       ·        ·    2         ·
POST /media                             7        3    ·      1302
in all                                  7        3    2      1302

not-run  uploadMedia/accepts/accepts  one reason
not-run  uploadMedia/file-size/image/accepts  needs a [large] upload
not-run  uploadMedia/file-size/video/accepts  needs a [large] upload
not-applicable  listPinterestBoards/accepts/accepts  the target has no account on Pinterest
not-applicable  listPinterestBoards/account-exists/rejects  the target has no account on Pinterest

warning: One thing that everybody should know before the run.
warning: And another.
""",
        )
    )


def test_a_plan_without_anything_to_say() -> None:
    """Where nothing is made, published or left out, and there are no warnings, nothing is said."""
    nothing: dict[str, Any] = {"makes": {}, "notRun": [], "notApplicable": [], "warnings": []}
    target = {**TOLD["target"], "accounts": [], "embedded": True}
    assert [*lines({**TOLD, **nothing, "publishes": 0, "target": target})] == snapshot(
        [
            "Target     staging, Crosspostify: the embedded mock",
            "Effects    publish: publishes posts",
            "Accounts   none",
            "Requests   1,302",
            "Time       1 h 8 min of waiting at the vendor's rate limits",
            "Uploads    1.2 GB",
            "Seed       0",
            "",
            "operation                          checks  not run  n/a  requests",
            "GET /pinterest-boards/{accountId}       ·        ·    2         ·",
            "POST /media                             7        3    ·      1302",
            "in all                                  7        3    2      1302",
        ]
    )


def test_parts_of_the_output_come_from_the_plan(staging: tuple[str, ...]) -> None:
    """The target's own plan is told, in a pipe and on a terminal."""
    words = (*staging, "--only", "several-accounts", "--only", "uploadMedia/file-size/video")
    for output in (ran(*words), ran(*words, width=120)):
        assert output.code == 0
        assert "the target has not two accounts on TikTok" in output.out
        assert "needs an upload of more than max-upload, 20.0 MB" in output.out
        assert "Nothing will be sent, so nothing will be decided." in output.out


def test_posts_that_stay() -> None:
    """Before a live target gets posts that stay, a warning says how many; a mock does not mind."""
    live = replace(target(), embedded=False)
    plans = [
        make_plan(load("crosspostify"), each, only=("image-cap", "survives/nul"))
        for each in (target(), live)
    ]
    on_mock, on_live = (forecast(plan) for plan in plans)
    count = on_live["publishes"]
    assert count > 0
    assert (on_mock["warnings"], on_live["warnings"]) == (
        [],
        [
            (
                f"Posts that will be published and stay: {count}, "
                "and more if the API accepts what it should refuse."
            )
        ],
    )


def test_more_than_an_hour_allows() -> None:
    """More requests than a vendor allows in an hour are told, and whether the run waits."""
    description = load("crosspostify")
    tight = replace(description, limits=(replace(description.limits[0], requests=10),))
    live = replace(target(), embedded=False)
    plans = [make_plan(tight, each) for each in (target(), live, replace(live, pace=True))]
    ends = [_limit_warning(forecast(plan)["warnings"]) for plan in plans]
    assert ends == [
        "The embedded mock does not hold the run to that.",
        "The run will not wait: pace is false.",
        "The run will wait.",
    ]


def _limit_warning(warnings: list[str]) -> str:
    (warning,) = (each for each in warnings if "more than the vendor allows" in each)
    return warning.rpartition("key. ")[2]


def test_what_is_not_counted() -> None:
    """What further examples and fuzzing add, and is not counted, is said."""
    words = ("plan", "crosspostify", "--only", "image-cap/bluesky", "--depth", "5", "--fuzz")
    assert json.loads(ran(*words, "--json").out)["warnings"] == [
        "--depth adds up to 10 requests, which are not counted here.",
        "--fuzz is counted at its most; deleting what it makes is not counted here.",
    ]


def test_more_than_allowed() -> None:
    """A plan beyond max-requests says that its end will not run."""
    words = ("plan", "crosspostify", "--only", "listPosts", "--max-requests", "3", "--json")
    told = json.loads(ran(*words).out)
    assert told["warnings"] == [
        (
            f"{told['requests']} requests are more than the 3 of max-requests: "
            "what comes last will not run, and the run is incomplete."
        )
    ]


def test_json(staging: tuple[str, ...]) -> None:
    """The shape that machines may rely on; its numbers are those of the plan."""
    words = (*staging, "--only", "deleted", "--only", "file-size/image", "--json")
    told = json.loads(ran(*words).out)
    assert told["requests"] == sum(each["requests"] for each in told["operations"]) > 0
    assert told["makes"]["media"] > 0
    assert told["uploadBytes"] > 0
    shape = {**told, "requests": 0, "makes": {}, "uploadBytes": 0, "secondsAtVendorRate": 0.0}
    shape["operations"] = told["operations"][-1:]
    shape["operations"][0]["requests"] = 0
    assert shape == snapshot(
        {
            "vendor": "crosspostify",
            "title": "Crosspostify",
            "target": {
                "name": "staging",
                "baseUrl": "https://api.example.com",
                "embedded": False,
                "effects": "schedule",
                "accounts": [
                    {"id": "acc_tiktok", "platform": "tiktok"},
                    {"id": "acc_bluesky", "platform": "bluesky"},
                ],
            },
            "seed": 0,
            "depth": 0,
            "requests": 0,
            "depthRequests": 0,
            "maxRequests": None,
            "uploadBytes": 0,
            "makes": {},
            "publishes": 0,
            "secondsAtVendorRate": 0.0,
            "operations": [
                {
                    "operation": "DELETE /media/{mediaId}",
                    "operationId": "deleteMedia",
                    "requests": 0,
                    "checks": 1,
                    "notRun": 0,
                    "notApplicable": 0,
                }
            ],
            "notRun": [
                {
                    "check": "uploadMedia/file-size/image/rejects",
                    "reason": "needs an upload of more than max-upload, 20.0 MB",
                }
            ],
            "notApplicable": [],
            "warnings": [
                "Checks of documented promises that will not run: 1. So the run will be incomplete, exit code 3."
            ],
        }
    )


def test_help() -> None:
    """The help has examples."""
    assert ran("plan", "--help") == snapshot(
        Output(
            code=0,
            out="""\
Usage: postproof plan [OPTIONS] NAME

  Print what `postproof run NAME` would do and cost, and send nothing.

  NAME is a target of postproof.toml, or a vendor: then its embedded mock. The
  number of requests is exact for an API that keeps its promises; one that does
  not is asked less or more. The API key is not needed.

Options:
  --config PATH     The configuration file, instead of postproof.toml in this
                    folder.
  --only PATTERN    Only requirements whose id holds PATTERN, or matches its
                    wildcards.
  --depth N         N more examples for each requirement, the failing one
                    shrunk.  [x>=0]
  --seed N          Repeat a run, or try other contexts; 0 takes the hardest.
                    [x>=0]
  --max-requests N  Send no more requests than N.  [x>=1]
  --fuzz            Add the cases that schemathesis generates.
  --json            Print JSON for machines, in a shape that stays.
  -h, --help        Show this message and exit.

  Examples:
    postproof plan crosspostify
    postproof plan staging --config targets.toml
    postproof plan staging --only createImagesPost --max-requests 100
    postproof plan staging --json | jq .requests
""",
        )
    )


@pytest.mark.parametrize(
    ("words", "error"),
    (
        (
            ("crosspostfy",),
            '"crosspostfy" is no vendor and no target. Did you mean "crosspostify"?',
        ),
        (
            ("staging", "--config", "none.toml"),
            "none.toml: there is no such file. Name a file that exists with --config.",
        ),
    ),
)
def test_misuse(words: tuple[str, ...], error: str) -> None:
    """Every misuse is one message on standard error, with exit code 2."""
    assert ran("plan", *words) == Output(2, "", f"Error: {error}\n")


def test_nothing_to_plan() -> None:
    """A pattern that no requirement matches is an error that leads to the register."""
    output = ran("plan", "crosspostify", "--only", "zzz")
    assert (output.code, output.out) == (2, "")
    assert "zzz" in output.err
    assert "`postproof list crosspostify`" in output.err


# Whether it is true --------------------------------------------------------------------------


@pytest.mark.parametrize("effects", tuple(Effect), ids=str)
def test_tells_what_a_run_does(effects: Effect) -> None:
    """Against the mock a run sends exactly what was told, to each operation, and leaves no more."""
    description = load("crosspostify")
    plan = make_plan(description, target(effects))
    told = forecast(plan)
    mock = Mock(description)
    before = _left(mock)
    with Client(plan.target, description, transport=InProcessTransport(mock.app)) as client:
        run = Run(plan, client)
        run.preflight()
        for check in plan.checks:
            run.judge(check)
        run.cleanup()
    sent = Counter(exchange.operation for exchange in client.exchanges)
    assert told["requests"] == client.requests
    assert {each["operationId"]: each["requests"] for each in told["operations"]} == {
        operation: sent[operation] for operation in description.operations
    }
    verdicts = Counter(finding.verdict for finding in run.findings.values())
    assert len(told["notRun"]) == verdicts["not-run"]
    assert {check: run.findings[check].verdict for check in _named(told["notApplicable"])} == (
        dict.fromkeys(_named(told["notApplicable"]), "not-applicable")
    )
    assert _left(mock) - before == Counter(
        {"posts": told["publishes"]} if told["publishes"] else {}
    )


def _named(checks: list[dict[str, str]]) -> list[str]:
    return [each["check"] for each in checks]


def _left(mock: Mock) -> Counter[str]:
    return Counter({"posts": len(mock.state.posts), "media": len(mock.state.media)})


def test_seeds_and_parts_are_exact_too() -> None:
    """With any seed, and for any part, the number of requests is the number that is sent."""
    description = load("crosspostify")
    for seed, only in ((3, ()), (0, ("createImagesPost",)), (7, ("response", "listPosts"))):
        plan = make_plan(description, target(), seed=seed, only=only)
        transport = InProcessTransport(Mock(description).app)
        with Client(plan.target, description, transport=transport) as client:
            run = Run(plan, client)
            run.preflight()
            for check in plan.checks:
                run.judge(check)
            run.cleanup()
        assert (seed, plan.requests) == (seed, client.requests)
