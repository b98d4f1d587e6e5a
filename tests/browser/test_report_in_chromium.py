"""The HTML report as its readers have it: opened from disk in Chromium."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("visit", [{"file": "plain"}, {"file": "hostile"}], indirect=True)
def test_it_opens_from_disk_in_silence_and_asks_for_nothing(visit: "Visit") -> None:
    visit.page.wait_for_load_state("networkidle")
    assert visit.messages == []
    outside = [url for url in visit.requests[1:] if not url.startswith("data:")]
    assert outside == []
    assert visit.page.title() != "owned"
    assert visit.page.locator("script").count() == 1
    loaded = visit.page.evaluate(
        "[...document.images].map((image) => image.complete && image.naturalWidth > 0)"
    )
    assert loaded
    assert all(loaded)
    assert visit.page.evaluate("document.fonts.check('600 16px \"Bulletin Sans\"')")


@pytest.mark.parametrize(
    "visit", [{"file": name, "width": 360} for name in ("plain", "hostile")], indirect=True
)
def test_at_360_pixels_only_tables_and_charts_scroll_sideways(visit: "Visit") -> None:
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("visit", "hinted"), [({"width": 390}, True), ({}, False)], indirect=["visit"])
def test_what_is_wider_than_the_screen_says_so(visit: "Visit", hinted: bool) -> None:
    boxes = visit.page.locator(".scroll")
    wide = [
        boxes.nth(n).evaluate("box => box.scrollWidth > box.clientWidth + 1") for n in range(boxes.count())
    ]
    hints = visit.page.locator(".hint")
    assert [hints.nth(n).is_visible() for n in range(hints.count())] == wide
    assert any(wide) == hinted


def test_the_skip_link_comes_first_and_leads_to_the_report(visit: "Visit") -> None:
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == "Skip to the report"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("visit", [{"scheme": "dark"}], indirect=True)
def test_it_goes_dark_on_screen_and_white_on_paper(visit: "Visit") -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert visit.page.evaluate(ground) == "rgb(20, 25, 29)"
    visit.page.emulate_media(media="print")
    assert visit.page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not visit.page.locator("nav").is_visible()


def test_a_reader_who_prints_it_gets_the_marking_on_every_sheet(visit: "Visit") -> None:
    document = pypdfium2.PdfDocument(visit.page.pdf(prefer_css_page_size=True))
    sheets = [document[index].get_textpage().get_text_bounded() for index in range(len(document))]
    assert len(sheets) > 3
    assert all("Internal: not for release" in sheet for sheet in sheets)
    assert all("Invented sample letters" in sheet for sheet in sheets)


def axe_source() -> str:
    """Return axe-core's script, from $AXE_CORE (a file) or an installed npm package."""
    named = os.environ.get("AXE_CORE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm:
        root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False).stdout.strip()
        script = Path(root) / "axe-core" / "axe.min.js"
        if root and script.is_file():
            return script.read_text(encoding="utf-8")
    pytest.skip("axe-core isn't installed (npm install -g axe-core)")


@pytest.mark.parametrize(
    "visit",
    [{"scheme": scheme, "width": width} for scheme in ("light", "dark") for width in (1280, 360)],
    indirect=True,
)
def test_axe_finds_no_violation(visit: "Visit") -> None:
    # The page's own policy lets no foreign script in, as it should: axe comes through the debugger.
    visit.page.evaluate(axe_source())
    result = visit.page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    found = {
        item["id"]: [node["html"][:200] for node in item["nodes"]][:3]
        for kind in ("violations", "incomplete")
        for item in result[kind]
        # On a phone axe can't see cells that are scrolled out of sight; the wide page shows them.
        if not (
            kind == "incomplete"
            and item["id"] == "color-contrast"
            and visit.page.viewport_size["width"] == 360
        )
    }
    assert not found, json.dumps(found, indent=1)
