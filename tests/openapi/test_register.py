"""The register: what the description of Crosspostify promises, requirement by requirement."""

import re
from pathlib import Path

import pytest

from postproof.openapi import Level, Request, Source, load, load_file, violations
from postproof.openapi.requirements import Answer, Baseline, Behaviour, Keyword
from postproof.openapi.rules import Rule
from postproof.openapi.world import World

from .descriptions import written

CROSSPOSTIFY = load("crosspostify")
REGISTER = CROSSPOSTIFY.requirements
IDS = Path(__file__).with_name("crosspostify.ids.txt")

CHECKS = {"accepts", "rejects", "responds", "behaves", "survives", "probes"}


def test_ids_stay() -> None:
    r"""Ids are what people filter by and link to: none comes, goes or changes unnoticed.

    To take on a change that is meant, run in this folder:
    python -c 'from postproof.openapi import load; print(*load("crosspostify").requirements, sep="\n")' > crosspostify.ids.txt
    """
    assert list(REGISTER) == IDS.read_text("utf-8").split()


def test_ids_are_unique() -> None:
    """No two requirements of any operation share an id, and each begins with its operation's."""
    every = [r for operation in CROSSPOSTIFY.operations.values() for r in operation.requirements]
    assert len({r.id for r in every}) == len(every) == len(REGISTER)
    assert all(r.id == f"{r.operation}/{r.name}" for r in every)
    assert [r for r in every if r not in CROSSPOSTIFY.operation_of(r).requirements] == []


@pytest.mark.parametrize("id_", REGISTER)
def test_requirement(id_: str) -> None:
    """A requirement states a sentence, a level, a declared document with section, and a check."""
    requirement = REGISTER[id_]
    documents = {document["title"] for document in CROSSPOSTIFY.document["x-documents"].values()}
    unfilled = requirement.statement.replace(CROSSPOSTIFY.operation_of(requirement).path, "")
    assert re.fullmatch(r"\w[^{}]*\w\.", unfilled)
    assert requirement.level in Level
    assert requirement.source.document in documents
    assert requirement.source.section
    assert requirement.source.url
    assert requirement.checks
    assert set(requirement.checks) <= CHECKS
    assert isinstance(requirement.promise, Keyword | Rule | Answer | Behaviour | Baseline)


def test_checks_by_promise() -> None:
    """What kind of promise it is decides which questions decide it."""
    checks: dict[str, set[tuple[str, ...]]] = {}
    for requirement in REGISTER.values():
        kind = type(requirement.promise)
        name = "Rule" if issubclass(kind, Rule) else kind.__name__
        checks.setdefault(name, set()).add(requirement.checks)
    assert checks == {
        "Baseline": {("accepts",)},
        "Keyword": {("rejects",), ("accepts", "rejects")},
        "Rule": {("accepts",), ("accepts", "rejects")},
        "Answer": {("responds",)},
        "Behaviour": {("rejects",), ("survives",), ("behaves",)},
    }


STATEMENTS = {
    "createImagePost/accepts": "POST /post/image accepts a valid request.",
    "createImagePost/body/required": "A body is sent.",
    "createImagePost/body/posts/*/caption/required": "posts[].caption is required.",
    "createVideoPost/body/posts/*/is_aigc/type": "posts[].is_aigc is a boolean.",
    "createImagesPost/body/mediaIds/type": "mediaIds is an array.",
    "createImagesPost/image-cap/bluesky": "A post on Bluesky has at most 4 images.",
    "createImagesPost/caption-length/tiktok": "A caption on TikTok has at most 2,200 characters.",
    "createVideoPost/caption-text/emojis": "A TikTok caption may hold emojis.",
    "listPosts/query/limit/maximum": "query.limit is at most 100.",
    "listPosts/query/status/enum": "query.status is one of QUEUED, SCHEDULED, PUBLISHED, FAILED.",
    "uploadMedia/body/media/type": "media is a file.",
    "uploadMedia/file-size/video": "A file of type VIDEO has at most 500 MB.",
    "uploadMedia/format/png": "Files of type image/png are accepted.",
    "deletePost/post-exists": "An unknown post is answered with 404.",
    "deletePost/response/status": "Answers have one of the documented statuses 200, 400, 401, 404, 429, 500.",
    "deletePost/response/content-type": "Answers are JSON and say so.",
    "listPosts/response/200/posts/*/scheduledFor": "In a 200, posts[].scheduledFor is there and is a string or null.",
    "listPosts/authentication/missing": "A request without an API key is refused with 401.",
    "listPosts/authentication/wrong": "A request with a wrong API key is refused with 401.",
    "createImagePost/survives/nul": "The API survives a NUL character.",
}  # fmt: skip


def test_statements() -> None:
    """Statements read as sentences."""
    assert {id_: REGISTER[id_].statement for id_ in STATEMENTS} == STATEMENTS


def test_statuses() -> None:
    """A refusal has a documented status where the documents name one."""
    statuses = {
        name: {r.status for r in REGISTER.values() if r.name == name}
        for name in ("authentication/missing", "post-exists", "board-required", "media-exists")
    }
    assert statuses == {
        "authentication/missing": {401},
        "post-exists": {404},
        "board-required": {None},
        "media-exists": {404, None},
    }


