"""The level and the source that hold at a place of a description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..requirements import Level, Source


@dataclass(frozen=True)
class Provenance:
    """The level and source that hold at a place of the description; inherited downwards."""

    level: Level | None
    source: Source
    documents: Mapping[str, Mapping[str, str]]
    keywords: Mapping[str, str] = ()  # type: ignore[assignment]

    def within(self, holder: Mapping[str, Any]) -> Provenance:
        """What holds inside `holder`, by its own x-level and x-source."""
        level, keywords = self.level, {}
        own = holder.get("x-level")
        if isinstance(own, str):
            level = Level(own)
        elif own is not None:
            keywords = dict(own)
        source = holder.get("x-source")
        return Provenance(level, self.cite(source), self.documents, keywords)

    def cite(self, text: str | None) -> Source:
        """The source that `key § section` names; the inherited one without a text."""
        return self.source if text is None else cited(text, self.documents)

    def at(self, keyword: str) -> Level | None:
        """The level of one keyword; None where the description says `none`."""
        word = dict(self.keywords).get(keyword)
        if word is None:
            return self.level
        return None if word == "none" else Level(word)


def cited(text: str, documents: Mapping[str, Mapping[str, str]]) -> Source:
    """The source that `key § section` names among x-documents; KeyError for an unknown key."""
    key, _, section = text.partition(" § ")
    return Source(documents[key]["title"], section, documents[key].get("url"))
