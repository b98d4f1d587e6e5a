"""Series over months → columns of counts above a line of rates."""

from imr_reports.render.drawing import (
    WIDTH,
    Drawing,
    Sheet,
    above_column,
    colour_of,
    draw_boxes,
    draw_dots,
    grade_height,
    key_to_parts,
    name_columns,
    round_ticks,
)
from imr_reports.render.lettering import SMALL, text_width
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import MUTED, PARTS
from imr_reports.render.series import Point, Series

_HEADING = 200.0
_LEFT, _RIGHT = 44.0, WIDTH - 8
_TOP, _FLOOR = 34.0, 182.0
_RATE_TOP, _RATE_FLOOR = 252.0, 318.0
# With more columns than this, their figures would run into each other.
_MOST_LABELLED = 12


def draw_months(series: Series) -> Drawing:
    """Draw one column a month; a month whose count is withheld stays empty and says so."""
    has_rates = any(point.rate is not None for point in series.points)
    sheet = Sheet(_RATE_FLOOR + 8 if has_rates else _FLOOR + 30)
    after = 22 + sheet.words(0, 12, series.count_label, bold=True, room=_HEADING)
    sheet.key(key_to_parts(series), after, 12, within=(after, WIDTH))
    # Months are named before any figure is written: read in order, "15" before "March 2015" would be a day.
    name_columns(sheet, [point.label for point in series.points], (_LEFT, _RIGHT), _FLOOR + 18)
    ticks = round_ticks(max(point.count or 0 for point in series.points))
    span = (-0.5, len(series.points) - 0.5)
    axes = sheet.panel(_LEFT, _TOP, _RIGHT, _FLOOR, x=span, y=(0, ticks[-1]))
    grade_height(axes, ticks)
    width = min(0.56, 84 * len(series.points) / (_RIGHT - _LEFT))
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for index, point in enumerate(series.points):
        base = 0.0
        for place, size in point.marks:
            boxes.setdefault(place, []).append((index - width / 2, base, width, size))
            base += size
        if len(series.points) <= _MOST_LABELLED:
            words = "withheld" if point.count is None else print_number(point.count)
            axes.annotate(
                words, (index, base), (0, 5), textcoords="offset points", ha="center", va="baseline"
            )
    for place, drawn in boxes.items():
        draw_boxes(axes, drawn, colour_of(place))
    if has_rates:
        _draw_rates(sheet, series, span)
    return sheet.drawing()


def _draw_rates(sheet: Sheet, series: Series, span: tuple[float, float]) -> None:
    after = 22 + sheet.words(0, 228, series.rate_label, bold=True, room=_HEADING)
    if series.few_words:
        sheet.words(after, 228, series.few_words, colour=MUTED)
    ticks = round_ticks(max(point.rate or 0 for point in series.points), wanted=2)
    axes = sheet.panel(_LEFT, _RATE_TOP, _RIGHT, _RATE_FLOOR, x=span, y=(0, ticks[-1]))
    grade_height(axes, ticks, sign="%")
    # What is not a number leaves a gap in the line.
    rates = [float("nan") if point.rate is None else point.rate for point in series.points]
    axes.plot(range(len(rates)), rates, color=PARTS[1], linewidth=1.8)
    shown = [
        (index, point.rate, point) for index, point in enumerate(series.points) if point.rate is not None
    ]
    for hollow in (False, True):
        draw_dots(
            axes, [(index, rate) for index, rate, point in shown if point.is_few is hollow], hollow=hollow
        )
    labelled = _labelled(series.points)
    for index, rate, point in shown:
        if index in labelled:
            # The last one might pass the edge of the sheet.
            beyond = min(0.0, (_RIGHT - _LEFT) / len(rates) / 2 + 8 - text_width(point.rate_text, SMALL) / 2)
            above_column(
                axes, point.rate_text, (index, rate), 8, shift=beyond if index == len(rates) - 1 else 0
            )


def _labelled(points: tuple[Point, ...]) -> set[int]:
    """Return which rates are written out: all of a few; of many the lowest, the highest and the latest."""
    rates = {index: point.rate for index, point in enumerate(points) if point.rate is not None}
    if len(points) <= _MOST_LABELLED:
        return set(rates)
    return {min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__), max(rates)}
