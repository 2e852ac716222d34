"""Every check can fail, and only for its own reason: mocks that are wrong in one thing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from postproof.conformance.checks.check import Check
from postproof.conformance.mock import ACCOUNTS, Mock, Refusal, Reply, State, steps
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.conformance.mock.steps import Call, Outcome
from postproof.conformance.mock.vendors import crosspostify as vendor
from postproof.conformance.target import Effect
from postproof.openapi import Level, Request
from postproof.openapi.requirements import Behaviour
from postproof.openapi.wire import BodyReader

from .defects import (
    Defect,
    When,
    answers,
    asks_no_key,
    at,
    bodies,
    both,
    crashes,
    crashes_unread,
    does,
    error_bodies,
    holding,
    holds,
    in_text,
    instead,
    items,
    later_item,
    later_target,
    negated,
    no_such_method,
    on,
    overlooks,
    query,
    refuses,
    refuses_with,
    rewritten,
    scheduled,
    target_accounts,
    targets,
    texts_in,
    without,
)
from .runs import TARGET, a_mock, a_target, judged, on_mock, planned

IMAGE, IMAGES, VIDEO, UPLOAD = (
    "createImagePost",
    "createImagesPost",
    "createVideoPost",
    "uploadMedia",
)
CAPS = tuple(
    f"{IMAGES}/image-cap/{platform}"
    for platform in ("instagram", "tiktok", "linkedin", "pinterest", "tumblr", "bluesky")
)
# enough to have posts to delete: scheduled ones, and one that goes out at once
POSTS = (
    f"{IMAGE}/accepts",
    f"{IMAGE}/several",
    f"{IMAGE}/authentication",
    "listPosts",
    "deletePost",
)
MEDIA = ("listMedia", "deleteMedia")


@dataclass(frozen=True)
class Row:
    """A defect, the requirements that are run, and all that must be found."""

    name: str
    defect: Defect
    only: tuple[str, ...]
    fails: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    open: tuple[str, ...] = field(default=())


def one_of(*names: str) -> tuple[str, ...]:
    """The ids of checks that refuse."""
    return tuple(f"{name}/rejects" for name in names)


def rule(name: str, requirement: str, *, warns: bool = False, **how: object) -> Row:
    """A mock that overlooks what breaks one rule, at some places or in some requests."""
    defect = overlooks(requirement, **how)  # type: ignore[arg-type]
    found = one_of(requirement)
    only = (requirement.partition("/")[0],)
    return Row(name, defect, only, () if warns else found, found if warns else ())


# Rules not enforced, or not everywhere --------------------------------------------------------

RULES = (
    rule("time of a target", f"{IMAGE}/scheduled-for-utc"),
    rule("time of a later target", f"{IMAGES}/scheduled-for-utc", where=later_target),
    rule("scheduledDate, not scheduledFor", f"{VIDEO}/scheduled-date-utc", warns=True),
    rule("board", f"{VIDEO}/board-required"),
    rule("board of a later target", f"{IMAGE}/board-required", where=later_target),
    rule("board when scheduled", f"{VIDEO}/board-required", when=scheduled),
    rule("board of another account", f"{IMAGE}/board-exists", warns=True),
    rule("cap of one platform of six", f"{IMAGES}/image-cap/bluesky"),
    rule("cap when scheduled", f"{IMAGES}/image-cap/pinterest", when=scheduled),
    rule(
        "cap one higher", f"{IMAGES}/image-cap/pinterest", when=items("mediaIds", lambda n: n == 6)
    ),
    rule("cap ten higher", f"{IMAGES}/image-cap/tiktok", when=items("mediaIds", lambda n: n <= 20)),
    rule("aspect ratio", f"{IMAGES}/same-aspect-ratio"),
    rule("aspect ratio of the last", f"{IMAGES}/same-aspect-ratio", where=later_item),
    rule("another platform", f"{IMAGES}/supported-platforms"),
    rule("another platform later", f"{IMAGE}/supported-platforms", where=later_target),
    rule("unknown account", f"{VIDEO}/account-exists"),
    rule("unknown account later", f"{IMAGES}/account-exists", where=later_target),
    rule("unknown media", f"{IMAGE}/media-exists"),
    rule("unknown media later", f"{IMAGES}/media-exists", where=later_item),
    rule("a video as image", f"{IMAGE}/media-type"),
    rule("an image as video", f"{VIDEO}/media-type"),
    rule("a video among images", f"{IMAGES}/media-type", where=later_item),
    rule("too soon", f"{IMAGE}/schedule-lead"),
    rule("too soon in a later target", f"{IMAGE}/schedule-lead", where=later_target),
    rule("too late", f"{IMAGE}/schedule-horizon"),
    rule("caption on Pinterest", f"{IMAGE}/caption-length/pinterest"),
    rule("caption on Pinterest later", f"{IMAGE}/caption-length/pinterest", where=later_target),
    rule("caption on TikTok", f"{IMAGE}/caption-length/tiktok", warns=True),
    rule("title on Pinterest", f"{VIDEO}/title-length/pinterest"),
    rule("type of is_aigc", f"{VIDEO}/body/posts/*/is_aigc/type"),
    rule("missing caption", f"{IMAGE}/body/posts/*/caption/required"),
    rule("missing caption later", f"{IMAGE}/body/posts/*/caption/required", where=later_target),
    rule("missing media", f"{IMAGE}/body/mediaId/required"),
    rule("type of an upload", "uploadMedia/body/type/enum"),
    rule("limit 0", "listPosts/query/limit/minimum", warns=True),
    rule("unknown status", "listPosts/query/status/enum", warns=True),
    Row(
        "caps if the first target has room",
        overlooks(*CAPS, where=negated(lambda call, _: first_is(call, "bluesky", "pinterest"))),
        (IMAGES,),
        one_of(*CAPS),
    ),
)


def first_is(call: object, *platforms: str) -> bool:
    """Whether the first target is on one of the platforms."""
    accounts = target_accounts(call)  # type: ignore[arg-type]
    return bool(accounts) and accounts[0].platform in platforms


# Keys -----------------------------------------------------------------------------------------


def keys(operation: str, *shown: str) -> tuple[str, ...]:
    """The checks of an operation's authentication."""
    return one_of(*(f"{operation}/authentication/{key}" for key in shown))


