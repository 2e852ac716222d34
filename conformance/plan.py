"""The plan: which checks a run makes, in which order, and what they cost. Sends nothing.

Every request is built once beforehand, in a planned world with invented ids, so that requests which
several checks need are sent once, and their number is known. When it is sent, it is built again
with the real ids and the time of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ..openapi import Level, Request, World
from ..openapi.requirements import Answer, Baseline, Behaviour, Keyword
from ..openapi.rules import NotPublished, Rule, ScheduleWindow, SeveralTargets, UtcInstant
from ..strategies import (
    HARDEST,
    Case,
    Context,
    Unbuildable,
    Wish,
    build,
    contexts,
    fault,
    hardest,
    prove,
    prove_valid,
    seeded,
)
from ..strategies.build import DEFAULT_AHEAD, has_targets, rules_of, telling, usable
from ..strategies.exercise import cases, exercise, seen
from ..strategies.hostile import hostile, shows
from . import behaviours
from .checks import accepts, rejects, responds, survives
from .checks.check import Check
from .checks.vacuity import sound
from .depth import deepen
from .finding import Finding
from .publication import await_published
from .session import NotReached, request_key
from .stock import needed, planned_world, uploads as stock_uploads
from .target import Effect

if TYPE_CHECKING:
    from ..openapi import Account, Description, Operation, Requirement
    from ..strategies import Choose
    from ..strategies.files import MediaFile
    from .session import Session
    from .target import Target

Make = Callable[[World], Request]


@dataclass(frozen=True)
class Plan:
    """The checks of a run in the order in which they are asked, and what they cost.

    `created` counts the objects that are made and have to be deleted again; `sends` lists, for
    each request to an API that keeps its promises, the operation and the accounts it posts to.
    """

    description: Description
    target: Target
    seed: int
    files: tuple[MediaFile, ...]
    checks: tuple[Check, ...]
    sends: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False, default=())
    upload_bytes: int = 0

    @property
    def requests(self) -> int:
        """How many requests a run sends to an API that keeps its promises."""
        return len(self.sends)

    def allowed(self, check: Check) -> bool:
        """Whether the target's effects allow the check."""
        return check.effect <= self.target.effects


def make_plan(
    description: Description,
    target: Target,
    *,
    seed: int = 0,
    depth: int = 0,
    only: Iterable[str] = (),
    fuzz: bool = False,
    now: datetime | None = None,
) -> Plan:
    """The plan for a target.

    `seed` chooses other contexts than the hardest, `depth` adds so many Hypothesis examples for
    each requirement that something can break, `only` leaves the requirements whose id matches a
    pattern (with wildcards, or a part of the id).
    """
    planner = _Planner(description, target, seed, depth, now or datetime.now(UTC))
    patterns = tuple(only)
    operations = sorted(description.operations.values(), key=_turn)
    checks: list[Check] = []
    for operation in operations:
        chosen = [r for r in operation.requirements if matches(r.id, patterns)]
        checks += planner.active(operation, chosen)
    for operation in operations:
        chosen = [r for r in operation.requirements if matches(r.id, patterns)]
        checks += planner.passive(operation, chosen)
    sends, size = planner.bill(checks)
    return Plan(description, target, seed, planner.files, tuple(checks), sends, size)


def matches(identifier: str, patterns: Iterable[str]) -> bool:
    """Whether a requirement's id matches one of the patterns; without patterns all do."""
    patterns = tuple(patterns)
    return not patterns or any(
        fnmatchcase(identifier, pattern)
        if set(pattern) & set("*?[")
        else pattern in identifier
        for pattern in patterns
    )


def _turn(operation: Operation) -> int:
    """Reading listings waits until something has been made, deleting until all was read."""
    if operation.deletes is not None:
        return 3 if operation.deletes.role == "post" else 4
    if operation.yields is None:
        return 2
    return 1 if operation.yields.role == "post" else 0


