"""Small made-up results, each with what one kind of test needs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from postproof.reports import (
    Account,
    Budget,
    Check,
    Conflict,
    ExchangeRecord,
    Excluded,
    Limit,
    Options,
    Reading,
    Request,
    RequirementResult,
    Response,
    Results,
    Source,
    Suite,
    Target,
    Verdict,
    summarise,
)

REFERENCE = Source(document="API reference", section="/post/images, Platform Image Limits")
TIKTOK = Source(
    document="TikTok API", section="Video Notes", url="https://crosspostify.example/tiktok"
)
KEY = ("X-API-Key", "$CROSSPOSTIFY_API_KEY")
JSON = ("Content-Type", "application/json")

ACCEPTED = Response(
    status=200, reason_phrase="OK", headers=(JSON,), body='{"posts":[{"postId":"post_1"}]}'
)
REFUSED = Response(
    status=400, reason_phrase="Bad Request", headers=(JSON,), body='{"error":"too many images"}'
)
HOSTILE = (
    "</script></pre><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} &amp; ' \" ` "
    "\x1b[31mred\x1b[0m \x00 \x9b \x7f \u202eevil\u2066 \ud800 \u200b \r end"
)


def exchange(role: str = "fault", **changes: Any) -> ExchangeRecord:
    """A post of two images, refused unless it is the control."""
    media = '"img_1","img_2"' if role == "control" else '"img_1","img_2","img_3","img_4","img_5"'
    body = f'{{"mediaIds":[{media}],"posts":[{{"accountId":"acc_bluesky","caption":"Two 🌍"}}]}}'
    made = ExchangeRecord(
        role=role,
        request=Request(
            method="POST",
            url="http://127.0.0.1:9000/post/images",
            headers=(JSON, KEY),
            body=body,
        ),
        response=ACCEPTED if role == "control" else REFUSED,
        milliseconds=12.5,
        curl=f"curl -X POST http://127.0.0.1:9000/post/images -H 'X-API-Key: '\"$KEY\" -d '{body}'",
        note="the fault: 5 images, Bluesky takes 4" if role == "fault" else None,
    )
    return replace(made, **changes)


def requirement(
    verdict: Verdict = "pass",
    *,
    name: str = "image-cap/bluesky",
    operation: str = "POST /post/images",
    operation_id: str = "createImagesPost",
    **changes: Any,
) -> RequirementResult:
    """A requirement with its fault and its control as evidence."""
    reasons: dict[Verdict, str] = {
        "pass": "The faulty request was refused with 400 and the control accepted.",
        "fail": "The faulty request was accepted with 200.",
        "warn": "The answer has no posts member, which was assumed.",
        "inconclusive": "The control was refused with 403.",
        "not-applicable": "The target has no account on Bluesky.",
        "not-run": "The allowed effects are read.",
        "error": "The generator found no valid request.",
    }
    made = RequirementResult(
        id=f"{operation_id}/{name}",
        name=name,
        operation=operation,
        operation_id=operation_id,
        level="assumed" if verdict == "warn" else "must",
        statement="A post to Bluesky has at most 4 images.",
        source=REFERENCE,
        verdict=verdict,
        reason=reasons[verdict],
        expected="400 to a request with 5 images",
        received="200" if verdict == "fail" else "400",
        checks=(Check(kind="rejects", verdict=verdict, reason=reasons[verdict]),),
        exchanges=(
            exchange("fault", **({"response": ACCEPTED} if verdict == "fail" else {})),
            exchange("control"),
        ),
    )
    return replace(made, **changes)


def results(requirements: Iterable[RequirementResult] = (), **changes: Any) -> Results:
    """The results of a run that found `requirements`."""
    requirements = tuple(requirements)
    made = Results(
        suite=Suite(version="0.1.0"),
        complete=True,
        started_at="2026-03-01T09:30:00Z",
        finished_at="2026-03-01T09:30:12Z",
        target=Target(
            name="staging",
            vendor="crosspostify",
            title="Crosspostify API",
            base_url="http://127.0.0.1:9000",
            effects="publish",
            accounts=(Account(id="acc_bluesky", platform="bluesky"),),
        ),
        seed=7,
        options=Options(),
        summary=summarise(
            requirements,
            complete=bool(changes.get("complete", True)),
            requests=187,
            seconds=12.34,
            bytes_sent=104_911_872,
        ),
        requirements=requirements,
        conflicts=(
            Conflict(
                id="scheduled-for-or-date",
                statement="Where the time of a scheduled post stands",
                readings=(
                    Reading(says="scheduledFor in each post", source=REFERENCE),
                    Reading(says="scheduledDate at the top", source=TIKTOK),
                ),
                finding="scheduledFor is followed, scheduledDate is ignored.",
                operation="POST /post/video",
            ),
        ),
        excluded=(
            Excluded(
                id="key-in-app",
                statement="The API key can be retrieved in the app.",
                reason="The app is not part of the API.",
                source=REFERENCE,
            ),
        ),
        budget=Budget(
            limits=(Limit(says="250 requests an hour", source=REFERENCE),),
            requests=187,
            at_vendor_rate_seconds=2700.0,
        ),
    )
    return replace(made, **changes)


def clean() -> Results:
    """Everything is kept."""
    return results(
        (
            requirement(),
            requirement(name="posts/required", statement="A post names at least one account."),
            requirement(
                name="authentication",
                operation="GET /posts",
                operation_id="listPosts",
                statement="A request without a key is refused.",
            ),
        )
    )


def mixed() -> Results:
    """One requirement of each verdict on two operations, three of them failures."""
    return results(
        (
            requirement("pass", name="posts/required", statement="A post names an account."),
            requirement("fail"),
            requirement(
                "fail",
                name="aspect-ratio",
                source=TIKTOK,
                statement="Images for Pinterest share one aspect ratio.",
                checks=(Check(kind="accepts", verdict="fail", reason="Refused with 500."),),
            ),
            requirement("inconclusive", name="boardId/known", statement="A board exists."),
            requirement("not-applicable", name="image-cap/tumblr", exchanges=()),
            requirement(
                "fail",
                name="limit/maximum",
                operation="GET /posts",
                operation_id="listPosts",
                statement="A page has at most 100 posts.",
                exchanges=(
                    exchange("step", response=None, error="timed out after 10 s"),
                    exchange("step", note="the second page"),
                ),
            ),
            requirement("warn", name="shape", operation="GET /posts", operation_id="listPosts"),
            requirement(
                "not-run", name="deleted", operation="GET /posts", operation_id="listPosts"
            ),
            requirement("error", name="order", operation="GET /posts", operation_id="listPosts"),
        )
    )


def hostile() -> Results:
    """Every text that can come from outside tries to get out of its place."""
    request = Request(
        method="POST",
        url=f"http://127.0.0.1/{HOSTILE}",
        headers=(("X-Evil", HOSTILE),),
        body=HOSTILE,
        body_note=HOSTILE,
    )
    response = Response(
        status=200,
        reason_phrase=HOSTILE,
        headers=((HOSTILE, HOSTILE),),
        body=f"<!doctype html><script>alert(3)</script>{HOSTILE}",
        body_note=HOSTILE,
    )
    sent = exchange(request=request, response=response, curl=HOSTILE, note=HOSTILE, error=HOSTILE)
    source = Source(document=HOSTILE, section=HOSTILE, url="javascript:alert(4)")
    made = requirement(
        "fail",
        name=HOSTILE,
        operation=f"POST {HOSTILE}",
        statement=HOSTILE,
        source=source,
        reason=HOSTILE,
        expected=HOSTILE,
        received=HOSTILE,
        checks=(Check(kind="rejects", verdict="fail", reason=HOSTILE + "!"),),
        exchanges=(sent, replace(sent, role="control")),
    )
    return replace(
        results((made, replace(made, id=HOSTILE, verdict="inconclusive"))),
        complete=False,
        incomplete_reason=HOSTILE,
        conflicts=(
            Conflict(
                id=HOSTILE,
                statement=HOSTILE,
                readings=(Reading(says=HOSTILE, source=source),) * 2,
                finding=HOSTILE,
            ),
        ),
        excluded=(Excluded(id=HOSTILE, statement=HOSTILE, reason=HOSTILE, source=source),),
        left_behind=(f"post {HOSTILE}", HOSTILE),
        budget=Budget(limits=(Limit(says=HOSTILE, source=source),), max_requests=2),
        options=Options(only=(HOSTILE,), fuzz=True, max_requests=2),
    )


def large(number: int = 2000) -> Results:
    """`number` requirements on ten operations, every fifth one not a pass, all with evidence."""
    verdicts: tuple[Verdict, ...] = ("fail", "warn", "inconclusive", "not-run", "not-applicable")
    padding = ",".join(f'"img_{place:05}"' for place in range(60))
    return results(
        requirement(
            verdicts[place // 5 % 5] if place % 5 == 0 else "pass",
            name=f"requirement-{place}",
            operation=f"POST /operation/{place % 10}",
            operation_id=f"operation{place % 10}",
            statement=f"Promise number {place} of the documentation holds for every platform.",
            exchanges=(
                exchange("fault", note=f"the fault: /posts/{place}/boardId is missing"),
                exchange(
                    "control",
                    request=Request(
                        method="POST",
                        url="http://127.0.0.1:9000/post/images",
                        headers=(JSON, KEY),
                        body=f'{{"mediaIds":[{padding}],"number":{place}}}',
                    ),
                ),
            ),
        )
        for place in range(number)
    )
