"""`report.html` in a real browser: contents, filters, permalinks, copying, keyboard, access."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from postproof.reports import Results, write_text
from postproof.reports.html import render

from . import miniatures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FAILED = "createImagesPost/image-cap/bluesky"
SHOWN = "[...document.querySelectorAll('.req')].filter(e => e.checkVisibility()).length"


@dataclass
class Opened:
    """A report in a browser, and everything that the browser complained about or asked for."""

    page: "Page"
    path: Path
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def shown(self) -> int:
        found: int = self.page.evaluate(SHOWN)
        return found

    def count(self) -> str:
        return self.page.locator("#count").inner_text()

    def is_open(self, requirement_id: str) -> bool:
        found: bool = self.page.evaluate(
            "id => document.getElementById(id).closest('details').open", requirement_id
        )
        return found

    def reads(self, text: str) -> None:
        """Wait until the count reads `text`."""
        self.page.wait_for_function(
            "text => document.getElementById('count').textContent === text", arg=text
        )


Open = Callable[..., Opened]


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Opens results as a report; afterwards nothing may have been complained about or fetched."""
    reports: list[Opened] = []

    def open_report(results: Results, fragment: str = "", **options: Any) -> Opened:
        path = write_text(tmp_path / f"report-{len(reports)}.html", render(results))
        context = browser.new_context(**options)
        report = Opened(context.new_page(), path)
        page = report.page
        page.on("console", lambda message: report.complaints.append(message.text))
        page.on("pageerror", lambda error: report.complaints.append(str(error)))
        page.on("dialog", lambda dialog: report.complaints.append(dialog.message))
        page.on("request", lambda request: report.requested.append(request.url))
        page.goto(path.as_uri() + fragment)
        reports.append(report)
        return report

    yield open_report
    for report in reports:
        report.page.context.close()
        assert report.complaints == []
        assert {url.partition("#")[0] for url in report.requested} == {report.path.as_uri()}


def test_clean(opened: Open) -> None:
    """A clean report leads with the good news and has the evidence of passes, closed."""
    report = opened(miniatures.clean())
    assert report.page.locator("h1").inner_text() == "All 3 documented promises are kept"
    assert (report.shown(), report.count()) == (3, "3 requirements")
    assert report.page.locator("#broken, #undecided, .incomplete, .left").count() == 0
    assert report.page.locator("pre.curl").count() == 6
    assert not report.page.locator("pre.curl").first.is_visible()


def test_failures_come_first(opened: Open) -> None:
    """Broken promises are listed before all else, and each leads to its evidence."""
    report = opened(miniatures.mixed())
    assert report.page.locator("h1").inner_text() == "3 documented promises are broken"
    assert report.page.locator(".broken a").all_inner_texts() == [
        "A post to Bluesky has at most 4 images.",
        "Images for Pinterest share one aspect ratio.",
        "A page has at most 100 posts.",
    ]
    report.page.locator(".broken a").first.click()
    body = report.page.locator(f"[id='{FAILED}']")
    body.wait_for(state="visible")
    fault, control = (body.locator(".exchange").nth(place).bounding_box() for place in (0, 1))
    assert fault is not None
    assert control is not None
    assert fault["y"] == control["y"]
    assert fault["x"] + fault["width"] <= control["x"]


def test_incomplete(opened: Open) -> None:
    """An incomplete run says so before anything else."""
    report = opened(miniatures.results(complete=False, incomplete_reason="Interrupted by Ctrl-C."))
    assert (
        report.page.locator("main")
        .inner_text()
        .startswith(
            "This run is incomplete. Interrupted by Ctrl-C. What follows is what was known by then."
        )
    )


@pytest.mark.parametrize("media", ("screen", "print"))
def test_left_behind(opened: Open, media: Literal["screen", "print"]) -> None:
    """What was left on the target is in sight, before the figures, without JavaScript, on paper."""
    report = opened(
        miniatures.results(left_behind=("post post_1", "media <img>")), java_script_enabled=False
    )
    report.page.emulate_media(media=media)
    note, figures = report.page.locator(".left"), report.page.locator(".figures").bounding_box()
    box = note.bounding_box()
    assert note.is_visible()
    assert note.locator("li").all_inner_texts() == ["post post_1", "media <img>"]
    assert box is not None
    assert figures is not None
    assert box["y"] + box["height"] <= figures["y"]


