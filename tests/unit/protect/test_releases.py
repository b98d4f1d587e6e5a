"""Releases one after the other: what was told stays, rows are merged for a year, and cells are explained."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import UsageError
from imr_reports.protect import Protected, explain_cell, ledger_content, ledger_for, protect_for_public
from imr_reports.protect.linked import around_report
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.records.tables import Cell, CellStatus, Measure, MeasureKind, ProtectedTable, Row, Table
from tests.invented_frames import invent_coverage, invent_frames
from tests.listed_tables import listed

CATEGORIES, CROSS = "decisions_by_category", "basis_cross"


def within(frames: CaseFrames, period: str) -> CaseFrames:
    """The cases decided in a period."""
    months = frames.cases["decided"].dt.strftime("%Y-%m")
    cases = frames.cases[months.isin(parse_period(period).month_keys)]
    inside = set(cases["reference"].astype("str"))
    issues, citations = (
        rows[rows["reference"].astype("str").isin(inside)] for rows in (frames.issues, frames.citations)
    )
    return CaseFrames(cases=cases, issues=issues, citations=citations)


def protect(frames: CaseFrames, period: str, releases: Mapping[int, Mapping[str, Any]]) -> Protected:
    own = within(frames, period)
    tables = aggregate_tables(own, invent_coverage(own), decided_only=True)
    return protect_for_public(tables, ledger_for(parse_period(period), releases))


def released(frames: CaseFrames, periods: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Release periods; what the ledger keeps of them is read back from JSON."""
    contents: dict[int, dict[str, Any]] = {}
    for number, period in enumerate(periods, 1):
        contents[number] = json.loads(json.dumps(ledger_content(protect(frames, period, contents))))
    return contents


@pytest.fixture(scope="module")
def frames() -> CaseFrames:
    return invent_frames(1500, 31, overturned=0.15)


@pytest.fixture(scope="module")
def months(frames: CaseFrames) -> dict[int, dict[str, Any]]:
    return released(frames, ["2015-01", "2015-02", "2015-03"])


def cells(table: ProtectedTable) -> dict[tuple[str, str], Cell]:
    return {
        (row.key, measure.key): cell
        for row in table.rows
        for measure, cell in zip(table.measures, row.cells, strict=True)
    }


def table_of(protected: Protected, key: str) -> ProtectedTable:
    return next(table for table in protected.shown if table.key == key)


