"""A site's lists → recognizers of its physicians and clinics."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from presidio_analyzer import EntityRecognizer

from imr_reports.records.site import SiteClinic, SiteLists
from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.recognizer import NameRecognizer, Span, SpanRecognizer
from imr_reports.scrub.words import SAFE, Reading, read_words
from imr_reports.vocabulary import names
from imr_reports.vocabulary.names import position_words

PHYSICIANS, CLINICS = "known physicians", "known clinics"
WITH_GIVEN_NAME, WITH_INITIAL, SURNAME_ALONE, CLINIC = 0.95, 0.9, 0.8, 0.95
# As `words.Reading` cuts words, so that an entry's words are those of a letter.
_WORD = re.compile(r"[^\W\d_](?:\w|['’](?=\w))*")
_TITLES = frozenset({"dr", "drs", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx"})
_LEGAL_FORMS = frozenset({"inc", "llc", "llp", "pc", "apc", "pllc", "corp", "corporation", "ltd", "lp", "co"})
_SILENT = frozenset({"and", "the"})
_IN_NAME = re.compile(r"[.\s'’\-]{0,4}")
_BEFORE_GIVEN = re.compile(r"\s?,\s{0,3}|\s{1,3}")
_IN_CLINIC = re.compile(r"['’]?[\s,.&+/\-–]{1,6}")
_MOST_GIVEN = 3
_LONGEST_ACRONYM = 4


@dataclass(slots=True)
class _Bearers:
    """The given names, in lower case, of all the listed people who share a surname."""

    given: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)

    def add(self, given: Iterable[str]) -> None:
        given = tuple(given)
        self.given |= {name for name in given if len(name) > 1}
        self.initials |= {name[0] for name in given}
        if len(given) > 1:
            self.initials.add("".join(name[0] for name in given))


class KnownPhysicians(NameRecognizer):
    """People on a site's list, as letters write them.

    The given name may stand in full or as an initial, before the surname or behind it, all in any case. The
    surname alone counts when it is no other word, or stands where only a name does.

    Args:
        entries: one name each ("Jane Q. Roe, M.D.", "ROE, JANE"); titles and credentials are left out.
    """

    label = PHYSICIANS

    def __init__(self, entries: Iterable[str] = ()) -> None:
        super().__init__()
        self._by_word: dict[str, dict[tuple[str, ...], _Bearers]] = {}
        for entry in entries:
            given, surname = person_of(entry)
            if surname:
                self._by_word.setdefault(surname[0], {}).setdefault(surname, _Bearers()).add(given)

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield the listed people of a letter."""
        for i, lower in enumerate(reading.lowers):
            for surname, bearers in self._by_word.get(lower, {}).items():
                end = i + len(surname)
                if tuple(reading.lowers[i:end]) == surname and _are_joined(reading, i, end, _IN_NAME):
                    yield from _person(reading, i, end, bearers)


def _person(reading: Reading, i: int, end: int, bearers: _Bearers) -> Iterator[tuple[int, int, float]]:
    first, last = _given_before(reading, i, bearers), _given_behind(reading, end, bearers)
    given = [*range(first, i), *range(end, last)]
    written = any(reading.capitals[j] for j in range(first, last))
    if any(reading.lowers[j] in bearers.given for j in given):
        if written or not all(reading.kinds[j] & SAFE for j in range(first, last)):
            yield first, last, WITH_GIVEN_NAME
    elif _is_cited(reading, first, last - 1):
        return
    elif given and written:
        yield first, last, WITH_INITIAL
    elif _is_surname_alone(reading, i, end):
        yield i, end, SURNAME_ALONE


def _given_before(reading: Reading, i: int, bearers: _Bearers) -> int:
    """Return where the given names before a surname begin; an initial in between may be any."""
    first, best = i, i
    while first and i - first < _MOST_GIVEN and _IN_NAME.fullmatch(reading.gap(first - 1)):
        first -= 1
        if _is_given(reading, first, bearers):
            best = first
        elif not reading.is_initial(first):
            break
    return best


