"""Reading descriptions: lines, references, and one clear error for whatever is wrong."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from postproof import openapi
from postproof.openapi import composer
from postproof.openapi.composer import DEEPEST, join_surrogates
from postproof.openapi.document import LARGEST, Document, read_document
from postproof.openapi.errors import DescriptionError

from .descriptions import FILE, MINIMAL, keyword, rule, schema, written

CROSSPOSTIFY = files(openapi) / "crosspostify.yaml"
TEXT = CROSSPOSTIFY.read_text("utf-8")


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(content: str | bytes, name: str = FILE) -> Document:
    return read_document(written(content, name))


def error_of(content: str | bytes, name: str = FILE) -> DescriptionError:
    with pytest.raises(DescriptionError) as caught:
        read(content, name)
    return caught.value


# fmt: off
BAD = (
    ('a: [', 2, '', 'not YAML: while parsing a flow node, did not find expected node content', 'Correct the syntax.'),
    ('a: 1\n b: 2', 2, '', 'not YAML: mapping values are not allowed in this context', 'Correct the syntax.'),
    ('a: 1\n---\nb: 1\n', 2, '', 'not YAML: expected a single document in the stream, but found another document', 'Correct the syntax.'),
    ('a: *b', 1, '', 'not YAML: found undefined alias', 'Correct the syntax.'),
    ('a: \x07', 1, '', 'not YAML: the character U+0007 is not allowed', 'Remove it, or write it as an escape in double quotes.'),
    (b'a: \xff', 1, '', 'the file is not UTF-8', 'Save it in the encoding UTF-8.'),
    ('', None, '', 'the file is empty', 'Write a description in it.'),
    ('# only\n', None, '', 'the file is empty', 'Write a description in it.'),
    ('- a', 1, '', 'the file holds a list, not a mapping', 'Begin the file with openapi: "3.1.0".'),
    ('hello', 1, '', 'the file holds the text "hello", not a mapping', 'Begin the file with openapi: "3.1.0".'),
    ('title: x', 1, '', 'this is not OpenAPI: the key "openapi" is missing', 'Begin the file with openapi: "3.1.0".'),
    ('openapy: 3.1.0', 1, '', 'this is not OpenAPI: the key "openapi" is missing', 'Did you mean "openapi" by "openapy"?'),
    ("swagger: '2.0'", 1, '', 'this is not OpenAPI: the key "openapi" is missing', 'Begin the file with openapi: "3.1.0".'),
    ('openapi: 3.1', 1, '/openapi', 'the number 3.1 is not a version of OpenAPI 3.1', 'Begin the file with openapi: "3.1.0".'),
    ('openapi: 3.0.3', 1, '/openapi', 'the text "3.0.3" is not a version of OpenAPI 3.1', 'Begin the file with openapi: "3.1.0".'),
    ('openapi: 3.1.0', 1, '/paths', 'there are no paths', 'Describe at least one operation.'),
    ('openapi: 3.1.0\npaths: []', 2, '/paths', 'there are no paths', 'Describe at least one operation.'),
    ('openapi: 3.1.0\npaths: {}', 2, '/paths', 'there are no paths', 'Describe at least one operation.'),
    ('a: 1\nb: 2\na: 3', 3, '/a', 'the key "a" stands twice, first on line 1', 'Keep one of the two.'),
    ('200: x', 1, '/200', 'the key 200 is read as the number 200, and keys are text', 'Put it in quotes: "200".'),
    ('on: x', 1, '/on', 'the key on is read as the boolean true, and keys are text', 'Put it in quotes: "on".'),
    ('null: x', 1, '/null', 'the key null is read as nothing, and keys are text', 'Put it in quotes: "null".'),
    ('[a]: x', 1, '', 'a key is a mapping or a list', 'Let every key be text.'),
    ('{a: b}: x', 1, '', 'a key is a mapping or a list', 'Let every key be text.'),
    ('a: !foo 1', 1, '/a', 'the tag "!foo" is not used in descriptions', 'Remove the tag; plain values are enough.'),
    ('a: !!python/object:os.system [x]', 1, '/a', 'the tag "!!python/object:os.system" is not used in descriptions', 'Remove the tag; plain values are enough.'),
    ('!!set {a}', 1, '', 'the tag "!!set" is not used in descriptions', 'Remove the tag; plain values are enough.'),
    ('a: !!int x', 1, '/a', '"x" cannot be read as int', 'Correct it, or put it in quotes if it is text.'),
    ("a: !!float ''", 1, '/a', '"" cannot be read as float', 'Correct it, or put it in quotes if it is text.'),
    ('a: &x [*x]', 1, '/a/0', 'an anchor contains itself', 'Write it out once.'),
    ('a: 1\n<<: 5', 2, '/<<', '<< merges the number 5, not a mapping', 'Let << name a mapping by its anchor, or a list of them.'),
    ('a: 1\n<<: [5]', 2, '/<<', '<< merges the number 5, not a mapping', 'Let << name a mapping by its anchor, or a list of them.'),
    ('[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[', 1, '', 'nested more than 100 levels deep', 'Move inner parts to components and name them with $ref.'),
    ('a: 2024-01-01\nb: =\nc: <<', 1, '', 'this is not OpenAPI: the key "openapi" is missing', 'Begin the file with openapi: "3.1.0".'),
    (MINIMAL + "  /q: {$ref: '#/paths/~1x'}\n", 10, '/paths/~1q/$ref', '"#/paths/~1x" names nothing in this file', 'Did you mean "#/paths/~1q"?'),
    (MINIMAL + "  /q: {$ref: 'other.yaml#/x'}\n", 10, '/paths/~1q/$ref', '"other.yaml#/x" lies outside this file, and remote references are not followed', 'Copy what it names into components.'),
    (MINIMAL + '  /q: {$ref: 5}\n', 10, '/paths/~1q/$ref', '$ref is the number 5, not text', 'Write a pointer into this file, such as "#/components/schemas/Post".'),
    (MINIMAL + "  /q: {$ref: '#/paths/~1q'}\n", 10, '/paths/~1q/$ref', 'circular reference #/paths/~1q → #/paths/~1q', 'Break the circle.'),
    (MINIMAL + "components:\n  schemas:\n    A: {properties: {b: {$ref: '#/components/schemas/B'}}}\n    B: {items: {$ref: '#/components/schemas/A'}}\n", 13, '/components/schemas/B/items/$ref', 'circular reference #/components/schemas/A → #/components/schemas/B → #/components/schemas/A', 'Break the circle.'),
    (MINIMAL + "components:\n  schemas:\n    Post: {type: object}\n    B: {items: {$ref: '#/components/schemas/Pots'}}\n", 13, '/components/schemas/B/items/$ref', '"#/components/schemas/Pots" names nothing in this file', 'Did you mean "#/components/schemas/Post"?'),
    (MINIMAL + "components:\n  schemas:\n    Post: {type: object}\n    B: {items: {$ref: '#/components/schema/Post'}}\n", 13, '/components/schemas/B/items/$ref', '"#/components/schema/Post" names nothing in this file', 'Did you mean "#/components/schemas/Post"?'),
    (MINIMAL + "components:\n  schemas:\n    B: {items: {$ref: '#/info/title', description: x}}\n", 12, '/components/schemas/B/items/$ref', '"#/info/title" names the text "A", and what stands beside $ref cannot be merged with that', 'Remove what stands beside $ref.'),
    (MINIMAL + "components:\n  schemas:\n    B: {$ref: '#'}\n", 12, '/components/schemas/B/$ref', 'circular reference # → #', 'Break the circle.'),)
# fmt: on


@pytest.mark.parametrize(("content", "line", "pointer", "problem", "advice"), BAD)
def test_bad_input_is_told_with_its_place(
    content: str | bytes, line: int | None, pointer: str, problem: str, advice: str
) -> None:
    """Each kind of bad input ends in exactly one error: what, where, and what to do."""
    assert DescriptionError(FILE, line, pointer, problem, advice) == error_of(content)


def test_missing_file_is_told() -> None:
    """A path that leads nowhere is an error about that path."""
    with pytest.raises(DescriptionError) as caught:
        read_document("none.yaml")
    advice = "Check the path and its permissions."
    assert DescriptionError("none.yaml", None, "", "there is no such file", advice) == caught.value


@pytest.mark.parametrize(
    ("path", "problem"),
    (
        (".", "the file cannot be read: Is a directory"),
        ("a\0b", "the file cannot be read: embedded null byte"),
    ),
)
def test_unreadable_file_is_told(path: str, problem: str) -> None:
    """What is there and cannot be read is an error with the system's reason."""
    with pytest.raises(DescriptionError) as caught:
        read_document(path)
    expected = DescriptionError(path, None, "", problem, "Check the path and its permissions.")
    assert expected == caught.value


