"""A letter → capitalized runs and unknown words that no vocabulary explains. In doubt they are withheld.

Letters capitalize, within a sentence, what their subject is: drugs, tests, therapies, forms, guidelines.
Their vocabulary is finite; what is capitalized besides is a name, or the name of what somebody runs.
"""

import re
from collections.abc import Iterator

from imr_reports.scrub import guards
from imr_reports.scrub.explained import (
    begins,
    is_no_beginning,
    is_own,
    is_plain_opening,
    is_plain_single,
    is_shouted,
    is_title,
    names_public,
    of_organization,
    run_words,
)
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.organization_runs import closes
from imr_reports.scrub.recognizer import Span, SpanRecognizer, name_end
from imr_reports.scrub.strange_words import expanded_acronyms, is_strange_small, strange_acronym
from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    ENGLISH,
    FORM,
    NAME,
    SERVICE,
    TERM,
    TOWN,
    Reading,
    is_clear_name,
    read_words,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

RESIDUAL = guards.CERTAIN
"""The guards' terms are asked here, word by word; asked of the whole they would let plain words pass."""
_JOIN = re.compile(r"[ \t]{1,2}(?:\r?\n[ \t]?)?|[ \t]?\r?\n[ \t]?|[ ]?[&+][ ]?|[-–/]|['’][ ]?|\.[ ]?")
_HOUSE = re.compile(r"(?:\b(?:at|of|to|from|by|near)|,)\s(?P<number>\d{2,5})\s\Z")
_BRANCH = re.compile(r"\s(?:[Nn]o\.?\s?|#)?\d{1,5}\b(?!\s?(?:mg|%|mcg|/))")
_LONGEST = 9


class Residual(SpanRecognizer):
    """What nothing explains: capitalized runs, single capitalized words, acronyms, unknown small words."""

    label = "unexplained"
    types = ("NAME", "ORG")

    def find(self, text: str) -> Iterator[Span]:
        """Yield the unexplained words of a text."""
        reading = read_words(text)
        expanded = expanded_acronyms(reading)
        i = 0
        while i < len(reading):
            if not reading.capitals[i]:
                kinds = reading.kinds[i]
                if (not kinds or is_clear_name(kinds)) and is_strange_small(reading, i):
                    yield "NAME", reading.starts[i], reading.ends[i], RESIDUAL
                i += 1
                continue
            end = run_end(reading, i)
            if span := _unexplained(reading, i, end, expanded):
                first, last = span
                kind = "NAME" if _is_person(reading, first, last) else "ORG"
                yield kind, *_with_numbers(reading, first, last), RESIDUAL
            i = end


