"""`report.html` as text: what is in it, and what cannot get into it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from inline_snapshot import snapshot

from postproof.reports import RequirementResult, Response
from postproof.reports.html import anchor, link, render

from .miniatures import HOSTILE, clean, exchange, hostile, large, mixed, requirement, results


class Outline(HTMLParser):
    """The visible text of a page with headings marked, and the tags and ids that it uses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self._lines: list[str] = []
        self._skipping = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        found = dict(attrs)
        self.ids += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href")])
        if tag in {"style", "script", "option"}:
            self._skipping = tag
        if re.fullmatch("h[1-6]", tag):
            self._lines.append("#" * int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = ""
        if tag not in {"code", "b", "span", "a", "cite", "small", "mark", "kbd", "th", "td"}:
            self._lines.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping and data.strip():
            self._lines.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        lines = " ".join(self._lines).split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())


def test_small_report() -> None:
    """A whole report, as a reader without styles and scripts gets it."""
    run = results(
        (requirement("fail"), requirement("not-run", name="order", exchanges=())),
        complete=False,
        incomplete_reason="Interrupted by Ctrl-C.",
    )
    assert Outline(render(run)).text == snapshot("""\
1 documented promise is broken · Crosspostify API · postproof
Skip to the requirements postproof Crosspostify API
Theme: system
This run is incomplete. Interrupted by Ctrl-C. What follows is what was known by then.
# 1 documented promise is broken
Crosspostify API breaks 1 of the 2 promises in its documentation that apply to this target. Software written by the documentation will meet these differences. The run did not come to its end. 1 documented promise could not be decided.
✕ fail 1
○ not-run 1
Documented promises kept
0 of 2
Requirements in all
2
Requests
187
Sent
104.9 MB
Took
12.3 s
Exit code
1
Tested at http://127.0.0.1:9000 , 2026-03-01 09:30 UTC.
Broken promises
Matrix
Requirements
Conflicts
Not decided
Excluded
Budget
This run
## Broken promises
What the documentation says, and what the API did instead.
A post to Bluesky has at most 4 images. POST /post/images The faulty request was accepted with 200.
## Operations by verdict
Operation ✕ fail ○ not-run ✓ pass all
POST /post/images 1 fail, POST /post/images 1 not-run, POST /post/images 0 2
All operations 1 1 0 2
What the verdicts, levels and checks mean
✓ pass
The API keeps the promise.
✕ fail
The API breaks a documented promise.
! warn
The API departs from a recommendation, or from what the suite had to assume.
? inconclusive
The API refused the valid twin of the request, or gave no usable answer.
– not-applicable
The target lacks what the check needs, such as an account on a platform.
○ not-run
The allowed effects or the budget ruled it out, or the run ended before.
⚠ error
The suite itself went wrong; this says nothing about the API.
must
A level: documented.
should
A level: documented as a recommendation.
assumed
A level: the documents are silent.
accepts
A check: A valid request is accepted.
rejects
A check: A request with exactly one fault is refused, while its valid twin is accepted.
responds
A check: Responses have the documented status and shape.
survives
A check: Hostile input never causes a server error or a hang.
behaves
A check: Several requests together have the documented effect.
probes
A check: Which of two contradicting readings the API follows.
## Requirements
Search /
Level
Check
Operation
Verdict
✕ fail
○ not-run
✓ pass
2 requirements
Clear filters
Open shown
Close all
### POST /post/images createImagesPost, 2 requirements
✕ fail #### A post to Bluesky has at most 4 images.
The faulty request was accepted with 200. createImagesPost/image-cap/bluesky must
The faulty request was accepted with 200.
Expected
400 to a request with 5 images
Received
200
Source
API reference, /post/images, Platform Image Limits
Level
must, documented
Check
rejects: ✕ fail
##### fault
the fault: 5 images, Bluesky takes 4
Request
POST http://127.0.0.1:9000/post/images Content-Type: application/json X-API-Key: $CROSSPOSTIFY_API_KEY { "mediaIds": [ "img_1", "img_2", "img_3", "img_4", "img_5" ], "posts": [ { "accountId": "acc_bluesky", "caption": "Two 🌍" } ] }
Response, 12 ms
200 OK Content-Type: application/json { "posts": [ { "postId": "post_1" } ] }
Repeat it Copy curl
curl -X POST http://127.0.0.1:9000/post/images -H 'X-API-Key: '"$KEY" -d '{"mediaIds":["img_1","img_2","img_3","img_4","img_5"],"posts":[{"accountId":"acc_bluesky","caption":"Two 🌍"}]}'
##### control
Request
POST http://127.0.0.1:9000/post/images Content-Type: application/json X-API-Key: $CROSSPOSTIFY_API_KEY { "mediaIds": [ "img_1", "img_2" ], "posts": [ { "accountId": "acc_bluesky", "caption": "Two 🌍" } ] }
Response, 12 ms
200 OK Content-Type: application/json { "posts": [ { "postId": "post_1" } ] }
Repeat it Copy curl
curl -X POST http://127.0.0.1:9000/post/images -H 'X-API-Key: '"$KEY" -d '{"mediaIds":["img_1","img_2"],"posts":[{"accountId":"acc_bluesky","caption":"Two 🌍"}]}'
Permalink Copy link
○ not-run #### A post to Bluesky has at most 4 images.
The allowed effects are read. createImagesPost/order must
The allowed effects are read.
Expected
400 to a request with 5 images
Received
400
Source
API reference, /post/images, Platform Image Limits
Level
must, documented
Check
rejects: ○ not-run
No request was needed or sent.
Permalink Copy link
No requirement matches these filters.
## Conflicts in the documentation
Places that contradict each other. A probe asks the API which one it follows; the answer is a finding, never a failure.
### Where the time of a scheduled post stands
scheduledFor in each post API reference, /post/images, Platform Image Limits
scheduledDate at the top TikTok API, Video Notes ( https://crosspostify.example/tiktok )
Finding: scheduledFor is followed, scheduledDate is ignored.
scheduled-for-or-date POST /post/video
## Not decided, and why
About these promises nothing was shown, neither for the API nor against it.
○ not-run The allowed effects are read.
1 requirement
A post to Bluesky has at most 4 images. createImagesPost/order
## Excluded promises
The documentation says these too, but they cannot be tested from outside.
### The API key can be retrieved in the app.
The app is not part of the API.
key-in-app API reference, /post/images, Platform Image Limits
## Budget
187 requests sent. At the vendor’s rate limits they take 45 min.
250 requests an hour API reference, /post/images, Platform Image Limits
## This run
Target
staging (crosspostify), http://127.0.0.1:9000
Effects
publish: posts were published
Accounts
acc_bluesky bluesky
Seed
7
Options
depth 0
Time
2026-03-01T09:30:00Z to 2026-03-01T09:30:12Z
Suite
postproof 0.1.0\
""")


