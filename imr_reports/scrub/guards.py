"""A possible name, organization or place → whether it is to be kept as a finding.

Terms of the subject matter (drugs, tests and diseases named after people, guidelines, authors in citations)
are no findings, except where the position says that a person is meant; the recognizers that read positions
say so with a high score.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from presidio_analyzer import RecognizerResult

from imr_reports.scrub.words import EPONYM, NAME, SAFE, TERM, Reading, read_words
from imr_reports.vocabulary import safe
from imr_reports.vocabulary.names import position_words

CERTAIN = 0.75
"""Scores from here on come from a position that only a name takes."""
_GUARDED = frozenset({"NAME", "ORG", "LOCATION"})
_WINDOW = 160
_AUTHOR_YEAR = re.compile(
    r"(?:[A-Za-z\-'’]*)(?:,?\s+(?:[A-Z]{1,3}\b\.?,?))?(?:,?\s+(?:and|&)\s+[A-Z][\w\-'’]+"
    r"|[-,]\s?[A-Z][\w\-]+)?(?:,?\s+et\.?\s+al\.?)?(?:,\s*\(?|\s*\()(?:19|20)\d\d[a-z]?\b(?!\s*[-/]\s*\d)"
)
_ET_AL = re.compile(r"(?:[A-Za-z\-'’]*)(?:\s+[A-Z]{1,3}\b)?,?\s+et\.?\s+al\b")
_AUTHOR_LIST = re.compile(r"[A-Za-z\-'’]*\s+[A-Z]{1,3}(?:,|\.\s|;|\s+(?:and|&)\s)")
_JOURNAL = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[A-Z][a-z]{2}\s*\d{0,2})?\s*;\s*\d|\bet\.? al\b|\bdoi\b|\bPMID\b|\bEpub\b"
    r"|\bCochrane\b|\bJ [A-Z][a-z]+|\bJournal of\b"
    r"|\b(?:N Engl|Am J|Arch|Clin J|Br J|Eur J|Ann|Rheumatol|Orthop|Phys Ther)\b"
    r"|\b\d{1,3}\(\d{1,3}\)\s*:\s*\d|\bvol(?:ume|\.)\s*\d|\d(?:st|nd|rd|th) ed(?:ition|\.)"
)
_GUIDELINE_PART = re.compile(r"\b(?:Administrator|MAXIMUS|Reviewer)\s+guideline\s*:", re.I)
_GUIDELINE_END = re.compile(r"Decision\s+rationale|\n\s*\n\s*\n", re.I)
_LICENSURE = re.compile(r"(?:State\(s\)\s+of\s+Licensure|Certification\(s\)/Specialty"
r"|licensed\s+to\s+practice\s+in"
r"|Board\s+Certified\s+in)[^\n]*(?:\n(?![A-Z ]{12,})[^\n]{0,60}(?=\n))?", re.I)  # fmt: skip


# State agencies that publish guidelines; a worker may be employed by one, which then is a finding.
_AGENCY = re.compile(
    r"(?<![A-Za-z])(?:Department|Division|Board|Bureau)\s+of\s+(?:Industrial\s+Relations|Industrial\s+Accidents"
    r"|Labor\s+(?:and|&)\s+Industries|Labor\s+(?:and|&)\s+Employment|Workers['’]?\s*Compensation|Public\s+Health"
    r"|Health\s+Care\s+Services|Health\s+(?:and|&)\s+Human\s+Services|Consumer\s+Affairs|Medical\s+Examiners)"
    r"(?![A-Za-z])"
)
_EMPLOYED = re.compile(
    r"(?i:\bemploy\w*|\bwork(?:s|ed|ing)?|\bjobs?|\bhired|\b(?:clerk|officer|nurse|inspector|analyst))\s*:?\s+"
    r"(?:(?:by|for|at|with|of|is|was|in)\s+)?(?:the\s+)?(?:[A-Z][a-z]+\s+){0,4}\Z"
)
_BETWEEN_AGENCIES = frozenset({"and", "the", "of", "state", "department", "division", "board"})


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """Return bodies, programs and makers that letters cite by name: their words, and their patterns."""
    return tuple(
        (
            frozenset(Reading(phrase).lowers),
            re.compile(r"(?i)(?<![A-Za-z])" + r"\s+".join(map(re.escape, phrase.split())) + r"(?![A-Za-z])"),
        )
        for phrase in sorted(safe.public_bodies(), key=len, reverse=True)
    )


def _cited_bodies(text: str) -> Iterator[re.Match[str]]:
    vocabulary = read_words(text).vocabulary
    for words, pattern in _bodies():
        if words <= vocabulary:
            yield from pattern.finditer(text)


@lru_cache(maxsize=8)
def public_agencies(text: str) -> tuple[tuple[int, int], ...]:
    """Return where agencies stand that publish guidelines and employ nobody of the letter."""
    return tuple(
        match.span()
        for match in (*_AGENCY.finditer(text), *_cited_bodies(text))
        if not _EMPLOYED.search(text[max(0, match.start() - 80) : match.start()])
    )


def is_agency(text: str, start: int, end: int) -> bool:
    """Return whether a stretch names public agencies alone, with their states ("Ohio Department of …")."""
    agencies = [(first, last) for first, last in public_agencies(text) if first < end and start < last]
    if not agencies:
        return False
    reading, states = read_words(text), safe.state_words() | _BETWEEN_AGENCIES
    return all(
        reading.lowers[i] in states
        or any(first <= reading.starts[i] and reading.ends[i] <= last for first, last in agencies)
        for i in words_within(reading, start, end)
    )


@lru_cache(maxsize=8)
def quiet_parts(text: str) -> tuple[tuple[int, int], ...]:
    """Return the parts of a letter that cite guidelines or name licences: no one is named but by title."""
    parts = [match.span() for match in _LICENSURE.finditer(text)]
    for match in _GUIDELINE_PART.finditer(text):
        end = _GUIDELINE_END.search(text, match.end())
        parts.append((match.start(), end.start() if end else len(text)))
    return tuple(sorted(parts))


def is_quiet(text: str, at: int) -> bool:
    """Return whether an offset lies in one of a letter's quiet parts."""
    parts = quiet_parts(text)
    i = bisect_left(parts, (at + 1, 0))
    return any(start <= at < end for start, end in parts[max(0, i - 2) : i])


