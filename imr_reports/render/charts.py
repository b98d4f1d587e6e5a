"""ProtectedTable → sober charts of it: shown cells only, direct labels, a finding for a title."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from imr_reports.errors import ConfigurationError
from imr_reports.records.period import parse_period
from imr_reports.records.tables import ProtectedTable, Report
from imr_reports.render.bars import draw_bars, draw_rates
from imr_reports.render.columns import draw_months
from imr_reports.render.drawing import Drawing, drawing_style
from imr_reports.render.findings import chart_alternative, chart_finding
from imr_reports.render.outline import ChartPlan, Outline
from imr_reports.render.series import Series, read_series


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    draw: Callable[[Series], Drawing]
    fewest: int
    most: int | None


_FORMS: Mapping[str, _Form] = {
    "months": _Form(draw=draw_months, fewest=3, most=None),
    "rates": _Form(draw=draw_rates, fewest=2, most=12),
    "bars": _Form(draw=draw_bars, fewest=2, most=10),
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
        None when there is nothing to compare: fewer than three months or two bars with shown counts.

    Raises:
        ConfigurationError: if the plan's form is unknown.
    """
    if (form := _FORMS.get(plan.form)) is None:
        raise ConfigurationError(f"outline.toml: a chart's form is one of {', '.join(_FORMS)}")
    series = read_series(table, plan, most=form.most, current=current)
    if series is None or sum(point.count is not None for point in series.points) < form.fewest:
        return None
    finding = chart_finding(series, plan)
    with drawing_style():
        drawing = form.draw(series)
    return Chart(
        finding=finding,
        alternative=chart_alternative(series, plan, finding),
        drawing=drawing,
        left_out=series.left_out,
    )
