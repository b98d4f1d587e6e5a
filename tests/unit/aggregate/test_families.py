"""Long tables keep what counts: rare details are merged within their row, the same in both periods."""

from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.counting import DecisionColumns
from imr_reports.aggregate.families import MOST_ROWS, main_lines, without_rare
from imr_reports.records.limited import CaseFrames

KEYS = ("service_category", "procedure")


def frames(sizes: dict[tuple[str, str], int]) -> CaseFrames:
    """One case an issue, so many for each pair of category and procedure."""
    pairs = [pair for pair, size in sizes.items() for _ in range(size)]
    issues = pd.DataFrame(pairs, columns=list(KEYS)).astype("category")
    names = [f"{place:04d}" for place in range(len(pairs))]
    issues = issues.assign(reference=names, sequence=1, decision="upheld")
    return CaseFrames(cases=issues[["reference"]], issues=issues, citations=pd.DataFrame())


LONG = {("Surgery", f"Procedure {place:02d}"): 5 for place in range(MOST_ROWS)} | {
    ("Surgery", "Rare"): 2,
    ("Surgery", "Rarer"): 1,
    ("Programs", "Alone"): 1,
    ("Programs", "Usual"): 4,
}


def counted(period: CaseFrames) -> dict[str, int]:
    lines = main_lines(DecisionColumns.of(period), period, KEYS, without_rare(period, KEYS), labels={})
    return {f"{line.key}={line.label}": int(line.values["issues"] or 0) for line in lines}


def test_a_short_table_keeps_its_rare_rows() -> None:
    assert counted(frames({("Surgery", "Rare"): 2, ("Surgery", "Rarer"): 1})) == {
        "Surgery=Surgery": 3,
        "Surgery/Rare=Rare": 2,
        "Surgery/Rarer=Rarer": 1,
    }


def test_a_long_table_merges_them_within_their_row_and_last() -> None:
    found = counted(frames(LONG))
    assert found["Surgery=Surgery"] == 5 * MOST_ROWS + 3
    others = "Others, fewer than three issues each"
    assert [key for key in found if key.endswith(others)] == [f"Surgery/rarely counted={others}"]
    of_surgery = [key for key in found if key.startswith("Surgery/")]
    assert of_surgery[-1].endswith(others)
    assert found[of_surgery[-1]] == 3
    # One rare row alone stays: merged, it would only lose its name.
    assert found["Programs/Alone=Alone"] == 1


def test_an_earlier_period_is_merged_as_this_one_is() -> None:
    earlier = frames({("Surgery", "Rare"): 7, ("Surgery", "New"): 2, ("Surgery", "Procedure 01"): 1})
    merged = without_rare(frames(LONG), KEYS)(earlier)
    assert merged.groupby("procedure", observed=True).size().to_dict() == {
        "Procedure 01": 1,
        "rarely counted": 9,
    }


def test_an_issue_that_asks_for_two_rare_things_counts_once_among_them() -> None:
    period = frames(LONG)
    rows = period.issues
    twice = pd.concat([rows, rows.tail(7).head(1).assign(procedure="Rarer")])
    merged = without_rare(period, KEYS, lambda _: twice)(period)
    assert len(merged) == len(rows)
    changed = replace(period, issues=merged)
    assert counted(changed)["Surgery/rarely counted=Others, fewer than three issues each"] == 3
