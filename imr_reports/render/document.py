"""Report → the numbered sections, exhibits and cards that the templates print."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from imr_reports.records.tables import Audience, Cell, Measure, MeasureKind, ProtectedTable, Report, Row
from imr_reports.render.charts import Chart
from imr_reports.render.drawing import Drawing
from imr_reports.render.numerals import PrintedCell, print_cell, print_interval
from imr_reports.render.order import sections_in_order
from imr_reports.render.outline import Outline, SectionPlan
from imr_reports.render.room import Bounds, bounded_rows, rows_by_table

# More columns than this do not fit the width of a page in readable type.
_MOST_COLUMNS = 9

_PLAIN_KEY = re.compile(r"[a-z_]+")
DrawingSource = Callable[[Drawing], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A printed row.

    Attributes:
        parent: label of the main row that it details, "" for a main row.
    """

    label: str
    parent: str
    depth: int
    is_total: bool
    cells: tuple[PrintedCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A numbered table, ready to print.

    Attributes:
        key: the table's own.
        anchor: where links to it lead; made of its key, so that it stays as other tables come and go.
        rows_left_out: rows of the table that this medium has no room for.
        sortable: whether its rows can stand in another order.
        note_header: heading of the last column, of the rows' notes; "" where there is none.
        has_notable: whether a change in it is more than chance explains.
        turned_from: the heading of its rows, where its columns are printed as rows; else "".
    """

    kind: Literal["table"] = "table"
    key: str
    number: int
    anchor: str
    title: str
    definition: str
    row_header: str
    headers: tuple[str, ...]
    rows: tuple[RowView, ...]
    rows_left_out: int
    has_withheld: bool
    has_undefined: bool
    sortable: bool
    note_header: str = ""
    has_notable: bool = False
    turned_from: str = ""

    @property
    def heading(self) -> str:
        """The line for the table of contents."""
        return self.title

    @property
    def is_turned(self) -> bool:
        """Whether it needs the length of a sheet of paper for its width."""
        return len(self.headers) + bool(self.note_header) > _MOST_COLUMNS

    @property
    def families(self) -> tuple[tuple[RowView, ...], ...]:
        """The rows in print order, each main row with its details; all in one when no row has any."""
        if not any(row.depth for row in self.rows):
            return (self.rows,)
        families: list[tuple[RowView, ...]] = []
        for row in self.rows:
            if row.depth and families:
                families[-1] += (row,)
            else:
                families.append((row,))
        return tuple(families)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A numbered figure; `source` is a data URI."""

    kind: Literal["figure"] = "figure"
    number: int
    anchor: str
    finding: str
    alternative: str
    source: str
    width: int
    height: int
    table_number: int
    left_out: int

    @property
    def heading(self) -> str:
        """The line for the table of contents."""
        return self.finding


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A numbered section.

    Attributes:
        tables_left_out: tables that this medium has no room for.
    """

    number: int
    key: str
    title: str
    shows: str
    note: str
    exhibits: tuple[TableView | ChartView, ...]
    tables_left_out: int = 0

    @property
    def tables(self) -> tuple[TableView, ...]:
        """Its tables, in print order."""
        return tuple(exhibit for exhibit in self.exhibits if exhibit.kind == "table")


@dataclass(frozen=True, slots=True, kw_only=True)
class TileView:
    """One figure of the first page."""

    label: str
    printed: PrintedCell


def compose_sections(
    report: Report,
    outline: Outline,
    bounds: Bounds,
    charts: Mapping[str, Sequence[Chart]],
    source: DrawingSource,
) -> tuple[SectionView, ...]:
    """Number the sections, tables and figures of a report; sections with nothing to show are left out.

    Args:
        report: protected tables and excerpts.
        outline: what stands where.
        bounds: how much the medium holds.
        charts: the charts of each table, by its key.
        source: makes a drawing what the page shows.
    """
    planned = sections_in_order(report, outline)
    rows = rows_by_table(
        [table for _, tables in planned for table in tables], charts, bounds, len(report.excerpts)
    )
    composer = _Composer(outline, rows, charts, source)
    sections: list[SectionView] = []
    for plan, tables in planned:
        exhibits = composer.exhibits(tables)
        if _has_something(plan, report, tables):
            sections.append(
                SectionView(
                    number=len(sections) + 1,
                    key=plan.key,
                    title=plan.title,
                    shows=plan.shows,
                    note=plan.note,
                    exhibits=exhibits,
                    tables_left_out=len(tables) - sum(exhibit.kind == "table" for exhibit in exhibits),
                )
            )
    return tuple(sections)


def compose_tiles(tables: Sequence[ProtectedTable], outline: Outline) -> tuple[TileView, ...]:
    """Pick the cells that the outline wants as tiles; a tile without its cell is left out."""
    by_key = {table.key: table for table in tables}
    tiles = []
    for plan in outline.tiles:
        table = by_key.get(plan.table)
        for row in table.rows if table else ():
            for measure, cell in zip(table.measures if table else (), row.cells, strict=True):
                if row.key == plan.row and measure.key == plan.measure:
                    printed = print_cell(cell, _plainly(measure, [cell]))
                    tiles.append(TileView(label=plan.label, printed=printed))
    return tuple(tiles)


def _has_something(plan: SectionPlan, report: Report, tables: Sequence[ProtectedTable]) -> bool:
    if plan.shows == "headlines":
        return bool(report.headlines)
    if plan.shows in {"overturned", "excerpts"} and _is_empty(report):
        return False
    if plan.shows == "overturned":
        return report.audience is Audience.INTERNAL
    return plan.shows in {"excerpts", "methods"} or bool(tables)


def _is_empty(report: Report) -> bool:
    """Return whether no case at all falls in the period, so that nothing can be quoted."""
    cases = next((table for table in report.tables if table.key == "outcomes_cases"), None)
    return cases is not None and any(row.is_total and row.cells[0].value == 0 for row in cases.rows)


class _Composer:
    """Counts tables and figures through the whole report."""

    def __init__(
        self,
        outline: Outline,
        rows: Mapping[str, int],
        charts: Mapping[str, Sequence[Chart]],
        source: DrawingSource,
    ) -> None:
        self._charts = charts
        self._without_zero_details = outline.without_zero_details
        self._rows = rows
        self._source = source
        self._tables = 0
        self._figures = 0

    def exhibits(self, tables: Sequence[ProtectedTable]) -> tuple[TableView | ChartView, ...]:
        views: list[TableView | ChartView] = []
        for table in tables:
            # A table that is left out keeps its number, so that all media number alike.
            self._tables += 1
            if not self._rows[table.key]:
                self._figures += len(self._charts.get(table.key, ()))
                continue
            views += [self._chart(chart) for chart in self._charts.get(table.key, ())]
            views.append(self._table(table))
        return tuple(views)

    def _chart(self, chart: Chart) -> ChartView:
        self._figures += 1
        return ChartView(
            number=self._figures,
            anchor=f"figure-{self._figures}",
            finding=chart.finding,
            alternative=chart.alternative,
            source=self._source(chart.drawing),
            width=round(chart.drawing.width),
            height=round(chart.drawing.height),
            table_number=self._tables,
            left_out=chart.left_out,
        )

    def _table(self, table: ProtectedTable) -> TableView:
        told = table.rows
        if table.key in self._without_zero_details:
            told = tuple(
                row for row in told if not (row.depth and all(cell.value == 0 for cell in row.cells))
            )
        rows = bounded_rows(told, self._rows[table.key])
        printed = _printed(rows, table.measures)
        states = {cell.state for row in printed for cell in row.cells}
        headers = _headers(table.measures)
        lies_down = len(headers) > _MOST_COLUMNS and len(printed) <= _MOST_COLUMNS // 2
        return TableView(
            key=table.key,
            number=self._tables,
            anchor=_anchor(table.key, self._tables),
            title=table.title,
            definition=table.definition,
            row_header="Measure" if lies_down else table.row_header,
            turned_from=table.row_header if lies_down else "",
            headers=tuple(row.label for row in printed) if lies_down else headers,
            note_header="" if lies_down else table.note_header,
            rows=_turned(headers, printed) if lies_down else printed,
            rows_left_out=len(told) - len(rows),
            has_withheld="withheld" in states,
            has_undefined="undefined" in states,
            has_notable=any(cell.is_notable for row in rows for cell in row.cells),
            sortable=not lies_down and len(printed) > 2,
        )


def _anchor(key: str, number: int) -> str:
    # A group's key is a word of the operator's, which need not make an anchor.
    return f"table-{key.replace('_', '-')}" if _PLAIN_KEY.fullmatch(key) else f"table-{number}"


def _printed(rows: Sequence[Row], measures: Sequence[Measure]) -> tuple[RowView, ...]:
    plain = [_plainly(measure, [row.cells[index] for row in rows]) for index, measure in enumerate(measures)]
    views, parent = [], ""
    for row in rows:
        if row.depth == 0:
            parent = row.label
        views.append(
            RowView(
                label=row.label,
                parent=parent if row.depth else "",
                depth=row.depth,
                is_total=row.is_total,
                cells=tuple(_print_cells(row.cells, plain)),
                note=row.note,
            )
        )
    return tuple(views)


def _plainly(measure: Measure, cells: Sequence[Cell]) -> Measure:
    """Return the measure without decimals when it is a number and all its values are whole."""
    values = [cell.value for cell in cells if cell.value is not None]
    whole = measure.kind is MeasureKind.NUMBER and all(value == int(value) for value in values)
    return replace(measure, decimals=0) if whole else measure


def _headers(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return the headings of the printed columns: an interval's two bounds stand in one."""
    return tuple(measure.label for measure in measures if measure.kind is not MeasureKind.UPPER)


def _print_cells(cells: Sequence[Cell], measures: Sequence[Measure]) -> Iterator[PrintedCell]:
    for place, (cell, measure) in enumerate(zip(cells, measures, strict=True)):
        if measure.kind is MeasureKind.LOWER:
            yield print_interval(cell, cells[place + 1], measure)
        elif measure.kind is not MeasureKind.UPPER:
            yield print_cell(cell, measure)


def _turned(headers: Sequence[str], rows: Sequence[RowView]) -> tuple[RowView, ...]:
    """Make a row of each column: a table of few rows and many columns fits a page, and a phone, that way."""
    return tuple(
        RowView(
            label=header,
            parent="",
            depth=0,
            is_total=False,
            cells=tuple(row.cells[index] for row in rows),
        )
        for index, header in enumerate(headers)
    )
