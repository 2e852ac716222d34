"""Reading `postproof.toml`: targets, and every mistake in one."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from postproof.conformance._toml_lines import line_of
from postproof.conformance.config import (
    TARGET_KEYS,
    ConfigError,
    UnknownTarget,
    find_target,
    targets,
)
from postproof.conformance.target import Effect, Target
from postproof.openapi import Account

KEY = "cp_live_Secret42"
FULL = """\
# Two targets.
[targets.staging]
vendor = "crosspostify"
base-url = "http://127.0.0.1:9000/"
api-key-env = "CROSSPOSTIFY_API_KEY"
effects = "schedule"
max-requests = 250
max-upload = "20 MB"
timeout = 12.5
pace = true

[[targets.staging.accounts]]
id = "acc_pinterest"
platform = "pinterest"
boards = ["board_1", "board_2"]

[[targets.staging.accounts]]
id = "acc_tiktok"
platform = "tiktok"

[targets.live]
vendor = "crosspostify"
base-url = "https://api.example.com"
api-key-env = "CROSSPOSTIFY_API_KEY"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSPOSTIFY_API_KEY", KEY)
    return tmp_path


def write(text: str) -> None:
    Path("postproof.toml").write_text(text, encoding="utf-8")


def mistake(name: str = "staging", config: Path | None = None) -> ConfigError:
    """The error that comes instead of a target; the key is nowhere in it."""
    with pytest.raises(ConfigError) as caught:
        find_target(name, config)
    assert KEY not in str(caught.value) + repr(caught.value)
    return caught.value


def broken(line: str, instead: str) -> ConfigError:
    """The error when a line of the full file reads otherwise."""
    assert line in FULL
    write(FULL.replace(line, instead, 1))
    return mistake()


def test_every_key() -> None:
    """A target is read with everything that it can say."""
    write(FULL)
    assert find_target("staging") == Target(
        name="staging",
        vendor="crosspostify",
        base_url="http://127.0.0.1:9000",
        api_key=KEY,
        effects=Effect.SCHEDULE,
        accounts=(
            Account("acc_pinterest", "pinterest", ("board_1", "board_2")),
            Account("acc_tiktok", "tiktok"),
        ),
        max_requests=250,
        max_upload=20_000_000,
        timeout=12.5,
        pace=True,
        api_key_env="CROSSPOSTIFY_API_KEY",
    )


def test_defaults() -> None:
    """A target says only what it must: nothing is published, and rates are kept."""
    write(FULL)
    assert find_target("live") == Target(
        name="live",
        vendor="crosspostify",
        base_url="https://api.example.com",
        api_key=KEY,
        effects=Effect.READ,
        timeout=30.0,
        pace=True,
        api_key_env="CROSSPOSTIFY_API_KEY",
    )


@pytest.mark.parametrize(
    ("url", "effects", "pace"),
    (
        ("http://127.0.0.1:9000", Effect.PUBLISH, False),
        ("http://127.1.2.3", Effect.PUBLISH, False),
        ("http://[::1]:9000", Effect.PUBLISH, False),
        ("http://LOCALHOST", Effect.PUBLISH, False),
        ("https://api.localhost/v1", Effect.PUBLISH, False),
        ("http://10.0.0.1", Effect.READ, True),
        ("https://localhost.example.com", Effect.READ, True),
    ),
)
def test_loopback(url: str, effects: Effect, pace: bool) -> None:
    """Only what runs on this machine may be written to by default."""
    write(FULL.replace("https://api.example.com", url))
    target = find_target("live")
    assert (target.base_url, target.effects, target.pace) == (url, effects, pace)


@pytest.mark.parametrize(
    ("written", "size"),
    (
        ("512", 512),
        ('"512"', 512),
        ('"512 B"', 512),
        ('"1.5kB"', 1500),
        ('"20 MB"', 20_000_000),
        ('" 2 gb "', 2_000_000_000),
    ),
)
def test_sizes(written: str, size: int) -> None:
    """A size is a number of bytes, or text with a decimal unit."""
    write(FULL.replace('"20 MB"', written))
    assert find_target("staging").max_upload == size


def test_targets() -> None:
    """The targets of a file by name; none without a file."""
    assert targets() == ()
    write(FULL)
    assert targets() == ("staging", "live")
    assert targets(Path("postproof.toml")) == ("staging", "live")


def test_the_key_is_not_shown() -> None:
    """The representation of a target does not hold the key."""
    write(FULL)
    assert KEY not in repr(find_target("staging"))


