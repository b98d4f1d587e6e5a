"""Tables with rare rows → tables in which they are merged, or left out where they can't be merged.

What goes where is planned once for a calendar year, by the first report of it that is released: only so do
its months, quarters and the year share cells.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from imr_reports.protect.publishable import PUBLISHABLE, Publishable, RareRows
from imr_reports.records.tables import Cell, CountName, Measure, MeasureKind, Relation, Row, Table
from imr_reports.statistics.clusters import interval

ROLLED_UP = "rolled_up"
BOUNDS = frozenset({MeasureKind.LOWER, MeasureKind.UPPER})
MOST_CELLS = 0.95
"""Rows are merged until this share of the cells of the rest is 0 or at least the threshold."""
_OTHER_DETAILS = "Other"
_LEFT_OUT = " Rarely counted rows are left out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Which row each row of a dimension goes to, by key; one that isn't named goes where rare ones go."""

    mains: Mapping[str, str]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUps:
    """The plan of a calendar year.

    Attributes:
        merged: by dimension, which row each row goes to.
        kept: by table, the rows of tables whose rare rows are left out, in all reports of the year: key,
            label and depth.
    """

    merged: Mapping[str, Merging]
    kept: Mapping[str, tuple[tuple[str, str, int], ...]]

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {
            "merged": {
                dimension: {"mains": dict(plan.mains), "details": dict(plan.details)}
                for dimension, plan in self.merged.items()
            },
            "kept": {table: [list(row) for row in rows] for table, rows in self.kept.items()},
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Mapping[str, Any]]) -> "RollUps":
        """Read a plan back."""
        merged: dict[str, Merging] = {}
        for dimension, plan in content["merged"].items():
            merged[dimension] = Merging(mains=plan["mains"], details=plan["details"])
        kept = {
            table: tuple((str(key), str(label), int(depth)) for key, label, depth in rows)
            for table, rows in content["kept"].items()
        }
        return cls(merged=merged, kept=kept)


def plan_roll_ups(
    tables: Sequence[Table], threshold: int, publishable: Mapping[str, Publishable] = PUBLISHABLE
) -> RollUps:
    """Plan what becomes of the rare rows of some tables.

    A row's size is its first count. Rows of a partition under the threshold are merged into one, and then the
    smallest of the rest until nearly all cells of the rest are 0 or at least the threshold, and the merged
    row is not rare itself. Where that leaves one detail row only, the details go.
    """
    tied = frozenset(name for table in tables for item in table.relations for name in _tied(item))
    merged: dict[str, Merging] = {}
    kept: dict[str, tuple[tuple[str, str, int], ...]] = {}
    for table in tables:
        rule = publishable[table.key].rare_rows
        if rule is RareRows.MERGED and table.dimension not in merged:
            merged[table.dimension] = _plan(table, threshold)
        if rule is RareRows.LEFT_OUT:
            kept[table.key] = tuple(
                (row.key, row.label, row.depth) for row in _frequent(table, threshold, tied)
            )
    return RollUps(merged=merged, kept=kept)


def roll_up(
    tables: Sequence[Table], plan: RollUps, publishable: Mapping[str, Publishable] = PUBLISHABLE
) -> tuple[Table, ...]:
    """Merge and leave out rows as planned; rows that are kept stand in every report, if only with zeros."""
    rolled: list[Table] = []
    for table in tables:
        rule = publishable[table.key]
        if rule.rare_rows is RareRows.MERGED and table.dimension in plan.merged:
            rolled.append(_merge(table, plan.merged[table.dimension], rule.merged_label))
        elif rule.rare_rows is RareRows.LEFT_OUT and table.key in plan.kept:
            rolled.append(_leave_out(table, plan.kept[table.key]))
        else:
            rolled.append(table)
    return tuple(rolled)


def _tied(relation: Relation) -> Iterator[CountName]:
    """Yield the counts that a relation ties to other rows; one within a row goes where its row goes."""
    names = [relation.total, *(name for _, name in relation.parts)]
    if len({(name.dimension, name.row) for name in names}) > 1:
        yield from names


def _plan(table: Table, threshold: int) -> Merging:
    mains = [row for row in table.rows if row.depth == 0 and not row.is_total]
    to_main = _groups(table, mains, threshold, ROLLED_UP)
    to_detail: dict[str, str] = {}
    for main in mains:
        details = _details_of(table.rows, main.key) if to_main.get(main.key) == main.key else []
        groups = _groups(table, details, threshold, f"{main.key}/{ROLLED_UP}")
        if len(set(groups.values())) > 1:
            to_detail |= groups
    return Merging(mains=to_main, details=to_detail)


