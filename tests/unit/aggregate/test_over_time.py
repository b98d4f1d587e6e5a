"""The period beside earlier ones, its trend, what others have published: recounted from invented frames."""

from dataclasses import replace

import pandas as pd
import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.aggregate.tables import decided
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.records.tables import Row, Table
from imr_reports.statistics.clusters import interval
from imr_reports.statistics.control import ABOVE_LIMIT, SIGNALS, TOO_FEW
from tests.invented_frames import as_stored, invent_coverage, invent_frames, place

OVERTURNED = ("overturned", "partially_overturned")
YEARS = invent_frames(3000, 11, months=25)


def tables_of(frames: CaseFrames) -> dict[str, Table]:
    return {table.key: table for table in aggregate_tables(frames, invent_coverage(frames))}


def values(table: Table, row: Row) -> dict[str, object]:
    return {measure.key: cell.value for measure, cell in zip(table.measures, row.cells, strict=True)}


def rows(table: Table) -> dict[str, dict[str, object]]:
    return {row.key: values(table, row) for row in table.rows}


def recount(period: str) -> dict[str, int]:
    covered = parse_period(period)
    cases = YEARS.cases[[covered.covers(day.date()) for day in YEARS.cases["decided"]]]
    issues = YEARS.issues[YEARS.issues["reference"].isin(set(cases["reference"]))]
    overturned = issues[issues["decision"].isin(OVERTURNED)]
    return {
        "cases": len(cases),
        "any_overturn": overturned["reference"].nunique(),
        "issues": len(issues),
        "upheld": int((issues["decision"] == "upheld").sum()),
        "overturned": len(overturned),
    }


@pytest.fixture(scope="module")
def quarter() -> dict[str, Table]:
    return tables_of(place(YEARS, parse_period("2016Q2")))


def test_a_period_stands_beside_the_one_before_and_a_year_before(quarter: dict[str, Table]) -> None:
    found = rows(quarter["comparison"])
    labels = [row.label for row in quarter["comparison"].rows]
    assert labels == [
        "April to June 2016 (this report)",
        "January to March 2016 (the quarter before)",
        "April to June 2015 (a year before)",
    ]
    for key, period in {"this": "2016Q2", "before": "2016Q1", "year_before": "2015Q2"}.items():
        expected = recount(period)
        assert {name: found[key][name] for name in expected} == expected
        assert found[key]["low"] < found[key]["percent_overturned"] < found[key]["high"]
    now, then = recount("2016Q2"), recount("2016Q1")
    assert found["this"]["change"] is found["this"]["cases_change"] is None
    assert found["before"]["cases_change"] == now["cases"] - then["cases"]
    points = 100 * (now["overturned"] / now["issues"] - then["overturned"] / then["issues"])
    assert found["before"]["change"] == pytest.approx(points)


def test_a_change_beyond_chance_is_marked() -> None:
    frames = place(YEARS, parse_period("2016Q2"))
    shifted = frames.issues.assign(decision="overturned")
    told = tables_of(replace(frames, issues=shifted, cases=frames.cases.assign(outcome="overturn")))
    place_of = [item.key for item in told["comparison"].measures].index("change")
    marked = {row.key: row.cells[place_of].is_notable for row in told["comparison"].rows}
    assert marked == {"this": False, "before": True, "year_before": True}
    steady = tables_of(frames)["comparison"]
    assert not any(cell.is_notable for row in steady.rows for cell in row.cells)


def test_of_a_year_the_year_before_stands_once_and_another_period_is_called_so() -> None:
    year = tables_of(place(YEARS, parse_period("2016")))["comparison"]
    assert [row.key for row in year.rows] == ["this", "before"]
    other = tables_of(place(YEARS, parse_period("2016-06"), parse_period("2015-10")))["comparison"]
    assert [row.label for row in other.rows] == [
        "June 2016 (this report)",
        "October 2015 (compared with)",
        "June 2015 (a year before)",
    ]
    assert rows(other)["compared"]["issues"] == recount("2015-10")["issues"]


def test_what_the_store_lacks_is_left_out() -> None:
    first = place(YEARS, parse_period("2015-01"))
    assert first.earlier is None
    found = tables_of(first)
    assert "comparison" not in found
    assert "trend" not in found  # a single month is no trend
    assert "outcomes_by_month" in found
    assert "comparison" not in tables_of(invent_frames(40, 2))


def test_a_month_is_told_once(quarter: dict[str, Table]) -> None:
    assert "outcomes_by_month" in quarter
    month = tables_of(place(YEARS, parse_period("2016-06")))
    assert {"comparison", "trend"} <= month.keys()
    assert "outcomes_by_month" not in month


def test_the_trend_counts_each_month_up_to_the_end_of_the_period(quarter: dict[str, Table]) -> None:
    found = rows(quarter["trend"])
    assert list(found) == [f"{month:%Y-%m}" for month in pd.period_range("2015-01", "2016-06", freq="M")]
    assert quarter["trend"].rows[-1].label == "June 2016"
    for month, counted in found.items():
        expected = recount(month)
        assert {name: counted[name] for name in ("cases", "issues", "upheld", "overturned")} == {
            name: expected[name] for name in ("cases", "issues", "upheld", "overturned")
        }
    whole = recount("2015-01..2016-06")
    assert {round(row["centre"], 9) for row in found.values()} == {
        round(100 * whole["overturned"] / whole["issues"], 9)
    }
    assert all(row["lower"] < row["centre"] < row["upper"] for row in found.values())
    assert {row["published"] for month, row in found.items() if month < "2016"} == {11.2}
    by_month = rows(quarter["outcomes_by_month"])
    assert all(by_month[month]["issues"] == found[month]["issues"] for month in ("2016-04", "2016-06"))


