"""A guideline statement → the works it cites, with edition, sections and pages.

A line is the statement in one line, so that its offsets mean the same in every letter that says the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from imr_reports.parse.citations.chapters import read_chapters
from imr_reports.parse.citations.marks import Edition, Marks, Page, find_marks
from imr_reports.parse.citations.names import Book, Stretch
from imr_reports.parse.citations.sections import Draft
from imr_reports.parse.citations.stretches import find_stretches
from imr_reports.parse.passages import Line
from imr_reports.records.coded import GuidelineSource, Work
from imr_reports.records.identified import Citation, CitedSection, Passage
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.citations.guidelines import KnownWork, citation_form, other_works
from imr_reports.vocabulary.matching.spelling import name_key, spell

# Books that people name by their edition rather than its year.
_BY_EDITION = (GuidelineSource.ODG, GuidelineSource.ACOEM, GuidelineSource.TEXTBOOK)
_WITHOUT_TOPIC = (GuidelineSource.JOURNAL, GuidelineSource.TEXTBOOK)
_UNKNOWN_SOURCES = (
    ("reference", GuidelineSource.JOURNAL),
    ("textbook", GuidelineSource.TEXTBOOK),
    ("agency", GuidelineSource.GUIDELINE),
    ("address", GuidelineSource.ONLINE),
)
_EDGES = " \t,;:.-–—/&()[]*\"“”'"
_TRAILING = " ,;:&("
_LEADING_ON = ("and", "on", "the", "of")
_PROVISION = re.compile(
    r"(?:sections?|§+|sec\.)?\s{0,3}(?P<number>\d{3,5}(?:\.\d{1,3}){0,3}(?:\s?\([a-z0-9]{1,3}\)){0,4})",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\.\s|(?<=\))\.")
_CHAPTER = re.compile(r"(?<![A-Za-z])(?:Chapters?|Ch\.)\s{0,3}$", re.IGNORECASE)
_REMARK = re.compile(r"(?:^|[\s,]{1,3})which\b.*", re.IGNORECASE | re.DOTALL)
_HAS_WORDS = re.compile(r"[A-Za-z]{3}")
_LONGEST_TOPIC = 160
_LONGEST_LEAD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation with offsets of a line.

    Attributes:
        sections: where each begins and ends, and its canonical name or "".
        pages: where each begins and ends, and what it says, each once.
    """

    work: Work
    start: int
    end: int
    sections: tuple[tuple[int, int, str], ...] = ()
    pages: tuple[Page, ...] = ()


def cited_in(line: str) -> tuple[Cited, ...]:
    """Find every work that a statement on one line cites, in order."""
    spelled = spell(line)
    cited: list[Cited] = []
    for stretch in find_stretches(spelled):
        if stretch.book is Book.WORK:
            cited.append(_cite_work(line, stretch))
        else:
            drafts, marks = read_chapters(spelled, stretch)
            cited += _cite_chapters(line, drafts, marks)
    return tuple(cited)


def in_letter(text: str, line: Line, cited: Cited) -> Citation:
    """Return a citation with offsets of the letter."""
    start, end = line.span(cited.start, cited.end)
    return Citation(
        work=cited.work,
        sections=tuple(_section(text, line, *section) for section in cited.sections),
        pages=pages_in_letter(line, cited.pages),
        start=start,
        end=end,
    )


def _section(text: str, line: Line, start: int, end: int, name: str) -> CitedSection:
    begin, stop = line.span(start, end)
    return CitedSection(passage=Passage(text=text[begin:stop], start=begin, end=stop), name=name)


def pages_in_letter(line: Line, pages: Iterable[Page]) -> tuple[Stated[str], ...]:
    """Return pages with offsets of the letter."""
    return tuple(_page(line, *page) for page in pages)


def _page(line: Line, start: int, end: int, written: str) -> Stated[str]:
    begin, stop = line.span(start, end)
    return Stated(value=written, start=begin, end=stop)


def cited_pages(line: str) -> tuple[Page, ...]:
    """Return the pages that a statement names, each once."""
    return _first_of_each(find_marks(line, 0, len(line), is_odg=False).pages)


def _first_of_each(pages: Iterable[Page]) -> tuple[Page, ...]:
    kept: dict[str, Page] = {}
    for page in pages:
        kept.setdefault(page[2], page)
    return tuple(kept.values())