@pytest.mark.parametrize("javascript", (True, False))
def test_hostile(opened: Open, javascript: bool) -> None:
    """Nothing hostile runs, loads or is hidden; it is shown as text."""
    report = opened(miniatures.hostile(), java_script_enabled=javascript)
    # the text as it stands in the page: what is out of sight may not be laid out yet
    heading = (report.page.locator("h4").first.text_content() or "").strip()
    assert heading.startswith(
        "</script></pre><script>alert(1)</script><img src=x onerror=alert(2)>"
    )
    assert heading.endswith("⟨U+202E⟩evil⟨U+2066⟩ ⟨U+D800⟩ ⟨U+200B⟩ ⟨CR⟩ end")
    assert report.page.locator("img").count() == 0


def test_filters(opened: Open) -> None:
    """Verdict, level, operation, check and search narrow the list together; the count tells."""
    report = opened(miniatures.mixed())
    page = report.page
    page.check("input[value=fail]")
    assert (report.shown(), report.count()) == (3, "3 of 9 requirements")
    page.check("input[value=warn]")
    assert (report.shown(), report.count()) == (4, "4 of 9 requirements")
    page.select_option("#level", "must")
    assert report.count() == "3 of 9 requirements"
    page.select_option("#operation", label="POST /post/images")
    assert report.count() == "2 of 9 requirements"
    page.select_option("#kind", "accepts")
    assert report.count() == "1 of 9 requirements"
    page.fill("#search", "ratio TIKTOK")
    report.reads("1 of 9 requirements")
    page.fill("#search", "ratio unicorn")
    report.reads("0 of 9 requirements")
    assert page.locator("#none").is_visible()
    page.click("#reset")
    assert (report.shown(), report.count()) == (9, "9 requirements")
    assert page.locator("#count").get_attribute("role") == "status"


def test_matrix_leads_to_its_requirements(opened: Open) -> None:
    """A cell of the matrix shows exactly the requirements that it counts."""
    report = opened(miniatures.mixed())
    report.page.click("td a[data-operation='0'][data-verdict=fail]")
    assert report.count() == "2 of 9 requirements"
    assert report.page.evaluate("document.activeElement.id") == "requirements"
    report.page.click("th a[data-operation='1']")
    assert report.count() == "4 of 9 requirements"


@pytest.mark.parametrize("javascript", (True, False))
def test_permalink(opened: Open, javascript: bool) -> None:
    """An address with a requirement's id opens it and scrolls to it, also without JavaScript."""
    report = opened(
        miniatures.large(200), "#operation9/requirement-199", java_script_enabled=javascript
    )
    body = report.page.locator("[id='operation9/requirement-199']")
    body.wait_for(state="visible")
    box = body.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 720
    assert report.is_open("operation9/requirement-199")


def test_permalink_to_what_is_filtered_away(opened: Open) -> None:
    """A permalink wins over filters."""
    report = opened(miniatures.mixed())
    report.page.check("input[value=pass]")
    report.page.evaluate("id => { location.hash = id }", FAILED)
    report.reads("9 requirements")
    assert report.is_open(FAILED)
    assert report.page.evaluate("document.activeElement.localName") == "summary"


def test_copy(opened: Open) -> None:
    """The buttons copy the curl line and the permalink, and say so."""
    report = opened(
        miniatures.mixed(), f"#{FAILED}", permissions=["clipboard-read", "clipboard-write"]
    )
    page, body = report.page, report.page.locator(f"[id='{FAILED}']")
    body.get_by_role("button", name="Copy curl").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == miniatures.exchange().curl
    assert page.locator("#said").inner_text() == "Copy curl: copied"
    body.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{report.path.as_uri()}#{FAILED}"


def test_copy_without_a_clipboard(opened: Open) -> None:
    """Where the browser offers no clipboard, the line is at least selected."""
    report = opened(miniatures.mixed(), f"#{FAILED}")
    page = report.page
    page.evaluate(
        "() => { Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        " document.execCommand = () => false; }"
    )
    page.get_by_role("button", name="Copy curl").first.click()
    page.get_by_role("button", name="Press Ctrl+C").wait_for()
    assert page.evaluate("getSelection().toString()") == miniatures.exchange().curl


