"""Names of counts → which periods' counts add up to which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from imr_reports.records.period import parse_period
from imr_reports.records.tables import CountName, RelationKind

MONTHS, UNDATED = "decision_month", "undated"
"""The dimension of months by the decision, and its row of cases without a date."""
LEFT = "what is left"
"""The unit of names of what a sum of counts leaves, which no cell shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodParts:
    """A count of a period and the same count of the longest periods within it that are told.

    Attributes:
        whole, parts: places among the system's quantities.
        kind: EQUALS where the parts cover the period; else CONTAINS, as what is left is a count too.
    """

    whole: int
    parts: tuple[int, ...]
    kind: RelationKind


@cache
def months_in(period: str) -> frozenset[str]:
    """Return the months of a period by its name ("2015Q1"), as "2015-03"."""
    return frozenset(parse_period(period).month_keys)


def parts_of_periods(places: Mapping[CountName, int]) -> Iterator[PeriodParts]:
    """Yield how each count of a period is made up of those of shorter ones.

    Periods are months, quarters, halves and years: of two of them one holds the other, or they share
    no month. Where a report tells a column but not this row of it, the row was empty: its count is zero.
    """
    told: dict[tuple[str, str, str], set[str]] = {}
    series: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for name, place in places.items():
        if name.period:
            told.setdefault((name.unit, name.dimension, name.measure), set()).add(name.period)
            key = (name.unit, name.dimension, name.row, name.measure)
            series.setdefault(key, {})[name.period] = place
    for (unit, dimension, _, measure), by_period in series.items():
        periods = told[unit, dimension, measure]
        for period, place in by_period.items():
            below = _longest_within(period, frozenset(periods))
            if not below:
                continue
            covered = sum(len(months_in(part)) for part in below)
            parts = tuple(by_period[part] for part in below if part in by_period)
            is_whole = covered == len(months_in(period))
            if unit == LEFT:
                # Where a report lacks it, it isn't zero; where none does, the sum follows from the counts.
                if is_whole and len(parts) == len(below):
                    continue
                is_whole = False
            if parts or is_whole:
                kind = RelationKind.EQUALS if is_whole else RelationKind.CONTAINS
                yield PeriodParts(whole=place, parts=parts, kind=kind)


@cache
def _longest_within(period: str, others: frozenset[str]) -> tuple[str, ...]:
    """Return the longest of other periods that lie within one, each month in at most one of them."""
    inside = [other for other in others if months_in(other) < months_in(period)]
    longest = [one for one in inside if not any(months_in(one) < months_in(other) for other in inside)]
    return tuple(sorted(longest))
