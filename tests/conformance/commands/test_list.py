"""`postproof list`, as its users see it."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from postproof.openapi import load

from .terminal import Output, ran

WORDS = ("list", "crosspostify", "--only", "createImagesPost/image-cap", "--only", "200/success")


def listed(*more: str, width: int | None = None) -> Output:
    """A part of the register; the number of all requirements, which grows, is told as N."""
    output = ran(*WORDS, *more, width=width)
    of_all = f" of {len(load('crosspostify').requirements)} "
    return replace(output, out=output.out.replace(of_all, " of N "))


def test_wide_terminal() -> None:
    """On a wide terminal requirements stand in a table below their operation."""
    assert listed(width=150) == snapshot(
        Output(
            code=0,
            out="""\

 POST /post/images   Create a post with several images.  (6)
must     createImagesPost/image-cap/instagram                  A post on Instagram has at most 10        accepts, rejects  API reference, /post/images
                                                               images.
must     createImagesPost/image-cap/tiktok                     A post on TikTok has at most 10 images.   accepts, rejects  API reference, /post/images
must     createImagesPost/image-cap/linkedin                   A post on LinkedIn has at most 10         accepts, rejects  API reference, /post/images
                                                               images.
must     createImagesPost/image-cap/pinterest                  A post on Pinterest has at most 5         accepts, rejects  API reference, /post/images
                                                               images.
must     createImagesPost/image-cap/tumblr                     A post on Tumblr has at most 10 images.   accepts, rejects  API reference, /post/images
must     createImagesPost/image-cap/bluesky                    A post on Bluesky has at most 4 images.   accepts, rejects  API reference, /post/images

 DELETE /posts/{postId}   Delete a post that has not been published yet.  (1)
assumed  deletePost/response/200/success                       In a 200, success is there and is a       responds          API reference, Introduction
                                                               boolean.

 DELETE /media/{mediaId}   Delete an uploaded file.  (1)
assumed  deleteMedia/response/200/success                      In a 200, success is there and is a       responds          API reference, Introduction
                                                               boolean.

8 of N requirements: 6 must, 2 assumed
14 checks: 6 accepts, 6 rejects, 2 responds
""",
        )
    )


def test_narrow_terminal() -> None:
    """On a narrow terminal each takes lines of its own, wrapped within their column."""
    assert listed("--level", "assumed", width=50) == snapshot(
        Output(
            code=0,
            out="""\

 DELETE /posts/{postId}   Delete a post that has
not been published yet.  (1)
assumed  deletePost/response/200/success  responds
         In a 200, success is there and is a
         boolean.  API reference, Introduction

 DELETE /media/{mediaId}   Delete an uploaded
file.  (1)
assumed  deleteMedia/response/200/success
         responds
         In a 200, success is there and is a
         boolean.  API reference, Introduction

2 of N requirements: 2 assumed
2 checks: 2 responds
""",
        )
    )


def test_pipe() -> None:
    """Into a pipe each requirement is one line in columns, however long."""
    assert listed() == snapshot(
        Output(
            code=0,
            out="""\
createImagesPost/image-cap/instagram  must     POST /post/images        accepts, rejects  A post on Instagram has at most 10 images.  (Crosspostify API reference, /post/images)
createImagesPost/image-cap/tiktok     must     POST /post/images        accepts, rejects  A post on TikTok has at most 10 images.  (Crosspostify API reference, /post/images)
createImagesPost/image-cap/linkedin   must     POST /post/images        accepts, rejects  A post on LinkedIn has at most 10 images.  (Crosspostify API reference, /post/images)
createImagesPost/image-cap/pinterest  must     POST /post/images        accepts, rejects  A post on Pinterest has at most 5 images.  (Crosspostify API reference, /post/images)
createImagesPost/image-cap/tumblr     must     POST /post/images        accepts, rejects  A post on Tumblr has at most 10 images.  (Crosspostify API reference, /post/images)
createImagesPost/image-cap/bluesky    must     POST /post/images        accepts, rejects  A post on Bluesky has at most 4 images.  (Crosspostify API reference, /post/images)
deletePost/response/200/success       assumed  DELETE /posts/{postId}   responds          In a 200, success is there and is a boolean.  (Crosspostify API reference, Introduction)
deleteMedia/response/200/success      assumed  DELETE /media/{mediaId}  responds          In a 200, success is there and is a boolean.  (Crosspostify API reference, Introduction)

