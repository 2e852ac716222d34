"""`postproof explain`, as its users see it, and whether its examples are what they say."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from inline_snapshot import snapshot

from postproof.conformance import behaviours
from postproof.conformance.checks import responds
from postproof.conformance.commands import answers, steps
from postproof.conformance.commands.answers import value
from postproof.conformance.commands.example import Example, example, example_world
from postproof.conformance.commands.explain import explanation, promise
from postproof.conformance.commands.explanation import lines, paired
from postproof.conformance.commands.message import LONGEST, Message, pretty
from postproof.conformance.http.exchange import Answer, Exchange
from postproof.conformance.mock import ACCOUNTS
from postproof.openapi import (
    Description,
    Operation,
    Request,
    Requirement,
    World,
    load,
    requirements,
    violations,
)
from postproof.openapi.description import Response
from postproof.openapi.requirements import Behaviour, Keyword
from postproof.openapi.rules import Rule
from postproof.openapi.wire import Bytes, Wire, decode

from .terminal import Output, ran

NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def description() -> Description:
    return load("crosspostify")


def told(*words: str, width: int | None = None) -> Output:
    return ran("explain", *words, width=width)


# What is printed -----------------------------------------------------------------------------


def test_wide_terminal() -> None:
    """On a wide terminal what keeps and what breaks it stand side by side."""
    assert told("createImagesPost/image-cap/bluesky", width=110) == snapshot(
        Output(
            code=0,
            out="""\

 createImagesPost/image-cap/bluesky   Crosspostify
A post on Bluesky has at most 4 images.

Operation  POST /post/images  Create a post with several images.
Level      must: documented
Source     Crosspostify API reference, /post/images
           https://crosspostify.com/docs/api
Kind       items-per-platform: field mediaIds, platform bluesky, limit 4
Checks     accepts: A valid request is accepted. To be seen with: at the limit.
           rejects: A request with exactly one fault is refused, while its valid twin is accepted.
Effects    schedule: makes what is not public, and deletes it again

Must be accepted                                       Must be refused: mediaIds has 5 items
│ POST /post/images HTTP/1.1                           │ POST /post/images HTTP/1.1
│ X-API-Key: <your key>                                │ X-API-Key: <your key>
│ Content-Type: application/json                       │ Content-Type: application/json
│                                                      │
│ {                                                    │ {
│   "mediaIds": [                                      │   "mediaIds": [
│     "media_image",                                   │     "media_image",
│     "media_image_2",                                 │     "media_image_2",
│     "media_image_3",                                 │     "media_image_3",
│     "media_image_4"                                  │     "media_image_4",
                                                       ▌     "media_image_5"
│   ],                                                 │   ],
│   "posts": [                                         │   "posts": [
│     {                                                │     {
│       "accountId": "acc_bluesky",                    │       "accountId": "acc_bluesky",
│       "caption": "A caption by postproof."           │       "caption": "A caption by postproof."
│     }                                                │     }
│   ]                                                  │   ]
│ }                                                    │ }
""",
        )
    )


def test_narrow_terminal() -> None:
    """On a narrow terminal they stand below each other, with what differs marked."""
    assert told("createImagePost/board-required", width=60) == snapshot(
        Output(
            code=0,
            out="""\

 createImagePost/board-required   Crosspostify
A post on Pinterest names a board.

Operation  POST /post/image  Create a post with one image.
Level      must: documented
Source     Crosspostify API reference, /post/image
           https://crosspostify.com/docs/api
Kind       required-when: field posts[].boardId, platforms
           pinterest
Checks     accepts: A valid request is accepted. To be seen
           with: Pinterest.
           rejects: A request with exactly one fault is
           refused, while its valid twin is accepted.
Effects    schedule: makes what is not public, and deletes
           it again

Must be accepted
│ POST /post/image HTTP/1.1
│ X-API-Key: <your key>
│ Content-Type: application/json
│
│ {
│   "mediaId": "media_image_36x64",
│   "posts": [
│     {
│       "accountId": "acc_pinterest_2",
│       "caption": "A caption by postproof.",
▌       "boardId": "board_4"
│     }
│   ]
│ }

