"""A request for therapy → visits, frequency and duration."""

import re
from dataclasses import dataclass

from imr_reports.parse.passages import Line
from imr_reports.parse.requests.drugs import Named, find_named
from imr_reports.records.services import Dosing
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.matching.numerals import in_digits
from imr_reports.vocabulary.services.dosing import dosing_patterns, therapy_words

_WORD = re.compile(r"[a-z]+")
_NUMBERS = re.compile(r"\d+")
_SAYS_HOW_MUCH = re.compile(r"\d|week|month|once|twice", re.I)
_LONGEST = 1_000
_WEEKS_A_MONTH = 52 / 12
_MOST_A_WEEK = 14
_MOST_WEEKS = 156
_MOST_VISITS = 400
_ADVERBS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


@dataclass(slots=True)
class _Found:
    """What is read so far; `start` and `end` are offsets of the line."""

    text: str
    start: int
    end: int = 0
    visits: float | None = None
    per_week: float | None = None
    weeks: float | None = None

    def take(self, start: int, end: int) -> None:
        """Count a stretch as read: what stands there means nothing else."""
        self.start, self.end = min(self.start, start), max(self.end, end)
        self.text = self.text[:start] + "|" * (end - start) + self.text[end:]


def read_dosing(line: Line, about: str = "", named: Named | None = None) -> Stated[Dosing] | None:
    """Read how much of a therapy is asked for.

    Args:
        line: the request as one line.
        about: words that say what is asked for where the line doesn't, as for "additional 6".
        named: the drugs that the line names, where they are known already.

    Returns:
        None where the request is for no therapy or doesn't say how much.
    """
    text = line.text[:_LONGEST]
    if not _is_for_therapy(text, about):
        return None
    text = in_digits(_without_drugs(text, find_named(text) if named is None else named))
    if not _SAYS_HOW_MUCH.search(text):
        return None
    found = _Found(_blank(dosing_patterns()["noise"].regex, text), start=len(text))
    _read_frequency(found)
    _read_duration(found)
    _read_visits(found)
    dosing = _dosing(found)
    if dosing is None:
        return None
    start, end = line.span(found.start, found.end)
    return Stated(value=dosing, start=start, end=end)


def _is_for_therapy(text: str, about: str) -> bool:
    words = set(_WORD.findall(text.lower()))
    if not words & therapy_words("words"):
        return bool(about) and not therapy_words("words").isdisjoint(_WORD.findall(about.lower()))
    return words.isdisjoint(therapy_words("goods")) or not words.isdisjoint(therapy_words("sure"))


def _without_drugs(text: str, named: Named) -> str:
    """Return the text with the drugs and their amounts blanked: "#60" behind a drug is no count of visits."""
    for mention, amounts in named:
        blank = "|" * (min(amounts.end, len(text)) - mention.start)
        text = text[: mention.start] + blank + text[amounts.end :]
    return text


def _blank(regex: re.Pattern[str], text: str) -> str:
    return regex.sub(lambda match: "|" * len(match.group()), text)


def _search(found: _Found, name: str) -> re.Match[str] | None:
    return dosing_patterns()[name].regex.search(found.text)


def _highest(text: str) -> float:
    """Return the upper end of a number or a range."""
    return float(max(int(number) for number in _NUMBERS.findall(text)))


def _a_week(times: float, period: str) -> float:
    return times / _WEEKS_A_MONTH if period.lower().startswith("m") else times


def _in_weeks(length: float, unit: str | None) -> float:
    return length * _WEEKS_A_MONTH if (unit or "").lower().startswith("m") else length


def _read_frequency(found: _Found) -> None:
    if match := _search(found, "times_a_week"):
        times = _highest(match["freq"])
    elif match := _search(found, "adverb_a_week"):
        times = _ADVERBS[match["adverb"].lower()]
    elif match := _search(found, "every_so_often"):
        times = _highest(match["times"] or "1") / (
            2.0 if match["other"] else max(_highest(match["gap"]), 1.0)
        )
    elif match := _search(found, "count_of_periodic"):
        _read_periodic(found, match)
        return
    elif match := _search(found, "product"):
        _read_product(found, match)
        return
    elif match := _search(found, "periodic"):
        period = match["period"].lower()
        _set_frequency(found, match, _a_week(1.0, "m" if "month" in period else "w"))
        return
    else:
        return
    _set_frequency(found, match, _a_week(times, match["period"]))


def _set_frequency(found: _Found, match: re.Match[str], per_week: float) -> None:
    if per_week > _MOST_A_WEEK:
        return
    found.per_week = per_week
    found.take(*match.span())
    behind = dosing_patterns()["duration_behind_sign"].regex.search(found.text[match.end() :])
    if behind:
        found.weeks = _in_weeks(_highest(behind["length"]), behind["unit"])
        found.take(match.end(), match.end() + behind.end())


def _read_periodic(found: _Found, match: re.Match[str]) -> None:
    count = _highest(match["count"])
    found.take(*match.span())
    _read_duration(found)
    if found.weeks is not None:
        found.per_week = _a_week(count, match["period"])
    else:
        found.per_week, found.visits = _a_week(1.0, match["period"]), count


def _read_product(found: _Found, match: re.Match[str]) -> None:
    per_week, weeks = _highest(match["freq"]), _in_weeks(_highest(match["weeks"]), match["unit"])
    if per_week <= 7 and weeks <= 52:
        found.per_week, found.weeks = per_week, weeks
        found.take(*match.span())


def _read_duration(found: _Found) -> None:
    if found.weeks is None and (match := _search(found, "duration")):
        found.weeks = _in_weeks(_highest(match["length"]), match["unit"])
        found.take(*match.span())


def _read_visits(found: _Found) -> None:
    if found.visits is not None:
        return
    names = ["visits", "visits_number_last"]
    if found.per_week is None or found.weeks is None:
        names += ["marked_number", "number_of_therapy"]
    for name in names:
        match = _search(found, name)
        if match and 0 < (total := _highest(match["total"])) <= _MOST_VISITS:
            found.visits = total
            found.take(*match.span("total"))
            return


def _dosing(found: _Found) -> Dosing | None:
    per_week, weeks = found.per_week, found.weeks
    if weeks is not None and not 0 < weeks <= _MOST_WEEKS:
        weeks = None
    visits, is_computed = found.visits, False
    if visits is None and per_week is not None and weeks is not None:
        visits, is_computed = per_week * weeks, True
    if visits is None and per_week is None and weeks is None:
        return None
    return Dosing(
        visits=max(1, round(visits)) if visits is not None else None,
        per_week=round(per_week, 2) if per_week is not None else None,
        weeks=round(weeks, 1) if weeks is not None else None,
        is_computed=is_computed,
    )
