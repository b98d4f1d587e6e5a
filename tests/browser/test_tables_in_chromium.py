"""Tables of the HTML report: sorted, filtered, saved."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.reports import FORMULA

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def exhibit(visit: "Visit", title: str) -> "Locator":
    return visit.page.locator("section.exhibit", has=visit.page.get_by_role("heading", name=title))


def labels(section: "Locator") -> list[str]:
    return section.locator("tbody tr:visible th").all_inner_texts()


def test_a_table_sorts_by_keyboard_and_keeps_details_and_totals_in_place(visit: "Visit") -> None:
    section = exhibit(visit, "Decisions by service category")
    printed = labels(section)
    header = section.get_by_role("columnheader", name="Overturn rate")
    header.get_by_role("button").focus()
    visit.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    names = labels(section)
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
    names = labels(section)
    assert names[0] == "Durable medical equipment"
    assert names[-2:] == ["Dental and oral appliances", "All categories"]
    visit.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "none"
    assert labels(section) == printed


def test_words_sort_from_the_first_and_only_one_column_says_that_it_is_sorted(visit: "Visit") -> None:
    section = exhibit(visit, "Decisions by service category")
    section.get_by_role("columnheader", name="Issues").get_by_role("button").click()
    section.get_by_role("columnheader", name="Service category").get_by_role("button").click()
    names = labels(section)
    assert names[:3] == ["Dental and oral appliances", "Diagnostic testing", "Electrodiagnostic studies"]
    sorted_by = section.locator("th[aria-sort=ascending], th[aria-sort=descending]")
    assert sorted_by.all_inner_texts() == ["Service category"]


def test_a_long_table_is_filtered_and_says_how_many_rows_are_left(visit: "Visit") -> None:
    section = exhibit(visit, "Decisions by service category")
    box, status = section.get_by_role("searchbox"), section.get_by_role("status")
    box.fill("studies")
    assert labels(section) == ["Diagnostic testing", "Electrodiagnostic studies", "All categories"]
    assert status.inner_text() == "2 of 24 rows"
    box.fill("DIAGNOSTIC")
    assert len(labels(section)) == 5
    box.fill("xyz")
    assert labels(section) == ["All categories"]
    assert status.inner_text() == "0 of 24 rows"
    box.fill("")
    assert len(labels(section)) == 25
    assert status.inner_text() == ""


def test_short_tables_have_no_filter(visit: "Visit") -> None:
    assert exhibit(visit, "Outcome of cases").get_by_role("searchbox").count() == 0


def saved(visit: "Visit", title: str) -> tuple[str, bytes]:
    with visit.page.expect_download() as waiting:
        exhibit(visit, title).get_by_role("button", name="Save as CSV").click()
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_a_table_is_saved_whole_in_plain_numbers(visit: "Visit") -> None:
    section = exhibit(visit, "Works that differ")
    section.get_by_role("searchbox").fill("chronic")
    name, content = saved(visit, "Works that differ")
    assert name == "basis_cross-2015Q1.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == [
        "Work",
        "Part of",
        "Issues",
        "Overturned",
        "Overturn rate",
        "95% interval, lower",
        "95% interval, upper",
        "Change (points)",
        "Remark",
    ]
    assert len(rows) == 16
    assert rows[0][:5] == ["Works of the state", "", "1234", "123", "10.0"]
    assert rows[0][5:] == ["8.4", "11.9", "-2.3", "above the limits"]
    assert rows[1] == ["Chronic pain", "Works of the state", "1000", "100", "10.0", "8.0", "12.5", "4.5", ""]
    assert rows[4] == ["Nothing", "", "0", "0", "", "", "", "", ""]
    assert rows[-1][:4] == ["All works", "", "1500", "200"]


def test_what_is_withheld_is_saved_as_withheld_and_a_formula_as_words(visit: "Visit") -> None:
    _, content = saved(visit, "Works that differ")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[4] == [f"'{FORMULA}", "", *["*"] * 6, ""]


def test_a_table_printed_on_its_side_is_saved_upright(visit: "Visit") -> None:
    name, content = saved(visit, "Days on their side")
    assert name == "days-2015Q1.csv"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["Step", *(f"Column {n}" for n in range(11))],
        ["First", *(str(n) for n in range(10, 21))],
        ["Second", *(str(n) for n in range(20, 31))],
    ]


@pytest.mark.parametrize("visit", [{"file": "hostile"}], indirect=True)
def test_hostile_labels_are_saved_as_words_under_a_harmless_name(visit: "Visit") -> None:
    button = visit.page.get_by_role("button", name="Save as CSV").last
    with visit.page.expect_download() as waiting:
        button.click()
    assert all(sign.isalnum() or sign in "_-." for sign in waiting.value.suggested_filename)
    content = Path(waiting.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert "<script>" in content
    assert visit.messages == []


@pytest.mark.parametrize("visit", [{"width": 360}, {"width": 1280}], indirect=True)
def test_heads_of_long_tables_stay_in_sight(visit: "Visit") -> None:
    section = exhibit(visit, "Decisions by service category")
    row = section.get_by_role("row", name="Urine drug screening")
    row.scroll_into_view_if_needed()
    row.evaluate("row => { row.scrollIntoView({block: 'center'}); }")
    head = section.get_by_role("columnheader", name="Service category").bounding_box()
    place = row.bounding_box()
    assert head is not None
    assert place is not None
    assert 0 <= head["y"] < place["y"] < 900
