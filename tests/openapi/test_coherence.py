"""Names in a description that mean nothing are errors with their place."""

from pathlib import Path

import pytest

from postproof.openapi import DescriptionError, load_file

from .descriptions import FILE, written

GOOD = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
x-documents:
  api: {title: Acme API, url: "https://acme.example"}
x-source: api § Start
x-limits:
  - {id: hourly, requests: 9, per: hour, operations: [listPosts], source: api § Limits, says: Nine an hour.}
x-conflicts:
  - id: two-ways
    operations: [deletePost]
    says: There are two ways.
    readings: [{says: One., source: api § One}, {says: Other., source: api § Two}]
paths:
  /posts:
    get:
      operationId: listPosts
      x-lists: {role: post, field: "posts[]", id: id}
      x-behaviours:
        - {id: filter, kind: filter, parameter: status, field: status, says: It filters.}
      parameters:
        - {name: status, in: query, schema: {type: string}}
      responses: {"200": {description: All.}}
  /posts/{id}:
    delete:
      operationId: deletePost
      x-deletes: {role: post, field: path.id}
      x-behaviours:
        - {id: gone, kind: delete-is-effective, listing: listPosts, says: It is gone.}
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, x-role: post}}
      responses: {"200": {description: Gone.}}
"""
BEHAVIOUR = "/paths/~1posts/get/x-behaviours/0"

BAD = (
    (
        ("operations: [listPosts]", "operations: [listPost]"),
        7,
        "/x-limits/0/operations/0",
        'there is no operation "listPost"',
        'Did you mean "listPosts"?',
    ),
    (
        ("operations: [deletePost]", "operations: [nothing]"),
        10,
        "/x-conflicts/0/operations/0",
        'there is no operation "nothing"',
        "The operations are listPosts, deletePost.",
    ),
    (
        ("listing: listPosts", "listing: listsPosts"),
        28,
        "/paths/~1posts~1{id}/delete/x-behaviours/0/listing",
        'there is no operation "listsPosts"',
        'Did you mean "listPosts"?',
    ),
    (
        ("parameter: status", "parameter: state"),
        19,
        f"{BEHAVIOUR}/parameter",
        'GET /posts has no query parameter "state"',
        'Did you mean "status"?',
    ),
)


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_names_that_mean_something_are_fine() -> None:
    """A description whose names all mean something loads."""
    assert list(load_file(Path(written(GOOD))).operations) == ["listPosts", "deletePost"]


@pytest.mark.parametrize(("change", "line", "pointer", "problem", "advice"), BAD)
def test_names_that_mean_nothing(
    change: tuple[str, str], line: int, pointer: str, problem: str, advice: str
) -> None:
    """An operation or a parameter that does not exist is told with its place and a suggestion."""
    path = Path(written(GOOD.replace(*change)))
    with pytest.raises(DescriptionError) as caught:
        load_file(path)
    assert DescriptionError(FILE, line, pointer, problem, advice) == caught.value
