"""What stands in a drawing: its words, boxes, marks and lines, read back from the SVG that a reader gets."""

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from imr_reports.render.drawing import Drawing
from imr_reports.render.lettering import text_width

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Words:
    text: str
    left: float
    right: float
    baseline: float
    size: float
    colour: str

    def overlaps(self, other: "Words") -> bool:
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.baseline - 0.7 * self.size < other.baseline
            and other.baseline - 0.7 * other.size < self.baseline
        )


@dataclass(frozen=True)
class Shape:
    """A box, a line or a mark, by its extent."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str
    stroke: str
    name: str = ""
    points: tuple[tuple[float, float], ...] = ()

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Drawn:
    words: tuple[Words, ...]
    boxes: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    marks: tuple[Shape, ...]

    @property
    def texts(self) -> list[str]:
        return [words.text for words in self.words]


def read_drawing(drawing: Drawing) -> Drawn:
    root = ElementTree.fromstring(drawing.svg)
    paths = [_path(element) for element in root.findall(f"{_SVG}path")]
    return Drawn(
        words=tuple(_words(element) for element in root.iter(f"{_SVG}text")),
        boxes=tuple(shape for shape in paths if shape.fill != "none"),
        lines=tuple(shape for shape in paths if shape.fill == "none"),
        marks=tuple(_mark(element) for element in root.iter(f"{_SVG}use")),
    )


def _words(element: ElementTree.Element) -> Words:
    text, size, x = element.text or "", float(element.get("font-size")), float(element.get("x"))
    width = text_width(text, size, bold=element.get("font-weight") == "600")
    left = {"start": x, "middle": x - width / 2, "end": x - width}[element.get("text-anchor")]
    return Words(text, left, left + width, float(element.get("y")), size, element.get("fill"))


def _path(element: ElementTree.Element) -> Shape:
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", element.get("d"))]
    points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    xs, ys = zip(*points, strict=True)
    extent = (min(xs), min(ys), max(xs), max(ys))
    return Shape(*extent, element.get("fill") or "#000000", element.get("stroke") or "none", points=points)


def _mark(element: ElementTree.Element) -> Shape:
    x, y = float(element.get("x")), float(element.get("y"))
    return Shape(x, y, x, y, element.get("fill"), element.get("stroke"), element.get(_HREF))


def assert_all_fits(drawing: Drawing) -> None:
    """Nothing is cut off at the edges, and no words stand on others."""
    found = read_drawing(drawing)
    for label in found.words:
        assert label.left >= -1, label
        assert label.right <= drawing.width + 1, label
        assert label.size * 0.75 <= label.baseline <= drawing.height - 2, label
    for shape in (*found.boxes, *found.lines, *found.marks):
        assert -1 <= shape.left <= shape.right <= drawing.width + 1, shape
        assert -1 <= shape.top <= shape.bottom <= drawing.height + 1, shape
    for one, other in combinations(found.words, 2):
        assert not one.overlaps(other), (one, other)
