"""Grid → a heat map: each cell coloured by its value, and the value in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_reports.render.drawing import WIDTH, Drawing, Sheet, draw_boxes
from imr_reports.render.grid import Grid, Square
from imr_reports.render.lettering import NORMAL, SMALL, text_width, wrapped
from imr_reports.render.palette import FAINT, HEAT, INK, MUTED, PAPER
from imr_reports.statistics.clusters import FEWEST_COMPARED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS, MOST_COLUMNS = 14, 9
_LEAST_LEFT, _MOST_LEFT, _GAP = 120.0, 190.0, 1.5
_WIDEST = 110.0
_HEAD = 10.5
_HEAD_LINE = 12.0
# From this step on, light words are read better than dark ones.
_DEEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where the cells of a heat map are: its left edge and top, and how wide and high a cell is."""

    left: float
    top: float
    wide: float
    height: float


def draw_heat(grid: Grid) -> Drawing:
    """Draw the cells; one that is withheld is hatched, one that rests on few has no colour."""
    widest = max(text_width(name[:80], NORMAL) for name in grid.rows) + 14
    left = min(max(widest, _LEAST_LEFT), _MOST_LEFT)
    wide = min(_WIDEST, (WIDTH - left) / len(grid.columns))
    heads = [wrapped(name, _HEAD, wide - 3, lines=3) for name in grid.columns]
    has_two_lines = any(square.below for row in grid.squares for square in row)
    frame = _Frame(
        left=left,
        top=36.0 + _HEAD_LINE * max(len(head) for head in heads),
        wide=wide,
        height=38.0 if has_two_lines else 25.0,
    )
    floor = frame.top + frame.height * len(grid.rows)
    sheet = Sheet(floor + 24)
    _name_sides(sheet, grid, frame, heads)
    axes = sheet.panel(
        left,
        frame.top,
        left + wide * len(heads),
        floor,
        x=(0, wide * len(heads)),
        y=(floor - frame.top, 0),
    )
    most = max((square.value or 0 for row in grid.squares for square in row if not square.is_few), default=0)
    for index, squares in enumerate(grid.squares):
        for column, square in enumerate(squares):
            box = (wide * column, frame.height * index, wide, frame.height)
            _draw_square(axes, square, box, most)
    _explain(sheet, grid, left, floor + 18)
    return sheet.drawing()


def _name_sides(sheet: Sheet, grid: Grid, frame: _Frame, heads: Sequence[Sequence[str]]) -> None:
    """Write what the values, the columns and the rows are."""
    room = frame.left - 10
    sheet.words(0, 12, grid.value_label, bold=True, room=room)
    sheet.words(frame.left, 12, _capital(grid.column_heading), bold=True)
    sheet.words(0, frame.top - 8, _capital(grid.row_heading), bold=True, room=room)
    for column, head in enumerate(heads):
        for place, line in enumerate(head):
            y = frame.top - 8 - _HEAD_LINE * (len(head) - 1 - place)
            sheet.words(frame.left + frame.wide * (column + 0.5), y, line, anchor="middle", size=_HEAD)
    for index, name in enumerate(grid.rows):
        size = NORMAL if len(wrapped(name, NORMAL, room)) == 1 else SMALL
        lines = wrapped(name, size, room)
        for place, line in enumerate(lines):
            y = frame.top + frame.height * (index + 0.5) + 4.5 + (place - (len(lines) - 1) / 2) * 12
            sheet.words(0, y, line, size=size)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def heat_step(value: float, most: float) -> int:
    """Return which of the steps of colour a value has."""
    return min(len(HEAT) - 1, int(len(HEAT) * value / most)) if most > 0 else 0


def _draw_square(axes: "Axes", square: Square, place: tuple[float, float, float, float], most: float) -> None:
    left, top, wide, height = place
    box = (left + _GAP, top + _GAP, wide - 2 * _GAP, height - 2 * _GAP)
    if square.is_withheld:
        _hatch(axes, box)
        return
    if square.value is None:
        return
    step = 0 if square.is_few else heat_step(square.value, most)
    draw_boxes(axes, [box], PAPER if square.is_few else HEAT[step])
    colour = MUTED if square.is_few else PAPER if step >= _DEEP else INK
    middle = top + height / 2
    lines = [(square.text, -2.0 if square.below else 4.5), (square.below, 12.0)]
    for words, down in lines:
        if words:
            axes.text(left + wide / 2, middle + down, words, ha="center", va="baseline", color=colour)


def _hatch(axes: "Axes", box: tuple[float, float, float, float]) -> None:
    """Draw slanting lines over a box."""
    left, top, wide, height = box
    step = 8.0
    for number in range(1, int((wide + height) / step) + 1):
        reach = number * step
        x1, y1 = (left + min(reach, wide), top + max(0.0, reach - wide))
        x2, y2 = (left + max(0.0, reach - height), top + min(reach, height))
        axes.plot((x1, x2), (y1, y2), color=FAINT, linewidth=1)


def _explain(sheet: Sheet, grid: Grid, x: float, y: float) -> None:
    words = []
    if grid.has_few:
        words.append(f"grey: fewer than {FEWEST_COMPARED} {grid.unit}")
    if grid.has_withheld:
        words.append("hatched: withheld")
    if words:
        sheet.words(x, y, "; ".join(words), colour=MUTED)
