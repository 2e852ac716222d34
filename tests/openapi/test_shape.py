"""What is said about files that are no OpenAPI where the suite needs it to be."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postproof.openapi import DescriptionError, load_file

from .descriptions import FILE, written

GOOD = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme.example"}]
x-documents: {api: {title: A, url: "https://a.example"}}
x-source: api § Start
components: {securitySchemes: {k: {type: http, scheme: bearer}}}
paths:
  /posts/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      operationId: createPost
      x-rules:
        - {id: to-exists, kind: exists, field: to, says: It exists.}
        - {id: long, kind: text-length, field: text, at-most: {tiktok: 5}, says: It is short.}
      parameters: [{name: dry, in: query, schema: {type: boolean}, example: true}]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [to]
              properties:
                to: {type: string, x-role: account}
                numbers: {type: array, items: {enum: [1], minimum: 1}, maxItems: 5}
                text: {type: [string, "null"], pattern: "^a", format: email}
            examples: {a: {value: {to: x}}}
      responses:
        "200":
          description: Created.
          content: {application/json: {schema: {properties: {a: {type: string}}}}}
"""

TREE = yaml.safe_load(GOOD)
GONE = object()


@pytest.fixture(autouse=True, scope="module")
def _in_empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("shape"))
        yield


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield (*place, key)
        if isinstance(member, dict | list):
            yield from places(member, (*place, key))


@given(
    place=st.sampled_from(list(places(TREE))),
    value=st.sampled_from((GONE, None, 5, -1.5, "x", "(", [], {}, [5], [[]], True, {"a": 5}))
    | st.recursive(st.none() | st.integers() | st.text(), st.lists),
)
def test_any_place_may_be_wrong(place: tuple[Any, ...], value: Any) -> None:
    """Whatever is taken out or put in, a description is read or the place of the error is told."""
    tree = copy.deepcopy(TREE)
    holder = tree
    for step in place[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    assert told(Path(written(json.dumps(tree), "any.json"))) in (None, ("any.json", 1))


def told(file: Path) -> tuple[str, int | None] | None:
    """The place of the error, None when the description is read."""
    try:
        load_file(file)
    except DescriptionError as error:
        return error.file, error.line
    return None


BAD = (
    ("title: Acme, ", "", 2, "/info", '"title" is missing'),
    ("in: path", "in: cookie", 9, "/paths/~1posts~1{id}/parameters/0/in", 'the text "cookie" is not one of path, query, header'),
    ("required: [to]", "required: to", 21, "/paths/~1posts~1{id}/post/requestBody/content/application~1json/schema/required", 'the text "to" is not of the type array'),
    ("type: boolean", "type: bool", 15, "/paths/~1posts~1{id}/post/parameters/0/schema/type", 'the text "bool" is not one of null, boolean, object, array, number, string, integer'),
    ('"^a"', '"(a"', 25, "/paths/~1posts~1{id}/post/requestBody/content/application~1json/schema/properties/text/pattern", 'the text "(a" is no regular expression'),
    ("enum: [1]", "enum: []", 24, "/paths/~1posts~1{id}/post/requestBody/content/application~1json/schema/properties/numbers/items/enum", "a list is too small"),
    ("scheme: bearer", "schema: bearer", 6, "/components/securitySchemes/k", '"scheme" is missing'),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "pointer", "problem"), BAD)
def test_bad(old: str, new: str, line: int, pointer: str, problem: str) -> None:
    """What is no OpenAPI is told with its place."""
    with pytest.raises(DescriptionError) as caught:
        load_file(Path(written(GOOD.replace(old, new))))
    assert caught.value == DescriptionError(
        FILE,
        line,
        pointer,
        f"this is not OpenAPI: {problem}",
        "See the OpenAPI 3.1 specification.",
    )
