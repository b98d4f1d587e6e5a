"""A guideline statement → stretches, each of which cites one book or work.

A statement of 2014 and later is a run of clauses ("Decision based on MTUS …"); one of 2013 is a sentence.
Within either, the names of sources (ODG, ACOEM, an MTUS title, a journal, …) are anchors, and a stretch
reaches from an anchor to the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.guidelines import KnownWork, citation_form, other_works, titles
from imr_reports.vocabulary.spelling import Spelled


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
        body: where the name ends; -1 where there is no name.
        end: where the stretch ends.
        work: the work, None for books with chapters.
        in_sentence: whether prose may follow the names.
    """

    book: Book
    start: int
    name: int
    body: int
    end: int
    work: KnownWork | None = None
    in_sentence: bool = False


_EDGES = " ,;:.()/&*\"'-–—"
_SEPARATOR_BEFORE = re.compile(
    r"(?:[,;:.()/\[\]\"“”•*–-]|^|\b(?:and|or|from|via|at|per|by|on|in|of|the|to|see|both))\s*$"
)
# A plain word is a journal's name only where a year or a volume follows.
_BIBLIOGRAPHIC = re.compile(
    r"\s*(?:\([^()]{0,30}\)|Journal)?[\s.,;:(]{0,4}(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[\s.]{0,3})?"
    r"(?:(?:19|20)\d\d|vol\b|volume\b|\d{1,4}\s*[(:])",
    re.IGNORECASE,
)
_HARD_BREAK = re.compile(r";\s*(?!\s*\d)|\band\b|&")
_OWN_LAW = re.compile(r"\W{0,12}(?:title\s*8\W{0,6})?(?:sections?|§+)?\W{0,4}9792\.2", re.IGNORECASE)
_ADDRESS_HEAD = re.compile(r"(?:https?\s?:/{0,2}|www\.)\S{0,40}$", re.IGNORECASE)
_ADDRESS_TAIL = re.compile(r"\.(?:com|gov|org|net|edu)[^\s,;]{0,300}", re.IGNORECASE)
_MTUS_BEFORE = re.compile(
    r"(?:MTUS|Medical Treatment Utilization Schedule)\W{0,4}(?:guidelines?\W{0,4})?$", re.IGNORECASE
)
_NOT_PART = re.compile(r"not\s*(?:a\s*)?part\s*of", re.IGNORECASE)
_LATER_ACOEM = re.compile(r"3rd|third|20(?:0[89]|1\d|2\d)", re.IGNORECASE)


def find_stretches(spelled: Spelled) -> list[Stretch]:
    """Cut a statement into stretches, in its order."""
    line = spelled.text
    clauses = list(citation_form("clause").finditer(line))
    if not clauses:
        return _in_sentence(spelled)
    stretches: list[Stretch] = []
    for place, clause in enumerate(clauses):
        end = clauses[place + 1].start() if place + 1 < len(clauses) else len(line)
        if clause["non"]:
            for begin, stop in _parts(line, clause.end(), end):
                stretches += _outside(spelled, begin, stop)
        else:
            stretches += _within(spelled, clause.end(), end)
    return stretches


