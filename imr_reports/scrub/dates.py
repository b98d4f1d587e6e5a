"""Text → dates more exact than a year, in any shape, guarded against scores, strengths, ratios and doses."""

import re

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.scrub.joined_dates import joined, whole
from imr_reports.scrub.recognizer import result_of
from imr_reports.scrub.rules import Check, RuleRecognizer
from imr_reports.vocabulary.matching.spelling import is_one_off
from imr_reports.vocabulary.months import MONTHS

_LONGEST_MONTH = 31
_LATEST_ON_SCALES = 10
_MONTHS = 12
_MISREAD = str.maketrans("OolIzZSB", "00112258")
_LONGEST_DATE = 14
# A number that goes on to the left ("1/" before "2/3/14"), but not a whole date ("3/2/14/" before "4/9/14").
_PART_BEFORE = re.compile(r"\d\s?[./⁄]\Z|\d,\Z")
_DATE_BEFORE = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)[/,]\Z")
# Three numbers that are three tries, weights or sets.
_COUNTED_BEHIND = re.compile(r"\s*(?:pounds|lbs?|kg|reps|minutes|degrees|times|sets)\b")
_COUNTED_BEFORE = re.compile(
    r"\b(?:grip|jamar|pinch|tip|key|palmar|lateral|sets\s+of|reps|repeated|repetitions|weights?|right|left)"
    r"\s?:?\s\Z",
    re.IGNORECASE,
)
_SHORTEST_BLURRED = 4
_BLURRED_MONTHS = sorted(month for month in MONTHS if len(month) >= _SHORTEST_BLURRED)
# Ordinary words one letter off a month's name.
_NO_MONTHS = frozenset(
    [
        "match",
        "marsh",
        "mach",
        "marches",
        "jury",
        "duly",
        "bully",
        "tune",
        "dune",
        "prune",
        "rune",
        "jule",
        "judy",
    ]
)
_MISREAD_LETTERS = str.maketrans("01|", "oll")
_UNIT_BEHIND = re.compile(
    r"\s?(?:mg|mcg|ml|cc|%|x\b|times|visits|sessions|weeks|days|tab|cap)", re.IGNORECASE
)
# What makes a date of "may 4" and "MARCH 4" behind it.
_DATE_CUE = re.compile(
    r"\b(?:on|seen|since|of|dated?|dtd|until|till|by|from|before|after|through|thru|between|dos|doi|dob|last|faxed"
    r"|signed|received|sent|visit|note|report|letter|injury|service|birth)\s?:?\s{1,3}\Z",
    re.IGNORECASE,
)
_MONTH_CUE = re.compile(r"\b(?:in|since|until|during)\s{1,3}\Z", re.IGNORECASE)
# The months whose names are ordinary words, with their abbreviations.
_WORD_MONTHS = frozenset({"may", "march", "mar"})
# After "May": the verb that it helps.
_VERB = re.compile(
    r"\s+(?:be|have|not|also|need|require|benefit|include|cause|help|lead|result|occur|provide)\b"
)
_JOINED_SCORE = 0.7
_SCORE_DENOMINATORS = frozenset({3, 4, 5, 10})
_DEED = re.compile(r"\b(?:re)?(?:filled|seen|dated|called|faxed|sent|billed|dispensed)\s(?:on\s)?\Z")
_SHORT_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
)
# "4/5 on 2/3": the score stands before the day.
_SCORED_ON = re.compile(r"\d/\d+\s+on\s+\Z")
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
    before = text[max(0, match.start() - _LONGEST_DATE) : match.start()]
    if not _is_day(first, second) or (_PART_BEFORE.search(before) and not _DATE_BEFORE.search(before)):
        return False
    short = len(year.strip("'’")) == 2
    if match["sep"] == "," and (short or len(match["a"]) + len(match["b"]) < 4):
        return False
    if short and (
        _COUNTED_BEHIND.match(text, match.end()) or _COUNTED_BEFORE.search(text[: match.start()][-24:])
    ):
        return False
    # "2 - 3 - 10" with blanks and a short year is more often a list than a date.
    listed = match["sep"] not in "/|." and f" {match['sep']} " in match[0]
    return not (short and listed and int(year[-2:]) < 5)


def torn_date(text: str, match: re.Match[str]) -> bool:
    """Accept numbers that make a date once the one blank that tears them is out."""
    if not re.search(r"\d\s\d", match[0]) or _UNIT_BEHIND.match(text, match.end()):
        return False
    first, second, year = (re.sub(r"\s", "", match[name]) for name in ("a", "b", "year"))
    return _is_day(int(first), int(second)) and (len(year) == 2 or year[:2] in {"19", "20"})


def torn_month(text: str, match: re.Match[str]) -> bool:
    """Accept two halves of a word that make a month's name."""
    del text
    return (match["first"] + match["rest"]).lower() in MONTHS


def blurred_month(text: str, match: re.Match[str]) -> bool:
    """Accept a word that is one letter off the name of a month, itself no word ("Match" is one)."""
    del text
    word = match["month"].lower().translate(_MISREAD_LETTERS)
    return word not in _NO_MONTHS and any(is_one_off(word, month, swapped=False) for month in _BLURRED_MONTHS)


def misread_date(text: str, match: re.Match[str]) -> bool:
    """Accept a date in which a letter stands for a digit, when at least half of it are digits."""
    del text
    numbers = match[0].translate(_MISREAD)
    if numbers == match[0] or 2 * sum(character.isdigit() for character in match[0]) < len(match[0]) - 2:
        return False
    first, second = (int(part) for part in re.split(r"[/.-]", numbers)[:2])
    return _is_day(first, second)