8 of N requirements: 6 must, 2 assumed
14 checks: 6 accepts, 6 rejects, 2 responds
""",
        )
    )


def test_ids_are_whole_at_any_width() -> None:
    """No id is wrapped or cut on a terminal of 64 columns or more."""
    for width in (64, 80, 120, 143, 144, 200):
        printed = set(ran("list", "crosspostify", width=width).out.split())
        assert set(load("crosspostify").requirements) <= printed


def test_end_of_the_whole_register() -> None:
    """The counts, every conflict with its readings, every exclusion with its reason, every limit."""
    description = load("crosspostify")
    levels = Counter(str(r.level) for r in description.requirements.values())
    count = (
        f"{len(description.requirements)} requirements: {levels['must']} must, "
        f"{levels['should']} should, {levels['assumed']} assumed"
    )
    wanted = [
        count,
        *(conflict.statement for conflict in description.conflicts),
        *(r.statement for conflict in description.conflicts for r in conflict.readings),
        *(text for each in description.excluded for text in (each.statement, each.reason)),
        *(limit.statement for limit in description.limits),
    ]
    for output in (ran("list", "crosspostify"), ran("list", "crosspostify", width=400)):
        assert [text for text in wanted if text not in output.out] == []


def test_what_is_not_there_has_no_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A description without conflicts, exclusions and limits is listed without their headings."""
    bare = replace(load("crosspostify"), conflicts=(), excluded=(), limits=())
    monkeypatch.setattr("postproof.openapi.load", lambda _: bare)
    printed = ran("list", "crosspostify", width=100).out
    assert [word for word in ("Conflicts", "Excluded", "Limits") if f" {word} " in printed] == []


def test_lines_can_be_grepped() -> None:
    """In a pipe a requirement's line begins with its id; a conflict, an exclusion with its kind."""
    description = load("crosspostify")
    begins = Counter(line.split("  ")[0] for line in ran("list", "crosspostify").out.splitlines())
    assert begins["conflict"] == len(description.conflicts)
    assert begins["excluded"] == len(description.excluded)
    assert begins["limit"] == len(description.limits)
    assert all(begins[identifier] == 1 for identifier in description.requirements)


def test_no_colour_without_a_terminal() -> None:
    """Nothing but text goes into a pipe, and with NO_COLOR no colour goes to a terminal."""
    plain = ran("list", "crosspostify").out
    coloured = ran(*WORDS, width=100, TERM="xterm").out
    uncoloured = ran(*WORDS, width=100, TERM="xterm", NO_COLOR="1").out
    assert ("\x1b[" in plain, "32m" in coloured, "32m" in uncoloured) == (False, True, False)


def test_json() -> None:
    """The shape that machines may rely on."""
    told = json.loads(ran("list", "crosspostify", "--json").out)
    first = {key: value[0] if isinstance(value, list) else value for key, value in told.items()}
    assert first == snapshot(
        {
            "vendor": "crosspostify",
            "title": "Crosspostify",
            "requirements": {
                "id": "createImagePost/accepts",
                "operation": "POST /post/image",
                "operationId": "createImagePost",
                "level": "must",
                "statement": "POST /post/image accepts a valid request.",
                "source": {
                    "document": "Crosspostify API reference",
                    "section": "/post/image",
                    "url": "https://crosspostify.com/docs/api",
                },
                "checks": ["accepts"],
            },
            "conflicts": {
                "id": "schedule-field",
                "operations": ["POST /post/image", "POST /post/images", "POST /post/video"],
                "statement": "Where the time of a scheduled post stands.",
                "readings": [
                    {
                        "says": "Each post carries its own time in posts[].scheduledFor.",
                        "source": {
                            "document": "Crosspostify API reference",
                            "section": "/post/image",
                            "url": "https://crosspostify.com/docs/api",
                        },
                    },
                    {
                        "says": "One time for all posts stands at the top in scheduledDate.",
                        "source": {
                            "document": "Crosspostify TikTok page",
                            "section": "/post/video",
                            "url": "https://crosspostify.com/docs/api/tiktok",
                        },
                    },
                ],
            },
            "excluded": {
                "id": "resource-urls",
                "statement": "URLs are predictable and name resources.",
                "reason": "A matter of taste that no exchange decides.",
                "source": {
                    "document": "Crosspostify API reference",
                    "section": "Introduction",
                    "url": "https://crosspostify.com/docs/api",
                },
            },
            "limits": {
                "id": "per-hour",
                "requests": 250,
                "per": "hour",
                "scope": "key",
                "operations": [],
                "statement": "At most 250 requests an hour with one key.",
                "source": {
                    "document": "Crosspostify public pages on limits and status codes",
                    "section": "Rate limits",
                    "url": "https://crosspostify.com/docs/api",
                },
            },
        }
    )
    assert [each["id"] for each in told["requirements"]] == list(load("crosspostify").requirements)


