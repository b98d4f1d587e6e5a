"""A guideline statement → the works it cites, with sections and pages."""

import re
from dataclasses import dataclass

from imr_reports.parse.passages import passage
from imr_reports.records.coded import GuidelineSource, Work
from imr_reports.records.identified import Citation, Passage
from imr_reports.vocabulary.guidelines import (
    ARTICLE,
    NOT_NAMED,
    OTHER_WORK,
    KnownWork,
    citation_form,
    family,
    sections_with_commas,
    title_tail,
)

_EDITION = re.compile(r"\s*,?\s*\(?\s*(?P<year>(?:19|20)\d\d)\s*\)?")
_PARENTHESIS = re.compile(r"\s*,?\s*\([^()]{0,80}\)")
_JOINED = re.compile(r"(?:[.;(]|\band|,\s*and|&)\s*$", re.IGNORECASE)
_CHAPTER_LEAD = re.compile(
    r"(?:[\s,:;.\-–/(]|\d{4}(?!\d)\)?|\d{1,2}(?:st|nd|rd|th)\b|ed(?:ition|\.)|annual|online|version|chapter|section|for|the)*",
    re.IGNORECASE,
)
_MARKED_CHAPTER = re.compile(r"\s*(?:chapter|section)\b", re.IGNORECASE)
_EDGES = " \t\n\r\f\xa0,;:.-–/"
_CLAUSE_END = re.compile(r",?\s*(?:which|that)\s+(?:is|are|was|were)\b|\.\s|\.$")
_LEAVES = re.compile(r",?\s*and\s*$", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to|through)\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A work's name in a statement; `body` is where its sections and pages begin."""

    start: int
    body: int
    work: KnownWork
    edition: str = ""


def find_citations(text: str, span: Passage) -> tuple[Citation, ...]:
    """Find every work that a guideline statement cites, in order.

    Args:
        text: the letter.
        span: the statement.
    """
    clauses = list(citation_form("clause").finditer(text, span.start, span.end))
    citations: list[Citation] = []
    if not clauses:
        return _free_citations(text, span.start, span.end)
    for position, clause in enumerate(clauses):
        end = clauses[position + 1].start() if position + 1 < len(clauses) else span.end
        find = _non_mtus if clause["non"] else _mtus
        citations += find(text, clause.end(), end)
    return tuple(citations)


def _free_citations(text: str, start: int, end: int) -> tuple[Citation, ...]:
    """Read a sentence of 2013 that only names its works."""
    cited = [mention for mention in _mtus_mentions(text, start, end, is_free=True)]
    found = _cite_all(text, cited, end, _mtus_sections) if cited else []
    if not any(citation.work.title != "ACOEM Practice Guidelines (chapter not named)" for citation in found):
        other = [mention for mention in _non_mtus_mentions(text, start, end)]
        if other:
            return tuple(_cite_all(text, other, end, _sections_before_stop))
    return tuple(found)


def _mtus(text: str, start: int, end: int) -> list[Citation]:
    mentions = _mtus_mentions(text, start, end)
    if not mentions:
        unnamed = KnownWork(source=GuidelineSource.MTUS, title=NOT_NAMED)
        mentions = [_Mention(start, start, unnamed)]
    return _cite_all(text, mentions, end, _mtus_sections)


def _mtus_mentions(text: str, start: int, end: int, *, is_free: bool = False) -> list[_Mention]:
    mentions: list[_Mention] = []
    for match, work in family("mtus").find(text, start, end):
        if mentions and not _begins_citation(text, mentions[-1].body, match.start(), is_free=is_free):
            continue
        if mentions and match.start() < mentions[-1].body:
            continue
        body = _tail_end(text, match.end(), end)
        edition = _EDITION.match(text, body, end)
        year = edition["year"] if edition and edition["year"] in work.editions else ""
        if edition and (year or not work.editions):
            body = edition.end()
        if reference := _PARENTHESIS.match(text, body, end):
            body = reference.end() if "CCR" in reference.group() or "MTUS" in reference.group() else body
        mentions.append(_Mention(match.start(), match.start() if work.is_section else body, work, year))
    return mentions


def _tail_end(text: str, start: int, end: int) -> int:
    tail = title_tail().match(text, start, end)
    return tail.end() if tail else start


def _begins_citation(text: str, body: int, start: int, *, is_free: bool) -> bool:
    """Return whether a title begins a new citation, or is a word in the sections of the last one."""
    between = text[body:start]
    if _JOINED.search(between[-12:]) or is_free:
        return True
    if citation_form("sections_label").search(between):
        return False
    return between.strip(_EDGES) == "" or between.rstrip()[-1:] == ","


def _non_mtus(text: str, start: int, end: int) -> list[Citation]:
    mentions = _non_mtus_mentions(text, start, end)
    if not mentions or text[start : mentions[0].start].strip(_EDGES):
        mentions.insert(0, _unknown(text, start, mentions[0].start if mentions else end))
    return _cite_all(text, mentions, end, _plain_sections)


def _unknown(text: str, start: int, end: int) -> _Mention:
    """Return what stands at a clause's head: an ODG chapter without its "ODG", else an unknown work."""
    if chapter := family("odg").at(text, start, end):
        return _Mention(start, chapter[0].end(), chapter[1])
    title = ARTICLE if citation_form("article").search(text, start, end) else OTHER_WORK
    return _Mention(start, end, KnownWork(source=GuidelineSource.OTHER, title=title))