def _given_behind(reading: Reading, end: int, bearers: _Bearers) -> int:
    """Return where the given names behind a surname end ("ROE, JANE Q.")."""
    last = end
    while last < len(reading) and last - end < _MOST_GIVEN:
        gap = reading.gap(last - 1)
        joined = (_BEFORE_GIVEN if last == end else _IN_NAME).fullmatch(gap)
        fits = _is_given(reading, last, bearers) and (
            "," in gap or last > end or reading.lowers[last] in bearers.given
        )
        if not joined or not (fits or (last > end and reading.is_initial(last))):
            break
        last += 1
    return last


def _is_given(reading: Reading, j: int, bearers: _Bearers) -> bool:
    lower = reading.lowers[j]
    return lower in bearers.given or (lower in bearers.initials and reading.word(j).isupper())


def _is_cited(reading: Reading, first: int, last: int) -> bool:
    start = reading.starts[first]
    return guards.is_quiet(reading.text, start) or guards.is_citation(reading.text, start, reading.ends[last])


def _is_surname_alone(reading: Reading, i: int, end: int) -> bool:
    longest = max(len(lower) for lower in reading.lowers[i:end])
    if longest < 3 or is_stop(reading.lowers[i]) or guards.is_eponym(reading, end - 1):
        return False
    if any(not reading.kinds[j] & SAFE for j in range(i, end)):
        acronym = longest <= _LONGEST_ACRONYM and reading.is_all_capitals(i)
        return (reading.capitals[i] and not acronym) or longest > _LONGEST_ACRONYM
    return reading.capitals[i] and _is_persons_place(reading, i, end)


def _is_persons_place(reading: Reading, i: int, end: int) -> bool:
    """Return whether a plain word stands behind what announces people, or before what only people do."""
    before = reading.lowers[i - 1] if i and not reading.gap(i - 1).strip(" .\n") else ""
    behind = reading.lowers[end] if end < len(reading) and not reading.gap(end - 1).strip() else ""
    acts = behind in position_words("verbs") - position_words("auxiliaries")
    return before in position_words("before_people") or (acts and not reading.is_all_capitals(i))


class KnownClinics(SpanRecognizer):
    """Clinics on a site's list: by their names, with or without "the", "and" and legal forms, or abbreviated.

    Args:
        clinics: names with their abbreviations. An abbreviation is found as it is written in the list, one in
            capitals also with periods.
    """

    label = CLINICS
    types = ("ORG",)

    def __init__(self, clinics: Iterable[SiteClinic] = ()) -> None:
        super().__init__()
        self._names: dict[str, set[tuple[str, ...]]] = {}
        self._single: dict[str, str] = {}
        for clinic in clinics:
            for name in (clinic.name, *clinic.abbreviations):
                words = _clinic_words(name)
                if len(words) > 1:
                    self._names.setdefault(words[0], set()).add(words)
                elif words:
                    self._single[words[0]] = _WORD.findall(name)[-1] if name.isupper() else ""
        self._dotted = {word for word in self._single.values() if 1 < len(word) <= 6}

    def find(self, text: str) -> Iterator[Span]:
        """Yield the listed clinics of a letter."""
        reading = read_words(text)
        for i, lower in enumerate(reading.lowers):
            ends = [end for words in self._names.get(lower, ()) if (end := _clinic_end(reading, i, words))]
            if not ends and lower in self._single and self._stands(reading, i, self._single[lower]):
                ends = [i + 1]
            if not ends and reading.is_initial(i):
                ends = [
                    end
                    for end in (_dotted_end(reading, i),)
                    if self._letters(reading, i, end) in self._dotted
                ]
            if ends:
                yield "ORG", reading.starts[i], _with_legal_form(reading, max(ends)), CLINIC

    def _letters(self, reading: Reading, i: int, end: int) -> str:
        return "".join(reading.word(j) for j in range(i, end))

    @staticmethod
    def _stands(reading: Reading, i: int, written: str) -> bool:
        if written:
            return reading.word(i) == written
        if not reading.kinds[i] & SAFE:
            return True
        return reading.capitals[i] and not reading.begins_sentence(i)


