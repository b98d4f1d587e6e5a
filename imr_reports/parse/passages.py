"""Offsets of a letter → passages, without the white space and page furniture at their edges."""

import re

from imr_reports.records.identified import Passage
from imr_reports.vocabulary.headings import form

_SPACE = re.compile(r"\s+")
_EDGE = " \t\n\r\f\v\xa0\ufeff\u200b\u2028\u2029"


def collapse(text: str) -> str:
    """Return text with every run of white space as one blank, none at its ends."""
    return _SPACE.sub(" ", text).strip()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space and page furniture (running feet, page numbers) at its edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    foot = max(text.rfind("\n", start, end), text.rfind("\f", start, end))
    if foot > 0 and _beside_page_break(text, start, end, foot) and _is_furniture(text[foot + 1 : end]):
        return trim(text, start, foot)
    return start, end


def _beside_page_break(text: str, start: int, end: int, foot: int) -> bool:
    # A bare number that ends a passage is furniture only where a page ends too.
    return "\f" in text[foot : min(len(text), end + 4)] or (text[end:].strip() == "" and start < foot)


def _is_furniture(line: str) -> bool:
    return len(line) < 120 and form("furniture").search(line) is not None


def passage(text: str, start: int, end: int) -> Passage | None:
    """Return the trimmed passage, or None where nothing but white space stands there."""
    start, end = trim(text, max(start, 0), min(end, len(text)))
    if start >= end:
        return None
    return Passage(text=text[start:end], start=start, end=end)
