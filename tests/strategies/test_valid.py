"""Valid requests: they break nothing, have every shape, and reach every boundary."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, find, given, seed, settings
from hypothesis import strategies as st

from postproof import strategies
from postproof.openapi import Media, Request, Requirement, World, load
from postproof.openapi.fields import Field
from postproof.openapi.requirements import Keyword
from postproof.openapi.rules import Ignored, Rule
from postproof.strategies import (
    Context,
    Unbuildable,
    Wish,
    build,
    contexts,
    hardest,
    prove_valid,
    safe_contexts,
    seeded,
    valid,
)
from postproof.strategies.exercise import cases, exercise, seen

from .acme import ACME, TEXT, loaded
from .subjects import APIS, OPERATIONS, REQUIREMENTS, Subject, optional
from .worlds import NO_ACCOUNTS, NOW, WORLD

CROSSPOSTIFY = load("crosspostify")
BOARD = Field.parse("posts[].boardId")
ADD_NOTE = ACME.operations["addNote"]

every_operation = pytest.mark.parametrize("subject", OPERATIONS, ids=str)
some = settings(
    max_examples=60, deadline=None, database=None, phases=(Phase.generate, Phase.shrink)
)


@every_operation
@some
@given(data=st.data())
def test_nothing_is_broken(subject: Subject, data: st.DataObject) -> None:
    """A drawn request breaks nothing, on the bytes that are sent."""
    request = data.draw(valid(subject.operation, subject.world))
    assert prove_valid(subject.operation, request, subject.world) == request


@every_operation
def test_nothing_is_broken_in_any_context(subject: Subject) -> None:
    """Without Hypothesis too, in every context and by several seeds."""
    for context in (*contexts(), *safe_contexts()):
        for number in range(3):
            request = build(subject.operation, subject.world, Wish(context), seeded(number))
            prove_valid(subject.operation, request, subject.world)


@every_operation
def test_nothing_drawn_is_thrown_away(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request that is made becomes an example: no filter rejects one."""
    made: list[Request] = []
    examples: list[Request] = []

    def counted(_: object, request: Request, __: object) -> Request:
        made.append(request)
        return request

    monkeypatch.setattr(strategies, "prove_valid", counted)

    @settings(some, phases=(Phase.generate,))
    @given(valid(subject.operation, subject.world))
    def counts(request: Request) -> None:
        examples.append(request)

    counts()
    assert made == examples


@every_operation
def test_the_smallest_request_holds_only_what_is_required(subject: Subject) -> None:
    """Shrunk, a request has one target and no optional field."""
    request = find(valid(subject.operation, subject.world), lambda _: True, settings=some)
    account = subject.operation.account
    targets = account.values(request) if account is not None else []
    assert (targets[1:], optional(subject.operation, request)) == ([], set())


def fields_of(schema: Any, field: Field) -> Iterator[Field]:
    for name, child in schema.get("properties", {}).items():
        yield field.child(name)
        yield from fields_of(child, field.child(name))
    if "items" in schema:
        yield from fields_of(schema["items"], field.child("[]"))


@every_operation
def test_every_field_is_sent_at_times(subject: Subject) -> None:
    """Among 150 requests each field that is documented stands in one, and is missing in another."""
    sent: list[set[Field]] = []
    known = set(fields_of(subject.operation.schema, Field(())))

    @seed(1)
    @settings(some, max_examples=150)
    @given(valid(subject.operation, subject.world))
    def collects(request: Request) -> None:
        sent.append({field for field in known if any(True for _ in field.places(request))})

    collects()
    spare = {field for field in known if not all(field in fields for fields in sent)}
    inner = {field for field in known if len(field.segments) > 1 or field.segments == ("body",)}
    may_miss = optional_fields(subject)
    assert (inner - set().union(*sent), may_miss - spare) == (set(), set())


def optional_fields(subject: Subject) -> set[Field]:
    """The optional fields of a full request."""
    wish = Wish(Context("last", "both", full=True, ignored=True))
    return optional(subject.operation, build(subject.operation, subject.world, wish, hardest))


