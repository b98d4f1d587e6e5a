"""A word with another meaning that is a name in this letter → whether it stands here as a name does.

How much is asked depends on how surely the word is a name of the letter at all. One that a title, a label or
credentials declared ("Dr. Long") is taken wherever a sentence gives it a person's place, at the start of a
sentence and in small letters too; one that was only guessed needs more.
"""

import re

from imr_reports.scrub import guards
from imr_reports.scrub.names import MONTHS_BORNE, WEEKDAYS_BORNE, is_stop
from imr_reports.scrub.words import DRUG, EPONYM, FORM, NAME, SERVICE, TERM, Reading, is_clear_name
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

_DATE_BEHIND = re.compile(r"\s*(?:\d|of\s+(?:19|20)\d\d|through|to\s+\w+\s+(?:19|20)\d\d)")
_DOSE_BEHIND = re.compile(
    r"\s*(?:[#(]|\d|mg\b|tablet|capsule|cream|gel\b|patch|prescription|refill|\w+\s+\d+\s?mg)"
)
_AGE_BEHIND = re.compile(r",?\s+(?:is\s+)?(?:an?\s+)?\d{2}\b(?!\s?(?:mg|%))")
_BLANK = re.compile(r"[ \t]{1,2}(?:\r?\n[ \t]{0,4})?|[ \t]?\r?\n[ \t]{0,4}")
_TO_BE_OR_HAVE = frozenset({"is", "was", "has", "had"})
_RESULTS = frozenset({"positive", "negative", "equivocal", "normal", "intact", "absent", "present", "sign"})
_DONE = frozenset({"written", "requested", "recommended", "declined", "refused"})
_NEAR = 4


def verbs() -> frozenset[str]:
    """Return verbs whose subject is a person."""
    return read_sets("names", "positions")["verbs"]


def is_name_position(reading: Reading, i: int, *, sure: bool = False) -> bool:
    """Return whether a word stands as a name does.

    Args:
        reading: the letter.
        i: a word that is also a plain word, a drug, a test or a month.
        sure: whether the letter surely has a name of that spelling.
    """
    if not reading.is_capitalized(i):
        return sure and _is_small_subject(reading, i)
    before = reading.lowers[i - 1] if i and _BLANK.fullmatch(reading.gap(i - 1)) else ""
    if _is_date(reading, i, before) or _is_result(reading, i):
        return False
    verb = acts(reading, i)
    if guards.is_eponym(reading, i) and not verb:
        return False
    initialled = i > 0 and reading.is_initial(i - 1) and reading.gap(i - 1) in (". ", ".", ".\n")
    if initialled or (sure and (_is_told_apart(reading, i) or _stands_within(reading, i))):
        return True
    if (
        reading.kinds[i] & (DRUG | SERVICE)
        or is_stop(reading.lowers[i])
        or reading.lowers[i] in WEEKDAYS_BORNE
    ):
        return _is_person_not_term(reading, i, before, verb=verb)
    return _stands_as_plain_name(reading, i, before, verb=verb)


def _stands_as_plain_name(reading: Reading, i: int, before: str, *, verb: bool) -> bool:
    possessive = reading.tails[i] != reading.ends[i]
    if verb or possessive or before in position_words("before_people"):
        return True
    if reading.is_all_capitals(i):
        return not _is_in_capitals(reading, i)
    return not reading.begins_sentence(i) and not _is_numbered(reading, i) and not _in_heading(reading, i)


def _is_date(reading: Reading, i: int, before: str) -> bool:
    owned = reading.lowers[i + 1] if i + 1 < len(reading) and reading.tails[i] != reading.ends[i] else ""
    if owned in position_words("held_roles") | {"assistant", "nurse", "office"}:
        return False
    return reading.lowers[i] in MONTHS_BORNE and (
        before in position_words("before_dates") or bool(_DATE_BEHIND.match(reading.text, reading.tails[i]))
    )


def _is_result(reading: Reading, i: int) -> bool:
    """Return whether a test named after a person has a result behind it ("Hawkins was negative")."""
    if not reading.kinds[i] & EPONYM or (acts(reading, i) and reading.lowers[i + 1] not in _TO_BE_OR_HAVE):
        return False
    for j in range(i, min(i + _NEAR, len(reading) - 1)):
        if any(mark in reading.gap(j) for mark in ".;:"):
            return False
        if reading.lowers[j + 1] in _RESULTS:
            return True
    return False


