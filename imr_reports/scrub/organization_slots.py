"""A word behind "seen at", "denied by", "stocker at" → the name that stands there, plain words or not.

Behind such a cue a row of capitals is a name even where each of its words is plain ("Back On Track"); without
capitals, or in a line of them, a row is one when it is made as businesses name themselves.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.explained import is_shouted, titles
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.organization_runs import ABBREVIATED, closes, is_opening, organization_terms
from imr_reports.scrub.words import (
    CLINICAL,
    COMMON,
    DRUG,
    ENGLISH,
    FIRST,
    FORM,
    NAME,
    SERVICE,
    TERM,
    TOWN,
    Reading,
    is_clear_name,
)
from imr_reports.vocabulary import safe
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

_LONGEST = 6
_WITHIN = frozenset(
    {"on", "of", "the", "and", "for", "in", "to", "at", "by", "de", "la", "del", "las", "los", "y", "n"}
)
_JOIN = re.compile(r"[ ]{1,2}(?:\r?\n)?|[ ]?\r?\n[ ]?|[ ]?[&+'’][ ]?(?:\r?\n)?|-(?:\r?\n)?|['’]s?[ ]|\.[ ]?")
_ENDS = re.compile(r"\s(?:[a-z(]|\Z)|[,.;)]")
_BESIDE = re.compile(r"[,;][ \n]{1,2}|[,;]?[ ]\d\)[ ]?|\s?/\s?|[ ]&[ ]")
_BEHIND = re.compile(r"[,.;)/\n]|\s(?:and|or|then|\d\))\b|\s*\Z")
_DATED = re.compile(
    r"[/-]\d{1,4},?\s\Z|\d,\s(?:19|20)\d\d,?\s\Z|(?i:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2},?\s)\Z"
)
_TITLES = frozenset({"dr", "drs", "attorney", "nurse", "mr", "ms", "mrs"})
_DEPARTMENTS = frozenset(
    {
        "er",
        "ed",
        "icu",
        "pacu",
        "work",
        "home",
        "night",
        "court",
        "school",
        "church",
        "spanish",
        "collections",
        "mass",
        "college",
    }
)


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    words = read_sets("names", "slots")
    at = words["work"] | words["occupations"] | words["care_at"]
    return {
        "at": at,
        "by": words["care_by"] | words["payers_by"] | {"employed", "hired", "contracted"},
        "to": words["care_to"],
        "for": words["work"] | words["occupations"],
        "with": words["occupations"] | {"employed", "employment", "position", "job", "contracted"},
        "from": words["care_by"]
        | {"laid", "fired", "terminated", "hired", "discharged", "retired", "dispatched"},
        "of": words["occupations"] - {"lead", "line", "partner", "owner"} | {"employee", "steward", "member"},
    }


def slots(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the names of organizations behind cues, as (first word, index behind the last)."""
    cues, holders = _cues(), read_sets("names", "slots")["holders"]
    for p, lower in enumerate(reading.lowers[:-1]):
        if lower in cues:
            told = p > 0 and _is_told(reading, p, cues[lower])
        else:
            told = lower in holders and _introduces(reading, p)
        if not told or guards.is_quiet(reading.text, reading.starts[p]):
            continue
        first = p + 2 if reading.lowers[p + 1] in {"the", "is", "was"} and p + 2 < len(reading) else p + 1
        if "\n\n" in reading.gap(first - 1) or (first > p + 1 and reading.gap(p + 1).strip()):
            continue
        if span := _name_in(reading, p, first):
            yield span