def _clinic_words(name: str) -> tuple[str, ...]:
    words = [word.lower().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(name)]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    spoken = [word for word in words if word not in _SILENT]
    return tuple(spoken or words)


def _clinic_end(reading: Reading, i: int, words: tuple[str, ...]) -> int:
    """Return the index behind a clinic's name that begins at a word, 0 where none does."""
    j = i
    for place, word in enumerate(words):
        while place and j < len(reading) and reading.lowers[j] in _SILENT:
            j += 1
        if j >= len(reading) or reading.lowers[j] != word:
            return 0
        j += 1
    if not _are_joined(reading, i, j, _IN_CLINIC):
        return 0
    # Two plain words in small letters ("pain clinic") are no name; three in a row, as listed, are one.
    plain = len(words) == 2 and all(reading.kinds[k] & SAFE for k in range(i, j))
    return j if reading.capitals[i] or not plain else 0


def _dotted_end(reading: Reading, i: int) -> int:
    end = i + 1
    while end < len(reading) and reading.is_initial(end) and reading.gap(end - 1) in (".", ". "):
        end += 1
    return end


def _with_legal_form(reading: Reading, end: int) -> int:
    """Return the offset at which a clinic's name ends, ", Inc." included."""
    if end < len(reading) and reading.lowers[end] in _LEGAL_FORMS and reading.capitals[end]:
        gap = reading.text[reading.ends[end - 1] : reading.starts[end]]
        if re.fullmatch(r",?\s{1,2}", gap):
            end += 1
    closing = reading.ends[end - 1]
    dotted = reading.is_initial(end - 1) and reading.text[closing : closing + 1] == "."
    return closing + 1 if dotted else closing


def _are_joined(reading: Reading, i: int, end: int, gap: re.Pattern[str]) -> bool:
    return all(
        gap.fullmatch(
            reading.text[reading.ends[j] : reading.starts[j + 1]].removeprefix("'s").removeprefix("’s")
        )
        for j in range(i, end - 1)
    )


def person_of(entry: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a listed person's given names and surname as lower-case words; titles and credentials go.

    A comma puts what stands before it first in the list and last in the name ("Roe, Jane"), unless only
    credentials follow it. Parts of a surname that hyphens or particles join stay together.
    """
    head, *rest = [part.strip() for part in entry.split(",")]
    given_behind = [part for part in rest if not _is_credential(part)]
    chunks = [chunk for chunk in head.split() if _words_of(chunk)]
    while len(chunks) > 1 and _words_of(chunks[0])[0] in _TITLES:
        chunks.pop(0)
    while len(chunks) > 1 and _is_credential(chunks[-1]):
        chunks.pop()
    if given_behind:
        return _words_of(given_behind[0]), _words_of(" ".join(chunks))
    first = max(len(chunks) - 1, 0)
    while first > 1 and chunks[first - 1].lower() in names.grammar("particles"):
        first -= 1
    return _words_of(" ".join(chunks[:first])), _words_of(" ".join(chunks[first:]))


def _is_credential(part: str) -> bool:
    plain = "".join(character for character in part.lower() if character.isalpha())
    closed = names.grammar("credentials") | names.grammar("ambiguous_credentials") | names.grammar("suffixes")
    return not plain or plain in closed or all(word in closed for word in _words_of(part))


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


def site_recognizers(site: SiteLists) -> list[EntityRecognizer]:
    """Return the recognizers of what a site knows; none for an empty list."""
    found: list[EntityRecognizer] = []
    if site.physicians:
        found.append(KnownPhysicians(site.physicians))
    if site.clinics:
        found.append(KnownClinics(site.clinics))
    return found
