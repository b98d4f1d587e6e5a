"""The search over excerpts: words, facets, counts, and what is printed of it."""

from typing import TYPE_CHECKING

import pypdfium2
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def finder(visit: "Visit") -> "Locator":
    return visit.page.get_by_role("search", name="Excerpts")


def test_excerpts_are_found_by_all_of_their_words(visit: "Visit", finder: "Locator") -> None:
    finder.get_by_label("Find words in all excerpts").fill("surgery NAPROXEN")
    shown = visit.page.locator(".excerpt:visible")
    assert shown.count() == 7
    assert all("Surgery" in text for text in shown.locator(".service").all_inner_texts())
    assert finder.get_by_role("status").inner_text() == "7 of 54 excerpts shown"
    counts = visit.page.locator(".found:visible").all_inner_texts()
    assert counts
    assert all(count.startswith("The search shows ") and " 0 of " not in count for count in counts)
    assert visit.page.locator(".group:visible").count() == len(counts)
    marked = visit.page.evaluate("[...CSS.highlights.get('found')].map((range) => range.toString())")
    assert {word.lower() for word in marked} == {"surgery", "naproxen"}
    finder.get_by_role("button", name="Show all").click()
    assert visit.page.locator(".excerpt:visible").count() == 54
    assert finder.get_by_role("status").inner_text() == ""


def test_signs_are_searched_as_they_are(visit: "Visit", finder: "Locator") -> None:
    finder.get_by_label("Find words in all excerpts").fill("(.*")
    assert finder.get_by_role("status").inner_text() == "0 of 54 excerpts shown"
    assert visit.messages == []


def test_excerpts_are_narrowed_by_category_and_decision(visit: "Visit", finder: "Locator") -> None:
    category = finder.get_by_label("Service category")
    assert "Surgery (7)" in category.locator("option").all_inner_texts()
    category.select_option(label="Surgery (7)")
    finder.get_by_label("Decision").select_option("upheld")
    assert (
        visit.page.locator(".excerpt:visible .service").all_inner_texts()
        == ["Surgery · naproxen · upheld"] * 2
    )
    assert finder.get_by_role("status").inner_text() == "2 of 54 excerpts shown"


def test_a_reader_prints_what_the_search_shows_and_is_told(visit: "Visit", finder: "Locator") -> None:
    finder.get_by_label("Service category").select_option("Surgery")
    document = pypdfium2.PdfDocument(visit.page.pdf(prefer_css_page_size=True))
    text = "".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))
    assert "7 of 54 excerpts shown" in text
    assert text.count("Surgery · ") == 7
    assert "Injections · " not in text
    assert "Find words" not in text


@pytest.mark.parametrize("visit", [{"script": False}], indirect=True)
def test_without_script_all_excerpts_are_there_and_no_dead_box(visit: "Visit") -> None:
    assert visit.page.locator(".excerpt").count() == 54
    assert visit.page.locator("input, select, button").count() == 0


@pytest.mark.parametrize("visit", [{"file": "long"}], indirect=True)
def test_a_long_report_is_searched_too(visit: "Visit", finder: "Locator") -> None:
    finder.get_by_label("Find words in all excerpts").fill("e card 499")
    assert finder.get_by_role("status").inner_text() == "1 of 500 excerpts shown"