def test_levels_of_keywords() -> None:
    """A keyword may be assumed, or be no requirement at all."""
    assert {
        id_: REGISTER[id_].level.value if id_ in REGISTER else None
        for id_ in (
            "createImagesPost/body/mediaIds/minItems",
            "createImagesPost/body/mediaIds/type",
            "createImagesPost/body/posts/minItems",
            "listPosts/query/limit/minimum",
            "listPosts/query/limit/maximum",
            "listMedia/query/type/enum",
            "uploadMedia/body/type/enum",
        )
    } == {
        "createImagesPost/body/mediaIds/minItems": None,
        "createImagesPost/body/mediaIds/type": "must",
        "createImagesPost/body/posts/minItems": "assumed",
        "listPosts/query/limit/minimum": "assumed",
        "listPosts/query/limit/maximum": "must",
        "listMedia/query/type/enum": "assumed",
        "uploadMedia/body/type/enum": "must",
    }


def test_undocumented_answers_are_assumed() -> None:
    """No field of an answer is more than assumed, for no document shows a response body."""
    assert {
        r.level
        for r in REGISTER.values()
        if isinstance(r.promise, Answer) and r.promise.aspect in ("field", "status")
    } == {Level.ASSUMED}


TINY = """\
openapi: 3.1.0
info: {title: Tiny, version: "1"}
x-documents:
  a: {title: Guide, url: "https://a.example"}
  b: {title: Notes, url: "https://b.example"}
x-source: a § Start
x-behaviours:
  - {id: key, kind: authentication, status: 403, source: b § Keys, says: A key is needed.}
  - {id: survives, kind: robustness, cases: [emoji, nul, long-text, wrong-method, wrong-content-type], level: should, says: It lives.}
paths:
  /a:
    post:
      operationId: a
      x-level: should
      x-behaviours:
        - {id: pages, kind: page-size, parameter: n, default: 5, says: Five.}
      parameters:
        - {name: n, in: query, required: true, x-level: {required: assumed, maximum: none}, schema: {type: integer, maximum: 5}}
        - {name: m, in: query, x-source: b § Parameters, schema: {type: string, enum: [x, 5, null], pattern: "^x"}}
        - {name: X-N, in: header, required: true, schema: {type: number, minimum: 0}}
      requestBody:
        content:
          application/json:
            schema:
              x-source: b § Body
              type: object
              required: [b]
              properties:
                b:
                  type: [array, "null"]
                  x-level: must
                  minItems: 2
                  maxItems: 3
                  items: {type: object, x-level: {required: must}, required: [c], properties: {c: {const: 1, x-level: assumed}}}
                d: {type: string, minLength: 1, maxLength: 2, format: email, x-level: {minLength: none, format: should}}
      responses: {"204": {description: Nothing.}}
"""


def test_inheritance() -> None:
    """Level and source hold downwards until others stand there, for one keyword or for all."""
    register = load_file(Path(written(TINY, "tiny.yaml"))).requirements
    assert [
        f"{r.name} | {r.level} | {r.source.document} § {r.source.section} | {r.statement}"
        for r in register.values()
    ] == [
        "accepts | should | Guide § Start | POST /a accepts a valid request.",
        "query/n/required | assumed | Guide § Start | query.n is required.",
        "query/n/type | should | Guide § Start | query.n is an integer.",
        'query/m/enum | should | Notes § Parameters | query.m is one of x, 5, null.',
        "query/m/pattern | should | Notes § Parameters | query.m matches ^x.",
        "header/X-N/required | should | Guide § Start | header.X-N is required.",
        "header/X-N/type | should | Guide § Start | header.X-N is a number.",
        "header/X-N/minimum | should | Guide § Start | header.X-N is at least 0.",
        "body/type | should | Notes § Body | body is an object.",
        "body/b/required | must | Notes § Body | b is required.",
        "body/b/type | must | Notes § Body | b is an array or null.",
        "body/b/minItems | must | Notes § Body | b has at least 2 items.",
        "body/b/maxItems | must | Notes § Body | b has at most 3 items.",
        "body/b/*/type | must | Notes § Body | b[] is an object.",
        "body/b/*/c/required | assumed | Notes § Body | b[].c is required.",
        "body/b/*/c/const | assumed | Notes § Body | b[].c is 1.",
        "body/d/type | should | Notes § Body | d is a string.",
        "body/d/maxLength | should | Notes § Body | d has at most 2 characters.",
        "body/d/format | should | Notes § Body | d is of the format email.",
        "response/status | assumed | Guide § Start | Answers have one of the documented statuses 204.",
        "key/missing | should | Notes § Keys | A request without an API key is refused with 403.",
        "key/wrong | should | Notes § Keys | A request with a wrong API key is refused with 403.",
        "survives/emoji | should | Guide § Start | The API survives emoji.",
        "survives/nul | should | Guide § Start | The API survives a NUL character.",
        "survives/long-text | should | Guide § Start | The API survives 100,000 characters.",
        "survives/wrong-method | should | Guide § Start | The API survives a wrong method.",
        "survives/wrong-content-type | should | Guide § Start | The API survives a wrong content type.",
        "pages | should | Guide § Start | Five.",
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_body_not_required() -> None:
    """A body that may be left out is no violation, and what is missing in one is."""
    tiny = load_file(Path(written(TINY, "tiny.yaml"))).operations["a"]
    bare = Request("a", query={"n": 1}, headers={"X-N": "5"})
    broken = [violation.requirement.name for violation in violations(tiny, bare, World())]
    assert broken == ["header/X-N/type"]


def test_values() -> None:
    """A requirement is known by its id; a source reads as document and section."""
    first, second = list(REGISTER.values())[:2]
    assert (first == second, first == first.id, hash(first)) == (False, False, hash(first.id))
    assert repr(first) == "<createImagePost/accepts>"
    assert str(Source("Guide", "Start")) == "Guide, Start"
