"""Grid → a heat map: each cell coloured by its value, and the value in it."""

from typing import TYPE_CHECKING

from imr_reports.render.drawing import FAINT, HEAT, INK, MUTED, PAPER, WIDTH, Drawing, Sheet, draw_boxes
from imr_reports.render.grid import Grid, Square
from imr_reports.render.lettering import NORMAL, SMALL, wrapped
from imr_reports.render.series import FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS, MOST_COLUMNS = 14, 9
_LEFT, _GAP = 190.0, 1.5
_WIDEST = 110.0
# From this step on, light words are read better than dark ones.
_DEEP = 4


def draw_heat(grid: Grid) -> Drawing:
    """Draw the cells; one that is withheld is hatched, one that rests on few has no colour."""
    deep = any(square.below for row in grid.squares for square in row)
    height = 38.0 if deep else 25.0
    wide = min(_WIDEST, (WIDTH - _LEFT) / len(grid.columns))
    heads = [wrapped(name, SMALL, wide - 6) for name in grid.columns]
    top = 36.0 + 13 * max(len(head) for head in heads)
    floor = top + height * len(grid.rows)
    sheet = Sheet(floor + 24)
    sheet.words(0, 12, grid.value_label, bold=True, room=_LEFT - 10)
    if grid.column_heading:
        sheet.words(_LEFT, 12, grid.column_heading.capitalize(), bold=True)
    sheet.words(0, top - 8, grid.row_heading.capitalize(), bold=True, room=_LEFT - 10)
    for column, head in enumerate(heads):
        for place, line in enumerate(head):
            y = top - 8 - 13 * (len(head) - 1 - place)
            sheet.words(_LEFT + wide * (column + 0.5), y, line, anchor="middle")
    axes = sheet.panel(
        _LEFT, top, _LEFT + wide * len(heads), floor, x=(0, wide * len(heads)), y=(floor - top, 0)
    )
    most = max((square.value or 0 for row in grid.squares for square in row if not square.is_few), default=0)
    for index, name in enumerate(grid.rows):
        lines = wrapped(name, SMALL if len(wrapped(name, NORMAL, _LEFT - 10)) > 1 else NORMAL, _LEFT - 10)
        for place, line in enumerate(lines):
            y = top + height * (index + 0.5) + 4.5 + (place - (len(lines) - 1) / 2) * 12
            sheet.words(0, y, line, size=NORMAL if len(lines) == 1 else SMALL)
        for column, square in enumerate(grid.squares[index]):
            _draw_square(axes, square, (wide * column, height * index, wide, height), most)
    _explain(sheet, grid, floor + 18)
    return sheet.drawing()


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


def _explain(sheet: Sheet, grid: Grid, y: float) -> None:
    words = []
    if grid.has_few:
        words.append(f"grey: fewer than {FEW} {grid.unit}")
    if grid.has_withheld:
        words.append("hatched: withheld")
    if words:
        sheet.words(_LEFT, y, "; ".join(words), colour=MUTED)
