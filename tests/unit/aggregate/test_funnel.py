"""Rows outside the limits of a funnel plot say so; others, and small ones, say nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.aggregate import aggregate_tables
from imr_reports.aggregate.funnel import ABOVE, BELOW, with_limits
from imr_reports.protect import protect_tables
from imr_reports.records.tables import Audience, Cell, Measure, MeasureKind, Row, Table
from imr_reports.statistics.clusters import Z_998, limits_at
from tests.invented_frames import invent_coverage, invent_frames
from tests.listed_tables import listed

MEASURES = tuple(
    Measure(key=key, label=key, kind=MeasureKind.COUNT) for key in ("issues", "upheld", "overturned")
)


def table(counts: dict[str, tuple[int, int]], effect: float = 1.0) -> Table:
    """A table of rows with their issues and how many of them were overturned."""
    sums = (sum(item[0] for item in counts.values()), sum(item[1] for item in counts.values()))
    rows = [
        Row(
            key=key,
            label=key,
            cells=tuple(Cell(value=value) for value in (issues, issues - overturned, overturned)),
            is_total=key == "total",
        )
        for key, (issues, overturned) in (*counts.items(), ("total", sums))
    ]
    return Table(
        key="t",
        title="T",
        definition="Issues.",
        unit="issues",
        dimension="d",
        row_header="R",
        measures=MEASURES,
        rows=tuple(rows),
        sums=(("issues", ("upheld", "overturned")),),
        design_effect=effect,
    )


def notes(counts: dict[str, tuple[int, int]], effect: float = 1.0) -> dict[str, str]:
    return {row.key: row.note for row in with_limits(table(counts, effect)).rows if row.note}


def test_far_rows_are_named_and_small_ones_are_not() -> None:
    counts = {"most": (1000, 100), "high": (100, 40), "low": (200, 1), "few": (19, 19)}
    assert notes(counts) == {"high": ABOVE, "low": BELOW}


def test_the_limits_are_wider_where_issues_of_a_letter_go_together() -> None:
    counts = {"most": (1000, 100), "high": (100, 22)}
    assert notes(counts) == {"high": ABOVE}
    assert not notes(counts, effect=3.0)


@pytest.mark.parametrize("overturned", [0, 100])
def test_where_all_went_one_way_no_row_differs(overturned: int) -> None:
    counts = {"one": (100, overturned), "other": (100, overturned)}
    assert with_limits(table(counts)) == table(counts)


def test_a_table_without_remarks_has_a_column_for_them_that_tells_so() -> None:
    noted = with_limits(table({"one": (100, 10), "other": (100, 12)}))
    assert noted.note_header
    assert not any(row.note for row in noted.rows)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.floats(0, 1)).map(lambda one: (one[0], round(one[0] * one[1]))),
        min_size=1,
        max_size=6,
    ),
    st.floats(1, 4),
)
def test_a_remark_agrees_with_the_limits_that_a_chart_draws(
    counts: list[tuple[int, int]], effect: float
) -> None:
    plain = table({str(place): one for place, one in enumerate(counts)}, effect)
    noted = with_limits(plain)
    issues, _, overturned = (cell.value or 0 for cell in plain.rows[-1].cells)
    assert not noted.rows[-1].note
    for row in noted.rows[:-1]:
        size, _, part = (cell.value or 0 for cell in row.cells)
        if row.note or (size >= 20 and 0 < overturned < issues):
            low, high = limits_at(overturned / issues, size, effect, Z_998)
            expected = ABOVE if part / size > high else BELOW if part / size < low else ""
            assert row.note == expected


def test_the_public_reads_no_remark_on_a_row_whose_counts_are_withheld() -> None:
    counts = {"most": (3000, 300), "high": (60, 30), "low": (400, 2)}
    assert notes(counts) == {"high": ABOVE, "low": BELOW}
    limited = with_limits(table(counts))
    (shown,) = protect_tables([limited], Audience.PUBLIC, publishable=listed([limited]))
    for row in shown.rows:
        if any(cell.value is None for cell in row.cells):
            assert not row.note
    assert "low" not in {row.key for row in shown.rows if row.note}


def test_a_category_that_is_overturned_far_more_often_is_named_in_a_report() -> None:
    frames = invent_frames(900, 4)
    issues = frames.issues
    is_of_surgery = issues["service_category"] == "Surgery"
    decisions = issues["decision"].astype("str").mask(is_of_surgery, "overturned").astype("category")
    changed = replace(frames, issues=issues.assign(decision=decisions))
    tables = {item.key: item for item in aggregate_tables(changed, invent_coverage(frames))}
    found = tables["decisions_by_category"]
    assert {row.key: row.note for row in found.rows if row.depth == 0}["Surgery"] == ABOVE
    assert found.note_header == "99.8% limits"
    assert "998 of 1,000" in found.definition