def _with_numbers(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Return a run's offsets with the number of a house or a branch ("880 Foothill", "Local 991")."""
    start, end = reading.starts[first], name_end(reading, last - 1)
    if reading.word(first) == "St" and reading.tails[last - 1] != end:
        end = reading.tails[last - 1]
    house = _HOUSE.search(reading.text, max(0, start - 12), start)
    branch = _BRANCH.match(reading.text, end) if reading.lowers[last - 1] in run_words("numbered") else None
    return house.start("number") if house else start, branch.end() if branch else end


def run_end(reading: Reading, i: int) -> int:
    """Return the index behind the row of capitalized words that begins at a word."""
    end = i + 1
    while end < len(reading) and _joins(reading, end - 1):
        step = end
        while (
            step < len(reading)
            and step - end < 2
            and reading.lowers[step] in run_words("connectors")
            and _joins(reading, step)
        ):
            step += 1
        if step >= len(reading) or not reading.capitals[step] or step - i > _LONGEST:
            break
        if step > end and not _connects(reading, end - 1, step):
            break
        end = step + 1
    return end


def _connects(reading: Reading, j: int, following: int) -> bool:
    """Return whether "by the", "de la" and the like hold a name together; "of" does behind what heads one."""
    if reading.lowers[j + 1] in {"of", "by", "the"}:
        doubled = following - j > 2 and reading.lowers[j + 1] != "the"
        return doubled or (
            closes(reading, j) and reading.lowers[j + 1] == "of" and not _is_learned(reading, j)
        )
    return is_own(reading, j)


def _is_learned(reading: Reading, j: int) -> bool:
    return reading.lowers[j] in position_words("learned_bodies") or reading.lowers[j] == "university"


def _joins(reading: Reading, j: int) -> bool:
    gap = reading.gap(j)
    if reading.tails[j] != reading.ends[j] and not _continues_possessive(reading, j + 1):
        return False
    if gap == " ":
        return True
    if not _JOIN.fullmatch(gap):
        return False
    if "." in gap:
        return reading.is_initial(j) or reading.lowers[j] in {"st", "mt", "ft"}
    return (
        "\n" not in gap
        or ":" not in reading.text[reading.starts[j + 1] : reading.starts[j + 1] + 40].split("\n")[0]
    )


def _continues_possessive(reading: Reading, j: int) -> bool:
    """Tell "Raley's Market" from "Ruiz's MRI": a term of the subject belongs to no name."""
    return closes(reading, j) or not (reading.kinds[j] & TERM or reading.is_all_capitals(j))


def _unexplained(reading: Reading, i: int, end: int, expanded: frozenset[str]) -> tuple[int, int] | None:
    while i < end and is_no_beginning(reading, i) and not reading.is_initial(i):
        i += 1
    own = [
        j for j in range(i, end) if reading.capitals[j] and is_own(reading, j) and not _is_label(reading, j)
    ]
    if own == [i] and begins(reading, i) and is_plain_opening(reading, i, end):
        own = []
    own = own or of_organization(reading, i, end)
    if own and (
        is_title(reading, own, end) or is_plain_single(reading, i, end) or names_public(reading, i, end)
    ):
        own = []
    if not own:
        return strange_acronym(reading, i, end, expanded)
    if is_shouted(reading, i, end) or guards.is_quiet(reading.text, reading.starts[i]):
        return None
    if guards.is_citation(reading.text, reading.starts[i], reading.ends[end - 1]):
        return None
    if end - i == 1 and guards.is_eponym(reading, i):
        return None
    return _trimmed(reading, i, end, own)


def _trimmed(reading: Reading, i: int, end: int, own: list[int]) -> tuple[int, int]:
    """Leave drugs and words of the form before and behind the unexplained words out."""
    if end - i > 1 and begins(reading, i) and _leads_person(reading, i, end):
        i += 1
        own = [j for j in own if j >= i] or [i]
    while i < own[0] and (
        _is_term(reading, i) or (is_stop(reading.lowers[i]) and reading.lowers[i] != "our")
    ):
        i += 1
    while end - 1 > own[-1] and (
        _is_drug(reading, end - 1)
        or is_stop(reading.lowers[end - 1])
        or reading.is_initial(end - 1)
        or _is_label(reading, end - 1)
    ):
        end -= 1
    return i, end


def _leads_person(reading: Reading, i: int, end: int) -> bool:
    """Return whether a sentence begins with a plain word before somebody's name ("Landlord Petrov")."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    role = lower in position_words("held_roles") or lower in position_words("further_titles")
    plain = bool(kinds & ENGLISH) and not kinds & (NAME | TOWN)
    joined = reading.gap(i) in (" ", ". ", "\n")
    return (
        joined
        and (role or plain)
        and all(is_clear_name(reading.kinds[j]) or not reading.kinds[j] for j in range(i + 1, end))
        and _is_person(reading, i + 1, end)
    )


def _is_drug(reading: Reading, j: int) -> bool:
    return bool(reading.kinds[j] & DRUG and not reading.kinds[j] & COMMON)


def _is_label(reading: Reading, j: int) -> bool:
    """Return whether a word is the label of the next field on a line ("Lucky Dog Feed Occupation: …")."""
    return reading.gap(j).startswith(":") and reading.lowers[j] in read_sets("names", "labels")["following"]


def _is_term(reading: Reading, j: int) -> bool:
    form = reading.kinds[j] & FORM and reading.lowers[j] not in run_words("compass")
    return bool(form) or _is_drug(reading, j)


def _is_person(reading: Reading, first: int, last: int) -> bool:
    words = range(first, last)
    if closes(reading, last - 1) or reading.is_all_capitals(last - 1):
        return False
    return len(words) <= 3 and all(
        reading.is_initial(j)
        or not reading.kinds[j]
        or (reading.kinds[j] & NAME and not reading.kinds[j] & SERVICE)
        for j in words
    )
