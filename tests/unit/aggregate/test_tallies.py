"""Counting on codes gives what counting row by row gives."""

from collections import Counter, defaultdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.aggregate.tallies import tallies
from imr_reports.records.coded import Decision

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3", "R4"]),
        st.sampled_from([str(item) for item in Decision]),
        st.sampled_from(["spine", "knee", "", None]),
        st.sampled_from(["left", "right"]),
    ),
    max_size=40,
)
COLUMNS = ["reference", "decision", "part", "side"]


def one_by_one(rows, by):
    groups = defaultdict(list)
    for row in rows:
        key = tuple(row[COLUMNS.index(name)] for name in by)
        if None not in key:
            groups[key].append(row)
    found = {}
    for key, members in groups.items():
        n = Counter(row[0] for row in members)
        k = Counter(row[0] for row in members if "overturned" in row[1])
        sums = [
            sum(n[one] ** a * k[one] ** b for one in n) for a, b in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
        ]
        found[key] = (Counter(row[1] for row in members), [len(n), *sums])
    return found


@settings(deadline=None)
@given(ROWS, st.sampled_from([[], ["part"], ["side", "part"]]), st.booleans())
def test_tallies_are_those_of_counting_row_by_row(rows, by, coded):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    found = tallies(frame.astype("category") if coded else frame, by)
    assert {
        key: (
            dict(one.decisions),
            [one.sums.letters, one.sums.n, one.sums.k, one.sums.nn, one.sums.nk, one.sums.kk],
        )
        for key, one in found.items()
    } == one_by_one(rows, by)


@pytest.mark.parametrize("kept", [[], [0]])
def test_values_that_no_row_has_any_more_are_no_rows(kept):
    frame = pd.DataFrame(
        [("R1", "upheld", "spine", ""), ("R2", "overturned", "knee", "")], columns=COLUMNS
    ).astype("category")
    assert list(tallies(frame.iloc[kept], ["part"])) == [("spine",)] * len(kept)
