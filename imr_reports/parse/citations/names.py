"""Names of sources in a statement: ODG, ACOEM, MTUS titles and all other works, each where it stands."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.citations.guidelines import KnownWork, citation_form, other_works, titles
from imr_reports.vocabulary.matching.spelling import Spelled


class Book(StrEnum):
    """What a stretch cites, which decides how it is read."""

    MTUS = "mtus"
    ODG = "odg"
    ACOEM = "acoem"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of a statement that cites one book (perhaps several chapters of it) or one work.

    Attributes:
        start: where it begins.
        name: where the name of the book or work begins.
        body: where the name ends; where it began, for an unknown work and for MTUS chapters.
        end: where the stretch ends.
        work: the work, None for books with chapters and for an unknown work.
        in_sentence: whether prose may follow the names.
    """

    book: Book
    start: int
    name: int
    body: int
    end: int
    work: KnownWork | None = None
    in_sentence: bool = False


_SEPARATOR_BEFORE = re.compile(
    r"(?:[,;:.()/\[\]\"“”•*–-]|^|\b(?:and|or|from|via|at|per|by|on|in|of|the|to|see|both))\s*$", re.IGNORECASE
)
# A plain word is a journal's name only where a year or a volume follows.
_BIBLIOGRAPHIC = re.compile(
    r"\s*(?:\([^()]{0,30}\)|Journal)?[\s.,;:(]{0,4}(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[\s.]{0,3})?"
    r"(?:(?:19|20)\d\d|vol\b|volume\b|\d{1,4}\s*[(:])",
    re.IGNORECASE,
)
# One look for a word that every such name holds.
_MAYBE_ODG = re.compile(r"[O0]\.?D\.?G|o\.?d\.?g|D[iIl1]sab|D[Ii]SAB|disab", re.ASCII)
_MAYBE_ACOEM = re.compile(r"ACOEM|acoem|Acoem|Occup|occup|OCCUP")
_REFERENCE_YEAR = re.compile(r"\(\s?(?:19|20)\d\d[a-z]?[^()]{0,20}\)")
_LONGEST_REFERENCE = 400
_ADDRESS_HEAD = re.compile(r"(?:https?\s?:/{0,2}|www\.)\S{0,40}$", re.IGNORECASE)
_ADDRESS_TAIL = re.compile(r"\.(?:com|gov|org|net|edu)[^\s,;]{0,300}", re.IGNORECASE)


def find_odg(line: str, start: int, end: int) -> list[Stretch]:
    """Return where ODG is named."""
    if not _MAYBE_ODG.search(line, start, end):
        return []
    return [
        Stretch(book=Book.ODG, start=match.start(), name=match.start(), body=match.end(), end=end)
        for match in citation_form("odg").finditer(line, start, end)
    ]


def find_acoem(line: str, start: int, end: int) -> list[Stretch]:
    """Return where ACOEM is named, not a chapter's number alone."""
    if not _MAYBE_ACOEM.search(line, start, end):
        return []
    return [
        Stretch(book=Book.ACOEM, start=match.start(), name=match.start(), body=match.end(), end=end)
        for match in citation_form("acoem").finditer(line, start, end)
        if not match.group().lower().startswith("chapter")
    ]


def find_mtus(spelled: Spelled, start: int, end: int) -> list[Stretch]:
    """Return the MTUS titles named in full."""
    found: list[Stretch] = []
    last = spelled.word_from(end)
    word = spelled.word_from(start)
    while word < last:
        if (hit := titles("mtus").at(spelled, word, last)) and not hit[1].is_brief:
            begin, stop = spelled.starts[word], spelled.ends[hit[0] - 1]
            tail = citation_form("title_tail").match(spelled.text, stop, end)
            stop = tail.end() if tail else stop
            bracket = citation_form("source_in_brackets").match(spelled.text, stop, end)
            stop = bracket.end() if bracket else stop
            found.append(Stretch(book=Book.MTUS, start=begin, name=begin, body=stop, end=end))
            word = hit[0]
        else:
            word += 1
    return found


def find_works(spelled: Spelled, start: int, end: int) -> list[Stretch]:
    """Return where journals, textbooks, agencies and the like are named."""
    line, found = spelled.text, []
    last = spelled.word_from(end)
    word = spelled.word_from(start)
    while word < last:
        hit = other_works().at(spelled, word, last)
        begin = spelled.starts[word]
        if hit is None or not _stands_alone(line, start, begin):
            word += 1
            continue
        stop = spelled.ends[hit[0] - 1]
        if hit[1].is_brief and not (
            _BIBLIOGRAPHIC.match(line, stop, end) or _is_referenced(line, start, begin)
        ):
            word += 1
            continue
        head = _ADDRESS_HEAD.search(line, max(start, begin - 50), begin)
        tail = _ADDRESS_TAIL.match(line, stop, end)
        tail = tail or _ADDRESS_TAIL.match(line, stop - 4, end)
        name = head.start() if head else begin
        body = tail.end() if tail else stop
        found.append(Stretch(book=Book.WORK, start=name, name=name, body=body, end=end, work=hit[1].works[0]))
        word = hit[0]
    return found


def _is_referenced(line: str, start: int, begin: int) -> bool:
    """Return whether authors, a year and a title stand before a journal: "Doe, J., Roe, R. (2031), Canes"."""
    begins = max(start, begin - _LONGEST_REFERENCE)
    year = _REFERENCE_YEAR.search(line, begins, begin)
    return year is not None and any(
        match.end() <= year.start() <= match.end() + 4
        for match in citation_form("authors").finditer(line, begins, year.end())
    )


def with_authors(line: str, start: int, anchors: list[Stretch]) -> list[Stretch]:
    """Begin each reference where its authors are named, though they stand behind another book's name."""
    grown: list[Stretch] = []
    for anchor in anchors:
        floor = max(grown[-1].body if grown else start, anchor.start - _LONGEST_REFERENCE)
        grown.append(_from_authors(line, floor, anchor))
    return grown


def _from_authors(line: str, floor: int, anchor: Stretch) -> Stretch:
    authors = citation_form("authors").search(line, floor, anchor.start) if anchor.work else None
    if anchor.work is None or authors is None:
        return anchor
    is_reference = anchor.work.source in (GuidelineSource.JOURNAL, GuidelineSource.TEXTBOOK)
    is_theirs = is_reference or not line[authors.end() : anchor.start].strip(" .,;:")
    return replace(anchor, start=authors.start()) if is_theirs else anchor


def _stands_alone(line: str, start: int, begin: int) -> bool:
    """Return whether a name stands at the head of an item, or is glued to the word before it."""
    before = line[max(start, begin - 12) : begin]
    return not before.strip() or before[-1:].islower() or _SEPARATOR_BEFORE.search(before) is not None


def without_inner(anchors: list[Stretch]) -> list[Stretch]:
    """Return names in order, without those that stand within another."""
    kept: list[Stretch] = []
    for anchor in sorted(anchors, key=lambda anchor: (anchor.start, -anchor.body)):
        if not kept or anchor.start >= kept[-1].body:
            kept.append(anchor)
    return kept
