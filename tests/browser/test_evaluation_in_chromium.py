"""The page of misses as its reader has it: opened from disk in Chromium, without script."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imr_reports.records.evaluation import StretchKind
from imr_reports.render import render_examples
from tests.unit.render.test_evaluation import EVALUATION, HOSTILE, example

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
EXAMPLES = (
    example(),
    example(StretchKind.WRONG),
    example(StretchKind.WRONG, "ORG"),
    example(text=HOSTILE),
)


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def page(browser: "Browser", tmp_path: Path, heard: list[str]) -> Iterator["Page"]:
    file = tmp_path / "misses.html"
    file.write_bytes(render_examples(EVALUATION, EXAMPLES))
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.on("console", lambda message: heard.append(message.text))
    page.on("dialog", lambda dialog: heard.append("dialog"))
    page.on("request", lambda asked: heard.append(asked.url))
    page.goto(file.as_uri())
    yield page
    page.close()


def test_it_opens_in_silence_and_its_style_holds(page: "Page", heard: list[str]) -> None:
    page.wait_for_load_state("networkidle")
    assert [word for word in heard if not word.startswith("file:")] == []
    assert len(heard) == 1
    banner = page.locator("header.banner")
    assert banner.is_visible()
    assert banner.evaluate("element => getComputedStyle(element).position") == "sticky"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_examples_are_chosen_by_type_and_kind(page: "Page") -> None:
    shown = page.locator("ol > li:visible")
    assert shown.count() == 4
    page.get_by_label("missed", exact=True).check()
    assert shown.count() == 2
    page.get_by_label("ORG").check()
    assert shown.count() == 0
    page.get_by_label("both").check()
    assert shown.count() == 1
    page.get_by_label("all types").check()
    assert shown.count() == 4