def _groups(table: Table, rows: Sequence[Row], threshold: int, merged: str) -> dict[str, str]:
    """Return for each row the row that it goes to, itself or the merged one; empty rows are left out."""
    size = _size_column(table)
    sizes = {row.key: _persons(row.cells[size]) for row in rows}
    small = {row.key: _small_cells(table, row, threshold) for row in rows}
    order = sorted((key for key in sizes if sizes[key]), key=lambda key: (sizes[key], key))
    most = (1 - MOST_CELLS) * sum(measure.kind is MeasureKind.COUNT for measure in table.measures)
    rare = [key for key in order if sizes[key] < threshold]
    while len(rare) < len(order):
        rest = order[len(rare) :]
        too_few = bool(rare) and sum(sizes[key] for key in rare) < threshold
        if not too_few and sum(small[key] for key in rest) <= most * len(rest):
            break
        rare.append(rest[0])
    return {key: merged if key in rare else key for key in order}


def _small_cells(table: Table, row: Row, threshold: int) -> int:
    return sum(
        measure.kind is MeasureKind.COUNT and 1 <= _persons(cell) < threshold
        for measure, cell in zip(table.measures, row.cells, strict=True)
    )


def _persons(cell: Cell) -> int:
    """Return a count, or of how many letters it is a count of issues where that is known."""
    return int(cell.value or 0) if cell.letters is None else cell.letters


def _size_column(table: Table) -> int:
    return next(place for place, item in enumerate(table.measures) if item.kind is MeasureKind.COUNT)


def _merge(table: Table, plan: Merging, label: str) -> Table:
    total = [row for row in table.rows if row.is_total]
    mains = [row for row in table.rows if row.depth == 0 and not row.is_total]
    merged: list[Row] = []
    for main in _combine(table, mains, plan.mains, (ROLLED_UP, label), total):
        merged.append(main)
        if any(key.startswith(f"{main.key}/") for key in plan.details):
            under = _details_of(table.rows, main.key)
            rest = (f"{main.key}/{ROLLED_UP}", _OTHER_DETAILS)
            merged += _combine(table, under, plan.details, rest, total)
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
    table: Table, rows: Iterable[Row], groups: Mapping[str, str], rest: tuple[str, str], total: Sequence[Row]
) -> list[Row]:
    """Merge rows into the rest, told by key and label.

    What the plan of the year doesn't know goes there too; empty rows go.
    """
    size = _size_column(table)
    kept = [row for row in rows if row.cells[size].value]
    alone = [row for row in kept if groups.get(row.key) == row.key]
    rare = [row for row in kept if groups.get(row.key) != row.key]
    if not rare:
        return alone
    cells = _add_up(table, rare, total)
    return [*alone, Row(key=rest[0], label=rest[1], cells=cells, depth=rare[0].depth)]


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
    return tuple(
        Cell(
            value=_merged_value(measure, counts, totals, effect),
            letters=_merged_letters([row.cells[place] for row in rows]),
        )
        for place, measure in enumerate(measures)
    )


def _merged_letters(cells: Sequence[Cell]) -> int | None:
    """Return of how many letters merged counts of issues are at least, where that is known.

    A letter with issues in several of the rows is one letter: it is taken to be in two of them.
    """
    letters = [cell.letters for cell in cells if cell.letters is not None]
    return max(*letters, sum(letters) // 2) if letters else None


def _merged_value(
    measure: Measure, counts: Mapping[str, int], totals: Mapping[str, int | float | None], effect: float
) -> int | float | None:
    if measure.kind is MeasureKind.COUNT:
        return counts[measure.key]
    if measure.kind in BOUNDS:
        return bound_of(measure, counts[measure.numerator], counts[measure.denominator], effect)
    if measure.kind is not MeasureKind.PERCENT:
        return None
    below = (totals if measure.denominator_is_total else counts).get(measure.denominator)
    return 100 * counts[measure.numerator] / below if below else None


def bound_of(measure: Measure, above: int, below: int, effect: float) -> float | None:
    """Return a bound of a percentage's interval from its two counts; None where there is no percentage."""
    bounds = interval(above, below, effect)
    return bounds[measure.kind is MeasureKind.UPPER] if bounds else None


def _frequent(table: Table, threshold: int, tied: Collection[CountName]) -> list[Row]:
    size = _size_column(table)
    unit = table.measures[size].unit or table.unit
    tied_rows = {name.row for name in tied if (name.unit, name.dimension) == (unit, table.dimension)}
    kept: list[Row] = []
    inside = True
    for row in table.rows:
        if row.is_total:
            continue
        is_kept = row.key in tied_rows or _persons(row.cells[size]) >= threshold
        if row.depth == 0:
            inside = is_kept
        if is_kept and inside:
            kept.append(row)
    return kept


def _leave_out(table: Table, kept: Sequence[tuple[str, str, int]]) -> Table:
    by_key = {row.key: row for row in table.rows}
    nothing = tuple(
        Cell(value=0 if measure.kind is MeasureKind.COUNT else None) for measure in table.measures
    )
    rows = [
        by_key.get(key, Row(key=key, label=label, cells=nothing, depth=depth)) for key, label, depth in kept
    ]
    rows += [row for row in table.rows if row.is_total]
    known = {key for key, _, _ in kept}
    has_lost = any(row.key not in known and not row.is_total for row in table.rows)
    return replace(table, rows=tuple(rows), definition=table.definition + (_LEFT_OUT if has_lost else ""))
