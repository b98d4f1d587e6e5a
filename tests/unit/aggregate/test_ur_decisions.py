"""Rates of appeal and overturn beside the data holder's own numbers, counted by hand."""

import pandas as pd
import pytest

from imr_reports.aggregate.ur_decisions import ur_decisions
from imr_reports.protect.publishable import PUBLISHABLE
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table
from imr_reports.records.ur_decisions import UrDecisions, UrLine

CASES = [("a", "2015-01-30"), ("b", "2015-02-20"), ("c", "2015-02-10"), ("d", None)]
ISSUES = [
    ("a", "upheld", "Surgery"),
    ("b", "overturned", "Injection"),
    ("b", "partially_overturned", "Injection"),
    ("c", "upheld", "Injection"),
    ("c", "overturned", "Surgery"),
    ("d", "overturned", "Surgery"),
]


def frames() -> CaseFrames:
    cases = pd.DataFrame(CASES, columns=["reference", "decided"])
    cases["decided"] = pd.to_datetime(cases["decided"])
    issues = pd.DataFrame(ISSUES, columns=["reference", "decision", "service_category"]).astype("category")
    return CaseFrames(cases=cases, issues=issues, citations=pd.DataFrame())


def line(month: str, category: str, decisions: int, denials: int) -> UrLine:
    return UrLine(month=month, category=category, decisions=decisions, denials=denials)


def counted(table: Table, *keys: str) -> dict[str, tuple[object, ...]]:
    places = [[measure.key for measure in table.measures].index(key) for key in keys]
    return {row.label: tuple(row.cells[place].value for place in places) for row in table.rows}


COUNTS = ("decisions", "denials", "issues", "overturned")


def test_months_with_a_line_for_all() -> None:
    given = UrDecisions(lines=(line("2015-02", "", 4000, 500), line("2015-01", "", 2000, 0)))
    (table,) = ur_decisions(frames(), given)
    assert table.key not in PUBLISHABLE
    # The case without a date is in no month.
    assert list(counted(table, *COUNTS).items()) == [
        ("2015-01", (2000, 0, 1, 0)),
        ("2015-02", (4000, 500, 4, 3)),
        ("All months given", (6000, 500, 5, 3)),
    ]
    rates = ("percent_denied", "issues_per_denials", "overturned_per_denials", "overturned_per_decisions")
    assert counted(table, *rates) == {
        "2015-01": (0.0, None, None, 0.0),
        "2015-02": (12.5, 8.0, 6.0, 0.75),
        "All months given": (pytest.approx(100 * 500 / 6000), 10.0, 6.0, 0.5),
    }
    low, high = counted(table, "low", "high")["2015-02"]
    assert 0 < low < 0.75 < high  # type: ignore[operator]


def test_issues_count_where_there_is_a_number_to_set_them_beside() -> None:
    lines = (
        line("2015-01", "Surgery", 100, 10),
        line("2015-02", "Surgery", 300, 30),
        line("2015-02", "", 4000, 500),
        line("2015-03", "Injection", 50, 5),
    )
    by_month, by_category = ur_decisions(frames(), UrDecisions(lines=lines))
    assert counted(by_month, *COUNTS) == {
        "2015-01": (100, 10, 1, 0),
        "2015-02": (4000, 500, 4, 3),
        "2015-03": (50, 5, 0, 0),
        "All months given": (4150, 515, 5, 3),
    }
    assert list(counted(by_category, *COUNTS).items()) == [
        ("Surgery", (400, 40, 2, 1)),
        # Its issues were decided in February, for which the file has no number of injections.
        ("Injection", (50, 5, 0, 0)),
        ("All categories given", (450, 45, 2, 1)),
    ]


def test_issues_overturned_together_widen_the_interval() -> None:
    given = UrDecisions(lines=(line("2015-02", "", 4000, 500),))
    (together,) = ur_decisions(frames(), given)
    found = frames()
    cases = [f"{place}" for place in range(len(found.issues))]
    apart = CaseFrames(
        cases=pd.DataFrame({"reference": cases, "decided": pd.Timestamp("2015-02-01")}),
        issues=found.issues.assign(reference=cases, decision=["overturned"] * 3 + ["upheld"] * 3),
        citations=pd.DataFrame(),
    )
    (independent,) = ur_decisions(apart, given)
    bounds = [counted(table, "low", "high")["2015-02"] for table in (together, independent)]
    assert bounds[0][0] < bounds[1][0] < bounds[1][1] < bounds[0][1]  # type: ignore[operator]


def test_by_another_date_the_definition_says_so() -> None:
    found = frames()
    moved = CaseFrames(
        cases=found.cases.rename(columns={"decided": "received"}),
        issues=found.issues,
        citations=found.citations,
    )
    given = UrDecisions(lines=(line("2015-02", "", 4000, 500),), by="received")
    (table,) = ur_decisions(moved, given)
    assert counted(table, "issues")["2015-02"] == (4,)
    assert "in which they were received" in table.definition


def test_without_lines_in_the_period_there_is_no_table() -> None:
    assert ur_decisions(frames(), UrDecisions(lines=(), outside=4)) == ()