def test_the_trend_holds_two_years_at_most() -> None:
    months = [row.key for row in tables_of(place(YEARS, parse_period("2017-01")))["trend"].rows]
    assert (len(months), months[0], months[-1]) == (24, "2015-02", "2017-01")


def test_a_month_beyond_chance_signals_and_the_others_are_ordinary() -> None:
    frames = place(YEARS, parse_period("2016Q4"))
    calm = tables_of(frames)["trend"]
    assert sum(row.note in SIGNALS for row in calm.rows) <= 3
    history = frames.history
    odd = history["month"].eq("2016-03") & (history.groupby("month").cumcount() % 2 == 0)
    told = tables_of(
        replace(frames, history=history.assign(decision=history["decision"].mask(odd, "overturned")))
    )
    notes = {row.key: row.note for row in told["trend"].rows}
    assert notes["2016-03"] == ABOVE_LIMIT
    assert told["trend"].note_header == "Signal"


def test_few_months_have_no_limits_and_few_issues_no_signal() -> None:
    early = tables_of(place(YEARS, parse_period("2015-07")))["trend"]
    assert len(early.rows) == 7
    assert not {"centre", "lower", "upper"} & {item.key for item in early.measures}
    assert (early.note_header, {row.note for row in early.rows}) == ("", {""})
    assert "from 8 months of enough issues on" in early.definition
    thin = tables_of(place(invent_frames(120, 3, months=12), parse_period("2015-12")))["trend"]
    assert (len(thin.rows), thin.note_header) == (12, "")
    frames = place(YEARS, parse_period("2016-06"))
    history = frames.history.drop(frames.history.index[frames.history["month"].eq("2015-09")][5:])
    told = tables_of(replace(frames, history=history))["trend"]
    assert {row.key: row.note for row in told.rows}["2015-09"] == TOO_FEW


def test_a_month_without_cases_is_a_row_of_zeros() -> None:
    frames = place(YEARS, parse_period("2016Q2"))
    history = frames.history[frames.history["month"] != "2015-08"]
    found = rows(tables_of(replace(frames, history=history))["trend"])
    assert found["2015-08"]["issues"] == found["2015-08"]["cases"] == 0
    assert found["2015-08"]["percent_overturned"] is found["2015-08"]["upper"] is None


def test_frames_as_the_store_gives_them_count_alike(quarter: dict[str, Table]) -> None:
    frames = place(YEARS, parse_period("2016Q2"))
    history = frames.history.astype("category")
    stored = replace(as_stored(frames), earlier=as_stored(frames.earlier), history=history)
    again = tables_of(stored)
    for key in ("comparison", "trend", "outcomes_by_month", "reference_figures"):
        assert again[key] == quarter[key]


def test_what_is_not_stated_is_left_out_of_the_past_too() -> None:
    frames = place(YEARS, parse_period("2016Q2"))
    history = frames.history.assign(
        decision=frames.history["decision"].astype("str").replace("overturned", "not_stated")
    )
    left = decided(replace(frames, history=history))
    assert "not_stated" not in set(left.history["decision"])
    assert len(left.earlier.issues) == recount("2016Q1")["issues"]
    assert left.placement == frames.placement


def test_published_figures_stand_beside_our_own(quarter: dict[str, Table]) -> None:
    table = quarter["reference_figures"]
    state = next(row for row in table.rows if row.note.startswith("DWC"))
    found = values(table, state)
    ours = recount("2016Q2")
    assert state.label == "2016: All issues"
    assert (found["issues"], found["overturned"]) == (ours["issues"], ours["overturned"])
    assert (found["published_overturned"], found["published_letters"]) == (8.4, 175963)
    years = tables_of(place(YEARS, parse_period("2015-07..2016-06")))["reference_figures"]
    assert {row.label[:4] for row in years.rows} == {"2015", "2016"}
    assert "reference_figures" not in tables_of(YEARS)


def test_shares_of_outcomes_have_intervals_wider_for_issues_that_come_in_letters() -> None:
    frames = YEARS
    found = tables_of(frames)
    cases, issues = rows(found["outcomes_cases"]), rows(found["outcomes_issues"])
    for table, keys in ((cases, ("uphold", "overturn")), (issues, ("upheld", "overturned"))):
        assert all(table[key]["low"] < table[key]["percent"] < table[key]["high"] for key in keys)
        assert table["total"]["low"] is None
    part, whole = cases["uphold"]["cases"], len(frames.cases)
    assert (cases["uphold"]["low"], cases["uphold"]["high"]) == interval(part, whole)
    plain = interval(issues["overturned"]["issues"], len(frames.issues))
    width = issues["overturned"]["high"] - issues["overturned"]["low"]
    assert width >= plain[1] - plain[0] - 1e-9


def test_the_mean_number_of_issues_stands_beside_each_size() -> None:
    found = rows(tables_of(YEARS)["issues_per_case"])
    assert {key: found[key]["mean"] for key in ("1", "2", "3")} == {"1": 1.0, "2": 2.0, "3": 3.0}
    assert found["5+"]["mean"] > 5
    assert found["total"]["mean"] == pytest.approx(len(YEARS.issues) / len(YEARS.cases))
