"""Whether the API survives requests that nobody here thought of, and refuses their faults.

schemathesis makes them. Each is read back from its bytes: where it breaks exactly one requirement,
that is a proved fault, and what the API makes of it is held against that requirement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from ...openapi.fields import pointer
from ...openapi.register import with_requirements
from ...openapi.requirements import Behaviour, Keyword
from ...openapi.rules import Rule
from ...openapi.violations import violations
from ...openapi.wire import Undecodable, decode, match_path
from ...strategies import Context, Unbuildable, Wish, build
from ...strategies.bounds import DEFAULT_AHEAD
from .. import schemathesis_adapter
from ..bound import bound
from ..finding import Evidence, Finding, told
from ..http.client import BudgetExhausted
from ..plan.recipes import prepare
from ..session.harmless import harmless
from ..session.session import NotReached
from ..target import Effect
from . import rejects
from .check import Check, does_not_apply
from .survives import EXPECTED
from .vacuity import sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...openapi import Description, Operation, Request, Requirement, World
    from ...openapi.violations import Violation
    from ..http.exchange import Exchange
    from ..plan.recipes import Recipes
    from ..schemathesis_adapter import FuzzCase
    from ..session.session import Session

CASES = 100
"""How many requests are sent to one operation, if nothing else is said."""
VALID = 10
"""How many of them may make something, since it has to be deleted again."""
HANGS = 3
"""After how many requests without an answer no more are sent."""
SAMPLES = 3
"""How many exchanges are kept as evidence of a pass."""

NAME = "survives/fuzz"


def with_fuzz(description: Description) -> Description:
    """The description with one requirement more for each operation that promises to survive."""
    operations = {}
    for identifier, operation in description.operations.items():
        like = next((r for r in operation.requirements if _is_robustness(r)), None)
        operations[identifier] = operation
        if like is not None:
            more = replace(
                like,
                id=f"{operation.id}/{NAME}",
                name=NAME,
                statement=f"{operation.title} survives generated requests.",
                promise=Behaviour("robustness", {"case": "fuzz"}),
                checks=("fuzz",),
            )
            operations[identifier] = with_requirements(operation, [*operation.requirements, more])
    return replace(description, operations=operations)


def _is_robustness(requirement: Requirement) -> bool:
    promise = requirement.promise
    return isinstance(promise, Behaviour) and promise.kind == "robustness"


# What is sent --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Generated:
    """A generated request, read back from its bytes; `request` is None where they are none."""

    case: FuzzCase
    request: Request | None
    violations: tuple[Violation, ...]

    @property
    def fault(self) -> Requirement | None:
        """The one requirement that it breaks for certain; None with several, or none."""
        if len(self.violations) != 1 or self.request is None:
            return None
        requirement = self.violations[0].requirement
        return requirement if _is_certain(self.request, requirement) else None

    @property
    def is_valid(self) -> bool:
        return self.request is not None and not self.violations


def _is_certain(request: Request, requirement: Requirement) -> bool:
    """Whether no server could read the query in another way, in which nothing is wrong with it.

    The documents are silent about parameters that are repeated or empty, and about `1.0` or `1e1`
    where an integer is wanted.
    """
    values = list(request.query.values())
    if any(isinstance(value, list) or value == "" for value in values):
        return False
    promise = requirement.promise
    if not isinstance(promise, Keyword) or promise.field.segments[0] != "query":
        return True
    return not any(_is_integral(value) for value in promise.field.values(request))


def _is_integral(value: object) -> bool:
    try:
        return isinstance(value, str) and float(value).is_integer()
    except ValueError:
        return False


def read(operation: Operation, case: FuzzCase, world: World) -> Generated | None:
    """A case as a server reads it; None when it goes to another path."""
    if match_path(operation.path, case.wire.target.partition("?")[0]) is None:
        return None
    try:
        request = decode(operation, case.wire)
    except Undecodable:
        return Generated(case, None, ())
    return Generated(case, request, tuple(violations(operation, request, world)))


def chosen(found: Iterable[Generated], count: int) -> list[Generated]:
    """So many of them, every kind of fault once before any comes twice."""
    kinds: dict[object, list[Generated]] = {}
    for each in found:
        kind = None if each.request is None else tuple(v.requirement.id for v in each.violations)
        if each.is_valid and len(kinds.get(kind, ())) >= VALID:
            continue
        kinds.setdefault(kind, []).append(each)
    # proved faults first: they say the most
    ordered = sorted(kinds.values(), key=lambda group: group[0].fault is None)
    turns = chain.from_iterable(zip_longest(*ordered))
    return [each for each in turns if each is not None][:count]


@dataclass
class Fuzzing:
    """The generated requests to one operation, sent once in a session when first asked for."""

    recipes: Recipes
    operation: Operation
    wanted: frozenset[Requirement] | None
    """The requirements whose faults are sent; None for every request."""
    _session: Session | None = field(default=None, repr=False)
    _sent: list[tuple[Generated, Exchange]] = field(default_factory=list, repr=False)

    @property
    def count(self) -> int:
        """How many requests are sent at most."""
        return CASES + self.recipes.depth

    def sent(self, session: Session) -> list[tuple[Generated, Exchange]]:
        """Every request that was sent, with what became of it."""
        if self._session is not session:
            self._session, self._sent = session, list(self._send(session))
        return self._sent

    def control(self, session: Session) -> Exchange:
        """The baseline of the operation, which other checks share."""
        operation = self.operation
        make = self.recipes.baseline(operation)
        return session.once(self.recipes.baseline_key(operation), operation, make)

    def _send(self, session: Session) -> Iterator[tuple[Generated, Exchange]]:
        hangs = 0
        for each in self._generated(session):
            if hangs == HANGS or not _has_room(session):
                return
            if self._may(each, session):
                try:
                    exchange = session.send_bytes(self.operation, each.case.wire)
                except BudgetExhausted:
                    return
                hangs += exchange.answer is None
                yield each, exchange

    def _generated(self, session: Session) -> list[Generated]:
        if not schemathesis_adapter.is_installed():
            raise NotReached("schemathesis is not installed: pip install 'postproof[suite]'")
        prepare(self.recipes, session, self.operation)
        world = session.world()
        document = bound(self.operation, self._valid(world))
        cases = schemathesis_adapter.cases(document, seed=self.recipes.seed, count=self.count)
        found = (read(self.operation, case, world) for case in cases)
        return chosen((each for each in found if each and self._wants(each)), self.count)

    def _wants(self, each: Generated) -> bool:
        return self.wanted is None or each.fault in self.wanted

    def _valid(self, world: World) -> Request | None:
        """What requests are near: one target, scheduled far ahead; nothing where it would go."""
        if self.operation.deletes is not None:
            return None
        accounts = self.recipes.prefer(self.operation, world)[-1:]
        wish = Wish(Context(schedule="both"), accounts, ahead=DEFAULT_AHEAD)
        return build(self.operation, world, wish, self.recipes.choose())

    def _may(self, each: Generated, session: Session) -> bool:
        """Whether nothing happens that the target's effects do not allow, even if it is accepted."""
        operation, allowed = self.operation, session.target.effects
        if operation.effect == "read":
            return True
        if each.request is None:
            worst = Effect.PUBLISH if operation.effect == "publish" else Effect.REJECT
            return worst <= allowed
        if each.is_valid and self.recipes.effect(operation, each.request) > allowed:
            return False
        return harmless(operation, each.request, session.world(), allowed)


