"""The HTML report as its readers have it: opened from disk in Chromium."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed").expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What has the focus, as a path that tells it from all others, and whether it shows that it has.
WHERE = """() => {
  const one = document.activeElement;
  if (one === document.body) return [null, false];
  const path = [];
  for (let at = one; at.parentElement; at = at.parentElement) {
    path.push([...at.parentElement.children].indexOf(at));
  }
  const style = getComputedStyle(one);
  return [path.join(" "), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1];
}"""
# On a phone axe can't judge the contrast of cells that are scrolled out of sight; the wide page shows them.
EXPLAINED = """(item) => item.id === "color-contrast" && item.nodes.every((node) =>
  document.querySelector(node.target[0]).closest(".scroll.more")
  && node.any.every(({data}) => ["elmPartiallyObscured", "shortTextContent"].includes(data.messageKey)))"""


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
    "visit",
    [
        {"file": name, "width": width, "script": script}
        for name in ("plain", "hostile")
        for width, script in ((360, True), (360, False), (640, True), (1280, True))
    ],
    indirect=True,
)
def test_only_tables_and_charts_scroll_sideways(visit: "Visit") -> None:
    # 640 is a window of 1280 magnified twice.
    width = visit.page.viewport_size["width"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("visit", [{"file": "hostile"}], indirect=True)
def test_hostile_text_is_there_to_be_read(visit: "Visit") -> None:
    for place in ("h1", ".headlines li", "th.label", "td.remark", ".excerpt blockquote"):
        said = " ".join(visit.page.locator(place).all_inner_texts())
        assert "<img src=x onerror=alert(1)>" in said, place
        assert "[U+202E]gpj[U+0007]" in said, place
    assert visit.page.locator("main img:not(.chart), main link, main script").count() == 0


def test_a_report_with_500_cards_is_small_enough_to_mail(files: dict[str, Path]) -> None:
    assert files["long"].stat().st_size < 10_000_000


def test_all_tables_are_saved_as_one_workbook(visit: "Visit") -> None:
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("link", name="Save all tables as XLSX").click()
    assert waiting.value.suggested_filename == "report-2015Q1.xlsx"
    with zipfile.ZipFile(waiting.value.path()) as archive:
        names = [
            sheet.get("name")
            for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
    tables = visit.page.locator("table[data-key]").count()
    assert names == ["Contents", *(f"Table {number}" for number in range(1, tables + 1))]
    assert visit.messages == []


def test_the_contents_mark_the_section_that_is_read(visit: "Visit") -> None:
    contents = visit.page.get_by_role("navigation", name="Contents")
    for section in ("Decisions", "Methods and privacy", "Outcomes"):
        contents.get_by_role("link", name=section, exact=True).click()
        marked = contents.locator("a[aria-current]")
        expect(marked).to_have_text(section)
        assert visit.page.get_by_role("heading", name=section).last.bounding_box()["y"] >= 0
    contents.get_by_role("link", name="Partly authorized requests").click()
    assert visit.page.url.endswith("#table-partly-authorized")


@pytest.mark.parametrize("visit", [{"width": 360}], indirect=True)
def test_on_a_phone_the_contents_fold_away_and_stay_at_hand(visit: "Visit") -> None:
    contents = visit.page.get_by_role("navigation", name="Contents")
    link = contents.get_by_role("link", name="Time", exact=True)
    assert not link.is_visible()
    visit.page.get_by_role("heading", name="Decisions by month").last.scroll_into_view_if_needed()
    summary = contents.locator("summary")
    summary.focus()
    visit.page.keyboard.press("Enter")
    link.click()
    assert not link.is_visible()
    heading = visit.page.get_by_role("heading", name="Time").bounding_box()
    bar = contents.bounding_box()
    assert bar["y"] == 0
    assert heading["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize("visit", [{"width": 360, "script": False}], indirect=True)
def test_without_script_the_contents_are_open_and_scroll_away(visit: "Visit") -> None:
    assert visit.page.locator("#contents a", has_text="Outcomes").is_visible()
    visit.page.locator("#methods").scroll_into_view_if_needed()
    assert visit.page.locator("#contents").bounding_box()["y"] < 0


@pytest.mark.parametrize("visit", [{}, {"width": 360}], indirect=True)
def test_everything_is_reached_by_keyboard_with_a_mark_where_one_is(visit: "Visit") -> None:
    reachable = visit.page.locator("a[href], button, input, select, summary, .scroll[tabindex]")
    wanted = sum(reachable.nth(n).is_visible() for n in range(reachable.count()))
    seen: set[str] = set()
    for _ in range(wanted + 1):
        visit.page.keyboard.press("Tab")
        place, is_marked = visit.page.evaluate(WHERE)
        if place is None:
            break
        assert is_marked, place
        seen.add(place)
    # The skip link is out of sight until it is reached.
    assert len(seen) >= wanted


@pytest.mark.parametrize("visit", [{"width": 360}, {}], indirect=True)
def test_paper_holds_everything_and_nothing_to_press(visit: "Visit") -> None:
    visit.page.locator(".filter input").first.fill("xyz")
    assert visit.page.locator("tbody tr").count() > visit.page.locator("tbody tr:visible").count()
    visit.page.emulate_media(media="print")
    assert visit.page.locator("tbody tr").count() == visit.page.locator("tbody tr:visible").count()
    assert visit.page.locator(".excerpt").count() == visit.page.locator(".excerpt:visible").count()
    assert visit.page.locator("main :is(input, select, .save, .finder button):visible").count() == 0
    boxes = visit.page.locator(".scroll")
    assert {boxes.nth(n).evaluate("box => getComputedStyle(box).overflow") for n in range(boxes.count())} == {
        "visible"
    }


def test_heads_of_tables_are_repeated_on_paper(visit: "Visit") -> None:
    document = pypdfium2.PdfDocument(visit.page.pdf(prefer_css_page_size=True))
    sheets = [document[index].get_textpage().get_text_bounded() for index in range(len(document))]
    assert sum(sheet.count("Service category Issues Upheld") for sheet in sheets) == 2


@pytest.mark.parametrize("visit", [{"forced": "active", "scheme": "dark"}], indirect=True)
def test_in_forced_colours_charts_keep_a_ground_that_they_can_be_read_on(visit: "Visit") -> None:
    chart = visit.page.locator("img.chart").first
    assert chart.evaluate("image => getComputedStyle(image).backgroundColor") == "rgb(20, 25, 29)"


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
        f"{kind}: {item['id']}": [node["html"][:200] for node in item["nodes"]][:3]
        for kind in ("violations", "incomplete")
        for item in result[kind]
        if kind == "violations" or not visit.page.evaluate(EXPLAINED, item)
    }
    assert not found, json.dumps(found, indent=1)