@pytest.mark.parametrize("subject", OPERATIONS, ids=str)
def test_every_boundary_is_reached(subject: Subject) -> None:
    """Among 400 requests each cap, length, window, number and file size is met exactly."""
    wanted = {
        (requirement.name, case)
        for requirement in subject.operation.requirements
        if isinstance(requirement.promise, Rule | Keyword) and "accepts" in requirement.checks
        for case in cases(subject.operation, requirement, subject.world)
        if not lacking(requirement, subject)
    }
    shown: set[tuple[str, str]] = set()

    @seed(1)
    @settings(some, max_examples=400, phases=(Phase.generate,))
    @given(valid(subject.operation, subject.world))
    def collects(request: Request) -> None:
        for requirement in subject.operation.requirements:
            found = seen(subject.operation, requirement, request, subject.world)
            shown.update((requirement.name, case) for case in found)

    collects()
    assert wanted - shown == set()


def lacking(requirement: Requirement, subject: Subject) -> bool:
    platforms = subject.operation.platforms(subject.world)
    promise = requirement.promise
    return isinstance(promise, Rule) and promise.lacks(subject.world, platforms) is not None


@pytest.mark.parametrize("subject", REQUIREMENTS, ids=str)
def test_each_case_can_be_shown(subject: Subject) -> None:
    """For each case of a requirement there is a valid request that shows it, in any context."""
    if lacking(subject.broken, subject):
        return
    for case in sorted(cases(subject.operation, subject.broken, subject.world)):
        for context in contexts():
            request = exercise(subject.operation, subject.broken, case, subject.world, context)
            prove_valid(subject.operation, request, subject.world)
            shown = seen(subject.operation, subject.broken, request, subject.world)
            assert (case, context, case in shown) == (case, context, True)


@pytest.mark.parametrize("value", (None, "A remark"))
def test_null_is_sent_where_it_is_allowed(value: str | None) -> None:
    """A field that may be null is null in some requests and a text in others."""

    def holds(request: Request) -> bool:
        remark = request.body.get("remark", 0)
        return remark is None if value is None else str(remark).startswith(value)

    request = find(valid(ADD_NOTE, NO_ACCOUNTS), holds, settings=settings(some, max_examples=500))
    assert holds(request)


def test_a_file_fits_the_type_that_is_named() -> None:
    """The type field of an upload says what the file is."""
    operation = CROSSPOSTIFY.operations["uploadMedia"]
    kinds: set[tuple[str, str]] = set()

    @some
    @given(valid(operation, WORLD))
    def collects(request: Request) -> None:
        kinds.add((request.body["type"], request.body["media"].content_type))

    collects()
    assert kinds == {("IMAGE", "image/png"), ("IMAGE", "image/jpeg"), ("VIDEO", "video/mp4")}


def world(**parts: Any) -> World:
    """The world, with some of its parts replaced."""
    known = {"accounts": WORLD.accounts, "media": WORLD.media, "posts": WORLD.posts, "now": NOW}
    return World(**{**known, **parts})


FEW = {f"img_{number}": Media(f"img_{number}", "image", 9, 9) for number in range(1, 4)}
NO_BOARDS = {n: a for n, a in WORLD.accounts.items() if a.platform != "pinterest"}
ONLY_SUPPORTED = {n: a for n, a in WORLD.accounts.items() if a.platform == "tiktok"}
UNPUBLISHED = {"post_scheduled": WORLD.posts["post_scheduled"]}
PUBLISHED = {"post_published": WORLD.posts["post_published"]}


