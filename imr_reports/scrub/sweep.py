"""A letter and the names found in it → the same names wherever else they stand in the letter.

A name announced once ("Soma R. Patel") comes back as a surname alone, a first name, a nickname, initials, a
possessive, in capitals, glued to the next word or a letter wrong. A part that is also a plain word, a drug or
a month counts only in a name's position.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from presidio_analyzer import RecognizerResult

from imr_reports.scrub import guards
from imr_reports.scrub.damage import is_misread, spaced_words
from imr_reports.scrub.declared import LABEL as DECLARED
from imr_reports.scrub.explained import titles
from imr_reports.scrub.findings import recognizer_of
from imr_reports.scrub.names import MONTHS_BORNE, STOPS_BORNE, is_stop, with_particles
from imr_reports.scrub.positions import acts, is_name_position, verbs
from imr_reports.scrub.recognizer import result_of
from imr_reports.scrub.words import (
    ENGLISH,
    EPONYM,
    SAFE,
    SERVICE,
    TERM,
    Reading,
    kind_of,
    listed_kind_of,
    read_words,
)
from imr_reports.vocabulary import names

SWEPT = 0.8
RECOGNIZER = "sweep"
SURE, _MOST_SURE = 0.95, 4
"""The score of what is announced by a title, a label or credentials; the most words that such a name has."""
_SWEPT_TYPES = frozenset({"NAME", "ORG", "LOCATION"})
_SHORTEST, _SHORTEST_DISTINCT, _SHORTEST_GLUED, _SHORTEST_PARTED = 3, 5, 4, 6
_PARTING = frozenset({" ", "-\n", "- ", "\n", "-\r\n"})
_CREDENTIAL_PAIRS = frozenset({"MD", "DO", "DC", "PT", "RN", "NP", "PA", "OD", "OT", "LA", "JD"})
_QUOTED = re.compile(r"[\"“(]([A-Za-z]{2,})[\"”)]")
_INITIALS = re.compile(r"(?<![A-Za-z.])([A-Z])\.\s?(?:[A-Z]\.\s?)?([A-Z])(?:\.|\b)(?![A-Za-z])")


@dataclass(slots=True)
class _Known:
    """Parts of the names found in a letter.

    Attributes:
        clear: parts that mean nothing but a name.
        plain: parts that are also words of another meaning.
        sure: the plain ones that a title, a label or credentials declared to be a name of this letter.
        nicknames: parts that stood in quotation marks within a name; one with a capital is that person.
        initials: pairs of initials of full names.
        organizations: names of organizations and places, as tuples of lower-case words.
    """

    clear: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
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
    spans = [
        *_people(reading, known),
        *_spaced(reading, known),
        *_initials(text, known),
        *_organizations(reading, known),
    ]
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
            declared = recognizer_of(result) == DECLARED
            parts = _collect_name(words, known, declared=declared)
            if result.score >= SURE and (declared or len(words) <= _MOST_SURE):
                known.sure.update(parts & known.plain)
        elif len(words) > 1 and result.end - result.start > 6:
            _collect_organization(words, known, result.entity_type)
    return known


def _collect_name(words: Reading, known: _Known, *, declared: bool) -> set[str]:
    """Add the parts of a name to what is known; return them."""
    particles, suffixes = names.grammar("particles"), names.grammar("suffixes")
    parts = [
        _plainly_spelt(lower)
        for lower in words.lowers
        if len(lower) >= _SHORTEST - 1
        and (lower not in particles | suffixes or len(words) == 1)
        and (declared or len(words) == 1 or not is_stop(lower) or lower in MONTHS_BORNE | STOPS_BORNE)
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
    return set(parts)


def _plainly_spelt(lower: str) -> str:
    """Return a word without apostrophes and accents, which come and go within a letter."""
    if lower.isascii():
        return lower.replace("'", "")
    plain = unicodedata.normalize("NFKD", lower.replace("’", ""))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")


def _collect_organization(words: Reading, known: _Known, entity_type: str) -> None:
    lowers = tuple(words.lowers)
    if entity_type == "LOCATION" and any(character.isdigit() for character in words.text):
        lowers = tuple(lower for lower in lowers if len(lower) > 1)
    if not lowers:
        return
    known.organizations.add((entity_type, *lowers))
    if entity_type == "ORG" and len(lowers) > 1 and _distinguishes(words):
        known.organizations.add((entity_type, lowers[0]))
    if entity_type == "ORG" and len(lowers) > 2 and not any(kind & SERVICE for kind in words.kinds[:2]):
        known.organizations.add((entity_type, *lowers[:2]))


def _distinguishes(words: Reading) -> bool:
    """Return whether the first word of an organization's name stands for it ("Evergreen" alone)."""
    lower, kinds = words.lowers[0], words.kinds[0]
    long_enough = len(lower) >= _SHORTEST_DISTINCT and words.is_capitalized(0) and not is_stop(lower)
    return long_enough and not kinds & (TERM | EPONYM) and lower not in titles()


