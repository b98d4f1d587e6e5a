"""Dates as letters write them → calendar days, or the fact that a date is impossible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_NAME = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS if name != "may") + "|may|sept)"
_SEPARATOR = r"\s{0,3}[/\-‐-–.]\s{0,3}"
_DATE = re.compile(
    rf"""(?<![\d/.\-])(?:
      (?P<y1>(?:19|20)\d\d){_SEPARATOR}(?P<m1>\d{{1,2}}){_SEPARATOR}(?P<d1>\d{{1,2}})(?![\d/])
    | (?P<m2>\d{{1,2}}){_SEPARATOR}(?P<d2>\d{{1,2}}){_SEPARATOR}(?P<y2>(?:19|20|21)\d\d|\d\d)(?!\d|[/\-]\d)
    )
    | (?<![A-Za-z])(?P<m3>{_NAME})\.?\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s{{0,2}},?\s{{0,3}}(?P<y3>(?:19|20|21)\d\d)(?!\d)
    | (?<!\d)(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s{{1,3}})?(?P<m4>{_NAME})\.?\s{{0,2}},?\s{{0,3}}(?P<y4>(?:19|20|21)\d\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a letter; `value` is None where no such day exists."""

    value: date | None
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
    """Yield every full date (day, month and year) of a stretch of text, in order."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        yield WrittenDate(_value(match), match.start(), match.end())


def _value(match: re.Match[str]) -> date | None:
    form = next(number for number in "1234" if match[f"y{number}"] is not None)
    month_text = match[f"m{form}"]
    month = int(month_text) if month_text.isdigit() else _MONTH_NUMBER[month_text[:3].lower()]
    try:
        return date(_year(match[f"y{form}"]), month, int(match[f"d{form}"]))
    except ValueError:
        return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    # Two digits: nobody was injured before 1950 whose treatment is reviewed after 2013.
    return year + (1900 if year >= 50 else 2000)