class _Planner:
    def __init__(
        self, description: Description, target: Target, seed: int, depth: int, now: datetime
    ) -> None:
        self.description, self.target, self.seed, self.depth = description, target, seed, depth
        self.files = needed(description)
        self.world = planned_world(target.accounts, self.files, now)
        self.publishes = target.effects is Effect.PUBLISH
        rows = contexts()
        self.context = HARDEST if seed == 0 else rows[seed % len(rows)]
        if not self.publishes:
            self.context = replace(self.context, schedule="both")
        # what valid requests are planned, by key: the accepts checks look at them first
        self.valid: dict[str, tuple[Operation, Request]] = {}
        self.stock = [
            self.plan_valid(operation, lambda _, request=request: request)  # type: ignore[misc]
            for operation, request in stock_uploads(description, self.files)
        ]

    # Recipes ---------------------------------------------------------------------------------

    def choose(self) -> Choose:
        return seeded(self.seed)

    def prefer(self, operation: Operation, world: World) -> tuple[Account, ...]:
        return telling(operation, world, self.choose())

    def _ahead(self, operation: Operation) -> Wish:
        """Posts that must not be published by accident are scheduled far ahead."""
        del operation
        return Wish() if self.publishes else Wish(ahead=DEFAULT_AHEAD)

    def baseline(self, operation: Operation) -> Make:
        def make(world: World) -> Request:
            accounts = self.prefer(operation, world)
            return build(operation, world, Wish(self._for(operation), accounts), self.choose())

        return make

    def baseline_key(self, operation: Operation) -> str:
        """The key of the baseline, "" where the world lacks what it needs."""
        try:
            return self.plan_valid(operation, self.baseline(operation))
        except Unbuildable:
            return ""

    def _for(self, operation: Operation) -> Context:
        return self.context if has_targets(operation) else Context()

    def apart(self, operation: Operation) -> Context:
        """The context of requests beside the baseline: immediate where that is allowed."""
        if not has_targets(operation):
            return Context()
        return Context("last", "none" if self.publishes else "both", longest=False)

    def broad(self, operation: Operation) -> Make | None:
        """One request for many promises: every platform, with every field that it ignores."""
        if not has_targets(operation) or not usable(operation, self.world):
            return None

        def make(world: World) -> Request:
            accounts: dict[str, Account] = {}
            for account in usable(operation, world):
                several = any(
                    rule.platform == account.platform
                    for rule in rules_of(operation, SeveralTargets)
                )
                count = sum(a.platform == account.platform for a in accounts.values())
                if count == 0 or (several and count == 1):
                    accounts[account.id] = account
            schedule = "none" if self.publishes else "both"
            context = Context("alone", schedule, full=True, ignored=True)  # type: ignore[arg-type]
            return build(operation, world, Wish(context, tuple(accounts.values())), hardest)

        return make

    def plan_valid(self, operation: Operation, make: Make) -> str:
        """The key of a valid request, taken into the plan."""
        request = prove_valid(operation, make(self.world), self.world)
        key = request_key(request)
        self.valid.setdefault(key, (operation, request))
        return key

    # Checks ----------------------------------------------------------------------------------

    def active(self, operation: Operation, chosen: list[Requirement]) -> list[Check]:
        """The checks that send something, those first that show the operation telling apart."""
        found: list[Check] = []
        authentication = [r for r in chosen if _kind(r) == "authentication"]
        for requirement in authentication:
            found.append(self._authentication(operation, requirement))
        for requirement in chosen:
            if "rejects" in requirement.checks and requirement not in authentication:
                found.append(self._rejects(operation, requirement))
        # rules first: what they need sent often shows the keywords too
        for requirement in sorted(chosen, key=lambda r: isinstance(r.promise, Keyword)):
            if "accepts" in requirement.checks:
                found.append(self._accepts(operation, requirement))
        for requirement in chosen:
            if "survives" in requirement.checks:
                found.append(self._survives(operation, requirement))
        for requirement in chosen:
            if "behaves" in requirement.checks:
                found.append(self._behaves(requirement))
        return found

    def passive(self, operation: Operation, chosen: list[Requirement]) -> list[Check]:
        """The checks that only look at what the others brought."""

        def ask(requirement: Requirement) -> Callable[[Session], Finding]:
            def look(session: Session) -> Finding:
                exchanges = session.exchanges(operation)
                return sound(responds.judge(operation, requirement, exchanges), session, operation)

            return look

        return [
            Check(requirement, "responds", ask(requirement))
            for requirement in chosen
            if isinstance(requirement.promise, Answer)
        ]

    def _effect(self, operation: Operation, request: Request) -> Effect:
        """The worst that a request does when it is accepted."""
        effect = Effect[operation.effect.upper()]
        scheduled = operation.roles.get("schedule", ())
        if effect is Effect.PUBLISH and scheduled and all(f.values(request) for f in scheduled):
            return Effect.SCHEDULE
        return effect

    def _rejects(self, operation: Operation, requirement: Requirement) -> Check:
        lacks = _lacks(operation, requirement, self.world)
        near = self._for(operation)

        def recipe(world: World, context: Context) -> Case:
            prefer = self.prefer(operation, world)
            made = fault(operation, requirement, world, context, self.choose(), prefer=prefer)
            return prove(operation, made, world)

        if lacks is None:
            try:
                planned = recipe(self.world, near)
                if request_key(planned.control) != self.baseline_key(operation):
                    timed = _timed(operation, requirement)
                    near = near if timed else self.apart(operation)
                    planned = recipe(self.world, near)
            except Unbuildable as error:
                lacks = str(error)
        if lacks is not None:
            return Check(requirement, "rejects", _never, lacks=lacks)
        key = self.plan_valid(operation, lambda _: planned.control)
        control_effect = self._effect(operation, planned.control)
        effect = self._effect(operation, planned.fault)
        if effect is not Effect.READ:
            risky = _timed(operation, requirement) or isinstance(requirement.promise, NotPublished)
            effect = Effect.PUBLISH if risky else Effect.REJECT
            effect = max(effect, control_effect)
        size = _upload_size(planned.fault)

        def ask(session: Session) -> Finding:
            self._prepare(session, operation)
            if isinstance(requirement.promise, NotPublished):
                await_published(session)
            case = recipe(session.world(), near)
            control = session.once(key, operation, lambda world: recipe(world, near).control)
            exchange = session.send(operation, case.fault)
            finding = rejects.judge(operation, requirement, exchange, control, case.note)
            if self.depth and finding.verdict == "pass":
                return deepen(session, operation, requirement, finding, self.depth, self.seed)
            return finding

        return Check(requirement, "rejects", ask, effect, (key,), (operation.id,), size)

    def _authentication(self, operation: Operation, requirement: Requirement) -> Check:
        make = self.baseline(operation)
        try:
            key = self.plan_valid(operation, make)
        except Unbuildable as error:
            return Check(requirement, "rejects", _never, lacks=str(error))
        assert isinstance(requirement.promise, Behaviour)
        shown = requirement.promise.parameters["key"]

        def ask(session: Session) -> Finding:
            self._prepare(session, operation)
            control = session.once(key, operation, make)
            exchange = session.send(operation, make(session.world()), key=shown)
            note = f"the API key is {shown}"
            return rejects.judge(operation, requirement, exchange, control, note)

        effect = self._effect(operation, self.valid[key][1])
        return Check(requirement, "rejects", ask, effect, (key,), (operation.id,))

    def _accepts(self, operation: Operation, requirement: Requirement) -> Check:
        lacks = _lacks(operation, requirement, self.world)
        make = self.baseline(operation)
        try:
            key = self.plan_valid(operation, make)
        except Unbuildable as error:
            lacks = str(error)
        if lacks is not None:
            return Check(requirement, "accepts", _never, lacks=lacks)
        effect = self._effect(operation, self.valid[key][1])
        if isinstance(requirement.promise, Baseline):

            def ask_baseline(session: Session) -> Finding:
                self._prepare(session, operation)
                finding = accepts.judge_baseline(session.once(key, operation, make))
                return sound(finding, session, operation)

            return Check(requirement, "accepts", ask_baseline, effect, (key,))
        return self._accepts_cases(operation, requirement, key, effect)

    def _accepts_cases(
        self, operation: Operation, requirement: Requirement, baseline: str, effect: Effect
    ) -> Check:
        broad = self.broad(operation)
        context = replace(self.apart(operation), position="alone")
        wanted = cases(operation, requirement, self.world)
        shared = [baseline]
        missing = set(wanted)
        broad_key = ""
        if broad is not None:
            try:
                broad_key = self.plan_valid(operation, broad)
            except Unbuildable:
                broad = None
        for key, (other, request) in self.valid.items():
            if other is operation:
                shown = seen(operation, requirement, request, self.world) & missing
                if shown:
                    missing -= shown
                    shared.append(key)
        own: dict[str, str] = {}
        size = 0
        for case in sorted(missing):
            try:
                request = exercise(operation, requirement, case, self.world, context)
            except Unbuildable as error:
                return Check(requirement, "accepts", _never, lacks=str(error))
            prove_valid(operation, request, self.world)
            own[case] = request_key(request)
            self.valid.setdefault(own[case], (operation, request))
            size = max(size, _upload_size(request))
        keys = dict.fromkeys([*shared, *own.values()])
        effects = [self._effect(operation, self.valid[key][1]) for key in keys]
        for key in shared:
            size = max(size, _upload_size(self.valid[key][1]))

        def ask(session: Session) -> Finding:
            self._prepare(session, operation)
            plain = self.baseline(operation)
            if broad is not None and broad_key in keys:
                session.once(broad_key, operation, broad)

            def one(case: str) -> object:
                def make(world: World) -> Request:
                    return exercise(operation, requirement, case, world, context)

                return session.once(own.get(case, f"{requirement.id}={case}"), operation, make)

            finding = accepts.judge(
                session,
                operation,
                requirement,
                wanted,
                one,  # type: ignore[arg-type]
                lambda: session.once(baseline, operation, plain),
            )
            return sound(finding, session, operation)

        return Check(
            requirement, "accepts", ask, max([effect, *effects]), tuple(keys), upload=size
        )

    def _survives(self, operation: Operation, requirement: Requirement) -> Check:
        assert isinstance(requirement.promise, Behaviour)
        case = requirement.promise.parameters["case"]
        context = replace(self.apart(operation), position="alone")
        key = f"{operation.id} {case}"
        if case == "wrong-method":
            key = f"{operation.path} {case}"
        try:
            wire = hostile(operation, case, self.world, context)
        except Unbuildable as error:
            return Check(requirement, "survives", _never, lacks=str(error))
        if case == "right-to-left" and _kind_in(operation, "emoji"):
            key = f"{operation.id} emoji"
            case_sent = "emoji"
        else:
            case_sent = case
        planned = [
            known
            for known, (other, request) in self.valid.items()
            if other is operation and _shown_in(operation, case, request)
        ]
        shared = tuple(planned[:1]) or (key,)
        reading = operation.effect == "read"
        accepted = case not in ("malformed-json", "wrong-content-type", "wrong-method")
        effect = Effect.READ if reading else Effect.REJECT
        if accepted and not reading and operation.deletes is None:
            effect = Effect.PUBLISH if self.publishes else Effect.SCHEDULE
        del wire

        def ask(session: Session) -> Finding:
            self._prepare(session, operation)
            for exchange in session.exchanges(operation):
                if exchange.answer is not None and shows(case, exchange.wire):
                    if not exchange.crashed:
                        return sound(survives.judge(case, exchange), session, operation)
            if key not in session.shared:
                sent = hostile(operation, case_sent, session.world(), context)
                session.shared[key] = session.client.send_wire(operation, sent)
            return sound(survives.judge(case, session.shared[key]), session, operation)

        return Check(requirement, "survives", ask, effect, shared)

    def _behaves(self, requirement: Requirement) -> Check:
        assert isinstance(requirement.promise, Behaviour)
        kind = behaviours.KINDS[requirement.promise.kind]
        price = kind.price(self.description, requirement, self.target)
        operation = self.description.operation_of(requirement)

        def ask(session: Session) -> Finding:
            self._prepare(session, operation)
            return sound(kind.judge(session, requirement), session, operation)

        return Check(
            requirement, "behaves", ask, price.effect, price.shared, price.own, lacks=price.lacks
        )

    def _prepare(self, session: Session, operation: Operation) -> None:
        if _names_media(operation):
            session.stock()

    # The bill --------------------------------------------------------------------------------

    def bill(self, checks: list[Check]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], int]:
        """Every request that the checks send to an API that keeps its promises, and the bytes."""
        return _bill(self, checks)


