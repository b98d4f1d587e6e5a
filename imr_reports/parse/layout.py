"""How a letter's lines are set → where a paragraph can begin.

Extractors leave different traces of a paragraph's end. Some end a wrapped line with a blank and a
paragraph's last line without one; some set every line apart by an empty one; some never wrap. `Layout`
finds out which traces this letter has, and `starts_paragraph` weighs them for two neighbouring lines.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from imr_reports.vocabulary.headings import form

_LINE = re.compile(r"[^\n\r\f]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
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
_PAGE = 3_000
_LABEL = re.compile(
    r"(?:claims\s+administrator\s+guideline|maximus\s+guideline|decision\s+rationale)\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
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


def lines_between(text: str, start: int, end: int) -> list[Line]:
    """Return the lines of a stretch of a letter, without empty lines and page furniture."""
    lines: list[Line] = []
    newlines, page_break = 0, False
    last = start
    for match in _LINE.finditer(text, start, end):
        gap = text[last : match.start()]
        last = match.end()
        newlines += gap.count("\n") + gap.count("\r") - gap.count("\r\n")
        page_break = page_break or "\f" in gap
        raw = match.group()
        bare = raw.strip()
        beside_break = page_break or "\f" in text[last : last + 4]
        if not bare or (beside_break and len(bare) < 120 and form("furniture").search(bare)):
            continue
        lead = len(raw) - len(raw.lstrip())
        begin = match.start() + lead
        lines.append(Line(begin, begin + len(bare), bare, raw[-1:].isspace(), newlines, page_break))
        newlines, page_break = 0, False
    return lines


def read_layout(text: str, around: int) -> Layout:
    """Find out how a letter is set, from the lines that surely go on and those that surely end.

    Args:
        text: the letter.
        around: where its decisions section begins; a page on both sides tells enough.
    """
    pitches: Counter[int] = Counter()
    wrapped_blank = wrapped = ended_blank = ended = width = 0
    for line, after in pairwise(
        lines_between(text, max(0, around - _PAGE), min(len(text), around + 2 * _PAGE))
    ):
        if after.page_break_before:
            continue
        if _LABEL.match(after.text):
            ended += 1
            ended_blank += line.blank_after
        elif after.text[0].islower() and not _SENTENCE_END.search(line.text):
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
    if _GOES_ON.search(before.text):
        return False
    if _ends_sentence(before.text) or (_is_settled(before.text) and not line.text[:1].islower()):
        return True
    if layout.blank_means_wrap:
        return not before.blank_after
    return len(before.text) < 0.6 * layout.width


def _ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and not _ABBREVIATION.search(line)


def _is_settled(line: str) -> bool:
    """Return whether a line ends in the words that close a rationale, its full stop lost."""
    tail = line[-90:].rstrip(".") + "."
    return any(match.end() == len(tail) for match in form("settled").finditer(tail))
