"""Text → dates more exact than a year, in any shape, guarded against scores, strengths, ratios and doses."""

import re
from collections.abc import Iterator

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.scrub.recognizer import result_of
from imr_reports.scrub.rules import Check, RuleRecognizer

_LONGEST_MONTH = 31
_MONTHS = 12
_MISREAD = str.maketrans("OolIzZSB", "00112258")
# The months whose names are ordinary words, with their abbreviations.
_WORD_MONTHS = frozenset({"may", "march", "mar"})
# After "May": the verb that it helps.
_VERB = re.compile(
    r"\s+(?:be|have|not|also|need|require|benefit|include|cause|help|lead|result|occur|provide)\b"
)
_SCORE_DENOMINATORS = frozenset({3, 4, 5, 10})
_DEED = re.compile(r"\b(?:re)?(?:filled|seen|dated|called|faxed|sent|billed|dispensed)\s(?:on\s)?\Z")
_SHORT_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
)
# "4/5 on 2/3": the score stands before the day.
_SCORED_ON = re.compile(r"\d/\d+\s+on\s+\Z")
# A weekday cut short is a part of the date that follows; written whole, it is a word of the sentence.
_WEEKDAY = re.compile(
    r"(?<!\w)(?:Mon|MON|Tues?|TUES?|Weds?|WEDS?|Thu(?:rs?)?|THU(?:RS?)?|Fri|FRI|Sat|SAT|Sun|SUN)"
    r"(?:\.,?|,)?\s{1,3}\Z"
)
# A day that "and", "or", a comma or a dash joins to one that is known.
_ONE_MORE = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:and\s|or\s)?|(?:and|or|to|through|thru|until|till)\s|&\s?|[-–—]\s)\s{0,2}(?:on\s)?"
    r"(?P<hit>(?P<a>1[0-2]|0?[1-9])(?P<sep>[/-])(?P<b>3[01]|[12]\d|0?[1-9])(?![\d/-]|\.\d))"
    r"(?!\s?(?:mg|mcg|ml|cc|%|x\b|visits?\b|sessions?\b|weeks?\b|days?\b|times\b|months?\b|hours?\b|tab|cap"
    r"|strength|motor|pain|degrees|°|on\s(?:a|the)\s(?:vas|scale|pain)))",
    re.IGNORECASE,
)
_ONE_BEFORE = re.compile(
    r"(?<![\d/.$#-])(?P<hit>(?P<a>1[0-2]|0?[1-9])(?P<sep>[/-])(?P<b>3[01]|[12]\d|0?[1-9]))"
    r"\s{0,2}(?:,\s{0,2}(?:and\s|or\s)?|(?:and|or|to|through|thru|until|till)\s|&\s?)\s{0,2}(?:on\s)?\Z",
    re.IGNORECASE,
)
_YEARLESS = re.compile(r"(?P<a>\d{1,2})(?P<sep>[/-])(?P<b>\d{1,2})")
_REACH_BEFORE = 24
_LARGEST_SCALE = 10
_JOINED_SCORE = 0.7
# What places a month or a season more closely belongs to it: "early May 2003", "mid-August".
_PART_OF_MONTH = re.compile(
    r"(?<!\w)(?:[Ee]arly|[Mm]id(?:dle\s+of)?|[Ll]ate|EARLY|MID|LATE)(?:\s{1,3}|-\s?)\Z"
)
_LONGEST_BEFORE = 14
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
    if match["sep"] in ",_" and (short or len(match["a"]) + len(match["b"]) < 4):
        return False
    if short and re.match(
        r"\s*(?:pounds|lbs?|kg|reps|minutes|degrees|times|sets)\b", text[match.end() :][:12]
    ):
        return False
    # "2 - 3 - 10" with blanks and a short year is more often a list than a date.
    listed = match["sep"] not in "/|." and f" {match['sep']} " in match[0]
    return not (short and listed and int(year[-2:]) < 5)