def _has_room(session: Session) -> bool:
    """Whether the budget leaves enough to delete what was made, one request more included."""
    limit = session.target.max_requests
    return limit is None or session.client.requests + session.to_delete + 2 <= limit


# What it says --------------------------------------------------------------------------------


def plan(recipes: Recipes, operation: Operation, requirements: list[Requirement]) -> list[Check]:
    """The checks of one operation, from those of its requirements that are asked for.

    None where the description is not one `with_fuzz`.
    `recipes.depth` is added to the number of requests, whose price the first check bears. Where
    survival is not asked for, only faults of the other requirements are sent.
    """
    if not any(r.name == NAME for r in operation.requirements):
        return []
    survival = [r for r in requirements if r.name == NAME]
    breakable = [r for r in requirements if isinstance(r.promise, (Keyword, Rule))]
    breakable = [r for r in breakable if "rejects" in r.checks]
    try:
        key = recipes.baseline_key(operation)
    except Unbuildable as error:
        return [does_not_apply(requirement, "survives", str(error)) for requirement in survival]
    fuzzing = Fuzzing(recipes, operation, None if survival else frozenset(breakable))
    effect = Effect.READ if operation.effect == "read" else Effect.REJECT
    control = max(effect, recipes.effect(operation, recipes.valid[key][1]))
    checks = [
        *(Check(r, "survives", survives_check(fuzzing), effect) for r in survival),
        *(
            Check(r, "rejects", refuses_check(fuzzing, r), control, variant="fuzz")
            for r in breakable
        ),
    ]
    price = ((operation.id, ()),) * fuzzing.count
    return [replace(check, own=() if index else price) for index, check in enumerate(checks)]


