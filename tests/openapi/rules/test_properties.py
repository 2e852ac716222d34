"""Rules as predicates: each agrees with its own definition, on any request and in any world."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postproof.openapi import Account, Media, Post, Request, Upload, World, load, violations
from postproof.openapi.request import ABSENT
from postproof.openapi.rules import Rule, parse_instant
from postproof.openapi.violations import Violation

from ..worlds import CREATE, NOW, PLATFORMS, WORLD, image, images, to, video
from .limits import CAPS, upload
from .platforms import SUPPORTED

CROSSPOSTIFY = load("crosspostify")

platforms = st.sampled_from(PLATFORMS)
names = st.sampled_from(("acc_tiktok", "post_failed", "img_1", "vid_1", "board_1", "", "a/b", "🎬"))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | names
json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
FIELDS = ("accountId", "caption", "title", "boardId", "scheduledFor", "link", "is_aigc")
odd_targets = st.dictionaries(st.sampled_from(FIELDS), json | names, max_size=6)
odd_bodies = st.dictionaries(
    st.sampled_from(("mediaId", "mediaIds", "posts", "scheduledDate", "type", "media")),
    json | st.lists(odd_targets | json | names, max_size=4),
)


def rule(name: str) -> Rule:
    promise = CROSSPOSTIFY.requirements[name].promise
    assert isinstance(promise, Rule)
    return promise


def broken(name: str, request: Request, world: World = WORLD) -> bool:
    return next(iter(rule(name).broken(request, world)), None) is not None


@given(platform=st.sampled_from(sorted(CAPS)), count=st.integers(0, 30), others=st.lists(platforms))
def test_items(platform: str, count: int, others: list[str]) -> None:
    """A cap is broken by more items than it says, whoever else is a target."""
    request = images(*map(to, others), to(platform), media=["img_1"] * count)
    assert broken(f"createImagesPost/image-cap/{platform}", request) == (count > CAPS[platform])


@given(length=st.integers(0, 3000), character=st.sampled_from("aä🎬\0"))
def test_lengths(length: int, character: str) -> None:
    """A text is too long by its code points alone."""
    request = image(to("pinterest", caption=character * length, title=character * length))
    assert [
        broken("createImagePost/caption-length/pinterest", request),
        broken("createImagePost/title-length/pinterest", request),
        broken("createImagePost/caption-length/tiktok", request),
    ] == [length > 500, length > 100, False]


@given(size=st.integers(0, 600_000_000), type_=st.sampled_from(("IMAGE", "VIDEO", "GIF")))
def test_sizes(size: int, type_: str) -> None:
    """A file is too large above the limit of its own type, by the larger reading of a megabyte."""
    most = {"IMAGE": 100 << 20, "VIDEO": 500 << 20}.get(type_, size)
    request = upload(type_, size)
    found = {
        name for name in ("image", "video") if broken(f"uploadMedia/file-size/{name}", request)
    }
    assert found == ({type_.lower()} if size > most else set())


@given(operation=st.sampled_from(sorted(SUPPORTED)), chosen=st.lists(platforms, min_size=1))
def test_supported_platforms(operation: str, chosen: list[str]) -> None:
    """Exactly the targets on other platforms break the rule."""
    request = CREATE[operation](*map(to, chosen))
    places = [
        ("body", "posts", index, "accountId")
        for index, platform in enumerate(chosen)
        if platform not in SUPPORTED[operation]
    ]
    assert list(rule(f"{operation}/supported-platforms").broken(request, WORLD)) == places


@given(chosen=st.lists(platforms), boards=st.data())
def test_required_boards(chosen: list[str], boards: st.DataObject) -> None:
    """Exactly the Pinterest targets without a board break the rule."""
    held = [boards.draw(st.booleans()) for _ in chosen]
    request = video(
        *(
            to(platform, boardId="board_1" if has else ABSENT)
            for platform, has in zip(chosen, held, strict=True)
        )
    )
    places = [
        ("body", "posts", index, "boardId")
        for index, platform in enumerate(chosen)
        if platform == "pinterest" and not held[index]
    ]
    assert list(rule("createVideoPost/board-required").broken(request, WORLD)) == places


@given(known=st.sets(st.text(max_size=3)), named=st.lists(st.text(max_size=3), max_size=5))
def test_references(known: set[str], named: list[str]) -> None:
    """Exactly the names that the world does not know break the rule."""
    world = World(
        accounts={name: Account(name, "tiktok") for name in known},
        media={name: Media(name, "image") for name in known},
        posts={name: Post(name, "", "queued") for name in known},
    )
    unknown = [index for index, name in enumerate(named) if name not in known]
    request = images(*({"accountId": name} for name in named), media=named)
    assert list(rule("createImagesPost/media-exists").broken(request, world)) == [
        ("body", "mediaIds", index) for index in unknown
    ]
    assert list(rule("createImagesPost/account-exists").broken(request, world)) == [
        ("body", "posts", index, "accountId") for index in unknown
    ]
    for name in named:
        deletion = Request("deletePost", path={"postId": name})
        assert broken("deletePost/post-exists", deletion, world) == (name not in known)


@given(boards=st.sets(st.text(max_size=2)), board=st.text(max_size=2), platform=platforms)
def test_boards(boards: set[str], board: str, platform: str) -> None:
    """A board breaks the rule when it is not its Pinterest account's own."""
    world = World(accounts={"a": Account("a", platform, tuple(boards))})
    request = image({"accountId": "a", "boardId": board})
    expected = platform == "pinterest" and board not in boards
    assert broken("createImagePost/board-exists", request, world) == expected


