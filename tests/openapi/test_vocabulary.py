"""The `x-` vocabulary: its schema, and what is said about keys that do not fit it."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from postproof import openapi
from postproof.openapi.composer import Composer
from postproof.openapi.document import Document, read_document
from postproof.openapi.errors import DescriptionError
from postproof.openapi.positions import Positions
from postproof.openapi.references import Resolver
from postproof.openapi.vocabulary import violations
from postproof.openapi.vocabulary_schema import kinds, schema

from .descriptions import FILE, MINIMAL, keyword, rule, written

CROSSPOSTIFY = files(openapi) / "crosspostify.yaml"
VALIDATOR = jsonschema.Draft202012Validator(schema())


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# fmt: off
BAD = (
    (keyword('x-rulez: []'), 10, '/paths/~1p/post/x-rulez', 'unknown key "x-rulez"', 'Did you mean "x-rules"?'),
    (keyword('x-frobnicate: 1'), 10, '/paths/~1p/post/x-frobnicate', 'unknown key "x-frobnicate"', 'Keys that may stand here: x-behaviours, x-deletes, x-effect, x-level, x-lists, x-rules, x-source, x-yields.'),
    (keyword('x-role: text'), 10, '/paths/~1p/post/x-role', '"x-role" does not belong to an operation', 'Its place is a schema, property, parameter or answer.'),
    (MINIMAL + 'x-effect: read\n', 10, '/x-effect', '"x-effect" does not belong to the description', 'Its place is an operation.'),
    (keyword('x-effect: pubish'), 10, '/paths/~1p/post/x-effect', 'the text "pubish" is not one of read, reject, schedule, publish', 'Did you mean "publish"?'),
    (keyword('x-effect: [read]'), 10, '/paths/~1p/post/x-effect', 'a list stands where text belongs', '`read` changes nothing; `reject` is only ever sent to be refused; `schedule` changes what can be undone (uploads, scheduled posts, deletions); `publish` shows something to the public.'),
    (keyword('x-rules: {a: b}'), 10, '/paths/~1p/post/x-rules', 'a mapping stands where a list belongs', 'What a request has to keep that JSON Schema cannot say, because it depends on accounts, media or the clock. An entry may be a $ref to a rule under components; what stands beside the $ref replaces members of that rule.'),
    (keyword('x-rules: [5]'), 10, '/paths/~1p/post/x-rules/0', 'the number 5 stands where a mapping belongs', 'One entry of x-rules; its kind says which parameters it has.'),
    (rule('{id: a, knd: exists, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0/knd', 'unknown key "knd"', 'Did you mean "kind"?'),
    (rule('{id: a, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0', '"kind" is missing', 'What sort of rule it is, which decides its parameters.'),
    (rule('{id: a, kind: 5, says: c}'), 11, '/paths/~1p/post/x-rules/0/kind', 'the number 5 is not one of supported-platforms, items-per-platform, required-when, exists, several-targets, media-type, same-attribute, utc-instant, schedule-window, text-length, supported-text, ignored, file-size, supported-formats, not-published', 'Choose one of them.'),
    (rule('{id: a, kind: exist, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0/kind', 'unknown kind of rule "exist"', 'Did you mean "exists"?'),
    (rule('{id: a, kind: zzz, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0/kind', 'unknown kind of rule "zzz"', 'The kinds are supported-platforms, items-per-platform, required-when, exists, several-targets, media-type, same-attribute, utc-instant, schedule-window, text-length, supported-text, ignored, file-size, supported-formats, not-published.'),
    (rule('{id: a, kind: exists, says: c}'), 11, '/paths/~1p/post/x-rules/0', '"field" is missing', 'The field that names the object; its x-role says of what sort.'),
    (rule('{id: a, kind: exists, feild: b, says: c}'), 11, '/paths/~1p/post/x-rules/0/feild', 'unknown key "feild"', 'Did you mean "field"?'),
    (rule('{id: A b, kind: exists, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0/id', 'the text "A b" is not an id of words joined by hyphens', 'Write it like "image-cap".'),
    (rule("{id: a, kind: exists, field: 'b c', says: c}"), 11, '/paths/~1p/post/x-rules/0/field', 'the text "b c" is not a field path', 'Write it like "posts[].boardId" or "path.postId".'),
    (rule("{id: a, kind: exists, field: b, says: '{platfrom}'}"), 11, '/paths/~1p/post/x-rules/0/says', 'the text "{platfrom}" is not a statement whose only placeholders are {platform}, {limit}, {value}, {format} and {sample}', 'Write it like "At most {limit} images on {platform}".'),
    (rule('{id: a, kind: exists, field: b, says: c, level: mus}'), 11, '/paths/~1p/post/x-rules/0/level', 'the text "mus" is not one of must, should, assumed', 'Did you mean "must"?'),
    (rule('{id: a, kind: exists, field: b, says: c, level: none}'), 11, '/paths/~1p/post/x-rules/0/level', 'the text "none" is not one of must, should, assumed', 'Choose one of them.'),
    (rule('{id: a, kind: exists, field: b, says: c, source: apii § x}'), 11, '/paths/~1p/post/x-rules/0/source', 'no document "apii" is declared in x-documents', 'Did you mean "api"?'),
    (rule('{id: a, kind: exists, field: b, says: c, source: api}'), 11, '/paths/~1p/post/x-rules/0/source', 'the text "api" is not a document and a section', 'Write it like "api § Rate Limits".'),
    (rule('{id: a, kind: exists, field: b, says: c, status: 200}'), 11, '/paths/~1p/post/x-rules/0/status', 'the number 200 is below 400', 'What belongs here is a status code.'),
    (rule('{id: a, kind: exists, field: b, says: c, platforms: []}'), 11, '/paths/~1p/post/x-rules/0/platforms', 'it is empty', 'What belongs here is a list of platforms.'),
    (rule('{id: a, kind: exists, field: b, says: c, platforms: tiktok}'), 11, '/paths/~1p/post/x-rules/0/platforms', 'the text "tiktok" stands where a list belongs', 'What belongs here is a list of platforms.'),
    (rule('{id: a, kind: exists, field: b, says: c, platforms: [tiktok, tiktok]}'), 11, '/paths/~1p/post/x-rules/0/platforms', 'an entry stands twice', 'What belongs here is a list of platforms.'),
    (rule('{id: a, kind: text-length, field: b, says: c, at-most: {tiktok: many}}'), 11, '/paths/~1p/post/x-rules/0/at-most/tiktok', 'the text "many" stands where a whole number belongs', 'What belongs here is a limit.'),
    (rule('{id: a, kind: text-length, field: b, says: c, at-most: {TikTok: 1}}'), 11, '/paths/~1p/post/x-rules/0/at-most/TikTok', 'the key "TikTok" is not a platform', 'Write it like "pinterest".'),
    (rule('{id: a, kind: text-length, field: b, says: c, at-most: {tiktok: -1}}'), 11, '/paths/~1p/post/x-rules/0/at-most/tiktok', 'the number -1 is below 0', 'What belongs here is a limit.'),
    (rule('{id: a, kind: schedule-window, says: c}'), 11, '/paths/~1p/post/x-rules/0', '"at-least" or "at-most" is missing', 'The time of a post lies within a window that begins at the moment of the request.'),
    (rule('{id: a, kind: schedule-window, at-most: 30 days, says: c}'), 11, '/paths/~1p/post/x-rules/0/at-most', 'the text "30 days" is not an ISO 8601 duration of days, hours, minutes and seconds', 'Write it like "PT10M" or "P30D".'),
    (rule('{id: a, kind: file-size, field: b, by: t, at-most: {IMAGE: 100 Mo}, says: c}'), 11, '/paths/~1p/post/x-rules/0/at-most/IMAGE', 'the text "100 Mo" is not a size with its unit', 'Write it like "100 MB".'),
    (rule('{id: a, kind: ignored, field: b, says: c}'), 11, '/paths/~1p/post/x-rules/0', '"for" or "used-by" is missing', 'A target may hold the field although its platform does not use it: the request is accepted and the field changes nothing.'),
    (rule('{id: a, kind: required-when, field: b, when: {plaform: [x]}, says: c}'), 11, '/paths/~1p/post/x-rules/0/when/plaform', 'unknown key "plaform"', 'Did you mean "platform"?'),
    (rule("{id: a, kind: exists, field: '', says: c}"), 11, '/paths/~1p/post/x-rules/0/field', 'the text "" is not a field path', 'Write it like "posts[].boardId" or "path.postId".'),
    (keyword('x-behaviours: [{id: a, kind: filtr, says: c}]'), 10, '/paths/~1p/post/x-behaviours/0/kind', 'unknown kind of behaviour "filtr"', 'Did you mean "filter"?'),
    (keyword('x-level: mus'), 10, '/paths/~1p/post/x-level', 'the text "mus" is not one of must, should, assumed', 'Did you mean "must"?'),
    (keyword('x-level: 5'), 10, '/paths/~1p/post/x-level', 'the number 5 stands where text or a mapping belongs', 'One level for everything below until another x-level stands there, or a level for each structural keyword of this schema alone (minItems, enum, …); `none` makes no requirement of a keyword.'),
    (keyword('x-level: {minItem: must}'), 10, '/paths/~1p/post/x-level/minItem', 'unknown key "minItem"', 'Did you mean "minItems"?'),
    (keyword('x-level: {minItems: mst}'), 10, '/paths/~1p/post/x-level/minItems', 'the text "mst" is not one of must, should, assumed, none', 'Did you mean "must"?'),
    (keyword('x-source: 5'), 10, '/paths/~1p/post/x-source', 'the number 5 stands where text belongs', 'Write it like "api § Rate Limits".'),
    (keyword('x-source: bpi § x'), 10, '/paths/~1p/post/x-source', 'no document "bpi" is declared in x-documents', 'Did you mean "api"?'),
    (MINIMAL + 'x-conflicts: [{id: a, operations: [], says: b, readings: [{says: c, source: api § x}]}]\n', 10, '/x-conflicts/0/readings', 'fewer than 2 entries', 'The answers, at least two.'),
    (MINIMAL + 'x-limits: [{id: a, requests: 0, per: fortnight, says: b}]\n', 10, '/x-limits/0/requests', 'the number 0 is below 1', 'How many requests are allowed.'),
    (MINIMAL + 'components:\n  x-rules:\n    a: {id: a, kind: exists, field: b}\n', 12, '/components/x-rules/a', '"says" is missing', 'The promise in our own words, one sentence. Where an entry becomes several requirements, {platform}, {limit}, {value}, {format} or {sample} stands for what differs.'),
    (MINIMAL + 'components:\n  x-rules: []\n', 11, '/components/x-rules', 'a list stands where a mapping belongs', 'Rules that several operations name with a $ref.'),
    (MINIMAL + "      x-rules:\n        - {$ref: '#/components/x-rules/a', levle: must}\ncomponents:\n  x-rules:\n    a: {id: a, kind: exists, field: b, says: c}\n", 11, '/paths/~1p/post/x-rules/0/levle', 'unknown key "levle"', 'Did you mean "level"?'),
    (rule("{$ref: '#/info'}"), 11, '/paths/~1p/post/x-rules/0', '"kind" is missing', 'What sort of rule it is, which decides its parameters.'),)
# fmt: on

SEMANTIC = ("no document", "circular")
"""Begins of problems that a JSON Schema cannot see."""


@pytest.mark.parametrize(("content", "line", "pointer", "problem", "advice"), BAD)
def test_misuse_is_told_with_its_place(
    content: str, line: int, pointer: str, problem: str, advice: str
) -> None:
    """Each misuse of the vocabulary is told with its place and, where one is near, a suggestion."""
    with pytest.raises(DescriptionError) as caught:
        read_document(written(content))
    assert DescriptionError(FILE, line, pointer, problem, advice) == caught.value


@pytest.mark.parametrize("content", [case[0] for case in BAD if not case[3].startswith(SEMANTIC)])
def test_published_schema_refuses_the_same(content: str) -> None:
    """What the loader refuses, the published schema refuses too, in any other tool."""
    if "$ref" not in content:
        assert not VALIDATOR.is_valid(yaml.safe_load(content))


@pytest.mark.parametrize(
    "content",
    (
        keyword("x-level: {minItems: none, enum: should}"),
        keyword("parameters: [{name: x-a, in: header, schema: {type: string, x-role: text}}]"),
        keyword("requestBody: {content: {x-a: {schema: {properties: {x-foo: {type: string}}}}}}"),
        keyword("requestBody: {content: {a/b: {examples: {x-e: {value: {x-foo: 1}}}}}}"),
        keyword("requestBody: {content: {a/b: {example: {x-foo: 1}}}}"),
        keyword("requestBody: {content: {a/b: {schema: {enum: [{x-foo: 1}]}}}}"),
        keyword("requestBody: {content: {a/b: {schema: {default: {x-foo: 1}, const: {x-b: 1}}}}}"),
        keyword("security: [{x-key: []}]"),
        rule("{id: a, kind: ignored, field: b, for: [c], value: {x-foo: 1, source: d}, says: e}"),
        MINIMAL
        + "components:\n  headers: {x-h: {schema: {}}}\n  pathItems: {/a: {get: {x-effect: read}}}\n",
        MINIMAL + "webhooks:\n  hook: {post: {x-effect: read}}\n",
    ),
)
def test_names_and_data_may_look_like_keys(content: str) -> None:
    """Nothing is looked for in data, nor among the names of properties, headers and media types."""
    assert yaml.safe_load(content) == read_document(written(content)).raw
    assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(content))] == []


def test_shared_rule_is_reported_where_it_is_written() -> None:
    """A mistake in a shared rule is told once, under components, not at each of its uses."""
    text = rule("{$ref: '#/components/x-rules/a'}")
    with pytest.raises(DescriptionError) as caught:
        read_document(written(f"{text}components:\n  x-rules:\n    a: {{id: a, kind: exist}}\n"))
    assert (caught.value.pointer, caught.value.line) == ("/components/x-rules/a/kind", 14)


def test_all_violations_are_told_in_order() -> None:
    """Whoever wants more than the first violation gets all of them, each once."""
    content = rule("{id: A, kind: exists, feild: b}") + "      x-efect: read\n"
    positions = Positions()
    raw = Composer(FILE, positions).compose(content)
    document = Document(FILE, raw, Resolver(FILE, raw, positions).resolve(), positions)
    at = "/paths/~1p/post/x-rules/0"
    assert [(error.line, error.pointer) for error in violations(document)] == [
        (11, f"{at}/feild"),
        (11, f"{at}/id"),
        (11, at),  # no field
        (11, at),  # no says
        (12, "/paths/~1p/post/x-efect"),
    ]


def test_shipped_description_fits_the_published_schema() -> None:
    """Other tools can hold our description against the schema as it stands in the file."""
    raw = yaml.safe_load(CROSSPOSTIFY.read_text("utf-8"))
    assert [(error.json_path, error.message) for error in VALIDATOR.iter_errors(raw)] == []


def test_schema_is_a_schema() -> None:
    """The published schema is valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(schema())