KEYS = (
    Row("no key asked", asks_no_key(IMAGE), (IMAGE,), keys(IMAGE, "missing", "wrong")),
    Row(
        "no key asked to list",
        asks_no_key("listMedia"),
        MEDIA,
        keys("listMedia", "missing", "wrong"),
    ),
    Row("any key", asks_no_key("listMedia", "wrong"), MEDIA, keys("listMedia", "wrong")),
    Row("key left out", asks_no_key("listMedia", "missing"), MEDIA, keys("listMedia", "missing")),
    Row(
        "no key asked to delete",
        asks_no_key("deletePost"),
        POSTS,
        keys("deletePost", "missing", "wrong"),
        # the post that was to be deleted later on is gone
        open=("deletePost/deleted/behaves",),
    ),
    Row(
        "403 for 401",
        refuses_with(403, "listPosts/authentication/missing", "listPosts/authentication/wrong"),
        ("listPosts",),
        keys("listPosts", "missing", "wrong"),
        ("listPosts/response/status/responds",),
    ),
)

# Too strict -----------------------------------------------------------------------------------


def strict(name: str, when: When, operation: str, *fails: str, warns: tuple[str, ...] = ()) -> Row:
    """A mock that refuses what is valid."""
    found = tuple(f"{operation}/{each}/accepts" for each in fails)
    defect = refuses(both(at(operation), when))
    return Row(
        name, defect, (operation,), found, tuple(f"{operation}/{each}/accepts" for each in warns)
    )


def uploads(content_type: str) -> When:
    """Uploads of a media type."""
    return lambda call: call.decoded.body["media"].content_type == content_type


def several_tiktok(call: object) -> bool:
    """Requests to two TikTok accounts."""
    accounts = target_accounts(call)  # type: ignore[arg-type]
    return sum(account.platform == "tiktok" for account in accounts) > 1


def more_than(number: int) -> When:
    """Requests with more images."""
    return items("mediaIds", lambda count: count > number)


