"""Targets from `postproof.toml`. No value of the API key is ever shown."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..openapi import Account, vendors
from ..openapi.errors import did_you_mean
from ._toml_lines import Key, line_of
from .target import Effect, Target

FILE = "postproof.toml"
"""The configuration that is read when none is named: in the current folder."""

TARGET_KEYS = (
    *("vendor", "base-url", "api-key-env", "effects", "max-requests", "max-upload", "timeout"),
    *("pace", "accounts"),
)
ACCOUNT_KEYS = ("id", "platform", "boards")
UNITS = dict(zip(("", "B", "KB", "MB", "GB"), (1, 1, 10**3, 10**6, 10**9), strict=True))


@dataclass(unsafe_hash=True)  # not frozen: contextlib sets __traceback__
class ConfigError(Exception):
    """The configuration cannot be used as it stands; compared by value."""

    file: str
    """The file as the user named it."""
    line: int | None
    """The line in that file, from 1; None where it cannot be told."""
    key: str
    """The key as in `targets.staging.accounts[1].id`; empty for the whole file."""
    problem: str
    """What is wrong, without a full stop."""
    advice: str
    """What to do about it, in whole sentences."""

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        place = f" at {self.key}" if self.key else ""
        return f"{self.file}{line}{place}: {self.problem}. {self.advice}"

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, int | None, str, str, str]]:
        fields = (self.file, self.line, self.key, self.problem, self.advice)
        return (type(self), fields)  # Exception would pickle its args, which are not set


@dataclass(unsafe_hash=True)
class UnknownTarget(ConfigError):
    """There is no target of that name; it may still be the name of a vendor."""


def find_target(name: str, config: Path | None = None, *, need_key: bool = True) -> Target:
    """The target of that name in a configuration file, `postproof.toml` if None.

    Without `need_key` the key is not read, and the target has none: enough to plan with.
    Raises ConfigError; UnknownTarget if there is no such target, or no file and none was named.
    """
    file = _read(config)
    declared = file.tree.get("targets", {})
    if name not in declared:
        if file.text is None:
            advice = f"There is no {FILE} in this folder. Write one, or name one with --config."
        elif declared:
            advice = did_you_mean(name, declared, f"Its targets are {', '.join(declared)}.")
        else:
            advice = f"It has no targets. Begin one with [targets.{name}]."
        raise UnknownTarget(file.name, None, "", f'there is no target "{name}"', advice)
    return _target(file, name, need_key=need_key)


def targets(config: Path | None = None) -> tuple[str, ...]:
    """The names of the targets in a configuration file. Raises ConfigError."""
    return tuple(_read(config).tree.get("targets", {}))


@dataclass(frozen=True)
class _File:
    """A configuration file; `text` is None when there is none."""

    name: str
    text: str | None
    tree: Mapping[str, Any]

    def error(self, key: Key, problem: str, advice: str) -> ConfigError:
        words = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in key).lstrip(".")
        return ConfigError(self.name, line_of(self.text or "", key), words, problem, advice)

    def check_keys(self, key: Key, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for word in table:
            if word not in known:
                advice = did_you_mean(word, known, f"Known keys: {', '.join(known)}.")
                raise self.error((*key, word), f'unknown key "{word}"', advice)

    def table(self, key: Key, value: object, example: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.error(key, f"{_kind(value)} stands where a table belongs", example)
        return value

    def text_of(self, key: Key, table: Mapping[str, Any], example: str) -> str:
        """A required text that is not empty."""
        value = table.get(str(key[-1]))
        advice = f"Write it like {key[-1]} = {example}."
        if value is None:
            raise self.error(key, f'"{key[-1]}" is missing', advice)
        if not isinstance(value, str):
            raise self.error(key, f"{_kind(value)} stands where text belongs", advice)
        if not value.strip():
            raise self.error(key, f'"{key[-1]}" is empty', advice)
        return value


def _read(config: Path | None) -> _File:
    path = config or Path(FILE)
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if config is None:
            return _File(name, None, {})
        advice = "Name a file that exists with --config."
        raise ConfigError(name, None, "", "there is no such file", advice) from None
    except UnicodeDecodeError:
        advice = "Save it as UTF-8, as TOML demands."
        raise ConfigError(name, None, "", "it is not UTF-8", advice) from None
    except OSError as error:
        problem = f"it cannot be read: {(error.strerror or str(error)).lower()}"
        raise ConfigError(name, None, "", problem, "Name a readable file with --config.") from None
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(name, text, str(error)) from None
    file = _File(name, text, tree)
    file.check_keys((), tree, ("targets",))
    example = "Begin each target with a line like [targets.staging]."
    for target, value in file.table(("targets",), tree.get("targets", {}), example).items():
        file.table(("targets", target), value, example)
    return file


def _malformed(name: str, text: str, message: str) -> ConfigError:
    at = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    line = int(at[1]) if at else max(1, len(text.splitlines()))
    said = message[: at.start()] if at else message.removesuffix(" (at end of document)")
    where = f" in column {at[2]}" if at else " at the end of the file"
    problem = f"this is not TOML{where}: {said[:1].lower()}{said[1:]}"
    return ConfigError(name, line, "", problem, "Correct it; text stands in quotation marks.")


def _target(file: _File, name: str, *, need_key: bool) -> Target:
    at: Key = ("targets", name)
    table = file.tree["targets"][name]
    for word in table:
        if re.fullmatch("api[-_]?key", word, re.IGNORECASE):
            raise file.error(
                (*at, word),
                "the API key itself does not belong into a file",
                "Take it out, put it into an environment variable, and name that: "
                'api-key-env = "CROSSPOSTIFY_API_KEY".',
            )
    file.check_keys(at, table, TARGET_KEYS)
    vendor = _one_of(file, (*at, "vendor"), table, vendors())
    base_url, loopback = _base_url(file, (*at, "base-url"), table)
    effects = Effect.PUBLISH if loopback else Effect.READ
    if "effects" in table:
        chosen = _one_of(file, (*at, "effects"), table, [str(effect) for effect in Effect])
        effects = Effect[chosen.upper()]
    key_at: Key = (*at, "api-key-env")
    variable = _api_key_env(file, key_at, table, vendor)
    api_key = _api_key(file, key_at, variable) if need_key else ""
    return Target(
        name=name,
        vendor=vendor,
        base_url=base_url,
        api_key=api_key,
        effects=effects,
        accounts=_accounts(file, (*at, "accounts"), table),
        max_requests=_optional(
            file, (*at, "max-requests"), table, _whole, "a whole number from 1", "250"
        ),
        max_upload=_optional(file, (*at, "max-upload"), table, _size, "a size", '"20 MB"'),
        timeout=_optional(file, (*at, "timeout"), table, _seconds, "a number of seconds", "30")
        or Target.timeout,
        pace=_pace(file, (*at, "pace"), table, default=not loopback),
        api_key_env=variable,
    )


def _one_of(file: _File, key: Key, table: Mapping[str, Any], known: Any) -> str:
    value = file.text_of(key, table, f'"{known[0]}"')
    if value not in known:
        advice = did_you_mean(value, known, f"Choose one of {', '.join(known)}.")
        raise file.error(key, f'unknown {key[-1]} "{value}"', advice)
    return value


def _base_url(file: _File, key: Key, table: Mapping[str, Any]) -> tuple[str, bool]:
    """The address without a slash at its end, and whether it is on this machine."""
    import httpx

    example = '"https://api.example.com"'
    text = file.text_of(key, table, example).strip()
    advice = f"Write it like base-url = {example}."
    try:
        url = urlsplit(text)
        userinfo, host, _ = url.username is not None, url.hostname, url.port
    except ValueError as error:
        problem = f"this is not a URL: {str(error)[:1].lower()}{str(error)[1:]}"
        raise file.error(key, "this is not a URL" if "@" in text else problem, advice) from None
    if userinfo:
        raise file.error(
            key,
            "a user name or password does not belong into the address",
            "Take it out; the API key goes into the variable that api-key-env names.",
        )
    if url.scheme not in ("http", "https"):
        raise file.error(key, "the address does not begin with http:// or https://", advice)
    if not host or re.search(r"[\s\\]|[^\x21-\x7e]", url.netloc + url.path):
        problem = "the address has no host" if not host else "the address holds odd characters"
        raise file.error(key, problem, advice)
    try:
        httpx.URL(text)
    except httpx.InvalidURL as error:
        raise file.error(key, f"this is not a URL: {error}", advice) from None
    if "?" in text or "#" in text:
        raise file.error(
            key,
            "the address has a query or a fragment",
            "End it before the ? or #; the paths of the operations are added to it.",
        )
    return text.rstrip("/"), _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _api_key_env(file: _File, key: Key, table: Mapping[str, Any], vendor: str) -> str:
    """The name of the variable that holds the key."""
    usual = f"{vendor.upper()}_API_KEY"
    variable = file.text_of(key, table, f'"{usual}"')
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", variable):
        # It may be the key itself, so it is not shown.
        raise file.error(
            key,
            "this is not the name of an environment variable (capital letters, digits, underscores)",
            f'Put the key into such a variable and write its name, as in api-key-env = "{usual}".',
        )
    return variable


def _api_key(file: _File, key: Key, variable: str) -> str:
    """The value of the variable, which no error shows."""
    value = os.environ.get(variable, "").strip()
    if not value:
        state = "empty" if variable in os.environ else "not set"
        problem = f"the environment variable {variable} is {state}"
        advice = f"Set it: export {variable}='the API key'."
        raise file.error(key, problem, advice)
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise file.error(
            key,
            f"the environment variable {variable} holds characters that no HTTP header can",
            "Copy the key again, without spaces and line breaks.",
        )
    return value


def _optional(
    file: _File,
    key: Key,
    table: Mapping[str, Any],
    read: Callable[[object], Any],
    wanted: str,
    example: str,
) -> Any:
    value = table.get(str(key[-1]))
    if value is None:
        return None
    found = read(value)
    if found is None:
        problem = f"{_kind(value)} is not {wanted}"
        raise file.error(key, problem, f"Write it like {key[-1]} = {example}.")
    return found


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and value is not True and value > 0 else None


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if value > 0 and math.isfinite(value) else None


def _size(value: object) -> int | None:
    """Bytes: a whole number, or text with a unit."""
    if not isinstance(value, str):
        return _whole(value)
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", value, re.ASCII)
    if match is None or match[2].upper() not in UNITS:
        return None
    return int(float(match[1]) * UNITS[match[2].upper()]) or None


def _pace(file: _File, key: Key, table: Mapping[str, Any], *, default: bool) -> bool:
    value = table.get("pace", default)
    if not isinstance(value, bool):
        raise file.error(key, f"{_kind(value)} is not true or false", "Write pace = true.")
    return value


def _accounts(file: _File, key: Key, table: Mapping[str, Any]) -> tuple[Account, ...]:
    declared = table.get("accounts", [])
    example = f"Begin each account with a line [[{'.'.join(map(str, key))}]]."
    if not isinstance(declared, list):
        raise file.error(key, f"{_kind(declared)} stands where a list of tables belongs", example)
    accounts: dict[str, Account] = {}
    for index, value in enumerate(declared):
        at: Key = (*key, index)
        account = file.table(at, value, example)
        file.check_keys(at, account, ACCOUNT_KEYS)
        identifier = file.text_of((*at, "id"), account, '"acc_1"')
        platform = file.text_of((*at, "platform"), account, '"pinterest"')
        boards = account.get("boards", [])
        if not isinstance(boards, list) or not all(isinstance(b, str) and b for b in boards):
            problem = "boards are not a list of texts"
            raise file.error((*at, "boards"), problem, 'Write boards = ["board_1"].')
        if identifier in accounts:
            problem = f'the account "{identifier}" stands there twice'
            raise file.error((*at, "id"), problem, "Give every account its own id, once.")
        accounts[identifier] = Account(identifier, platform, tuple(boards))
    return tuple(accounts.values())


def _kind(value: object) -> str:
    """What a value is, in TOML's words."""
    match value:
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            return f'the text "{value}"'
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return "a date or time"
