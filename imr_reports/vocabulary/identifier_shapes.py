"""Shapes of identifiers that no published file may hold, each with an example and a counter-example.

This last look shares no pattern with the scrubber: it knows only what an identifier looks like, not how
letters are written. It runs on what is about to be published, so a hit means that a stage before it failed.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("sep(?:", "sep(?:t|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape: the type of identifier, its pattern, a text that must match and one that must not."""

    entity_type: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


def _shape(entity_type: str, pattern: str, example: str, counter_example: str) -> Shape:
    return Shape(
        entity_type=entity_type,
        pattern=re.compile(pattern, re.IGNORECASE),
        example=example,
        counter_example=counter_example,
    )


SHAPES = (
    _shape("case number", r"\bCM\s?\d{2}\s?[-–]\s?\d{5,8}\b", "CM15-0000001", "CM of 15 cases"),
    _shape("case number", r"\bADJ\s?#?\s?\d{6,9}\b", "ADJ1234567", "adjunct 5"),
    _shape("social security number", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", "000-12-3456", "12-2015"),
    _shape("e-mail address", r"[\w.+-]+@[\w-]+\.[\w.-]+", "a@example.com", "7 @ night"),
    _shape(
        "telephone number",
        r"(?<![\d.,/-])(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-.]\d{4}(?![\d-])",
        "(916) 555-0100",
        "1,200-1,300",
    ),
)

_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<m2>\d{1,2})(?P<s>[/-])(?P<d2>\d{1,2})(?P=s)(?P<y2>\d{4}|\d\d))(?![\d/-])"
)
_WORDED = re.compile(
    rf"\b(?:(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"
    # A number on the line above is a chart's label beside a month, not a day of it.
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[^\S\r\n]+(?:of\s+)?(?P<m2>{_MONTH})\.?,?\s+(?P<y2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
# The day on which a guideline was published, revised or looked up is nobody's date.
_GUIDELINE_DATE = re.compile(
    r"(?:updated|revised|accessed|effective|published|version|edition)\W{0,3}(?:on|as of)?\W{0,3}$",
    re.IGNORECASE,
)


def find_identifier(text: str, allowed: frozenset[date]) -> str | None:
    """Return the type of the first identifier in a text, or None.

    Args:
        text: the words of a file that is about to be published.
        allowed: days that the report itself names.
    """
    for shape in SHAPES:
        if shape.pattern.search(text):
            return shape.entity_type
    for pattern in (_NUMERIC, _WORDED):
        for match in pattern.finditer(text):
            day = _day(match)
            guideline = _GUIDELINE_DATE.search(text[max(0, match.start() - 24) : match.start()])
            if day is not None and day not in allowed and not guideline:
                return "date"
    return None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = (parts[name] or parts[f"{name}2"] for name in "ymd")
    number = int(month) if month.isdigit() else _month_number(month)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))