def longer_than(number: int, platform: str = "tiktok") -> When:
    """Requests with a longer caption on a platform."""

    def when(call: Call) -> bool:
        body = call.decoded.body
        known = target_accounts(call)
        pairs = zip(known, body["posts"], strict=True) if isinstance(body, dict) else ()
        return any(a.platform == platform and len(t["caption"]) > number for a, t in pairs)

    return when


STRICT = (
    strict("one platform", on("tumblr"), IMAGE, "supported-platforms"),
    strict("two accounts of TikTok", several_tiktok, IMAGE, "several-accounts"),
    # the baseline has several targets
    strict("two targets", targets(lambda n: n > 1), IMAGE, "accepts", "several-accounts"),
    strict("ignored link", holds("link", "tiktok"), IMAGE, "link-ignored"),
    strict("ignored board", holds("boardId", "tiktok"), IMAGES, "board-ignored"),
    strict("ignored title on one platform", holds("title", "bluesky"), IMAGE, "title-ignored"),
    strict("ignored is_aigc", holds("is_aigc", "pinterest"), VIDEO, "aigc-ignored"),
    strict("ignored comment", holds("facebookFirstComment"), VIDEO, "first-comment-ignored"),
    strict("cap one lower", both(on("bluesky"), more_than(3)), IMAGES, "image-cap/bluesky"),
    strict("cap of ten one lower", both(on("tiktok"), more_than(9)), IMAGES, "image-cap/tiktok"),
    # the baseline has as many images as Pinterest takes
    strict(
        "cap of the baseline one lower",
        both(on("pinterest"), more_than(4)),
        IMAGES,
        "accepts",
        "image-cap/pinterest",
    ),
    # the documents recommend fewer than 2,200 characters
    strict("captions of 2,200", longer_than(2_199), IMAGE, warns=("caption-length/tiktok",)),
    strict("captions of 500", longer_than(499, "pinterest"), IMAGE, "caption-length/pinterest"),
    strict("hashtags", both(on("tiktok"), in_text("#fyp")), IMAGE, "caption-text/hashtags"),
    strict("emojis", both(on("tiktok"), in_text("🎬")), IMAGE, "caption-text/emojis"),
    # the baseline is scheduled by scheduledFor
    strict("scheduledFor", holds("scheduledFor"), IMAGE, "accepts", "scheduled-for-utc"),
    strict("everything", lambda _: True, IMAGE, "accepts"),
    strict("JPEG", uploads("image/jpeg"), UPLOAD, warns=("format/jpeg",)),
    # the baseline uploads a PNG
    strict("PNG", uploads("image/png"), UPLOAD, "accepts"),
    # the one video that is uploaded is an MP4
    strict("video", uploads("video/mp4"), UPLOAD, "body/type/enum", warns=("format/mp4",)),
    strict("limit 100", query(limit=100), "listPosts", "query/limit/maximum"),
    strict("one status", query(status="QUEUED"), "listPosts", warns=("query/status/enum",)),
    Row(
        "scheduledDate, as the API reference has it",
        refuses(lambda call: "scheduledDate" in (call.decoded.body or {})),
        (VIDEO,),
        warns=(f"{VIDEO}/scheduled-date-utc/accepts",),
    ),
)

# Statuses, listings and deletions -------------------------------------------------------------


def queried(operation: str, **changed: object) -> Defect:
    """Lists as if the query were another; None stands for a parameter that is overlooked."""
    handler = vendor.VENDOR.handlers[operation]

    def other(request: Request, state: State) -> Reply:
        asked = {**request.query, **changed}
        return handler(
            replace(request, query={k: v for k, v in asked.items() if v is not None}), state
        )

    return does(operation, other)


def unless_asked(operation: str, number: int) -> Defect:
    """Lists so many items without a limit."""
    handler = vendor.VENDOR.handlers[operation]

    def other(request: Request, state: State) -> Reply:
        return handler(replace(request, query={"limit": number, **request.query}), state)

    return does(operation, other)


