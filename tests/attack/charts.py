"""Charts measured back: does anything stand in them that no table shows?"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from tests.attack.published import Published

_SVG = "{http://www.w3.org/2000/svg}"
_LEAST_TICKS = 2
_LEAST_HEIGHT = 12  # bars are higher than the squares of a legend
_GAP = 6


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What stands in a drawing."""

    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    points: tuple[tuple[float, float], ...]


def read_chart(svg: str) -> Chart:
    """Read a drawing's texts, rectangles and points."""
    root = ElementTree.fromstring(svg)
    texts = [
        Text(float(item.get("x", 0)), float(item.get("y", 0)), "".join(item.itertext()))
        for item in root.iter(f"{_SVG}text")
    ]
    boxes = [box for item in root.iter(f"{_SVG}path") if (box := _box(item.get("d", "")))]
    points = [(float(item.get("x", 0)), float(item.get("y", 0))) for item in root.iter(f"{_SVG}use")]
    return Chart(tuple(texts), tuple(boxes), tuple(points))


def _box(path: str) -> Box | None:
    found = re.fullmatch(r"M (\S+) (\S+) L (\S+) (\S+) L (\S+) (\S+) L (\S+) (\S+) z", path)
    if not found:
        return None
    numbers = [float(item) for item in found.groups()]
    xs, ys = numbers[::2], numbers[1::2]
    if len(set(xs)) != 2 or len(set(ys)) != 2:
        return None
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def scale_of(ticks: Sequence[tuple[float, float]], place: float) -> float | None:
    """Return the value at a place, from the ticks around it; the axis may be one of logarithms."""
    found = sorted(ticks)
    if len(found) < _LEAST_TICKS:
        return None
    (first, low), (last, high) = found[0], found[-1]
    middle = [low + (high - low) * (at - first) / (last - first) for at, _ in found]
    is_even = all(
        abs(guess - value) <= 0.02 * abs(high - low) for guess, (_, value) in zip(middle, found, strict=True)
    )
    if is_even or min(low, high) <= 0:
        return low + (high - low) * (place - first) / (last - first)
    return low * math.exp(math.log(high / low) * (place - first) / (last - first))


def funnel_points(chart: Chart) -> list[tuple[float, float]]:
    """Return issues and percentages at the points of a funnel plot."""
    upright = _ticks(chart, r"\d+%", lambda item: (item.x, item.y - 5.75))
    level = _ticks(chart, r"[\d,]+", lambda item: (item.y, item.x))
    return [
        (count, percent)
        for x, y in chart.points
        if (count := scale_of(level, x)) is not None and (percent := scale_of(upright, y)) is not None
    ]


def _ticks(
    chart: Chart, form: str, placed: Callable[[Text], tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return places and values of an axis: those of its texts that stand in one line."""
    lines: dict[float, list[tuple[float, float]]] = {}
    for item in chart.texts:
        if re.fullmatch(form, item.words):
            line, place = placed(item)
            lines.setdefault(line, []).append((place, float(item.words.rstrip("%").replace(",", ""))))
    return max(lines.values(), key=len, default=[])


def shown_points(table: Published) -> list[tuple[float, float]]:
    """Return issues and percentages of the rows that a table shows."""
    return [
        (float(issues), float(percent))
        for line in table.lines
        for issues, percent in [(line.figures.get("issues"), line.figures.get("percent_overturned"))]
        if isinstance(issues, int | float) and isinstance(percent, int | float)
    ]


def longest_boxes(chart: Chart) -> tuple[list[float], float]:
    """Return the lengths of bars, and the length of one counted: a bar's figure stands at its end."""
    bars = [box for box in chart.boxes if box.height > _LEAST_HEIGHT]
    ends: dict[float, float] = {}
    for box in bars:
        ends[box.y] = max(ends.get(box.y, 0), box.x + box.width)
    start = min(box.x for box in bars)
    top = min(ends)
    (figure,) = [
        float(text.words.split(" ")[0].replace(",", ""))
        for text in chart.texts
        if abs(text.x - ends[top] - _GAP) < 1 and top < text.y < top + 20
    ]
    return [box.width for box in bars], (ends[top] - start) / figure
