"""From a file to a description, and what is said about files that make no sense."""

from pathlib import Path

import pytest

from postproof.openapi import DescriptionError, Operation, load, load_file, vendors, violations
from postproof.openapi.description import ApiKey, Link
from postproof.openapi.request import Request
from postproof.openapi.world import Account, Media, Post, World

from .descriptions import FILE, written

HEAD = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme.example"}]
x-documents:
  api: {title: Acme API, url: "https://acme.example"}
x-source: api § Start
paths:
"""
POST = (
    HEAD
    + """\
  /posts:
    post:
      operationId: createPost
      x-rules:
        - RULE
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
      requestBody:
        content:
          application/json:
            schema:
              properties:
                to: {type: string, x-role: account}
                at: {type: string}
                text: {type: string}
      responses: {"200": {description: Created.}}
"""
)
GET = """\
  /posts/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPost
      responses: {"200": {description: One.}}
"""
EXISTS = "{id: to-exists, kind: exists, field: to, says: It exists.}"


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_rule(rule: str) -> str:
    return POST.replace("RULE", rule)


GOOD = with_rule(EXISTS)
RULE = "/paths/~1posts/post/x-rules/0"
SCHEMA = "/paths/~1posts/post/requestBody/content/application~1json/schema"
KEYWORDS = "Say it with properties, required and the other structural keywords, or as a rule."

BAD = (
    (
        with_rule(EXISTS.replace("field: to", "field: tto")),
        12,
        f"{RULE}/field",
        'rule "to-exists" names the field "tto", which POST /posts does not have',
        'Did you mean "to"?',
    ),
    (
        with_rule(EXISTS.replace("field: to", "field: elsewhere.there")),
        12,
        f"{RULE}/field",
        'rule "to-exists" names the field "elsewhere.there", which POST /posts does not have',
        "Its fields are query.dry, to, at, text.",
    ),
    (
        with_rule("{id: s, kind: file-size, field: text, by: txet, at-most: {A: 1 MB}, says: S.}"),
        12,
        f"{RULE}/by",
        'rule "s" names the field "txet", which POST /posts does not have',
        'Did you mean "text"?',
    ),
    (
        with_rule(EXISTS.replace("field: to", "field: text")),
        12,
        f"{RULE}/field",
        'rule "to-exists" asks whether "text" exists, but nothing says what it names',
        "Give the field an x-role: account, media, board, post.",
    ),
    (
        with_rule("{id: lead, kind: schedule-window, at-least: PT10M, says: Later.}"),
        12,
        RULE,
        'rule "lead" is about schedules, but no field has the role schedule',
        "Give the field that holds the time `x-role: schedule`.",
    ),
    (
        with_rule(
            "{id: long, kind: text-length, field: text, at-most: {tiktok: 5}, says: S.}"
        ).replace(", x-role: account", ""),
        12,
        RULE,
        'rule "long" is about accounts, but no field has the role account',
        "Give the field that names the account `x-role: account`.",
    ),
    (
        with_rule("{id: only, kind: supported-platforms, platforms: [x], says: S.}").replace(
            ", x-role: account", ""
        ),
        12,
        RULE,
        'rule "only" is about accounts, but no field has the role account',
        "Give the field that names the account `x-role: account`.",
    ),
    (
        with_rule(f"{EXISTS}\n        - {EXISTS}"),
        9,
        "/paths/~1posts/post",
        'duplicate requirement id "createPost/to-exists"',
        "Give every rule and behaviour of an operation an id of its own.",
    ),
    (
        GOOD + GET.replace("getPost", "createPost"),
        28,
        "/paths/~1posts~1{id}/get/operationId",
        'duplicate operationId "createPost"',
        "Give every operation an id of its own.",
    ),
    (
        GOOD + GET.replace("      operationId: getPost\n", ""),
        27,
        "/paths/~1posts~1{id}/get",
        "an operation without operationId",
        "Add an operationId.",
    ),
    (
        with_rule(EXISTS.replace("says", "source: apii § Start, says")),
        12,
        f"{RULE}/source",
        'no document "apii" is declared in x-documents',
        'Did you mean "api"?',
    ),
    (
        GOOD.replace("x-source: api § Start", "x-source: website § Start"),
        6,
        "/x-source",
        'no document "website" is declared in x-documents',
        "Declare it in x-documents.",
    ),
    (
        GOOD.replace("text: {type: string", "text: {oneOf: [], type: string"),
        22,
        f"{SCHEMA}/properties/text/oneOf",
        'the JSON Schema keyword "oneOf" of text is not understood in requests',
        KEYWORDS,
    ),
    (
        GOOD.replace("text: {type: string", "text: {type: array, items: {not: {}}"),
        22,
        f"{SCHEMA}/properties/text/items/not",
        'the JSON Schema keyword "not" of text[] is not understood in requests',
        KEYWORDS,
    ),
    (
        GOOD.replace("type: boolean", "anyOf: []"),
        14,
        "/paths/~1posts/post/parameters/0/schema/anyOf",
        'the JSON Schema keyword "anyOf" of query.dry is not understood in requests',
        KEYWORDS,
    ),
    (
        GOOD + GET.replace("type: string", "if: {}"),
        26,
        "/paths/~1posts~1{id}/parameters/0/schema/if",
        'the JSON Schema keyword "if" of path.id is not understood in requests',
        KEYWORDS,
    ),
)


@pytest.mark.parametrize(("content", "line", "pointer", "problem", "advice"), BAD)
def test_bad(content: str, line: int, pointer: str, problem: str, advice: str) -> None:
    """What makes no sense is told with file, line, pointer and what to do."""
    with pytest.raises(DescriptionError) as caught:
        load_file(Path(written(content)))
    assert caught.value == DescriptionError(FILE, line, pointer, problem, advice)


def test_good() -> None:
    """The description that the others were made of is read."""
    description = load_file(Path(written(GOOD + GET)))
    assert (description.vendor, description.title) == ("acme", "Acme")
    assert description.base_url == "https://api.acme.example"
    assert (description.key, description.limits, description.excluded) == (None, (), ())
    assert [operation.title for operation in description.operations.values()] == [
        *("POST /posts", "GET /posts/{id}"),
    ]
    assert [operation.effect for operation in description.operations.values()] == [
        "publish",
        "read",
    ]
    created = description.operations["createPost"]
    assert created.body is not None
    assert (created.body.required, created.body.examples) == (False, {})
    assert created.supported is None


def test_one_example() -> None:
    """A body with one example has it by the name example."""
    content = GOOD.replace(
        "          application/json:\n",
        "          application/json:\n            example: {to: me}\n",
    )
    body = load_file(Path(written(content))).operations["createPost"].body
    assert body is not None
    assert body.examples == {"example": {"to": "me"}}


@pytest.mark.parametrize(
    ("scheme", "key"),
    (
        ("{type: http, scheme: bearer}", ApiKey("Authorization", "Bearer ")),
        ("{type: apiKey, in: header, name: X-Key}", ApiKey("X-Key")),
        ("{type: apiKey, in: query, name: key}", None),
        ("{type: http, scheme: basic}", None),
    ),
)
def test_key(scheme: str, key: ApiKey | None) -> None:
    """The key goes into the header that the description names."""
    content = f"{GOOD}components: {{securitySchemes: {{a: {scheme}}}}}\n"
    assert load_file(Path(written(content))).key == key


def test_without_documents_and_servers() -> None:
    """A description of nothing but OpenAPI is read, and its promises have no source."""
    content = HEAD.replace("x-source: api § Start\n", "").replace(
        'x-documents:\n  api: {title: Acme API, url: "https://acme.example"}\n', ""
    )
    content = content.replace('servers: [{url: "https://api.acme.example"}]\n', "")
    description = load_file(Path(written(content + GET)))
    assert description.base_url == ""
    assert {str(r.source) for r in description.requirements.values()} == {", "}


def test_keys_beside_paths_and_answers() -> None:
    """The x- keys among paths and answers are inherited, and are neither path nor answer."""
    content = (HEAD + GET).replace("paths:\n", "paths:\n  x-source: api § get the paths\n")
    content = content.replace("    get:", "    x-source: api § Item\n    x-level: should\n    get:")
    content = content.replace("responses: {", "responses: {x-source: api § Answers, ")
    content = content.replace(
        "description: One.",
        "description: One., x-level: assumed, content: {application/json: "
        "{schema: {properties: {a: {x-source: api § A}, b: {x-level: must}}}}}",
    )
    description = load_file(Path(written(content)))
    assert {
        r.name: (r.level.value, r.source.section) for r in description.requirements.values()
    } == {
        "accepts": ("should", "Item"),
        "response/status": ("assumed", "Answers"),
        "response/content-type": ("should", "Answers"),
        "response/200/a": ("assumed", "A"),
        "response/200/b": ("must", "Answers"),
    }


def test_unknown_vendor() -> None:
    """Only vendors whose descriptions are here can be named."""
    assert "crosspostify" in vendors()
    with pytest.raises(KeyError, match="myspace"):
        load("myspace")


CROSSPOSTIFY = load("crosspostify")


def test_roles_and_links() -> None:
    """Crosspostify's operations say what they create, list and delete, and who names what."""
    lister, deleter = CROSSPOSTIFY.lister("post"), CROSSPOSTIFY.deleter("media")
    assert lister is CROSSPOSTIFY.operations["listPosts"]
    assert deleter is CROSSPOSTIFY.operations["deleteMedia"]
    assert (CROSSPOSTIFY.lister("url"), CROSSPOSTIFY.deleter("account")) == (None, None)
    assert [operation.id for operation in CROSSPOSTIFY.creators("post")] == [
        *("createImagePost", "createImagesPost", "createVideoPost"),
    ]
    create = CROSSPOSTIFY.operations["createImagesPost"]
    assert create.yields == Link("post", "posts[].postId", each="posts[]")
    assert {role: [*map(str, fields)] for role, fields in create.roles.items()} == {
        "media": ["mediaIds[]"],
        "schedule": ["scheduledDate", "posts[].scheduledFor"],
        "account": ["posts[].accountId"],
        "text": ["posts[].caption", "posts[].title"],
        "board": ["posts[].boardId"],
    }
    assert CROSSPOSTIFY.operations["listPosts"].account is None


