"""Series over bins of days → a histogram, with the limit of days drawn."""

from imr_reports.render.drawing import (
    WIDTH,
    Drawing,
    Sheet,
    above_column,
    draw_boxes,
    grade_height,
    round_ticks,
)
from imr_reports.render.lettering import SMALL, text_width
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import INK, MUTED, PARTS, PLAIN
from imr_reports.render.series import Point, Series

_LEFT, _RIGHT, _TOP, _FLOOR = 44.0, WIDTH - 8, 56.0, 226.0
_ABOVE_TOP = 20.0
"""How far the line of the limit rises above the scale, so that its words are clear of figures."""
_WITHIN, _ABOVE = "to_", "above_"


def bins(series: Series) -> list[Point]:
    """Return the points that are bins of days: their keys tell the last day of each."""
    return [point for point in series.points if last_day(point) or point.key.startswith(_ABOVE)]


def last_day(point: Point) -> int | None:
    """Return the last day of a bin; None where it has no end."""
    end = point.key.removeprefix(_WITHIN)
    return int(end) if point.key.startswith(_WITHIN) and end.isdigit() else None


def draw_histogram(series: Series, limit: int) -> Drawing:
    """Draw one column a bin; those above the limit have another colour, and a line stands at it."""
    points = bins(series)
    ticks = round_ticks(max(point.count or 0 for point in points))
    sheet = Sheet(_FLOOR + 42)
    sheet.words(0, 12, series.count_label, bold=True)
    axes = sheet.panel(_LEFT, _TOP, _RIGHT, _FLOOR, x=(-0.5, len(points) - 0.5), y=(0, ticks[-1]))
    step = (_RIGHT - _LEFT) / len(points)
    for index, point in enumerate(points):
        middle = _LEFT + step * (index + 0.5)
        sheet.words(middle, _FLOOR + 18, point.label, anchor="middle", room=step - 3)
    sheet.words(_RIGHT, _FLOOR + 36, "days", anchor="end", bold=True)
    grade_height(axes, ticks)
    within = [last is not None and (not limit or last <= limit) for last in map(last_day, points)]
    for colour, side in ((PLAIN, True), (PARTS[1], False)):
        chosen = [
            (place, point.count)
            for place, point in enumerate(points)
            if point.count and within[place] is side
        ]
        draw_boxes(
            axes, [(place - 0.47, 0, 0.94, count) for place, count in chosen], colour if limit else PLAIN
        )
    for index, point in enumerate(points):
        words = "*" if point.count is None else print_number(point.count)
        above_column(axes, words, (index, point.count or 0), 5)
    if limit and False in within:
        edge = within.index(False) - 0.5
        above = ticks[-1] * (1 + _ABOVE_TOP / (_FLOOR - _TOP))
        axes.plot((edge, edge), (0, above), color=INK, linewidth=1.2)
        words = f"limit: {limit} days"
        x, y = sheet.at(axes, edge, above)
        half = text_width(words, SMALL) / 2
        sheet.words(min(x, WIDTH - half), y - 4, words, anchor="middle")
    if any(point.count is None for point in points):
        sheet.words(_LEFT, _FLOOR + 36, "* withheld", colour=MUTED)
    return sheet.drawing()
