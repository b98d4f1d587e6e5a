"""A text → the days, and where letters are kept also the months, that stand in it."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from imr_reports.vocabulary.months import MONTHS

Span = tuple[int, int]

_STEMS = tuple(name[:3] for name in MONTHS)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("sep(?:", "sep(?:t|")
_MONTH_WORD = re.compile(rf"(?:{_MONTH})(?![a-z])")
_ALSO_WORDS = frozenset({"may", "march", "august"})
"""Months that mean something else too: they count beside a number or a word of time."""

_NUMERIC = re.compile(
    r"(?<![\d./])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<m2>\d{1,2})\s?(?P<s>[/-])\s{0,2}(?P<d2>\d{1,2})\s?(?P=s)\s{0,2}(?P<y2>\d{4}|\d\d)"
    r"|(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})\.(?P<y3>(?:19|20)\d\d)|(?P<m4>[01]\d)\.(?P<d4>[0-3]\d)\.(?P<y4>\d\d))"
    r"(?!\d|/\d)"
)
_WORDED = re.compile(
    rf"\b(?:(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"
    # A number on the line above is a chart's label beside a month, not a day of it.
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[^\S\r\n]*(?:of\s+|-)?(?P<m2>{_MONTH})\.?,?[\s-]*(?P<y2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(
    r"(?:\bthe\s+)?(?:\b\d{1,2}(?:st|nd|rd|th)?|\b\w+(?:teenth|tieth|-?first|-?second|-?third|fourth|fifth|sixth|eighth|ninth))"
    r"\s+(?:day\s+)?(?:of\s+)?$",
    re.IGNORECASE,
)
_DAY_BEHIND = re.compile(
    r"\.?,?\s+(?:of\s+)?(?:(?:19|20)\d\d\b|['’]\d\d\b"
    r"|(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?![\d/%.]\d|[/%\d]|-?\s?(?:mg|x|times|visits|sessions|weeks|days|months))\b)"
)
_TIME_BEFORE = re.compile(
    r"\b(?:in|of|on|since|until|till|by|during|last|early|late|mid|from|through|this|next|before|after)[\s-]{1,2}$",
    re.IGNORECASE,
)
# The day on which a guideline was published, revised or looked up is nobody's date.
_GUIDELINE = re.compile(
    r"(?:updated|revised|accessed|effective|published|version|edition|retrieved)"
    r"\W{0,3}(?:on|as of|date)?\W{0,3}$",
    re.IGNORECASE,
)
_LOOK_BEHIND, _LONGEST = 26, 32


def find_days(
    text: str, lowered: str, figures: Iterable[Span], allowed: Collection[date], *, months: bool
) -> Iterator[Span]:
    """Yield where a day stands.

    Args:
        text: any text.
        lowered: the same in small letters, with the same offsets.
        figures: its stretches of figures and the signs between them.
        allowed: days that may stand.
        months: whether months and days without their year count too.
    """
    for start, end in figures:
        for match in _NUMERIC.finditer(text, start, end + 2):
            if _is_meant(text, match, allowed):
                yield match.span()
    for start, end in _month_words(lowered):
        worded = _WORDED.search(text, max(0, start - 12), end + 16)
        if worded is not None and worded.start() <= start < worded.end():
            if _is_meant(text, worded, allowed):
                yield worded.span()
        elif months and (span := _of_month(text, start, end)) and not is_of_guideline(text, span[0]):
            yield span


def _month_words(lowered: str) -> Iterator[Span]:
    for stem in _STEMS:
        at = lowered.find(stem)
        while at >= 0:
            if (not at or not lowered[at - 1].isalpha()) and (word := _MONTH_WORD.match(lowered, at)):
                yield word.span()
            at = lowered.find(stem, at + 3)


def _of_month(text: str, start: int, end: int) -> Span | None:
    """Return the stretch of a month with what belongs to it, None where another thing is meant."""
    word = text[start:end]
    before, behind = _DAY_BEFORE.search(text[max(0, start - 24) : start]), _DAY_BEHIND.match(text, end)
    full = word.lower() in MONTHS
    if not word[0].isupper() and not (before and full):
        return None
    sure = full and word.lower() not in _ALSO_WORDS
    if not sure and not before and not behind:
        timed = _TIME_BEFORE.search(text[max(0, start - 12) : start])
        if not full or timed is None:
            return None
    return (start - len(before[0]) if before else start, behind.end() if behind else end)


def is_of_guideline(text: str, start: int) -> bool:
    """Return whether a day is the one on which a guideline was published, revised or looked up."""
    return bool(_GUIDELINE.search(text[max(0, start - _LOOK_BEHIND) : start]))


def _is_meant(text: str, match: re.Match[str], allowed: Collection[date]) -> bool:
    day = _day(match)
    return day is not None and day not in allowed and not is_of_guideline(text, match.start())


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = (_first(parts, name) for name in "ymd")
    number = int(month) if month.isdigit() else _STEMS.index(month.lower()[:3]) + 1
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _first(parts: dict[str, str | None], name: str) -> str:
    return next(value for key, value in parts.items() if key[0] == name and value)
