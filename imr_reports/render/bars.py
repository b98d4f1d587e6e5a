"""Series over categories → horizontal bars, labelled directly, with rates as dots or figures."""

from imr_reports.render.drawing import (
    NORMAL,
    SMALL,
    WIDTH,
    Canvas,
    Drawing,
    axis_ticks,
    text_width,
    wrapped,
)
from imr_reports.render.numerals import print_number
from imr_reports.render.series import Point, Series

_ROW = 23.5


def draw_rates(series: Series) -> Drawing:
    """Draw stacked bars of counts and, beside them, each row's rate against that of all."""
    left, length = 232.0, 216.0
    top = 60.0 if series.few_words else 44.0
    dots_left, dots_length = 516.0, 116.0
    canvas = Canvas()
    canvas.label(left, 12, series.count_label, bold=True)
    canvas.key(series.key, left, 30)
    canvas.label(dots_left, 12, series.rate_label, bold=True)
    floor = top + _ROW * len(series.points)
    end = axis_ticks(max((point.rate or 0 for point in series.points), default=0), wanted=2)[-1]
    canvas.line((dots_left, top - 4), (dots_left, floor), role="axis")
    if series.total is not None and series.total.rate is not None and series.total.rate <= end:
        x = dots_left + dots_length * series.total.rate / end
        canvas.line((x, top - 4), (x, floor), role="muted", dashed=True)
        canvas.label(dots_left, 30, f"dashed: all, {series.total.rate_text}", role="muted")
    if series.few_words:
        canvas.label(dots_left, 46, series.few_words, role="muted")
    unit = length / max(point.count or 0 for point in series.points)
    for index, point in enumerate(series.points):
        y = top + _ROW * index
        _row(canvas, point, y, left=left, unit=unit, words=print_number(point.count or 0))
        role = "muted" if point.rate is None or point.is_few else "ink"
        canvas.label(WIDTH, y + _ROW / 2 + 4, point.rate_text, anchor="end", role=role)
        if point.rate is not None:
            x = dots_left + dots_length * point.rate / end
            if x > dots_left + 4:
                canvas.line((dots_left, y + _ROW / 2), (x - 4, y + _ROW / 2), role="grid")
            canvas.dot(x, y + _ROW / 2, "part1", hollow=point.is_few)
    return canvas.drawing(floor + 4)


def draw_bars(series: Series) -> Drawing:
    """Draw plain bars, each with its count and its share."""
    widest = max(text_width(point.label[:400], NORMAL) for point in series.points)
    left, right, top = min(max(widest + 12, 200.0), 360.0), WIDTH - 110, 24.0
    canvas = Canvas()
    heading = f"{series.count_label} · {series.rate_label}" if series.rate_label else series.count_label
    canvas.label(left, 12, heading, bold=True)
    floor = top + _ROW * len(series.points)
    unit = (right - left) / max(point.count or 0 for point in series.points)
    for index, point in enumerate(series.points):
        words = print_number(point.count or 0) + (f" · {point.rate_text}" if point.rate is not None else "")
        _row(canvas, point, top + _ROW * index, left=left, unit=unit, words=words)
    canvas.line((left, top - 2), (left, floor), role="axis")
    return canvas.drawing(floor + 4)


def _row(canvas: Canvas, point: Point, y: float, *, left: float, unit: float, words: str) -> None:
    size = NORMAL if len(wrapped(point.label, NORMAL, left - 12)) == 1 else SMALL
    lines = wrapped(point.label, size, left - 12)
    for index, line in enumerate(lines):
        middle = y + _ROW / 2 + 4.5 + (index - (len(lines) - 1) / 2) * 12
        canvas.label(left - 10, middle, line, anchor="end", size=size)
    if point.count is None:
        canvas.label(left + 6, y + _ROW / 2 + 4, "withheld", role="muted")
        return
    x = left
    for role, part in point.marks:
        canvas.bar(x, y + 4, part * unit, _ROW - 8, role=role)
        x += part * unit
    canvas.label(left + point.count * unit + 6, y + _ROW / 2 + 4, words)