def misread_date(text: str, match: re.Match[str]) -> bool:
    """Accept a date in which a letter stands for a digit, when at least half of it are digits."""
    del text
    numbers = match[0].translate(_MISREAD)
    if numbers == match[0] or 2 * sum(character.isdigit() for character in match[0]) < len(match[0]) - 2:
        return False
    first, second = (int(part) for part in re.split(r"[/-]", numbers)[:2])
    return _is_day(first, second)


def misread_day(text: str, match: re.Match[str]) -> bool:
    """Accept the day of a month, with or without a year, in which a letter stands for a digit."""
    del text
    written = match["day"] + (match["tail"] or "")
    digits = sum(character.isdigit() for character in written)
    if digits == 0 or written.translate(_MISREAD) == written:
        return False
    is_word = not match["day"][0].isdigit() and len(match["day"]) == 1  # "May I", "May l"
    return not is_word and 1 <= int(match["day"].translate(_MISREAD)) <= _LONGEST_MONTH


def month_word(text: str, match: re.Match[str]) -> bool:
    """Refuse "may", "march" and "mar" that are words: no title case, no year, no ordinal."""
    month = match["month"].rstrip(".")
    if month.lower() not in _WORD_MONTHS:
        return True
    if month.istitle():
        return not (month == "May" and match[0].endswith("May") and _VERB.match(text, match.end()))
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
    """Refuse 4/5, 7/10 and the like in a clause of pain or strength that names no score yet."""
    first, second = (int(part) for part in re.findall(r"\d+", match[0])[:2])
    if first > second or second not in _SCORE_DENOMINATORS:
        return True
    clause = re.split(r"[.;]\s", text[max(0, match.start() - 60) : match.start()])[-1]
    if _SCORED_ON.search(clause):
        return True
    return _SCORE_NEARBY.search(clause) is None


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
    "misread_date": misread_date,
    "misread_day": misread_day,
    "month_word": month_word,
    "not_a_common_score": not_a_common_score,
    "no_row_of_scores": no_row_of_scores,
    "month_range_word": month_range_word,
    "short_month": short_month,
}


def _joined(text: str, results: list[RecognizerResult]) -> Iterator[tuple[int, int]]:
    """Yield the days that a list or a range joins to those found ("12/9 and 12/10", "10-24 to 11-18").

    "3-4" counts beside another day with hyphens, "4/5" beside any: a row of ranges or scores is no date.
    """
    for result in results:
        own = _YEARLESS.match(text, result.start)
        plain_month = own is None and text[result.start].isalpha()
        end = result.end
        while more := _ONE_MORE.match(text, end):
            if not _is_alike(more, own, plain_month=plain_month):
                break
            yield more.span("hit")
            end = more.end("hit")
        offset = max(0, result.start - _REACH_BEFORE)
        before = _ONE_BEFORE.search(text[offset : result.start])
        if before and _is_alike(before, own, plain_month=plain_month):
            yield offset + before.start("hit"), offset + before.end("hit")


def _is_alike(found: re.Match[str], own: re.Match[str] | None, *, plain_month: bool) -> bool:
    same = own is not None and own["sep"] == found["sep"]
    late = int(found["b"]) > _LARGEST_SCALE
    return same or ((own is not None or plain_month) and (found["sep"] == "/" or late))


class DateRecognizer(RuleRecognizer):
    """Presidio recognizer of dates; results are named `dates.<rule>`."""

    def __init__(self) -> None:
        super().__init__("dates", CHECKS)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Find dates, each with its weekday cut short or its "early"; see `RuleRecognizer.analyze`."""
        results = super().analyze(text, entities, nlp_artifacts)
        for result in results:
            before = text[max(0, result.start - _LONGEST_BEFORE) : result.start]
            if (weekday := _WEEKDAY.search(before)) and text[result.start] not in "Tt":
                result.start -= len(before) - weekday.start()
            elif text[result.start].isalpha() and (part := _PART_OF_MONTH.search(before)):
                result.start -= len(before) - part.start()
        if not entities or "DATE" in entities:
            taken = {(result.start, result.end) for result in results}
            spans = sorted(set(_joined(text, results)) - taken)
            results += [result_of(("DATE", *span, _JOINED_SCORE), "dates.joined", self.id) for span in spans]
        return results
