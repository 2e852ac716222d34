"""Requests and responses as lines of text, as an engineer would write them down."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from .results import Request, Response

_LONGEST = 3
"""A body that would grow by more than this factor when indented stays as it is."""


def request_lines(request: Request) -> list[str]:
    """Method and address, headers, an empty line, the body."""
    return _lines(f"{request.method} {request.url}", request)


def response_lines(response: Response) -> list[str]:
    """Status, headers, an empty line, the body."""
    return _lines(f"{response.status} {response.reason_phrase}".rstrip(), response)


def indented(body: str) -> str:
    """A JSON body on several lines, if that changes nothing but white space; else as it is."""
    if not body.startswith(("{", "[")):
        return body
    try:
        value = json.loads(body)
        for ascii_only in (False, True):
            for separators in ((",", ":"), (", ", ": ")):
                if body == json.dumps(value, ensure_ascii=ascii_only, separators=separators):
                    longer = json.dumps(value, ensure_ascii=ascii_only, indent=2)
                    return longer if len(longer) < _LONGEST * len(body) + 200 else body
    except (ValueError, RecursionError):
        pass
    return body


def differing(lines: Sequence[str], others: Iterable[str]) -> list[bool]:
    """For each line whether it is missing among `others`, each of which accounts for one line."""
    unmatched = Counter(map(_essence, others))
    found = []
    for line in map(_essence, lines):
        found.append(unmatched[line] == 0)
        unmatched[line] -= not found[-1]
    return found


def _essence(line: str) -> str:
    """The line without what changes when its neighbours do."""
    return "content-length" if line.lower().startswith("content-length:") else line.rstrip(",")


def _lines(first: str, message: Request | Response) -> list[str]:
    lines = [first, *(f"{name}: {value}" for name, value in message.headers)]
    if message.body:
        lines += ["", *indented(message.body).split("\n")]
    return lines