def test_a_report_is_the_same_each_time() -> None:
    """Rendering depends on nothing but the results."""
    assert render(mixed()) == render(mixed())


def test_every_link_leads_somewhere() -> None:
    """Links stay within the file, and each has its target, once; only sources lead out."""
    outline = Outline(render(mixed()))
    assert len(outline.ids) == len(set(outline.ids))
    lost = {each for each in outline.links if each.removeprefix("#") not in outline.ids}
    assert lost == {"https://crosspostify.example/tiktok"}


def test_gravest_first() -> None:
    """Operations and requirements stand by gravity, otherwise as they came."""
    run = results(
        (
            requirement(operation="GET /a", operation_id="a"),
            requirement("warn", operation="GET /b", operation_id="b"),
            requirement("fail", operation="GET /c", operation_id="c", level="should"),
            requirement("fail", operation="GET /c", operation_id="c", name="2nd"),
            requirement(operation="GET /d", operation_id="d"),
        )
    )
    page = render(run)
    order = [
        *("c/2nd", "c/image-cap/bluesky", "b/image-cap/bluesky"),
        *("a/image-cap/bluesky", "d/image-cap/bluesky"),
    ]
    assert re.findall('<div class="body" id="([^"]*)">', page) == order


def test_hostile_texts_stay_texts() -> None:
    """No text from outside becomes a tag, a link, a script, a control character or a template."""
    page = render(hostile())
    outline = Outline(page)
    assert outline.tags["script"] == 1
    assert "img" not in outline.tags
    assert [each for each in outline.links if not each.startswith("#")] == []
    assert set(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)) == set()
    assert page == page.encode().decode()
    assert "⟨ESC⟩[31mred⟨ESC⟩[0m ⟨NUL⟩ ⟨U+009B⟩ ⟨U+007F⟩ ⟨U+202E⟩evil⟨U+2066⟩ ⟨U+D800⟩" in page
    assert "{{ 7*7 }}" in page


