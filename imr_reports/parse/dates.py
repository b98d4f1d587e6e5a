"""Dates as letters write them → calendar days, or the fact that a date is impossible."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from imr_reports.vocabulary.months import MONTHS

_NUMBER = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_YEAR = r"(?:19|20|21)\d\d(?!\d)"
_SEPARATOR = r"\s{0,3}[/\-‐-–.]\s{0,3}"
_NAME = "|".join(["may", "sept"] + [f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name != "may"])
# Each pattern begins with a plain set of characters: the engine skips to the next of them, which makes a pass
# over a letter several times faster than one that begins with a look-behind.
_FROM_DIGIT = re.compile(
    rf"""\d(?<![\d/.\-]\d)(?:
      (?<=[12])[09]\d\d{_SEPARATOR}\d{{1,2}}{_SEPARATOR}\d{{1,2}}(?![\d/])
    | \d?{_SEPARATOR}\d{{1,2}}{_SEPARATOR}(?:{_YEAR}|\d\d(?!\d))(?![/\-]\d)
    | \d?(?:st|nd|rd|th)?[\s\-]{{0,3}}(?:of\s{{1,3}})?(?i:{_NAME})\.?[\s,\-]{{0,4}}{_YEAR}
    )""",
    re.VERBOSE,
)
# A month's name can begin at every third letter of a text, a year only at a few digits: so years are looked
# for, and the month and the day before them.
_YEARS = re.compile(r"[12](?<![\d/\-.][12])(?:(?<=1)9|(?<=2)[01])\d\d(?!\d)")
_BEFORE_YEAR = re.compile(
    rf"(?<![A-Za-z])(?i:{_NAME})\.?\s{{0,3}}\d{{1,2}}(?:st|nd|rd|th)?\s{{0,2}},?\s{{0,3}}\Z"
)
_LONGEST_MONTH_AND_DAY = 24


class WrittenDate(NamedTuple):
    """A date in a letter; `value` is None where no such day exists."""

    value: date | None
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Yield every full date (day, month and year) of a stretch of text, in order."""
    stop = len(text) if end is None else end
    spans = [match.span() for match in _FROM_DIGIT.finditer(text, start, stop)]
    if named := list(_from_months(text, start, stop)):
        spans = sorted(spans + named)
    for begin, finish in spans:
        yield WrittenDate(_value(text[begin:finish]), begin, finish)


def _from_months(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for year in _YEARS.finditer(text, start, stop):
        begin = max(start, year.start() - _LONGEST_MONTH_AND_DAY)
        if match := _BEFORE_YEAR.search(text[begin : year.start()]):
            yield begin + match.start(), year.end()


def _value(written: str) -> date | None:
    numbers = _NUMBERS.findall(written)
    if len(numbers) == 3:
        year, month, day = numbers if len(numbers[0]) == 4 else (numbers[2], numbers[0], numbers[1])
    else:
        names = [
            _NUMBER[name[:3].lower()] for name in _LETTERS.findall(written) if name[:3].lower() in _NUMBER
        ]
        year, month, day = numbers[1], names[0], numbers[0]
    try:
        return date(_full_year(year), int(month), int(day))
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    # Two digits: nobody was injured before 1950 whose treatment is reviewed after 2013.
    return year + (1900 if year >= 50 else 2000)
