"""What a public report would publish → proof that no small count can be worked out from it.

It stands apart from the suppression: it reads the cells as they would be published, and asks for each
withheld count how small and how large it can be in all worlds that agree with them.
"""

from collections.abc import Mapping, Sequence
from math import inf
from types import MappingProxyType

import numpy as np

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.linear import LinearProgram
from imr_reports.protect.linked import LinkedSystem
from imr_reports.records.tables import (
    OF_PERCENT,
    CellStatus,
    CountName,
    Measure,
    MeasureKind,
    ProtectedTable,
    Row,
)

_TOLERANCE = 1e-6


def audit_release(
    tables: Sequence[ProtectedTable],
    published: Mapping[CountName, int],
    system: LinkedSystem,
    quoted: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Refuse a report from which a count of 1 to below the threshold follows.

    Args:
        tables: the tables as they would be published.
        published: the counts that their shown cells hold.
        system: which counts there are and how they add up.
        quoted: how many of a count's persons a reader meets in excerpts, by the count's place.

    Raises:
        PrivacyGateError: naming the table whose counts are not safe.
    """
    for table in tables:
        _check_statistics(table, system.threshold)
    for name, value in published.items():
        if 1 <= value < system.threshold:
            raise PrivacyGateError(
                f"a small count stands in table {system.quantities[system.places[name]].table}"
            )
    attacker = _Attacker(system, {system.places[name]: value for name, value in published.items()}, quoted)
    for place, quantity in enumerate(system.quantities):
        if system.is_small(place) and not attacker.can_reach(place, system.threshold):
            raise PrivacyGateError(f"table {quantity.table} gives a small count away; merge its rare rows")
        if quantity.published and attacker.is_unknown(place) and attacker.is_exact(place):
            raise PrivacyGateError(f"table {quantity.table} gives a withheld count away; merge its rare rows")


def _check_statistics(table: ProtectedTable, threshold: int) -> None:
    places = {measure.key: place for place, measure in enumerate(table.measures)}
    totals = [row for row in table.rows if row.is_total]
    for row in table.rows:
        for measure, cell in zip(table.measures, row.cells, strict=True):
            if cell.value is None or measure.kind is MeasureKind.COUNT:
                continue
            if not _is_backed(measure, row, totals, places, threshold):
                raise PrivacyGateError(f"table {table.key} shows a statistic whose counts are withheld")


def _is_backed(
    measure: Measure, row: Row, totals: Sequence[Row], places: Mapping[str, int], threshold: int
) -> bool:
    """Return whether a percentage's counts are shown, or a statistic's cases are not known to be few.

    What rests on no count is no statistic of persons: a figure that others have published.
    """
    if not measure.denominator:
        return True
    if measure.kind in OF_PERCENT:
        below = totals[0] if measure.denominator_is_total else row
        cells = (row.cells[places[measure.numerator]], below.cells[places[measure.denominator]])
        return all(cell.status is CellStatus.SHOWN for cell in cells)
    cases = row.cells[places[measure.denominator]]
    return cases.value is None or cases.value >= threshold


class _Attacker:
    """A reader who knows the rules: what is published, how it adds up, and that zeros are never withheld."""

    def __init__(self, system: LinkedSystem, known: Mapping[int, int], quoted: Mapping[int, int]) -> None:
        self._true = [quantity.value for quantity in system.quantities]
        unknown = [place for place in range(len(system.quantities)) if place not in known]
        self._column = {place: column for column, place in enumerate(unknown)}
        self._lower = [float(max(system.quantities[place].floor, quoted.get(place, 0))) for place in unknown]
        equations: list[dict[int, float]] = []
        sides: list[float] = []
        for equation in system.equations:
            row = {
                self._column[place]: float(weight) for place, weight in equation.items() if place not in known
            }
            if row:
                equations.append(row)
                sides.append(
                    -float(sum(weight * known[place] for place, weight in equation.items() if place in known))
                )
        self._program = LinearProgram(self._lower, [inf] * len(unknown), equations, sides)
        # Each world found speaks for all quantities, so few need a search of their own.
        self._smallest = np.full(len(unknown), inf)
        self._largest = np.full(len(unknown), -inf)

    def is_unknown(self, place: int) -> bool:
        """Return whether a quantity is not published."""
        return place in self._column

    def can_reach(self, place: int, value: int) -> bool:
        """Return whether a quantity can be as large as a value."""
        column = self._column.get(place)
        return column is not None and (
            self._largest[column] >= value - _TOLERANCE or self._is_possible(column, float(value), inf)
        )

    def is_exact(self, place: int) -> bool:
        """Return whether an unknown quantity can be nothing but what it is."""
        column, true = self._column[place], float(self._true[place])
        if self._largest[column] > true + _TOLERANCE or self._smallest[column] < true - _TOLERANCE:
            return False
        return not (
            self._is_possible(column, true + 1, inf)
            or (true > self._lower[column] and self._is_possible(column, self._lower[column], true - 1))
        )

    def _is_possible(self, column: int, least: float, most: float) -> bool:
        self._program.bound(column, max(least, self._lower[column]), most)
        found = self._program.solve()
        self._program.unbound(column)
        if found is None:
            return False
        self._smallest = np.minimum(self._smallest, found)
        self._largest = np.maximum(self._largest, found)
        return True
