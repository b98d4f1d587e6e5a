"""Series over months → a control chart: the rate month by month, between limits that follow its n."""

from collections.abc import Sequence
from math import isnan, nan
from typing import TYPE_CHECKING

from imr_reports.render.drawing import (
    Drawing,
    Sheet,
    draw_boxes,
    draw_dots,
    grade_height,
    name_columns,
    round_ticks,
)
from imr_reports.render.lettering import SMALL, shortened
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import BAND, MUTED, PARTS, PLAIN
from imr_reports.render.placing import Box, Places, spread_apart
from imr_reports.render.series import Point, Series
from imr_reports.statistics.control import SIGNALS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT, _TOP, _FLOOR = 44.0, 548.0, 44.0, 256.0
_HEIGHT = 286.0
# Limits of a month of few issues may reach far beyond all that happened; the scale doesn't follow them.
_MOST_ABOVE = 2.0


def is_special(point: Point) -> bool:
    """Return whether a month shows a special cause of variation."""
    return point.rate is not None and point.note in SIGNALS


def draw_control(series: Series) -> Drawing:
    """Draw the rates as a line within stepped limits, and special causes as labelled diamonds."""
    sheet = Sheet(_HEIGHT)
    span = (-0.5, len(series.points) - 0.5)
    ticks = round_ticks(_highest(series.points))
    axes = sheet.panel(_LEFT, _TOP, _RIGHT, _FLOOR, x=span, y=(0, ticks[-1]))
    grade_height(axes, ticks, sign="%")
    sheet.words(0, 12, series.rate_label, bold=True)
    name_columns(sheet, [point.label for point in series.points], (_LEFT, _RIGHT), _FLOOR + 18)
    _shade_period(sheet, axes, series.points, ticks[-1])
    lines = _lines(series)
    for _, _, values, colour, dashes in lines:
        fitting = [value if value <= ticks[-1] else nan for value in values]
        edges = [place - 0.5 for place in range(len(values) + 1)]
        axes.stairs(fitting, edges, baseline=None, color=colour, linewidth=1, linestyle=(0, dashes))
    _name_lines(sheet, axes, [(words, last) for words, last, *_ in lines if last <= ticks[-1]])
    _draw_points(axes, series.points)
    _label_special(sheet, axes, series.points)
    return sheet.drawing()


def _highest(points: Sequence[Point]) -> float:
    happened = max(
        value for point in points for value in (point.rate, point.reference, *point.bounds[1:2]) if value
    )
    limits = [point.bounds[2] for point in points if point.bounds]
    return max([happened, *(limit for limit in limits if limit <= _MOST_ABOVE * happened)])


def _shade_period(sheet: Sheet, axes: "Axes", points: Sequence[Point], top: float) -> None:
    current = [index for index, point in enumerate(points) if point.is_current]
    if not current or len(current) == len(points):
        return
    first, last = min(current), max(current)
    draw_boxes(axes, [(first - 0.5, 0, last - first + 1, top)], BAND, behind=True)
    x, y = sheet.at(axes, (first + last) / 2, top)
    sheet.words(min(x, _RIGHT), y - 6, "this report", anchor="middle", colour=MUTED)


_Line = tuple[str, float, list[float], str, tuple[float, ...]]


def _lines(series: Series) -> list[_Line]:
    """Return the stepped lines: words, last value, values, colour and dashes of each."""
    names = (("lower limit", (4.0, 3.0)), ("centre line", (1.0, 0.0)), ("upper limit", (4.0, 3.0)))
    found: list[_Line] = []
    for place, (name, dashes) in enumerate(names):
        values = [point.bounds[place] if point.bounds else nan for point in series.points]
        last = next(value for value in reversed(values) if not isnan(value))
        words = f"{name} {print_number(last, 1)}%" if place == 1 else name
        found.append((words, last, values, MUTED, dashes))
    published = [nan if point.reference is None else point.reference for point in series.points]
    known = [value for value in published if not isnan(value)]
    if known:
        found.append((f"published {print_number(known[-1], 1)}%", known[-1], published, PARTS[2], (1.5, 2.0)))
    return found


def _name_lines(sheet: Sheet, axes: "Axes", lines: Sequence[tuple[str, float]]) -> None:
    """Write what each line is at its right end."""
    heights = [sheet.at(axes, 0, last)[1] for _, last in lines]
    for (words, _), height in zip(lines, spread_apart(heights, 13, _FLOOR), strict=True):
        colour = PARTS[2] if words.startswith("published") else MUTED
        sheet.words(_RIGHT + 14, height + 4, words, colour=colour)


def _draw_points(axes: "Axes", points: Sequence[Point]) -> None:
    # What is not a number leaves a gap in the line.
    rates = [nan if point.rate is None else point.rate for point in points]
    axes.plot(range(len(rates)), rates, color=PLAIN, linewidth=1.5)
    ordinary: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    special = []
    for index, point in enumerate(points):
        if point.rate is None:
            continue
        if is_special(point):
            special.append((index, point.rate))
        else:
            ordinary[bool(point.note) or point.is_few].append((index, point.rate))
    for hollow, places in ordinary.items():
        draw_dots(axes, places, colour=PLAIN, hollow=hollow, size=6.5)
    draw_dots(axes, special, colour=PARTS[1], shape="D", size=8.5)


def _label_special(sheet: Sheet, axes: "Axes", points: Sequence[Point]) -> None:
    places = Places(Box(_LEFT, _TOP - 2, _RIGHT, _FLOOR))
    shown = [(index, point.rate) for index, point in enumerate(points) if point.rate is not None]
    marks = [sheet.at(axes, index, rate) for index, rate in shown]
    places.keep_off_line(marks)
    for bound in range(3):
        level = [(index, point.bounds[bound]) for index, point in enumerate(points) if point.bounds]
        places.keep_off_line([sheet.at(axes, index, value) for index, value in level])
    places.keep_clear(marks)
    for index in _leading(points):
        point = points[index]
        at = sheet.at(axes, index, point.rate or 0)
        words = shortened(f"{point.rate_text}: {point.note}", SMALL, _RIGHT - _LEFT - 8)
        found = places.place(*at, words)
        if found is None:
            # The remark stands in the table; words across a line can't be read.
            words = point.rate_text
            found = places.place(*at, words, across_lines=True)
        if found is not None:
            sheet.words(*found, words, colour=PARTS[1])


def _leading(points: Sequence[Point]) -> list[int]:
    """Return the months to label: of neighbours with the same signal the last; the latest months first."""
    special = [index for index, point in enumerate(points) if is_special(point)]
    last = [
        index for index in special if index + 1 not in special or points[index + 1].note != points[index].note
    ]
    return last[::-1]