def _non_mtus_mentions(text: str, start: int, end: int) -> list[_Mention]:
    mentions: list[_Mention] = []
    for match in citation_form("odg").finditer(text, start, end):
        mentions += _chapters(text, match, end, "odg", GuidelineSource.ODG)
    for match in citation_form("acoem").finditer(text, start, end):
        mentions += _chapters(text, match, end, "acoem", GuidelineSource.ACOEM)
    for match, work in family("other").find(text, start, end):
        mentions.append(_Mention(match.start(), match.end(), work))
    joined = [_unknown(text, match.end(), end) for match in citation_form("joined_other").finditer(text, start, end)]
    known = {mention.start for mention in mentions}
    mentions += [other for other in joined if not any(other.start <= begin <= other.start + 30 for begin in known)]
    mentions.sort(key=lambda mention: mention.start)
    return _without_inner(mentions)


def _without_inner(mentions: list[_Mention]) -> list[_Mention]:
    kept: list[_Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].body:
            kept.append(mention)
    return kept


def _chapters(
    text: str, match: re.Match[str], end: int, key: str, source: GuidelineSource
) -> list[_Mention]:
    """Return the chapters that follow a source's name; "chapter not named" where none does."""
    edition = _acoem_edition(match) if source is GuidelineSource.ACOEM else ""
    lead = _CHAPTER_LEAD.match(text, match.end(), end)
    first = family(key).at(text, lead.end() if lead else match.end(), end)
    if first is None:
        return [_Mention(match.start(), match.end(), KnownWork(source=source, title=NOT_NAMED), edition)]
    mentions = [_Mention(match.start(), first[0].end(), first[1], edition)]
    stop = _next_source(text, first[0].end(), end)
    for further, work in family(key).find(text, first[0].end(), stop):
        gap = text[mentions[-1].body : further.start()]
        is_chapter = _MARKED_CHAPTER.match(text, further.end(), end) is not None
        if work != mentions[-1].work and (";" in gap or is_chapter):
            mentions.append(_Mention(further.start(), further.end(), work, edition))
    return mentions


def _next_source(text: str, start: int, end: int) -> int:
    forms = (citation_form(name) for name in ("odg", "acoem", "joined_other"))
    found = [match.start() for pattern in forms if (match := pattern.search(text, start, end))]
    return min(found, default=end)


def _acoem_edition(match: re.Match[str]) -> str:
    ordinal = (match["edition"] or "").lower()
    return {"2nd": "2nd ed.", "second": "2nd ed.", "3rd": "3rd ed.", "third": "3rd ed."}.get(ordinal, "")


def _cite_all(text: str, mentions: list[_Mention], end: int, sections: "_SectionReader") -> list[Citation]:
    citations = []
    for position, mention in enumerate(mentions):
        stop = mentions[position + 1].start if position + 1 < len(mentions) else end
        if leave := _LEAVES.search(text, max(mention.body, stop - 12), stop):
            stop = leave.start()
        stop = max(stop, mention.body)
        work = Work(source=mention.work.source, title=mention.work.title, edition=mention.edition)
        whole = passage(text, mention.start, stop)
        if whole is None:
            continue
        found = sections(text, mention.body, stop)
        pages = _pages(text, mention.body, stop)
        citations.append(Citation(work=work, sections=found, pages=pages, start=whole.start, end=whole.end))
    return citations


def _pages(text: str, start: int, end: int) -> tuple[str, ...]:
    pages: list[str] = []
    for match in citation_form("pages").finditer(text, start, end):
        for part in _RANGE.finditer(match["pages"]):
            pages.append(f"{part[1]}-{part[2]}" if part[2] else part[1])
    return tuple(dict.fromkeys(pages))


class _SectionReader:
    """Reads section names from what stands between a work's name and the next work."""

    def __init__(self, *, stops_at_clause: bool, splits: bool) -> None:
        self._stops_at_clause = stops_at_clause
        self._splits = splits

    def __call__(self, text: str, start: int, end: int) -> tuple[Passage, ...]:
        label = citation_form("sections_label").search(text, start, end)
        if label:
            start = label.end()
        elif self._stops_at_clause and (stop := _CLAUSE_END.search(text, start, end)):
            end = stop.start()
        parts: list[Passage] = []
        cursor = start
        for match in [*citation_form("pages").finditer(text, start, end), None]:
            stop_at = match.start() if match else end
            parts += self._names(text, cursor, stop_at)
            cursor = match.end() if match else end
        return tuple(parts)

    def _names(self, text: str, start: int, end: int) -> list[Passage]:
        spans = _split_sections(text, start, end) if self._splits else [(start, end)]
        return [name for span in spans if (name := _stripped(text, *span))]


def _stripped(text: str, start: int, end: int) -> Passage | None:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return passage(text, start, end)


def _split_sections(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a list of sections at its commas, but not inside brackets or a name that holds a comma."""
    cuts, depth, position = [start], 0, start
    while position < end:
        letter = text[position]
        depth += (letter == "(") - (letter == ")" and depth > 0)
        if letter == "," and depth == 0 and not _inside_name(text, cuts[-1], position):
            cuts.append(position + 1)
        position += 1
    return list(zip(cuts, [*(cut - 1 for cut in cuts[1:]), end], strict=True))


def _inside_name(text: str, start: int, comma: int) -> bool:
    window = re.sub(r"\s+", " ", text[start : comma + 80]).lstrip().lower()
    head = re.sub(r"\s+", " ", text[start:comma]).lstrip().lower()
    return any(
        window.startswith(name) and len(head) < len(name) for name in sections_with_commas() if name.startswith(head)
    )


_mtus_sections = _SectionReader(stops_at_clause=False, splits=True)
_sections_before_stop = _SectionReader(stops_at_clause=True, splits=True)
_plain_sections = _SectionReader(stops_at_clause=False, splits=False)