def test_errors_are_values() -> None:
    """Errors are equal by value, survive pickling, and read as one message."""
    error = ConfigError("postproof.toml", 5, "targets.a", "this is wrong", "Mend it.")
    assert (pickle.loads(pickle.dumps(error)), {error}) == (error, {replace(error)})
    assert str(error) == "postproof.toml:5 at targets.a: this is wrong. Mend it."
    assert str(replace(error, line=None, key="")) == "postproof.toml: this is wrong. Mend it."


# Mistakes in the file ----------------------------------------------------------------------------


def test_no_file() -> None:
    """Without a file there is no target, which is told apart from a named file that is missing."""
    assert mistake() == UnknownTarget(
        "postproof.toml",
        None,
        "",
        'there is no target "staging"',
        "There is no postproof.toml in this folder. Write one, or name one with --config.",
    )
    assert mistake(config=Path("other.toml")) == ConfigError(
        "other.toml", None, "", "there is no such file", "Name a file that exists with --config."
    )


@pytest.mark.parametrize(
    ("text", "name", "advice"),
    (
        (FULL, "stagign", 'Did you mean "staging"?'),
        (FULL, "crosspostify", "Its targets are staging, live."),
        ("", "live", "It has no targets. Begin one with [targets.live]."),
    ),
)
def test_unknown_target(text: str, name: str, advice: str) -> None:
    """An unknown target is answered with the nearest known one, or all of them."""
    write(text)
    problem = f'there is no target "{name}"'
    assert mistake(name) == UnknownTarget("postproof.toml", None, "", problem, advice)


def test_a_folder() -> None:
    """A folder is no configuration file."""
    assert mistake(config=Path()) == ConfigError(
        ".",
        None,
        "",
        "it cannot be read: is a directory",
        "Name a readable file with --config.",
    )


def test_not_utf_8() -> None:
    """A file in another encoding is told as such."""
    Path("postproof.toml").write_bytes("[targets.é]".encode("latin-1"))
    assert mistake() == ConfigError(
        "postproof.toml", None, "", "it is not UTF-8", "Save it as UTF-8, as TOML demands."
    )


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    (
        (
            "[targets.staging]\nvendor = crosspostify\n",
            2,
            "this is not TOML in column 10: invalid value",
        ),
        (
            "[targets.staging]\nvendor",
            2,
            "this is not TOML at the end of the file: expected '=' after a key in a key/value pair",
        ),
    ),
)
def test_malformed(text: str, line: int, problem: str) -> None:
    """Malformed TOML is an error with its line and column."""
    write(text)
    advice = "Correct it; text stands in quotation marks."
    assert mistake() == ConfigError("postproof.toml", line, "", problem, advice)


def test_no_tables() -> None:
    """Targets are tables."""
    example = "Begin each target with a line like [targets.staging]."
    problem = "{} stands where a table belongs"
    write("targets = 2030-05-17")
    assert mistake() == ConfigError(
        "postproof.toml", 1, "targets", problem.format("a date or time"), example
    )
    write("[targets]\nstaging = 5")
    assert mistake() == ConfigError(
        "postproof.toml", 2, "targets.staging", problem.format("the number 5"), example
    )


