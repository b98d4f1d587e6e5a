"""ProtectedTable → the rows that a chart may draw: shown cells only."""

from collections.abc import Sequence
from dataclasses import dataclass

from imr_reports.records.tables import CellStatus, ProtectedTable, Row
from imr_reports.render.inert import visible_text
from imr_reports.render.numerals import print_cell
from imr_reports.render.outline import ChartPlan

# A rate of fewer than this swings with every single decision; it is drawn hollow.
FEW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row of a chart. None stands for a value that is withheld or undefined, and is not drawn.

    Attributes:
        rate_text: the rate as printed, "withheld", "–", or "" when the chart has no rates.
        marks: (colour role, size) of each part to draw, bottom up: the parts of the count where all of
            them are shown, the count in one piece where not, nothing where it is withheld.
    """

    label: str
    count: float | None
    marks: tuple[tuple[str, float], ...]
    rate: float | None
    rate_text: str

    @property
    def is_few(self) -> bool:
        """Whether its rate rests on few."""
        return self.count is None or self.count < FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a chart draws.

    Attributes:
        points: in print order.
        total: the total row, None when the table has none.
        part_labels: headings of the parts.
        count_label: heading of the count.
        rate_label: heading of the rate, "" when there is none.
        unit: what a count counts.
        complete: whether no drawn row lacks its count.
        left_out: rows of the table beyond those drawn.
    """

    points: tuple[Point, ...]
    total: Point | None
    part_labels: tuple[str, ...]
    count_label: str
    rate_label: str
    unit: str
    complete: bool
    left_out: int

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """(colour role, words) of the parts; with the one of undivided counts where there are any."""
        parts = tuple((f"part{index}", label) for index, label in enumerate(self.part_labels))
        undivided = any(role == "plain" for point in self.points for role, _ in point.marks)
        return (*parts, ("plain", "Parts withheld")) if parts and undivided else parts

    @property
    def few_words(self) -> str:
        """What a hollow dot means, "" where none is drawn."""
        hollow = any(point.rate is not None and point.is_few for point in self.points)
        return f"hollow: fewer than {FEW} {self.unit}" if hollow else ""


def read_series(table: ProtectedTable, plan: ChartPlan, *, most: int | None = None) -> Series | None:
    """Take a chart's rows out of a table; with `most`, the rows of the largest counts, largest first.

    Returns:
        None when the table lacks the measures that the plan names, or has no count to draw.
    """
    columns = {measure.key: index for index, measure in enumerate(table.measures)}
    wanted = (plan.count, *plan.parts, *((plan.rate,) if plan.rate else ()))
    if any(key not in columns for key in wanted):
        return None
    points = [
        _point(row, table, plan, columns, label)
        for row, label in _labelled(table.rows)
        if row.depth == plan.depth
    ]
    drawn = points
    if most is not None:
        drawn = sorted(points, key=lambda point: -(point.count or 0))[:most]
    if not any(point.count for point in drawn):
        return None
    totals = [row for row in table.rows if row.is_total]
    labels = {measure.key: visible_text(measure.label) for measure in table.measures}
    return Series(
        points=tuple(drawn),
        total=_point(totals[0], table, plan, columns, totals[0].label) if totals else None,
        part_labels=tuple(labels[key] for key in plan.parts),
        count_label=labels[plan.count],
        rate_label=labels[plan.rate] if plan.rate else "",
        unit=visible_text(table.unit),
        complete=all(point.count is not None for point in points),
        left_out=len(points) - len(drawn),
    )


def _labelled(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Pair each row but totals with its name; a detail is named with the row that it details."""
    labelled, parent = [], ""
    for row in rows:
        if row.depth == 0:
            parent = row.label
        if not row.is_total:
            labelled.append((row, row.label if row.depth == 0 else f"{parent}: {row.label}"))
    return labelled


def _point(row: Row, table: ProtectedTable, plan: ChartPlan, columns: dict[str, int], label: str) -> Point:
    def shown(key: str) -> float | None:
        cell = row.cells[columns[key]]
        return cell.value if cell.status is CellStatus.SHOWN else None

    count = shown(plan.count)
    rate = shown(plan.rate) if plan.rate else None
    return Point(
        label=visible_text(label),
        count=count,
        marks=_marks(count, [shown(key) for key in plan.parts]),
        rate=rate,
        rate_text=_rate_text(row, table, plan, columns),
    )


def _rate_text(row: Row, table: ProtectedTable, plan: ChartPlan, columns: dict[str, int]) -> str:
    if not plan.rate:
        return ""
    printed = print_cell(row.cells[columns[plan.rate]], table.measures[columns[plan.rate]])
    return "withheld" if printed.state == "withheld" else printed.text


def _marks(count: float | None, parts: Sequence[float | None]) -> tuple[tuple[str, float], ...]:
    if count is None:
        return ()
    shown = [part for part in parts if part is not None]
    if not parts or len(shown) < len(parts):
        return (("plain", count),)
    return tuple((f"part{index}", part) for index, part in enumerate(shown))
