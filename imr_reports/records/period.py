"""A reporting period: a run of whole calendar months."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTH = r"(?P<{0}year>\d{{4}})-(?P<{0}month>0[1-9]|1[0-2])"
_FORMS = (
    (re.compile(r"(?P<year>\d{4})"), 12),
    (re.compile(r"(?P<year>\d{4})[Hh](?P<part>[12])"), 6),
    (re.compile(r"(?P<year>\d{4})[Qq](?P<part>[1-4])"), 3),
    (re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])"), 1),
)
_RANGE = re.compile(_MONTH.format("a") + r"\.\." + _MONTH.format("b"))
_FIRST_YEAR, _LAST_YEAR = 2013, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A run of whole months, or all time.

    Attributes:
        label: the period as a folder name ("2015Q1", "2014-10..2015-03", "all").
        first: its first day, None for all time.
        last: its last day, None for all time.
    """

    label: str
    first: date | None
    last: date | None

    @property
    def months(self) -> int | None:
        """Number of calendar months, None for all time."""
        if self.first is None or self.last is None:
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def words(self) -> str:
        """The period in words, for example "January to March 2015"."""
        if self.first is None or self.last is None:
            return "all letters"
        names = calendar.month_name
        first, last = self.first, self.last
        if (first.year, first.month) == (last.year, last.month):
            return f"{names[first.month]} {first.year}"
        if first.year == last.year:
            return f"{names[first.month]} to {names[last.month]} {last.year}"
        return f"{names[first.month]} {first.year} to {names[last.month]} {last.year}"

    def covers(self, day: date | None) -> bool:
        """Return whether a day lies in the period; nothing undated does, except in `all`."""
        if self.first is None or self.last is None:
            return True
        return day is not None and self.first <= day <= self.last


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_period(text: str) -> Period:
    """Read `2015`, `2015H1`, `2015Q1`, `2015-03`, `2014-10..2015-03` or `all`.

    Raises:
        ValueError: if the text is none of these, lies outside 2013 to 2100 (IMR began in 2013), or a
            range ends before it begins.
    """
    label = text.strip()
    if label.lower() == "all":
        return Period(label="all", first=None, last=None)
    if match := _RANGE.fullmatch(label):
        part = {name: int(value) for name, value in match.groupdict().items()}
        first = date(part["ayear"], part["amonth"], 1)
        last = _last_day(part["byear"], part["bmonth"])
    else:
        first, last = _single(label)
    if last < first or not (first.year >= _FIRST_YEAR and last.year <= _LAST_YEAR):
        raise ValueError("the period must run forward within 2013 to 2100")
    return Period(label=label.upper(), first=first, last=last)


def _single(label: str) -> tuple[date, date]:
    for form, length in _FORMS:
        if match := form.fullmatch(label):
            year, part = int(match["year"]), int(match.groupdict().get("part") or 1)
            start = (part - 1) * length + 1
            return date(year, start, 1), _last_day(year, start + length - 1)
    raise ValueError("a period is 2015, 2015H1, 2015Q1, 2015-03, 2014-10..2015-03 or all")
