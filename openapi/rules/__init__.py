"""Rule kinds: predicates over a request and a world, one small class each."""

from __future__ import annotations

from .limits import FileSize, ItemsPerPlatform, SupportedFormats, TextLength
from .platforms import Ignored, RequiredWhen, SeveralTargets, SupportedPlatforms
from .references import Exists, MediaType, NotPublished, SameAttribute
from .rule import Rule, Target, targets
from .schedule import ScheduleWindow, UtcInstant, parse_instant
from .texts import SupportedText

KINDS: dict[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        Exists,
        FileSize,
        Ignored,
        ItemsPerPlatform,
        MediaType,
        NotPublished,
        RequiredWhen,
        SameAttribute,
        ScheduleWindow,
        SeveralTargets,
        SupportedFormats,
        SupportedPlatforms,
        SupportedText,
        TextLength,
        UtcInstant,
    )
}
"""Every rule kind by the name that descriptions use."""

__all__ = [
    "KINDS",
    "Exists",
    "FileSize",
    "Ignored",
    "ItemsPerPlatform",
    "MediaType",
    "NotPublished",
    "RequiredWhen",
    "Rule",
    "SameAttribute",
    "ScheduleWindow",
    "SeveralTargets",
    "SupportedFormats",
    "SupportedPlatforms",
    "SupportedText",
    "Target",
    "TextLength",
    "UtcInstant",
    "parse_instant",
    "targets",
]