@pytest.mark.parametrize("opening", ("[", "{a: ", "? ", "- "))
def test_absurd_nesting_is_refused_before_it_overflows(opening: str) -> None:
    """Nesting that would overflow the C stack of the parser is refused at the limit."""
    error = error_of(opening * 50_000)
    assert f"nested more than {DEEPEST} levels deep" == error.problem


def test_long_chain_of_references_is_refused() -> None:
    """References may not build a tree deeper than what may be written."""
    links = "".join(
        f"    A{n}: {{items: {{$ref: '#/components/schemas/A{n + 1}'}}}}\n" for n in range(200)
    )
    error = error_of(f"{MINIMAL}components:\n  schemas:\n{links}    A200: {{}}\n")
    assert f"nested more than {DEEPEST} levels deep once every $ref is followed" == error.problem


def test_aliases_that_multiply_are_refused() -> None:
    """A billion laughs end in an error, at once."""
    bombs = "".join(f", &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))
    error = error_of(schema(f"{{enum: [&a0 [x]{bombs}]}}"))
    assert f"more than {LARGEST:,} values once every alias and $ref is followed" == error.problem


def test_duplicate_key_names_both_lines_inside_a_list() -> None:
    """The pointer of a duplicate key leads through lists and escapes slashes."""
    error = error_of("a:\n  - b/c: 1\n    d: 2\n    b/c: 3\n")
    problem = 'the key "b/c" stands twice, first on line 2'
    expected = DescriptionError(FILE, 4, "/a/0/b~1c", problem, "Keep one of the two.")
    assert expected == error


@pytest.mark.parametrize(
    ("scalar", "expected"),
    (
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
        ("=", "="),
        ("<<", "<<"),
        ("1e3", 1000.0),
        ("'1e3'", "1e3"),
        ("-2.5E-1", -0.25),
        ("1.5", 1.5),
        ("12", 12),
        ("yes", True),
        ("~", None),
        ('"12"', "12"),
    ),
)
def test_scalars_are_plain_values(scalar: str, expected: Any) -> None:
    """Scalars are what JSON has, and never dates."""
    value = read(schema(f"{{const: {scalar}}}")).raw["components"]["schemas"]["A"]["const"]
    assert (expected, type(expected)) == (value, type(value))


def test_merges_take_what_is_not_there_yet() -> None:
    """`<<` gives way to a mapping's own keys, and its first source to none."""
    text = (
        "{allOf: [&a {title: a, format: a, pattern: a}, &b {format: b, minimum: 1}], "
        "items: {<<: [*a, *b], title: c}}"
    )
    document = read(schema(text))
    items = document.raw["components"]["schemas"]["A"]["items"]
    assert items == {"title": "c", "format": "a", "pattern": "a", "minimum": 1}


def test_quoted_merge_key_is_a_name() -> None:
    """Only the bare `<<` merges."""
    document = read(schema('{properties: {"<<": {type: string}}}'))
    properties = document.resolved["components"]["schemas"]["A"]["properties"]
    assert properties == {"<<": {"type": "string"}}


def test_json_is_read_with_its_escapes() -> None:
    """A JSON file is a description too, with pairs of surrogate escapes and tabs."""
    value = yaml.safe_load(MINIMAL)
    value["info"]["title"] = 'Film 🎬 \\ud83c "/" \\'
    content = json.dumps(value, indent="\t").replace("/", "\\/")
    assert value == read(content, "acme.json").raw


def test_escaped_backslash_begins_no_escape() -> None:
    r"""`\\ud83c\udfac` is a backslash, letters, and half a pair: nothing is joined."""
    assert join_surrogates(r'"\\ud83c\udfac"') == r'"\\ud83c\udfac"'
    assert join_surrogates(r'"\\\ud83c\udfac"') == r'"\\\U0001f3ac"'


def test_byte_order_mark_is_no_content() -> None:
    """A file saved with a byte order mark reads like one without."""
    assert read(MINIMAL).raw == read(MINIMAL.encode("utf-8-sig")).raw


def test_pure_python_yaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the values and the lines are the same."""
    fast = read(TEXT)
    monkeypatch.setattr(composer, "Loader", yaml.SafeLoader)
    slow = read(TEXT)
    pointer = "/paths/~1post~1image/post/x-rules/3/field"
    assert (fast.resolved, fast.line(pointer)) == (slow.resolved, slow.line(pointer))


def test_references_are_replaced_and_siblings_win() -> None:
    """What stands beside a `$ref` replaces members of what it names."""
    shared = "{id: a, kind: exists, field: b, says: c, level: must}"
    text = rule("{$ref: '#/components/x-rules/a', level: should}")
    document = read(f"{text}components:\n  x-rules:\n    a: {shared}\n")
    operation = document.resolved["paths"]["/p"]["post"]
    expected = {"id": "a", "kind": "exists", "field": "b", "says": "c", "level": "should"}
    assert [expected] == operation["x-rules"]


def test_reference_may_name_anything_plain() -> None:
    """A `$ref` is followed to a text as well, and its pointer may be percent-encoded."""
    document = read(schema("{title: {$ref: '#/paths/~1p/p%6Fst/operationId'}}"))
    assert document.resolved["components"]["schemas"]["A"] == {"title": "p"}


def test_references_in_data_are_data() -> None:
    """`$ref` means nothing in examples, defaults and enums, nor as the name of a property."""
    text = (
        "{default: {$ref: '#/none'}, example: {$ref: '#/none'}, enum: [{$ref: '#/none'}], "
        "examples: [{$ref: '#/none'}], properties: {$ref: {type: string}}}"
    )
    document = read(schema(text))
    assert document.raw == document.resolved


def test_references_to_examples_are_followed() -> None:
    """A named example may be a `$ref`; what it holds is data."""
    text = keyword(
        "requestBody: {content: {a/b: {examples: {e: {$ref: '#/components/examples/e'}}}}}"
    )
    document = read(text + "components:\n  examples:\n    e: {value: {$ref: '#/none'}}\n")
    content = document.resolved["paths"]["/p"]["post"]["requestBody"]["content"]
    assert content == {"a/b": {"examples": {"e": {"value": {"$ref": "#/none"}}}}}


@pytest.mark.parametrize(
    ("pointer", "line"),
    (
        ("", 1),
        ("/info/title", 2),
        ("/paths/~1p/post/x-rules", 10),
        ("/paths/~1p/post/x-rules/0", 12),
        ("/paths/~1p/post/x-rules/0/$ref", 12),
        ("/paths/~1p/post/x-rules/0/level", 13),
        ("/paths/~1p/post/x-rules/0/kind", 18),
        ("/paths/~1p/post/x-rules/0/none/0", 12),
        ("/paths/~1p/post/x-rules/7", 10),
        ("/paths/~1p/post/x-rules/99999999999999999999", 10),
        ("/paths/~1p/post/x-rules/-", 10),
        ("/paths/~1p/post/operationId/0", 8),
        ("/components/x-rules/a/kind", 18),
        ("/nowhere", 1),
    ),
)
def test_line_is_where_a_value_is_written(pointer: str, line: int) -> None:
    """A place seen through a `$ref` has the line of what is named, else its nearest ancestor's."""
    text = keyword("x-rules:\n        -\n          $ref: '#/components/x-rules/a'\n")
    text = text.rstrip() + "\n          level: should\n"
    shared = "      id: a\n      kind: exists\n      field: b\n      says: c\n"
    document = read(f"{text}components:\n  x-rules:\n    a:\n{shared}")
    assert line == document.line(pointer)


def test_error_carries_the_line_of_its_pointer() -> None:
    """An error made of a document names its file and the line of the pointer."""
    expected = DescriptionError(FILE, 8, "/paths/~1p/post/operationId", "bad", "Do better.")
    assert expected == read(MINIMAL).error("/paths/~1p/post/operationId", "bad", "Do better.")


def test_shipped_description_is_read_whole() -> None:
    """The shipped file is read from the package, without a reference left, as SafeLoader does."""
    document = read_document(CROSSPOSTIFY)
    assert yaml.safe_load(TEXT) == document.raw
    assert '"$ref"' not in json.dumps(document.resolved)


def test_shipped_description_is_openapi() -> None:
    """The shipped file is valid OpenAPI 3.1, before and after references are followed."""
    document = read_document(CROSSPOSTIFY)
    validate(document.raw, cls=OpenAPIV31SpecValidator)
    validate(document.resolved, cls=OpenAPIV31SpecValidator)


WORDS = sorted({word for line in TEXT.splitlines() for word in line.split()})
FRAGMENTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(list('{}[]:,&*!|>%@`"#\n\t -?<')),
    st.sampled_from(
        (
            "<<: ",
            "&a ",
            "*a",
            "*target",
            "$ref: '#'",
            "x-rulez: ",
            "null",
            "200: ",
            "!!set ",
            "---\n",
        )
    ),
    st.text(max_size=5),
)
LINES = TEXT.splitlines(keepends=True)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The shipped file with a few lines lost, doubled or swapped, and words put in."""
    lines = list(LINES)
    for at in draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=4)):
        line = lines[at]
        column = draw(st.integers(0, len(line)))
        torn = line[:column] + draw(FRAGMENTS) + line[draw(st.integers(column, len(line))) :]
        changes = ("", line * 2, "  " + line, draw(st.sampled_from(LINES)), torn, torn)
        lines[at] = draw(st.sampled_from(changes))
    return "".join(lines)


def outcome(content: bytes) -> Document | DescriptionError:
    try:
        return read(content)
    except DescriptionError as error:
        return error


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.one_of(mutated(), st.binary(max_size=40)))
@example(content="a: !!float '1:" + "1:" * 200 + "1.5'")
@example(content=b"\xef\xbb\xbf")
def test_whatever_is_read_ends_in_a_document_or_an_error(content: str | bytes) -> None:
    """No input makes a traceback, and every error has a line of the file."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    found = outcome(raw)
    if isinstance(found, Document):
        assert isinstance(found.resolved["paths"], dict)
    else:
        breaks = (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")  # of YAML 1.1
        last = 2 + sum(map(raw.count, breaks))
        assert found.line is None or 1 <= found.line <= last
        assert [found.file, bool(found.problem), found.advice[-1:] in ".?"] == [FILE, True, True]