def acts(reading: Reading, i: int) -> bool:
    """Return whether a verb follows a word, or "who", or an adverb and a verb ("currently answers")."""
    if i + 1 >= len(reading):
        return False
    behind = reading.lowers[i + 1]
    if behind == "who" and reading.gap(i) in (" ", ", "):
        return True
    if reading.gap(i).strip() or reading.tails[i] != reading.ends[i]:
        return False
    if behind in position_words("then") or (behind.endswith("ly") and len(behind) > 4):
        behind = reading.lowers[i + 2] if i + 2 < len(reading) else ""
    return behind in verbs() or (behind.endswith("ed") and len(behind) > 4)


def _is_told_apart(reading: Reading, i: int) -> bool:
    """Return whether only a person can be meant: what is said of the word, its age, or where it works."""
    if _AGE_BEHIND.match(reading.text, reading.tails[i]) and not reading.kinds[i] & (DRUG | FORM):
        return True
    if (
        i + 2 >= len(reading)
        or not _BLANK.fullmatch(reading.gap(i))
        or not _BLANK.fullmatch(reading.gap(i + 1))
    ):
        return False
    behind, then = reading.lowers[i + 1], reading.lowers[i + 2]
    if behind in _TO_BE_OR_HAVE:
        deed = behind in {"has", "had"} and then in position_words("deeds") | _DONE
        return deed or then in position_words("said_of_people")
    return behind == "at" and reading.capitals[i + 2] and not reading.kinds[i] & DRUG


def _stands_within(reading: Reading, i: int) -> bool:
    """Return whether a capitalized word stands within a sentence that is written small around it."""
    if i == 0 or reading.begins_sentence(i) or reading.kinds[i] & DRUG or _is_numbered(reading, i):
        return False
    if reading.is_all_capitals(i) and (is_stop(reading.lowers[i]) or len(reading.lowers[i]) < 3):
        return False
    return not any(
        0 <= j < len(reading) and reading.capitals[j] and reading.ends[j] - reading.starts[j] > 1
        for j in (i - 1, i + 1)
    )


def _is_small_subject(reading: Reading, i: int) -> bool:
    """Return whether a word in small letters is the subject of its sentence ("hardy denies smoking")."""
    lower = reading.lowers[i]
    if is_stop(lower) or lower in MONTHS_BORNE or len(lower) < 3 or reading.tails[i] != reading.ends[i]:
        return False
    if i and not reading.begins_sentence(i):
        return reading.lowers[i - 1] == "per" and reading.gap(i).startswith(",")
    behind = reading.lowers[i + 1] if i + 1 < len(reading) and _BLANK.fullmatch(reading.gap(i)) else ""
    if behind in _TO_BE_OR_HAVE:
        return not reading.kinds[i] & TERM or _is_told_apart(reading, i)
    return behind in verbs() - position_words("auxiliaries")


def _is_person_not_term(reading: Reading, i: int, before: str, *, verb: bool) -> bool:
    within = not reading.begins_sentence(i) and not reading.is_capitalized(i - 1)
    if within and verb and not reading.kinds[i] & DRUG and not reading.is_all_capitals(i):
        return True
    if _DOSE_BEHIND.match(reading.text, reading.tails[i]) or before in position_words("before_drugs"):
        return False
    behind = reading.lowers[i + 1] if i + 1 < len(reading) else ""
    return (
        reading.tails[i] != reading.ends[i]
        or before in position_words("before_people")
        or (verb and behind not in {"is", "was", "has", "had", "and"})
    )


def _is_numbered(reading: Reading, i: int) -> bool:
    return bool(re.match(r"\s*(?:\d|#)", reading.text[reading.tails[i] : reading.tails[i] + 4]))


def _is_in_capitals(reading: Reading, i: int) -> bool:
    return any(
        0 <= j < len(reading) and reading.is_all_capitals(j) and not is_clear_name(reading.kinds[j])
        for j in (i - 1, i + 1)
    )


def _in_heading(reading: Reading, i: int) -> bool:
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(reading)]
    return any(
        reading.is_capitalized(j)
        and reading.kinds[j] & TERM
        and not reading.kinds[j] & NAME
        and not reading.gap(min(i, j)).strip(" \n-/&,")
        for j in beside
    )