def test_a_released_period_is_protected_the_same_again(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    first = protect(frames, "2015-01", {})
    again = protect(frames, "2015-01", months)
    assert again.shown == first.shown
    assert any(table.withheld for table in again.shown)
    quarter = json.loads(json.dumps(ledger_content(protect(frames, "2015Q1", months))))
    assert protect(frames, "2015-01", {**months, 4: quarter}).shown == first.shown


def test_a_quarter_says_of_its_months_what_they_said(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    quarter = cells(table_of(protect(frames, "2015Q1", months), "outcomes_by_month"))
    for content in months.values():
        told = content["tables"]["outcomes_by_month"]
        row = next(row for row in told["rows"] if row["key"] == content["period"])
        for measure, value, is_withheld in zip(told["measures"], row["cells"], row["withheld"], strict=True):
            cell = quarter[content["period"], measure["key"]]
            assert (cell.status is CellStatus.WITHHELD) == is_withheld
            # Intervals rest on how alike issues of a letter are in the report's whole period.
            if measure["key"] not in {"low", "high"}:
                assert cell.value == pytest.approx(value)


def test_rare_rows_are_merged_as_in_the_first_release_of_the_year(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    alone = {row.key for row in table_of(protect(frames, "2015Q1", {}), CATEGORIES).rows}
    linked = {row.key for row in table_of(protect(frames, "2015Q1", months), CATEGORIES).rows}
    first = {row.key for row in table_of(protect(frames, "2015-01", {}), CATEGORIES).rows}
    assert linked <= first | {"rolled_up"}
    assert alone - linked


def test_a_release_costs_more_cells_beside_its_months(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    # What the months withhold would follow from a quarter that shows everything.
    plan = ledger_for(parse_period("2015Q1"), months).roll_ups
    own = within(frames, "2015Q1")
    tables = aggregate_tables(own, invent_coverage(own), decided_only=True)
    alone = protect_for_public(tables, replace(ledger_for(parse_period("2015Q1"), {}), roll_ups=plan))
    linked = protect(frames, "2015Q1", months)
    assert sum(table.withheld for table in linked.shown) > sum(table.withheld for table in alone.shown)


@pytest.mark.parametrize("period", ["2015-01..2015-02", "all", "2014-12..2015-01"])
def test_periods_that_are_no_calendar_ones_have_no_place_beside_releases(
    months: dict[int, dict[str, Any]], period: str
) -> None:
    with pytest.raises(UsageError, match="a month, a quarter, a half or a whole year"):
        ledger_for(parse_period(period), months)


def test_shorter_periods_are_released_first(frames: CaseFrames) -> None:
    contents = released(frames, ["2015Q1"])
    with pytest.raises(UsageError, match="2015Q1 was released and holds 2015-02"):
        ledger_for(parse_period("2015-02"), contents)


def test_another_year_has_a_plan_of_its_own(months: dict[int, dict[str, Any]]) -> None:
    assert ledger_for(parse_period("2016-01"), months).roll_ups is None


def test_issues_of_few_letters_are_withheld() -> None:
    measures = tuple(Measure(key=key, label=key, kind=MeasureKind.COUNT) for key in ("issues",))

    def row(key: str, issues: int, letters: int) -> Row:
        cell = Cell(value=issues, letters=letters)
        return Row(key=key, label=key, cells=(cell,), is_total=key == "total")

    table = Table(
        key="t",
        title="",
        definition="",
        unit="issues",
        dimension="d",
        row_header="",
        measures=measures,
        rows=(row("a", 14, 3), row("b", 40, 30), row("c", 50, 40), row("total", 104, 70)),
    )
    (shown,) = protect_for_public([table], publishable=listed([table])).shown
    found = {key: cell.value for (key, _), cell in cells(shown).items()}
    assert found["a"] is None
    assert [found["b"], found["c"]].count(None) == 1
    assert all(cell.letters is None for cell in cells(shown).values())


def test_small_cells_and_those_that_cover_them_are_explained(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    true = protect(frames, "2015-01", {})
    table = table_of(true, CROSS)
    truth = {
        (row.key, measure.key): cell.value
        for item in true.tables
        if item.key == CROSS
        for row in item.rows
        for measure, cell in zip(item.measures, row.cells, strict=True)
    }
    withheld = [
        name
        for name, cell in cells(table).items()
        if cell.status is CellStatus.WITHHELD and name[1] in {"issues", "upheld", "overturned"}
    ]
    lines = explain_cell(months, 1, CROSS)
    assert lines[0].startswith("What the claims administrator and the reviewer cited: ")
    assert len(lines) - 1 == table.withheld
    small = next(name for name in withheld if 0 < (truth[name] or 0) < 11)
    assert explain_cell(months, 1, CROSS, *small)[0].endswith("withheld because it is small itself")
    large = next(name for name in withheld if (truth[name] or 0) >= 40)
    said = explain_cell(months, 1, CROSS, *large)
    assert "withheld because it would tell" in said[0] or "withheld to cover" in said[0]
    assert any(line.startswith("It stands in ") for line in said)
    with pytest.raises(UsageError, match="no table of that name"):
        explain_cell(months, 1, "nothing")
    with pytest.raises(UsageError, match="no such row"):
        explain_cell(months, 1, CROSS, "nothing")
    with pytest.raises(UsageError, match="no such column; it has "):
        explain_cell(months, 1, CROSS, small[0], "nothing")


def test_each_cell_is_explained_by_the_name_that_lists_it(months: dict[int, dict[str, Any]]) -> None:
    for key in months[1]["tables"]:
        for line in explain_cell(months, 1, key)[1:]:
            assert explain_cell(months, 1, key, line.strip())[0].startswith(line.strip())
        columns = months[1]["tables"][key]["measures"]
        for row in months[1]["tables"][key]["rows"]:
            for column, is_withheld in zip(columns, row["withheld"], strict=True):
                said = explain_cell(months, 1, key, row["label"], column["label"])
                assert is_withheld or f"{row['label']}, {column['label']}: shown" in said


def test_earlier_counts_bear_on_a_report_only_through_what_is_unknown_of_them(
    frames: CaseFrames, months: dict[int, dict[str, Any]]
) -> None:
    of_month, places = around_report(protect(frames, "2015-02", {1: months[1]}).system)
    periods = {item.name.period for item in of_month.quantities if item.name and not item.is_known}
    assert periods == {"2015-02"}
    whole = protect(frames, "2015Q1", months).system
    of_quarter, places = around_report(whole)
    periods = {item.name.period for item in of_quarter.quantities if item.name and not item.is_known}
    assert periods == {"2015-01", "2015-02", "2015-03", "2015Q1"}
    for here, there in enumerate(places):
        assert of_quarter.quantities[here] == whole.quantities[there]
    values = [item.value for item in of_quarter.quantities]
    for equation in of_quarter.equations:
        assert sum(weight * values[place] for place, weight in equation.items()) == 0
    own = {place for place, item in enumerate(whole.quantities) if not item.release}
    assert own <= set(places)


def test_what_parts_exceed_their_whole_by_is_no_law_over_time() -> None:
    # In the second month rows are left out: the details that are told are fewer than their main row.
    months = {
        "2015-01": (40, 30, 30),
        "2015-02": (60, 20, 20),
        "2015-03": (50, 30, 30),
        "2015Q1": (150, 80, 80),
    }
    contents: dict[int, dict[str, Any]] = {}
    for number, (period, (main, first, second)) in enumerate(months.items(), 1):
        sizes = {"a": (main, 0), "a/x": (first, 1), "a/y": (second, 1), "total": (main, 0)}
        table = Table(
            key="t",
            title="",
            definition="",
            unit="issues",
            dimension="d",
            row_header="",
            measures=(Measure(key="issues", label="", kind=MeasureKind.COUNT),),
            rows=tuple(
                Row(key=key, label=key, cells=(Cell(value=size),), depth=depth, is_total=key == "total")
                for key, (size, depth) in sizes.items()
            ),
            rows_are_partition=False,
        )
        ledger = ledger_for(parse_period(period), contents)
        protected = protect_for_public([table], ledger, publishable=listed([table]))
        contents[number] = ledger_content(protected)
    assert contents[4]["summary"]["shown"] > 0