Must be refused: posts[0].boardId is missing
│ POST /post/image HTTP/1.1
│ X-API-Key: <your key>
│ Content-Type: application/json
│
│ {
│   "mediaId": "media_image_36x64",
│   "posts": [
│     {
│       "accountId": "acc_pinterest_2",
│       "caption": "A caption by postproof."
│     }
│   ]
│ }
""",
        )
    )


def test_pipe() -> None:
    """Into a pipe go plain lines; what differs begins with a mark."""
    assert told("uploadMedia/file-size/video") == snapshot(
        Output(
            code=0,
            out="""\
crosspostify:uploadMedia/file-size/video
A file of type VIDEO has at most 500 MB.

Operation  POST /media  Upload an image or a video.
Level      must: documented
Source     Crosspostify API reference, POST /media
           https://crosspostify.com/docs/api
Kind       file-size: field media, by type, value VIDEO, limit 500 MB, allowed 100 MB
Checks     accepts: A valid request is accepted. To be seen with: at the limit.
           rejects: A request with exactly one fault is refused, while its valid twin is accepted.
Effects    schedule: makes what is not public, and deletes it again

Must be accepted
  POST /media HTTP/1.1
  X-API-Key: <your key>
  Content-Type: multipart/form-data

  type: VIDEO
> media: the file video-36x64-0.mp4, video/mp4, 100,000,000 bytes

Must be refused: media has 524,288,001 bytes
  POST /media HTTP/1.1
  X-API-Key: <your key>
  Content-Type: multipart/form-data

  type: VIDEO
