"""The store and its ledger → the frames that public statistics count: each case in one month, for good."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.records.ledger import PublicFrames
from imr_reports.records.limited import COUNTED
from imr_reports.store.columns import concatenated
from imr_reports.store.corrections import count_corrected
from imr_reports.store.frames import MOST_MONTHS, Selection, columns_read, dated, find_cases, framed
from imr_reports.store.inside import Found, placed, rows_of
from imr_reports.store.letters import Letters
from imr_reports.store.pinned import Months, find_pinned, months_of
from imr_reports.store.working import Store


def read_public_frames(store: Store, selection: Selection, *, details: bool = True) -> PublicFrames:
    """Return the cases of a period as public statistics count them; see `PublicFrames`.

    Pinned months come from the snapshots of the ledger, open ones from the store.

    Args:
        store: where the cases are.
        selection: the period, by decision date.
        details: whether also the columns that no report counts are read.

    Raises:
        UsageError: if cases are not placed by their decision, or the period has no end.
        ConfigurationError: if the ledger is damaged.
    """
    months, columns = months_of(store, selection), columns_read(details=details)
    kept = [name for name in columns["cases"] if name != "latest_date"]
    is_open = find_open(store, selection, months, columns["cases"])
    is_pinned = find_pinned(store, months, months.of_period, kept, "date_basis")
    cases, inside = placed(_together([is_open, is_pinned]))
    frames = framed(store, cases, inside, columns)
    history = _history(store, selection, months, cases, frames.issues)
    return PublicFrames(
        frames=replace(frames, history=history),
        late=frames.late,
        corrected=count_corrected(store, selection, months, is_pinned),
        pinned=tuple(month for month in months.of_period if month in months.pinned),
    )


def find_open(store: Store, selection: Selection, months: Months, columns: Collection[str]) -> Found:
    """Return the cases that are counted in the open months of a period, with that month as `counted`."""
    letters = Letters.none()
    if months.open:
        letters = Letters.of(store, months.run).not_of_cases(store.ledger.pinned_references())
    found = find_cases(store, letters, letters.parts(store), columns)
    cases = dated(store, found.cases, selection.infer_dates).drop(columns="latest_date")
    counted = cases["decided"].dt.strftime("%Y-%m").map(_Counted(months)).astype("str")
    of_index = [name for name in cases if str(name).startswith("group:")]
    cases = cases.drop(columns=of_index).assign(**{COUNTED: counted})
    return Found(cases=cases[counted.isin(months.open)], keys=found.keys)


class _Counted(dict[str, str]):
    """Month of decision → the month counted, worked out but once."""

    def __init__(self, months: Months) -> None:
        super().__init__()
        self._months = months

    def __missing__(self, month: str) -> str:
        self[month] = self._months.counted(month)
        return self[month]


def _together(found: Sequence[Found]) -> Found:
    """Return the cases of all places, in the columns of the first."""
    keys: dict[str, pa.Array] = {}
    rows = []
    for one in found:
        rows.append(one.cases.index.to_numpy() + sum(map(len, keys.values())))
        keys |= one.keys
    frames = [one.cases[found[0].cases.columns].astype({COUNTED: "category"}) for one in found]
    return Found(cases=concatenated(frames).set_index(np.concatenate(rows)), keys=keys)


def _history(
    store: Store, selection: Selection, months: Months, cases: pd.DataFrame, issues: pd.DataFrame
) -> pd.DataFrame:
    """Return the issues of the months of a period, and of pinned ones before it."""
    own = _by_month(cases, issues[["reference", "decision"]])
    window = selection.period.ending_here(MOST_MONTHS)
    wanted = set(window.month_keys if window else ()) - set(months.of_period)
    before = find_pinned(store, months, wanted & set(months.pinned), ())
    if before.cases.empty:
        return own
    earlier, inside = placed(Found(cases=before.cases.astype({COUNTED: "category"}), keys=before.keys))
    then = _by_month(earlier, rows_of(store.folder, inside, "issues", ("decision",)))
    return concatenated([then, own])


def _by_month(cases: pd.DataFrame, issues: pd.DataFrame) -> pd.DataFrame:
    """Return issues with the month in which their case is counted; cases stand in order of their codes."""
    month = cases[COUNTED].array.take(issues["reference"].cat.codes.to_numpy())
    return pd.DataFrame({"reference": issues["reference"], "month": month, "decision": issues["decision"]})