@given(
    sides=st.lists(st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5),
    platform=platforms,
)
def test_ratios(sides: list[tuple[int, int] | None], platform: str) -> None:
    """For Pinterest, and there alone, two different known ratios break the rule."""
    media = {
        str(index): Media(str(index), "image", *(pair or ())) for index, pair in enumerate(sides)
    }
    world = World(accounts=WORLD.accounts, media=media)
    ratios = {Fraction(*pair) for pair in sides if pair}
    expected = platform == "pinterest" and len(ratios) > 1
    request = images(to(platform), media=list(media))
    assert broken("createImagesPost/same-aspect-ratio", request, world) == expected


@given(kinds=st.lists(st.sampled_from(("image", "video"))))
def test_media_types(kinds: list[Any]) -> None:
    """Exactly the media of another type break the rule."""
    media = {str(index): Media(str(index), kind) for index, kind in enumerate(kinds)}
    places = [("body", "mediaIds", i) for i, kind in enumerate(kinds) if kind != "image"]
    request = images(to("tiktok"), media=list(media))
    assert list(rule("createImagesPost/media-type").broken(request, World(media=media))) == places


@given(moment=st.datetimes(timezones=st.just(UTC)), minutes=st.integers(-719, 719).filter(bool))
def test_instants(moment: datetime, minutes: int) -> None:
    """Every instant is read back from ISO 8601 with Z, and from no other way to write it."""
    plain = moment.replace(tzinfo=None).isoformat()
    zoned = moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
    assert [parse_instant(text) for text in (f"{plain}Z", plain, zoned, plain[:10])] == [
        *(moment, None, None, None)
    ]
    rule_holds = [
        not broken("createImagePost/scheduled-for-utc", image(to("instagram", scheduledFor=text)))
        for text in (f"{plain}Z", plain, zoned, plain[:10])
    ]
    assert rule_holds == [True, False, False, False]


@given(text=st.text() | st.from_regex(r"\A[\d:TWZ.,+-]{8,24}\Z") | scalars)
def test_no_text_surprises(text: Any) -> None:
    """Any value is an instant in UTC or None."""
    found = parse_instant(text)
    assert found is None or found.utcoffset() == timedelta(0)