@pytest.mark.parametrize(
    ("line", "instead", "number", "key", "problem", "advice"),
    (
        (
            "# Two targets.",
            "target = 1",
            1,
            "target",
            'unknown key "target"',
            'Did you mean "targets"?',
        ),
        (
            "effects =",
            "efects =",
            6,
            "targets.staging.efects",
            'unknown key "efects"',
            'Did you mean "effects"?',
        ),
        (
            "effects =",
            "colour =",
            6,
            "targets.staging.colour",
            'unknown key "colour"',
            f"Known keys: {', '.join(TARGET_KEYS)}.",
        ),
        (
            'effects = "schedule"',
            'effects = "publsh"',
            6,
            "targets.staging.effects",
            'unknown effects "publsh"',
            'Did you mean "publish"?',
        ),
        (
            'effects = "schedule"',
            'effects = "all"',
            6,
            "targets.staging.effects",
            'unknown effects "all"',
            "Choose one of read, reject, schedule, publish.",
        ),
        (
            'effects = "schedule"',
            "effects = 3",
            6,
            "targets.staging.effects",
            "the number 3 stands where text belongs",
            'Write it like effects = "read".',
        ),
        (
            '"crosspostify"',
            '"crosspostfy"',
            3,
            "targets.staging.vendor",
            'unknown vendor "crosspostfy"',
            'Did you mean "crosspostify"?',
        ),
        (
            'vendor = "crosspostify"\nbase-url = "http://127.0.0.1:9000/"',
            'vendor = "crosspostify"',
            2,
            "targets.staging.base-url",
            '"base-url" is missing',
            'Write it like base-url = "https://api.example.com".',
        ),
        (
            'vendor = "crosspostify"',
            'vendor = " "',
            3,
            "targets.staging.vendor",
            '"vendor" is empty',
            'Write it like vendor = "crosspostify".',
        ),
        (
            "max-requests = 250",
            "max-requests = 0",
            7,
            "targets.staging.max-requests",
            "the number 0 is not a whole number from 1",
            "Write it like max-requests = 250.",
        ),
        (
            "max-requests = 250",
            "max-requests = true",
            7,
            "targets.staging.max-requests",
            "the boolean true is not a whole number from 1",
            "Write it like max-requests = 250.",
        ),
        (
            '"20 MB"',
            '"20 stones"',
            8,
            "targets.staging.max-upload",
            'the text "20 stones" is not a size',
            'Write it like max-upload = "20 MB".',
        ),
        (
            '"20 MB"',
            "{ mb = 20 }",
            8,
            "targets.staging.max-upload",
            "a table is not a size",
            'Write it like max-upload = "20 MB".',
        ),
        (
            "timeout = 12.5",
            "timeout = inf",
            9,
            "targets.staging.timeout",
            "the number inf is not a number of seconds",
            "Write it like timeout = 30.",
        ),
        (
            "timeout = 12.5",
            "timeout = true",
            9,
            "targets.staging.timeout",
            "the boolean true is not a number of seconds",
            "Write it like timeout = 30.",
        ),
        (
            "pace = true",
            'pace = "yes"',
            10,
            "targets.staging.pace",
            'the text "yes" is not true or false',
            "Write pace = true.",
        ),
        (
            'id = "acc_tiktok"',
            "",
            17,
            "targets.staging.accounts[1].id",
            '"id" is missing',
            'Write it like id = "acc_1".',
        ),
        (
            'platform = "tiktok"',
            "",
            17,
            "targets.staging.accounts[1].platform",
            '"platform" is missing',
            'Write it like platform = "pinterest".',
        ),
        (
            'platform = "tiktok"',
            'platfrom = "tiktok"',
            19,
            "targets.staging.accounts[1].platfrom",
            'unknown key "platfrom"',
            'Did you mean "platform"?',
        ),
        (
            'id = "acc_tiktok"',
            'id = "acc_pinterest"',
            18,
            "targets.staging.accounts[1].id",
            'the account "acc_pinterest" stands there twice',
            "Give every account its own id, once.",
        ),
        (
            '["board_1", "board_2"]',
            "[1, 2]",
            15,
            "targets.staging.accounts[0].boards",
            "boards are not a list of texts",
            'Write boards = ["board_1"].',
        ),
        (
            '["board_1", "board_2"]',
            '"board_1"',
            15,
            "targets.staging.accounts[0].boards",
            "boards are not a list of texts",
            'Write boards = ["board_1"].',
        ),
    ),
)
def test_mistakes(
    line: str, instead: str, number: int, key: str, problem: str, advice: str
) -> None:
    """Every mistake is told with its line, its key, what is wrong and what to do."""
    expected = ConfigError("postproof.toml", number, key, problem, advice)
    assert broken(line, instead) == expected


@pytest.mark.parametrize(
    ("accounts", "key", "kind"),
    (
        ('"acc_1"', "targets.a.accounts", 'the text "acc_1" stands where a list of tables belongs'),
        ("[[]]", "targets.a.accounts[0]", "a list stands where a table belongs"),
        ("[{}, 5]", "targets.a.accounts[0].id", '"id" is missing'),
    ),
)
def test_accounts_in_other_forms(accounts: str, key: str, kind: str) -> None:
    """Accounts that are no list of tables are an error at the line that holds them."""
    table = FULL[FULL.index("[targets.live]") :].replace("live", "a")
    write(f"{table}accounts = {accounts}")
    error = mistake("a")
    assert (error.line, error.key, error.problem) == (5, key, kind)


NO_URL = 'Write it like base-url = "https://api.example.com".'