@pytest.mark.parametrize(
    ("name", "lacking", "text"),
    (
        ("createImagePost/media-exists", world(accounts={}), "the target has no account for this"),
        (
            "createImagePost/media-exists",
            world(media={}),
            "the target has 0 of 1 image files that fit",
        ),
        (
            "createVideoPost/media-type",
            world(media=FEW),
            "the target has 0 of 1 video files that fit",
        ),
        ("createImagePost/media-type", world(media=FEW), "the target has no media but image files"),
        (
            "createImagePost/board-required",
            world(accounts=NO_BOARDS),
            "the target has no account for this",
        ),
        (
            "createImagePost/board-exists",
            world(accounts=NO_BOARDS),
            "the target has no account for this",
        ),
        (
            "createImagesPost/image-cap/bluesky",
            world(media=FEW),
            "the target has 3 of 4 image files that fit",
        ),
        (
            "createImagesPost/image-cap/bluesky",
            world(media={**FEW, "img_4": Media("img_4", "image", 9, 9)}),
            "the target has fewer than 5 images of one ratio",
        ),
        (
            "createImagesPost/same-aspect-ratio",
            world(media=FEW),
            "the target has no image of another aspect ratio",
        ),
        (
            "createImagePost/supported-platforms",
            world(accounts=ONLY_SUPPORTED),
            "the target has no account on another platform",
        ),
        (
            "deletePost/not-published",
            world(posts=UNPUBLISHED),
            "there is no published post to name",
        ),
        ("deletePost/not-published", world(posts=PUBLISHED), "there is no post to name"),
    ),
)
def test_what_a_fault_lacks_is_named(name: str, lacking: World, text: str) -> None:
    """A world without what a fault needs is named in the error."""
    requirement = CROSSPOSTIFY.requirements[name]
    operation = CROSSPOSTIFY.operation_of(requirement)
    with pytest.raises(Unbuildable) as caught:
        strategies.fault(operation, requirement, lacking, Context(), hardest)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("name", "lacking", "text"),
    (
        (
            "createImagePost",
            world(accounts={}),
            "the target has no account that the operation takes",
        ),
        ("listPosts", world(accounts={}), "the target has no account on any platform"),
    ),
)
def test_what_a_request_lacks_is_named(name: str, lacking: World, text: str) -> None:
    """A world without what a request needs is named in the error."""
    wish = Wish(include=frozenset({Field(("query", "platform"))}))
    with pytest.raises(Unbuildable) as caught:
        build(CROSSPOSTIFY.operations[name], lacking, wish, hardest)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("name", "case", "text"),
    (
        (
            "createImagePost/several-accounts",
            "several",
            "the target has no usable account on tiktok",
        ),
        (
            "createImagePost/caption-text/hashtags",
            "hashtags",
            "the target has no usable account on tiktok",
        ),
    ),
)
def test_what_a_case_lacks_is_named(name: str, case: str, text: str) -> None:
    """A world without the account that a case needs is named in the error."""
    requirement = CROSSPOSTIFY.requirements[name]
    operation = CROSSPOSTIFY.operation_of(requirement)
    lacking = world(accounts={"acc_bluesky": WORLD.accounts["acc_bluesky"]})
    with pytest.raises(Unbuildable) as caught:
        exercise(operation, requirement, case, lacking, Context())
    assert str(caught.value) == text


def test_a_pattern_without_an_example_is_named() -> None:
    """Only the description can tell what fits a pattern."""
    description = loaded(TEXT.replace(", example: AB123", ""))
    operation = description.operations["addNote"]
    with pytest.raises(Unbuildable) as caught:
        build(operation, NO_ACCOUNTS, Wish(Context(full=True)), hardest)
    assert str(caught.value) == "the description gives no example of code that fits its schema"


def test_a_board_without_an_account_is_named() -> None:
    """Where nothing says what an ignored board may hold, an account with a board is needed."""
    operation = CROSSPOSTIFY.operations["createImagePost"]
    kept = [r for r in operation.requirements if not isinstance(r.promise, Ignored)]
    wish = Wish(accounts=(WORLD.accounts["acc_tiktok_1"],), include=frozenset({BOARD}))
    with pytest.raises(Unbuildable) as caught:
        build(replace(operation, requirements=tuple(kept)), WORLD, wish, hardest)
    assert str(caught.value) == "the target has no account with a board"


def test_a_type_without_a_value_for_the_file_is_named() -> None:
    """A file is not sent as what it is not."""
    operation = loaded(TEXT.replace("enum: [image]", "enum: [sound]")).operations["addCover"]
    with pytest.raises(Unbuildable) as caught:
        build(operation, NO_ACCOUNTS, Wish(), hardest)
    assert str(caught.value) == "sort has no value for a file of the kind image"


def test_seeds_repeat() -> None:
    """The same seed makes the same requests, another one others; seed 0 is the hardest."""
    operation = CROSSPOSTIFY.operations["createImagePost"]

    def made(number: int) -> list[Request]:
        choose = seeded(number)
        return [build(operation, WORLD, Wish(context), choose) for context in contexts()]

    def hard() -> list[Request]:
        return [build(operation, WORLD, Wish(context), hardest) for context in contexts()]

    assert (made(7) == made(7), made(7) == made(8), made(0) == hard()) == (True, False, True)


def test_every_api_is_tried() -> None:
    """Both descriptions have operations with and without a body."""
    methods = [{o.method for o in api.operations.values()} for api, _ in APIS]
    assert methods == [{"GET", "POST", "DELETE"}] * 2