DEFINITIONS: dict[str, Any] = dict(schema()["$defs"])


def members(family: str) -> Iterator[tuple[str, str, Any]]:
    for kind in kinds(family):
        name = f"{family}-{kind}"
        for member, declared in DEFINITIONS[name]["properties"].items():
            yield name, member, declared


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_definition_is_explained(name: str) -> None:
    """Every definition has a title; keys, kinds and places have a description as well."""
    wanted = {"title"}
    if name.startswith(("x-", "rule-", "behaviour-")):
        wanted.add("description")
    assert wanted == wanted & DEFINITIONS[name].keys()


@pytest.mark.parametrize("family", ("rule", "behaviour"))
def test_every_parameter_is_explained(family: str) -> None:
    """Every parameter of every kind says what it means."""
    silent = [
        f"{name}.{member}"
        for name, member, declared in members(family)
        if "description"
        not in declared | DEFINITIONS.get(declared.get("$ref", "").removeprefix("#/$defs/"), {})
    ]
    assert silent == []


@pytest.mark.parametrize("family", ("rule", "behaviour"))
def test_kinds_and_definitions_agree(family: str) -> None:
    """Each kind has one definition, is dispatched to it, and may stand beside a `$ref`."""
    names = [f"{family}-{kind}" for kind in kinds(family)]
    assert names == [name for name in DEFINITIONS if name.startswith(f"{family}-")]
    branches = DEFINITIONS[family]["allOf"]
    assert names == [branch["then"]["$ref"].removeprefix("#/$defs/") for branch in branches]
    assert kinds(family) == tuple(
        branch["if"]["properties"]["kind"]["const"] for branch in branches
    )
    beside = DEFINITIONS["reference"]["properties"]
    assert [member for _, member, _ in members(family) if member not in beside] == []


@pytest.mark.parametrize("name", DEFINITIONS)
def test_nothing_else_is_let_in(name: str) -> None:
    """Every object of fixed members refuses further ones, and places list the keys they take."""
    declared = DEFINITIONS[name]
    if "propertyNames" in declared and "properties" in declared:
        listed = declared["propertyNames"]["anyOf"][1]["enum"]
        assert sorted(listed) == sorted(key for key in declared["properties"] if key[:2] == "x-")
    elif "properties" in declared and name not in ("rule", "behaviour"):
        assert declared["additionalProperties"] is False