def test_json_of_a_part() -> None:
    """The options choose among the requirements, and leave the rest whole."""
    whole: Any = json.loads(ran("list", "crosspostify", "--json").out)
    part = json.loads(ran(*WORDS, "--level", "must", "--json").out)
    chosen = [r for r in whole["requirements"] if "image-cap" in r["id"]]
    assert part == {**whole, "requirements": chosen}


def test_a_target_without_its_key(tmp_path: Path) -> None:
    """A target lists its vendor's register, and its API key is not asked for."""
    config = tmp_path / "postproof.toml"
    config.write_text(
        '[targets.staging]\nvendor = "crosspostify"\nbase-url = "http://127.0.0.1:9000"\n'
        'api-key-env = "POSTPROOF_UNSET"\n'
    )
    told = ran("list", "staging", "--config", str(config))
    assert told == ran("list", "crosspostify")


@pytest.mark.parametrize(
    ("words", "error"),
    (
        (
            ("crosspostfy",),
            '"crosspostfy" is no vendor and no target. Did you mean "crosspostify"?',
        ),
        (("zzz",), '"zzz" is no vendor and no target. There are: crosspostify.'),
        (
            ("crosspostify", "--only", "imagecap"),
            'No requirement matches imagecap. Did you mean "image-cap"?',
        ),
        (
            ("crosspostify", "--only", "zzz"),
            "No requirement matches zzz. `postproof list crosspostify` shows all.",
        ),
        (
            ("crosspostify", "--only", "image-cap", "--level", "should"),
            "No such requirement has the level should.",
        ),
        (
            ("crosspostify", "--config", "none.toml"),
            "none.toml: there is no such file. Name a file that exists with --config.",
        ),
    ),
)
def test_misuse(words: tuple[str, ...], error: str) -> None:
    """Every misuse is one message on standard error, with exit code 2."""
    assert ran("list", *words) == Output(2, "", f"Error: {error}\n")


def test_help() -> None:
    """The help has examples."""
    assert ran("list", "--help") == snapshot(
        Output(
            code=0,
            out="""\
Usage: postproof list [OPTIONS] NAME

  Print the register of NAME, a vendor or a target of postproof.toml.

  Each requirement with its id, its level, the checks that decide it and where
  the documents say it; then the conflicts between documents, and what is
  excluded and why. Into a pipe, each requirement is one line.

Options:
  --config PATH                  The configuration file, instead of
                                 postproof.toml in this folder.
  --only PATTERN                 Only requirements whose id holds PATTERN, or
                                 matches its wildcards.
  --level [must|should|assumed]  Only requirements of this level; may be given
                                 again for another.
  --json                         Print JSON for machines, in a shape that stays.
  -h, --help                     Show this message and exit.

  Examples:
    postproof list crosspostify
    postproof list crosspostify --level should --level assumed
    postproof list crosspostify --only 'createImagesPost/image-cap/*'
    postproof list crosspostify | grep tiktok
    postproof list crosspostify --json | jq -r '.requirements[].id'
""",
        )
    )
