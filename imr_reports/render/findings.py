"""What a chart draws → the finding it is headed by, and the words that stand for it when it can't be seen."""

from imr_reports.render.control import is_special
from imr_reports.render.funnel import drawn_points, outliers
from imr_reports.render.grid import Grid
from imr_reports.render.histogram import bins, last_day
from imr_reports.render.numerals import print_number
from imr_reports.render.outline import ChartPlan
from imr_reports.render.series import Point, Series
from imr_reports.statistics.clusters import FEWEST_COMPARED

_MOST_ROWS = 5
_MOST_NAMED = 3
_NOTHING_NAMED = "none"
"""Key of the row of what was not recognized: the largest of a kind is never that."""


def finding_over_time(series: Series, plan: ChartPlan) -> str:
    """Return the lowest and the highest rate of months that have enough issues."""
    known = [point for point in series.points if point.rate is not None]
    rated = [point for point in known if not point.is_few]
    if len(rated) < 2:
        return f"{series.count_label} by month"
    low = min(rated, key=lambda point: point.rate or 0)
    high = max(rated, key=lambda point: point.rate or 0)
    scope = "" if len(known) == len(series.points) else f"In the {plan.noun} shown, "
    if len(rated) < len(known):
        scope = f"In the {plan.noun} with at least {FEWEST_COMPARED} {series.unit}, "
    if low.rate_text == high.rate_text:
        return f"{scope}{low.rate_text} of {series.unit} were overturned each month"
    span = f"{low.rate_text} ({low.label}) and {high.rate_text} ({high.label})"
    return f"{scope}{'between' if scope else 'Between'} {span} of {series.unit} were overturned"


def finding_of_rates(series: Series, plan: ChartPlan) -> str:
    """Return the largest row, its share and its rate against that of all."""
    scope = "" if series.complete else f"Of the {plan.noun} shown, "
    largest = max(series.points, key=lambda point: point.count or 0)
    total = series.total.count if series.total else None
    if total and largest.count:
        share = print_number(100 * largest.count / total)
        size = f"{scope}{largest.label} made up {share}% of {series.unit}"
    else:
        size = f"{scope}{largest.label} had the most {series.unit}"
    if largest.rate is None:
        return size
    overall = series.total.rate_text if series.total and series.total.rate is not None else ""
    against = f" ({overall} of all)" if overall else ""
    return f"{size}; {largest.rate_text} of them were overturned{against}"


def finding_of_bars(series: Series, plan: ChartPlan) -> str:
    """Return the largest row with its share."""
    named = [point for point in series.points if point.key != _NOTHING_NAMED] or series.points
    largest = max(named, key=lambda point: point.count or 0)
    base = (
        series.rate_label.removeprefix("% ") if series.rate_label.startswith("% of ") else f"of {series.unit}"
    )
    share = f" ({largest.rate_text} {base})" if largest.rate is not None else ""
    return f"{plan.lead} {largest.label}{share}" + ("" if series.complete else f" ({plan.noun} shown)")


def finding_of_control(series: Series, plan: ChartPlan) -> str:
    """Return whether months show more than ordinary variation, and the latest that does."""
    known = [point for point in series.points if point.rate is not None]
    centre = next(point.bounds[1] for point in reversed(series.points) if point.bounds)
    special = [point for point in known if is_special(point)]
    if not special:
        around = f"{print_number(centre, 1)}%"
        return f"The overturn rate varied around {around} by no more than chance explains"
    latest = special[-1]
    words = f"{latest.label} ({latest.rate_text}), {latest.note}"
    if len(special) == 1:
        return f"One of {len(known)} {plan.noun} shows more than ordinary variation: {words}"
    return f"{len(special)} of {len(known)} {plan.noun} show more than ordinary variation, the latest {words}"


