"""Offsets of a letter → passages, without the white space and page furniture at their edges."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from imr_reports.records.identified import Passage
from imr_reports.vocabulary.letters.headings import form

_SPACE = re.compile(r"\s+")
# Two blanks or more, or one that is no plain blank; each begins with a plain set, which is fast to skip to.
_GAP = re.compile(r"\s(?:\s+|(?<=[^ ]))")
_BREAK = re.compile(r"[^\S ]\s*")  # the same where no two plain blanks stand together, but for one before it
_PAGE_END = re.compile(r"[\fFf](?:(?<=\f)|(?i:inal\s{1,4}Determination\s{1,4}Letter\s{1,4}for\s{1,4}IMR))")
_LINE_ENDS = "\n\r\f"
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
    if start < end and not (
        _gap(text, start, end).search(text, start, end) or _PAGE_END.search(text, start, end)
    ):
        return Line(text[start:end], (0,), (start,))
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


def _gap(text: str, start: int, end: int) -> re.Pattern[str]:
    return _BREAK if text.find("  ", start, end) < 0 else _GAP


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what a line leaves out: white space that is more than a blank, and feet and heads of pages."""
    breaks = _page_breaks(text, start, end)
    following = next(breaks, None)
    last = start
    for match in _gap(text, start, end).finditer(text, start, end):
        begin, stop = match.span()
        begin -= begin > last and text[begin - 1] == " "
        while following is not None and following[0] <= begin:
            yield following
            last = following[1]
            following = next(breaks, None)
        if begin >= last:
            last = stop
            yield begin, stop
    if following is not None:
        yield following


def _page_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ends of pages, and feet that stand alone on a line, with the white space around them."""
    last = start
    for match in _PAGE_END.finditer(text, start, end):
        begin, stop = match.span()
        if begin < last:
            continue
        if match.group() != "\f":
            begin, stop = _line_around(text, last, begin, end)
            if not is_furniture(text[begin:stop]):
                continue
        begin, stop = _without_blanks(text, last, begin, stop, end)
        foot, _ = _line_around(text, last, max(begin - 1, last), begin)
        if is_furniture(text[foot:begin]):
            begin = foot
        _, head = _line_around(text, stop, stop, end)
        if is_furniture(text[stop:head]):
            stop = head
        begin, last = _without_blanks(text, last, begin, stop, end)
        yield begin, last


def _line_around(text: str, first: int, place: int, end: int) -> tuple[int, int]:
    """Return the line on which a place stands, or the part of it that is furniture's length."""
    lowest, highest = max(first, place - _LONGEST_FURNITURE), min(end, place + _LONGEST_FURNITURE)
    begin = max(text.rfind(mark, lowest, place) for mark in _LINE_ENDS) + 1 or lowest
    ends = [found for mark in _LINE_ENDS if (found := text.find(mark, place, highest)) >= 0]
    return begin, min(ends, default=highest)


def _without_blanks(text: str, first: int, begin: int, stop: int, end: int) -> tuple[int, int]:
    while begin > first and text[begin - 1].isspace():
        begin -= 1
    while stop < end and text[stop].isspace():
        stop += 1
    return begin, stop