def one_more(request: Request, state: State) -> Reply:
    """List one post more than asked for."""
    more = {"limit": request.query["limit"] + 1} if "limit" in request.query else {}
    return vendor.list_posts(replace(request, query={**request.query, **more}), state)


def no_more_than_fifty(request: Request, state: State) -> Reply:
    """List at most fifty posts, whatever the limit."""
    limit = {"limit": min(50, request.query.get("limit", 50))}
    return vendor.list_posts(replace(request, query={**request.query, **limit}), state)


def behaves(operation: str, *names: str) -> tuple[str, ...]:
    """The ids of checks of behaviours."""
    return tuple(f"{operation}/{name}/behaves" for name in names)


def filtered(request: Request) -> bool:
    """Requests with a status."""
    return "status" in request.query


LISTINGS = (
    Row("status overlooked", queried("listPosts", status=None), ("listPosts",), behaves("listPosts", "status-filter")),
    Row("platform overlooked", queried("listPosts", platform=None), ("listPosts",), behaves("listPosts", "platform-filter")),
    Row("platform of accounts overlooked", queried("listSocialAccounts", platform=None), ("listSocialAccounts",), behaves("listSocialAccounts", "platform-filter")),
    Row("type overlooked", queried("listMedia", type=None), MEDIA, behaves("listMedia", "type-filter")),
    Row("nothing when filtered", answers(bodies(lambda _: {"posts": []}), "listPosts", when=filtered), ("listPosts",), behaves("listPosts", "status-filter")),
    Row("another status", answers(bodies(holding("FAILED", "posts", "status")), "listPosts", when=filtered), ("listPosts",), behaves("listPosts", "status-filter")),
    Row("forty by default", unless_asked("listPosts", 40), ("listPosts",), behaves("listPosts", "default-limit")),
    Row("sixty by default", unless_asked("listMedia", 60), MEDIA, behaves("listMedia", "default-limit")),
    Row("all by default", unless_asked("listPosts", 10_000), ("listPosts",), behaves("listPosts", "default-limit")),
    Row("one more than asked for", does("listPosts", one_more), ("listPosts",), behaves("listPosts", "limit-honoured")),
    Row(
        "limit overlooked",
        queried("listPosts", limit=None),
        ("listPosts",),
        behaves("listPosts", "limit-honoured"),
        # no listing shows that there are more than fifty
        open=behaves("listPosts", "default-limit"),
    ),
    # no listing shows that there are more than fifty
    Row("never more than fifty", does("listPosts", no_more_than_fifty), ("listPosts",), open=behaves("listPosts", "default-limit")),
    # there are fewer than a hundred posts, so that a larger limit may have been cut to it
    Row("a larger limit", overlooks("listPosts/query/limit/maximum"), ("listPosts",), open=one_of("listPosts/query/limit/maximum")),
    Row("400 for an unknown account", refuses_with(400, "listPinterestBoards/account-exists"), ("listPinterestBoards",), one_of("listPinterestBoards/account-exists")),
    Row("an unknown account", overlooks("listPinterestBoards/account-exists"), ("listPinterestBoards",), one_of("listPinterestBoards/account-exists")),
)  # fmt: skip


def done(_: Request, __: State) -> Reply:
    """Say that it was deleted."""
    return Reply(200, {"success": True})


def another_too(request: Request, state: State) -> Reply:
    """Delete one more than was named."""
    del state.media[request.path["mediaId"]]
    del state.media[list(state.media)[-1]]
    return Reply(200, {"success": True})


def another_instead(request: Request, state: State) -> Reply:
    """Delete another post than was named."""
    waiting = [post.id for post in state.posts.values() if post.status == "scheduled"]
    state.delete_post(next(i for i in reversed(waiting) if i != request.path["postId"]))
    return Reply(200, {"success": True})


def once_only() -> Defect:
    """Refuses all deletions of files but the first."""

    def defect(mock: Mock) -> None:
        deleted: list[str] = []

        def handler(request: Request, state: State) -> Reply:
            deleted.append(request.path["mediaId"])
            return (
                vendor.delete_media(request, state)
                if len(deleted) == 1
                else Reply(400, {"error": "No."})
            )

        does("deleteMedia", handler)(mock)

    return defect