def finding_of_funnel(series: Series, plan: ChartPlan) -> str:
    """Return which groups lie beyond the limits."""
    beyond = outliers(series)
    overall = series.total.rate_text if series.total else ""
    shown = len(drawn_points(series))
    scope = "" if series.complete else " shown"
    if not beyond:
        rest = f"differs from the rate of all ({overall}) by more than chance explains"
        return f"None of {shown} {plan.noun}{scope} {rest}"
    names = ", ".join(f"{point.label} ({point.rate_text})" for point in beyond[:_MOST_NAMED])
    more = f" and {len(beyond) - _MOST_NAMED} more" if len(beyond) > _MOST_NAMED else ""
    verb = "lies" if len(beyond) == 1 else "lie"
    where = f"{verb} beyond the 99.8% limits around {overall}"
    return f"{len(beyond)} of {shown} {plan.noun}{scope} {where}: {names}{more}"


def finding_of_histogram(series: Series, plan: ChartPlan) -> str:
    """Return how many days half of the cases took, and how many took more than the limit."""
    points = bins(series)
    if any(point.count is None for point in points):
        largest = max(points, key=lambda point: point.count or 0)
        return f"{series.count_label}: of the bins shown, {largest.label} days holds the most {plan.noun}"
    everything = sum(point.count or 0 for point in points)
    half, reached = "", 0.0
    for point in points:
        reached += point.count or 0
        if 2 * reached >= everything:
            half = f"{last_day(point)} days or fewer" if last_day(point) else f"{point.label.lower()} days"
            break
    finding = f"{series.count_label}: half of {plan.noun} took {half}"
    if not plan.limit:
        return finding
    late = sum(point.count or 0 for point in points if (last_day(point) or plan.limit + 1) > plan.limit)
    return f"{finding}, {print_number(100 * late / everything, 1)}% more than {plan.limit}"


def finding_of_heat(grid: Grid, plan: ChartPlan) -> str:
    """Return the cell of the highest value among those that rest on enough."""
    cells = [
        (square.value, square.text, row, column)
        for row, squares in zip(grid.rows, grid.squares, strict=True)
        for column, square in zip(grid.columns, squares, strict=True)
        if square.value is not None and not square.is_few
    ]
    if not cells:
        return f"{grid.value_label} by {grid.row_heading}"
    _, text, row, column = max(cells, key=lambda cell: cell[0])
    where = f"{row}, {column}"
    if grid.column_heading:
        where = f"{row} ({grid.row_heading}), {column} ({grid.column_heading})"
    scope = ", of the cells shown" if grid.has_withheld else ""
    return f"{plan.lead}{scope} ({text}): {where}"


def series_alternative(
    kind: str, finding: str, series: Series, points: tuple[Point, ...], few_are: str
) -> str:
    """Return a chart's text alternative.

    Args:
        kind: what sort of chart it is.
        finding: its finding.
        series: what it draws.
        points: of these the first are told.
        few_are: how it draws rates of few ("hollow"), "" where it draws no rates.
    """
    rows = "; ".join(_row_words(point, series) for point in points[:_MOST_ROWS])
    few = ""
    if few_are and series.few_words:
        few = f" Rates of fewer than {FEWEST_COMPARED} {series.unit} are drawn {few_are}."
    return f"{kind}. {finding}. {rows}.{few}"


def grid_alternative(kind: str, finding: str, grid: Grid) -> str:
    """Return a heat map's text alternative: the kind of chart, the finding, and its first rows."""
    rows = []
    for row, squares in list(zip(grid.rows, grid.squares, strict=True))[:_MOST_ROWS]:
        values = [
            f"{column} {'withheld' if square.is_withheld else square.text}"
            for column, square in zip(grid.columns, squares, strict=True)
            if square.is_withheld or square.value is not None
        ]
        rows.append(f"{row}: {', '.join(values)}")
    return f"{kind}. {finding}. {'; '.join(rows)}."


def _row_words(point: Point, series: Series) -> str:
    if point.count is None:
        return f"{point.label}: withheld"
    rate = f", {_rate_words(point, series)}" if point.rate is not None else ""
    note = f", {point.note}" if point.note else ""
    return f"{point.label}: {print_number(point.count)}{rate}{note}"


def _rate_words(point: Point, series: Series) -> str:
    """Return a rate with what it is of: "8.7% overturned", "overturn rate 8.7%"."""
    if series.rate_label.startswith("% "):
        return f"{point.rate_text} {series.rate_label.removeprefix('% ')}"
    return f"{series.rate_label[:1].lower()}{series.rate_label[1:]} {point.rate_text}"