def is_citation(text: str, start: int, end: int) -> bool:
    """Return whether a name is an author's in a citation ("Chou, 2009", "Roe A, Doe B, et al.")."""
    if _AUTHOR_YEAR.match(text, end) or _ET_AL.match(text, end):
        return True
    around = text[max(0, start - _WINDOW) : end + _WINDOW]
    return bool(_JOURNAL.search(around)) and (
        bool(_AUTHOR_LIST.match(text, end)) or bool(_JOURNAL.search(around, 40))
    )


_FINDINGS = frozenset({"positive", "negative", "equivocal"})


def is_eponym(reading: Reading, i: int) -> bool:
    """Return whether a word names a test, sign, disease or scale, by itself or by the word beside it."""
    if not reading.kinds[i] & (EPONYM | NAME):
        return False
    beside = reading.lowers[i + 1 : i + 4]
    if reading.kinds[i] & EPONYM and i and reading.lowers[i - 1] in _FINDINGS:
        return True
    possessive = reading.tails[i] != reading.ends[i]
    near = beside[: 2 if reading.kinds[i] & EPONYM else 1] if not possessive else beside
    strong = safe.eponym_company() if reading.kinds[i] & EPONYM else position_words("named_things")
    return any(word in strong for word in near) and "." not in reading.gap(i)


def words_within(reading: Reading, start: int, end: int) -> range:
    """Return the indices of the words that a stretch touches."""
    first = bisect_left(reading.ends, start + 1)
    return range(first, bisect_left(reading.starts, end))


def keep(text: str, result: RecognizerResult) -> bool:
    """Return False when a NAME, ORG or LOCATION result is a term, a citation or part of the form.

    Args:
        text: the letter.
        result: a result of any recognizer; offsets into the letter. Other entity types are always kept.
    """
    if result.entity_type in _GUARDED and is_agency(text, result.start, result.end):
        return False
    if result.entity_type not in _GUARDED or result.score >= CERTAIN:
        return True
    if is_quiet(text, result.start) or is_citation(text, result.start, result.end):
        return False
    reading = read_words(text)
    words = words_within(reading, result.start, result.end)
    if not words:
        return False
    unborne = all(reading.kinds[i] & SAFE and not reading.kinds[i] & NAME for i in words)
    if unborne or all(reading.kinds[i] & TERM for i in words):
        return False
    return not (len(words) == 1 and is_eponym(reading, words[0]))
