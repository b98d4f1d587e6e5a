"""Rows → an order in which the first of them, however many a reader has room for, stand for all."""

from collections.abc import Sequence

import pandas as pd


def spread_out(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return rows in an order whose beginnings are spread over the values of some columns.

    The first rows are one of each value of the first key, the most frequent value first; from there on the
    values take turns in proportion to how many rows they have (the divisor method of Sainte-Laguë). Among the
    rows of one value the same holds for the next key. The given order decides between equals.

    Args:
        rows: in an order that tells nothing, as that of random references.
        keys: columns of plain strings, the weightiest first.
    """
    for level in range(len(keys) - 1, -1, -1):
        groups = rows.groupby(list(keys[: level + 1]), sort=False)
        turn = groups.cumcount()
        size = groups[keys[0]].transform("size")
        place = (turn + 0.5) / size
        if level == 0:
            place = place.where(turn > 0, 0)
        order = pd.DataFrame({"place": place, "size": -size, "value": rows[keys[level]]})
        rows = rows.loc[order.sort_values(["place", "size", "value"], kind="stable").index]
    return rows
