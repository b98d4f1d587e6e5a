"""A date that was found → what belongs to it (weekday, spoken year), and the days that a list joins to it."""

import re
from collections.abc import Iterable, Iterator

# A weekday cut short is a part of the date that follows; written whole, it is a word of the sentence.
_WEEKDAY = re.compile(
    r"(?<!\w)(?:Mon|MON|Tues?|TUES?|Weds?|WEDS?|Thu(?:rs?)?|THU(?:RS?)?|Fri|FRI|Sat|SAT|Sun|SUN)"
    r"(?:\.,?|,)?\s{1,3}\Z"
)
# A day that "and", "or", a comma or a dash joins to one that is known.
_ONE_MORE = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:and\s|or\s)?|(?:and|or|to|through|thru|until|till)\s|&\s?|[-–—]\s)\s{0,2}(?:on\s)?"
    r"(?P<hit>(?P<a>1[0-2]|0?[1-9])(?P<sep>[/-])(?P<b>3[01]|[12]\d|0?[1-9])(?![\d/-]|\.\d))"
    r"(?!(?<!/[123]\d)\s?visits?\b)"
    r"(?!\s?(?:mg|mcg|ml|cc|%|x\b|sessions?\b|weeks?\b|days?\b|times\b|months?\b|hours?\b|tab|cap"
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
_REACH_NARROWED = 34
_LARGEST_SCALE = 10
# What places a month or a season more closely belongs to it: "early May 2003", "mid-August".
_PART_OF_MONTH = re.compile(
    r"(?<!\w)(?:[Ee]arly|[Mm]id(?:dle\s+of)?|[Ll]ate|EARLY|MID|LATE)(?:\s{1,3}|-\s?)\Z"
)
_LONGEST_BEFORE = 14
_FRIDAY = re.compile(r"\b(?:Fri|FRI)(?:day|DAY)\s{1,3}\Z")
_THIRTEENTH = re.compile(r"[Tt]he\s{1,3}13th")
_ORDINAL_LETTERS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
# The year behind a day, spoken.
_SPOKEN_YEAR = re.compile(
    r",?\s{1,3}(?:of\s)?(?:two\s+thousand(?:\s+and)?|twenty|nineteen)[\s-]{1,3}(?:oh[\s-])?"
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)|(?:one|two|three|four|five|six|seven|eight|nine))\b",
    re.IGNORECASE,
)
# "June 3rd, 10th and 17th"; without the letters, only where it ends the list.
_MORE_DAYS = re.compile(
    r"(?:\s{0,2},\s{0,2}(?:and\s|or\s)?|\s{1,3}(?:and|or|to|through)\s{1,3}(?:the\s)?|\s?&\s?|\s?[-–]\s?)(?:(?:3[01]|[12]\d|[1-9])"
    r"(?:\s?(?:st|nd|rd|th)\b(?!\s(?:visit|session|rib|toe|digit|finger|metatarsal|metacarpal|injection|edition)\b)"
    r"|(?=\s{1,3}(?:home|office|clinic|follow-up)?\s{0,3}(?:visits|notes|reports|letters|exams|labs)\b)))",
)
_ENDS_IN_DAY = re.compile(
    r"[A-Za-z.,]\s{0,3}\d{1,2}(?:st|nd|rd|th)?\Z|[A-Za-z]\s\d.{0,20}\d(?:st|nd|rd|th)\Z", re.DOTALL
)
# The day of a month or the month's week that leads up to its name, and the weekday of "the 13th".
_NARROWED = re.compile(
    r"(?:\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal|1st|2nd|3rd|4th)\s(?:day|week(?:end|day)?|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s(?:of|in)\s(?:the\smonth\sof\s)?"
    r"|\b\d{1,2}(?:st|nd|rd|th)\s?[/&-]\s?"
    r"|(?<![\d/.-])(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s?(?:[/&–-]|to)\s?"
    r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s(?:of\s)?)\Z"
)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a date with what belongs to it: weekday cut short, "early", "last day of", spoken year."""
    if year := _SPOKEN_YEAR.match(text, end):
        end = year.end()
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    if text[start] not in "Tt" and (weekday := _WEEKDAY.search(before)):
        return start - len(before) + weekday.start(), end
    if text[start] in "Tt" and (friday := _FRIDAY.search(before)) and _THIRTEENTH.match(text, start):
        return start - len(before) + friday.start(), end
    if letters := _ORDINAL_LETTERS.match(text, end):
        end = letters.end()
    if text[start].isalpha():
        before = text[max(0, start - _REACH_NARROWED) : start]
        if narrowed := _PART_OF_MONTH.search(before) or _NARROWED.search(before):
            start -= len(before) - narrowed.start()
    return start, end


def joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the days that a list or a range joins to those found: "12/9 and 12/10", "June 3rd, 10th, 17th".

    "3-4" counts beside another day with hyphens, "4/5" beside any: a row of ranges or scores is no date.
    """
    for start, end in spans:
        own = _YEARLESS.match(text, start)
        plain_month = own is None and text[start].isalpha()
        yield from _behind(text, end, own, plain_month=plain_month)
        offset = max(0, start - _REACH_BEFORE)
        before = _ONE_BEFORE.search(text[offset:start])
        if before and _is_alike(before, own, plain_month=plain_month):
            yield offset + before.start("hit"), offset + before.end("hit")
        if text[start : start + 3].lower() != "the" and _ENDS_IN_DAY.search(
            text[max(0, end - _LONGEST_BEFORE) : end]
        ):
            yield start, _end_of_days(text, end)


def _behind(
    text: str, end: int, own: re.Match[str] | None, *, plain_month: bool
) -> Iterator[tuple[int, int]]:
    while (more := _ONE_MORE.match(text, end)) and _is_alike(more, own, plain_month=plain_month):
        yield more.span("hit")
        end = more.end("hit")


def _end_of_days(text: str, end: int) -> int:
    """Return where the days end that share the month of one found ("Jan 3 and 5")."""
    # The ordinal's letters may stand behind a finding that ends in its figures.
    if letters := _ORDINAL_LETTERS.match(text, end):
        end = letters.end()
    while more := _MORE_DAYS.match(text, end):
        end = more.end()
    return end


def _is_alike(found: re.Match[str], own: re.Match[str] | None, *, plain_month: bool) -> bool:
    same = own is not None and own["sep"] == found["sep"]
    late = int(found["b"]) > _LARGEST_SCALE
    return same or ((own is not None or plain_month) and (found["sep"] == "/" or late))
