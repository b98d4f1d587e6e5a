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
    with_authors,
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
_SITES = (GuidelineSource.ONLINE, GuidelineSource.UPTODATE)
_NEXT_WORK = re.compile(r";\s{1,3}(?=[A-Z])")
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
    is_form = bool(clauses)
    if line.count("MTUS") > len(clauses) and (is_form or not citation_form("part_of").search(line)):
        free = list(citation_form("free_clause").finditer(line))
        if is_form or (free and free[0].group()[:5].lower() == "based"):
            clauses = sorted((*clauses, *free), key=lambda clause: clause.start())
    if not clauses:
        return _in_sentence(spelled)
    stretches: list[Stretch] = []
    for place, clause in enumerate(clauses):
        end = clauses[place + 1].start() if place + 1 < len(clauses) else len(line)
        found = _of_clause(spelled, clause, end)
        stretches += found if is_form else _of_sentence(line, found)
    return stretches


def _of_clause(spelled: Spelled, clause: re.Match[str], end: int) -> list[Stretch]:
    if citation_form("nothing").match(spelled.text[clause.end() : end]):
        return []
    if not clause["non"]:
        return list(_within(spelled, clause.end(), end))
    parts = _parts(spelled.text, clause.end(), end)
    return [one for begin, stop in parts for one in _outside(spelled, begin, stop)]


def _of_sentence(line: str, stretches: list[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches of a sentence that name something; prose may follow all but a reference."""
    for stretch in stretches:
        is_reference = citation_form("authors").match(line, stretch.start, stretch.end) is not None
        if _is_name(line, stretch):
            yield replace(stretch, in_sentence=not is_reference)


def _is_name(line: str, stretch: Stretch) -> bool:
    """Return whether a stretch of a sentence names something, as no plain words do."""
    if stretch.book is Book.MTUS:
        return citation_form("clause_end").match(line, stretch.start - 1) is None
    return bool(
        stretch.book is not Book.WORK or stretch.work or not line[stretch.start : stretch.end].islower()
    )


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
    anchors = with_authors(line, start, _merged(line, without_inner(anchors)))
    first = anchors[0].start if anchors else end
    if _HEAD.sub("", line[start:first]):
        anchors = _with_head(spelled, start, first, anchors)
    return list(_each_work(line, _bounded(anchors, end)))


def _each_work(line: str, stretches: list[Stretch]) -> Iterator[Stretch]:
    """Cut off the unknown works that follow a work, each behind a semicolon."""
    for stretch in stretches:
        current = stretch
        if stretch.book is Book.WORK:
            for match in _NEXT_WORK.finditer(line, stretch.body, stretch.end):
                start = match.end()
                if _is_work(line[start : stretch.end].split(";", 1)[0], current.work):
                    yield replace(current, end=match.start())
                    current = replace(stretch, start=start, name=start, body=start, work=None)
        yield current


def _is_work(piece: str, before: KnownWork | None) -> bool:
    """Return whether an unknown name is an agency's, has authors, or stands before its own address."""
    if citation_form("authors").match(piece):
        return True
    # What is read on a site names its agency too.
    is_read_there = before is not None and before.source in _SITES
    if not is_read_there and citation_form("agency").search(piece):
        return True
    address = citation_form("address").search(piece)
    return address is not None and len(piece[: address.start()].split()) > 1


def _with_head(spelled: Spelled, start: int, first: int, anchors: list[Stretch]) -> list[Stretch]:
    """Place what stands before the first name: an ODG chapter without its "ODG", a topic, or a stranger."""
    line = spelled.text
    word, last = spelled.word_from(start), spelled.word_from(first)
    if _is_source(line, anchors) and word < last and titles("mtus").at(spelled, word, last):
        return [replace(anchors[0], start=start, name=start, body=start), *anchors[1:]]
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


def _is_source(line: str, anchors: list[Stretch]) -> bool:
    """Return whether the first name only says in brackets where a title was published."""
    return bool(anchors) and anchors[0].book is Book.ACOEM and line[: anchors[0].start].endswith("(")


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
    anchors = with_authors(line, 0, _merged(line, without_inner(anchors)))
    anchors = [replace(anchor, in_sentence=True) for anchor in anchors]
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