> media: the file video-36x64-0.mp4, video/mp4, 524,288,001 bytes
""",
        )
    )


def test_what_can_only_be_accepted() -> None:
    """A promise that no request can break is told by the request that must be accepted."""
    assert told("createImagePost/board-ignored").out.splitlines()[10:] == snapshot(
        [
            "",
            "Must be accepted; to refuse it breaks the promise",
            "  POST /post/image HTTP/1.1",
            "  X-API-Key: <your key>",
            "  Content-Type: application/json",
            "",
            "  {",
            '    "mediaId": "media_image_36x64",',
            '    "posts": [',
            "      {",
            '        "accountId": "acc_tiktok",',
            '        "caption": "A caption by postproof.",',
            '        "boardId": "board_1"',
            "      }",
            "    ]",
            "  }",
        ]
    )


def test_authentication() -> None:
    """The example against authentication shows no key, or a wrong one."""
    (missing,) = _lines_apart("listPosts/authentication/missing")
    (wrong,) = _lines_apart("listPosts/authentication/wrong")
    assert (missing, wrong) == snapshot(
        (("X-API-Key: <your key>", None), ("X-API-Key: <your key>", "X-API-Key: <a wrong key>"))
    )


def test_hostile_bytes() -> None:
    """Hostile bytes are cut short, and what cannot be seen is shown as an escape."""
    shown = {
        name: told(f"createImagePost/survives/{name}").out.partition("\n\n")[2].splitlines()[8:]
        for name in ("deep-nesting", "long-text", "lone-surrogate", "right-to-left")
    }
    assert shown == snapshot(
        {
            "deep-nesting": [
                "Must be answered, and not with 5xx: deeply nested JSON",
                "  POST /post/image HTTP/1.1",
                "  X-API-Key: <your key>",
                "  Content-Type: application/json",
                "",
                '  {"mediaId": "media_image_36x64", "posts": [{"accountId": "acc_bluesky", "caption": [[[[[[[[… (5,000 times)]]]]]]]]… (5,000 times)}]}',
            ],
            "long-text": [
                "Must be answered, and not with 5xx: 100,000 characters",
                "  POST /post/image HTTP/1.1",
                "  X-API-Key: <your key>",
                "  Content-Type: application/json",
                "",
                "  {",
                '    "mediaId": "media_image_36x64",',
                '    "posts": [',
                "      {",
                '        "accountId": "acc_bluesky",',
                '        "caption": "The quick brown fox jumps over… (100,000 characters)"',
                "      }",
                "    ]",
                "  }",
            ],
            "lone-surrogate": [
                "Must be answered, and not with 5xx: a lone surrogate",
                "  POST /post/image HTTP/1.1",
                "  X-API-Key: <your key>",
                "  Content-Type: application/json",
                "",
                "  {",
                '    "mediaId": "media_image_36x64",',
                '    "posts": [',
                "      {",
                '        "accountId": "acc_bluesky",',
                '        "caption": "postproof \\ud83c postproof"',
                "      }",
                "    ]",
                "  }",
            ],
            "right-to-left": [
                "Must be answered, and not with 5xx: right-to-left text",
                "  POST /post/image HTTP/1.1",
                "  X-API-Key: <your key>",
                "  Content-Type: application/json",
                "",
                "  {",
                '    "mediaId": "media_image_36x64",',
                '    "posts": [',
                "      {",
                '        "accountId": "acc_bluesky",',
                '        "caption": "🎬🏳️\u200d🌈 postproof ⟨U+202E⟩abc⟨U+202C⟩ مرحبا, שלום"',
                "      }",
                "    ]",
                "  }",
            ],
        }
    )


def test_bytes_that_are_no_text() -> None:
    """Of bytes that are no text, only the number is told."""
    last = told("uploadMedia/survives/wrong-content-type").out.splitlines()[-1]
    assert (last[:3], last[-7:]) == ("  (", " bytes)")


def test_behaviour() -> None:
    """A behaviour is told step by step."""
    assert told("deletePost/deleted", width=80).out.splitlines()[-4:] == snapshot(
        [
            "1. GET /posts: two objects that the suite has made itself must be listed.",
            "2. DELETE /posts/{postId} deletes one of them.",
            "3. GET /posts: that one must be gone, and all others of the suite's own still be",
            "there.",
        ]
    )
    assert told("listPosts/default-limit").out.splitlines()[-3:] == snapshot(
        [
            "Step by step",
            "1. GET /posts?limit=100, to see that there are more than 50.",
            "2. GET /posts without limit must give 50.",
        ]
    )
    assert told("listPosts/limit-honoured").out.splitlines()[-3:] == snapshot(
        [
            "Step by step",
            "1. GET /posts without limit, to see that there is more than one item.",
            "2. GET /posts?limit=1 must give one item.",
        ]
    )
    assert told("listPosts/status-filter").out.splitlines()[-4:] == snapshot(
        [
            "Step by step",
            "1. GET /posts?status=…, for two values that the suite has caused.",
            "2. Every item must show the value that was asked for as its status.",
            "3. Each listing must hold something, or nothing is decided.",
        ]
    )


def test_json() -> None:
    """The shape that machines may rely on."""
    assert json.loads(told("createImagesPost/same-aspect-ratio", "--json").out) == snapshot(
        {
            "vendor": "crosspostify",
            "title": "Crosspostify",
            "id": "createImagesPost/same-aspect-ratio",
            "operation": "POST /post/images",
            "operationId": "createImagesPost",
            "summary": "Create a post with several images.",
            "level": "must",
            "levelMeaning": "documented",
            "statement": "All images of a Pinterest post have the same aspect ratio.",
            "source": {
                "document": "Crosspostify API reference",
                "section": "/post/images",
                "url": "https://crosspostify.com/docs/api",
            },
            "kind": "same-attribute",
            "parameters": {"field": "mediaIds[]", "platforms": ["pinterest"]},
            "status": None,
            "checks": [
                {
                    "kind": "accepts",
                    "meaning": "A valid request is accepted.",
                    "effect": "schedule",
                    "effectMeaning": "makes what is not public, and deletes it again",
                    "mustBeSeen": [],
                },
                {
                    "kind": "rejects",
                    "meaning": "A request with exactly one fault is refused, while its valid twin is accepted.",
                    "effect": "schedule",
                    "effectMeaning": "makes what is not public, and deletes it again",
                    "mustBeSeen": [],
                },
            ],
            "example": {
                "keeps": {
                    "says": "Must be accepted",
                    "http": [
                        "POST /post/images HTTP/1.1",
                        "X-API-Key: <your key>",
                        "Content-Type: application/json",
                        "",
                        "{",
                        '  "mediaIds": [',
                        '    "media_image",',
                        '    "media_image_2",',
                        '    "media_image_3",',
                        '    "media_image_4",',
                        '    "media_image_5"',
                        "  ],",
                        '  "posts": [',
                        "    {",
                        '      "accountId": "acc_pinterest_2",',
                        '      "caption": "A caption by postproof.",',
                        '      "boardId": "board_4"',
                        "    }",
                        "  ]",
                        "}",
                    ],
                },
                "breaks": {
                    "says": "Must be refused: mediaIds[4] has the ratio 9/16, the others have 1",
                    "http": [
                        "POST /post/images HTTP/1.1",
                        "X-API-Key: <your key>",
                        "Content-Type: application/json",
                        "",
                        "{",
                        '  "mediaIds": [',
                        '    "media_image",',
                        '    "media_image_2",',
                        '    "media_image_3",',
                        '    "media_image_4",',
                        '    "media_image_36x64"',
                        "  ],",
                        '  "posts": [',
                        "    {",
                        '      "accountId": "acc_pinterest_2",',
                        '      "caption": "A caption by postproof.",',
                        '      "boardId": "board_4"',
                        "    }",
                        "  ]",
                        "}",
                    ],
                },
                "steps": [],
                "lacks": None,
            },
        }
    )


def test_help() -> None:
    """The help has examples."""
    assert told("--help") == snapshot(
        Output(
            code=0,
            out="""\
