"""ProtectedTable → the cells of a heat map: shown values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from imr_reports.records.tables import CellStatus, Measure, ProtectedTable, Row
from imr_reports.render.inert import visible_text
from imr_reports.render.numerals import print_cell, print_number
from imr_reports.render.outline import ChartPlan
from imr_reports.statistics.clusters import FEWEST_COMPARED

# How the heading of a column of shares ends where the table has no room for a sign in each cell.
_SHARE = ", %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One cell of a heat map.

    Attributes:
        value: None where it is withheld, undefined or missing.
        text: the value as printed, "" where there is none.
        below: what stands beneath it: on how many it rests; "" for nothing.
        is_few: whether it rests on few.
        is_withheld: whether a value is withheld.
    """

    value: float | None = None
    text: str = ""
    below: str = ""
    is_few: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What a heat map draws.

    Attributes:
        rows: names of the rows.
        columns: names of the columns.
        squares: by row, one for each column.
        row_heading: what the rows are.
        column_heading: what the columns are, "" where their names say so.
        value_label: what the values are.
        unit: what is counted.
        left_out: rows of the table beyond those drawn.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    squares: tuple[tuple[Square, ...], ...]
    row_heading: str
    column_heading: str
    value_label: str
    unit: str
    left_out: int

    @property
    def has_few(self) -> bool:
        """Whether a value rests on few."""
        return any(square.is_few and square.value is not None for row in self.squares for square in row)

    @property
    def has_withheld(self) -> bool:
        """Whether a value is withheld."""
        return any(square.is_withheld for row in self.squares for square in row)


def read_grid(table: ProtectedTable, plan: ChartPlan, *, rows: int, columns: int) -> Grid | None:
    """Take a heat map's cells out of a table.

    Its columns are the measures that the plan's patterns match, or where it has none the rows of detail, by
    the last part of their keys.

    Args:
        table: the table.
        plan: which of its cells.
        rows: most rows.
        columns: most columns.

    Returns:
        None when the table has none of the cells that the plan names.
    """
    return _of_measures(table, plan, rows, columns) if plan.parts else _of_details(table, plan, rows, columns)


def _of_measures(table: ProtectedTable, plan: ChartPlan, most_rows: int, most_columns: int) -> Grid | None:
    places = [
        place
        for place, measure in enumerate(table.measures)
        if any(fnmatchcase(measure.key, pattern) for pattern in plan.parts)
    ][:most_columns]
    main = [row for row in table.rows if row.depth == plan.depth and not row.is_total]
    if not places or not main:
        return None
    counts = {measure.key: place for place, measure in enumerate(table.measures)}
    labels = {measure.key: visible_text(measure.label).lower() for measure in table.measures}
    squares = tuple(
        tuple(_square(row, place, table.measures[place], counts.get(plan.count)) for place in places)
        for row in main[:most_rows]
    )
    names = tuple(visible_text(table.measures[place].label) for place in places)
    return Grid(
        rows=tuple(visible_text(row.label) for row in main[:most_rows]),
        columns=tuple(name.removesuffix(_SHARE) for name in names),
        squares=squares,
        row_heading=visible_text(table.row_header),
        column_heading="",
        value_label=f"% of {labels[plan.count]}" if plan.count in labels else "",
        unit=visible_text(table.unit),
        left_out=len(main) - len(squares),
    )


def _of_details(table: ProtectedTable, plan: ChartPlan, most_rows: int, most_columns: int) -> Grid | None:
    measures = {measure.key: place for place, measure in enumerate(table.measures)}
    if plan.rate not in measures or plan.count not in measures:
        return None
    place, count = measures[plan.rate], measures[plan.count]
    families: list[tuple[Row, dict[str, Row]]] = []
    labels: dict[str, str] = {}
    for row in table.rows:
        if row.depth == 0 and not row.is_total:
            families.append((row, {}))
        elif row.depth and families:
            key = row.key.rpartition("/")[2]
            families[-1][1][key] = row
            labels.setdefault(key, visible_text(row.label))
    order = [family.key for family, _ in families]
    keys = sorted(labels, key=lambda key: order.index(key) if key in order else len(order))[:most_columns]
    if not keys:
        return None
    names, heading = _headed([labels[key] for key in keys])
    return Grid(
        rows=tuple(visible_text(family.label) for family, _ in families[:most_rows]),
        columns=names,
        squares=tuple(
            tuple(
                _square(details[key], place, table.measures[place], count, tells=True)
                if key in details
                else Square()
                for key in keys
            )
            for _, details in families[:most_rows]
        ),
        row_heading=plan.noun,
        column_heading=heading,
        value_label=visible_text(table.measures[place].label),
        unit=visible_text(table.unit),
        left_out=max(0, len(families) - most_rows),
    )


def _square(row: Row, place: int, measure: Measure, count: int | None, *, tells: bool = False) -> Square:
    cell = row.cells[place]
    if cell.status is not CellStatus.SHOWN:
        return Square(is_withheld=True)
    rests_on = row.cells[count] if count is not None else None
    sign = "%" if measure.label.endswith(_SHARE) and cell.value is not None else ""
    number = rests_on.value if rests_on is not None and rests_on.status is CellStatus.SHOWN else None
    return Square(
        value=cell.value,
        text=print_cell(cell, measure).text + sign,
        below=f"of {print_number(number)}" if tells and number is not None else "",
        is_few=number is not None and number < FEWEST_COMPARED,
    )


def _headed(names: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Take what all names begin with, up to a colon, out of them: "reviewer: MTUS" is the reviewer's MTUS."""
    starts = {name.partition(": ")[0] for name in names}
    if len(starts) != 1 or len(names) < 2:
        return tuple(names), ""
    start = starts.pop()
    return tuple(name.removeprefix(f"{start}: ") for name in names), start