def misread_day(text: str, match: re.Match[str]) -> bool:
    """Accept the day of a month, with or without a year, in which a letter stands for a digit."""
    del text
    if match["year"]:
        return sum(character.isdigit() for character in match["year"]) in {2, 3}
    written = match["day"] + (match["tail"] or "")
    digits = sum(character.isdigit() for character in written)
    if digits == 0 or written.translate(_MISREAD) == written:
        return False
    # "May I", "May l", but not "June l, 2014"
    is_word = (
        not match["day"][0].isdigit() and len(match["day"]) == 1 and not (match["tail"] or "").startswith(",")
    )
    return not is_word and 1 <= int(match["day"].translate(_MISREAD)) <= _LONGEST_MONTH


def a_late_day(text: str, match: re.Match[str]) -> bool:
    """Accept two days of which one is later than the scales of pain and strength reach."""
    del text
    return any(int(day) > _LATEST_ON_SCALES for day in re.findall(r"/(\d+)", match[0]))


def not_on_a_scale(text: str, match: re.Match[str]) -> bool:
    """Refuse what could be a score, a strength or a share, up to the figures that scales and counts have."""
    del text
    first, second = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    return first > second or second > _LATEST_ON_SCALES + 2


def month_word(text: str, match: re.Match[str]) -> bool:
    """Refuse "may", "march" and "mar" that are words: no title case, no year, no ordinal."""
    month = match["month"].rstrip(".")
    if month.lower() not in _WORD_MONTHS:
        return True
    if month.istitle():
        return not (month == "May" and match[0].endswith("May") and _VERB.match(text, match.end()))
    return _dated_word(text, match, month)


def _dated_word(text: str, match: re.Match[str], month: str) -> bool:
    """Accept "may", "march" or "mar" in small letters or capitals when what stands around it dates it."""
    groups = match.groupdict()
    before = text[max(0, match.start("month") - 16) : match.start("month")]
    if groups.get("of") or re.search(r"\d\s?(?:st|nd|rd|th)\b", match[0]):
        return True
    if _MONTH_CUE.search(before) or (groups.get("day") and _DATE_CUE.search(before)):
        return True
    tail = groups.get("tail") or ""
    if not re.search(r"\d{4}|['’]\s?\d{2}", tail):
        glued = re.search(r"\d" + month, match[0]) is not None
        return bool(tail) and (glued or month.isupper())
    # "as they may in 2015" is a verb; "of may 2015", "may 2015" are not.
    return not re.search(r"\bin\s|march\s+of\s", match[0])


def not_a_common_score(text: str, match: re.Match[str]) -> bool:
    """Refuse 4/5, 7/10 and the like in a clause of pain or strength that names no score yet."""
    first, second = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    if first > second or second not in _SCORE_DENOMINATORS:
        return True
    clause = re.split(r"[.;]\s", text[max(0, match.start() - 60) : match.start()])[-1]
    if _SCORED_ON.search(clause):
        return True
    return _SCORE_NEARBY.search(clause) is None


def no_scale(text: str, match: re.Match[str]) -> bool:
    """Refuse numbers that a scale of 3, 4, 5 or 10 may have."""
    del text
    first, second = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    return first > second or second not in _SCORE_DENOMINATORS


def no_row_of_scores(text: str, match: re.Match[str]) -> bool:
    """Refuse "8/10 to 5/10", "3/5 and 4/5": scores on one scale, unless a deed stands before them."""
    scales = set(re.findall(r"/(\d+)", match[0]))
    if len(scales) > 1 or int(scales.pop()) not in _SCORE_DENOMINATORS:
        return True
    return _DEED.search(text[max(0, match.start() - 20) : match.start()]) is not None


def month_range_word(text: str, match: re.Match[str]) -> bool:
    """Refuse runs of words that are also months: "may to mar it"."""
    del text
    return all(
        match[name][0].isupper() or match[name].lower() not in _WORD_MONTHS for name in ("month", "tail")
    )


def short_month(text: str, match: re.Match[str]) -> bool:
    """Accept the short months alone of all that the pattern's letters make ("Act", "Man", "San")."""
    del text
    return match[0].lower() in _SHORT_MONTHS


CHECKS: dict[str, Check] = {
    "calendar_date": calendar_date,
    "torn_date": torn_date,
    "torn_month": torn_month,
    "blurred_month": blurred_month,
    "misread_date": misread_date,
    "misread_day": misread_day,
    "a_late_day": a_late_day,
    "not_on_a_scale": not_on_a_scale,
    "month_word": month_word,
    "not_a_common_score": not_a_common_score,
    "no_scale": no_scale,
    "no_row_of_scores": no_row_of_scores,
    "month_range_word": month_range_word,
    "short_month": short_month,
}


class LetterDateRecognizer(RuleRecognizer):
    """Presidio recognizer of dates; results are named `dates.<rule>`."""

    def __init__(self) -> None:
        super().__init__("dates", CHECKS)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Find dates, each with what belongs to it; see `RuleRecognizer.analyze`."""
        results = super().analyze(text, entities, nlp_artifacts)
        for result in results:
            result.start, result.end = whole(text, result.start, result.end)
        if not entities or "DATE" in entities:
            taken = {(result.start, result.end) for result in results}
            spans = sorted(set(joined(text, taken)) - taken)
            results += [result_of(("DATE", *span, _JOINED_SCORE), "dates.joined", self.id) for span in spans]
        return results