Usage: postproof explain [OPTIONS] ID

  Tell the requirement ID in full: what it promises, where, and how it is
  checked.

  With a request that keeps it and one that breaks it. ID is as `postproof list`
  prints it. The operation may be left out where only one has it, and the vendor
  may stand before it, as in vendor:ID, where several have it.

Options:
  --vendor TEXT  Look only among the requirements of this vendor.
  --json         Print JSON for machines, in a shape that stays.
  -h, --help     Show this message and exit.

  Examples:
    postproof explain createImagesPost/image-cap/bluesky
    postproof explain image-cap/bluesky
    postproof explain crosspostify:createImagesPost/image-cap/bluesky --json
""",
        )
    )


def test_what_there_is_none_of(description: Description) -> None:
    """A source without an address has no line for it; that there is no example is said why."""
    requirement = description.requirements["createImagesPost/image-cap/bluesky"]
    whole = explanation(description, requirement)
    source = {**whole["source"], "url": None}
    lacking: dict[str, object] = {
        "keeps": None,
        "breaks": None,
        "steps": [],
        "lacks": "the target has no account",
    }
    assert [*lines({**whole, "source": source, "example": lacking})][3:] == snapshot(
        [
            "Operation  POST /post/images  Create a post with several images.",
            "Level      must: documented",
            "Source     Crosspostify API reference, /post/images",
            "Kind       items-per-platform: field mediaIds, platform bluesky, limit 4",
            "Checks     accepts: A valid request is accepted. To be seen with: at the limit.",
            "           rejects: A request with exactly one fault is refused, while its valid twin is accepted.",
            "Effects    schedule: makes what is not public, and deletes it again",
            "",
            "There is no example: the target has no account.",
        ]
    )


# Which requirement is meant ------------------------------------------------------------------


def test_ways_to_name_a_requirement() -> None:
    """The vendor before an id, the option, and a name that only one operation has mean the same."""
    whole = told("createImagesPost/image-cap/bluesky")
    assert whole.code == 0
    assert told("crosspostify:createImagesPost/image-cap/bluesky") == whole
    assert told("createImagesPost/image-cap/bluesky", "--vendor", "crosspostify") == whole
    assert told("image-cap/bluesky") == whole


def test_the_same_id_at_two_vendors(
    description: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that two vendors have is ambiguous until one is named."""
    other = replace(description, vendor="other")
    known = {"crosspostify": description, "other": other}
    monkeypatch.setattr("postproof.openapi.vendors", lambda: tuple(known))
    monkeypatch.setattr("postproof.openapi.load", known.__getitem__)
    both = told("listPosts/accepts")
    assert both == Output(
        2,
        "",
        'Error: "listPosts/accepts" is the name of several. Choose one:\n'
        "  crosspostify:listPosts/accepts\n  other:listPosts/accepts\n",
    )
    assert told("crosspostify:listPosts/accepts").code == 0


@pytest.mark.parametrize(
    ("words", "error"),
    (
        (
            ("createImagesPost/image-cap/blusky",),
            (
                'There is no requirement "createImagesPost/image-cap/blusky". The nearest:\n'
                "  createImagesPost/image-cap/bluesky\n"
                "  createImagesPost/image-cap/tumblr\n"
                "  createImagesPost/image-cap/linkedin"
            ),
        ),
        (
            ("bord-required",),
            (
                'There is no requirement "bord-required". The nearest:\n'
                "  board-required\n  body/required\n  body/type/required"
            ),
        ),
        (("zzz",), 'There is no requirement "zzz". See `postproof list crosspostify`.'),
        (
            ("deletePost",),
            (
                '"deletePost" is an operation. Its requirements: '
                "postproof list crosspostify --only 'deletePost/*'"
            ),
        ),
        (
            ("not-published", "--vendor", "crosspostfy"),
            '"crosspostfy" is no vendor. Did you mean "crosspostify"?',
        ),
        (("zzz:not-published",), '"zzz" is no vendor. There are: crosspostify.'),
        (
            ("media-type",),
            (
                '"media-type" is the name of several. Choose one:\n'
                "  crosspostify:createImagePost/media-type\n"
                "  crosspostify:createImagesPost/media-type\n"
                "  crosspostify:createVideoPost/media-type"
            ),
        ),
    ),
)
def test_misuse(words: tuple[str, ...], error: str) -> None:
    """What is unknown or ambiguous is told with the nearest there is, with exit code 2."""
    assert told(*words) == Output(2, "", f"Error: {error}\n")


