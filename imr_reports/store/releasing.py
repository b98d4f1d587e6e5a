"""A release → an entry of the ledger, which pins the months of its period that were open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.limited import COUNTED
from imr_reports.store.frames import Selection
from imr_reports.store.inside import Found
from imr_reports.store.letters import places_of
from imr_reports.store.parts import PINS_KIND, read_parts
from imr_reports.store.pinned import Months, months_of
from imr_reports.store.public import find_open
from imr_reports.store.rows import CONTENT_DIGITS, DATE_FIELDS, PINS, SCHEMAS
from imr_reports.store.working import Store

_FILLED_IN = tuple(name for name in DATE_FIELDS if name != "latest_date")


def append_release(
    store: Store,
    selection: Selection,
    *,
    kind: ReleaseKind,
    label: str,
    recorded: date,
    content: Mapping[str, Any],
) -> Release:
    """Record a release, and pin the months of its period that are still open as they are counted now.

    Args:
        store: where the cases are.
        selection: the period, as `read_public_frames` was asked for it.
        kind: what is released.
        label: what it is called.
        recorded: the day of the release.
        content: JSON values.

    Raises:
        UsageError: if cases are not placed by their decision, or the period has no end.
        ConfigurationError: if the ledger is damaged.
    """
    months = months_of(store, selection)
    return store.ledger.append(
        kind=kind,
        label=label,
        period=selection.period.label,
        recorded=recorded,
        content=content,
        months=months.open,
        snapshot=_snapshot(store, selection, months),
    )


def _snapshot(store: Store, selection: Selection, months: Months) -> Mapping[str, pa.Table] | None:
    """Return the tables of the cases counted in the open months, in the store's order; None of none."""
    found = find_open(store, selection, months, DATE_FIELDS)
    if found.cases.empty:
        return None
    cases, keys = _in_order(found)
    parts = [place.partition("/")[2] for place in found.keys]
    rows = {kind: _rows(store, parts, kind, keys) for kind in ("cases", "issues", "citations")}
    for name in _FILLED_IN:
        table = rows["cases"]
        days = pa.array(cases[name]).cast(pa.date32())
        rows["cases"] = table.set_column(table.column_names.index(name), name, days)
    rows["cases"] = rows["cases"].drop_columns(["latest_date"])
    return {**rows, PINS_KIND: _pins(store, cases, keys)}


def _in_order(found: Found) -> tuple[pd.DataFrame, pa.Array]:
    """Return cases in the order of the store, with the keys of their letters."""
    cases = found.cases.sort_index()
    keys = pa.chunked_array(found.keys.values(), pa.string()).combine_chunks()
    return cases, keys.take(pa.array(cases.index.to_numpy()))


def _rows(store: Store, parts: list[str], kind: str, keys: pa.Array) -> pa.Table:
    """Return one table's rows of some letters, in their order."""
    table = read_parts(store.cases_folder, parts, kind, SCHEMAS[kind].names)
    owner = places_of(table["letter_key"], keys)
    order = np.argsort(owner, kind="stable")
    return table.take(pa.array(order[np.count_nonzero(owner < 0) :]))


def _pins(store: Store, cases: pd.DataFrame, keys: pa.Array) -> pa.Table:
    contents = dict(store.connection.execute("SELECT reference, content FROM current_letters"))
    columns = {
        "letter_key": keys,
        "reference": pa.array(cases["reference"], pa.string()),
        COUNTED: pa.array(cases[COUNTED], pa.string()),
        "date_basis": pa.array(cases["date_basis"].astype("str"), pa.string()),
        "content": pa.array([contents[one][:CONTENT_DIGITS] for one in cases["reference"]], pa.string()),
    }
    return pa.table(columns, schema=PINS)
