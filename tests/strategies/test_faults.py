"""Single faults: for every requirement, in every context, drawn, shrunk or chosen by seed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from postproof import strategies
from postproof.openapi import Request, World, load
from postproof.openapi.fields import Field, field_of
from postproof.openapi.request import Upload
from postproof.openapi.rules import RequiredWhen, ScheduleWindow, UtcInstant, parse_instant
from postproof.openapi.violations import violations
from postproof.openapi.wire import decode, encode
from postproof.strategies import (
    HARDEST,
    Case,
    Context,
    Unproved,
    breakable,
    broken_by,
    contexts,
    fault,
    faulty,
    hardest,
    prove,
    safe_contexts,
    seeded,
)
from postproof.strategies.bounds import rules_of
from postproof.strategies.case import LARGE
from postproof.strategies.context import Position

from .acme import TEXT, loaded
from .subjects import BREAKABLE, ONE_OF_EACH_KIND, REQUIREMENTS, Subject, differences, optional
from .worlds import NO_ACCOUNTS, NOW, WORLD

CROSSPOSTIFY = load("crosspostify")
SEEDS = (0, 1)

every_fault = pytest.mark.parametrize("subject", BREAKABLE, ids=str)
every_kind = pytest.mark.parametrize("subject", ONE_OF_EACH_KIND, ids=str)
some = settings(
    max_examples=25, deadline=None, database=None, phases=(Phase.generate, Phase.shrink)
)


def received(subject: Subject, request: Request) -> list[str]:
    """What a server finds broken in the bytes of a request; large files stay unread."""
    body = request.body.values() if isinstance(request.body, dict) else ()
    if any(isinstance(value, Upload) and value.size > LARGE for value in body):
        found = violations(subject.operation, request, subject.world)
    else:
        sent = decode(subject.operation, encode(subject.operation, request))
        found = violations(subject.operation, sent, subject.world)
    return [violation.requirement.id for violation in found]


@every_fault
@some
@given(data=st.data())
def test_one_fault_is_drawn(subject: Subject, data: st.DataObject) -> None:
    """A drawn case breaks its requirement alone, and its control breaks nothing."""
    drawn = data.draw(faulty(subject.broken, subject.world, description=subject.description))
    assert (received(subject, drawn.fault), received(subject, drawn.control)) == (
        [subject.broken.id],
        [],
    )


@every_fault
def test_one_fault_in_every_context(subject: Subject) -> None:
    """Without Hypothesis too, in every context, for the hardest and for other choices."""
    unlike = []
    for context in (*contexts(), *safe_contexts()):
        for seed in SEEDS:
            case = fault(subject.operation, subject.broken, subject.world, context, seeded(seed))
            places = list(differences(case.control.parts(), case.fault.parts()))
            broken = received(subject, case.fault), received(subject, case.control)
            if (*broken, places) != ([subject.broken.id], [], [case.place]):
                unlike.append((case.note, context, broken, places))
    assert unlike == []


@every_fault
def test_the_smallest_case_is_simple_and_proved(subject: Subject) -> None:
    """Shrunk, a case has one target, and no field that the fault could do without."""
    strategy = faulty(subject.broken, subject.world, description=subject.description)
    case = find(strategy, lambda _: True, settings=some)
    way = field_of(case.place).segments
    needed = {Field(way[:depth]) for depth in range(1, len(way) + 1)}
    needed |= {rule.field for rule in rules_of(subject.operation, RequiredWhen)}
    accounts = subject.operation.account
    targets = accounts.values(case.control) if accounts is not None else []
    spare = optional(subject.operation, case.control) - needed
    assert (received(subject, case.fault), targets[1:], spare) == ([subject.broken.id], [], set())


@every_kind
def test_a_failing_property_shrinks_to_a_proved_case(subject: Subject) -> None:
    """A property that fails on all but simple cases ends with a small case, still proved."""
    sizes: list[int] = []

    def is_large(case: Case) -> bool:
        sizes.append(len(repr(case.fault.parts())))
        return sizes[-1] > 140

    strategy = faulty(subject.broken, subject.world, description=subject.description)
    try:
        case = find(strategy, is_large, settings=settings(some, derandomize=True))
    except NoSuchExample:
        assert max(sizes) <= 140
    else:
        assert received(subject, case.fault) == [subject.broken.id]


@every_kind
def test_nothing_drawn_is_thrown_away(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case that is made becomes an example: no filter, no assumption rejects one."""
    made: list[Case] = []
    examples: list[Case] = []

    def counted(_: object, case: Case, __: object) -> Case:
        made.append(case)
        return case

    monkeypatch.setattr(strategies, "prove", counted)

    @settings(some, phases=(Phase.generate,))
    @given(faulty(subject.broken, subject.world, description=subject.description))
    def counts(case: Case) -> None:
        examples.append(case)

    counts()
    assert made == examples


@pytest.mark.parametrize("subject", REQUIREMENTS, ids=str)
def test_what_can_be_rejected_can_be_broken(subject: Subject) -> None:
    """Every requirement that is decided by a rejection has a strategy, or is about the key."""
    promise = subject.broken.promise
    by_key = getattr(promise, "kind", "") == "authentication"
    assert (breakable(promise) or by_key) == ("rejects" in subject.broken.checks)


