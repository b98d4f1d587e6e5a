"""Marks and words on a sheet → one SVG drawing by matplotlib, the same bytes for the same marks."""

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal

from imr_reports.render.lettering import SMALL, WEIGHTS, shortened, text_width
from imr_reports.render.numerals import print_number
from imr_reports.render.palette import GRID, INK, MUTED, PAPER, PARTS, PLAIN
from imr_reports.render.series import Series
from imr_reports.render.vector import lean_svg
from imr_reports.resources import templates_folder

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 680.0
_SWATCH, _LONGEST = 33.0, 80
_DOTS_PER_INCH = 72  # so that a point of matplotlib's is a px of the drawing


_ANCHORS: dict[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
_STYLE: dict[Any, Any] = {
    "font.family": ["Bulletin Sans"],
    "font.size": SMALL,
    "text.color": INK,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "imr_reports",
    "path.simplify": False,
    "axes.facecolor": "none",
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "grid.color": GRID,
    "grid.linewidth": 1.0,
    **{f"{axis}.{name}": 0.0 for axis in ("xtick", "ytick") for name in ("major.size", "minor.size")},
    **{f"{axis}.labelcolor": MUTED for axis in ("xtick", "ytick")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A finished drawing: light colours, type by name."""

    svg: str
    width: float
    height: float


@contextmanager
def drawing_style() -> Iterator[None]:
    """Let all that is drawn within look alike, whatever a reader's own settings of matplotlib say."""
    _load_type()
    import matplotlib  # noqa: PLC0415

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        yield


@cache
def _load_type() -> None:
    """Make the report's type known to matplotlib."""
    # What it logs tells of folders of this machine.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    # Only a report that has charts pays for loading matplotlib.
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    for name in WEIGHTS.values():
        fontManager.addfont(templates_folder() / "fonts" / name)


class Sheet:
    """A sheet of fixed width, measured in px from its top left corner, with panels of their own scales."""

    def __init__(self, height: float) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415

        self.height = height
        self._figure = Figure(figsize=(WIDTH / _DOTS_PER_INCH, height / _DOTS_PER_INCH), dpi=_DOTS_PER_INCH)
        self._figure.patch.set_visible(False)

    def panel(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        x: tuple[float, float],
        y: tuple[float, float],
    ) -> "Axes":
        """Add a panel without frame or ticks that shows a stretch of x and of y."""
        axes = self._figure.add_axes(
            (
                left / WIDTH,
                1 - bottom / self.height,
                (right - left) / WIDTH,
                (bottom - top) / self.height,
            )
        )
        axes.patch.set_visible(False)
        axes.set(xlim=x, ylim=y, xticks=(), yticks=())
        return axes

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        colour: str = "",
        size: float = SMALL,
        bold: bool = False,
        room: float = WIDTH,
    ) -> float:
        """Add a line of text on a base line; in ink, unless a colour is given.

        What there is no room for, or what would pass the edge of the sheet, is cut.

        Returns:
            The width of the line.
        """
        to_edge = {"start": WIDTH - x, "middle": 2 * min(x, WIDTH - x), "end": x}[anchor]
        fitting = shortened(text, size, min(room, to_edge), bold=bold)
        self._figure.text(
            x / WIDTH,
            1 - y / self.height,
            fitting,
            ha=_ANCHORS[anchor],
            va="baseline",
            color=colour or INK,
            size=size,
            weight=600 if bold else 400,
        )
        return text_width(fitting, size, bold=bold)

    def at(self, axes: "Axes", x: float, y: float) -> tuple[float, float]:
        """Return where a place of a panel is on the sheet."""
        across, up = axes.transData.transform((x, y))
        return float(across), self.height - float(up)

    def key(
        self,
        entries: Sequence[tuple[str, str]],
        x: float,
        y: float,
        *,
        within: tuple[float, float] = (0.0, WIDTH),
    ) -> None:
        """Add a key to colours on a base line.

        Args:
            entries: colour and words of each.
            x: where it begins, or farther left where there is no room for it.
            y: the base line.
            within: how far left and right it may reach; what there is no room for is cut.
        """
        left, right = within
        width = sum(_SWATCH + text_width(words[:_LONGEST], SMALL) for _, words in entries)
        each = WIDTH if width <= right - left else (right - left) / len(entries) - _SWATCH
        x = max(left, min(x, right - width))
        from matplotlib.collections import PolyCollection  # noqa: PLC0415

        for colour, text in entries:
            edges = ((x, y - 9), (x + 10, y - 9), (x + 10, y + 1), (x, y + 1))
            corners = [(across / WIDTH, 1 - down / self.height) for across, down in edges]
            swatch = PolyCollection([corners], facecolor=colour, edgecolor="none")
            swatch.set_transform(self._figure.transFigure)
            self._figure.add_artist(swatch)
            x += _SWATCH + self.words(x + 15, y, text, room=each)

    def drawing(self) -> Drawing:
        """Return what was drawn."""
        sink = StringIO()
        with warnings.catch_warnings():
            # The reader's own type steps in for a sign that ours lacks.
            warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
            self._figure.savefig(sink, format="svg", metadata={"Date": None})
        return Drawing(svg=lean_svg(sink.getvalue(), WIDTH, self.height), width=WIDTH, height=self.height)


def round_ticks(largest: float, wanted: int = 4) -> list[float]:
    """Return round values from 0 to the first at or above the largest."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    end = largest or 1.0
    ticks = [float(tick) for tick in MaxNLocator(wanted, steps=[1, 2, 5, 10]).tick_values(0, end)]
    last = next(place for place, tick in enumerate(ticks) if tick >= end)
    return [tick for tick in ticks[: last + 1] if tick >= 0]


def above_column(axes: "Axes", text: str, place: tuple[float, float], up: float, *, shift: float = 0) -> None:
    """Write words some px above a place of a panel, in its middle."""
    axes.annotate(text, place, (shift, up), textcoords="offset points", ha="center", va="baseline")


def grade_height(axes: "Axes", ticks: Sequence[float], sign: str = "") -> None:
    """Draw grid lines at some heights of a panel, each with its value."""
    decimals = 1 if any(tick != int(tick) for tick in ticks) else 0
    axes.set_yticks(ticks, [f"{print_number(tick, decimals)}{sign}" for tick in ticks])
    axes.grid(axis="y")


def draw_boxes(
    axes: "Axes",
    boxes: Sequence[tuple[float, float, float, float]],
    colour: str,
    *,
    behind: bool = False,
) -> None:
    """Draw filled boxes of one colour, each (left, bottom, width, height) in the panel's own measures.

    Args:
        axes: the panel.
        boxes: the boxes.
        colour: of all of them.
        behind: whether the grid is drawn over them.
    """
    from matplotlib.collections import PolyCollection  # noqa: PLC0415

    # One collection for all: matplotlib takes far longer over a patch for each.
    corners = [
        ((x, y), (x + width, y), (x + width, y + height), (x, y + height)) for x, y, width, height in boxes
    ]
    drawn = PolyCollection(corners, facecolor=colour, edgecolor="none", zorder=0 if behind else 1)
    axes.add_collection(drawn, autolim=False)


def draw_dots(
    axes: "Axes",
    places: Sequence[tuple[float, float]],
    *,
    colour: str = PARTS[1],
    hollow: bool = False,
    shape: str = "o",
    size: float = 7.5,
) -> None:
    """Draw a mark at each place; one that is hollow hides the line behind it."""
    if places:
        x, y = zip(*places, strict=True)
        fill = PAPER if hollow else colour
        axes.plot(x, y, shape, color=colour, markerfacecolor=fill, markersize=size, linestyle="none")


def colour_of(place: int) -> str:
    """Return the colour of a part of a stacked bar; −1 stands for a bar in one piece."""
    return PLAIN if place < 0 else PARTS[place]


def key_to_parts(series: Series) -> list[tuple[str, str]]:
    """Return the key to the parts of stacked bars, with the one of undivided counts where there are any."""
    parts = list(zip(PARTS, series.part_labels, strict=False))
    return [*parts, (PLAIN, "Parts withheld")] if parts and series.any_undivided else parts


def name_columns(sheet: Sheet, names: Sequence[str], span: tuple[float, float], y: float) -> None:
    """Write names beneath columns of equal width that fill a span: the last one, and as many as have room."""
    short = [_short_month(name) if len(names) > 6 else name for name in names]
    step = (span[1] - span[0]) / len(names)
    widest = min(max(text_width(name[:80], SMALL) for name in short), 96.0)
    every = -(-(widest + 6) // step)
    for index, name in enumerate(short):
        if (len(names) - 1 - index) % every == 0:
            middle = span[0] + step * (index + 0.5)
            sheet.words(middle, y, name, anchor="middle", room=step * every - 4)


def _short_month(label: str) -> str:
    """Return "Mar 2015" for "March 2015", and any other label as it is."""
    return re.sub(r"^([A-Z][a-z]{2})[a-z]* (\d{4})$", r"\1 \2", label)
