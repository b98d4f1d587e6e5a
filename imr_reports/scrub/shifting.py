"""Dates as written → their days, and the same dates some days later, in the shape in which they were."""

import calendar
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import date, timedelta

from imr_reports.scrub.years import in_full

MOST_WEEKS = 25
"""Dates move by up to so many weeks, to either side, and by one at least."""

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)}|{'|'.join(name[:3] for name in _MONTHS)}|sept)(?![a-z]))"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s{1,3})?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?P<ordinal>st|nd|rd|th))?"
_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
_JOINT = r"\s{0,3}[/⁄.,_|\\‐‑–—−-]\s{0,3}"
_SHAPES = tuple(
    re.compile(_WEEKDAY + shape, re.IGNORECASE)
    for shape in (
        rf"(?P<first>\d{{1,2}}){_JOINT}(?P<second>\d{{1,2}}){_JOINT}['’]?{_YEAR}",
        rf"(?P<first>\d{{1,2}})\s(?P<second>\d{{1,2}})\s{_YEAR}",
        rf"(?P<year>(?:19|20)\d\d){_JOINT}(?P<number>\d{{1,2}}){_JOINT}(?P<day>\d{{1,2}})",
        r"(?P<year>(?:19|20)\d\d)(?P<number>\d\d)(?P<day>\d\d)",
        r"(?P<number>\d\d)(?P<day>\d\d)(?P<year>(?:19|20)\d\d)",
        rf"{_MONTH}[\s.,/-]{{0,4}}(?:the\s)?{_DAY}[\s,./-]{{1,4}}(?:(?:of|in)\s)?['’]?{_YEAR}",
        rf"(?:the\s{{1,3}})?{_DAY}[\s.,/-]{{0,3}}(?:(?:day\s)?of\s{{0,3}})?{_MONTH}[\s.,/-]{{0,4}}(?:(?:of|in)\s)?['’]?{_YEAR}",
        rf"(?P<year>(?:19|20)\d\d)[\s,./-]{{1,2}}{_MONTH}[\s.,/-]{{1,3}}{_DAY}",
    )
)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def shift_of(key: bytes, reference: str) -> timedelta:
    """Return by how much the dates of a case move: whole weeks, so that weekdays stay.

    Args:
        key: the secret; who has it can move the dates back.
        reference: the case's random reference.

    Raises:
        ValueError: if there is no key, or no reference: all cases would move alike.
    """
    if not key or not reference:
        raise ValueError("dates are shifted by a key and a reference")
    drawn = int.from_bytes(hmac.new(key, reference.encode(), hashlib.sha256).digest()[:8], "big")
    weeks = drawn % (2 * MOST_WEEKS) - MOST_WEEKS
    return timedelta(weeks=weeks if weeks < 0 else weeks + 1)


def day_of(written: str) -> date | None:
    """Return the day that a date states in full, None where it states none or several."""
    match = _matched(written)
    return _day(match) if match else None


def days_from(start: date | None, written: str) -> int | None:
    """Return how many days after another a date stands, None where either is not known to the day."""
    day = day_of(written)
    return (day - start).days if day and start else None


def moved(written: str, by: timedelta) -> str | None:
    """Return a date some days later, in the shape in which it is written; None where that can't be done."""
    match = _matched(written)
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    later = day + by
    names = _names_of_numbers(match)
    padded = any(match[name][:1] == "0" for name in names.values()) or match[0].isdigit()
    parts: dict[str, str] = {
        names["day"]: _number(later.day, padded=padded or _is_glued(match)),
        "year": f"{later.year:04d}"[-len(match["year"]) :],
    }
    if "month" in names:
        parts[names["month"]] = _number(later.month, padded=padded)
    groups = match.groupdict()
    if groups.get("month"):
        parts["month"] = _month_like(match, later.month)
    if groups.get("ordinal"):
        parts["ordinal"] = _like(_ordinal(later.day), match["ordinal"])
    return _with(written, match, parts)


def _matched(written: str) -> re.Match[str] | None:
    return next((match for shape in _SHAPES if (match := shape.fullmatch(written))), None)


def _names_of_numbers(match: re.Match[str]) -> dict[str, str]:
    """Return which groups hold the day and the month in figures; 3/4 is March 4, 14/3 the 14th of March."""
    groups = match.groupdict()
    if "first" in groups:
        month_first = int(match["first"]) <= 12
        return {"month": "first", "day": "second"} if month_first else {"month": "second", "day": "first"}
    return {"month": "number", "day": "day"} if "number" in groups else {"day": "day"}


def _day(match: re.Match[str]) -> date | None:
    names = _names_of_numbers(match)
    year = int(match["year"])
    month = int(match[names["month"]]) if "month" in names else _month_number(match["month"])
    try:
        return date(year if len(match["year"]) == 4 else in_full(year), month, int(match[names["day"]]))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _is_glued(match: re.Match[str]) -> bool:
    """Return whether day and month's name stand together as computers write them ("05NOV2016")."""
    groups = match.groupdict()
    return bool(groups.get("month")) and match.end("day") == match.start("month")


def _number(value: int, *, padded: bool) -> str:
    return f"{value:02d}" if padded else str(value)


def _month_like(match: re.Match[str], month: int) -> str:
    name, full = match["month"], _MONTHS[month - 1]
    whole = len(name) == len(_MONTHS[_month_number(name) - 1])
    # "May" is short where a period or a day stands at it.
    is_short = not whole or _is_glued(match) or match.string[match.end("month") :][:1] == "."
    return _like(full[:3] if is_short else full, name)


def _like(word: str, model: str) -> str:
    """Return a word in the case of another."""
    change: Callable[[str], str] = (
        str.upper if model.isupper() else str.lower if model.islower() else str.capitalize
    )
    return change(word)


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else _ORDINALS.get(day % 10, "th")


def _with(written: str, match: re.Match[str], parts: dict[str, str]) -> str:
    pieces: list[str] = []
    position = 0
    for name in sorted(parts, key=match.start):
        pieces += (written[position : match.start(name)], parts[name])
        position = match.end(name)
    return "".join([*pieces, written[position:]])
