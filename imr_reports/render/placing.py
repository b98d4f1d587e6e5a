"""Words beside marks → places for them where none stands on another, or on a mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from imr_reports.render.lettering import SMALL, text_width

_UP, _DOWN = 0.75, 0.25
"""How far a line of text reaches above and below its base line, by its size."""
_ROOM = 2.0
# Above the mark, beneath it, beside it; then a little farther off.
_OFFSETS = ((0, -9), (0, 19), (9, 4), (-9, 4), (9, -10), (-9, -10), (9, 18), (-9, 18), (0, -21), (0, 31))


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the sheet, in px from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether two boxes share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Return whether another box lies wholly within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(slots=True)
class Places:
    """Finds places for words on a part of a sheet."""

    within: Box
    taken: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)

    def keep_clear(self, points: Iterable[tuple[float, float]], reach: float = 5) -> None:
        """Keep words off marks, in px."""
        self.taken += [Box(x - reach, y - reach, x + reach, y + reach) for x, y in points]

    def keep_off_line(self, points: Sequence[tuple[float, float]]) -> None:
        """Keep words off a line through points, in px, where there is room beside it."""
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 6))
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                self.lines.append(Box(x - 1.5, y - 1.5, x + 1.5, y + 1.5))

    def place(
        self, x: float, y: float, text: str, *, across_lines: bool = False
    ) -> tuple[float, float] | None:
        """Return where words beside a mark begin, on their base line; None where there is no room for them.

        Args:
            x: of the mark, in px.
            y: of the mark, in px.
            text: the words.
            across_lines: whether they may cross a line rather than stand nowhere.
        """
        found = self._free(x, y, text, [*self.taken, *self.lines])
        if found is None and across_lines:
            found = self._free(x, y, text, self.taken)
        if found is None:
            return None
        self.taken.append(found)
        return found.left + _ROOM, found.bottom - _DOWN * SMALL

    def _free(self, x: float, y: float, text: str, taken: Sequence[Box]) -> Box | None:
        width = text_width(text, SMALL)
        for across, down in _OFFSETS:
            left = x + across - (width / 2 if across == 0 else width if across < 0 else 0)
            if across == 0:
                left = min(max(left, self.within.left + _ROOM), self.within.right - width - _ROOM)
            base = y + down
            box = Box(left - _ROOM, base - _UP * SMALL, left + width + _ROOM, base + _DOWN * SMALL)
            if self.within.holds(box) and not any(box.overlaps(other) for other in taken):
                return box
        return None


def spread_apart(heights: Sequence[float], least: float, lowest: float) -> list[float]:
    """Move heights apart until neighbours are at least so far from each other; the order stays.

    Args:
        heights: in px from the top of the sheet.
        least: how far apart they must be.
        lowest: none is moved beneath this.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = [min(height, lowest) for height in heights]
    for last, place in pairwise(order):
        moved[place] = max(moved[place], moved[last] + least)
    for number, place in enumerate(reversed(order)):
        moved[place] = min(moved[place], lowest - number * least)
    return moved
