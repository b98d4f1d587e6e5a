"""Text → dates more exact than a year, in any shape, guarded against scores, strengths, ratios and doses."""

import re

from imr_reports.scrub.rules import Check, RuleRecognizer

_LONGEST_MONTH = 31
_MONTHS = 12
# The months whose names are ordinary words, with their abbreviations.
_WORD_MONTHS = frozenset({"may", "march", "mar"})
_SCORE_DENOMINATORS = frozenset({4, 5, 10})
_SCORE_NEARBY = re.compile(
    r"\b(?:pain|vas|nrs|scor\w+|scale|rat(?:ed|ing|es)|levels?|strength|motor|power|reflex\w*|severity|intensity)\b",
    re.IGNORECASE,
)


def _is_day(first: int, second: int) -> bool:
    """Return whether two numbers make a day of a month, in either order."""
    return (1 <= first <= _MONTHS and 1 <= second <= _LONGEST_MONTH) or (
        1 <= second <= _MONTHS and 1 <= first <= _LONGEST_MONTH
    )


def calendar_date(text: str, match: re.Match[str]) -> bool:
    """Accept numbers that make a date; of dotted and three-part shapes, those that nothing else has."""
    first, second, year = int(match["a"]), int(match["b"]), match["year"]
    if not _is_day(first, second):
        return False
    short = len(year.strip("'’")) == 2
    if match["sep"] == "." and short:
        return 5 <= int(year[-2:]) <= 30 and len(match[0]) >= len("1.1.13")
    if short and re.match(
        r"\s*(?:pounds|lbs?|kg|reps|minutes|degrees|times|sets)\b", text[match.end() :][:12]
    ):
        return False
    # "2 - 3 - 10" with blanks and a short year is more often a list than a date.
    return not (short and " " in match[0] and "\n" not in match[0] and int(year[-2:]) < 5)


def misread_date(text: str, match: re.Match[str]) -> bool:
    """Accept a date in which a letter stands for a digit, when most of it are digits."""
    del text
    if sum(character.isdigit() for character in match[0]) * 2 <= len(match[0]) - 2:
        return False
    numbers = match[0].translate(str.maketrans("OolIzZSB", "00112258"))
    first, second, _ = re.split(r"[/-]", numbers)
    return _is_day(int(first), int(second)) and numbers != match[0]


def month_word(text: str, match: re.Match[str]) -> bool:
    """Refuse "may", "march" and "mar" that are words: small letters or capitals with no year and no ordinal."""
    month = match["month"].rstrip(".")
    if month.lower() not in _WORD_MONTHS or month.istitle():
        return True
    groups = match.groupdict()
    if groups.get("of") or re.search(r"\d\s?(?:st|nd|rd|th)\b", match[0]):
        return True
    tail = groups.get("tail") or ""
    glued = re.search(r"\d" + month, match[0]) is not None
    if not re.search(r"\d{4}|['’]\s?\d{2}", tail):
        return bool(tail) and (glued or month.isupper())
    # "as they may in 2015" is a verb; "of may 2015", "may 2015" are not.
    return not re.search(r"\bin\s|march\s+of\s", match[0])


def not_a_common_score(text: str, match: re.Match[str]) -> bool:
    """Refuse 4/5, 7/10 and the like where the clause speaks of pain or strength."""
    first, second = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    if first > second or second not in _SCORE_DENOMINATORS:
        return True
    clause = re.split(r"[.;]\s", text[max(0, match.start() - 60) : match.start()])[-1]
    return _SCORE_NEARBY.search(clause) is None


CHECKS: dict[str, Check] = {
    "calendar_date": calendar_date,
    "misread_date": misread_date,
    "month_word": month_word,
    "not_a_common_score": not_a_common_score,
}


class DateRecognizer(RuleRecognizer):
    """Presidio recognizer of dates; results are named `dates.<rule>`."""

    def __init__(self) -> None:
        super().__init__("dates", CHECKS)
