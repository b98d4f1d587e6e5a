"""A report and a medium → how much of it the medium has room for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

from imr_reports.records.period import parse_period
from imr_reports.records.tables import ProtectedTable, Row
from imr_reports.render.charts import Chart

MOST_PAGES = 40
"""Pages of the longest PDF, whatever the volume."""

# Millimetres on a Letter page in our type. A page holds 233; what stays empty above exhibits that are kept
# whole is taken off.
_PAGE = 200.0
_TABLE, _ROW, _CARD, _SECTION = 26.0, 4.9, 44.0, 30.0
_CHART_WIDTH, _CHART_TEXTS = 173.0, 20.0
_LABEL_LINE = 48
_FRONT_AND_METHODS = 8
_FEWEST_ROWS, _LEAST_ROWS = 14, 8
_ALL_ROWS = {"trend": 24}
"""Tables that are read as a whole: months of a trend end with those of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of a long report one medium holds.

    Attributes:
        overturned: most cards of overturned decisions.
        categories: most service categories with examples of rationales.
        rows: most rows of a table.
        pages: reckoned pages in all; None for a medium without pages.
    """

    overturned: int
    categories: int
    rows: int
    pages: int | None = None


SCREEN = Bounds(overturned=500, categories=8, rows=2000)
# Up to so many months, so much on paper. The pages are reckoned, and leave some room for error.
_DEPTHS = (
    (1, Bounds(overturned=25, categories=4, rows=26, pages=32)),
    (3, Bounds(overturned=25, categories=6, rows=36, pages=34)),
    (inf, Bounds(overturned=25, categories=8, rows=50, pages=36)),
)


def paper_bounds(period: str, share: float = 1.0) -> Bounds:
    """Return what paper holds: a month's report is read through, a year's is looked things up in.

    Args:
        period: the period as the user named it.
        share: of what fits by reckoning; less where a layout turned out longer.
    """
    months = parse_period(period).months or 12
    depth = next(depth for most, depth in _DEPTHS if months <= most)
    return replace(
        depth,
        overturned=ceil(depth.overturned * share),
        categories=ceil(depth.categories * share),
        pages=ceil((depth.pages or MOST_PAGES) * share),
    )


def rows_by_table(
    tables: Sequence[ProtectedTable], charts: Mapping[str, Sequence[Chart]], bounds: Bounds, cards: int
) -> dict[str, int]:
    """Return how many rows of each table a medium holds, by its key: as many of each as fit in all.

    A few rows of a long listing tell little: where not even those of each table fit, the longest listings
    without a chart are left out (0), then rows of all tables, and then the tallest tables.

    Args:
        tables: in print order.
        charts: the charts of each table, by its key.
        bounds: of the medium.
        cards: excerpts that there are.
    """
    if bounds.pages is None:
        return {table.key: bounds.rows for table in tables}
    room = (bounds.pages - _FRONT_AND_METHODS) * _PAGE - 10 * _SECTION
    room -= _CARD * min(cards, bounds.overturned + 2 * bounds.categories)
    rows, held = bounds.rows, list(tables)
    while rows > _FEWEST_ROWS and _total(held, charts, rows) > room:
        rows -= 1
    listings = [table for table in tables if len(table.rows) > _FEWEST_ROWS and not charts.get(table.key)]
    for table in sorted(listings, key=lambda table: -len(table.rows)):
        if _total(held, charts, rows) > room:
            held.remove(table)
    while rows > _LEAST_ROWS and _total(held, charts, rows) > room:
        rows -= 1
    held.sort(key=lambda table: (bool(charts.get(table.key)), -_height(table, charts, rows)))
    while held and _total(held, charts, rows) > room:
        held.pop(0)
    kept = {table.key for table in held}
    return {table.key: _most(table, rows) if table.key in kept else 0 for table in tables}


def _most(table: ProtectedTable, rows: int) -> int:
    return max(rows, _ALL_ROWS.get(table.key, 0))


def _total(tables: Sequence[ProtectedTable], charts: Mapping[str, Sequence[Chart]], rows: int) -> float:
    return sum(_height(table, charts, rows) for table in tables)


def _height(table: ProtectedTable, charts: Mapping[str, Sequence[Chart]], rows: int) -> float:
    lines = sorted((ceil(len(row.label) / _LABEL_LINE) for row in table.rows), reverse=True)
    drawings = (chart.drawing for chart in charts.get(table.key, ()))
    drawn = sum(_CHART_TEXTS + _CHART_WIDTH * drawing.height / drawing.width for drawing in drawings)
    return _TABLE + _ROW * sum(min(line, 4) for line in lines[: _most(table, rows)]) + drawn


def bounded_rows(rows: Sequence[Row], most: int) -> Sequence[Row]:
    """Keep at most so many rows, in their order: main rows first, then the largest details; totals stay."""
    if len(rows) <= most:
        return rows
    main = [place for place, row in enumerate(rows) if row.depth == 0 and not row.is_total][:most]
    details = [place for place, row in enumerate(rows) if row.depth and not row.is_total]
    details.sort(key=lambda place: -(rows[place].cells[0].value or 0) if rows[place].cells else 0)
    kept = {*main, *details[: max(0, most - len(main))]}
    return [row for place, row in enumerate(rows) if place in kept or row.is_total]