@given(ahead=st.timedeltas(timedelta(days=-40), timedelta(days=40)), platform=platforms)
def test_window(ahead: timedelta, platform: str) -> None:
    """TikTok's window is about ten minutes to 30 days, with five minutes on either side."""
    written = (NOW + ahead).replace(tzinfo=None).isoformat() + "Z"
    for request in (
        video(to(platform, scheduledFor=written)),
        video(to(platform), scheduledDate=written),
    ):
        assert [
            broken("createVideoPost/schedule-lead", request),
            broken("createVideoPost/schedule-horizon", request),
        ] == [
            platform == "tiktok" and ahead < timedelta(minutes=5),
            platform == "tiktok" and ahead > timedelta(days=30, minutes=5),
        ]


@given(status=st.sampled_from(("queued", "scheduled", "published", "failed")))
def test_published(status: Any) -> None:
    """Only a published post breaks the rule."""
    world = World(posts={"p": Post("p", "a", status)})
    request = Request("deletePost", path={"postId": "p"})
    assert broken("deletePost/not-published", request, world) == (status == "published")


targets = st.builds(
    to,
    platforms,
    boardId=st.sampled_from((ABSENT, "board_1", "board_9", 5)),
    title=st.sampled_from((ABSENT, "a title", "a" * 101, None)),
    caption=st.sampled_from((ABSENT, "plain", "🎬 #fyp", "a" * 501, "a" * 2201)),
    scheduledFor=st.sampled_from((ABSENT, "tomorrow", "2025-05-20T12:01:00Z", "2026-01-01T00:00Z")),
)


@given(
    create=st.sampled_from(sorted(CREATE)),
    chosen=st.lists(targets, min_size=1, max_size=4),
    media=st.sampled_from(("img_1", "vid_1", "none")),
)
def test_targets_do_not_influence_each_other(create: str, chosen: list[Any], media: str) -> None:
    """A request breaks what the same request to each target alone breaks, each in its place."""
    named = [media] * 6 if create == "createImagesPost" else media
    operation = CROSSPOSTIFY.operations[create]
    together = violations(operation, CREATE[create](*chosen, media=named), WORLD)
    apart = {
        (violation.requirement.id, _moved(place, index))
        for index, target in enumerate(chosen)
        for violation in violations(operation, CREATE[create](target, media=named), WORLD)
        for place in violation.places
    }
    assert _flat(together) == apart


def _moved(place: Any, index: int) -> Any:
    return (*place[:2], index, *place[3:]) if place[:2] == ("body", "posts") else place


def _flat(found: list[Violation]) -> set[tuple[str, Any]]:
    return {(one.requirement.id, place) for one in found for place in one.places}


@given(
    operation=st.sampled_from(sorted(CROSSPOSTIFY.operations)),
    body=json | odd_bodies | st.just(ABSENT),
    path=st.dictionaries(st.sampled_from(("accountId", "postId", "mediaId")), json | names),
    query=st.dictionaries(st.sampled_from(("limit", "type", "status", "platform")), json),
)
def test_any_request_is_judged(operation: str, body: Any, path: Any, query: Any) -> None:
    """Whatever is in a request, violations and coverage of it are told, each once, in order."""
    request = Request(operation, path=path, query=query, body=body)
    register = CROSSPOSTIFY.operations[operation].requirements
    found = violations(CROSSPOSTIFY.operations[operation], request, WORLD)
    positions = [register.index(violation.requirement) for violation in found]
    assert positions == sorted(set(positions))
    assert all(len(set(one.places)) == len(one.places) > 0 for one in found)
    for promise in (requirement.promise for requirement in register):
        if isinstance(promise, Rule):
            assert promise.seen(request, WORLD) <= promise.cases(WORLD, WORLD.platforms)


def test_upload_in_odd_places() -> None:
    """A file where a word belongs, and a word where the file belongs, are told as such."""
    file = Upload("a", "image/png", 5)
    request = Request("uploadMedia", body={"type": file, "media": "a word"})
    found = violations(CROSSPOSTIFY.operations["uploadMedia"], request, WORLD)
    assert _flat(found) == {
        ("uploadMedia/body/type/enum", ("body", "type")),
        ("uploadMedia/body/media/type", ("body", "media")),
    }
