"""A figure that is withheld in one medium is withheld in all, in charts and sentences too."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from synthetic_store import write_store

from tests.attack.charts import funnel_points, longest_boxes, read_chart, shown_points
from tests.attack.media import (
    Page,
    numbers_in,
    printed_rows,
    read_html,
    read_pdf,
    read_workbook,
    rows_of,
    same_cells,
    shown_numbers,
    workbook_properties,
)
from tests.attack.published import WITHHELD, Release, read_json
from tests.attack.releases import Run


@dataclass(frozen=True)
class Files:
    """A published report, read back from its files."""

    folder: Path
    release: Release
    page: Page
    pdf: list[str]


@pytest.fixture(scope="module")
def files(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("media")
    write_store(folder / "store", 3000, 3, "2015-03")
    code, said = run(
        "--period", "2015Q1", "--audience", "public", "--store", folder / "store", "--output", folder / "out"
    )
    assert code == 0, said
    report = folder / "out" / "2015Q1-public"
    return Files(
        report,
        read_json((report / "report.json").read_bytes()),
        read_html((report / "report.html").read_bytes()),
        read_pdf((report / "report.pdf").read_bytes()),
    )


def withheld(release: Release) -> int:
    return sum(figure == WITHHELD for table in release.tables.values() for *_, figure in table.cells())


def test_html_has_the_same_figures(files: Files) -> None:
    assert withheld(files.release) > 100
    assert files.page.tables.keys() == files.release.tables.keys()
    for key, table in files.release.tables.items():
        assert same_cells(files.page.tables[key], rows_of(table)), key


def test_the_workbook_has_the_same_figures(files: Files) -> None:
    content = (files.folder / "report.xlsx").read_bytes()
    assert files.page.workbook == content
    sheets = list(read_workbook(content))
    assert len(sheets) == len(files.release.tables)
    for sheet, table in zip(sheets, files.release.tables.values(), strict=True):
        figures = [(label, cells[: len(table.columns)]) for label, cells in sheet]
        assert same_cells(figures, rows_of(table, with_bounds_apart=True)), table.key


def test_the_workbook_tells_nothing_beside_its_sheets(files: Files) -> None:
    said = workbook_properties((files.folder / "report.xlsx").read_bytes())
    formats = set(re.findall(r'formatCode="([^"]+)"', said))
    assert formats <= {"#,##0.0", "#,##0.00", "#,##0.000", "#,##0"}
    times = set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]+)<", said))
    assert times == {"2015-03-31T00:00:00Z"}
    assert "definedName" not in said


def test_the_pdf_has_the_same_figures(files: Files) -> None:
    rows: dict[str, list[list[str]]] = {}
    printed: dict[str, list[list[str]]] = {}
    for table in files.release.tables.values():
        for label, got, wanted in printed_rows(files.pdf, table):
            if len(label) > 3 and len(got) == len(wanted) > 2:
                rows.setdefault(label, []).append(wanted)
                printed.setdefault(label, []).append(got)
    assert len(rows) > 60
    assert any("*" in row for found in printed.values() for row in found)
    for label, found in printed.items():
        assert all(row in rows[label] for row in found), label


def known_numbers(release: Release) -> set[str]:
    """Return the numbers that tables show, and those of definitions, labels and limits."""
    words = [
        text
        for table in release.tables.values()
        for text in (table.title, table.definition, *(line.label + " " + line.note for line in table.lines))
    ]
    return shown_numbers(release) | set(numbers_in(" ".join(words))) | {"95", "99.8", "2015", "2016", "2017"}


def odd_numbers(text: str, known: set[str]) -> list[str]:
    # An interval of a shown percentage of shown counts stands in a sentence alone.
    text = re.sub(r"95% interval [\d.]+% to [\d.]+%|[\d,]+ of [\d,]+ figures are withheld", "", text)
    return [item for item in numbers_in(text) if item not in known and not _is_round(item)]


def test_sentences_and_charts_hold_only_numbers_that_tables_show(files: Files) -> None:
    known = known_numbers(files.release)
    told = [
        *(sentence for sentence in files.release.sentences if ": " not in sentence[:40]),
        *files.page.alternatives,
        *(text.words for chart in files.page.charts for text in read_chart(chart).texts),
    ]
    assert len(told) > 100
    for sentence in told:
        assert not odd_numbers(sentence, known), sentence


def test_the_pdf_holds_only_numbers_that_tables_show(files: Files) -> None:
    known = known_numbers(files.release)
    begin = files.pdf.index("1 Headlines")
    end = max(place for place, line in enumerate(files.pdf) if "Methods and privacy" in line)
    for line in files.pdf[begin:end]:
        is_of_page = re.search(r"\d+ / \d+$|^(Table|Figure) \d+\.|From Table|further rows? |^\d+ [A-Z]", line)
        if not is_of_page:
            assert not odd_numbers(line, known), line


def _is_round(number: str) -> bool:
    """Return whether a number may stand at an axis."""
    return re.fullmatch(r"[125]?\d?0+", number) is not None


def test_points_of_funnels_are_rows_that_are_shown(files: Files) -> None:
    tables = [files.release.tables[key] for key in ("decisions_by_category", "decisions_by_specialty")]
    shown = [point for table in tables for point in shown_points(table)]
    funnels = [
        read_chart(chart)
        for chart, words in zip(files.page.charts, files.page.alternatives, strict=True)
        if words.startswith("Funnel plot")
    ]
    assert funnels
    for chart in funnels:
        points = funnel_points(chart)
        assert len(points) == len(chart.points)
        for count, percent in points:
            assert any(
                abs(count / issues - 1) < 0.01 and abs(percent - share) < 0.2 for issues, share in shown
            )


def test_bars_are_as_long_as_what_is_shown(files: Files) -> None:
    bars = [
        read_chart(chart)
        for chart, words in zip(files.page.charts, files.page.alternatives, strict=True)
        if words.startswith("Bar chart")
    ]
    assert bars
    counts = {
        float(figure)
        for table in files.release.tables.values()
        for _, column, figure in table.cells()
        if column.kind == "count" and isinstance(figure, int | float)
    }
    for chart in bars:
        lengths, unit = longest_boxes(chart)
        for length in lengths:
            assert any(abs(length - count * unit) < 0.02 + 0.005 * length for count in counts)


def test_what_is_withheld_is_said_so_in_the_manifest(files: Files) -> None:
    manifest = json.loads((files.folder / "manifest.json").read_bytes())
    assert sum(manifest["withheld_cells"].values()) == withheld(files.release)
    shown = shown_numbers(files.release)
    for name in ("findings", "coverage"):
        for value in manifest.get(name, {}).values():
            assert value in {None, "withheld"} or f"{value:g}" in shown, name


def test_a_headline_of_groups_too_small_to_compare_counts_rows_that_are_shown(files: Files) -> None:
    table = files.release.tables["decisions_by_category"]
    small = sum(
        isinstance(issues := line.figures["issues"], int | float) and 0 < issues < 20
        for line in table.lines
        if line.depth == 0 and not line.is_total
    )
    said = [re.match(r"(\d+|no) service categor", text) for text in files.release.sentences]
    told = [int(item[1]) for item in said if item and item[1] != "no"]
    assert told in ([small], [])
