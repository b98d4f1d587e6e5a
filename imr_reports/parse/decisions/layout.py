"""How a letter's lines are set → where a paragraph can begin.

Extractors leave different traces of a paragraph's end. Some end a wrapped line with a blank and a
paragraph's last line without one; some set every line apart by an empty one; some never wrap. `Layout`
finds out which traces this letter has, and `starts_paragraph` weighs them for two neighbouring lines.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from imr_reports.parse.passages import is_furniture
from imr_reports.vocabulary.letters.headings import form

_LINE = re.compile(r"[^\n\r\f]+")
_SENTENCE_ENDS = frozenset(".!?…")
_LONGEST_LINK = 16  # longer than any word or abbreviation looked for at a line's end
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|drs|mr|mrs|ms|vs|no|nos|st|jr|sr|approx|incl|i\.e|e\.g|etc|al|fig|qty|ref|dept|bid|tid|prn|"
    r"[a-z])\.|\d\.)$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:[,;&/+(:\-–—]|\b(?:and|or|of|the|with|for|to|by|at|in|on|an?|times|without|per|from|left|right|"
    r"bilateral|including|include|plus|x))$",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 1_500, 4_000  # characters around the beginning of the decisions; they tell enough
_LABEL = re.compile(
    r"(?:claims\s+administrator\s+guideline|maximus\s+guideline|decision\s+rationale)\s*:", re.IGNORECASE
)


class Line(NamedTuple):
    """One line that holds more than blanks; offsets into the letter, blanks at its ends left out."""

    start: int
    end: int
    text: str
    blank_after: bool
    newlines_before: int
    page_break_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Traces of wrapping that a letter has.

    Attributes:
        pitch: line ends between two lines of one paragraph; 0 where lines are never wrapped.
        blank_means_wrap: whether a blank at a line's end tells that its paragraph goes on.
        width: length of a full line.
    """

    pitch: int
    blank_means_wrap: bool
    width: int


class Lines:
    """The lines of a letter, without empty ones and page furniture; found when they are first asked for.

    Args:
        text: the letter.
        start: where its decisions begin; lines that stand far before are left out.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = max(0, start - _BEFORE)
        self._lines: list[Line] | None = None

    def first(self, start: int, end: int) -> Line | None:
        """Return the first line of a stretch."""
        return next(_lines(self._text, start, end), None)

    def between(self, start: int, end: int) -> list[Line]:
        """Return the lines of a stretch of the letter; those at its ends may be cut."""
        if self._lines is None:
            self._lines = list(_lines(self._text, self._start, len(self._text)))
        first = bisect_right(self._lines, start, key=_end)
        lines = self._lines[first : bisect_left(self._lines, end, key=_start)]
        if lines and lines[0].start < start:
            lines[:1] = self._cut(lines[0], start, lines[0].end)
        if lines and lines[-1].end > end:
            lines[-1:] = self._cut(lines[-1], lines[-1].start, end)
        return lines

    def _cut(self, line: Line, start: int, end: int) -> list[Line]:
        raw = self._text[start:end]
        bare = raw.strip()
        if not bare:
            return []
        start += len(raw) - len(raw.lstrip())
        has_blank = line.blank_after if end == line.end else raw[-1].isspace()
        return [line._replace(start=start, end=start + len(bare), text=bare, blank_after=has_blank)]


def _start(line: Line) -> int:
    return line.start


def _end(line: Line) -> int:
    return line.end


def _lines(text: str, first: int, stop: int) -> Iterator[Line]:
    newlines, page_break = 0, False
    last = first
    for match in _LINE.finditer(text, first, stop):
        start, end = match.span()
        gap = text[last:start]
        last = end
        if gap == "\n":
            newlines += 1
        else:
            newlines += gap.count("\n") + gap.count("\r") - gap.count("\r\n")
            page_break = page_break or "\f" in gap
        raw = text[start:end]
        bare = raw.strip()
        if not bare or ((page_break or "\f" in text[end : end + 4]) and is_furniture(bare)):
            continue
        start += len(raw) - len(raw.lstrip())
        yield Line(start, start + len(bare), bare, raw[-1].isspace(), newlines, page_break)
        newlines, page_break = 0, False


def read_layout(lines: Lines, around: int) -> Layout:
    """Find out how a letter is set, from the lines that surely go on and those that surely end.

    Args:
        lines: those of the letter.
        around: where its decisions section begins.
    """
    pitches: Counter[int] = Counter()
    wrapped_blank = wrapped = ended_blank = ended = width = 0
    for line, after in pairwise(lines.between(max(0, around - _BEFORE), around + _BEHIND)):
        if after.page_break_before:
            continue
        if _LABEL.match(after.text):
            ended += 1
            ended_blank += line.blank_after
        elif after.text[0].islower() and not _closes_sentence(line.text):
            wrapped += 1
            wrapped_blank += line.blank_after
            pitches[after.newlines_before] += 1
            width = max(width, min(len(line.text), 160))
    pitch = pitches.most_common(1)[0][0] if wrapped >= 3 else 0
    means_wrap = wrapped >= 3 and wrapped_blank >= 0.9 * wrapped and ended > 0 and ended_blank <= 0.3 * ended
    return Layout(pitch=pitch, blank_means_wrap=means_wrap, width=width)


def starts_paragraph(before: Line, line: Line, layout: Layout) -> bool:
    """Return whether `line` begins a paragraph, seen from the line before it."""
    if layout.pitch == 0 and line.newlines_before:
        return True
    if line.newlines_before > layout.pitch and not line.page_break_before:
        return True
    if _GOES_ON.search(before.text[-_LONGEST_LINK:]):
        return False
    if _ends_sentence(before.text) or (_is_settled(before.text) and not line.text[:1].islower()):
        return True
    if layout.blank_means_wrap:
        return not before.blank_after
    return len(before.text) < 0.6 * layout.width


def _ends_sentence(line: str) -> bool:
    return _closes_sentence(line) and not _ABBREVIATION.search(line[-_LONGEST_LINK:])


def _closes_sentence(line: str) -> bool:
    return line.rstrip("\"'”’)]")[-1:] in _SENTENCE_ENDS


def _is_settled(line: str) -> bool:
    """Return whether a line ends in the words that close a rationale, its full stop lost."""
    tail = line[-90:].rstrip(".") + "."
    return any(match.end() == len(tail) for match in form("settled").finditer(tail))