def _parts(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a clause where a second source is joined with the form's own phrase."""
    joints = list(citation_form("joined_other").finditer(line, start, end))
    begins = [start, *(joint.end() for joint in joints)]
    stops = [*(joint.start() for joint in joints), end]
    return [
        (begin, stop) for begin, stop in zip(begins, stops, strict=True) if line[begin:stop].strip(_EDGES)
    ]


def _within(spelled: Spelled, start: int, end: int) -> Iterator[Stretch]:
    """Yield the stretches of an MTUS clause; a source outside of it may have slipped in."""
    odg = _odg(spelled.text, start, end)
    stop = odg[0].start if odg else end
    yield Stretch(book=Book.MTUS, start=start, name=start, body=start, end=stop)
    yield from _bounded(odg, end)


def _outside(spelled: Spelled, start: int, end: int) -> list[Stretch]:
    line = spelled.text
    anchors = _odg(line, start, end) + _acoem(line, start, end) + _works(spelled, start, end)
    anchors += [
        anchor for anchor in _mtus(spelled, start, end) if not _names_chapter(spelled, anchor, anchors)
    ]
    anchors = _merged(line, _without_inner(anchors))
    first = anchors[0].start if anchors else end
    if line[start:first].strip(_EDGES):
        anchors = _with_head(spelled, start, first, anchors)
    return _bounded(anchors, end)


def _with_head(spelled: Spelled, start: int, first: int, anchors: list[Stretch]) -> list[Stretch]:
    """Place what stands before the first name: an ODG chapter without its "ODG", a topic, or a stranger."""
    line = spelled.text
    word, last = spelled.word_from(start), spelled.word_from(first)
    if word < last and (found := titles("odg").at(spelled, word, last)):
        after = line[spelled.ends[found[0] - 1] :].lstrip()
        if after[:1] in ("", ",", ";", ":", "(", "/", "-", ".") or after[:7].lower() == "chapter":
            return [Stretch(book=Book.ODG, start=start, name=start, body=start, end=first), *anchors]
    lead = line[start:first]
    if (
        anchors
        and anchors[0].work
        and ";" not in lead
        and (_reads_at(lead) or _is_reference(anchors[0].work))
    ):
        return [replace(anchors[0], start=start), *anchors[1:]]
    return [Stretch(book=Book.WORK, start=start, name=start, body=start, end=first), *anchors]


def _reads_at(lead: str) -> bool:
    return lead[-1:].isalnum() is False and (
        citation_form("read_at").search(lead) is not None or ". " not in lead
    )


def _is_reference(work: KnownWork) -> bool:
    return work.source in (GuidelineSource.JOURNAL, GuidelineSource.TEXTBOOK)


def _in_sentence(spelled: Spelled) -> list[Stretch]:
    """Cut a sentence of 2013, which only names its works."""
    line, end = spelled.text, len(spelled.text)
    anchors = _odg(line, 0, end) + _acoem(line, 0, end) + _works(spelled, 0, end) + _mtus(spelled, 0, end)
    anchors = [replace(anchor, in_sentence=True) for anchor in _merged(line, _without_inner(anchors))]
    kept: list[Stretch] = []
    for place, anchor in enumerate(anchors):
        stop = anchors[place + 1].start if place + 1 < len(anchors) else end
        if anchor.work and _OWN_LAW.match(line, anchor.body) and len(anchors) > 1:
            continue
        if anchor.book is Book.ACOEM and _is_in_schedule(line, anchor, stop):
            if (
                kept
                and kept[-1].book is Book.MTUS
                and not _HARD_BREAK.search(line, kept[-1].body, anchor.start)
            ):
                continue
            kept.append(replace(anchor, book=Book.MTUS))
        else:
            kept.append(anchor)
    return _bounded(kept, end)


def _is_in_schedule(line: str, anchor: Stretch, stop: int) -> bool:
    """Return whether an ACOEM guideline is one of 2004, which the MTUS adopted."""
    return not (
        _LATER_ACOEM.search(line, anchor.start, min(stop, anchor.body + 20))
        or _NOT_PART.search(line, anchor.body, stop)
    )


def _odg(line: str, start: int, end: int) -> list[Stretch]:
    return [
        Stretch(book=Book.ODG, start=match.start(), name=match.start(), body=match.end(), end=end)
        for match in citation_form("odg").finditer(line, start, end)
    ]


def _acoem(line: str, start: int, end: int) -> list[Stretch]:
    return [
        Stretch(book=Book.ACOEM, start=match.start(), name=match.start(), body=match.end(), end=end)
        for match in citation_form("acoem").finditer(line, start, end)
        if not match.group().lower().startswith("chapter")
    ]


def _mtus(spelled: Spelled, start: int, end: int) -> list[Stretch]:
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


def _names_chapter(spelled: Spelled, title: Stretch, anchors: list[Stretch]) -> bool:
    """Return whether an MTUS title outside of the MTUS is but the chapter of ODG or ACOEM named before."""
    line = spelled.text
    if any(
        line[anchor.body : title.start].strip(_EDGES) == ""
        for anchor in anchors
        if anchor.body <= title.start
    ):
        return True
    named = titles("mtus").at(spelled, spelled.word_from(title.start), spelled.word_from(title.body))
    is_own = named is not None and any("Treatment" in work.title for work in named[1].works)
    return not (is_own or _MTUS_BEFORE.search(line[: title.start]))


def _works(spelled: Spelled, start: int, end: int) -> list[Stretch]:
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
        if hit[1].is_brief and not _BIBLIOGRAPHIC.match(line, stop, end):
            word += 1
            continue
        head = _ADDRESS_HEAD.search(line, max(start, begin - 50), begin)
        tail = _ADDRESS_TAIL.match(line, stop, end)
        tail = tail or (_ADDRESS_TAIL.match(line, stop - 4, end) if head else None)
        name = head.start() if head else begin
        body = tail.end() if tail else stop
        found.append(Stretch(book=Book.WORK, start=name, name=name, body=body, end=end, work=hit[1].works[0]))
        word = hit[0]
    return found


def _stands_alone(line: str, start: int, begin: int) -> bool:
    """Return whether a name stands at the head of an item, or is glued to the word before it."""
    before = line[max(start, begin - 12) : begin]
    return not before.strip() or before[-1:].islower() or _SEPARATOR_BEFORE.search(before) is not None


def _without_inner(anchors: list[Stretch]) -> list[Stretch]:
    kept: list[Stretch] = []
    for anchor in sorted(anchors, key=lambda anchor: (anchor.start, -anchor.body)):
        if not kept or anchor.start >= kept[-1].body:
            kept.append(anchor)
    return kept


def _merged(line: str, anchors: list[Stretch]) -> list[Stretch]:
    """Make one reference of a journal and the place where it is read ("Spine 2009 … PubMed")."""
    kept: list[Stretch] = []
    for anchor in anchors:
        last = kept[-1] if kept else None
        if last and last.work and anchor.work and not _HARD_BREAK.search(line, last.body, anchor.start):
            if last.work == anchor.work:
                continue
            if _is_reference(last.work):
                continue
            if _is_reference(anchor.work):
                work = anchor.work if last.work.source is GuidelineSource.ONLINE else last.work
                kept[-1] = replace(last, body=anchor.body, work=work)
                continue
        kept.append(anchor)
    return kept


def _bounded(anchors: list[Stretch], end: int) -> list[Stretch]:
    starts = [*(anchor.start for anchor in anchors[1:]), end]
    return (
        [replace(anchor, end=stop) for anchor, stop in zip(anchors, starts, strict=True)] if anchors else []
    )
