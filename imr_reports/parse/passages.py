"""Offsets of a letter → passages, without the white space and page furniture at their edges."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from imr_reports.records.identified import Passage
from imr_reports.vocabulary.letters.headings import form

_SPACE = re.compile(r"\s+")
# Two blanks or more, or one that is no plain blank; begins with a plain set, which is fast to skip to.
_GAP = re.compile(r"\s(?:\s+|(?<=[^ ]))")
_LINE_AFTER = re.compile(r"\s*([^\n\r\f]*\S)")
_LONGEST_FURNITURE = 120
_EDGE = " \t\n\r\f\v\xa0\ufeff\u200b\u2028\u2029"


def collapse(text: str) -> str:
    """Return text as one line without the feet and heads of pages within it."""
    if "\f" in text:
        text = one_line(text, 0, len(text)).text
    return _SPACE.sub(" ", text).strip()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space and page furniture (running feet, page numbers) at its edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    foot = max(text.rfind("\n", start, end), text.rfind("\f", start, end))
    if foot > 0 and _beside_page_break(text, start, end, foot) and is_furniture(text[foot + 1 : end]):
        return trim(text, start, foot)
    return start, end


def _beside_page_break(text: str, start: int, end: int, foot: int) -> bool:
    # A bare number that ends a passage is furniture only where a page ends too.
    return "\f" in text[foot : min(len(text), end + 4)] or (text[end:].strip() == "" and start < foot)


def is_furniture(line: str) -> bool:
    """Return whether a line is a running foot or head of a page."""
    return len(line) < 120 and form("furniture").search(line) is not None


def passage(text: str, start: int, end: int) -> Passage | None:
    """Return the trimmed passage, or None where nothing but white space stands there."""
    start, end = trim(text, max(start, 0), min(end, len(text)))
    if start >= end:
        return None
    return Passage(text=text[start:end], start=start, end=end)


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a letter as one line: white space collapsed, page furniture left out.

    Attributes:
        text: the line.
        places: offsets in the line at which a piece of the letter begins, ascending; the first is 0.
        sources: where each of these pieces begins in the letter.
    """

    text: str
    places: tuple[int, ...]
    sources: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the letter that a stretch of the line stands for."""
        return self._source(start), self._source(end - 1) + 1 if end > start else self._source(start)

    def _source(self, offset: int) -> int:
        piece = bisect_right(self.places, offset) - 1
        return self.sources[piece] + offset - self.places[piece]


def one_line(text: str, start: int, end: int) -> Line:
    """Return a stretch of a letter as one line that knows the way back."""
    pieces: list[str] = []
    places: list[int] = []
    sources: list[int] = []
    length, cursor = 0, start
    for begin, stop in [*_cuts(text, start, end), (end, end)]:
        piece = text[cursor:begin]
        if piece:
            if pieces:
                pieces.append(" ")
                length += 1
            places.append(length)
            sources.append(cursor)
            pieces.append(piece)
            length += len(piece)
        cursor = stop
    return Line("".join(pieces), tuple(places) or (0,), tuple(sources) or (start,))


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what a line leaves out: white space that is more than a blank, and feet and heads of pages."""
    last = start
    for match in _GAP.finditer(text, start, end):
        begin, stop = match.span()
        if begin < last:
            continue
        if "\f" in match.group():
            begin, stop = _with_furniture(text, max(last, start), begin, stop, end)
        last = stop
        yield begin, stop


def _with_furniture(text: str, first: int, begin: int, stop: int, end: int) -> tuple[int, int]:
    """Return a page break with the foot before it and the head behind it, where there are such."""
    foot = max(text.rfind("\n", first - 1, begin), text.rfind("\r", first - 1, begin)) + 1
    if foot >= first and is_furniture(text[foot:begin]):
        begin = foot
    head = _LINE_AFTER.match(text, stop, end)
    if head and is_furniture(head[1]):
        stop = head.end()
        while stop < end and text[stop].isspace():
            stop += 1
    return begin, stop
