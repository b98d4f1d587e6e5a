"""Which months are pinned, in which month a case is counted, and the cases that snapshots hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from imr_reports.errors import UsageError
from imr_reports.records.limited import COUNTED
from imr_reports.records.period import Period, parse_period
from imr_reports.store.columns import Gathered
from imr_reports.store.frames import BASES, Selection
from imr_reports.store.inside import Found
from imr_reports.store.layout import LEDGER
from imr_reports.store.parts import PINS_KIND, coded_schema, read_part
from imr_reports.store.working import Store

_BASIS = pd.CategoricalDtype(pd.Index(list(map(str, BASES))))


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
    def run(self) -> Period:
        """The months of decision whose cases can be counted in an open month."""
        first = self.open[0]
        while (before := _next(first, -1)) in self.pinned:
            first = before
        return parse_period(f"{first}..{self.open[-1]}")

    def counted(self, month: str) -> str:
        """Return the month in which a case that is not pinned is counted, by the month of its decision."""
        while month in self.pinned:
            month = _next(month, 1)
        return month

    def snapshots(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Return the snapshots that hold cases of some months."""
        found = (self.pinned[month] for month in sorted(wanted) if month in self.pinned)
        return tuple(dict.fromkeys(name for name in found if name))


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


def find_pinned(
    store: Store, months: Months, wanted: Collection[str], columns: Collection[str], *pins: str
) -> Found:
    """Return the cases that are pinned to some months.

    Args:
        store: where the ledger is.
        months: what is pinned.
        wanted: the months.
        columns: those of the cases that are wanted.
        pins: columns of the pins that are wanted beside `reference` and `counted`.
    """
    named = ("reference", COUNTED, *pins)
    cases, gathered = Gathered(coded_schema("cases", columns)), Gathered(coded_schema(PINS_KIND, named))
    keys = {}
    for place in (f"{LEDGER}/{snapshot}" for snapshot in months.snapshots(wanted)):
        table = read_part(store.folder, place, "cases", columns)
        keys[place] = table["letter_key"].combine_chunks()
        cases.add(table)
        gathered.add(read_part(store.folder, place, PINS_KIND, named))
    found = pd.concat([cases.frame(), gathered.frame()], axis=1)
    if "date_basis" in pins:
        found["date_basis"] = found["date_basis"].astype("str").astype(_BASIS)
    return Found(cases=found[found[COUNTED].isin(wanted)], keys=keys)
