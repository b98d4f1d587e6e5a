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
from imr_reports.protect.microdata.profiles import codes_of


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
