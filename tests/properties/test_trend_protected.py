"""An attack on public reports that tell of their months: what follows from months and their sums?"""

from dataclasses import replace

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.aggregate import aggregate_tables
from imr_reports.aggregate.tables import decided
from imr_reports.protect import protect_tables
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.records.tables import Audience, CellStatus, MeasureKind, ProtectedTable, Table
from tests.invented_frames import invent_coverage, invent_frames, place
from tests.properties.test_protect import THRESHOLD, Attack, true_values

OVER_TIME = {"outcomes_cases", "outcomes_issues", "outcomes_by_month", "trend"}
MOST_ATTACKED = 25


class AttackOverTime(Attack):
    """The same reader, who also adds up months to periods."""

    def __init__(self, tables: tuple[ProtectedTable, ...], frames: CaseFrames) -> None:
        self.placement = frames.placement
        super().__init__(tables)

    def add_links(self) -> None:
        """Link months, periods and totals; what is linked in other tables is tried elsewhere."""
        for key in ("cases", "issues", "upheld", "overturned"):
            if "outcomes_by_month" in self.tables:
                for month in self.placement.period.month_keys:
                    self.equal(("outcomes_by_month", month, key), [("trend", month, key)])
        held, whole = "outcomes_by_month", "total"
        if held in self.tables:
            self.equal(("outcomes_cases", "total", "cases"), [(held, whole, "cases")])
            self.equal(("outcomes_issues", "total", "issues"), [(held, whole, "issues")])
            for key in ("upheld", "overturned"):
                self.equal(("outcomes_issues", key, "issues"), [(held, whole, key)])
            overturns = [("outcomes_cases", key, "cases") for key in ("overturn", "partial_overturn")]
            self.equal((held, whole, "any_overturn"), overturns)
        for name in ("trend", "outcomes_by_month"):
            for row in self.tables[name].rows if name in self.tables else ():
                self.at_least((name, row.key, "issues"), (name, row.key, "cases"))
                self.at_least((name, row.key, "overturned"), (name, row.key, "any_overturn"))


def over_time(frames: CaseFrames) -> tuple[Table, ...]:
    tables = aggregate_tables(frames, invent_coverage(frames), decided_only=True)
    return tuple(table for table in tables if table.key in OVER_TIME)


def check(frames: CaseFrames) -> int:
    tables = over_time(decided(frames))
    truth = true_values(tables)
    shown = protect_tables(tables, Audience.PUBLIC)
    for table in shown:
        for row in table.rows:
            for measure, cell in zip(table.measures, row.cells, strict=True):
                assert measure.kind is not MeasureKind.CHANGE
                if measure.kind is MeasureKind.COUNT and cell.status is CellStatus.SHOWN:
                    assert cell.value == 0 or cell.value >= THRESHOLD
    attack = AttackOverTime(shown, frames)
    withheld = [name for name, at in attack.names.items() if attack.bounds[at][1] == highspy.kHighsInf]
    for name in withheld[:: max(1, len(withheld) // MOST_ATTACKED)]:
        low, high = attack.extremes(attack.names[name])
        assert low < high, f"{name} is exactly {low}"
        if truth.get(name, THRESHOLD) < THRESHOLD:
            assert high >= THRESHOLD, f"{name} is known to be at most {high}"
    return len(withheld)


@pytest.mark.parametrize(
    ("cases", "seed", "period"),
    [(60, 4, "2015Q4"), (400, 5, "2015-12"), (900, 6, "2016Q1"), (900, 7, "2015"), (300, 8, "2015H2")],
)
def test_no_count_of_months_can_be_worked_out(cases: int, seed: int, period: str) -> None:
    assert check(place(invent_frames(cases, seed, months=15), parse_period(period)))


@settings(max_examples=12, deadline=None)
@given(
    st.integers(12, 250),
    st.integers(0, 10_000),
    st.sampled_from(["2015-05", "2015Q2", "2015H1", "2015-03..2015-06", "all"]),
)
def test_random_small_stores_are_protected(cases: int, seed: int, period: str) -> None:
    everything = invent_frames(cases, seed, months=6)
    frames = place(everything, parse_period(period))
    if not frames.cases.empty:
        # The last word is the audit's: it refuses what is not safe.
        protect_tables(over_time(decided(frames)), Audience.PUBLIC)


def test_a_whole_public_report_with_its_past_is_protected() -> None:
    frames = place(invent_frames(700, 21, months=14), parse_period("2015Q4"))
    tables = aggregate_tables(frames, invent_coverage(frames), decided_only=True)
    shown = {table.key: table for table in protect_tables(tables, Audience.PUBLIC)}
    assert {"trend", "reference_figures"} <= shown.keys()
    hidden = any(cell.status is not CellStatus.SHOWN for row in shown["trend"].rows for cell in row.cells)
    assert hidden
    # One withheld count: no limits, and no word of what they would say of the other months.
    limits = [item.key for item in shown["trend"].measures].index("centre")
    assert {row.cells[limits].value for row in shown["trend"].rows} == {None}
    assert {row.note for row in shown["trend"].rows} == {""}


def test_with_enough_issues_the_public_sees_limits_and_signals() -> None:
    frames = place(invent_frames(6000, 22, months=12, overturned=0.2), parse_period("2015Q4"))
    (trend,) = (table for table in over_time(frames) if table.key == "trend")
    (shown,) = protect_tables([replace(trend, relations=())], Audience.PUBLIC)
    assert shown.withheld == 0
    assert [row.note for row in shown.rows] == [row.note for row in trend.rows]
