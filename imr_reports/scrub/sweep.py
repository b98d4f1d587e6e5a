"""A letter and the names found in it → the same names wherever else they stand in the letter.

A name announced once ("Soma R. Patel") comes back as a surname alone, a first name, a nickname, initials, a
possessive, in capitals, glued to the next word or a letter wrong. A part that is also a plain word, a drug or
a month counts only in a name's position.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from presidio_analyzer import RecognizerResult

from imr_reports.scrub import guards
from imr_reports.scrub.declared import LABEL as DECLARED
from imr_reports.scrub.explained import titles
from imr_reports.scrub.findings import recognizer_of
from imr_reports.scrub.names import MONTHS_BORNE, STOPS_BORNE, WEEKDAYS_BORNE, is_stop, with_particles
from imr_reports.scrub.recognizer import result_of
from imr_reports.scrub.words import (
    DRUG,
    ENGLISH,
    EPONYM,
    NAME,
    SAFE,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
    kind_of,
    listed_kind_of,
    read_words,
)
from imr_reports.vocabulary import names
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

SWEPT = 0.8
RECOGNIZER = "sweep"
_SWEPT_TYPES = frozenset({"NAME", "ORG", "LOCATION"})
_SHORTEST, _SHORTEST_DAMAGED, _SHORTEST_GLUED = 3, 5, 4
_DATE_BEHIND = re.compile(r"\s*(?:\d|of\s+(?:19|20)\d\d|through|to\s+\w+\s+(?:19|20)\d\d)")
_DOSE_BEHIND = re.compile(
    r"\s*(?:[#(]|\d|mg\b|tablet|capsule|cream|gel\b|patch|prescription|refill|\w+\s+\d+\s?mg)"
)
_CREDENTIAL_PAIRS = frozenset({"MD", "DO", "DC", "PT", "RN", "NP", "PA", "OD", "OT", "LA", "JD"})
_QUOTED = re.compile(r"[\"“(]([A-Za-z]{2,})[\"”)]")
_INITIALS = re.compile(r"(?<![A-Za-z.])([A-Z])\.\s?(?:[A-Z]\.\s?)?([A-Z])(?:\.|\b)(?![A-Za-z])")


@dataclass(slots=True)
class _Known:
    """Parts of the names found in a letter.

    Attributes:
        clear: parts that mean nothing but a name.
        plain: parts that are also words of another meaning.
        nicknames: parts that stood in quotation marks within a name; one with a capital is that person.
        initials: pairs of initials of full names.
        organizations: names of organizations and places, as tuples of lower-case words.
    """

    clear: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    nicknames: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    organizations: set[tuple[str, ...]] = field(default_factory=set)


def sweep(text: str, results: Iterable[RecognizerResult]) -> list[RecognizerResult]:
    """Return further results for names, organizations and places that were found elsewhere in the letter.

    Args:
        text: the letter.
        results: what the recognizers found in it; what the guards drop is not looked for.
    """
    reading = read_words(text)
    found = [r for r in results if r.entity_type in _SWEPT_TYPES and guards.keep(text, r)]
    known = _collect(text, found)
    covered = sorted((r.start, r.end) for r in found)
    spans = [*_people(reading, known), *_initials(text, known), *_organizations(reading, known)]
    return [
        result_of((*span, SWEPT), RECOGNIZER, RECOGNIZER)
        for span in sorted(set(spans))
        if not _is_covered(covered, span[1], span[2])
    ]


def _is_covered(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in covered)


def _collect(text: str, results: list[RecognizerResult]) -> _Known:
    known = _Known()
    for result in results:
        words = Reading(text[result.start : result.end])
        if result.entity_type == "NAME":
            _collect_name(words, known, declared=recognizer_of(result) == DECLARED)
        elif len(words) > 1 and result.end - result.start > 6:
            _collect_organization(words, known, result.entity_type)
    return known


def _collect_name(words: Reading, known: _Known, *, declared: bool) -> None:
    particles, suffixes = names.grammar("particles"), names.grammar("suffixes")
    parts = [
        lower
        for lower in words.lowers
        if len(lower) >= _SHORTEST - 1
        and lower not in particles | suffixes
        and (declared or not is_stop(lower) or lower in MONTHS_BORNE | STOPS_BORNE)
    ]
    for part in parts:
        plain = kind_of(part) & SAFE or is_stop(part) or len(part) < _SHORTEST
        target = known.plain if plain else known.clear
        target.add(part)
        for short in names.nicknames(part):
            (known.plain if kind_of(short) & SAFE else known.clear).add(short)
    known.nicknames |= {match[1].lower() for match in _QUOTED.finditer(words.text)}
    full = [lower for lower in words.lowers if lower not in suffixes]
    if len(full) > 1 and len(parts) > 1:
        known.initials.add((full[0][0] + full[-1][0]).upper())
        if re.search(r",\s", words.text):
            known.initials.add((full[1][0] + full[0][0]).upper())


def _collect_organization(words: Reading, known: _Known, entity_type: str) -> None:
    lowers = tuple(words.lowers)
    if entity_type == "LOCATION" and any(character.isdigit() for character in words.text):
        lowers = tuple(lower for lower in lowers if len(lower) > 1)
    known.organizations.add((entity_type, *lowers))
    if entity_type == "ORG" and len(lowers) > 1 and _distinguishes(words):
        known.organizations.add((entity_type, lowers[0]))
    if entity_type == "ORG" and len(lowers) > 2 and not any(kind & SERVICE for kind in words.kinds[:2]):
        known.organizations.add((entity_type, *lowers[:2]))


def _distinguishes(words: Reading) -> bool:
    """Return whether the first word of an organization's name stands for it ("Evergreen" alone)."""
    lower, kinds = words.lowers[0], words.kinds[0]
    long_enough = len(lower) >= _SHORTEST_DAMAGED and words.is_capitalized(0) and not is_stop(lower)
    return long_enough and not kinds & (TERM | EPONYM) and lower not in titles()