# Whether the examples are what they say ------------------------------------------------------


def test_every_requirement_has_an_example(description: Description) -> None:
    """In the mock's world every requirement is shown by messages or by steps."""
    without = [
        requirement.id
        for requirement in description.requirements.values()
        if (shown := example(description, requirement, ACCOUNTS, NOW)).lacks
        or not (shown.keeps or shown.steps)
    ]
    assert without == []


def test_what_is_lacking_is_told(description: Description) -> None:
    """Where the accounts do not allow an example, it is said what they lack."""
    requirement = description.requirements["createImagesPost/image-cap/bluesky"]
    shown = example(description, requirement, ACCOUNTS[:1], NOW)
    assert shown == Example(lacks="the target has no account for this")


def test_examples_of_requests(description: Description) -> None:
    """Read back as printed, the good request breaks nothing, and the bad its requirement alone."""
    world = example_world(description, ACCOUNTS, NOW)
    judged: dict[str, list[list[str]]] = {}
    for requirement in description.requirements.values():
        shown = example(description, requirement, ACCOUNTS, NOW)
        if isinstance(requirement.promise, Keyword | Rule) and shown.keeps is not None:
            operation = description.operation_of(requirement)
            messages = [message for message in (shown.keeps, shown.breaks) if message is not None]
            if operation.id == "uploadMedia" or any("…" in "".join(m.lines) for m in messages):
                continue  # a file, or a text that is cut
            broken = [_broken(operation, message.lines, world) for message in messages]
            judged[requirement.id] = broken
            assert broken == [[], [requirement.id]][: len(messages)]
    assert len(judged) > 100


def test_examples_of_answers(description: Description) -> None:
    """Judged as the suite judges, the good answer keeps its requirement and the bad breaks it."""
    verdicts = {
        requirement.id: tuple(
            responds.judge(
                description.operation_of(requirement), requirement, [_exchange(message.lines)]
            ).verdict
            for message in (shown.keeps, shown.breaks)
            if message is not None
        )
        for requirement in description.requirements.values()
        if requirement.checks == ("responds",)
        for shown in [example(description, requirement, ACCOUNTS, NOW)]
    }
    assert verdicts == dict.fromkeys(verdicts, ("pass", "fail"))


def test_examples_of_other_answers(description: Description) -> None:
    """A field that may be missing is broken by its type; the status may be any other."""
    schema = {"type": "object", "properties": {"note": {"type": "string"}}}
    response = Response("default", "", "application/json", schema)
    operation = replace(description.operations["listPosts"], responses={"default": response})
    good, bad = answers.example(operation, requirements.Answer("field", "default", ("note",)))
    assert (good, bad) == snapshot(
        (
            Message(
                says="Keeps it",
                lines=(
                    "HTTP/1.1 400 Bad Request",
                    "Content-Type: application/json",
                    "",
                    "{",
                    '  "note": "…"',
                    "}",
                ),
            ),
            Message(
                says="Breaks it: note is of another type",
                lines=(
                    "HTTP/1.1 400 Bad Request",
                    "Content-Type: application/json",
                    "",
                    "{",
                    '  "note": {}',
                    "}",
                ),
            ),
        )
    )


def test_steps_of_every_kind(description: Description) -> None:
    """Every kind of behaviour that has a check is told in steps of its own."""
    assert set(steps.KINDS) == set(behaviours.KINDS)


def test_steps_of_an_unknown_kind(description: Description) -> None:
    """A kind of which nothing is known is told by its statement."""
    requirement = description.requirements["deletePost/deleted"]
    strange = Behaviour("strange", {})
    assert steps.of(description, requirement, strange) == (requirement.statement,)


