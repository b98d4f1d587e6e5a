"""The CSV that the page offers for each table, as a browser saves it, tells no more than the page."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from synthetic_store import write_store

from tests.attack.media import read_html, same_cells
from tests.attack.releases import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
def test_each_table_that_a_browser_saves_has_the_figures_of_the_page(
    run: Run, browser: "Browser", tmp_path: Path
) -> None:
    write_store(tmp_path / "store", 300, 1, "2015-01")
    arguments = ("--period", "2015-01", "--audience", "public", "--format", "html")
    code, said = run(*arguments, "--store", tmp_path / "store", "--output", tmp_path / "out")
    assert code == 0, said
    file = tmp_path / "out" / "2015-01-public" / "report.html"
    tables = read_html(file.read_bytes()).tables
    saved = save_tables(browser, file)
    for key, text in saved.items():
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        first = 2 if head[1] == "Part of" else 1
        assert same_figures(tables[key], [(row[0], row[first:]) for row in rows]), key
    assert len(saved) > 15


def save_tables(browser: "Browser", file: Path) -> dict[str, str]:
    """Return the CSV of each table, by its key, as Chromium saves it."""
    saved = {}
    page = browser.new_page()
    page.goto(file.as_uri())
    for button in page.get_by_role("button", name="Save as CSV").all():
        with page.expect_download() as waiting:
            button.click()
        key = waiting.value.suggested_filename.removesuffix("-2015-01.csv")
        saved[key] = Path(waiting.value.path()).read_text("utf-8-sig")
    page.close()
    return saved


def same_figures(printed: list[tuple[str, tuple[str, ...]]], saved: list[tuple[str, list[str]]]) -> bool:
    """Return whether a file has the cells of a page, where the two bounds of an interval are one cell."""
    together = []
    for (_, cells), (label, values) in zip(printed, saved, strict=True):
        left = iter(values)
        width = max(len(cell.split()) for cell in cells) if cells else 1
        joined = []
        for place, cell in enumerate(cells):
            is_interval = width > 1 and any(len(row[place].split()) > 1 for _, row in printed)
            taken = [next(left), next(left)] if is_interval else [next(left)]
            joined.append("*" if "*" in taken else " ".join(filter(str.strip, taken)) if cell else "")
        together.append((label, tuple(joined)))
    return same_cells(printed, together)