def _cite_chapters(line: str, drafts: list[Draft], marks: Marks) -> list[Cited]:
    stops = [*(draft.start for draft in drafts[1:]), marks.start + len(marks.text)]
    # "ODG 2016, Knee; Shoulder": what stands before the first chapter holds for all.
    common = [one for one in marks.editions if one.end <= drafts[0].named_at]
    return [
        _cite_chapter(line, draft, stop, marks, common) for draft, stop in zip(drafts, stops, strict=True)
    ]


def _cite_chapter(line: str, draft: Draft, stop: int, marks: Marks, common: list[Edition]) -> Cited:
    source = draft.named.works[0].source
    own = [one for one in marks.editions if draft.start <= one.start < stop]
    edition = draft.edition or _best(own, source) or _best(common, source)
    work = draft.named.of_edition(edition)
    pages = [page for page in marks.pages if draft.start <= page[0] < stop]
    return Cited(
        work=Work(source=work.source, title=work.title, edition=edition),
        start=draft.start,
        end=_trimmed(line, draft.start, stop),
        sections=_each_once(draft.sections),
        pages=_first_of_each([*pages, *draft.pages]),
    )


def _each_once(sections: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Return sections without those that name again what was named."""
    kept: dict[str, tuple[int, int, str]] = {}
    for start, end, name in sections:
        kept.setdefault(name or f"{start}-{end}", (start, end, name))
    return tuple(kept.values())


def _best(editions: list[Edition], source: GuidelineSource) -> str:
    """Return the edition of a book, the year of all else."""
    year = next((one.year for one in editions if one.year), "")
    ordinal = next((one.ordinal for one in editions if one.ordinal), "")
    return (ordinal or year) if source in _BY_EDITION else (year or ordinal)


def _cite_work(line: str, stretch: Stretch) -> Cited:
    """Read a work without chapters, known or not: its year, its pages, and the topic that was read in it."""
    end = stretch.end
    if stretch.in_sentence and (match := citation_form("clause_end").search(line, stretch.body, end)):
        end = match.start()
    marks = find_marks(line, stretch.start, end, is_odg=True)
    work = stretch.work or _unknown(line[stretch.start : end])
    return Cited(
        work=Work(source=work.source, title=work.title, edition=_best(list(marks.editions), work.source)),
        start=stretch.start,
        end=_trimmed(line, stretch.start, end),
        sections=_topic(line, stretch, end, marks, work),
        pages=_first_of_each(marks.pages),
    )


def _unknown(written: str) -> KnownWork:
    for name, source in _UNKNOWN_SOURCES:
        if citation_form(name).search(written):
            return KnownWork(source=source, title="")
    return KnownWork(source=GuidelineSource.OTHER, title="")


def _topic(
    line: str, stretch: Stretch, end: int, marks: Marks, work: KnownWork
) -> tuple[tuple[int, int, str], ...]:
    if not work.title or work.source in _WITHOUT_TOPIC:
        return ()
    if work.source is GuidelineSource.LAW and (match := _PROVISION.search(line, stretch.body, end)):
        return ((match.start("number"), match.end("number"), ""),)
    for begin, stop in ((stretch.body, end), (stretch.start, stretch.name)):
        shown = marks.text[begin - marks.start : stop - marks.start]
        if lead := citation_form("read_at").search(shown, max(0, len(shown) - _LONGEST_LEAD)):
            shown = shown[: lead.start()]
        first = begin + len(shown) - len(shown.lstrip(_EDGES))
        topic = _REMARK.sub("", _SENTENCE_END.split(shown.strip(_EDGES), 1)[0])
        if other_works().get(name_key(topic)):
            continue
        if _HAS_WORDS.search(topic) and len(topic) <= _LONGEST_TOPIC:
            chapter = _CHAPTER.search(line, begin, first) if topic[0].isdigit() else None
            return ((chapter.start() if chapter else first, first + len(topic), ""),)
    return ()


def _trimmed(line: str, start: int, end: int) -> int:
    """Return the end of a citation without the "and on" that leads to the next."""
    while end > start + 1:
        cut = len(line[start:end].rstrip(_TRAILING))
        last = line.rfind(" ", start, start + cut) + 1
        if line[last : start + cut].lower() not in _LEADING_ON or last <= start:
            return start + cut
        end = last
    return end