def test_every_text_is_in_the_report() -> None:
    """Nothing that the results hold is left out."""
    run = mixed()
    page = render(run).replace("&#39;", "'").replace("&#34;", '"')
    texts: list[str | None] = [run.target.base_url, run.started_at, run.finished_at, "acc_bluesky"]
    for each in run.requirements:
        texts += (each.id, each.statement, each.reason, each.expected, each.source.section)
        texts += (each.source.url, *(check.reason for check in each.checks))
        for one in each.exchanges:
            texts += (one.curl, one.note, one.error, one.request.url)
    for conflict in run.conflicts:
        texts += (conflict.id, conflict.statement, conflict.finding, conflict.readings[1].says)
    for excluded in run.excluded:
        texts += (excluded.id, excluded.statement, excluded.reason)
    texts += (limit.says for limit in run.budget.limits)
    assert [text for text in texts if text and text not in page] == []


def marked(each: RequirementResult) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", render(results([each])), re.DOTALL)


def test_the_fault_is_marked() -> None:
    """The lines in which fault and control differ are marked, in both."""
    assert marked(requirement()) == [
        "    &#34;img_3&#34;,\n    &#34;img_4&#34;,\n    &#34;img_5&#34;"
    ]
    assert marked(requirement(exchanges=(exchange(),))) == []


def test_without_a_usable_response() -> None:
    """The error stands where the response would; beside a response, both are shown."""
    silent = exchange("valid", response=None, error=None, milliseconds=1.25)
    cut = exchange("valid", error="the body did not end", response=Response(status=200, body="ab"))
    page = render(results((requirement(exchanges=(silent, cut)),)))
    assert '<pre class="none">no response</pre>' in page
    assert "Response, 1.2 ms" in page
    assert "<pre>200\n\nab</pre>" in page
    assert '<p class="cut">the body did not end</p>' in page


def test_nothing_selected() -> None:
    """A run without requirements still has a report."""
    empty = results(conflicts=(), excluded=())
    text = Outline(render(replace(empty, finished_at=None))).text
    assert "# Nothing is decided" in text
    assert "No requirement was selected." in text
    assert "an unknown end" in text


def test_the_mock_is_named() -> None:
    """Results of the embedded mock cannot be taken for the vendor's."""
    run = clean()
    page = render(replace(run, target=replace(run.target, embedded=True, accounts=())))
    assert "The target was postproof’s own mock of this API, not the vendor’s servers." in page


def test_left_behind() -> None:
    """What the run left on the target stands near the top, each thing as text; else nothing does."""
    things = ("post post_123", "1 of what POST /post/image made: <b>")
    page = Outline(render(results((requirement(),), left_behind=things))).text
    assert page[page.index("Left behind") : page.index("Documented promises kept")] == snapshot("""\
Left behind on the target. The run made these, or may have made them, and has not deleted them. Somebody should delete them by hand.
post post_123
1 of what POST /post/image made: <b>
✓ pass 1
""")
    assert "Left behind" not in render(clean())


def test_addresses() -> None:
    """An id is its own anchor as far as HTML and URLs allow."""
    assert anchor("createPost/caption/required") == "createPost/caption/required"
    assert link("createPost/caption/required") == "#createPost/caption/required"
    assert anchor("a \x1b\tb") == "a_⟨ESC⟩_b"
    assert link("a%#é") == "#a%25%23%C3%A9"
    assert anchor(HOSTILE) == "_".join(anchor(HOSTILE).split())


def test_two_thousand_requirements() -> None:
    """A big report has every requirement with its evidence, within bounds of size."""
    page = render(large(2000))
    assert page.count('<article class="req"') == 2000
    assert page.count('<pre class="curl">') == 4000
    assert len(page) < 14_000_000
