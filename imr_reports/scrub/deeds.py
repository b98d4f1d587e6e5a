"""A letter → names told by what their bearers do or own, whatever else the words mean.

"Page then ordered", "Baker's note of", "Dawn is the case manager", "Rafael and Hunter": only people write,
order, own notes and hold roles, so that a capitalized word there is a name even if it is a term elsewhere.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop, read_backward
from imr_reports.scrub.recognizer import NameRecognizer
from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    ENGLISH,
    EPONYM,
    FIRST,
    FORM,
    NAME,
    SERVICE,
    Reading,
    is_clear_name,
)
from imr_reports.vocabulary.names import grammar, position_words
from imr_reports.vocabulary.safe import eponym_company

BY_DEED = 0.8
"""High enough for the guards to yield: the position is one that only a name takes."""
_BLANK = re.compile(r"[ ]|[ ]?\r?\n[ \t]{0,3}")
_COMMA = re.compile(r"[,;)]|\.(?=\s|\Z)")
_NUMBER_BEHIND = re.compile(r"\s?(?:[+\d(:]|et al)")
_CLAUSE = 7
_CHARTED = re.compile(
    r",?\s(?:c/o|s/p|f/u|NKDA|DOB|DOI|D\.O\.B|\d\d\s?(?:[MF]\b|y/?o\b)|[MF]\s?\d\d\b|is\sPOD)"
)
_MODALS = frozenset({"will", "may"})
_OF_TESTS = frozenset({"signs", "findings", "exam", "examination", "assessment", "evaluation", "history"})
"""Words that name a finding behind an eponym ("Waddell signs", "Waddell's findings")."""


class NamesByDeed(NameRecognizer):
    """Capitalized words in the place of a person: who writes, whose note it is, who holds a role."""

    label = "names by deed"

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield the words that stand in a person's place, with the names before them."""
        for i, capital in enumerate(reading.capitals):
            if not capital or not _may_be_borne(reading, i):
                continue
            if _stands_for_person(reading, i) and not _is_quoted_work(reading, i):
                yield min(read_backward(reading, i), i), i + 1, BY_DEED


def _may_be_borne(reading: Reading, i: int) -> bool:
    lower = reading.lowers[i]
    if reading.is_all_capitals(i) or len(lower) < 2 or not reading.kinds[i] & NAME:
        return False
    if lower in _MODALS:
        return True
    excluded = position_words("institutions") | grammar("roles")
    return not is_stop(lower) and lower not in excluded


def _stands_for_person(reading: Reading, i: int) -> bool:
    if reading.lowers[i] in _MODALS:
        return _is_capital_modal(reading, i)
    if _is_in_row(reading, i):
        return _is_joined_to_name(reading, i) or _is_charted(reading, i)
    return (
        _writes(reading, i)
        or _owns(reading, i)
        or _holds_role(reading, i)
        or _suffers(reading, i)
        or _is_charted(reading, i)
        or _is_author(reading, i)
        or _is_joined_to_name(reading, i)
        or _is_bare_eponym(reading, i)
    )


def _following(reading: Reading, i: int) -> str:
    """Return the word directly behind another, "" where a mark or the end stands between."""
    return reading.lowers[i + 1] if i + 1 < len(reading) and _BLANK.fullmatch(reading.gap(i)) else ""


def _is_in_row(reading: Reading, i: int) -> bool:
    """Return whether a further capitalized word follows or leads: headings, titles and products do."""
    behind = bool(_following(reading, i)) and reading.capitals[i + 1]
    if behind or i == 0 or not reading.capitals[i - 1] or not _BLANK.fullmatch(reading.gap(i - 1)):
        return behind
    before = reading.kinds[i - 1]
    given = before & FIRST and before & COMMON and not before & (SERVICE | DRUG)
    return not (given or is_clear_name(before) or reading.is_initial(i - 1) or is_stop(reading.lowers[i - 1]))


def _writes(reading: Reading, i: int) -> bool:
    """Return whether a verb follows that only people do, with or without "then" before it."""
    if reading.tails[i] != reading.ends[i]:
        return False
    verb, at = _following(reading, i), i + 1
    while verb in position_words("then"):
        verb, at = _following(reading, at), at + 1
    if verb not in position_words("deeds") or (reading.kinds[i] & EPONYM and verb in _OF_TESTS):
        return False
    # "Pain told on him": a word of the subject that hardly anyone bears begins sentences.
    return bool(reading.kinds[i] & COMMON) or not reading.kinds[i] & (SERVICE | DRUG | FORM)


def _owns(reading: Reading, i: int) -> bool:
    """Return whether a possessive stands before a paper or a deed of a person ("Baker's note")."""
    paper = _following(reading, i)
    if reading.tails[i] == reading.ends[i] or paper not in position_words("papers"):
        return False
    return not (reading.kinds[i] & EPONYM and paper in _OF_TESTS)


def _suffers(reading: Reading, i: int) -> bool:
    """Return whether a person's body, complaint or affair follows a possessive ("Reed's knee is swollen")."""
    if reading.tails[i] == reading.ends[i] or _following(reading, i) not in position_words("belongings"):
        return False
    kinds, agent = reading.kinds[i], reading.lowers[i].endswith(("er", "or", "man", "maid"))
    return (
        bool(kinds & COMMON)
        and not kinds & (EPONYM | DRUG | FORM | SERVICE)
        and not (agent and kinds & ENGLISH)
    )


