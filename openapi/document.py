"""Reads a description's file: plain values, with and without `$ref`, and the line of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from .composer import Composer, join_surrogates
from .errors import DescriptionError, suggestion
from .positions import Positions
from .references import Resolver
from .vocabulary import violations
from .wording import kind_of

LARGEST = 1_000_000
"""Values in a resolved description; the shipped ones have some thousands."""


@dataclass(frozen=True)
class Document:
    """One description as it stands in its file; what it holds is not to be changed."""

    path: str
    """The file as messages name it."""
    raw: Mapping[str, Any]
    """The file as plain values."""
    resolved: Mapping[str, Any]
    """The same with what is named in place of every `$ref`, its siblings merged over it."""
    positions: Positions = field(repr=False, compare=False)

    def line(self, pointer: str) -> int:
        """The line of a place in the resolved or the raw tree, or of its nearest ancestor."""
        resolved = self.positions.deepest(self.resolved, pointer)
        raw = self.positions.deepest(self.raw, pointer)
        return raw[1] if raw[0] > resolved[0] else resolved[1]

    def error(self, pointer: str, problem: str, advice: str) -> DescriptionError:
        """An error about a place in this file, to be raised."""
        return DescriptionError(self.path, self.line(pointer), pointer, problem, advice)


def read_document(path: Path | str | Traversable) -> Document:
    """The description in the YAML or JSON file `path`; raises DescriptionError."""
    source = Path(path) if isinstance(path, str) else path
    file = str(path)
    text = _text(source, file)
    positions = Positions()
    raw = Composer(file, positions).compose(
        join_surrogates(text) if file.endswith(".json") else text
    )
    if raw is None:
        raise DescriptionError(file, None, "", "the file is empty", "Write a description in it.")
    if not isinstance(raw, dict):
        raise DescriptionError(
            file, 1, "", f"the file holds {kind_of(raw)}, not a mapping", _HOW_TO_BEGIN
        )
    _require_openapi(Document(file, raw, raw, positions))
    document = Document(file, raw, Resolver(file, raw, positions).resolve(), positions)
    _refuse_size(document)
    for violation in violations(document):
        raise violation
    return document


def _text(source: Path | Traversable, file: str) -> str:
    try:
        return source.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DescriptionError(file, None, "", "there is no such file", _CHECK_PATH) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DescriptionError(
            file, line, "", "the file is not UTF-8", "Save it in the encoding UTF-8."
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        problem = f"the file cannot be read: {reason}"
        raise DescriptionError(file, None, "", problem, _CHECK_PATH) from None


def _require_openapi(document: Document) -> None:
    raw = document.raw
    if "openapi" not in raw:
        near = suggestion("openapi", raw)
        advice = f'Did you mean "openapi" by "{near}"?' if near else _HOW_TO_BEGIN
        raise document.error("", 'this is not OpenAPI: the key "openapi" is missing', advice)
    version = raw["openapi"]
    if not isinstance(version, str) or not re.fullmatch(r"3\.1\.[0-9]+", version):
        problem = f"{kind_of(version)} is not a version of OpenAPI 3.1"
        raise document.error("/openapi", problem, _HOW_TO_BEGIN)
    if not isinstance(raw.get("paths"), dict) or not raw["paths"]:
        raise document.error("/paths", "there are no paths", "Describe at least one operation.")


_CHECK_PATH = "Check the path and its permissions."
_HOW_TO_BEGIN = 'Begin the file with openapi: "3.1.0".'


def _refuse_size(document: Document) -> None:
    """Aliases and references that multiply one another fill any memory once they are followed."""
    if _size(document.resolved, {}) > LARGEST:
        problem = f"more than {LARGEST:,} values once every alias and $ref is followed"
        raise document.error("", problem, "Describe less, or name less of it several times.")


def _size(value: Any, known: dict[int, int]) -> int:
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in known:
        members = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_size(member, known) for member in members)
    return known[id(value)]
