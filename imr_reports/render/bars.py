"""Series over categories → horizontal bars, labelled directly, with rates and intervals or with shares."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from imr_reports.render.drawing import (
    WIDTH,
    Drawing,
    Sheet,
    colour_of,
    draw_boxes,
    draw_dots,
    key_to_parts,
    round_ticks,
)
from imr_reports.render.lettering import NORMAL, SMALL, text_width, wrapped
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import FAINT, INK, MUTED, PARTS
from imr_reports.render.series import Point, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 23.5
_BAR = 0.66
_LABELS, _ROOM = 206.0, 222.0


def draw_rates(series: Series) -> Drawing:
    """Draw stacked bars of counts and, beside them, each row's rate with its interval."""
    top = 60.0 if series.few_words else 44.0
    floor = top + _ROW * len(series.points)
    sheet = Sheet(floor + 22)
    sheet.words(_LABELS, 12, series.count_label, bold=True, room=_ROOM)
    sheet.key(key_to_parts(series), _LABELS, 30, within=(0, _LABELS + _ROOM))
    bars = _rows(sheet, series, (_LABELS, top, 408.0, floor), room=46.0)
    _draw_bars(bars, series.points, [print_number(point.count or 0) for point in series.points])
    _draw_rates(sheet, series, top, floor)
    return sheet.drawing()


def _draw_rates(sheet: Sheet, series: Series, top: float, floor: float) -> None:
    left, right = 436.0, 618.0
    ends = [value for point in series.points for value in (point.rate or 0, *point.bounds)]
    ticks = round_ticks(max(ends), wanted=3)
    axes = sheet.panel(left, top, right, floor, x=(0, ticks[-1]), y=(len(series.points) - 0.5, -0.5))
    axes.set_xticks(ticks, [f"{print_number(tick)}%" for tick in ticks])
    axes.grid(axis="x")
    sheet.words(left, 12, series.rate_label, bold=True)
    said = "line: 95% interval" if any(point.bounds for point in series.points) else ""
    if series.total is not None and series.total.rate is not None and series.total.rate <= ticks[-1]:
        axes.axvline(series.total.rate, color=MUTED, linewidth=1, dashes=(3, 3))
        said = f"dashed: all, {series.total.rate_text}" + (f"; {said}" if said else "")
    sheet.words(left, 30, said, colour=MUTED)
    if series.few_words:
        sheet.words(left, 46, series.few_words, colour=MUTED)
    for index, point in enumerate(series.points):
        y = top + _ROW * (index + 0.5) + 4
        is_faint = point.rate is None or point.is_few
        sheet.words(WIDTH, y, point.rate_text, anchor="end", colour=MUTED if is_faint else "")
        if point.bounds:
            colour = FAINT if point.is_few else PARTS[1]
            axes.plot(point.bounds, (index, index), color=colour, linewidth=1.4)
    rated = [
        (point.rate, index, point.is_few)
        for index, point in enumerate(series.points)
        if point.rate is not None
    ]
    for hollow in (False, True):
        draw_dots(axes, [(rate, index) for rate, index, is_few in rated if is_few is hollow], hollow=hollow)


def draw_bars(series: Series) -> Drawing:
    """Draw plain bars, each with its count and its share."""
    widest = max(text_width(point.label[:400], NORMAL) for point in series.points)
    left, top = min(max(widest + 12, 200.0), 360.0), 24.0
    floor = top + _ROW * len(series.points)
    sheet = Sheet(floor + 4)
    heading = f"{series.count_label} · {series.rate_label}" if series.rate_label else series.count_label
    sheet.words(left, 12, heading, bold=True)
    axes = _rows(sheet, series, (left, top, WIDTH, floor), room=110.0)
    shares = [f" · {point.rate_text}" if point.rate is not None else "" for point in series.points]
    counts = [print_number(point.count or 0) for point in series.points]
    _draw_bars(axes, series.points, [count + share for count, share in zip(counts, shares, strict=True)])
    return sheet.drawing()


def _rows(sheet: Sheet, series: Series, place: tuple[float, float, float, float], *, room: float) -> "Axes":
    """Name the rows, and return a panel for their bars that leaves room for figures at their ends."""
    left, top, right, floor = place
    for index, point in enumerate(series.points):
        size = NORMAL if len(wrapped(point.label, NORMAL, left - 12)) == 1 else SMALL
        lines = wrapped(point.label, size, left - 12)
        for place_of_line, line in enumerate(lines):
            y = top + _ROW * (index + 0.5) + 4.5 + (place_of_line - (len(lines) - 1) / 2) * 12
            sheet.words(left - 10, y, line, anchor="end", size=size)
    longest = max(point.count or 0 for point in series.points)
    end = longest * (right - left) / (right - left - room)
    axes = sheet.panel(left, top, right, floor, x=(0, end), y=(len(series.points) - 0.5, -0.5))
    axes.axvline(0, color=MUTED, linewidth=1)
    return axes


def _draw_bars(axes: "Axes", points: Sequence[Point], words: Sequence[str]) -> None:
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for index, point in enumerate(points):
        start = 0.0
        for place, size in point.marks:
            boxes.setdefault(place, []).append((start, index - _BAR / 2, size, _BAR))
            start += size
        withheld = point.count is None
        axes.annotate(
            "withheld" if withheld else words[index],
            (point.count or 0, index),
            (6, -4),
            textcoords="offset points",
            va="baseline",
            color=MUTED if withheld else INK,
        )
    for place, drawn in boxes.items():
        draw_boxes(axes, drawn, colour_of(place))
