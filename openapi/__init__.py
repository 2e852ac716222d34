"""What the vendors promise: descriptions, requirements, rules, and the world they depend on."""

from .description import Description, Operation
from .errors import DescriptionError
from .load import load, load_file, vendors
from .request import ABSENT, Request, Upload
from .requirements import Level, Requirement, Source
from .violations import Violation, violations
from .world import Account, Media, Post, World

__all__ = [
    "ABSENT",
    "Account",
    "Description",
    "DescriptionError",
    "Level",
    "Media",
    "Operation",
    "Post",
    "Request",
    "Requirement",
    "Source",
    "Upload",
    "Violation",
    "World",
    "load",
    "load_file",
    "vendors",
    "violations",
]