DELETIONS = (
    Row("one deletion", once_only(), MEDIA, open=behaves("deleteMedia", "deleted")),
    Row("no post deleted", does("deletePost", done), POSTS, behaves("deletePost", "deleted")),
    Row("no file deleted", does("deleteMedia", done), MEDIA, behaves("deleteMedia", "deleted")),
    Row("another file too", does("deleteMedia", another_too), MEDIA, behaves("deleteMedia", "deleted")),
    Row("another post", does("deletePost", another_instead), POSTS, behaves("deletePost", "deleted")),
    Row("a published post", overlooks("deletePost/not-published"), POSTS, one_of("deletePost/not-published")),
    Row("an unknown post", overlooks("deletePost/post-exists"), POSTS, one_of("deletePost/post-exists")),
    Row("400 for an unknown post", refuses_with(400, "deletePost/post-exists"), POSTS, one_of("deletePost/post-exists")),
    Row(
        "410 for an unknown file",
        refuses_with(410, "deleteMedia/media-exists"),
        MEDIA,
        one_of("deleteMedia/media-exists"),
        ("deleteMedia/response/status/responds",),
    ),
)  # fmt: skip

# Answers --------------------------------------------------------------------------------------


def answer(operation: str, *fields: str) -> tuple[str, ...]:
    """The ids of checks of answers."""
    return tuple(f"{operation}/response/{name}/responds" for name in fields)


ANSWERS = (
    Row("no platform of accounts", answers(bodies(without("accounts", "platform")), "listSocialAccounts"), ("listSocialAccounts",), warns=answer("listSocialAccounts", "200/accounts/*/platform"), open=behaves("listSocialAccounts", "platform-filter")),
    Row("no status of posts", answers(bodies(without("posts", "status")), "listPosts"), ("listPosts",), warns=answer("listPosts", "200/posts/*/status"), open=behaves("listPosts", "status-filter")),
    Row("an unknown status", answers(bodies(holding("DRAFT", "posts", "status")), "listPosts", when=negated(filtered)), ("listPosts",), warns=answer("listPosts", "200/posts/*/status")),
    Row("a number for an account", answers(bodies(holding(7, "posts", "accountId")), IMAGE), (IMAGE,), warns=answer(IMAGE, "200/posts/*/accountId")),
    Row("null for an id", answers(bodies(holding(None, "posts", "postId")), IMAGE), (IMAGE,), warns=answer(IMAGE, "200/posts/*/postId")),
    Row("201", answers(lambda reply: replace(reply, status=201), IMAGE), (IMAGE,), warns=answer(IMAGE, "status")),
    Row("another error", error_bodies({"message": "No."}), MEDIA[:1], warns=answer("listMedia", "400/error", "401/error")),
    Row("a list of errors", error_bodies(["No."]), MEDIA[:1], warns=answer("listMedia", "400/error", "401/error")),
)  # fmt: skip

# Robustness -----------------------------------------------------------------------------------


def crash(name: str, when: When, operation: str, *checks: str, only: tuple[str, ...] = ()) -> Row:
    """A mock that answers some requests with 500."""
    found = tuple(f"{operation}/{check}" for check in checks)
    return Row(name, crashes(both(at(operation), when)), only or (operation,), found)


def lacks(name: str) -> When:
    """Requests whose body lacks a field."""
    return lambda call: isinstance(call.decoded.body, dict) and name not in call.decoded.body


def unknown_account(call: object) -> bool:
    """Requests with an account that nobody knows."""
    body = call.decoded.body  # type: ignore[attr-defined]
    found = body.get("posts") if isinstance(body, dict) else None
    known = [account.id for account in target_accounts(call)]  # type: ignore[arg-type]
    named = [t.get("accountId") for t in found or () if isinstance(t, dict)] if found else []
    return any(isinstance(name, str) and name not in known for name in named)


def surrogate(call: object) -> bool:
    """Requests with half a character."""
    return any("\ud800" <= letter <= "\udfff" for letter in texts_in(call))  # type: ignore[arg-type]


