"""Report → the numbered sections, exhibits and cards that the templates print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from imr_reports.records.tables import Excerpt, ProtectedTable, Report, Row
from imr_reports.render.charts import Chart, draw_chart
from imr_reports.render.drawing import Drawing
from imr_reports.render.numerals import PrintedCell, print_cell
from imr_reports.render.outline import Outline, SectionPlan

# More columns than this do not fit the width of a page in readable type.
_MOST_COLUMNS = 9

DrawingSource = Callable[[Drawing], str]

_KINDS = {
    "overturned": "overturned",
    "partially_overturned": "partially overturned",
    "upheld": "upheld",
}
_GROUPS = (
    ("overturned", "Overturned decisions", ("overturned", "partially_overturned")),
    ("upheld", "Typical upheld decisions", ("upheld",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of a long report one medium holds.

    Attributes:
        excerpts: most excerpts by group.
        rows: most rows of a table.
    """

    excerpts: dict[str, int]
    rows: int


SCREEN = Bounds(excerpts={"overturned": 500, "upheld": 500}, rows=2000)
PAPER = Bounds(excerpts={"overturned": 25, "upheld": 12}, rows=70)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A printed row."""

    label: str
    depth: int
    is_total: bool
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A numbered table, ready to print.

    Attributes:
        rows_left_out: rows of the table that this medium has no room for.
        sortable: whether its rows can stand in another order.
    """

    kind: Literal["table"] = "table"
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

    @property
    def heading(self) -> str:
        """The line for the table of contents."""
        return self.title


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
    """A numbered section."""

    number: int
    key: str
    title: str
    shows: str
    note: str
    exhibits: tuple[TableView | ChartView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileView:
    """One figure of the first page."""

    label: str
    printed: PrintedCell


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptView:
    """A card."""

    anchor: str
    decision: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptGroup:
    """Cards of one outcome.

    Attributes:
        left_out: how many are not shown here, for whatever reason.
        shortened: how many of those the HTML report shows.
    """

    key: str
    title: str
    views: tuple[ExcerptView, ...]
    left_out: int
    shortened: int


def compose_sections(
    report: Report, outline: Outline, bounds: Bounds, source: DrawingSource
) -> tuple[SectionView, ...]:
    """Number the sections, tables and figures of a report; sections with nothing to show are left out."""
    composer = _Composer(outline, bounds, source)
    sections: list[SectionView] = []
    for plan in outline.sections:
        exhibits = composer.exhibits(_tables_of(plan, report.tables, outline))
        if _has_something(plan, report, exhibits):
            sections.append(
                SectionView(
                    number=len(sections) + 1,
                    key=plan.key,
                    title=plan.title,
                    shows=plan.shows,
                    note=plan.note,
                    exhibits=exhibits,
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
                    tiles.append(TileView(label=plan.label, printed=print_cell(cell, measure)))
    return tuple(tiles)


def compose_excerpts(report: Report, bounds: Bounds) -> tuple[ExcerptGroup, ...]:
    """Group the excerpts by outcome; over a medium's bound, those kept are spread evenly over the list."""
    left_out = dict(report.excerpts_left_out)
    groups = []
    for key, title, kinds in _GROUPS:
        excerpts = [excerpt for excerpt in report.excerpts if excerpt.kind in kinds]
        kept = _spread(excerpts, bounds.excerpts[key])
        on_screen = min(len(excerpts), SCREEN.excerpts[key])
        if excerpts:
            groups.append(
                ExcerptGroup(
                    key=key,
                    title=title,
                    views=tuple(
                        ExcerptView(anchor=f"{key}-{index}", decision=_KINDS[item.kind], excerpt=item)
                        for index, item in enumerate(kept, 1)
                    ),
                    left_out=sum(left_out.get(kind, 0) for kind in kinds) + len(excerpts) - len(kept),
                    shortened=on_screen - len(kept),
                )
            )
    return tuple(groups)


def _spread(excerpts: Sequence[Excerpt], most: int) -> Sequence[Excerpt]:
    if len(excerpts) <= most:
        return excerpts
    return [excerpts[index * len(excerpts) // most] for index in range(most)]


def _tables_of(plan: SectionPlan, tables: Sequence[ProtectedTable], outline: Outline) -> list[ProtectedTable]:
    mine = [table for table in tables if outline.section_of(table.key) == plan.key]
    return sorted(
        mine, key=lambda table: [fnmatchcase(table.key, pattern) for pattern in plan.tables].index(True)
    )


def _has_something(plan: SectionPlan, report: Report, exhibits: tuple[TableView | ChartView, ...]) -> bool:
    if plan.shows == "headlines":
        return bool(report.headlines)
    return plan.shows in {"excerpts", "methods"} or bool(exhibits)


class _Composer:
    """Counts tables and figures through the whole report."""

    def __init__(self, outline: Outline, bounds: Bounds, source: DrawingSource) -> None:
        self._plans = {plan.table: plan for plan in outline.charts}
        self._bounds = bounds
        self._source = source
        self._tables = 0
        self._figures = 0

    def exhibits(self, tables: Sequence[ProtectedTable]) -> tuple[TableView | ChartView, ...]:
        views: list[TableView | ChartView] = []
        for table in tables:
            self._tables += 1
            plan = self._plans.get(table.key)
            if plan is not None and (chart := draw_chart(table, plan)) is not None:
                views.append(self._chart(chart))
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
        rows = _bounded(table.rows, self._bounds.rows)
        printed = tuple(
            RowView(
                label=row.label,
                depth=row.depth,
                is_total=row.is_total,
                cells=tuple(map(print_cell, row.cells, table.measures)),
            )
            for row in rows
        )
        states = {cell.state for row in printed for cell in row.cells}
        lies_down = len(table.measures) > _MOST_COLUMNS and len(printed) <= _MOST_COLUMNS // 2
        return TableView(
            number=self._tables,
            anchor=f"table-{self._tables}",
            title=table.title,
            definition=table.definition,
            row_header="Measure" if lies_down else table.row_header,
            headers=tuple(row.label for row in printed)
            if lies_down
            else tuple(measure.label for measure in table.measures),
            rows=_turned(table, printed) if lies_down else printed,
            rows_left_out=len(table.rows) - len(rows),
            has_withheld="withheld" in states,
            has_undefined="undefined" in states,
            sortable=not lies_down and len(printed) > 2,
        )


def _turned(table: ProtectedTable, rows: Sequence[RowView]) -> tuple[RowView, ...]:
    """Make a row of each column: a table of few rows and many columns fits a page, and a phone, that way."""
    return tuple(
        RowView(label=measure.label, depth=0, is_total=False, cells=tuple(row.cells[index] for row in rows))
        for index, measure in enumerate(table.measures)
    )


def _bounded(rows: Sequence[Row], most: int) -> Sequence[Row]:
    """Keep at most so many rows: details go first, then the last main rows; totals stay."""
    if len(rows) <= most:
        return rows
    main = [row for row in rows if row.depth == 0 and not row.is_total]
    return [*main[:most], *(row for row in rows if row.is_total)]
