"""The store and its ledger → the frames that public statistics count: each case in one month, for good."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.errors import UsageError
from imr_reports.records.ledger import PublicFrames
from imr_reports.records.limited import COUNTED
from imr_reports.store.columns import Gathered, concatenated
from imr_reports.store.corrections import count_corrected
from imr_reports.store.frames import (
    BASES,
    MOST_MONTHS,
    Selection,
    columns_read,
    dated,
    find_cases,
    framed,
)
from imr_reports.store.inside import Found, placed, rows_of
from imr_reports.store.layout import LEDGER
from imr_reports.store.letters import Letters
from imr_reports.store.parts import PINS_KIND, coded_schema, read_part
from imr_reports.store.working import Store

_PINS = ("reference", "counted", "date_basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The months of a period, and those that are pinned, by their snapshots."""

    of_period: tuple[str, ...]
    pinned: Mapping[str, str]

    @property
    def open(self) -> tuple[str, ...]:
        """Those of the period that no release has pinned."""
        return tuple(month for month in self.of_period if month not in self.pinned)

    @property
    def run(self) -> tuple[str, str]:
        """The first and the last month of decision whose cases can be counted in an open month."""
        first = self.open[0]
        while (before := _next(first, -1)) in self.pinned:
            first = before
        return first, self.open[-1]

    def snapshots(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Return the snapshots that hold cases of some months."""
        found = (self.pinned[month] for month in sorted(wanted) if month in self.pinned)
        return tuple(dict.fromkeys(name for name in found if name))

    def counted(self, month: str) -> str:
        """Return the month in which a case that is not pinned is counted, by the month of its decision."""
        while month in self.pinned:
            month = _next(month, 1)
        return month


def _next(month: str, step: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{number // 12}-{number % 12 + 1:02d}"


def months_of(store: Store, selection: Selection) -> Months:
    """Return the months of a period.

    Raises:
        UsageError: if cases are not placed by their decision, or the period has no end.
        ConfigurationError: if the ledger is damaged.
    """
    if selection.by != "decided" or not selection.period.month_keys:
        raise UsageError("public statistics go by the date of the decision, over a period that ends")
    return Months(of_period=selection.period.month_keys, pinned=store.ledger.pinned_months())


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
    is_open = find_open(store, selection, months, columns["cases"])
    is_pinned = _pinned(store, months, months.of_period, columns["cases"])
    cases, inside = placed(_together([is_open, is_pinned]))
    frames = framed(store, cases, inside, columns)
    return PublicFrames(
        frames=replace(frames, history=_history(store, selection, months, is_open)),
        late=int((cases["decided"].dt.strftime("%Y-%m") != cases[COUNTED].astype("str")).sum()),
        corrected=count_corrected(store, selection, months.snapshots(months.of_period)),
        pinned=tuple(month for month in months.of_period if month in months.pinned),
    )


def find_open(store: Store, selection: Selection, months: Months, columns: Collection[str]) -> Found:
    """Return the cases that are counted in the open months of a period, with that month as `counted`."""
    parts: tuple[str, ...] = ()
    letters = Letters.none()
    if months.open:
        letters = Letters.unpinned(store, *months.run)
        parts = letters.parts(store)
    found = find_cases(store, letters, parts, columns)
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


def _pinned(store: Store, months: Months, wanted: Collection[str], columns: Collection[str]) -> Found:
    """Return the cases that are pinned to some months."""
    gathered, pins, keys = Gathered(coded_schema("cases", columns)), Gathered(_pins_schema()), {}
    for snapshot in months.snapshots(wanted):
        place = f"{LEDGER}/{snapshot}"
        table = read_part(store.folder, place, "cases", columns)
        keys[place] = table["letter_key"].combine_chunks()
        gathered.add(table)
        pins.add(read_part(store.folder, place, PINS_KIND, _PINS))
    cases, named = gathered.frame(), pins.frame()
    cases = cases.drop(columns="latest_date", errors="ignore").assign(
        reference=named["reference"].astype("str"),
        date_basis=named["date_basis"].astype("str").astype(pd.CategoricalDtype(list(map(str, BASES)))),
        counted=named["counted"].astype("str"),
    )
    return Found(cases=cases[cases[COUNTED].isin(set(wanted))], keys=keys)


def _pins_schema() -> pa.Schema:
    return coded_schema(PINS_KIND, _PINS)


def _together(found: Sequence[Found]) -> Found:
    """Return the cases of all places, in the columns of the first."""
    keys: dict[str, pa.Array] = {}
    rows = []
    for one in found:
        rows.append(one.cases.index.to_numpy() + sum(map(len, keys.values())))
        keys |= one.keys
    cases = concatenated([one.cases[found[0].cases.columns] for one in found])
    cases[COUNTED] = cases[COUNTED].astype("category")
    return Found(cases=cases.set_index(np.concatenate(rows)), keys=keys)


def _history(store: Store, selection: Selection, months: Months, is_open: Found) -> pd.DataFrame:
    """Return the issues of the months of a period, and of pinned ones before it."""
    window = selection.period.ending_here(MOST_MONTHS)
    wanted = {month for month in (window.month_keys if window else ()) if month in months.pinned}
    names = ["reference", COUNTED]
    before = _pinned(store, months, wanted | set(months.of_period), ())
    both = [Found(cases=one.cases[names], keys=one.keys) for one in (is_open, before)]
    cases, inside = placed(_together(both))
    issues = rows_of(store.folder, inside, "issues", ("decision",))
    issues.insert(1, "month", cases[COUNTED].array.take(issues["reference"].cat.codes.to_numpy()))
    return issues
