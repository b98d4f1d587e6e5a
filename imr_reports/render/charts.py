"""ProtectedTable → a sober chart of it: shown cells only, direct labels, a finding for a title."""

from collections.abc import Callable
from dataclasses import dataclass

from imr_reports.records.tables import ProtectedTable
from imr_reports.render.drawing import (
    NORMAL,
    SMALL,
    WIDTH,
    Bar,
    Dot,
    Drawing,
    Label,
    Stroke,
    axis_ticks,
    shortened,
    text_width,
)
from imr_reports.render.findings import chart_alternative, chart_finding
from imr_reports.render.numerals import print_number
from imr_reports.render.outline import ChartPlan
from imr_reports.render.series import Point, Series, read_series

_MOST_BARS = 12
_ROW = 25.0
_LABEL_ROOM = 222.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: its drawing, the finding that heads it, and its text alternative."""

    finding: str
    alternative: str
    drawing: Drawing
    left_out: int


def draw_chart(table: ProtectedTable, plan: ChartPlan) -> Chart | None:
    """Draw one table as its plan says.

    Returns:
        None when there is nothing to compare: fewer than three months or two bars, or no shown counts.
    """
    draw: Callable[[Series], Drawing]
    if plan.form == "months":
        series, draw, fewest = read_series(table, plan), _months, 3
    else:
        series = read_series(table, plan, most=_MOST_BARS)
        draw, fewest = (_rates if plan.form == "rates" else _bars), 2
    if series is None or sum(point.count is not None for point in series.points) < fewest:
        return None
    finding = chart_finding(series, plan)
    return Chart(
        finding=finding,
        alternative=chart_alternative(series, plan, finding),
        drawing=draw(series),
        left_out=series.left_out,
    )


def _key(series: Series, x: float, y: float) -> tuple[list[Bar], list[Label]]:
    bars, labels = [], []
    for index, text in enumerate(series.part_labels):
        bars.append(Bar(x=x, y=y - 9, width=10, height=10, role=f"part{index}"))
        labels.append(Label(x=x + 15, y=y, text=text))
        x += 15 + text_width(text, SMALL) + 18
    return bars, labels


def _months(series: Series) -> Drawing:
    left, right, top, floor = 44.0, WIDTH - 8, 34.0, 182.0
    ticks = axis_ticks(max(point.count or 0 for point in series.points))
    scale = (floor - top) / ticks[-1]
    step = (right - left) / len(series.points)
    heading = Label(x=0, y=12, text=series.count_label, bold=True)
    bars, labels = _key(series, text_width(heading.text, SMALL) * 1.06 + 22, 12)
    labels.append(heading)
    strokes = []
    for tick in ticks:
        y = floor - tick * scale
        strokes.append(Stroke(points=((left, y), (right, y)), role="axis" if tick == 0 else "grid"))
        labels.append(Label(x=left - 8, y=y + 4, text=print_number(tick), anchor="end", role="muted"))
    every = max(1, -(-len(series.points) // 12))
    for index, point in enumerate(series.points):
        centre = left + step * (index + 0.5)
        bars += _column(point, centre, min(step * 0.56, 84.0), floor, scale)
        if every == 1:
            words = "withheld" if point.count is None else print_number(point.count)
            y = floor - (point.count or 0) * scale - 6
            labels.append(Label(x=centre, y=y, text=words, anchor="middle"))
        if index % every == 0:
            name = shortened(point.label, SMALL, step * every - 4)
            labels.append(Label(x=centre, y=floor + 18, text=name, anchor="middle"))
    rate = _rate_line(series, left, right, step)
    return Drawing(
        height=rate.height,
        bars=tuple(bars),
        strokes=(*strokes, *rate.strokes),
        dots=rate.dots,
        labels=(*labels, *rate.labels),
    )


def _column(point: Point, centre: float, width: float, floor: float, scale: float) -> list[Bar]:
    if point.count is None:
        return []
    if not point.parts:
        return [Bar(x=centre - width / 2, y=floor - point.count * scale, width=width,
                    height=point.count * scale, role="plain")]  # fmt: skip
    bars, base = [], floor
    for index, part in enumerate(point.parts):
        height = part * scale
        base -= height
        bars.append(Bar(x=centre - width / 2, y=base, width=width, height=height, role=f"part{index}"))
    return bars


def _rate_line(series: Series, left: float, right: float, step: float) -> Drawing:
    top, floor = 252.0, 318.0
    rated = [(index, point) for index, point in enumerate(series.points) if point.rate is not None]
    if not rated:
        return Drawing(height=212)
    ticks = axis_ticks(max(point.rate or 0 for _, point in rated), wanted=2)
    scale = (floor - top) / ticks[-1]
    labels = [Label(x=0, y=228, text=series.rate_label, bold=True)]
    strokes = []
    for tick in ticks:
        y = floor - tick * scale
        strokes.append(Stroke(points=((left, y), (right, y)), role="axis" if tick == 0 else "grid"))
        labels.append(Label(x=left - 8, y=y + 4, text=f"{print_number(tick)}%", anchor="end", role="muted"))
    dots, runs, last = [], [], None
    for index, point in rated:
        place = (left + step * (index + 0.5), floor - (point.rate or 0) * scale)
        dots.append(Dot(x=place[0], y=place[1], role="part1"))
        if last == index - 1:
            runs.append((runs[-1][1], place))
        else:
            runs.append((place, place))
        last = index
        if len(series.points) <= 12:
            labels.append(Label(x=place[0], y=place[1] - 8, text=point.rate_text, anchor="middle"))
    strokes += [Stroke(points=run, role="part1") for run in runs if run[0] != run[1]]
    return Drawing(height=326, strokes=tuple(strokes), dots=tuple(dots), labels=tuple(labels))


def _rates(series: Series) -> Drawing:
    bar_left, bar_right, dot_left, dot_right = 232.0, 448.0, 516.0, 632.0
    top = 44.0
    floor = top + _ROW * len(series.points)
    largest = max(point.count or 0 for point in series.points)
    rates = [point.rate for point in series.points if point.rate is not None]
    end = axis_ticks(max(rates, default=0), wanted=2)[-1]
    heading = Label(x=bar_left, y=12, text=series.count_label, bold=True)
    bars, labels = _key(series, bar_left, 30)
    labels += [heading, Label(x=dot_left, y=12, text=series.rate_label, bold=True)]
    strokes, dots = [Stroke(points=((dot_left, top - 4), (dot_left, floor)), role="axis")], []
    if series.total is not None and series.total.rate is not None and series.total.rate <= end:
        x = dot_left + (dot_right - dot_left) * series.total.rate / end
        strokes.append(Stroke(points=((x, top - 4), (x, floor)), role="muted", dashed=True))
        labels.append(Label(x=dot_left, y=30, text=f"dashed: all, {series.total.rate_text}", role="muted"))
    for index, point in enumerate(series.points):
        y = top + _ROW * index
        labels += _bar_labels(point, y, bar_left, (bar_right - bar_left) / largest, share=False)
        bars += _row_bars(point, y, bar_left, (bar_right - bar_left) / largest)
        if point.rate is not None:
            x = dot_left + (dot_right - dot_left) * point.rate / end
            strokes.append(Stroke(points=((dot_left, y + _ROW / 2), (x, y + _ROW / 2)), role="grid"))
            dots.append(Dot(x=x, y=y + _ROW / 2, role="part1"))
            labels.append(Label(x=WIDTH, y=y + _ROW / 2 + 4, text=point.rate_text, anchor="end"))
    return Drawing(height=floor + 4, bars=tuple(bars), strokes=tuple(strokes), dots=tuple(dots),
                   labels=tuple(labels))  # fmt: skip


def _bars(series: Series) -> Drawing:
    left, right, top = _LABEL_ROOM + 98, WIDTH - 110, 24.0
    floor = top + _ROW * len(series.points)
    scale = (right - left) / max(point.count or 0 for point in series.points)
    bars: list[Bar] = []
    heading = series.count_label + (f" · {series.rate_label}" if series.rate_label else "")
    labels = [Label(x=left, y=12, text=heading, bold=True)]
    for index, point in enumerate(series.points):
        y = top + _ROW * index
        labels += _bar_labels(point, y, left, scale, share=True)
        bars += _row_bars(point, y, left, scale)
    axis = Stroke(points=((left, top - 2), (left, floor)), role="axis")
    return Drawing(height=floor + 4, bars=tuple(bars), strokes=(axis,), labels=tuple(labels))


def _row_bars(point: Point, y: float, left: float, scale: float) -> list[Bar]:
    if point.count is None:
        return []
    parts = point.parts or (point.count,)
    roles = [f"part{index}" for index in range(len(parts))] if point.parts else ["plain"]
    bars, x = [], left
    for part, role in zip(parts, roles, strict=True):
        bars.append(Bar(x=x, y=y + 4, width=part * scale, height=_ROW - 8, role=role))
        x += part * scale
    return bars


def _bar_labels(point: Point, y: float, left: float, scale: float, *, share: bool) -> list[Label]:
    if point.count is None:
        words, x = "withheld", left
    else:
        words = print_number(point.count) + (f" · {point.rate_text}" if share and point.rate_text else "")
        x = left + point.count * scale
    name = shortened(point.label, NORMAL, left - 12)
    return [
        Label(x=left - 10, y=y + _ROW / 2 + 4.5, text=name, anchor="end", size=NORMAL),
        Label(x=x + 6, y=y + _ROW / 2 + 4, text=words, role="muted" if point.count is None else "ink"),
    ]
