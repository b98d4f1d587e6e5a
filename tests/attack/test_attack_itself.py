"""Does the attack work? It must break what is known to be unsafe, and tell nothing that is not true."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.aggregate import aggregate_tables
from imr_reports.aggregate.tables import decided
from imr_reports.protect import protect_tables
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.records.tables import Audience, MeasureKind, Table
from tests.attack.attack import attack
from tests.attack.published import Release, counts_alone, read_protected
from tests.attack.worlds import ImpossibleError
from tests.invented_frames import invent_coverage, invent_frames, place

MONTHS = ("2015-01", "2015-02", "2015-03")


def tables_of(frames: CaseFrames, period: str) -> tuple[Table, ...]:
    placed = decided(place(frames, parse_period(period)))
    tables = aggregate_tables(placed, invent_coverage(placed), decided_only=True)
    return tuple(table for table in tables if table.key not in {"comparison", "coverage", "trend"})


def apart(frames: CaseFrames, *periods: str) -> list[Release]:
    """Public reports on some periods, each protected by itself."""
    return [
        read_protected(protect_tables(tables_of(frames, period), Audience.PUBLIC), period)
        for period in periods
    ]


def true_counts(frames: CaseFrames, period: str) -> dict[str, int]:
    """Return true counts by the words by which the attack calls them."""
    return {
        f"{table.key} / {row.key} / {measure.key}": int(cell.value or 0)
        for table in tables_of(frames, period)
        for row in table.rows
        for measure, cell in zip(table.measures, row.cells, strict=True)
        if measure.kind is MeasureKind.COUNT
    }


@pytest.fixture(scope="module")
def frames() -> CaseFrames:
    return invent_frames(900, 21, months=3, overturned=0.15)


def test_three_months_and_their_quarter_protected_apart_are_broken(frames: CaseFrames) -> None:
    found = attack(apart(frames, *MONTHS, "2015Q1"))
    assert found.exact
    assert found.bounded
    truth = {period: true_counts(frames, period) for period in (*MONTHS, "2015Q1")}
    told = [re.fullmatch(r"(\S+): (.+): (\d+)( to \d+)?", item) for item in found.exact]
    checked = [
        (truth[item[1]][table], int(item[3]))
        for item in told
        if item
        for table in re.split(r", (?=\w+ / )", item[2])
        if truth[item[1]].get(table)
    ]
    assert len(checked) >= 5
    assert all(true == worked_out for true, worked_out in checked)


@pytest.mark.parametrize("period", [*MONTHS, "2015Q1"])
def test_a_single_report_is_not_broken(frames: CaseFrames, period: str) -> None:
    found = attack(apart(frames, period))
    assert found.withheld
    assert not found.undecided
    assert not found.leaks


def simple(period: str, *rows: tuple[str, float | str, float | str, float | str]) -> Release:
    """A release with one table: issues, upheld and overturned by category, its last row the total."""
    return counts_alone(period, [(key, 0, figures) for key, *figures in rows])


W = "withheld"


def test_a_count_withheld_alone_is_recovered() -> None:
    release = simple("2015-01", ("a", 40, 30, 10), ("b", 60, W, W), ("total", 100, 70, 30))
    assert attack([release]).exact


def test_two_by_two_withheld_counts_are_safe() -> None:
    release = simple("2015-01", ("a", 45, W, W), ("b", 60, W, W), ("total", 105, 70, 35))
    found = attack([release])
    assert found.withheld == 4
    assert not found.leaks


def test_the_missing_month_of_a_quarter_is_derived_before_it_is_released() -> None:
    one = simple("2015-01", ("a", 40, 20, 20), ("b", 60, 30, 30), ("total", 100, 50, 50))
    two = simple("2015-02", ("a", 50, 25, 25), ("b", 70, 40, 30), ("total", 120, 65, 55))
    quarter = simple("2015Q1", ("a", 95, 50, 45), ("b", 190, 100, 90), ("total", 285, 150, 135))
    assert not attack([one, two]).leaks
    assert any("2015-03" in item for item in attack([one, two, quarter]).derived)


def test_a_row_that_months_merge_and_their_quarter_lists_tells_nothing() -> None:
    months = [
        simple(period, ("a", 40, 20, 20), ("rolled_up", 60, 30, 30), ("total", 100, 50, 50))
        for period in MONTHS
    ]
    quarter = simple("2015Q1", ("a", 120, 60, 60), ("b", 180, 90, 90), ("total", 300, 150, 150))
    assert not attack([*months, quarter]).leaks
    smaller = simple(
        "2015Q1", ("a", 120, 60, 60), ("b", 12, 12, 0), ("rolled_up", 168, 78, 90), ("total", 300, 150, 150)
    )
    assert not attack([*months, smaller]).leaks


def test_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ImpossibleError):
        attack([simple("2015-01", ("a", 40, 20, 20), ("total", 41, 20, 21))])


def test_a_small_count_that_is_shown_is_found() -> None:
    release = simple("2015-01", ("a", 20, 13, 7), ("b", 60, 30, 30), ("total", 80, 43, 37))
    assert attack([release]).shown_small


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=3),
    st.sets(st.integers(0, 11), min_size=2, max_size=8),
)
def test_the_attack_finds_what_trying_all_worlds_finds(
    counts: list[tuple[int, int]], withheld: set[int]
) -> None:
    threshold, most = 3, 8
    inner = np.indices((most + 1,) * (2 * len(counts)), dtype=np.int16).reshape(len(counts), 2, -1)
    true = [[one + two, one, two] for one, two in counts]
    true.append([sum(values) for values in zip(*true, strict=True)])
    worlds = np.stack([inner.sum(axis=1), inner[:, 0], inner[:, 1]], axis=1)
    worlds = np.concatenate([worlds, worlds.sum(axis=0, keepdims=True)])
    hidden = {
        (row, column)
        for row in range(len(true))
        for column in range(3)
        if 3 * row + column in withheld and true[row][column]
    }
    possible = np.ones(worlds.shape[-1], dtype=bool)
    for row in range(len(true)):
        for column in range(3):
            values = worlds[row, column]
            possible &= values >= 1 if (row, column) in hidden else values == true[row][column]
    exact = small = 0
    for row, column in hidden:
        values = worlds[row, column][possible]
        exact += values.min() == values.max()
        small += values.max() < threshold
    rows = [
        (f"r{row}", 0, [W if (row, column) in hidden else value for column, value in enumerate(line)])
        for row, line in enumerate(true)
    ]
    found = attack([counts_alone("2015-01", rows)], threshold=threshold)
    # What reaches the end of the worlds that were tried may reach further.
    if not hidden or max(worlds[row, column][possible].max() for row, column in hidden) < most:
        assert (len(found.exact), len(found.bounded)) == (exact, small)