def _bill(
    planner: _Planner, checks: list[Check]
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], int]:
    sends: list[tuple[str, tuple[str, ...]]] = []
    size, made = 0, {"post": 0, "media": 0}
    sent: set[str] = set()
    stocked = False

    def send(operation: Operation, request: Request | None, accepted: bool) -> None:
        nonlocal size
        accounts: tuple[str, ...] = ()
        if request is not None:
            size += _upload_size(request)
            if operation.account is not None:
                accounts = tuple(map(str, operation.account.values(request)))
        if operation.deletes is not None and accepted:
            return  # counted with what was made
        sends.append((operation.id, accounts))
        if accepted and operation.yields is not None and request is not None:
            scheduled = any(f.values(request) for f in operation.roles.get("schedule", ()))
            if operation.yields.role == "media":
                made["media"] += 1
            elif scheduled:
                made["post"] += len(accounts)

    for check in checks:
        if check.lacks is not None or check.effect > planner.target.effects:
            continue
        if planner.target.max_upload is not None and check.upload > planner.target.max_upload:
            continue
        operation = planner.description.operation_of(check.requirement)
        if _names_media(operation) and check.kind != "responds" and not stocked:
            stocked = True
            for key in planner.stock:
                if key not in sent:
                    sent.add(key)
                    send(*planner.valid[key], True)
        for key in check.shared:
            if key not in sent:
                sent.add(key)
                other, request = planner.valid.get(key, (operation, None))
                send(other, request, key in planner.valid)
        sends += [(each, ()) for each in check.own]
        size += check.upload if check.kind == "rejects" else 0
    for role, count in made.items():
        deleter = planner.description.deleter(role)
        if deleter is not None:
            sends += [(deleter.id, ())] * count
    return tuple(sends), size