def test_platforms() -> None:
    """An operation takes the world's platforms that it supports, or all of them."""
    world = World(
        accounts={name: Account(name, name) for name in ("youtube", "facebook", "tiktok")}
    )
    taken = {
        operation.id: operation.platforms(world) for operation in CROSSPOSTIFY.operations.values()
    }
    assert [taken["createImagePost"], taken["createImagesPost"], taken["createVideoPost"]] == [
        ("facebook", "tiktok"),
        ("tiktok",),
        ("youtube", "facebook", "tiktok"),
    ]


def test_limits() -> None:
    """Crosspostify's limits, in seconds."""
    assert [(limit.requests, limit.seconds, limit.scope) for limit in CROSSPOSTIFY.limits] == [
        *((250, 3600, "key"), (50, 60, "key"), (3, 60, "account")),
    ]
    assert CROSSPOSTIFY.key == ApiKey("X-API-Key")
    assert CROSSPOSTIFY.base_url == "https://v1.api.crosspostify.com"


KNOWN = World(
    accounts={
        "acc_tiktok": Account("acc_tiktok", "tiktok"),
        "acc_pinterest": Account("acc_pinterest", "pinterest", ("board_1",)),
    },
    media={
        "media_image": Media("media_image", "image", 9, 16),
        "media_image_2": Media("media_image_2", "image", 9, 16),
        "media_video": Media("media_video", "video", 9, 16),
    },
    posts={"post_scheduled": Post("post_scheduled", "acc_tiktok", "scheduled")},
)
"""The world that the description's examples speak of."""