def test_keyboard(opened: Open) -> None:
    """`/` searches, Escape clears; j and k move between requirements, Enter opens one."""
    report = opened(miniatures.mixed())
    page = report.page
    focused = "document.activeElement.closest('.req')?.querySelector('.body').id"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("j/k")
    report.reads("0 of 9 requirements")
    page.keyboard.press("Escape")
    report.reads("9 requirements")
    page.focus(".req summary")
    assert page.evaluate(focused) == FAILED
    page.keyboard.press("j")
    assert page.evaluate(focused) == "createImagesPost/aspect-ratio"
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert report.is_open(FAILED)
    page.keyboard.press("Control+j")
    assert page.evaluate(focused) == FAILED


def test_skip_link_and_focus(opened: Open) -> None:
    """The first stop of the keyboard skips to the requirements, and focus is visible."""
    page = opened(miniatures.mixed()).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the requirements"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "requirements"


def test_open_and_close_all(opened: Open) -> None:
    """What the filters show can be opened at once, and everything closed."""
    report = opened(miniatures.mixed())
    page = report.page
    page.check("input[value=fail]")
    page.click("#open")
    assert page.locator(".req details[open]").count() == 3
    page.click("#reset")
    page.click("#close")
    assert page.locator(".req details[open]").count() == 0


def test_theme(opened: Open) -> None:
    """The toggle goes from the system's theme to light and dark, and is remembered."""
    page = opened(miniatures.clean(), color_scheme="dark").page
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.click("#theme")
    assert page.locator("#theme").inner_text() == "Theme: light"
    assert page.evaluate(paper) != dark
    page.reload()
    assert page.locator("#theme").inner_text() == "Theme: light"
    page.click("#theme")
    assert page.evaluate(paper) == dark
    page.click("#theme")
    assert page.locator("#theme").inner_text() == "Theme: system"


def test_without_javascript(opened: Open) -> None:
    """Everything is readable, evidence opens, and no dead control is shown."""
    report = opened(miniatures.mixed(), java_script_enabled=False)
    page = report.page
    assert page.locator(".req").count() == 9
    for control in page.locator("button, input, select").all():
        assert not control.is_visible()
    page.locator(".req summary").first.click()
    assert page.locator("pre.curl").first.is_visible()


def test_narrow(opened: Open) -> None:
    """On a telephone nothing is cut off or scrolls sideways; the matrix scrolls in itself."""
    report = opened(miniatures.mixed(), viewport={"width": 380, "height": 800})
    report.page.click("#open")
    assert report.page.evaluate("document.documentElement.scrollWidth") == 380


def test_print(opened: Open) -> None:
    """Printing opens what is not a pass, on white, without controls."""
    report = opened(miniatures.mixed(), color_scheme="dark")
    page = report.page
    page.emulate_media(media="print")
    visible = page.evaluate(
        "[...document.querySelectorAll('.req')].filter("
        "e => e.querySelector('.body').checkVisibility())"
        ".map(e => e.dataset.v)"
    )
    assert visible == ["fail", "fail", "inconclusive", "fail", "error", "warn"]
    assert not page.locator("form").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_two_thousand_requirements(opened: Open) -> None:
    """A big report filters, searches and opens without a visible stall."""
    report = opened(miniatures.large(2000))
    page = report.page
    assert report.count() == "2,000 requirements"
    milliseconds = page.evaluate(
        """async () => {
            const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            const start = performance.now();
            document.querySelector('input[value=fail]').click();
            await drawn();
            return performance.now() - start;
        }"""
    )
    assert report.count() == "80 of 2,000 requirements"
    assert milliseconds < 1000
    page.fill("#search", "number 1976")
    report.reads("0 of 2,000 requirements")
    page.click("#reset")
    page.fill("#search", "number 1976")
    report.reads("1 of 2,000 requirements")


@pytest.mark.parametrize("scheme", ("light", "dark"))
@pytest.mark.parametrize("made", (miniatures.clean, miniatures.mixed, miniatures.hostile))
def test_accessible(
    opened: Open, made: Callable[[], Results], scheme: Literal["light", "dark"]
) -> None:
    """axe-core finds no violation of any weight, with everything open, in light and dark."""
    page = opened(made(), color_scheme=scheme).page
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
