"""The smallest description, and ways to put something into it."""

from pathlib import Path

MINIMAL = """\
openapi: 3.1.0
info: {title: A, version: "1"}
x-documents:
  api: {title: A, url: "https://a.example"}
paths:
  /p:
    post:
      operationId: p
      responses: {"200": {description: d}}
"""
FILE = "acme.yaml"


def keyword(text: str) -> str:
    """The smallest description with one more line in its operation."""
    return f"{MINIMAL}      {text}\n"


def rule(text: str) -> str:
    """The smallest description with one rule."""
    return keyword(f"x-rules:\n        - {text}")


def schema(text: str) -> str:
    """The smallest description with one schema."""
    return f"{MINIMAL}components:\n  schemas:\n    A: {text}\n"


def written(content: str | bytes, name: str = FILE) -> str:
    """The content as a file in the working folder."""
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name