def _is_charted(reading: Reading, i: int) -> bool:
    """Return whether a patient's shorthand follows ("Reed c/o", "Reed 44M", "Reed DOB")."""
    kinds = reading.kinds[i]
    borne = kinds & COMMON and not kinds & (EPONYM | DRUG | FORM | SERVICE)
    return bool(borne) and bool(_CHARTED.match(reading.text, reading.tails[i]))


def _holds_role(reading: Reading, i: int) -> bool:
    """Return whether "is the case manager", ", his lawyer" or the like follows."""
    apposed = reading.gap(i) in (", ", ",\n") and reading.tails[i] == reading.ends[i]
    if not apposed and _following(reading, i) not in {"is", "was", "as"}:
        return False
    first = i + 1 if apposed else i + 2
    if first >= len(reading) or (not apposed and not _BLANK.fullmatch(reading.gap(i + 1))):
        return False
    words = reading.lowers[first : first + 5]
    article = words[:1] and words[0] in {
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "my",
        "applicant",
        "defense",
    }
    blanks = [_BLANK.fullmatch(reading.gap(j)) for j in range(first, min(first + 4, len(reading) - 1))]
    joined = next((k for k, blank in enumerate(blanks) if not blank), len(blanks))
    return bool(article) and any(word in position_words("held_roles") for word in words[1 : joined + 1])


def _is_author(reading: Reading, i: int) -> bool:
    """Return whether "the note of", "per" or "by" leads to a word, and a mark, a verb or a date follows."""
    if i < 2 or reading.tails[i] != reading.ends[i] or not _BLANK.fullmatch(reading.gap(i - 1)):
        return False
    link = reading.lowers[i - 1]
    led = link in {"of", "by", "from"} and reading.lowers[i - 2] in position_words("papers")
    if not led and link != "per":
        return False
    behind = _following(reading, i)
    ends = bool(_COMMA.match(reading.gap(i))) or behind in position_words("behind_authors")
    marked = bool(_COMMA.match(reading.gap(i))) and not reading.kinds[i] & DRUG
    return ends and (led or marked or bool(reading.kinds[i] & COMMON))


def _is_joined_to_name(reading: Reading, i: int) -> bool:
    """Return whether "and" joins a word that many bear to a word that is only a name ("Reed and Leilani")."""
    if not reading.kinds[i] & (COMMON | FIRST) or reading.kinds[i] & (DRUG | FORM):
        return False
    return any(
        0 <= other < len(reading)
        and 0 <= link < len(reading)
        and reading.lowers[link] in {"and", "or"}
        and _BLANK.fullmatch(reading.gap(min(link, i)))
        and _BLANK.fullmatch(reading.gap(min(link, other)))
        and reading.capitals[other]
        and reading.tails[other] == reading.ends[other]
        and is_clear_name(reading.kinds[other])
        and reading.kinds[other] & (COMMON | FIRST)
        and not reading.is_all_capitals(other)
        for link, other in ((i - 1, i - 2), (i + 1, i + 2))
    )


def _is_bare_eponym(reading: Reading, i: int) -> bool:
    """Return whether a surname that many bear, and an eponym besides, stands far from any test or sign."""
    kinds = reading.kinds[i]
    if not (kinds & EPONYM and kinds & COMMON) or kinds & (ENGLISH | DRUG | FORM | SERVICE):
        return False
    if reading.gap(i)[:1] in "-/" or (i and reading.gap(i - 1)[-1:] in "-/"):
        return False
    around = range(max(0, i - _CLAUSE), min(len(reading), i + _CLAUSE + 1))
    return not any(
        j != i
        and (
            _keeps_company(reading.lowers[j])
            or (reading.kinds[j] & EPONYM and not reading.kinds[j] & ENGLISH)
        )
        for j in around
    ) and not _NUMBER_BEHIND.match(reading.text, reading.tails[i])


def _keeps_company(lower: str) -> bool:
    return lower in company() and not is_stop(lower)


@lru_cache(maxsize=1)
def company() -> frozenset[str]:
    """Return words near which an eponym is a test, a sign, a scale or a disease."""
    return eponym_company() | position_words("named_things") | {"positive", "negative", "equivocal"}


def _is_capital_modal(reading: Reading, i: int) -> bool:
    """Return whether "Will" or "May" is capitalized in a sentence written small, before no verb's place."""
    if reading.begins_sentence(i) or i == 0 or i + 1 >= len(reading):
        return False
    small = not reading.capitals[i - 1] and not reading.capitals[i + 1]
    asked = reading.lowers[i - 1] in position_words("before_people") | {"to", "with", "and", "for", "from"}
    return small and asked and reading.lowers[i] != "may"


def _is_quoted_work(reading: Reading, i: int) -> bool:
    start, end = reading.starts[i], reading.ends[i]
    return guards.is_quiet(reading.text, start) or guards.is_citation(reading.text, start, end)
