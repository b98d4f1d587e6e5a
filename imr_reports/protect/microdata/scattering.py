"""A few cells withheld at random → counts of the open data set that settle no count of a public table.

A column of which nothing is withheld has exact counts for the year. Where a public table withholds a
month's count, the year's exact count and the other months would give it away. So of each column and
decision some cells are withheld that no rule asks for: k of the commonest value and k of the others. What
any one value lost then lies anywhere between none and all of them: its true count is open by k or more,
upwards too. The cells are drawn by a secret of the store.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import Numbers, mixed
from imr_reports.protect.microdata.profiles import case_columns, codes_of, ladders
from imr_reports.records.dataset import DatasetSpec

Tables = tuple[pd.DataFrame, pd.DataFrame]


def scattered(
    codes: NDArray[np.int64], decision: NDArray[np.int64], draw: Numbers, k: int
) -> NDArray[np.bool_]:
    """Return which rows of a column to withhold.

    Args:
        codes: its values as numbers, -1 for a blank.
        decision: of each row.
        draw: a secret number for each row: the smallest are taken.
        k: smallest count.
    """
    taken = np.zeros(len(codes), dtype=bool)
    for one in np.unique(decision):
        rows = np.flatnonzero((decision == one) & (codes >= 0))
        if not len(rows):
            continue
        rows = rows[np.argsort(draw[rows], kind="stable")]
        is_common = codes[rows] == np.argmax(np.bincount(codes[rows]))
        taken[rows[is_common][:k]] = True
        taken[rows[~is_common][:k]] = True
    return taken


def is_open(true: NDArray[np.int64], shown: NDArray[np.int64], decision: NDArray[np.int64], k: int) -> bool:
    """Return whether what each value of a column lost can be k - 1 more, for all that the blanks tell.

    Args:
        true: a column as numbers, -1 for a blank.
        shown: the same after some were withheld.
        decision: of each row.
        k: smallest count.
    """
    values = int(true.max(initial=-1)) + 1
    if len(np.unique(true[true >= 0])) < 2:
        return True  # its counts are those of all issues
    for one in np.unique(decision):
        of_one = decision == one
        left = np.bincount(shown[of_one & (shown >= 0)], minlength=values)
        lost = np.bincount(true[of_one & (true >= 0)], minlength=values) - left
        if ((left > 0) & (lost.sum() - lost < k - 1)).any():
            return False
    return True


def blank_exact(given: Tables, shown: Tables, spec: DatasetSpec, k: int) -> None:
    """Blank the columns of quasi-identifiers whose withheld cells leave some count too well known.

    The suppression withholds enough of nearly every column of nearly every set; where it did not, the column
    goes. To blank a column everywhere only joins classes.

    Args:
        given: cases, and issues with `case`, before anything was withheld.
        shown: the same rows after; changed.
        spec: of the tier.
        k: smallest count.
    """
    issues = shown[1]
    place = issues["case"].to_numpy()
    linked = np.flatnonzero(place >= 0)
    decision = codes_of(issues["decision"])
    for column in case_columns(spec):
        true, left = (codes_of(tables[0][column.name])[place[linked]] for tables in (given, shown))
        if not is_open(true, left, decision[linked], k):
            shown[0][column.name] = shown[0][column.name].mask(np.ones(len(shown[0]), dtype=bool))
    for ladder in ladders(spec):
        below = [column.name for step in ladder.steps for column in step]
        for depth, name in enumerate(below):
            if not is_open(codes_of(given[1][name]), codes_of(issues[name]), decision, k):
                for one in below[depth:]:
                    issues[one] = issues[one].mask(np.ones(len(issues), dtype=bool))
                break


def scatter_cells(issues: pd.DataFrame, columns: tuple[str, ...], draws: Numbers, k: int) -> None:
    """Blank cells of some columns of issues (with `decision`); changed."""
    decision = codes_of(issues["decision"])
    for place, name in enumerate(columns):
        draw = mixed(draws + np.uint64(place + 1))
        issues[name] = issues[name].mask(scattered(codes_of(issues[name]), decision, draw, k))


def scatter_rows(
    rows: pd.DataFrame, issues: pd.DataFrame, columns: tuple[str, ...], draws: Numbers, k: int
) -> pd.DataFrame:
    """Return rows (with `issue`) without some of them, told apart by the last of some columns.

    Args:
        rows: citations or reasons.
        issues: with `decision`.
        columns: rows are drawn within each combination of all of them but the last.
        draws: of the issues.
        k: smallest count.
    """
    *within, value = columns
    place = rows["issue"].to_numpy()
    kind = codes_of(issues["decision"])[place]
    for name in within:
        kind = kind * 64 + codes_of(rows[name])
    gone = scattered(codes_of(rows[value]), kind, mixed(draws[place] + np.uint64(len(columns))), k)
    return rows[~gone].reset_index(drop=True)
