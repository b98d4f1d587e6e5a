"""ProtectedTable → the rows that a chart may draw: shown cells only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from imr_reports.records.tables import CellStatus, ProtectedTable, Row
from imr_reports.render.inert import visible_text
from imr_reports.render.numerals import print_cell
from imr_reports.render.outline import ChartPlan
from imr_reports.statistics.clusters import FEWEST_COMPARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row of a chart. None stands for a value that is withheld or undefined, and is not drawn.

    Attributes:
        key: the row's key.
        rate_text: the rate as printed, "withheld", "–", or "" when the chart has no rates.
        marks: (place, size) of each part to draw, bottom up: the parts of the count where all of them are
            shown, the count in one piece (place −1) where not, nothing where it is withheld.
        bounds: the bounds of the rate that the plan names, () unless all of them are shown.
        reference: the figure published by others.
        note: the row's remark.
        is_current: whether the row belongs to the period of the report.
    """

    key: str
    label: str
    count: float | None
    marks: tuple[tuple[int, float], ...]
    rate: float | None
    rate_text: str
    bounds: tuple[float, ...] = ()
    reference: float | None = None
    note: str = ""
    is_current: bool = False

    @property
    def is_few(self) -> bool:
        """Whether its rate rests on few."""
        return self.count is None or self.count < FEWEST_COMPARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a chart draws.

    Attributes:
        points: in print order.
        total: the total row, None when the table has none.
        part_labels: headings of the parts.
        count_label: heading of the count.
        rate_label: heading of the rate, "" when there is none.
        reference_label: heading of the figures published by others, "" when there are none.
        unit: what a count counts.
        complete: whether no row lacks its count.
        left_out: rows of the table beyond those drawn.
        design_effect: as in the table.
    """

    points: tuple[Point, ...]
    total: Point | None
    part_labels: tuple[str, ...]
    count_label: str
    rate_label: str
    reference_label: str
    unit: str
    complete: bool
    left_out: int
    design_effect: float | None

    @property
    def any_undivided(self) -> bool:
        """Whether a count is drawn in one piece because parts of it are withheld."""
        return any(place < 0 for point in self.points for place, _ in point.marks)

    @property
    def few_words(self) -> str:
        """What a hollow dot means, "" where none is drawn."""
        hollow = any(point.rate is not None and point.is_few for point in self.points)
        return f"hollow: fewer than {FEWEST_COMPARED} {self.unit}" if hollow else ""


def read_series(
    table: ProtectedTable, plan: ChartPlan, *, most: int | None = None, current: Collection[str] = ()
) -> Series | None:
    """Take a chart's rows out of a table.

    Args:
        table: the table.
        plan: which of its columns and rows.
        most: take this many rows at most, the largest first; None for all as they are.
        current: keys of the rows that belong to the period of the report.

    Returns:
        None when the table lacks the measures that the plan names, or has no count to draw.
    """
    columns = {measure.key: index for index, measure in enumerate(table.measures)}
    wanted = (plan.count, *plan.parts, *((plan.rate,) if plan.rate else ()))
    if any(key not in columns for key in wanted):
        return None
    reader = _Reader(table, plan, columns, current)
    points = [reader.point(row, label) for row, label in _labelled(table.rows) if row.depth == plan.depth]
    drawn = points
    if most is not None:
        drawn = sorted(points, key=lambda point: -(point.count or 0))[:most]
    if not any(point.count for point in drawn):
        return None
    totals = [row for row in table.rows if row.is_total]
    labels = {measure.key: visible_text(measure.label) for measure in table.measures}
    return Series(
        points=tuple(drawn),
        total=reader.point(totals[0], totals[0].label) if totals else None,
        part_labels=tuple(labels[key] for key in plan.parts),
        count_label=labels[plan.count],
        rate_label=labels.get(plan.rate, ""),
        reference_label=labels.get(plan.reference, ""),
        unit=visible_text(table.unit),
        complete=all(point.count is not None for point in points),
        left_out=len(points) - len(drawn),
        design_effect=table.design_effect,
    )


def _labelled(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Pair each row but totals with its name; with its main row before it where several have details."""
    labelled, parent, detailed = [], "", set()
    for row in rows:
        if row.depth == 0:
            parent = row.label
        else:
            detailed.add(parent)
        if not row.is_total:
            labelled.append((row, parent))
    return [
        (row, row.label if row.depth == 0 or len(detailed) == 1 else f"{parent}: {row.label}")
        for row, parent in labelled
    ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows of one table as one plan wants them."""

    table: ProtectedTable
    plan: ChartPlan
    columns: dict[str, int]
    current: Collection[str]

    def point(self, row: Row, label: str) -> Point:
        """Return a row as a point."""
        plan = self.plan
        count = self._shown(row, plan.count)
        return Point(
            key=row.key,
            label=visible_text(label),
            count=count,
            marks=_marks(count, [self._shown(row, key) for key in plan.parts]),
            rate=self._shown(row, plan.rate),
            rate_text=self._rate_text(row),
            bounds=self._bounds(row),
            reference=self._shown(row, plan.reference),
            note=visible_text(row.note),
            is_current=row.key in self.current,
        )

    def _shown(self, row: Row, key: str) -> float | None:
        """Return a value that is shown; None where it is not, or where the table has no such column."""
        if key not in self.columns:
            return None
        cell = row.cells[self.columns[key]]
        return cell.value if cell.status is CellStatus.SHOWN else None

    def _bounds(self, row: Row) -> tuple[float, ...]:
        values = [self._shown(row, key) for key in self.plan.bounds]
        shown = tuple(value for value in values if value is not None)
        return shown if len(shown) == len(values) else ()

    def _rate_text(self, row: Row) -> str:
        if not self.plan.rate:
            return ""
        place = self.columns[self.plan.rate]
        printed = print_cell(row.cells[place], self.table.measures[place])
        return "withheld" if printed.state == "withheld" else printed.text


def _marks(count: float | None, parts: Sequence[float | None]) -> tuple[tuple[int, float], ...]:
    if count is None:
        return ()
    shown = [part for part in parts if part is not None]
    if not parts or len(shown) < len(parts):
        return ((-1, count),)
    return tuple(enumerate(shown))