def test_every_requirement_can_be_told(description: Description) -> None:
    """One requirement of each kind of promise can be told in full, as JSON and in lines."""
    kinds: dict[str, Requirement] = {}
    for requirement in description.requirements.values():
        kinds.setdefault(promise(requirement)[0], requirement)
    for requirement in kinds.values():
        assert json.loads(json.dumps(explanation(description, requirement)))["id"] == requirement.id


def test_parameters(description: Description) -> None:
    """The parameters of a promise are plain values, times in words."""
    shown = {
        name: promise(description.requirements[f"createImagePost/{name}"])
        for name in ("schedule-lead", "schedule-horizon", "accepts", "response/200/posts/*/postId")
    }
    assert shown == snapshot(
        {
            "schedule-lead": (
                "schedule-window",
                {
                    "field": "scheduledDate",
                    "fields": ["scheduledDate", "posts[].scheduledFor"],
                    "at-least": "10 minutes",
                    "tolerance": "5 minutes",
                    "platforms": ["tiktok"],
                },
            ),
            "schedule-horizon": (
                "schedule-window",
                {
                    "field": "scheduledDate",
                    "fields": ["scheduledDate", "posts[].scheduledFor"],
                    "at-most": "30 days",
                    "tolerance": "5 minutes",
                    "platforms": ["tiktok"],
                },
            ),
            "accepts": ("baseline", {}),
            "response/200/posts/*/postId": (
                "answer",
                {"aspect": "field", "status": "200", "field": "posts[].postId"},
            ),
        }
    )


def test_the_world_of_the_examples(description: Description) -> None:
    """It has the ids that the description's own examples name."""
    world = example_world(description, ACCOUNTS, NOW)
    assert {"media_image", "media_image_2", "media_video"} <= set(world.media)
    assert "post_scheduled" in world.posts


# Their parts ---------------------------------------------------------------------------------


def test_paired_lines() -> None:
    """Lines stand beside their twins; a comma at the end makes no difference."""
    assert paired(["{", "a,", "b", "}"], ["{", "a", "}"]) == [
        ("{", "{", False),
        ("a,", "a", False),
        ("b", None, True),
        ("}", "}", False),
    ]


def test_long_texts_are_cut() -> None:
    """A text is shown whole up to a length, and with its length beyond."""
    assert pretty(["x" * LONGEST, "x" * (LONGEST + 1)]) == [
        "[",
        f'  "{"x" * LONGEST}",',
        f'  "{"x" * (LONGEST // 2)}… ({LONGEST + 1} characters)"',
        "]",
    ]


@pytest.mark.parametrize(
    ("schema", "plain"),
    (
        ({"type": ["null", "string"]}, None),
        ({"type": "integer"}, 1),
        ({"type": "array"}, ["…"]),
        ({"type": "object"}, {}),
        ({"enum": ["A", "B"]}, "A"),
        ({}, "…"),
    ),
)
def test_plain_values(schema: dict[str, object], plain: object) -> None:
    """The plainest value of a schema."""
    assert value(schema) == plain


def _exchange(lines: tuple[str, ...]) -> Exchange:
    """The exchange whose answer is printed like this."""
    head, _, body = "\n".join(lines).partition("\n\n")
    first, *headers = head.splitlines()
    _, status, phrase = first.split(" ", 2)
    pairs = tuple((n, v) for n, _, v in (header.partition(": ") for header in headers))
    answer = Answer(int(status), phrase, pairs, body.encode())
    return Exchange(1, "", _request(), Wire("GET", "/"), "good", answer, None, 1.0)


def _request() -> Request:
    return Request("")


def _broken(operation: Operation, lines: tuple[str, ...], world: World) -> list[str]:
    """The ids of what a request breaks that is printed like this."""
    head, _, body = "\n".join(lines).partition("\n\n")
    first, *headers = head.splitlines()
    method, target, _ = first.split(" ")
    pairs = tuple((n, v) for n, _, v in (header.partition(": ") for header in headers))
    request = decode(operation, Wire(method, target, pairs, Bytes(body.encode())))
    return [violation.requirement.id for violation in violations(operation, request, world)]


def _lines_apart(identifier: str) -> list[tuple[str | None, str | None]]:
    shown = json.loads(told(identifier, "--json").out)["example"]
    rows = paired(shown["keeps"]["http"], shown["breaks"]["http"])
    return [(left, right) for left, right, differs in rows if differs]