def test_what_nothing_breaks_is_an_error() -> None:
    """A fault is not made for a promise that no request can break."""
    accepts = CROSSPOSTIFY.requirements["listPosts/accepts"]
    operation = CROSSPOSTIFY.operation_of(accepts)
    with pytest.raises(TypeError) as caught:
        fault(operation, accepts, WORLD, HARDEST, hardest)
    assert str(caught.value) == "no request can break <listPosts/accepts>"


def test_preferred_targets_are_kept_where_they_fit() -> None:
    """Faults share a control as long as its targets have what they are about."""
    prefer = WORLD.accounts["acc_bluesky"], WORLD.accounts["acc_pinterest_2"]

    def targets(name: str) -> list[str]:
        requirement = CROSSPOSTIFY.requirements[f"createImagePost/{name}"]
        operation = CROSSPOSTIFY.operation_of(requirement)
        case = fault(operation, requirement, WORLD, HARDEST, hardest, prefer=prefer)
        return [post["accountId"] for post in case.control.body["posts"]]

    kept = targets("board-required"), targets("caption-length/pinterest")
    assert kept == (["acc_bluesky", "acc_pinterest_2"],) * 2
    assert targets("caption-length/tiktok")[-1] == "acc_tiktok_2"


@pytest.mark.parametrize("position", ("alone", "first", "middle", "last"))
def test_a_fault_stands_where_the_context_says(position: Position) -> None:
    """The target with the fault is alone, first, in the middle or last."""
    requirement = CROSSPOSTIFY.requirements["createImagePost/board-required"]
    operation = CROSSPOSTIFY.operation_of(requirement)
    case = fault(operation, requirement, WORLD, Context(position), hardest)
    targets = case.control.body["posts"]
    expected = {"alone": (0, 1), "first": (0, 2), "middle": (1, 3), "last": (1, 2)}[position]
    assert (case.place[2], len(targets)) == expected


@every_kind
@some
@given(data=st.data())
def test_nothing_goes_out_soon_in_safe_contexts(subject: Subject, data: st.DataObject) -> None:
    """Within safe contexts every time in a control is days ahead, if the fault is not in it."""
    requirement, world, api = subject.broken, subject.world, subject.description
    case = data.draw(faulty(requirement, world, description=api, within=safe_contexts()))
    if not isinstance(subject.broken.promise, UtcInstant | ScheduleWindow):
        fields = subject.operation.roles.get("schedule", ())
        times = [parse_instant(v) for field in fields for v in field.values(case.control)]
        assert [time for time in times if time is None or time < NOW + timedelta(days=6)] == []


def test_a_fault_that_breaks_more_is_never_taken_for_one() -> None:
    """Where every value breaks something else too, proving says so."""
    text = TEXT.replace("minLength: 2}", 'minLength: 2, pattern: "^..+$"}, example: ab')
    description = loaded(text)
    requirement = description.requirements["findNotes/query/q/minLength"]
    operation = description.operation_of(requirement)
    case = fault(operation, requirement, NO_ACCOUNTS, Context(), hardest)
    with pytest.raises(Unproved) as caught:
        prove(operation, case, NO_ACCOUNTS)
    assert str(caught.value) == (
        "query.q has 1 characters: breaks [<findNotes/query/q/minLength>, "
        "<findNotes/query/q/pattern>], not only <findNotes/query/q/minLength>"
    )


def test_a_control_that_breaks_something_is_never_taken_for_valid() -> None:
    """Proving a case proves its control too."""
    requirement = CROSSPOSTIFY.requirements["deletePost/post-exists"]
    operation = CROSSPOSTIFY.operation_of(requirement)
    wrong = Request("deletePost", path={"postId": "nothing"})
    with pytest.raises(Unproved) as caught:
        prove(operation, Case(requirement, wrong, wrong, "note", ()), WORLD)
    assert str(caught.value) == (
        "a valid request for DELETE /posts/{postId} breaks [<deletePost/post-exists>]"
    )


class Endless:
    """Content that counts how much of it is read, and never ends."""

    read = 0

    def chunks(self, chunk_size: int = 1 << 16) -> Iterator[bytes]:
        while True:
            self.read += chunk_size
            yield bytes(chunk_size)


def test_a_large_file_is_proved_by_its_head() -> None:
    """What half a gigabyte breaks is seen from its first bytes and the size that is declared."""
    requirement = CROSSPOSTIFY.requirements["uploadMedia/file-size/video"]
    operation = CROSSPOSTIFY.operation_of(requirement)
    content = Endless()
    file = Upload("a.mp4", "video/mp4", 500 * 1024**2 + 1, content=content)
    request = Request("uploadMedia", body={"type": "VIDEO", "media": file})
    assert (broken_by(operation, request, World()), content.read) == ([requirement], 1 << 16)


def test_a_large_file_breaks_the_same_when_it_is_read_to_its_end() -> None:
    """Reading the whole file that breaks the limit, and the one at it, gives the same answer."""
    requirement = CROSSPOSTIFY.requirements["uploadMedia/file-size/image"]
    operation = CROSSPOSTIFY.operation_of(requirement)
    case = fault(operation, requirement, WORLD, Context(), hardest)
    read = [decode(operation, encode(operation, r)) for r in (case.fault, case.control)]
    assert [
        [violation.requirement for violation in violations(operation, request, WORLD)]
        for request in read
    ] == [broken_by(operation, request, WORLD) for request in (case.fault, case.control)]
