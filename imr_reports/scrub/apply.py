"""Text and its findings → text with a placeholder for each finding (Safe Harbor)."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from imr_reports.records.limited import EntityType, Finding

# An age above this, and a year that shows one, may not be told (45 CFR 164.514(b)(2)(i)(C)).
OLDEST_AGE = 89
CAPPED_AGE = "90+"

_PLACEHOLDERS = {
    EntityType.NAME: "[name]",
    EntityType.ORG: "[organization]",
    EntityType.LOCATION: "[place]",
    EntityType.CONTACT: "[contact]",
    EntityType.ID: "[identifier]",
    EntityType.AGE: CAPPED_AGE,
}
# What `apply_findings` writes; nothing is ever looked for in it, so scrubbing twice changes nothing.
PLACEHOLDER = re.compile(r"\[(?:name|organization|place|contact|identifier|date(?: \d{4})?)\]|\b90\+")

_FULL_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)|(?<=\d[/.-])(?:19|20)\d{2}(?=\d)")
# The year of 3/4/13, 05NOV16, Aug '16, 11-22-<line break>16.
_SHORT_YEAR = re.compile(r"(?:[/.’'‘–—-]|[A-Za-z]\.?)\s*(\d{2})\s*\Z")
_DAY_AND_MONTH_ONLY = re.compile(r"\s*\d{1,2}\s*[/.–-]\s*\d{1,2}\s*\Z")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LAST_SHORT_YEAR_OF_THIS_CENTURY = 39
_FIRST_LETTERS, _LAST_LETTERS = 2013, 2040


class Redaction:
    """A text whose findings are replaced; any stretch of it can be read.

    Args:
        text: the text that the findings index.
        findings: sorted, not overlapping.
    """

    def __init__(self, text: str, findings: Sequence[Finding]) -> None:
        oldest_year = written_in(text) - OLDEST_AGE
        self._text = text
        self._ends = [finding.end for finding in findings]
        self._replacements = [
            (finding.start, finding.end, _placeholder(finding, text, oldest_year)) for finding in findings
        ]

    def stretch(self, start: int, end: int) -> str:
        """Return the text from `start` to `end`; a finding that is cut through is replaced as a whole."""
        parts: list[str] = []
        position = start
        for first, last, placeholder in self._replacements[bisect_right(self._ends, start) :]:
            if first >= end:
                break
            parts += (self._text[position : max(position, first)], placeholder)
            position = min(last, end)
        parts.append(self._text[position:end])
        return "".join(parts)


def apply_findings(text: str, findings: Sequence[Finding]) -> str:
    """Return a text with its findings (sorted, not overlapping) replaced."""
    return Redaction(text, findings).stretch(0, len(text))


def written_in(text: str) -> int:
    """Return about when a letter was written: the latest plausible year that it names."""
    years = (int(match[0]) for match in _ANY_YEAR.finditer(text))
    return max((year for year in years if _FIRST_LETTERS <= year <= _LAST_LETTERS), default=_FIRST_LETTERS)


def year_of(date_text: str) -> int | None:
    """Return the year that a date states, or None: "3/4/13" → 2013, "11/15" → None, "Aug-2016" → 2016.

    Of a range or list the last year counts.
    """
    if years := _FULL_YEAR.findall(date_text):
        return int(years[-1])
    if _DAY_AND_MONTH_ONLY.match(date_text):
        return None
    if short := _SHORT_YEAR.search(date_text):
        year = int(short[1])
        return year + (2000 if year <= _LAST_SHORT_YEAR_OF_THIS_CENTURY else 1900)
    return None


def _placeholder(finding: Finding, text: str, oldest_year: int) -> str:
    if finding.entity_type is not EntityType.DATE:
        return _PLACEHOLDERS[finding.entity_type]
    year = year_of(text[finding.start : finding.end])
    # A year so long ago can only be the birth of someone over 89, or tell of it.
    return "[date]" if year is None or year < oldest_year else f"[date {year}]"
