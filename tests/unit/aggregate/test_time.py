"""Days from step to step, by month and by bins, counted by hand from a few invented cases."""

import numpy as np
import pandas as pd
import pytest

from imr_reports.aggregate.histograms import days_histogram
from imr_reports.aggregate.timeliness import days_by_month
from imr_reports.records.coded import Priority
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import MeasureKind
from tests.invented_frames import invent_frames
from tests.unit.aggregate.test_tables import figures, hand_frames

STEPS = ("received_to_decided", "assigned_to_decided", "ur_denial_to_received")


def taking(*days: int, priority: str = "Standard") -> CaseFrames:
    """Cases that were decided so many days after receipt, and assigned the day after it."""
    received = pd.Timestamp("2015-03-01")
    decided = [received + pd.Timedelta(days=number) for number in days]
    cases = pd.DataFrame({"reference": [f"r{n}" for n in range(len(days))], "decided": decided})
    dates = {"received": received, "assigned": received + pd.Timedelta(days=1), "ur_denial": pd.NaT}
    cases = cases.assign(**dates, priority=priority)
    return CaseFrames(cases=cases, issues=pd.DataFrame(), citations=pd.DataFrame())


def test_months_with_their_medians_and_what_is_above_the_limit() -> None:
    table = days_by_month(hand_frames())
    columns = (
        "cases",
        "median",
        "assigned_median",
        "standard",
        "standard_above",
        "expedited",
        "expedited_above",
    )
    assert figures(table, *columns) == {
        "2015-01": (1, 25.0, 20.0, 1, 0, 0, 0),
        # Of the two cases decided in February one does not state its receipt.
        "2015-02": (1, 50.0, 28.0, 1, 1, 0, 0),
        "total": (2, 37.5, 20.0, 2, 1, 0, 0),
    }
    assert [row.label for row in table.rows] == ["January 2015", "February 2015", "All months"]


def test_without_expedited_cases_their_columns_are_left_out() -> None:
    assert not [item for item in days_by_month(taking(20, 30)).measures if item.key.startswith("expedited")]
    expedited = days_by_month(taking(3, 5, priority="Expedited"))
    assert figures(expedited, "expedited", "expedited_above", "standard")["total"] == (2, 1, 0)


def test_the_limit_of_45_days_ends_a_bin() -> None:
    counts = figures(days_histogram(taking(0, 5, 6, 45, 46, 60, 61, 400), Priority.STANDARD), STEPS[0])
    filled = {key: size for key, (size,) in counts.items() if size}
    sizes = {"to_5": 2, "to_10": 1, "to_45": 1, "to_50": 1, "to_60": 1, "above_60": 2, "total": 8}
    assert filled == sizes


def test_the_limit_of_4_days_ends_a_bin_of_expedited_cases() -> None:
    table = days_histogram(taking(0, 4, 4, 5, 9, 31, priority="Expedited"), Priority.EXPEDITED)
    filled = {row.label: row.cells[0].value for row in table.rows if row.cells[0].value}
    assert filled == {"0": 1, "4": 2, "5": 1, "8 to 10": 1, "Above 30": 1, "All expedited cases": 6}


def test_dates_that_are_missing_or_run_backwards_are_not_stated() -> None:
    frames = taking(10, 10)
    frames.cases.loc[0, "received"] = pd.NaT
    frames.cases.loc[1, "assigned"] = pd.Timestamp("2016-01-01")
    counts = figures(days_histogram(frames, Priority.STANDARD), *STEPS)
    assert counts["not_stated"] == (1, 1, 2)
    assert counts["total"] == (2, 2, 2)
    assert "Not stated" not in [row.label for row in days_histogram(without_gaps(), Priority.STANDARD).rows]


def without_gaps() -> CaseFrames:
    frames = taking(10, 10)
    cases = frames.cases.assign(ur_denial=pd.Timestamp("2015-02-01"))
    return CaseFrames(cases=cases, issues=frames.issues, citations=frames.citations)


@pytest.mark.parametrize("priority", list(Priority))
def test_bins_add_up_to_all_cases_and_shares_to_a_hundred(priority: Priority) -> None:
    table = days_histogram(invent_frames(400, 8), priority)
    for place, measure in enumerate(table.measures):
        *bins, total = (row.cells[place].value or 0 for row in table.rows)
        assert sum(bins) == pytest.approx(total)
        assert measure.kind is MeasureKind.COUNT or total == pytest.approx(100)


def test_histogram_and_limits_tell_the_same() -> None:
    frames = taking(*np.random.default_rng(5).integers(20, 70, 300))
    bins = figures(days_histogram(frames, Priority.STANDARD), STEPS[0])
    late = sum(size for key, (size,) in bins.items() if key in {"to_50", "to_55", "to_60", "above_60"})
    assert figures(days_by_month(frames), "standard_above")["total"] == (late,)
