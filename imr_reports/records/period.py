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
_NAMES_OF_LENGTHS = {12: "year", 6: "half year", 3: "quarter", 1: "month"}
_LABELS = {12: "{year}", 6: "{year}H{part}", 3: "{year}Q{part}"}


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

    @property
    def before(self) -> "Period | None":
        """The period of the same length that ends where this one begins; None where IMR had not begun."""
        return self._earlier(self.months) if self.months else None

    @property
    def year_before(self) -> "Period | None":
        """The same months a year before; None for more than a year, which would overlap, and for all time."""
        return self._earlier(12) if self.months and self.months <= 12 else None

    @property
    def before_words(self) -> str:
        """What the period before is called, such as "the quarter before"."""
        return f"the {_NAMES_OF_LENGTHS.get(self.months or 0, f'{self.months} months')} before"

    @property
    def month_keys(self) -> tuple[str, ...]:
        """Its months in order, as "2015-03"; none for all time."""
        if self.first is None:
            return ()
        start = _month_number(self.first)
        return tuple(
            f"{number // 12}-{number % 12 + 1:02d}" for number in range(start, start + (self.months or 0))
        )

    @property
    def canonical_label(self) -> str:
        """Its name, the same for periods of the same months: "2015Q1" also for "2015-01..2015-03"."""
        if self.first is None or self.months is None:
            return self.label
        return _run_of_months(_month_number(self.first), self.months).label

    @property
    def is_calendar(self) -> bool:
        """Whether it is a month, a quarter, a half or a whole year.

        Of two such periods one holds the other, or they share no month.
        """
        return (
            self.first is not None
            and self.months in _NAMES_OF_LENGTHS
            and (self.first.month - 1) % self.months == 0
        )

    def overlaps(self, other: "Period") -> bool:
        """Return whether any day lies in both periods; all time overlaps everything."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return True
        return self.first <= other.last and other.first <= self.last

    def ending_here(self, months: int) -> "Period | None":
        """Return the period of some months with the same end, from the beginning of IMR at most."""
        if self.last is None:
            return None
        last = _month_number(self.last)
        first = max(last - months + 1, _FIRST_YEAR * 12)
        return _run_of_months(first, last - first + 1)

    def _earlier(self, months: int | None) -> "Period | None":
        if self.first is None or self.months is None or months is None:
            return None
        start = _month_number(self.first) - months
        return _run_of_months(start, self.months) if start >= _FIRST_YEAR * 12 else None


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _run_of_months(start: int, length: int) -> Period:
    """Return a period by its first month, counted from year 0, and its length, named as users name it."""
    end = start + length - 1
    first, last = date(start // 12, start % 12 + 1, 1), _last_day(end // 12, end % 12 + 1)
    part = start % 12 // length + 1
    if length == 1:
        label = f"{first:%Y-%m}"
    elif length in _LABELS and start % length == 0:
        label = _LABELS[length].format(year=first.year, part=part)
    else:
        label = f"{first:%Y-%m}..{last:%Y-%m}"
    return Period(label=label, first=first, last=last)


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


def compared_period(period: Period, choice: str) -> Period | None:
    """Return the period that a report's changes are told against; None for none.

    Args:
        period: that of the report.
        choice: "before", "year-before", "none", or a period.

    Raises:
        ValueError: if the choice is no period, or overlaps the report's own.
    """
    match choice.strip().lower():
        case "none":
            return None
        case "before":
            return period.before
        case "year-before":
            return period.year_before
        case _:
            other = parse_period(choice)
    if period.overlaps(other):
        raise ValueError(f"a report on {period.label} can't be compared with {other.label}: they overlap")
    return other


def _single(label: str) -> tuple[date, date]:
    for form, length in _FORMS:
        if match := form.fullmatch(label):
            year, part = int(match["year"]), int(match.groupdict().get("part") or 1)
            start = (part - 1) * length + 1
            return date(year, start, 1), _last_day(year, start + length - 1)
    raise ValueError("a period is 2015, 2015H1, 2015Q1, 2015-03, 2014-10..2015-03 or all")