def _people(reading: Reading, known: _Known) -> Iterator[tuple[str, int, int]]:
    anyone = known.clear | known.plain
    for i, lower in enumerate(reading.lowers):
        called = lower in known.nicknames and reading.is_capitalized(i)
        if called or lower in known.clear or (lower in known.plain and is_name_position(reading, i)):
            initial = i > 0 and reading.is_initial(i - 1) and reading.gap(i - 1) in (". ", ".", ".\n")
            first = i - 1 if initial else with_particles(reading, i)
            yield "NAME", reading.starts[first], reading.ends[i]
        elif anyone and len(lower) >= _SHORTEST_GLUED and _is_odd(reading, i):
            yield from _damaged(reading, i, anyone)


def _is_odd(reading: Reading, i: int) -> bool:
    """Return whether a word is no word as it stands; one that only resembles a word counts in a sentence."""
    if not reading.kinds[i] & SAFE:
        return True
    within = reading.is_capitalized(i) and not reading.begins_sentence(i)
    return within and not listed_kind_of(reading.lowers[i])


def _damaged(reading: Reading, i: int, anyone: set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the found name in a word that nothing knows: a letter is wrong, or a word is glued to it."""
    lower, start, end = reading.lowers[i], reading.starts[i], reading.ends[i]
    for part in anyone:
        if len(part) < _SHORTEST_GLUED:
            continue
        behind, before = lower.removeprefix(part), lower.removesuffix(part)
        if behind != lower and kind_of(behind) & ENGLISH and reading.is_capitalized(i):
            yield "NAME", start, start + len(part)
        elif before != lower and len(before) > 1 and kind_of(before) & SAFE:
            yield "NAME", end - len(part), end
        elif reading.is_capitalized(i) and _is_misread(part, lower):
            yield "NAME", start, end


def _is_misread(part: str, word: str) -> bool:
    if any(character.isdigit() for character in word):
        return word.translate(_OCR) == part
    return len(part) >= _SHORTEST_DAMAGED and abs(len(part) - len(word)) <= 1 and is_one_off(part, word)


_OCR = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "6": "g", "3": "e", "4": "a", "7": "t"})


def is_one_off(a: str, b: str) -> bool:
    """Return whether two words differ by at most one letter inserted, deleted, replaced or swapped."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def is_name_position(reading: Reading, i: int) -> bool:
    """Return whether a capitalized word with another meaning stands as a name does."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    end = reading.tails[i]
    before = reading.lowers[i - 1] if i else ""
    verb = _acts(reading, i)
    possessive = reading.tails[i] != reading.ends[i]
    is_date = lower in MONTHS_BORNE and (
        before in position_words("before_dates") or bool(_DATE_BEHIND.match(reading.text, end))
    )
    if not reading.is_capitalized(i) or is_date or (guards.is_eponym(reading, i) and not verb):
        return False
    if i and reading.is_initial(i - 1) and reading.gap(i - 1) in (". ", ".", ".\n"):
        return True
    if kinds & (DRUG | SERVICE) or is_stop(lower) or lower in WEEKDAYS_BORNE:
        return _is_person_not_term(reading, i, before, verb=verb, possessive=possessive)
    if verb or possessive or before in position_words("before_people"):
        return True
    if reading.is_all_capitals(i):
        return not _is_in_capitals(reading, i)
    return not reading.begins_sentence(i) and not _is_numbered(reading, i) and not _in_heading(reading, i)


def _acts(reading: Reading, i: int) -> bool:
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
    return behind in _verbs() or (behind.endswith("ed") and len(behind) > 4)


def _is_person_not_term(reading: Reading, i: int, before: str, *, verb: bool, possessive: bool) -> bool:
    within = not reading.begins_sentence(i) and not reading.is_capitalized(i - 1)
    if within and verb and not reading.kinds[i] & DRUG and not reading.is_all_capitals(i):
        return True
    if _DOSE_BEHIND.match(reading.text, reading.tails[i]) or before in position_words("before_drugs"):
        return False
    behind = reading.lowers[i + 1] if i + 1 < len(reading) else ""
    return (
        possessive
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


def _verbs() -> frozenset[str]:
    return read_sets("names", "positions")["verbs"]


def _initials(text: str, known: _Known) -> Iterator[tuple[str, int, int]]:
    for match in _INITIALS.finditer(text) if known.initials else ():
        if match[1] + match[2] in known.initials and match[1] + match[2] not in _CREDENTIAL_PAIRS:
            yield "NAME", match.start(), match.end()


def _stands_for(reading: Reading, i: int, end: int) -> bool:
    """Return whether a single word stands for an organization: a plain one only within a sentence."""
    if end - i > 1 or not reading.kinds[i] & ENGLISH:
        return True
    acts = end < len(reading) and reading.lowers[end] in _verbs() and not reading.gap(i).strip()
    return acts or not reading.begins_sentence(i)


def _organizations(reading: Reading, known: _Known) -> Iterator[tuple[str, int, int]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for entry in known.organizations:
        by_first.setdefault(entry[1], []).append(entry)
    for i, lower in enumerate(reading.lowers):
        for entity_type, *words in by_first.get(lower, ()):
            end = i + len(words)
            if reading.lowers[i:end] == words and reading.is_capitalized(i) and _stands_for(reading, i, end):
                yield entity_type, reading.starts[i], reading.ends[end - 1]