@pytest.mark.parametrize(
    ("url", "problem", "advice"),
    (
        ("127.0.0.1:9000", "the address does not begin with http:// or https://", NO_URL),
        ("ftp://host", "the address does not begin with http:// or https://", NO_URL),
        ("http://", "the address has no host", NO_URL),
        ("http:///v1", "the address has no host", NO_URL),
        ("http://ho st/", "the address holds odd characters", NO_URL),
        (
            "http://host:port",
            "this is not a URL: port could not be cast to integer value as 'port'",
            NO_URL,
        ),
        ("http://999.0.0.1", "this is not a URL: Invalid IPv4 address: '999.0.0.1'", NO_URL),
        ("http://[::1", "this is not a URL: invalid IPv6 URL", NO_URL),
        (f"http://me:{KEY}@[host", "this is not a URL", NO_URL),
        (
            f"http://me:{KEY}@host",
            "a user name or password does not belong into the address",
            "Take it out; the API key goes into the variable that api-key-env names.",
        ),
        (
            f"http://host?key={KEY}",
            "the address has a query or a fragment",
            "End it before the ? or #; the paths of the operations are added to it.",
        ),
    ),
)
def test_bad_urls(url: str, problem: str, advice: str) -> None:
    """A bad address is told without showing what may be a secret in it."""
    expected = ConfigError("postproof.toml", 4, "targets.staging.base-url", problem, advice)
    assert broken("http://127.0.0.1:9000/", url) == expected


# The key -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ("api-key", "api_key", "apikey", "API-KEY"))
def test_a_key_in_the_file(key: str) -> None:
    """A key that is written into the file is refused, and not shown."""
    error = broken("api-key-env", f'{key} = "{KEY}"\napi-key-env')
    assert error == ConfigError(
        "postproof.toml",
        5,
        f"targets.staging.{key}",
        "the API key itself does not belong into a file",
        "Take it out, put it into an environment variable, and name that: "
        'api-key-env = "CROSSPOSTIFY_API_KEY".',
    )


def test_a_key_for_a_name() -> None:
    """A key in the place of the variable's name is refused, and not shown."""
    error = broken('api-key-env = "CROSSPOSTIFY_API_KEY"', f'api-key-env = "{KEY}"')
    assert (error.line, error.problem) == (
        5,
        "this is not the name of an environment variable (capital letters, digits, underscores)",
    )


@pytest.mark.parametrize(
    ("value", "problem", "advice"),
    (
        (
            None,
            "the environment variable CROSSPOSTIFY_API_KEY is not set",
            "Set it: export CROSSPOSTIFY_API_KEY='the API key'.",
        ),
        (
            " ",
            "the environment variable CROSSPOSTIFY_API_KEY is empty",
            "Set it: export CROSSPOSTIFY_API_KEY='the API key'.",
        ),
        (
            f"{KEY}\n{KEY}",
            "the environment variable CROSSPOSTIFY_API_KEY holds characters that no HTTP header can",
            "Copy the key again, without spaces and line breaks.",
        ),
    ),
)
def test_environment(
    value: str | None, problem: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that holds no key is named; its value is not shown."""
    write(FULL)
    if value is None:
        monkeypatch.delenv("CROSSPOSTIFY_API_KEY")
    else:
        monkeypatch.setenv("CROSSPOSTIFY_API_KEY", value)
    expected = ConfigError("postproof.toml", 5, "targets.staging.api-key-env", problem, advice)
    assert mistake() == expected


def test_space_around_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """White space around the key, as after reading it from a file, is no part of it."""
    write(FULL)
    monkeypatch.setenv("CROSSPOSTIFY_API_KEY", f" {KEY}\n")
    assert find_target("live").api_key == KEY


# Lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line"),
    (
        (("a",), 1),
        (("a", "b"), 2),
        (("a", "c d"), 3),
        (("a", "missing"), 1),
        (("l", 0, "x"), 5),
        (("l", 1, "x"), 7),
        (("l", 1, "t", "x"), 9),
        (("l", 1, "m", 0, "x"), 11),
        (("l", 2), None),
        (("z",), None),
    ),
)
def test_line_of(key: tuple[str | int, ...], line: int | None) -> None:
    """A key is found in tables, lists of tables and below them, else what is around it."""
    text = """[a]
b = 1
"c d" = 1
[[l]]
x = 1
[[l]]
x = 2
[l.t]
x = 3
[[l.m]]
x = 4"""
    assert line_of(text, key) == line
