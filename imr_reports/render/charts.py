"""ProtectedTable → sober charts of it: shown cells only, direct labels, a finding for a title."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from imr_reports.errors import ConfigurationError
from imr_reports.records.period import parse_period
from imr_reports.records.tables import ProtectedTable, Report
from imr_reports.render.bars import draw_bars, draw_rates
from imr_reports.render.columns import draw_months
from imr_reports.render.control import draw_control, is_special
from imr_reports.render.drawing import Drawing, drawing_style
from imr_reports.render.findings import (
    finding_of_bars,
    finding_of_control,
    finding_of_funnel,
    finding_of_heat,
    finding_of_histogram,
    finding_of_rates,
    finding_over_time,
    grid_alternative,
    series_alternative,
)
from imr_reports.render.funnel import draw_funnel, drawn_points, outliers
from imr_reports.render.grid import read_grid
from imr_reports.render.heat import MOST_COLUMNS, MOST_ROWS, draw_heat
from imr_reports.render.histogram import bins, draw_histogram
from imr_reports.render.outline import ChartPlan, Outline
from imr_reports.render.series import Point, Series, read_series


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a series is drawn and worded.

    Attributes:
        kind: what the chart is, for those who can't see it.
        fewest: least points that can be drawn.
        most: most rows, None for all.
        drawable: the points that it can draw.
        told: the points that the text alternative tells first.
        few_are: how rates of few are drawn, "" where none are.
    """

    kind: str
    draw: Callable[[Series, ChartPlan], Drawing]
    finding: Callable[[Series, ChartPlan], str]
    fewest: int
    most: int | None = None
    drawable: Callable[[Series], Collection[object]]
    told: Callable[[Series], tuple[Point, ...]] = lambda series: series.points
    few_are: str = ""


def _counted(series: Series) -> list[Point]:
    return [point for point in series.points if point.count is not None]


def _within_limits(series: Series) -> list[Point]:
    return [point for point in series.points if point.bounds and point.rate is not None]


def _comparable(series: Series) -> Collection[object]:
    known = series.design_effect is not None and series.total is not None and series.total.rate
    return drawn_points(series) if known else ()


def _latest(series: Series) -> tuple[Point, ...]:
    special = [point for point in series.points if is_special(point)]
    current = [point for point in series.points if point.is_current]
    return tuple(dict.fromkeys([*reversed(special), *current, *reversed(series.points)]))


def _beyond(series: Series) -> tuple[Point, ...]:
    return tuple(dict.fromkeys([*outliers(series), *sorted(series.points, key=lambda p: -(p.count or 0))]))


_HEAT = "heat"
_FORMS: Mapping[str, _Form] = {
    "months": _Form(
        kind="Column chart with a line",
        draw=lambda series, _: draw_months(series),
        finding=finding_over_time,
        few_are="hollow",
        fewest=3,
        drawable=_counted,
    ),
    "rates": _Form(
        kind="Bar chart with a dot plot",
        draw=lambda series, _: draw_rates(series),
        finding=finding_of_rates,
        few_are="hollow",
        fewest=2,
        most=12,
        drawable=_counted,
    ),
    "bars": _Form(
        kind="Bar chart",
        draw=lambda series, _: draw_bars(series),
        finding=finding_of_bars,
        fewest=2,
        most=10,
        drawable=_counted,
    ),
    "control": _Form(
        kind="Control chart",
        draw=lambda series, _: draw_control(series),
        finding=finding_of_control,
        few_are="hollow",
        fewest=3,
        drawable=_within_limits,
        told=_latest,
    ),
    "funnel": _Form(
        kind="Funnel plot",
        draw=lambda series, _: draw_funnel(series),
        finding=finding_of_funnel,
        fewest=4,
        drawable=_comparable,
        told=_beyond,
        few_are="grey",
    ),
    "histogram": _Form(
        kind="Histogram",
        draw=lambda series, plan: draw_histogram(series, plan.limit),
        finding=finding_of_histogram,
        fewest=3,
        drawable=lambda series: [point for point in bins(series) if point.count],
        told=lambda series: tuple(sorted(bins(series), key=lambda p: -(p.count or 0))),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: its drawing, the finding that heads it, and its text alternative.

    Attributes:
        left_out: rows that stand in the table alone.
    """

    finding: str
    alternative: str
    drawing: Drawing
    left_out: int


def draw_charts(report: Report, outline: Outline) -> dict[str, tuple[Chart, ...]]:
    """Draw what an outline wants drawn of a report: the charts of each table, by its key."""
    current = parse_period(report.period).month_keys
    return {
        table.key: tuple(
            chart
            for plan in outline.charts_of(table)
            if (chart := draw_chart(table, plan, current)) is not None
        )
        for table in report.tables
    }


def draw_chart(table: ProtectedTable, plan: ChartPlan, current: Collection[str] = ()) -> Chart | None:
    """Draw one table as its plan says.

    Args:
        table: the table.
        plan: which of its rows and columns, and in which form.
        current: keys of the rows that belong to the period of the report.

    Returns:
        None when there is nothing to compare: too few figures are shown, or the table lacks the columns.

    Raises:
        ConfigurationError: if the plan's form is unknown.
    """
    if plan.form == _HEAT:
        return _draw_grid(table, plan)
    if (form := _FORMS.get(plan.form)) is None:
        raise ConfigurationError(f"outline.toml: a chart's form is one of {', '.join([*_FORMS, _HEAT])}")
    series = read_series(table, plan, most=form.most, current=current)
    if series is None or len(form.drawable(series)) < form.fewest:
        return None
    finding = form.finding(series, plan)
    with drawing_style():
        drawing = form.draw(series, plan)
    return Chart(
        finding=finding,
        alternative=series_alternative(form.kind, finding, series, form.told(series), form.few_are),
        drawing=drawing,
        left_out=series.left_out,
    )


def _draw_grid(table: ProtectedTable, plan: ChartPlan) -> Chart | None:
    grid = read_grid(table, plan, rows=MOST_ROWS, columns=MOST_COLUMNS)
    if grid is None or sum(square.value is not None for row in grid.squares for square in row) < 4:
        return None
    finding = finding_of_heat(grid, plan)
    with drawing_style():
        drawing = draw_heat(grid)
    return Chart(
        finding=finding,
        alternative=grid_alternative("Heat map", finding, grid),
        drawing=drawing,
        left_out=grid.left_out,
    )