def survives_check(fuzzing: Fuzzing) -> Callable[[Session], Finding]:
    """The question whether the operation survives."""

    def ask(session: Session) -> Finding:
        finding = judge_survival([exchange for _, exchange in fuzzing.sent(session)])
        return sound(finding, session, fuzzing.operation)

    return ask


def judge_survival(exchanges: list[Exchange]) -> Finding:
    """The finding on all generated requests: none may crash the API, or stay without an answer."""
    if not exchanges:
        return Finding("not-run", "No generated request is within the target's effects and budget.")
    harmed = [e for e in exchanges if e.answer is None or e.crashed]
    if not harmed:
        evidence = tuple(Evidence("fuzz", exchange) for exchange in exchanges[:SAMPLES])
        reason = f"It answered {len(exchanges)} generated requests without a crash."
        return Finding("pass", reason, EXPECTED, told(exchanges[0]), evidence)
    evidence = tuple(Evidence("fuzz", exchange) for exchange in harmed[:SAMPLES])
    reason = f"It crashed or hung on {len(harmed)} of {len(exchanges)} generated requests."
    return Finding("fail", reason, EXPECTED, told(harmed[0]), evidence)


def refuses_check(fuzzing: Fuzzing, requirement: Requirement) -> Callable[[Session], Finding]:
    """The question whether the operation refuses what breaks the requirement."""

    def ask(session: Session) -> Finding:
        faults = [(g, e) for g, e in fuzzing.sent(session) if g.fault == requirement]
        if not faults:
            return Finding("not-applicable", "No generated request broke this and nothing else.")
        control = fuzzing.control(session)
        finding = judge_faults(fuzzing.operation, requirement, faults, control)
        return sound(finding, session, fuzzing.operation)

    return ask


def judge_faults(
    operation: Operation,
    requirement: Requirement,
    faults: list[tuple[Generated, Exchange]],
    control: Exchange,
) -> Finding:
    """The finding on generated faults of one requirement: the first that fails, if any does.

    Any refusal will do: which status belongs to an odd value is documented for plain ones only.
    What says nothing about the request leaves undecided only what nothing else decides.
    """
    plain = replace(requirement, status=None)
    found = [
        rejects.judge(operation, plain, exchange, control, _note(generated))
        for generated, exchange in faults
    ]
    failed = [finding for finding in found if finding.verdict == "fail"]
    passed = [finding for finding in found if finding.verdict == "pass"]
    if not failed and not passed:
        return replace(found[0], verdict="not-applicable")
    shown = (failed or passed)[:SAMPLES]
    reason = f"Of {len(found)} generated faults {len(passed)} were refused."
    if failed:
        shown, reason = shown[:1], failed[0].reason
    evidence = [e for finding in shown for e in finding.evidence if e.role == "fault"]
    return replace(
        shown[0],
        reason=reason,
        evidence=(
            *(replace(each, role="fuzz") for each in evidence),
            Evidence("control", control, "a plain valid request"),
        ),
    )


def _note(generated: Generated) -> str:
    place = generated.violations[0].places[0]
    return f"{pointer(place) or 'the body'} is wrong ({generated.case.scenario})"
