"""Series of a chart → the finding it is headed by, and the words that stand for it when it can't be seen."""

from imr_reports.render.numerals import print_number
from imr_reports.render.outline import ChartPlan
from imr_reports.render.series import FEW, Point, Series

_KINDS = {
    "months": "Column chart with a line",
    "rates": "Bar chart with a dot plot",
    "bars": "Bar chart",
}


def chart_finding(series: Series, plan: ChartPlan) -> str:
    """Return the chart's title: what it shows, in one sentence without a full stop."""
    if plan.form == "months":
        return _finding_over_time(series)
    largest = max(series.points, key=lambda point: point.count or 0)
    if plan.form == "rates":
        scope = "" if series.complete else f"Of the {plan.noun} shown, "
        return scope + _finding_of_rates(series, largest)
    share = f" ({largest.rate_text} of {series.unit})" if largest.rate is not None else ""
    return f"{plan.lead} {largest.label}{share}" + ("" if series.complete else f" ({plan.noun} shown)")


def chart_alternative(series: Series, plan: ChartPlan, finding: str) -> str:
    """Return the chart's text alternative: the kind of chart, the finding, and its first five rows."""
    rows = "; ".join(_row_words(point, series) for point in series.points[:5])
    few = f" Rates of fewer than {FEW} {series.unit} are drawn hollow." if series.few_words else ""
    return f"{_KINDS[plan.form]}. {finding}. {rows}.{few}"


def _finding_over_time(series: Series) -> str:
    known = [point for point in series.points if point.rate is not None]
    rated = [point for point in known if not point.is_few]
    if len(rated) < 2:
        return f"{series.count_label} by month"
    low = min(rated, key=lambda point: point.rate or 0)
    high = max(rated, key=lambda point: point.rate or 0)
    scope = "" if len(known) == len(series.points) else "In the months shown, "
    if len(rated) < len(known):
        scope = f"In the months with at least {FEW} {series.unit}, "
    if low.rate_text == high.rate_text:
        return f"{scope}{low.rate_text} of {series.unit} were overturned each month"
    span = f"{low.rate_text} ({low.label}) and {high.rate_text} ({high.label})"
    return f"{scope}{'between' if scope else 'Between'} {span} of {series.unit} were overturned"


def _finding_of_rates(series: Series, largest: Point) -> str:
    total = series.total.count if series.total else None
    if total and largest.count:
        share = print_number(100 * largest.count / total)
        size = f"{largest.label} made up {share}% of {series.unit}"
    else:
        size = f"{largest.label} had the most {series.unit}"
    if largest.rate is None:
        return size
    overall = series.total.rate_text if series.total and series.total.rate is not None else ""
    against = f" ({overall} of all)" if overall else ""
    return f"{size}; {largest.rate_text} of them were overturned{against}"


def _row_words(point: Point, series: Series) -> str:
    if point.count is None:
        return f"{point.label}: withheld"
    rate = f", {series.rate_label} {point.rate_text}" if point.rate is not None else ""
    return f"{point.label}: {print_number(point.count)}{rate}"
