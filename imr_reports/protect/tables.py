"""Tables with true counts → tables that an audience may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from imr_reports.errors import UsageError
from imr_reports.protect.audit import audit_release
from imr_reports.protect.linked import LinkedSystem, count_name, link_tables
from imr_reports.protect.publishable import PUBLISHABLE, Publishable
from imr_reports.protect.rollup import BOUNDS, ROLLED_UP, RollUps, bound_of, plan_roll_ups, roll_up
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was made public before, as far as it bears on a report.

    Attributes:
        period: the report's own, under the name by which it is released; "" for a report by itself.
        released: what each report of its calendar year told.
        roll_ups: the plan of its calendar year, None where nothing of it was released.
    """

    period: str = ""
    released: tuple[LinkedSystem, ...] = ()
    roll_ups: RollUps | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A report's tables as the public sees them, and what protects them.

    Attributes:
        shown: the protected tables.
        tables: the same with true counts, rolled up.
        system: all counts of the report and of those before it.
        roll_ups: what became of rare rows.
    """

    shown: tuple[ProtectedTable, ...]
    tables: tuple[Table, ...]
    system: LinkedSystem
    roll_ups: RollUps

    def published(self) -> dict[CountName, int]:
        """Return which counts the protected tables show."""
        return {
            count_name(table, row, measure, self.system.period): int(cell.value)
            for table in self.shown
            for row in table.rows
            for measure, cell in zip(table.measures, row.cells, strict=True)
            if measure.kind is MeasureKind.COUNT and cell.value is not None
        }


def protect_tables(
    tables: Sequence[Table],
    audience: Audience,
    *,
    threshold: int = THRESHOLD,
    publishable: Mapping[str, Publishable] = PUBLISHABLE,
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one report by itself as an audience may see them.

    For the internal audience counts are shown in full; for the public see `protect_for_public`.

    Args:
        tables: all tables of the report; protecting them apart would not be safe.
        audience: who will see them.
        threshold: the smallest count above zero that the public may know (11 by the CMS cell size policy
            and the CalHHS Data De-Identification Guidelines).
        publishable: the tables that the public may see.

    Raises:
        PrivacyGateError: if the tables contradict each other, or the audit fails.
    """
    if audience is Audience.INTERNAL:
        return tuple(_publish(table, audience, {}) for table in tables)
    return protect_for_public(tables, threshold=threshold, publishable=publishable).shown


def protect_for_public(
    tables: Sequence[Table],
    ledger: Ledger = Ledger(),
    *,
    threshold: int = THRESHOLD,
    publishable: Mapping[str, Publishable] = PUBLISHABLE,
) -> Protected:
    """Protect the tables of a report together with all that was released before.

    No count of 1 to below the threshold is shown, nor follows from what is: rare rows are merged, all counts
    of all tables and releases are linked into one system of sums, small counts and what gives them away are
    withheld, percentages and statistics follow their counts, and an audit of the outcome has the last word.

    Raises:
        PrivacyGateError: if the tables contradict each other or what was released, or the audit fails.
    """
    _refuse_other_threshold(ledger, threshold)
    public = [_for_public(table) for table in tables if table.key in publishable]
    roll_ups = ledger.roll_ups or plan_roll_ups(public, threshold, publishable)
    rolled = roll_up(public, roll_ups, publishable)
    system = link_tables(rolled, threshold, period=ledger.period, released=ledger.released)
    known = system.known_without(choose_withheld(system))
    cells = {name: place not in known for name, place in system.places.items()}
    shown = tuple(
        _publish(
            _ordered(table, cells, ledger.period), Audience.PUBLIC, cells, ledger.period, threshold=threshold
        )
        for table in rolled
    )
    protected = Protected(shown=shown, tables=rolled, system=system, roll_ups=roll_ups)
    audit_release(shown, protected.published(), system)
    return protected


def _refuse_other_threshold(ledger: Ledger, threshold: int) -> None:
    """Refuse another threshold than that of the year's releases, under which their counts were covered."""
    year = ledger.period[:4]
    for item in ledger.released:
        if item.period[:4] == year and item.threshold != threshold:
            raise UsageError(
                f"reports of {year} were released with a threshold of {item.threshold}, which holds for the "
                "whole year; set `threshold` back"
            )


