"""Tables with rare rows → tables in which they are merged, or left out where they can't be merged."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from imr_reports.records.tables import Cell, CountName, Measure, MeasureKind, Relation, Row, Table
from imr_reports.statistics.clusters import interval

ROLLED_UP = "rolled_up"
_OTHER_DETAILS = "Other"
_LEFT_OUT = " Rarely counted rows are left out."


def roll_up(tables: Sequence[Table], threshold: int) -> tuple[Table, ...]:
    """Merge rows under the threshold, in the same way in all tables that share a dimension.

    A row's size is its first count. Rare rows of a partition are merged into one, which takes in the next
    smallest row until it is no longer rare; where that leaves one detail row only, the details go. Rows of a
    table in which one issue can stand in several can't be added up, so rare ones are left out.
    """
    tied = frozenset(name for table in tables for item in table.relations for name in _tied(item))
    plans: dict[str, _Plan] = {}
    for table in tables:
        if table.rolls_up_to and table.dimension not in plans:
            plans[table.dimension] = _plan(table, threshold)
    return tuple(
        _merge(table, plans[table.dimension])
        if table.dimension in plans
        else _leave_out(table, threshold, tied)
        if table.ordered_by_size and not table.rows_are_partition
        else table
        for table in tables
    )


def _tied(relation: Relation) -> Iterator[CountName]:
    """Yield the counts that a relation ties to other rows; one within a row goes where its row goes."""
    names = [relation.total, *(name for _, name in relation.parts)]
    if len({(name.dimension, name.row) for name in names}) > 1:
        yield from names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Which row each row of a dimension goes to; rows that aren't named go nowhere."""

    label: str
    mains: Mapping[str, str]
    details: Mapping[str, str]


def _plan(table: Table, threshold: int) -> _Plan:
    size = _size_column(table)
    mains = [row for row in table.rows if row.depth == 0 and not row.is_total]
    to_main = _groups(mains, size, threshold, ROLLED_UP)
    details: dict[str, list[Row]] = {}
    main = ""
    for row in table.rows:
        if row.depth == 0:
            main = row.key
        elif to_main.get(main) == main:
            details.setdefault(main, []).append(row)
    to_detail: dict[str, str] = {}
    for key, rows in details.items():
        groups = _groups(rows, size, threshold, f"{key}/{ROLLED_UP}")
        if len(set(groups.values())) > 1:
            to_detail |= groups
    return _Plan(label=table.rolls_up_to, mains=to_main, details=to_detail)


def _groups(rows: Sequence[Row], size: int, threshold: int, merged: str) -> dict[str, str]:
    """Return for each row the row that it goes to, itself or the merged one; empty rows are left out."""
    sizes = {row.key: int(row.cells[size].value or 0) for row in rows}
    order = sorted((key for key in sizes if sizes[key]), key=lambda key: (sizes[key], key))
    rare = [key for key in order if sizes[key] < threshold]
    while rare and sum(sizes[key] for key in rare) < threshold and len(rare) < len(order):
        rare.append(order[len(rare)])
    return {key: merged if key in rare else key for key in order}


def _size_column(table: Table) -> int:
    return next(place for place, item in enumerate(table.measures) if item.kind is MeasureKind.COUNT)


def _merge(table: Table, plan: _Plan) -> Table:
    total = [row for row in table.rows if row.is_total]
    mains = [row for row in table.rows if row.depth == 0 and not row.is_total]
    merged: list[Row] = []
    for main in _combine(table, mains, plan.mains, plan.label, total):
        merged.append(main)
        under = _details_of(table.rows, main.key)
        merged += _combine(table, under, plan.details, _OTHER_DETAILS, total)
    return replace(table, rows=(*merged, *total))


def _details_of(rows: Sequence[Row], main: str) -> list[Row]:
    found: list[Row] = []
    inside = False
    for row in rows:
        if row.depth == 0:
            inside = row.key == main and not row.is_total
        elif inside:
            found.append(row)
    return found


def _combine(
    table: Table, rows: Iterable[Row], groups: Mapping[str, str], label: str, total: Sequence[Row]
) -> list[Row]:
    kept = [row for row in rows if row.key in groups]
    alone = [row for row in kept if groups[row.key] == row.key]
    rare = [row for row in kept if groups[row.key] != row.key]
    if not rare:
        return alone
    cells = _add_up(table, rare, total)
    return [*alone, Row(key=groups[rare[0].key], label=label, cells=cells, depth=rare[0].depth)]


def _add_up(table: Table, rows: Sequence[Row], total: Sequence[Row]) -> tuple[Cell, ...]:
    measures = table.measures
    counts = {
        measure.key: sum(int(row.cells[place].value or 0) for row in rows)
        for place, measure in enumerate(measures)
        if measure.kind is MeasureKind.COUNT
    }
    totals = {
        measure.key: cell.value for row in total for measure, cell in zip(measures, row.cells, strict=True)
    }
    effect = table.design_effect or 1.0
    return tuple(Cell(value=_merged_value(measure, counts, totals, effect)) for measure in measures)


def _merged_value(
    measure: Measure, counts: Mapping[str, int], totals: Mapping[str, int | float | None], effect: float
) -> int | float | None:
    if measure.kind is MeasureKind.COUNT:
        return counts[measure.key]
    if measure.kind in {MeasureKind.LOWER, MeasureKind.UPPER}:
        bounds = interval(counts[measure.numerator], counts[measure.denominator], effect)
        return bounds[measure.kind is MeasureKind.UPPER] if bounds else None
    if measure.kind is not MeasureKind.PERCENT:
        return None
    below = (totals if measure.denominator_is_total else counts).get(measure.denominator)
    return 100 * counts[measure.numerator] / below if below else None


def _leave_out(table: Table, threshold: int, tied: Collection[CountName]) -> Table:
    size = _size_column(table)
    unit = table.measures[size].unit or table.unit
    tied_rows = {name.row for name in tied if (name.unit, name.dimension) == (unit, table.dimension)}
    kept: list[Row] = []
    inside = True
    for row in table.rows:
        is_kept = row.is_total or row.key in tied_rows or int(row.cells[size].value or 0) >= threshold
        if row.depth == 0:
            inside = is_kept
        if is_kept and inside:
            kept.append(row)
    if len(kept) == len(table.rows):
        return table
    return replace(table, rows=tuple(kept), definition=table.definition + _LEFT_OUT)
