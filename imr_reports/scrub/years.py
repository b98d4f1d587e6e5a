"""Text → the years that it states: of a date, and about when it was written."""

import re

_FULL_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)|(?<=\d[/.-])(?:19|20)\d{2}(?=\d)")
# The year of 3/4/13, 05NOV16, Aug '16, 11-22-<line break>16.
_SHORT_YEAR = re.compile(r"(?:[/.’'‘–—-]|[A-Za-z]\.?)\s*(\d{2})\s*\Z")
_DAY_AND_MONTH_ONLY = re.compile(r"\s*\d{1,2}\s*[/.–-]\s*\d{1,2}\s*\Z")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LAST_SHORT_YEAR_OF_THIS_CENTURY = 39
_FIRST_LETTERS, _LAST_LETTERS = 2013, 2040


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
        return in_full(int(short[1]))
    return None


def in_full(short_year: int) -> int:
    """Return the year that two digits stand for: 13 → 2013, 71 → 1971."""
    return short_year + (2000 if short_year <= _LAST_SHORT_YEAR_OF_THIS_CENTURY else 1900)
