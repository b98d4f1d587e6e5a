"""What a public report would publish → proof that no small count can be worked out from it.

It stands apart from the suppression: it reads the cells as they would be published, and asks for each
withheld count how small and how large it can be in all worlds that agree with them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.attacker import Attacker, weak_points
from imr_reports.protect.linked import LinkedSystem, Quantity
from imr_reports.records.tables import (
    OF_PERCENT,
    CellStatus,
    CountName,
    Measure,
    MeasureKind,
    ProtectedTable,
    Row,
)


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
        system: which counts there are and how they add up, those of earlier releases among them.
        quoted: how many of a count's persons a reader meets in excerpts, by the count's place.

    Raises:
        PrivacyGateError: naming the table whose counts are not safe.
    """
    for table in tables:
        _check_statistics(table, system.threshold)
    for name in published:
        if system.is_small(system.places[name]):
            where = system.quantities[system.places[name]].table
            raise PrivacyGateError(f"a small count stands in table {where}")
    known = {place: item.value for place, item in enumerate(system.quantities) if item.is_known}
    known |= {system.places[name]: value for name, value in published.items()}
    attacker = Attacker(system, known, quoted)
    for place in weak_points(system, attacker):
        what = "small" if system.is_below(place) else "withheld"
        where = _where(system.quantities[place])
        raise PrivacyGateError(f"{where} gives a {what} count away; merge its rare rows")


def _where(quantity: Quantity) -> str:
    if quantity.release:
        return f"this report, with table {quantity.table} of release {quantity.release},"
    return f"table {quantity.table}"


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
    """Return whether a percentage's counts are shown, or a statistic's cases, and are not few.

    What rests on no count is no statistic of persons: a figure that others have published.
    """
    if not measure.denominator:
        return True
    if measure.kind in OF_PERCENT:
        below = totals[0] if measure.denominator_is_total else row
        cells = (row.cells[places[measure.numerator]], below.cells[places[measure.denominator]])
        return all(cell.status is CellStatus.SHOWN for cell in cells)
    cases = row.cells[places[measure.denominator]]
    return cases.value is not None and cases.value >= threshold
