"""How long a report of 2,000 requirements takes: to render, and to load in Chromium.

`nox -s bench` runs it against the built wheel.
"""

import sys
import tempfile
import time
from pathlib import Path

from postproof.reports import write_text
from postproof.reports.html import render

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.reports.conftest import CHROMIUM, OPTIONS
from tests.reports.miniatures import large

REQUIREMENTS = 2000
DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


def seconds_to_load(path: Path) -> float:
    """From the address to the first frame after the script has run, in a fresh page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        page = browser.new_page()
        page.goto("about:blank")
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.evaluate(DRAWN)
        took = time.perf_counter() - start
        browser.close()
    return took


def main() -> None:
    """Print the figures."""
    results = large(REQUIREMENTS)
    start = time.perf_counter()
    text = render(results)
    took = time.perf_counter() - start
    print(f"requirements      {REQUIREMENTS:>8,}")
    print(f"render            {took:>8.2f} s (jinja2's import and compilation included)")
    print(f"size              {len(text.encode()) / 1e6:>8.1f} MB")
    if CHROMIUM is None:
        print("load in Chromium  not measured: no Chromium is installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = write_text(Path(folder) / "report.html", text)
        print(f"load in Chromium  {seconds_to_load(path):>8.2f} s")


if __name__ == "__main__":
    main()
