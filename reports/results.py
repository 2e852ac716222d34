"""The results of one run: plain frozen values that `results.json` and every report are made of.

In JSON the field names are camelCase; `results.schema.json` beside this file is the published form.
Texts are kept as they were received, control characters and lone surrogates included: making them
harmless is the job of whoever shows them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .codec import decode, encode

Verdict = Literal["pass", "fail", "warn", "inconclusive", "not-applicable", "not-run", "error"]
Level = Literal["must", "should", "assumed"]
CheckKind = Literal["accepts", "rejects", "responds", "survives", "behaves", "probes"]
Effect = Literal["read", "reject", "schedule", "publish"]
ExitCode = Literal[0, 1, 2, 3]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
LEVELS: tuple[Level, ...] = get_args(Level)
CHECK_KINDS: tuple[CheckKind, ...] = get_args(CheckKind)
EFFECTS: tuple[Effect, ...] = get_args(Effect)

DECIDED: frozenset[Verdict] = frozenset({"pass", "fail", "warn"})
"""The verdicts that answer the question about a requirement."""
UNDECIDED: frozenset[Verdict] = frozenset({"inconclusive", "not-run", "error"})
"""The verdicts that leave it open. `not-applicable` is in neither set."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suite:
    """The program that judged."""

    name: str = "postproof"
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One account of the target's world."""

    id: str
    platform: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The API under test, without its secrets."""

    name: str
    """As in the configuration, or the vendor's name for the embedded mock."""
    vendor: str
    title: str
    """The vendor's API in the words of its description, e.g. `Crosspostify API`."""
    base_url: str
    effects: Effect
    accounts: tuple[Account, ...] = ()
    embedded: bool = False
    """The target was postproof's own mock, in this process."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What the run was asked to do."""

    depth: int = 0
    """Further examples per requirement."""
    only: tuple[str, ...] = ()
    """Patterns of requirement ids; none means every requirement."""
    fuzz: bool = False
    max_requests: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where the vendor says it."""

    document: str
    section: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """The answer to one executable question about a requirement."""

    kind: CheckKind
    verdict: Verdict
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What was sent, with secrets redacted."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    body_note: str | None = None
    """What `body` does not show, e.g. `cut at 4 kB of 100,113 bytes`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What came back."""

    status: int
    reason_phrase: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    body_note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeRecord:
    """One request and its response, as evidence."""

    role: str
    """Its part in the check: fault, control, valid, step, sample."""
    request: Request
    response: Response | None = None
    error: str | None = None
    """Why there is no usable response, e.g. `timed out after 10 s`."""
    milliseconds: float
    curl: str
    """A shell line that repeats the request; secrets stand as shell variables."""
    note: str | None = None
    """What to look at, e.g. `the fault: /posts/1/boardId is missing`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequirementResult:
    """The verdict on one requirement of one operation, with its evidence."""

    id: str
    name: str
    """The id without the operation before it."""
    operation: str
    """Method and path, e.g. `POST /post/images`."""
    operation_id: str
    level: Level
    statement: str
    source: Source
    verdict: Verdict
    reason: str
    """One sentence: why this verdict."""
    expected: str | None = None
    received: str | None = None
    checks: tuple[Check, ...] = ()
    exchanges: tuple[ExchangeRecord, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One side of a conflict."""

    says: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two places in the documents that contradict each other."""

    id: str
    statement: str
    readings: tuple[Reading, ...]
    finding: str | None = None
    """Which reading the API follows, if a probe could tell."""
    operation: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Excluded:
    """A promise that cannot be tested from outside."""

    id: str
    statement: str
    reason: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A request or credit limit of the vendor."""

    says: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What the run spent, beside what the vendor allows."""

    limits: tuple[Limit, ...] = ()
    requests: int = 0
    max_requests: int | None = None
    at_vendor_rate_seconds: float | None = None
    """How long these requests take if the vendor's rate limits are kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The figures of the run."""

    verdicts: Mapping[Verdict, int]
    """Requirements by verdict; every verdict is a key."""
    must_verdicts: Mapping[Verdict, int]
    """The same, of level `must` only."""
    requests: int
    seconds: float
    bytes_sent: int
    exit_code: ExitCode


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """Everything that one run found out."""

    format: Literal["postproof-results"] = "postproof-results"
    format_version: Literal["1.0"] = "1.0"
    suite: Suite
    complete: bool
    """The run came to its end: not killed, not interrupted."""
    incomplete_reason: str | None = None
    started_at: str
    """RFC 3339, UTC with Z."""
    finished_at: str | None = None
    target: Target
    seed: int
    options: Options
    summary: Summary
    requirements: tuple[RequirementResult, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    left_behind: tuple[str, ...] = ()
    """What the run made on the target, or may have made, and has not deleted, in words."""
    budget: Budget

    def to_json(self) -> dict[str, Any]:
        """The JSON form, valid by `results.schema.json`."""
        encoded: dict[str, Any] = encode(self)
        return encoded

    @classmethod
    def from_json(cls, value: object) -> "Results":
        """The opposite of `to_json`; raises `codec.Mismatch` with the place."""
        return decode(cls, value)


def count_verdicts(requirements: Iterable[RequirementResult]) -> dict[Verdict, int]:
    """How many requirements have each verdict, in the order of `VERDICTS`, zeros included."""
    counts = dict.fromkeys(VERDICTS, 0)
    for requirement in requirements:
        counts[requirement.verdict] += 1
    return counts


def exit_code(requirements: Iterable[RequirementResult], *, complete: bool) -> ExitCode:
    """The overall verdict: 0 every must decided and kept, 1 a must failed, 2 suite error, 3 open.

    The gravest that is certain wins: a proved failure stays one even if the run broke off later.
    A run that decided nothing at all is never 0.
    """
    requirements = tuple(requirements)
    must = {each.verdict for each in requirements if each.level == "must"}
    found = {each.verdict for each in requirements}
    if "fail" in must:
        return 1
    if "error" in found:
        return 2
    if not complete or must & UNDECIDED or not found & DECIDED:
        return 3
    return 0


def summarise(
    requirements: Iterable[RequirementResult],
    *,
    complete: bool,
    requests: int,
    seconds: float,
    bytes_sent: int,
) -> Summary:
    """The figures of a run, counted from its requirements."""
    requirements = tuple(requirements)
    return Summary(
        verdicts=count_verdicts(requirements),
        must_verdicts=count_verdicts(each for each in requirements if each.level == "must"),
        requests=requests,
        seconds=seconds,
        bytes_sent=bytes_sent,
        exit_code=exit_code(requirements, complete=complete),
    )