CRASHES = (
    # an emoji is documented as allowed on TikTok
    crash("emoji", in_text("🎬"), IMAGE, "caption-text/emojis/accepts", "survives/emoji/survives", "survives/right-to-left/survives"),
    crash("NUL", in_text("\x00"), IMAGE, "survives/nul/survives"),
    crash("long text", lambda call: len(texts_in(call)) > 50_000, IMAGE, "survives/long-text/survives"),
    crash("half a character", surrogate, IMAGE, "survives/lone-surrogate/survives"),
    crash("missing field", lacks("mediaId"), IMAGE, "body/mediaId/required/rejects"),
    crash("unknown account", unknown_account, VIDEO, "account-exists/rejects"),
    crash("NUL in a query", in_text("\x00"), "listSocialAccounts", "survives/nul/survives"),
    crash("emoji in a path", in_text("🎬"), "deleteMedia", "survives/emoji/survives", "survives/right-to-left/survives", only=MEDIA),
    Row("unreadable", crashes_unread(IMAGE), (IMAGE,), tuple(f"{IMAGE}/survives/{case}/survives" for case in ("deep-nesting", "malformed-json", "wrong-content-type"))),
    Row("500 to another method", no_such_method(500), (IMAGE,), (f"{IMAGE}/survives/wrong-method/survives",)),
    Row("501 to another method", no_such_method(501), (IMAGE,)),
    Row("404 to another method", no_such_method(404), (IMAGE,)),
)  # fmt: skip

