"""Series over months → columns of counts above a line of rates."""

import re

from imr_reports.render.drawing import SMALL, WIDTH, Canvas, Drawing, axis_ticks, shortened, text_width
from imr_reports.render.numerals import print_number
from imr_reports.render.series import Point, Series

_LEFT, _RIGHT = 44.0, WIDTH - 8
_TOP, _FLOOR = 34.0, 182.0
_RATE_TOP, _RATE_FLOOR = 252.0, 318.0
# With more columns than this, their names and figures would run into each other.
_MOST_LABELLED = 12


def draw_months(series: Series) -> Drawing:
    """Draw one column a month; a month whose count is withheld stays empty and says so."""
    canvas = Canvas()
    canvas.label(0, 12, series.count_label, bold=True)
    canvas.key(series.key, text_width(series.count_label, SMALL) * 1.06 + 22, 12)
    step = (_RIGHT - _LEFT) / len(series.points)
    # Months are named before any figure is written: read in order, "15" before "March 2015" would be a day.
    _month_names(canvas, series, step)
    ticks = axis_ticks(max(point.count or 0 for point in series.points))
    unit = (_FLOOR - _TOP) / ticks[-1]
    canvas.scale(ticks, left=_LEFT, right=_RIGHT, floor=_FLOOR, unit=unit)
    for index, point in enumerate(series.points):
        centre = _LEFT + step * (index + 0.5)
        _column(canvas, point, centre, min(step * 0.56, 84.0), unit)
        if len(series.points) <= _MOST_LABELLED:
            words = "withheld" if point.count is None else print_number(point.count)
            canvas.label(centre, _FLOOR - (point.count or 0) * unit - 6, words, anchor="middle")
    if all(point.rate is None for point in series.points):
        return canvas.drawing(_FLOOR + 30)
    _rates(canvas, series, step)
    return canvas.drawing(_RATE_FLOOR + 8)


def _month_names(canvas: Canvas, series: Series, step: float) -> None:
    every = -(-len(series.points) // _MOST_LABELLED)
    for index, point in list(enumerate(series.points))[::every]:
        name = _short_month(point.label) if len(series.points) > 6 else point.label
        fitting = shortened(name, SMALL, step * every - 4)
        canvas.label(_LEFT + step * (index + 0.5), _FLOOR + 18, fitting, anchor="middle")


def _short_month(label: str) -> str:
    """Return "Mar 2015" for "March 2015", and any other label as it is."""
    return re.sub(r"^([A-Z][a-z]{2})[a-z]* (\d{4})$", r"\1 \2", label)


def _labelled(series: Series) -> set[int]:
    """Return which rates are written out: all of a few; of many the lowest, the highest and the latest."""
    rates = {index: point.rate for index, point in enumerate(series.points) if point.rate is not None}
    if len(series.points) <= _MOST_LABELLED:
        return set(rates)
    return {min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__), max(rates)}


def _column(canvas: Canvas, point: Point, centre: float, width: float, unit: float) -> None:
    base = _FLOOR
    for role, part in point.marks:
        base -= part * unit
        canvas.bar(centre - width / 2, base, width, part * unit, role=role)


def _rates(canvas: Canvas, series: Series, step: float) -> None:
    ticks = axis_ticks(max(point.rate or 0 for point in series.points), wanted=2)
    unit = (_RATE_FLOOR - _RATE_TOP) / ticks[-1]
    canvas.label(0, 228, series.rate_label, bold=True)
    if series.few_words:
        canvas.label(text_width(series.rate_label, SMALL) * 1.06 + 22, 228, series.few_words, role="muted")
    canvas.scale(ticks, left=_LEFT, right=_RIGHT, floor=_RATE_FLOOR, unit=unit, sign="%")
    labelled = _labelled(series)
    previous = None
    for index, point in enumerate(series.points):
        if point.rate is None:
            previous = None
            continue
        place = (_LEFT + step * (index + 0.5), _RATE_FLOOR - point.rate * unit)
        canvas.dot(*place, "part1", hollow=point.is_few)
        if previous is not None:
            canvas.line(previous, place, role="part1")
        if index in labelled:
            x = min(place[0], WIDTH - text_width(point.rate_text, SMALL) / 2)
            canvas.label(x, place[1] - 8, point.rate_text, anchor="middle")
        previous = place
