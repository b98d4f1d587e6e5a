"""Where an issue's heading begins, seen from its end.

Nothing marks the end of the rationale before a heading, and headings wrap, cross pages and tell stories of
several sentences. The way back goes line by line to where a paragraph can begin; a story is skipped first,
and words that close a rationale are never part of a heading.
"""

import re

from imr_reports.parse.decisions.layout import Layout, Lines, read_layout, starts_paragraph
from imr_reports.vocabulary.letters.headings import form

# A heading is some lines long; a story of a partly authorized request with long items is far below this.
_LONGEST_HEADING = 4_000
_LONGEST_INTRODUCTION = 600
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[A-Z0-9\"“(])|(?<=[a-z]{3}\.)(?=[A-Z][a-z])")
_ORIGINAL = re.compile(r"[oO0][rR][iIlL1][gG]")
_ABBREVIATED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|vs|No|Nos|St|Inc|[A-Z])|\b\d)\.$")


def first_heading_start(text: str, start: int, end: int, lines: Lines) -> int:
    """Return where the first heading of a decisions section begins; the form's own sentence is skipped."""
    intro = form("items_intro").search(text[start : min(end, start + _LONGEST_INTRODUCTION)])
    if intro is None:
        return heading_start(text, start, end, lines, read_layout(lines, start))
    first = lines.first(start + intro.end(), end)
    return first.start if first else end


def heading_start(text: str, start: int, end: int, lines: Lines, layout: Layout) -> int:
    """Return where the heading that ends at `end` begins; what stands before it is a rationale."""
    start = max(start, end - _LONGEST_HEADING)
    anchor = _story_anchor(text, start, end) or end
    own = lines.between(start, anchor)
    if not own:
        return anchor
    index = len(own) - 1
    while index > 0 and not starts_paragraph(own[index - 1], own[index], layout):
        index -= 1
    begin = own[index].start
    settled = [
        match.end()
        for match in form("settled").finditer(text, begin, anchor)
        if text[match.end() : anchor].strip()
    ]
    if settled:
        begin = settled[-1]
    # At the first line the rationale would be gone: the lines are lost, and sentences must do.
    return begin if index else _last_sentence(text, begin, anchor)


def _last_sentence(text: str, start: int, end: int) -> int:
    """Return where the last sentence of a stretch begins; for texts whose lines are lost."""
    last = start
    for match in _SENTENCE.finditer(text, start, end):
        if not _ABBREVIATED.search(text[max(start, match.start() - 8) : match.start()]):
            last = match.end()
    return last


def _story_anchor(text: str, start: int, end: int) -> int | None:
    """Return where "was the original request." stands in the heading that ends at `end`, if it does."""
    if not _ORIGINAL.search(text, start, end):
        return None
    remaining = last_match(form("remaining_item"), text, start, end)
    if remaining is None or form("settled").search(text, remaining.end(), end):
        return None
    original = last_match(form("original_request"), text, start, remaining.start())
    return original.start() if original else remaining.start()


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the last match in a stretch of text."""
    found = None
    for found in pattern.finditer(text, start, end):  # noqa: B007
        pass
    return found