def siblings(reading: Reading, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the names that stand beside a found one in a list ("Peak Rehab, Target and Stonecreek")."""
    taken = {first for first, _ in spans}
    for _, end in spans:
        last = end
        while (
            last < len(reading)
            and _stands_beside(reading, last)
            and not is_shouted(reading, last - 1, last + 1)
        ):
            first = last + (reading.lowers[last] in {"and", "or"})
            if first >= len(reading) or first in taken or not reading.is_capitalized(first):
                break
            span = None if is_opening(reading, first) else _capitalized(reading, 0, first)
            if span is None or not _BEHIND.match(reading.text, reading.tails[span[1] - 1]):
                break
            yield span
            last = span[1]


def doers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield rows of capitals that do what businesses do ("Eagle Eye read the films")."""
    deeds = read_sets("names", "slots")["deeds"]
    if deeds.isdisjoint(reading.vocabulary):
        return
    for i, lower in enumerate(reading.lowers):
        if lower not in deeds or reading.is_capitalized(i) or i < 2 or reading.gap(i - 1) != " ":
            continue
        first = i - 1
        while (
            first > 0
            and i - first < _LONGEST
            and reading.gap(first - 1) == " "
            and _goes_on(reading, first - 1)
        ):
            first -= 1
        own = [j for j in range(first, i) if reading.is_capitalized(j) and _is_own(reading, j)]
        if own and i - first > 1 and reading.is_capitalized(i - 1) and not _is_person(reading, 0, first, i):
            yield first, i


def _goes_on(reading: Reading, j: int) -> bool:
    return reading.is_capitalized(j) and not is_opening(reading, j) and not reading.is_all_capitals(j)


def _stands_beside(reading: Reading, i: int) -> bool:
    joined = reading.lowers[i] in {"and", "or"} and reading.gap(i - 1) in {" ", ", "}
    return (joined or bool(_BESIDE.fullmatch(reading.gap(i - 1)))) and not reading.is_all_capitals(i)


def _is_told(reading: Reading, p: int, expected: frozenset[str]) -> bool:
    """Return whether "at", "by" and the like stand behind a word of work, care or payment, or a name."""
    if reading.gap(p - 1).strip(" \n\r.") or reading.gap(p).strip():
        return False
    if reading.lowers[p - 1] in expected:
        return True
    if reading.lowers[p] == "with" and reading.lowers[p - 1] in {"is", "was"}:
        return p > 1 and reading.lowers[p - 2] in expected
    if (
        p > 2
        and reading.lowers[p - 3] in expected
        and reading.is_capitalized(p - 1)
        and reading.is_capitalized(p - 2)
    ):
        return reading.lowers[p] in {"at", "of"}
    if reading.lowers[p] == "at" and (
        _DATED.search(reading.text, max(0, reading.starts[p] - 14), reading.starts[p])
    ):
        return True
    kinds = reading.kinds[p - 1]
    named = reading.is_capitalized(p - 1) and (is_clear_name(kinds) or not kinds)
    titled = p > 1 and reading.lowers[p - 2] in _TITLES and reading.is_capitalized(p - 1)
    named = named or (
        reading.is_capitalized(p - 1) and reading.lowers[p - 1] in position_words("credential_ends")
    )
    return (reading.lowers[p] == "at" and (named or titled)) or (reading.lowers[p] == "of" and titled)


def _introduces(reading: Reading, p: int) -> bool:
    """Return whether "the carrier, X", "his employer (X)" or "the employer is X" follows."""
    gap = reading.gap(p)
    if gap in {", ", " (", ",\n"}:
        return True
    return gap == " " and reading.lowers[p + 1] in {"is", "was"} and reading.gap(p + 1) == " "


def _name_in(reading: Reading, p: int, first: int) -> tuple[int, int] | None:
    if reading.is_capitalized(first) and not is_shouted(reading, first - 1, first + 1):
        return _capitalized(reading, p, first)
    if reading.is_capitalized(first) == reading.is_capitalized(p):
        return _uncapitalized(reading, first)
    return None


def _capitalized(reading: Reading, p: int, first: int) -> tuple[int, int] | None:
    first, end = _run(reading, first, listed=p == 0)
    own = [j for j in range(first, end) if _is_own(reading, j)]
    if not own or _is_person(reading, p, first, end):
        return None
    if end - first == 1:
        return (first, end) if _stands_alone(reading, p, first) else None
    if own == [first] and reading.kinds[first] & (DRUG | FORM):
        return None
    return first, end


def _run(reading: Reading, first: int, *, listed: bool) -> tuple[int, int]:
    """Return a row of capitalized words and small words inside it; who is named before "of" stays out."""
    end = first + 1
    while end < len(reading) and end - first < _LONGEST and _follows(reading, end):
        if listed and reading.lowers[end] == "and":
            break
        step = _behind_small_words(reading, end)
        if not reading.is_capitalized(step) or (step > end and not _holds(reading, first, end, step)):
            break
        if step > end and reading.lowers[end] == "of" and _begins_person(reading, first, end):
            first = step
        if step == end and is_opening(reading, step) and reading.lowers[step] not in _WITHIN:
            break
        end = step + 1
    while end - first > 1 and _cannot_end(reading.lowers[end - 1]):
        end -= 1
    return first, end


def _follows(reading: Reading, end: int) -> bool:
    gap = reading.gap(end - 1)
    if "." in gap and not (reading.is_initial(end - 1) or reading.lowers[end - 1] in ABBREVIATED):
        return False
    return _JOIN.fullmatch(gap) is not None


def _behind_small_words(reading: Reading, end: int) -> int:
    step = end
    while (
        step < min(end + 2, len(reading) - 1) and reading.lowers[step] in _WITHIN and reading.gap(step) == " "
    ):
        step += 1
    return step


def _cannot_end(lower: str) -> bool:
    return lower not in {"first", "on"} and (lower in _WITHIN or is_stop(lower))


def _holds(reading: Reading, first: int, end: int, step: int) -> bool:
    """Return whether small words hold a name together: in capitals, or before a word of no service."""
    small = reading.lowers[end]
    if all(reading.is_capitalized(j) for j in range(end, step)):
        return True
    if small in {"in", "to", "at", "by", "for"} or reading.kinds[step] & TERM:
        return small == "and" and (closes(reading, step) or closes(reading, end - 1))
    if small == "on":
        return not any(_is_own(reading, j) for j in range(first, end)) and bool(
            _ENDS.match(reading.text, reading.tails[step])
        )
    return small != "and" or closes(reading, end - 1) or reading.gap(end) == " "


def _is_own(reading: Reading, j: int) -> bool:
    """Return whether a capitalized word belongs to no title, service, drug or level."""
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if lower in {"first", "on", "off", "track", "west", "east", "north", "south"}:
        return True
    if lower in {"md", "rx"} and j + 1 < len(reading) and reading.gap(j) == " ":
        return closes(reading, j + 1) and reading.is_capitalized(j + 1)
    if reading.is_initial(j) or is_stop(lower) or lower in _DEPARTMENTS or lower in safe.state_words():
        return False
    return (not kinds & TERM and lower not in titles()) or bool(kinds & TOWN and not kinds & SERVICE)


def _is_person(reading: Reading, p: int, first: int, end: int) -> bool:
    """Return whether a row reads like a person's name: another recognizer decides on it."""
    if reading.lowers[p] == "at":
        return False
    return end - first <= 3 and all(
        reading.is_initial(j) or is_clear_name(reading.kinds[j]) or not reading.kinds[j]
        for j in range(first, end)
    )


def _begins_person(reading: Reading, first: int, end: int) -> bool:
    """Return whether a person is named before "of" ("Rosa Quill of Athens Administrators")."""
    return (
        1 < end - first <= 4
        and bool(reading.kinds[first] & FIRST and not reading.kinds[first] & TERM)
        and any(is_clear_name(reading.kinds[j]) for j in range(first, end))
    )


def _stands_alone(reading: Reading, p: int, i: int) -> bool:
    kinds, lower = reading.kinds[i], reading.lowers[i]
    if len(lower) < 4 or reading.is_all_capitals(i) or lower.endswith(("day", "ing", "tion")):
        return False
    before = reading.lowers[p - 1]
    words = read_sets("names", "slots")
    if reading.lowers[p] == "by" and before in words["payers_by"]:
        return True
    if reading.lowers[p] in {"to", "by", "from"} and kinds & (NAME | COMMON) and not kinds & (ENGLISH | TOWN):
        return False
    return not kinds & (FORM | SERVICE | DRUG | CLINICAL)


def _uncapitalized(reading: Reading, first: int) -> tuple[int, int] | None:
    """Return a row of small words, or of capitals in a line of them, that is made like a business's name."""
    end = first
    while (
        end < len(reading)
        and end - first < 5
        and (not is_stop(reading.lowers[end]) or _joins_closings(reading, first, end))
        and (reading.lowers[end] not in _WITHIN or _joins_closings(reading, first, end))
    ):
        end += 1
        if (
            not _JOIN.fullmatch(reading.gap(end - 1))
            or "." in reading.gap(end - 1)
            or "\n" in reading.gap(end - 1)
        ):
            break
    for last in range(end, first + 1, -1):
        if not _is_closing(reading.lowers[last - 1]):
            continue
        before = range(first, last - 1)
        if any(_is_of_business(reading, j) for j in before) or (
            len(before) > 1 and reading.is_all_capitals(first) and _is_plain_word(reading.kinds[first])
        ):
            return first, last
    return None


def _is_plain_word(kinds: int) -> bool:
    return bool(kinds & ENGLISH) and not kinds & (FORM | SERVICE | DRUG | CLINICAL)


def _joins_closings(reading: Reading, first: int, j: int) -> bool:
    """Return whether "and" joins two closing words within a row ("Tidewater Pain and Spine")."""
    if reading.lowers[j] != "and" or not first < j < len(reading) - 1:
        return False
    return _is_closing(reading.lowers[j - 1]) and _is_closing(reading.lowers[j + 1])


def _is_closing(lower: str) -> bool:
    terms = organization_terms()
    return lower in read_sets("names", "slots")["closings"] or lower in terms["strong"] | terms["weak"]


def _is_of_business(reading: Reading, j: int) -> bool:
    kinds, lower = reading.kinds[j], reading.lowers[j]
    if lower in read_sets("names", "slots")["brand"]:
        return True
    return is_clear_name(kinds) or bool(kinds & TOWN and not kinds & TERM)