def _for_public(table: Table) -> Table:
    """Leave out internal columns, and bound percentages by how issues cluster in letters on the whole.

    By a row's own clustering a reader could tell how few letters its issues are of.
    """
    kept = [place for place, measure in enumerate(table.measures) if not measure.internal_only]
    rows = tuple(replace(row, cells=_with_bounds(table, row)) for row in table.rows)
    return replace(
        table,
        measures=tuple(table.measures[place] for place in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows),
    )


def _with_bounds(table: Table, row: Row) -> tuple[Cell, ...]:
    values = {measure.key: cell.value for measure, cell in zip(table.measures, row.cells, strict=True)}
    effect = table.design_effect

    def bounded(measure: Measure, cell: Cell) -> Cell:
        is_bound = measure.kind in BOUNDS and not measure.denominator_is_total
        if not is_bound or cell.value is None or effect is None:
            return cell
        above, below = values[measure.numerator] or 0, values[measure.denominator] or 0
        return Cell(value=bound_of(measure, int(above), int(below), effect))

    return tuple(bounded(measure, cell) for measure, cell in zip(table.measures, row.cells, strict=True))


def _ordered(table: Table, withheld: Mapping[CountName, bool], period: str) -> Table:
    """Put rows in an order that tells nothing of withheld counts: those go last, by label."""
    if not table.ordered_by_size:
        return table
    place, size = next(
        (place, item) for place, item in enumerate(table.measures) if item.kind is MeasureKind.COUNT
    )

    def order(row: Row) -> tuple[bool, bool, bool, float, str]:
        hidden = withheld.get(count_name(table, row, size, period), False)
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
    table: Table,
    audience: Audience,
    withheld: Mapping[CountName, bool],
    period: str = "",
    *,
    threshold: int = 0,
) -> ProtectedTable:
    hidden_in_total = {
        key for row in table.rows if row.is_total for key in _hidden_columns(table, row, withheld, period)
    }
    all_known = not any(_hidden_columns(table, row, withheld, period) for row in table.rows)
    rows = tuple(
        _protect_row(
            table,
            row,
            _hidden_columns(table, row, withheld, period),
            hidden_in_total,
            threshold=threshold,
            all_known=all_known,
        )
        for row in table.rows
    )
    return ProtectedTable(
        seal=PROTECT_SEAL,
        key=table.key,
        title=table.title,
        definition=table.definition,
        unit=table.unit,
        dimension=table.dimension,
        row_header=table.row_header,
        measures=table.measures,
        rows=rows,
        audience=audience,
        withheld=sum(cell.status is not CellStatus.SHOWN for row in rows for cell in row.cells),
        design_effect=table.design_effect,
        note_header=table.note_header,
    )


def _hidden_columns(table: Table, row: Row, withheld: Mapping[CountName, bool], period: str) -> set[str]:
    counts = (measure for measure in table.measures if measure.kind is MeasureKind.COUNT)
    return {measure.key for measure in counts if withheld.get(count_name(table, row, measure, period), False)}


def _protect_row(
    table: Table,
    row: Row,
    hidden: Collection[str],
    hidden_in_total: Collection[str],
    *,
    threshold: int,
    all_known: bool,
) -> Row:
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
        # Quartiles bound how many cases lie above a limit, so they go with any count of their row.
        cases = 0 if hidden else values[measure.denominator] or 0
        return _statistic(measure, cell.value, cases, threshold)

    cells = tuple(
        replace(protect_cell(measure, cell), letters=None)
        for measure, cell in zip(table.measures, row.cells, strict=True)
    )
    # A note of a row within limits rests on all counts, as the limits do.
    has_limits = any(measure.kind is MeasureKind.LIMIT for measure in table.measures)
    rests_on_hidden = hidden or hidden_in_total or (has_limits and not all_known)
    return replace(row, cells=cells, note="" if rests_on_hidden else row.note)


def _statistic(measure: Measure, value: float, cases: float, threshold: int) -> Cell:
    """Show a statistic from enough cases on, with the decimals that it is printed with."""
    if cases < threshold:
        return _WITHHELD
    if not threshold:
        return Cell(value=value)
    quantum = Decimal(1).scaleb(-measure.decimals)
    return Cell(value=float(Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)))
