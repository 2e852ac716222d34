"""Errors about descriptions: values, and one line each for people."""

import pickle

import pytest

from postproof.openapi.errors import DescriptionError, did_you_mean, suggestion

POINTER = "/paths/~1posts/post/x-rulez"
ERROR = DescriptionError(
    "openapi/acme.yaml", 41, POINTER, 'unknown key "x-rulez"', 'Did you mean "x-rules"?'
)


def test_line_names_file_line_pointer_problem_and_advice() -> None:
    """An error is told in one line, the place first."""
    assert str(ERROR) == (
        'openapi/acme.yaml:41 at /paths/~1posts/post/x-rulez: unknown key "x-rulez". '
        'Did you mean "x-rules"?'
    )


def test_line_leaves_out_what_is_not_known() -> None:
    """Without a line and a pointer the file alone is named."""
    error = DescriptionError("acme.yaml", None, "", "the file is empty", "Write in it.")
    assert str(error) == "acme.yaml: the file is empty. Write in it."


def test_errors_are_values() -> None:
    """Two errors that say the same are equal and hash alike; one other field, and they are not."""
    same = DescriptionError(ERROR.file, 41, POINTER, ERROR.problem, ERROR.advice)
    other = DescriptionError(ERROR.file, 42, POINTER, ERROR.problem, ERROR.advice)
    assert (same, len({ERROR, same})) == (ERROR, 1)
    assert other != ERROR


def test_errors_survive_pickling() -> None:
    """A worker process can hand its error on."""
    assert pickle.loads(pickle.dumps(ERROR)) == ERROR


@pytest.mark.parametrize(
    ("word", "expected"),
    (
        ("x-rulez", "x-rules"),
        ("X-Rules", "x-rules"),
        ("x-role", "x-role"),
        ("tolerance", None),
        ("", None),
    ),
)
def test_suggestion_is_the_nearest_known_word(word: str, expected: str | None) -> None:
    """The nearest known word is suggested whatever its case, or none if all are far."""
    assert expected == suggestion(word, ["x-rules", "x-role"])


def test_advice_falls_back_to_what_is_known() -> None:
    """Where no known word is near, the advice is the one that was given."""
    assert did_you_mean("mst", ["must"], "Choose.") == 'Did you mean "must"?'
    assert did_you_mean("zzz", ["must"], "Choose.") == "Choose."
