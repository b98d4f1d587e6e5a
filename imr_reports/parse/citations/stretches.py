"""A guideline statement → stretches, each of which cites one book or work.

A statement of 2014 and later is a run of clauses ("Decision based on MTUS …"); one of 2013 is a sentence.
Within either, the names of sources (ODG, ACOEM, an MTUS title, a journal, …) are anchors, and a stretch
reaches from an anchor to the next.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from imr_reports.parse.citations.names import (
    Book,
    Stretch,
    find_acoem,
    find_mtus,
    find_odg,
    find_works,
    without_inner,
)
from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.citations.guidelines import KnownWork, citation_form, titles
from imr_reports.vocabulary.matching.spelling import Spelled

_HEAD = re.compile(
    r"[\s,;:.()/&*\"'–—-]|(?:CA|California|MTUS|the|see|Citations?|per)(?![A-Za-z])", re.IGNORECASE
)
_LONGEST_GAP = 20
_EDGES = " ,;:.()/&*\"'-–—"
_YEAR = re.compile(r"(?:19|20)\d\d")
_HARD_BREAK = re.compile(r";\s*(?!\s*\d)|\band\b|&")
_OWN_LAW = re.compile(r"\W{0,12}(?:title\s*8\W{0,6})?(?:sections?|§+)?\W{0,4}9792\.2", re.IGNORECASE)
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
    odg = find_odg(spelled.text, start, end)
    stop = odg[0].start if odg else end
    yield Stretch(book=Book.MTUS, start=start, name=start, body=start, end=stop)
    yield from _bounded(odg, end)


def _outside(spelled: Spelled, start: int, end: int) -> list[Stretch]:
    line = spelled.text
    anchors = find_odg(line, start, end) + find_acoem(line, start, end) + find_works(spelled, start, end)
    anchors += [
        anchor for anchor in find_mtus(spelled, start, end) if not _names_chapter(spelled, anchor, anchors)
    ]
    anchors = _merged(line, without_inner(anchors))
    first = anchors[0].start if anchors else end
    if _HEAD.sub("", line[start:first]):
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
    anchors = (
        find_odg(line, 0, end)
        + find_acoem(line, 0, end)
        + find_works(spelled, 0, end)
        + find_mtus(spelled, 0, end)
    )
    anchors = [replace(anchor, in_sentence=True) for anchor in _merged(line, without_inner(anchors))]
    anchors = [
        anchor
        for place, anchor in enumerate(anchors)
        if not (anchor.book is Book.MTUS and place and _follows_book(line, anchors[place - 1], anchor))
    ]
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


def _names_chapter(spelled: Spelled, title: Stretch, anchors: list[Stretch]) -> bool:
    """Return whether an MTUS title outside of the MTUS is but the chapter of ODG or ACOEM named before."""
    line = spelled.text
    if any(_follows_book(line, anchor, title) for anchor in anchors):
        return True
    named = titles("mtus").at(spelled, spelled.word_from(title.start), spelled.word_from(title.body))
    is_own = named is not None and any("Treatment" in work.title for work in named[1].works)
    return not (is_own or _MTUS_BEFORE.search(line[: title.start]))


def _follows_book(line: str, book: Stretch, title: Stretch) -> bool:
    """Return whether a title stands at once behind the name of ODG or ACOEM."""
    gap = line[book.body : title.start] if book.body <= title.start <= book.body + _LONGEST_GAP else "…"
    return book.book in (Book.ODG, Book.ACOEM) and not gap.strip(_EDGES)


def _merged(line: str, anchors: list[Stretch]) -> list[Stretch]:
    """Make one reference of a journal and the place where it is read ("Spine 2009 … PubMed")."""
    kept: list[Stretch] = []
    for anchor in anchors:
        last = kept[-1] if kept else None
        if (
            last
            and last.work
            and last.work == anchor.work
            and not line[last.body : anchor.start].strip(_EDGES)
        ):
            kept[-1] = replace(last, body=anchor.body)
            continue
        if last and last.work and anchor.work and not _HARD_BREAK.search(line, last.body, anchor.start):
            if _is_reference(last.work) and not _is_next_reference(line, last, anchor):
                continue
            if _is_reference(anchor.work):
                work = anchor.work if last.work.source is GuidelineSource.ONLINE else last.work
                kept[-1] = replace(last, body=anchor.body, work=work)
                continue
        kept.append(anchor)
    return kept


def _is_next_reference(line: str, last: Stretch, anchor: Stretch) -> bool:
    """Return whether a journal begins a reference of its own: that before it has its year already."""
    return (
        anchor.work is not None
        and _is_reference(anchor.work)
        and anchor.work != last.work
        and _YEAR.search(line, last.body, anchor.start) is not None
    )


def _bounded(anchors: list[Stretch], end: int) -> list[Stretch]:
    starts = [*(anchor.start for anchor in anchors[1:]), end]
    return (
        [replace(anchor, end=stop) for anchor, stop in zip(anchors, starts, strict=True)] if anchors else []
    )
