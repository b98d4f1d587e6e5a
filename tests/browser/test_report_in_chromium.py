"""The HTML report as its readers have it: opened from disk in Chromium."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest

from imr_reports.render import render_report
from tests.invented_report import hostile_report, invented_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium isn't installed (apt-get install chromium)"),
]


@dataclass
class Visit:
    """A page with what it said and asked for."""

    page: "playwright.Page"
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    written = {}
    for name, report in (("plain", invented_report()), ("hostile", hostile_report())):
        written[name] = folder / f"{name}.html"
        written[name].write_bytes(render_report(report, frozenset({"html"}))["report.html"])
    return written


@pytest.fixture
def visit(
    browser: "playwright.Browser", files: dict[str, Path], request: pytest.FixtureRequest
) -> Iterator[Visit]:
    wanted = {"file": "plain", "width": 1280, "scheme": "light"} | getattr(request, "param", {})
    context = browser.new_context(
        viewport={"width": wanted["width"], "height": 900}, color_scheme=wanted["scheme"], bypass_csp=False
    )
    seen = Visit(page=context.new_page())
    seen.page.on("console", lambda message: seen.messages.append(message.text))
    seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
    seen.page.on("dialog", lambda dialog: seen.messages.append("dialog"))
    seen.page.on("request", lambda asked: seen.requests.append(asked.url))
    seen.page.goto(files[wanted["file"]].as_uri())
    yield seen
    context.close()


@pytest.mark.parametrize("visit", [{"file": "plain"}, {"file": "hostile"}], indirect=True)
def test_it_opens_from_disk_in_silence_and_asks_for_nothing(visit: Visit) -> None:
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
def test_at_360_pixels_only_tables_and_charts_scroll_sideways(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("visit", "hinted"), [({"width": 390}, True), ({}, False)], indirect=["visit"])
def test_what_is_wider_than_the_screen_says_so(visit: Visit, hinted: bool) -> None:
    boxes = visit.page.locator(".scroll")
    wide = [
        boxes.nth(n).evaluate("box => box.scrollWidth > box.clientWidth + 1") for n in range(boxes.count())
    ]
    hints = visit.page.locator(".hint")
    assert [hints.nth(n).is_visible() for n in range(hints.count())] == wide
    assert any(wide) == hinted


def column(visit: Visit, table: str, index: int) -> list[str]:
    rows = visit.page.locator(f"{table} tbody tr")
    return [rows.nth(row).locator("th, td").nth(index).inner_text() for row in range(rows.count())]


def test_a_table_sorts_by_keyboard_and_keeps_details_and_totals_in_place(visit: Visit) -> None:
    section = visit.page.locator("section.exhibit", has_text="Decisions by service category")
    selector = f"#{section.get_attribute('id')}"
    header = section.get_by_role("columnheader", name="Overturn rate")
    header.get_by_role("button").focus()
    visit.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    names = column(visit, selector, 0)
    assert names[0] == "Evaluation and management"
    assert names[-2:] == ["Dental and oral appliances", "All categories"]
    start = names.index("Diagnostic testing")
    assert names[start + 1 : start + 4] == [
        "Electrodiagnostic studies",
        "Magnetic resonance imaging",
        "Urine drug screening",
    ]
    visit.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    names = column(visit, selector, 0)
    assert names[0] == "Durable medical equipment"
    assert names[-2:] == ["Dental and oral appliances", "All categories"]


def test_excerpts_are_found_by_words(visit: Visit) -> None:
    group = visit.page.locator(".group").first
    group.get_by_label("Find words in these excerpts").fill("surgery naproxen")
    shown = group.locator(".excerpt:visible")
    assert shown.count() == 5
    assert all("Surgery" in text for text in shown.locator(".service").all_inner_texts())
    assert group.get_by_role("status").inner_text() == "5 of 40"


def test_the_skip_link_comes_first_and_leads_to_the_report(visit: Visit) -> None:
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == "Skip to the report"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("visit", [{"scheme": "dark"}], indirect=True)
def test_it_goes_dark_on_screen_and_white_on_paper(visit: Visit) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert visit.page.evaluate(ground) == "rgb(20, 25, 29)"
    visit.page.emulate_media(media="print")
    assert visit.page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not visit.page.locator("nav").is_visible()


def test_a_reader_who_prints_it_gets_the_marking_on_every_sheet(visit: Visit) -> None:
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
def test_axe_finds_no_violation(visit: Visit) -> None:
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