def _people(reading: Reading, known: _Known) -> Iterator[tuple[str, int, int]]:
    anyone = known.clear | known.plain
    heads = {part[:2] for part in known.clear if len(part) >= _SHORTEST_PARTED}
    for i, word in enumerate(reading.lowers):
        lower = word if word.isalpha() and word.isascii() else _plainly_spelt(word)
        if word[:2] in heads and _is_parted(reading, i, known.clear):
            yield "NAME", reading.starts[i], reading.ends[i + 1]
        called = lower in known.nicknames and reading.is_capitalized(i)
        if (
            called
            or lower in known.clear
            or (lower in known.plain and is_name_position(reading, i, sure=lower in known.sure))
        ):
            initial = i > 0 and reading.is_initial(i - 1) and reading.gap(i - 1) in (". ", ".", ".\n")
            first = i - 1 if initial else with_particles(reading, i)
            yield "NAME", reading.starts[first], reading.ends[i]
        elif anyone and len(lower) >= _SHORTEST_GLUED and _is_odd(reading, i):
            yield from _damaged(reading, i, anyone)


def _is_parted(reading: Reading, i: int, clear: set[str]) -> bool:
    """Return whether a word and the next are a found name, parted by the end of a line or a blank."""
    if not reading.capitals[i] or i + 1 >= len(reading) or reading.gap(i) not in _PARTING:
        return False
    joined = reading.lowers[i] + reading.lowers[i + 1]
    return len(joined) >= _SHORTEST_PARTED and joined in clear


def _is_odd(reading: Reading, i: int) -> bool:
    """Return whether a word is no word as it stands; one that only resembles a word counts in a sentence."""
    if not reading.kinds[i] & SAFE:
        return True
    within = reading.is_capitalized(i) and (not reading.begins_sentence(i) or acts(reading, i))
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
        elif reading.is_capitalized(i) and is_misread(part, lower):
            yield "NAME", start, end


def _spaced(reading: Reading, known: _Known) -> Iterator[tuple[str, int, int]]:
    for start, end, letters in (*spaced_words(reading), *spaced_words(reading, dotted=True)):
        if letters in known.clear or letters in known.plain:
            yield "NAME", start, end


def _initials(text: str, known: _Known) -> Iterator[tuple[str, int, int]]:
    for match in _INITIALS.finditer(text) if known.initials else ():
        if match[1] + match[2] in known.initials and match[1] + match[2] not in _CREDENTIAL_PAIRS:
            yield "NAME", match.start(), match.end()


def _stands_for(reading: Reading, i: int, end: int) -> bool:
    """Return whether a single word stands for an organization: a plain one only within a sentence."""
    if end - i > 1 or not reading.kinds[i] & ENGLISH:
        return True
    acts = end < len(reading) and reading.lowers[end] in verbs() and not reading.gap(i).strip()
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
