"""Series over groups → a funnel plot: rate against volume, between limits that chance passes seldom."""

from collections.abc import Sequence
from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from imr_reports.render.drawing import Drawing, Sheet, draw_dots, grade_height, round_ticks
from imr_reports.render.lettering import SMALL, shortened
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import FAINT, INK, MUTED, PARTS, PLAIN
from imr_reports.render.placing import Box, Places
from imr_reports.render.series import Point, Series
from imr_reports.statistics.clusters import Z_95, Z_998, limits_at

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT, _TOP, _FLOOR = 44.0, 612.0, 54.0, 300.0
_HEIGHT = 346.0
_WIDE = 20
"""From this ratio of the largest group to the smallest, volume stands on a logarithmic scale."""
# Over more than this, 1, 2 and 5 of each power of ten would run into each other.
_MANY_STEPS = 3000
_LONGEST_NAME = 230.0
_NAMED = 3


def drawn_points(series: Series) -> list[tuple[float, float, Point]]:
    """Return the groups that a funnel plot shows, as (issues, rate, point)."""
    return [
        (point.count, point.rate, point) for point in series.points if point.count and point.rate is not None
    ]


def outliers(series: Series) -> list[Point]:
    """Return the groups beyond the 99.8% limits, those of few issues aside; the largest first."""
    found = []
    for count, rate, point in drawn_points(series):
        low, high = _limits(series, count, Z_998)
        if not point.is_few and not low <= rate <= high:
            found.append(point)
    return sorted(found, key=lambda point: -(point.count or 0))


def _limits(series: Series, size: float, z: float) -> tuple[float, float]:
    share = (series.total.rate or 0 if series.total else 0) / 100
    low, high = limits_at(share, size, series.design_effect or 1, z)
    return 100 * low, 100 * high


def draw_funnel(series: Series) -> Drawing:
    """Draw one mark a group, the rate of all, and limits of 95% and 99.8% around it."""
    shown = drawn_points(series)
    sizes = [count for count, _, _ in shown]
    overall = series.total.rate or 0 if series.total else 0
    ticks = round_ticks(max(2 * overall, *(rate for _, rate, _ in shown)))
    sheet = Sheet(_HEIGHT)
    axes = sheet.panel(_LEFT, _TOP, _RIGHT, _FLOOR, x=(0, 1), y=(0, ticks[-1]))
    grade_height(axes, ticks, sign="%")
    ends = _grade_volume(axes, sizes)
    sheet.words(0, 12, series.rate_label, bold=True)
    sheet.words(_RIGHT, _HEIGHT - 6, series.count_label, anchor="end", bold=True)
    said = ["dotted: 95% limits", "dashed: 99.8% limits"]
    if any(point.is_few for _, _, point in shown):
        said.append(series.few_words.replace("hollow", "grey"))
    sheet.words(_LEFT, 30, "; ".join(said), colour=MUTED)
    lines = _draw_limits(sheet, axes, series, ends, ticks[-1])
    beyond = outliers(series)
    _draw_marks(axes, shown, beyond)
    _name_groups(sheet, axes, shown, beyond, lines)
    return sheet.drawing()


def _grade_volume(axes: "Axes", sizes: Sequence[float]) -> tuple[float, float]:
    """Scale the width of a panel by volume, and return its ends."""
    least, most = min(sizes), max(sizes)
    if most < _WIDE * least:
        ticks = round_ticks(most)
        ends = (0.0, ticks[-1])
    else:
        ends = (max(0.8, least / 1.4), most * 1.25)
        axes.set_xscale("log")
        factors = (1, 2, 5) if ends[1] / ends[0] < _MANY_STEPS else (1,)
        steps = [factor * 10.0**power for power in range(8) for factor in factors]
        ticks = [step for step in steps if ends[0] <= step <= ends[1]]
    axes.set_xlim(ends)
    axes.set_xticks(ticks, [print_number(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    return ends


def _draw_limits(
    sheet: Sheet, axes: "Axes", series: Series, ends: tuple[float, float], top: float
) -> list[list[tuple[float, float]]]:
    """Draw the rate of all, named at its end, and the limits; return their courses in px."""
    overall = series.total.rate or 0 if series.total else 0
    axes.axhline(overall, color=MUTED, linewidth=1)
    sheet.words(
        _RIGHT + 6, sheet.at(axes, ends[1], overall)[1] + 4, f"all {print_number(overall, 1)}%", colour=MUTED
    )
    courses = [[sheet.at(axes, ends[0], overall), sheet.at(axes, ends[1], overall)]]
    sizes = np.geomspace(max(ends[0], 1), ends[1], 120)
    for z, dashes in ((Z_95, (1.5, 2.0)), (Z_998, (4.0, 3.0))):
        for side in (1, 0):
            values = [_limits(series, float(size), z)[side] for size in sizes]
            fitting = [value if 0 < value <= top else nan for value in values]
            axes.plot(sizes, fitting, color=MUTED, linewidth=1, linestyle=(0, dashes))
            courses.append(
                [sheet.at(axes, x, y) for x, y in zip(sizes, fitting, strict=True) if not isnan(y)]
            )
    return courses


def _draw_marks(axes: "Axes", shown: Sequence[tuple[float, float, Point]], beyond: Sequence[Point]) -> None:
    few = [(count, rate) for count, rate, point in shown if point.is_few]
    ordinary = [(count, rate) for count, rate, point in shown if not point.is_few and point not in beyond]
    draw_dots(axes, few, colour=FAINT, size=6)
    draw_dots(axes, ordinary, colour=PLAIN)
    marked = [(count, rate) for count, rate, point in shown if point in beyond]
    draw_dots(axes, marked, colour=PARTS[1], shape="D", size=8.5)


def _name_groups(
    sheet: Sheet,
    axes: "Axes",
    shown: Sequence[tuple[float, float, Point]],
    beyond: Sequence[Point],
    lines: Sequence[Sequence[tuple[float, float]]],
) -> None:
    """Name the groups beyond the limits, and the largest ones, as far as there is room."""
    places = Places(Box(_LEFT, _TOP - 10, _RIGHT, _FLOOR))
    places.keep_clear(sheet.at(axes, count, rate) for count, rate, _ in shown)
    for line in lines:
        places.keep_off_line(line)
    named = [*beyond, *sorted((point for *_, point in shown), key=lambda point: -(point.count or 0))[:_NAMED]]
    for point in dict.fromkeys(named):
        stands_out = point in beyond
        name = shortened(point.label, SMALL, _LONGEST_NAME)
        words = f"{name} {point.rate_text}" if stands_out else name
        at = sheet.at(axes, point.count or 0, point.rate or 0)
        if (found := places.place(*at, words, across_lines=stands_out)) is not None:
            sheet.words(*found, words, colour=PARTS[1] if stands_out else INK)
