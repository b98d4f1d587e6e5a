"""A guideline statement → the works it cites, with sections and pages."""

import re
from dataclasses import dataclass, replace

from imr_reports.parse.passages import collapse, passage
from imr_reports.records.coded import GuidelineSource, Work
from imr_reports.records.identified import Citation, CitedSection, Passage
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
_SOURCE_IN_BRACKETS = re.compile(r"\s*,?\s*\((?:[^()]|\([^()]{0,40}\)){0,120}\)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_JOINED = re.compile(r"(?:[.;(]|\band|,\s*and|&)\s*$", re.IGNORECASE)
_CHAPTER_LEAD = re.compile(
    r"(?:[\s,:;.\-–/(]|\d{4}(?!\d)\)?|\d{1,2}(?:st|nd|rd|th)\b|ed(?:ition\b|\.)"
    r"|(?:annual|online|version|chapter|section|for|the)\b)*",
    re.IGNORECASE,
)
# "Low Back (Acute & Chronic) (updated …) Chapter": qualifiers of a chapter, not its section.
_CHAPTER_TAIL = re.compile(
    r"(?:\s*\((?:updated|revised|acute|chronic|online|thoracic|lumbar|last|\d)[^()]{0,60}\)"
    r"|\s*[-–]?\s*(?:chapters?|sections?|guidelines?)\b|\s*,?\s*\d{1,2}/\d{1,2}/\d{2,4})*",
    re.IGNORECASE,
)
_MARKED_CHAPTER = re.compile(r"\s*(?:chapter|section)\b", re.IGNORECASE)
_EDGES = " \t\n\r\f\xa0,;:.-–/"
_CLAUSE_END = re.compile(r",?\s*(?:which|that)\s+(?:is|are|was|were)\b|[.;](?:\s|$)", re.IGNORECASE)
_ACOEM_CHAPTER = re.compile(r"(?:ACOEM\s*)?Chapter\s*\d{1,2}[\s,:]*|ACOEM\s*", re.IGNORECASE)
_UNNAMED_ACOEM = "ACOEM Practice Guidelines (chapter not named)"
_LEAVES = re.compile(r",?\s*\band(?:\s+the)?\s*$", re.IGNORECASE)
_SEPARATE = re.compile(r"[.;]\s")
_ADDRESS_TAIL = re.compile(r"\.(?:com|gov|org|net)[^\s,;]*", re.IGNORECASE)
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
    mtus = _mtus_mentions(text, start, end, is_free=True)
    if any(mention.work.title != _UNNAMED_ACOEM for mention in mtus):
        # "Knee Complaints (ACOEM …, Chapter 13)" is one work: the bare name only says whose chapter it is.
        mtus = [mention for mention in mtus if mention.work.title != _UNNAMED_ACOEM]
    names = {mention.work.source for mention in mtus}
    mentions = mtus + [
        mention
        for mention in _non_mtus_mentions(text, start, end)
        if not (names and mention.work.source is GuidelineSource.ACOEM)
    ]
    mentions = _without_inner(sorted(mentions, key=lambda mention: mention.start))
    return tuple(_cite_all(text, mentions, end, _sections_before_stop))


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
        body, year = _edition(text, match, end, work)
        if work.is_section:
            lead = _ACOEM_CHAPTER.match(text, match.start(), match.end())
            body = lead.end() if lead else match.start()
        if mentions and _is_its_chapter(text, mentions[-1], match.start(), work):
            start_at = mentions.pop().start
        else:
            start_at = match.start()
        mentions.append(_Mention(start_at, body, work, year))
    return mentions


def _edition(text: str, match: re.Match[str], end: int, work: KnownWork) -> tuple[int, str]:
    """Return where a title with its tail, year and bracketed source ends, and its edition."""
    body = _tail_end(text, match.end(), end)
    years = [match.group()[-4:]]
    edition = _EDITION.match(text, body, end)
    if edition and (edition["year"] in work.editions or not work.editions):
        years.append(edition["year"])
        body = edition.end()
    bracket = _SOURCE_IN_BRACKETS.match(text, body, end)
    if bracket and any(word in bracket.group() for word in ("CCR", "MTUS", "ACOEM")):
        years += _YEAR.findall(bracket.group())
        body = bracket.end()
    return body, next((year for year in years if year in work.editions), "")


def _is_its_chapter(text: str, last: _Mention, start: int, work: KnownWork) -> bool:
    """Return whether the last name only leads to this one: "ACOEM Guidelines, Chapter 13, Knee …"."""
    gap = text[last.body : start]
    if _ACOEM_CHAPTER.sub("", gap).strip(_EDGES):
        return False
    if last.work.title == _UNNAMED_ACOEM:
        return work.is_acoem_chapter or "," not in gap
    return last.work.title == work.title


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
    if not mentions:
        mentions = [_unknown(text, start, end)]
    elif text[start : mentions[0].start].strip(_EDGES):
        lead = text[start : mentions[0].start]
        if mentions[0].work.source is GuidelineSource.OTHER and not _SEPARATE.search(lead):
            # "Drug leaflet, accessed from UpToDate" is one work, named at its end.
            mentions[0] = replace(mentions[0], start=start)
        else:
            mentions.insert(0, _unknown(text, start, mentions[0].start))
    return _cite_all(text, mentions, end, _plain_sections)


def _unknown(text: str, start: int, end: int) -> _Mention:
    """Return what stands at a clause's head: an ODG chapter without its "ODG", else an unknown work."""
    if chapter := family("odg").at(text, start, end):
        return _Mention(start, _chapter_end(text, chapter[0].end(), end), chapter[1])
    title = ARTICLE if citation_form("article").search(text, start, end) else OTHER_WORK
    return _Mention(start, end, KnownWork(source=GuidelineSource.OTHER, title=title))


def _non_mtus_mentions(text: str, start: int, end: int) -> list[_Mention]:
    mentions: list[_Mention] = []
    for match in citation_form("odg").finditer(text, start, end):
        mentions += _chapters(text, match, end, "odg", GuidelineSource.ODG)
    for match in citation_form("acoem").finditer(text, start, end):
        mentions += _chapters(text, match, end, "acoem", GuidelineSource.ACOEM)
    for match, work in family("other").find(text, start, end):
        address = _ADDRESS_TAIL.match(text, match.end(), end)
        mentions.append(_Mention(match.start(), address.end() if address else match.end(), work))
    joined = [
        _unknown(text, match.end(), end) for match in citation_form("joined_other").finditer(text, start, end)
    ]
    known = {mention.start for mention in mentions}
    mentions += [
        other for other in joined if not any(other.start <= begin <= other.start + 30 for begin in known)
    ]
    mentions.sort(key=lambda mention: mention.start)
    return _without_inner(mentions)


def _without_inner(mentions: list[_Mention]) -> list[_Mention]:
    kept: list[_Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].body:
            kept.append(mention)
    return kept


def _chapters(text: str, match: re.Match[str], end: int, key: str, source: GuidelineSource) -> list[_Mention]:
    """Return the chapters that follow a source's name; "chapter not named" where none does."""
    edition = _acoem_edition(match) if source is GuidelineSource.ACOEM else ""
    lead = _CHAPTER_LEAD.match(text, match.end(), end)
    first = family(key).at(text, lead.end() if lead else match.end(), end)
    if first is None:
        return [_Mention(match.start(), match.end(), KnownWork(source=source, title=NOT_NAMED), edition)]
    mentions = [_Mention(match.start(), _chapter_end(text, first[0].end(), end), first[1], edition)]
    stop = _next_source(text, first[0].end(), end)
    for further, work in family(key).find(text, first[0].end(), stop):
        gap = text[mentions[-1].body : further.start()]
        is_chapter = _MARKED_CHAPTER.match(text, further.end(), end) is not None
        if work != mentions[-1].work and (";" in gap or is_chapter):
            mentions.append(_Mention(further.start(), _chapter_end(text, further.end(), end), work, edition))
    return mentions


def _chapter_end(text: str, start: int, end: int) -> int:
    tail = _CHAPTER_TAIL.match(text, start, end)
    return tail.end() if tail else start


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
        if joined := citation_form("joined_other").search(text, mention.body, stop):
            stop = joined.start()
        if leave := _LEAVES.search(text, max(mention.body, stop - 12), stop):
            stop = leave.start()
        stop = max(stop, mention.body)
        work = Work(source=mention.work.source, title=mention.work.title, edition=mention.edition)
        whole = passage(text, mention.start, stop)
        if whole is None:
            continue
        found = tuple(CitedSection(passage=name) for name in sections(text, mention.body, stop))
        pages = cited_pages(text, mention.body, stop)
        citations.append(Citation(work=work, sections=found, pages=pages, start=whole.start, end=whole.end))
    return citations


def cited_pages(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the pages cited in a stretch of text: digits and ranges, each once."""
    pages: list[str] = []
    for match in citation_form("pages").finditer(text, start, end):
        parts = _RANGE.finditer(match["pages"])
        pages += [f"{part[1]}-{part[2]}" if part[2] else part[1] for part in parts]
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
        # In a sentence, names stand before the pages; what follows is prose.
        if self._stops_at_clause and (first := citation_form("pages").search(text, start, end)):
            return tuple(self._names(text, start, first.start()))
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
    head = collapse(text[start:comma]).lower()
    longer = [name for name in sections_with_commas() if name.startswith(head) and len(name) > len(head)]
    if not longer:
        return False
    window = collapse(text[start : comma + 80]).lower()
    return any(window.startswith(name) for name in longer)


_mtus_sections = _SectionReader(stops_at_clause=False, splits=True)
_sections_before_stop = _SectionReader(stops_at_clause=True, splits=True)
_plain_sections = _SectionReader(stops_at_clause=False, splits=False)
