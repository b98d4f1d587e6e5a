"""Tables with true counts → tables that an audience may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from imr_reports.protect.audit import audit_release
from imr_reports.protect.linked import count_name, link_tables
from imr_reports.protect.rollup import ROLLED_UP, roll_up
from imr_reports.protect.suppression import choose_withheld
from imr_reports.records.tables import (
    OF_PERCENT,
    PROTECT_SEAL,
    Audience,
    Cell,
    CellStatus,
    CountName,
    Measure,
    MeasureKind,
    ProtectedTable,
    Row,
    Table,
)

THRESHOLD = 11
_WITHHELD = Cell(value=None, status=CellStatus.WITHHELD)


def protect_tables(
    tables: Sequence[Table], audience: Audience, *, threshold: int = THRESHOLD
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one report as an audience may see them.

    For the internal audience counts are shown in full. For the public no count of 1 to below the threshold is
    shown, nor follows from what is: rare rows are merged, all counts of all tables are linked into one system
    of sums, small counts and what gives them away are withheld, percentages and statistics follow their
    counts, and an independent audit of the outcome has the last word.

    Args:
        tables: all tables of the report; protecting them apart would not be safe.
        audience: who will see them.
        threshold: the smallest count above zero that the public may know (11 by the CMS cell size policy
            and the CalHHS Data De-Identification Guidelines).

    Raises:
        PrivacyGateError: if the tables contradict each other, or the audit fails.
    """
    if audience is Audience.INTERNAL:
        return tuple(_publish(table, audience, {}) for table in tables)
    rolled = public_tables(tables, threshold)
    system = link_tables(rolled, threshold)
    withheld = choose_withheld(system)
    cells = {name: place in withheld for name, place in system.places.items()}
    protected = tuple(
        _publish(_ordered(table, cells), audience, cells, threshold=threshold) for table in rolled
    )
    audit_release(protected, published_counts(rolled, protected), system)
    return protected


def public_tables(tables: Sequence[Table], threshold: int) -> tuple[Table, ...]:
    """Return what of some tables the public sees once small counts are withheld: rare rows are merged."""
    public = [_without_internal_columns(table) for table in tables if not table.internal_only]
    return roll_up(public, threshold)


def _without_internal_columns(table: Table) -> Table:
    kept = [place for place, measure in enumerate(table.measures) if not measure.internal_only]
    if len(kept) == len(table.measures):
        return table
    return replace(
        table,
        measures=tuple(table.measures[place] for place in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows),
    )


def _ordered(table: Table, withheld: Mapping[CountName, bool]) -> Table:
    """Put rows in an order that tells nothing of withheld counts: those go last, by label."""
    if not table.ordered_by_size:
        return table
    place, size = next(
        (place, item) for place, item in enumerate(table.measures) if item.kind is MeasureKind.COUNT
    )

    def order(row: Row) -> tuple[bool, bool, bool, float, str]:
        hidden = withheld.get(count_name(table, row, size), False)
        count = 0.0 if hidden else -float(row.cells[place].value or 0)
        return row.is_total, row.key.endswith(ROLLED_UP), hidden, count, row.label

    families: list[tuple[Row, list[Row]]] = []
    for row in table.rows:
        if row.depth == 0:
            families.append((row, []))
        else:
            families[-1][1].append(row)
    families.sort(key=lambda family: order(family[0]))
    return replace(
        table, rows=tuple(row for main, details in families for row in (main, *sorted(details, key=order)))
    )


def _publish(
    table: Table, audience: Audience, withheld: Mapping[CountName, bool], *, threshold: int = 0
) -> ProtectedTable:
    hidden_in_total = {
        key for row in table.rows if row.is_total for key in _hidden_columns(table, row, withheld)
    }
    all_known = not any(_hidden_columns(table, row, withheld) for row in table.rows)
    rows = tuple(
        _protect_row(table, row, withheld, hidden_in_total, threshold=threshold, all_known=all_known)
        for row in table.rows
    )
    return ProtectedTable(
        seal=PROTECT_SEAL,
        key=table.key,
        title=table.title,
        definition=table.definition,
        unit=table.unit,
        row_header=table.row_header,
        measures=table.measures,
        rows=rows,
        audience=audience,
        withheld=sum(cell.status is not CellStatus.SHOWN for row in rows for cell in row.cells),
        design_effect=table.design_effect,
        note_header=table.note_header,
    )


def _hidden_columns(table: Table, row: Row, withheld: Mapping[CountName, bool]) -> set[str]:
    counts = (measure for measure in table.measures if measure.kind is MeasureKind.COUNT)
    return {measure.key for measure in counts if withheld.get(count_name(table, row, measure), False)}


def _protect_row(
    table: Table,
    row: Row,
    withheld: Mapping[CountName, bool],
    hidden_in_total: Collection[str],
    *,
    threshold: int,
    all_known: bool,
) -> Row:
    hidden = _hidden_columns(table, row, withheld)
    values = {measure.key: cell.value for measure, cell in zip(table.measures, row.cells, strict=True)}

    def protect_cell(measure: Measure, cell: Cell) -> Cell:
        if cell.value is None:
            return cell
        if measure.kind is MeasureKind.COUNT:
            return _WITHHELD if measure.key in hidden else cell
        if measure.kind is MeasureKind.LIMIT:
            return cell if all_known else _WITHHELD
        if measure.kind in OF_PERCENT:
            below = hidden_in_total if measure.denominator_is_total else hidden
            return _WITHHELD if measure.numerator in hidden or measure.denominator in below else cell
        if not measure.denominator:
            return cell
        return _statistic(
            measure, cell.value, values[measure.denominator] or 0, threshold, measure.denominator in hidden
        )

    cells = tuple(
        protect_cell(measure, cell) for measure, cell in zip(table.measures, row.cells, strict=True)
    )
    # A note of a row within limits rests on all counts, as the limits do.
    has_limits = any(measure.kind is MeasureKind.LIMIT for measure in table.measures)
    rests_on_hidden = hidden or hidden_in_total or (has_limits and not all_known)
    return replace(row, cells=cells, note="" if rests_on_hidden else row.note)


def _statistic(measure: Measure, value: float, cases: float, threshold: int, is_hidden: bool) -> Cell:
    """Show a statistic from enough cases on; to the whole number where its number of cases is withheld.

    A mean of whole days with its decimals narrows down of how many cases it is the mean.
    """
    if cases < threshold:
        return _WITHHELD
    if not threshold:
        return Cell(value=value)
    quantum = Decimal(1).scaleb(0 if is_hidden else -measure.decimals)
    return Cell(value=float(Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)))


def published_counts(tables: Sequence[Table], protected: Sequence[ProtectedTable]) -> dict[CountName, int]:
    """Read back which counts the protected tables show."""
    return {
        count_name(table, row, measure): int(cell.value)
        for table, shown in zip(tables, protected, strict=True)
        for row in shown.rows
        for measure, cell in zip(shown.measures, row.cells, strict=True)
        if measure.kind is MeasureKind.COUNT and cell.value is not None
    }