def examples(operation: Operation) -> list[Request]:
    """Every request that the examples of a description make."""
    declared = CROSSPOSTIFY.document["paths"][operation.path][operation.method.lower()]
    given = [p for p in declared.get("parameters", ()) if "example" in p]
    path = {p["name"]: p["example"] for p in given if p["in"] == "path"}
    query = {p["name"]: p["example"] for p in given if p["in"] == "query"}
    if operation.body and operation.body.examples:
        bodies = operation.body.examples.values()
        return [Request(operation.id, path=path, query=query, body=body) for body in bodies]
    return [Request(operation.id, path=path, query=query)]


@pytest.mark.parametrize("operation", CROSSPOSTIFY.operations.values(), ids=lambda o: o.id)
def test_examples_are_valid(operation: Operation) -> None:
    """Every example in Crosspostify's description breaks nothing where its ids are known."""
    if operation.body is not None and operation.body.content_type == "multipart/form-data":
        assert operation.body.examples == {}  # a file is no example
        return
    for request in examples(operation):
        assert violations(operation, request, KNOWN) == []


def test_every_parameter_has_an_example() -> None:
    """Nobody has to guess a parameter or a JSON body."""
    without = [
        f"{operation.id}: {parameter['name']}"
        for operation in CROSSPOSTIFY.operations.values()
        for parameter in CROSSPOSTIFY.document["paths"][operation.path][
            operation.method.lower()
        ].get("parameters", ())
        if "example" not in parameter
    ]
    assert without == []
    assert [
        operation.id
        for operation in CROSSPOSTIFY.operations.values()
        if operation.body is not None and not operation.body.examples
    ] == ["uploadMedia"]
