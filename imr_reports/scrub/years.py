"""Text → the years that it states: of a date, and about when it was written."""

import re

_FULL_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)|(?<=\d[/.-])(?:19|20)\d{2}(?=\d)")
# Two figures are a year behind an apostrophe or behind a day and a month, and nowhere else: "October 29",
# "Nov 15" name a day, "Aug-16" may.
_SEP = r"\s*[/.|_‐‑–—-]\s*"
_SHORT_YEAR = re.compile(
    rf"(?:['’‘`]\s?|(?<!\d)\d{{1,2}}{_SEP}(?:\d{{1,2}}|[IVX]{{1,4}}){_SEP}"
    r"|(?<!\d)\d{1,2}[ ]?(?:st|nd|rd|th)?[\s./-]{0,3}(?:of[ ])?[A-Za-z]{3,9}\.?[\s./-]{0,3}"
    r"|[A-Za-z]{3,9}\.?[-/]\d{1,2}[-/])(?P<year>\d{2})\s*\Z",
    re.IGNORECASE,
)
# A month and two figures that no day has.
_MONTH_AND_YEAR = re.compile(r"\s*\d{1,2}\s*/\s*(?P<year>3[2-9]|[4-9]\d)\s*\Z")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LAST_SHORT_YEAR_OF_THIS_CENTURY = 39
_FIRST_LETTERS, _LAST_LETTERS = 2013, 2040


def written_in(text: str) -> int:
    """Return about when a letter was written: the latest plausible year that it names."""
    return _latest_named(text) or _FIRST_LETTERS


def latest_year(text: str) -> int:
    """Return the last year that a date of a letter can have: one after the latest that it names in full."""
    named = _latest_named(text)
    return named + 1 if named else _LAST_LETTERS


def _latest_named(text: str) -> int | None:
    years = (int(match[0]) for match in _ANY_YEAR.finditer(text))
    return max((year for year in years if _FIRST_LETTERS <= year <= _LAST_LETTERS), default=None)


def year_of(date_text: str) -> int | None:
    """Return the year that a date states, or None: "3/4/13" → 2013, "11/15" → None, "Oct 29" → None.

    Of a range or list the last year counts.
    """
    if years := _FULL_YEAR.findall(date_text):
        return int(years[-1])
    short = _SHORT_YEAR.search(date_text) or _MONTH_AND_YEAR.match(date_text)
    return in_full(int(short["year"])) if short else None


def in_full(short_year: int) -> int:
    """Return the year that two digits stand for: 13 → 2013, 71 → 1971."""
    return short_year + (2000 if short_year <= _LAST_SHORT_YEAR_OF_THIS_CENTURY else 1900)
