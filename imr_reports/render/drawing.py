"""Marks on a plane → one SVG image; the few shapes that all charts are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from fontTools.ttLib import TTFont

from imr_reports.render.numerals import print_number
from imr_reports.resources import templates_folder

WIDTH = 680.0
SMALL, NORMAL = 11.5, 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A filled rectangle; `role` names its colour in `chart.svg.j2`."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    role: str
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A circle, filled unless it is `hollow`."""

    x: float
    y: float
    role: str
    hollow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line of text; `anchor` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = SMALL
    role: str = "ink"
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All marks of a chart, by kind, in the order in which they are painted."""

    height: float
    bars: tuple[Bar, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    width: float = WIDTH


class Canvas:
    """Collects the marks of a chart; y grows downward."""

    def __init__(self) -> None:
        self._bars: list[Bar] = []
        self._strokes: list[Stroke] = []
        self._dots: list[Dot] = []
        self._labels: list[Label] = []

    def bar(self, x: float, y: float, width: float, height: float, *, role: str) -> None:
        """Add a filled rectangle."""
        self._bars.append(Bar(x=x, y=y, width=width, height=height, role=role))

    def line(self, *points: tuple[float, float], role: str, dashed: bool = False) -> None:
        """Add a line through points."""
        self._strokes.append(Stroke(points=points, role=role, dashed=dashed))

    def dot(self, x: float, y: float, role: str, *, hollow: bool = False) -> None:
        """Add a dot."""
        self._dots.append(Dot(x=x, y=y, role=role, hollow=hollow))

    def label(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        role: str = "ink",
        size: float = SMALL,
        bold: bool = False,
    ) -> None:
        """Add a line of text on a base line."""
        self._labels.append(Label(x=x, y=y, text=text, anchor=anchor, role=role, size=size, bold=bold))

    def key(self, entries: Sequence[tuple[str, str]], x: float, y: float) -> None:
        """Add a key to the parts of stacked bars."""
        for role, text in entries:
            self.bar(x, y - 9, 10, 10, role=role)
            self.label(x + 15, y, text)
            x += 33 + text_width(text, SMALL)

    def scale(
        self, ticks: Sequence[float], *, left: float, right: float, floor: float, unit: float, sign: str = ""
    ) -> None:
        """Add horizontal grid lines with their values; `unit` is the height of one."""
        for tick in ticks:
            y = floor - tick * unit
            self.line((left, y), (right, y), role="axis" if tick == 0 else "grid")
            self.label(left - 8, y + 4, f"{print_number(tick)}{sign}", anchor="end", role="muted")

    def drawing(self, height: float) -> Drawing:
        """Return what was drawn."""
        return Drawing(
            height=height,
            bars=tuple(self._bars),
            strokes=tuple(self._strokes),
            dots=tuple(self._dots),
            labels=tuple(self._labels),
        )


@cache
def _advances() -> dict[int, float]:
    font = TTFont(BytesIO((templates_folder() / "fonts" / "BulletinSans-Regular.woff2").read_bytes()))
    widths, units = font["hmtx"], font["head"].unitsPerEm
    return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def text_width(text: str, size: float) -> float:
    """Return the width of a line in the report's type; a character that it lacks counts as one em."""
    advances = _advances()
    return size * sum(advances.get(ord(character), 1.0) for character in text)


def shortened(text: str, size: float, room: float) -> str:
    """Return the text cut to a width, with an ellipsis where it was cut."""
    kept = " ".join(text[:400].split())
    if text_width(kept, size) <= room and len(text) <= 400:
        return kept
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """Return the text in one line or, broken between words, in two; what a second one can't hold is cut."""
    if text_width(text[:400], size) <= room:
        return (shortened(text, size, room),)
    first, rest = "", text[:400].split()
    while rest and text_width(f"{first} {rest[0]}".strip(), size) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    return (first, shortened(" ".join(rest), size, room)) if first else (shortened(text, size, room),)


def axis_ticks(largest: float, wanted: int = 4) -> Sequence[float]:
    """Return round values from 0 to the first at or above the largest, 1, 2 or 5 times 10ⁿ apart."""
    if largest <= 0:
        return (0.0, 1.0)
    rough = largest / wanted
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    count = 1
    while step * count < largest:
        count += 1
    return tuple(step * index for index in range(count + 1))