ROWS = (*RULES, *KEYS, *STRICT, *LISTINGS, *DELETIONS, *ANSWERS, *CRASHES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_defect(row: Row) -> None:
    """What is wrong is found by its own check, and no other check blames the mock for it."""
    mock = a_mock()
    row.defect(mock)
    run = on_mock(mock, only=row.only)
    assert run.broken == {**dict.fromkeys(row.fails, "fail"), **dict.fromkeys(row.warns, "warn")}
    assert set(row.open) <= run.having("inconclusive", "not-run")


# On the line ----------------------------------------------------------------------------------

Line = tuple[int, dict[bytes, bytes], bytes]


def page(status: int, headers: dict[bytes, bytes], content: bytes) -> Line:
    """Errors as web pages."""
    if status < 400:
        return status, headers, content
    return status, {b"content-type": b"text/html"}, b"<h1>Oh</h1>"


def untyped(status: int, headers: dict[bytes, bytes], content: bytes) -> Line:
    """No content type."""
    return status, {k: v for k, v in headers.items() if k != b"content-type"}, content


def plain(status: int, headers: dict[bytes, bytes], content: bytes) -> Line:
    """JSON called text."""
    return status, {**headers, b"content-type": b"text/plain"}, content


def cut(status: int, headers: dict[bytes, bytes], content: bytes) -> Line:
    """JSON without its end, once something is listed."""
    return status, headers, content[:-1] if status == 200 and len(content) > 2_000 else content


CONTENT_TYPE = "listSocialAccounts/response/content-type/responds"


@pytest.mark.parametrize(
    ("change", "only", "broken"),
    (
        (
            page,
            "listSocialAccounts",
            {CONTENT_TYPE: "fail", "listSocialAccounts/response/401/error/responds": "warn"},
        ),
        (untyped, "listSocialAccounts", {CONTENT_TYPE: "fail"}),
        (plain, "listSocialAccounts", {CONTENT_TYPE: "fail"}),
        (cut, "listPosts/response", {}),
    ),
)
def test_on_the_line(
    change: Callable[[int, dict[bytes, bytes], bytes], Line], only: str, broken: dict[str, str]
) -> None:
    """What is wrong with the bytes of answers is found by the checks of answers alone."""
    app = rewritten(a_mock().app, change)
    run = judged(InProcessTransport(app), only=(only,))
    assert run.broken == broken


# Each check by itself -------------------------------------------------------------------------

REFUSALS = tuple(
    check.id
    for check in planned().checks
    if check.kind == "rejects" and not isinstance(check.requirement.promise, Behaviour)
)


@pytest.mark.parametrize("identifier", REFUSALS)
def test_each_refusal_can_fail(identifier: str) -> None:
    """Each check of a refusal fails on a mock that overlooks just this, and does no harm."""
    check = next(check for check in planned().checks if check.id == identifier)
    requirement = check.requirement
    mock = a_mock()
    overlooks(requirement.id)(mock)
    deleting = requirement.operation == "deletePost"
    run = on_mock(mock, only=POSTS if deleting else (requirement.id,))
    broken = "fail" if requirement.level is Level.MUST else "warn"
    undecided = "inconclusive" if requirement.id.endswith("limit/maximum") else broken
    large = check.upload > (run.plan.target.max_upload or 0)
    assert run.verdicts[identifier] == ("not-run" if large else undecided)
    assert set(run.broken) <= {identifier}


SURVIVALS = tuple(check for check in planned().checks if check.kind == "survives")


@pytest.mark.parametrize("check", SURVIVALS, ids=lambda check: check.id)
def test_each_survival_can_fail(check: Check) -> None:
    """Each check of robustness fails on a server that crashes on whatever it is sent."""
    mock = a_mock()
    mock.steps.insert(0, crashing)
    run = on_mock(mock, only=(check.requirement.id,))
    assert run.broken == {check.id: "fail"}


async def crashing(call: Call) -> Outcome:
    """Crash on everything but files, so that there is something to post."""
    is_form = call.headers.get("content-type", "").startswith("multipart/")
    return None if is_form else Refusal(500, "Oh.")


def test_one_reading_of_a_conflict() -> None:
    """Where every time must be given, a server that knows no scheduledDate is left undecided."""
    mock = a_mock()
    refuses(lambda call: "scheduledDate" in (call.decoded.body or {}))(mock)
    run = on_mock(mock, a_target(ACCOUNTS, Effect.SCHEDULE), only=(VIDEO,))
    assert run.having("fail", "error") == set()
    assert run.verdicts[f"{VIDEO}/accepts/accepts"] == "inconclusive"


@pytest.mark.parametrize("row", (RULES[3], STRICT[3], LISTINGS[0]), ids=lambda row: row.name)
def test_defect_without_publishing(row: Row) -> None:
    """The same is found where posts may only be scheduled, and nothing harmful is attempted."""
    mock = a_mock()
    row.defect(mock)
    run = on_mock(mock, a_target(ACCOUNTS, Effect.SCHEDULE), only=row.only)
    assert run.broken == dict.fromkeys(row.fails, "fail")


def larger_than(size: int) -> When:
    """Uploads of more bytes."""
    return lambda call: call.matched.id == UPLOAD and call.decoded.body["media"].size > size


@pytest.mark.parametrize(
    ("defect", "broken"),
    (
        (refuses(larger_than(10_000_000)), {"uploadMedia/file-size/image/accepts": "fail"}),
        (refuses(larger_than(19_999_999)), {"uploadMedia/file-size/image/accepts": "fail"}),
        (refuses(larger_than(20_000_000)), {}),
    ),
    ids=("10 MB", "a byte less", "20 MB"),
)
def test_largest_file(defect: Defect, broken: dict[str, str]) -> None:
    """A server that takes images up to the smaller of the two documented sizes breaks nothing."""
    mock = a_mock()
    defect(mock)
    target = replace(TARGET, max_upload=120_000_000)
    assert on_mock(mock, target, only=("uploadMedia/file-size/image",)).broken == broken


def test_too_large_a_file() -> None:
    """A server that takes more than 100 MB, by either reading of the unit, breaks it too."""
    mock = a_mock()
    instead(mock, steps.read, unlimited)
    overlooks("uploadMedia/file-size/image")(mock)
    target = replace(TARGET, max_upload=120_000_000)
    run = on_mock(mock, target, only=("uploadMedia/file-size/image",))
    assert run.broken == {"uploadMedia/file-size/image/rejects": "fail"}


async def unlimited(call: Call) -> Outcome:
    """Read a file of any size."""
    reader = BodyReader(call.matched, call.headers.get("content-type", ""))
    async for chunk in call.chunks:
        reader.feed(chunk)
    if call.matched.id != UPLOAD:
        return await steps.read(call)
    call.request = Request(UPLOAD, body=reader.finish())
    return None