def _names_media(operation: Operation) -> bool:
    """Whether the operation uploads media, or its requests name media that were uploaded."""
    uploads = operation.yields is not None and operation.yields.role == "media"
    return uploads or (bool(operation.roles.get("media")) and operation.effect != "read")


def _never(session: Session) -> Finding:
    raise AssertionError("a check that does not apply was asked")


def _kind(requirement: Requirement) -> str:
    promise = requirement.promise
    return promise.kind if isinstance(promise, Behaviour) else ""


def _timed(operation: Operation, requirement: Requirement) -> bool:
    """Whether the fault is in the time itself, so that a lenient API might post at once."""
    promise = requirement.promise
    if isinstance(promise, Keyword):
        return promise.field in operation.roles.get("schedule", ())
    return isinstance(promise, (UtcInstant, ScheduleWindow))


def _kind_in(operation: Operation, case: str) -> bool:
    return any(
        isinstance(r.promise, Behaviour) and r.promise.parameters.get("case") == case
        for r in operation.requirements
    )


def _lacks(operation: Operation, requirement: Requirement, world: World) -> str | None:
    promise = requirement.promise
    if isinstance(promise, Rule):
        return promise.lacks(world, operation.platforms(world))
    return None


def _upload_size(request: Request) -> int:
    from ..openapi import Upload

    if not isinstance(request.body, dict):
        return 0
    return sum(value.size for value in request.body.values() if isinstance(value, Upload))


def _shown_in(operation: Operation, case: str, request: Request) -> bool:
    from ..openapi.wire import encode

    return _upload_size(request) == 0 and shows(case, encode(operation, request))


__all__ = ["Level", "NotReached", "Plan", "make_plan", "matches"]
