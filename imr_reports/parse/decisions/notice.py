"""A notice of 2013 → blocks: numbered determinations, then a section for each."""

import re

from imr_reports.parse.decisions.blocks import Block, necessity_decision
from imr_reports.parse.decisions.stories import Span, read_allowed
from imr_reports.parse.passages import collapse, trim
from imr_reports.records.coded import Decision
from imr_reports.vocabulary.letters.headings import form


def find_notice_blocks(text: str) -> list[Block]:
    """Find each determination once, though the notice prints them twice, with its section."""
    determinations = _listed_once(list(form("notice_determination").finditer(text)))
    spans = _sections(text)
    blocks = []
    for position, found in enumerate(determinations):
        number = int(found["number"] or position + 1)
        own = [span for span in spans if int(span[0]["number"] or 0) == number]
        own = own or (spans[position : position + 1] if len(spans) == len(determinations) else [])
        blocks.append(_block(text, found, own[0][1:] if own else None))
    return blocks


def _sections(text: str) -> list[tuple[re.Match[str], int, int]]:
    """Return each "Regarding the request for" with the span of its section."""
    sections = list(form("notice_regarding").finditer(text))
    if not sections:
        return []
    closing = form("closing").search(text, sections[-1].end())
    ends = [*(section.start() for section in sections[1:]), closing.start() if closing else len(text)]
    return [(section, section.end(), end) for section, end in zip(sections, ends, strict=True)]


def _listed_once(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the longest of the listings: a listing ends where numbers start again or an item repeats."""
    listings: list[list[re.Match[str]]] = [[]]
    seen: set[str] = set()
    last_number = 0
    for match in found:
        key = collapse(match["request"]).lower()
        number = int(match["number"] or 0)
        repeats = number <= last_number if number and last_number else key in seen
        if listings[-1] and repeats:
            listings.append([])
            seen, last_number = set(), 0
        listings[-1].append(match)
        seen.add(key)
        last_number = number
    return max(listings, key=len)


def _block(text: str, found: re.Match[str], section: Span | None) -> Block:
    request = trim(text, *found.span("request"))
    administrator = reviewer = rationale = None
    if section is not None:
        label = form("notice_rationale").search(text, *section)
        statements_end = label.start() if label else section[1]
        if relied := form("relied_upon").search(text, section[0], statements_end):
            administrator, reviewer = split_statements(text, relied.end(), statements_end)
        if label:
            rationale = trim(text, label.end(), section[1])
    decision = necessity_decision(found)
    is_partial = decision is Decision.PARTIALLY_OVERTURNED
    return Block(
        request=request,
        item=request,
        story=False,
        decision=decision,
        ruling=(found.end("request"), found.end()),
        allowed=read_allowed(text, found.end(), len(text)) if is_partial else None,
        administrator=administrator,
        reviewer=reviewer,
        rationale=rationale,
    )


def split_statements(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """Split the guidelines of a 2013 letter into the claims administrator's and the reviewer's.

    What names neither side is the reviewer's, under whose name the heading stands.
    """
    start, end = trim(text, start, end)
    if start >= end:
        return None, None
    theirs = form("administrator_sentence").search(text, start, end)
    ours = form("reviewer_sentence").search(text, start, end)
    if theirs is None:
        return None, (start, end)
    if ours is None:
        return (theirs.start(), end), None
    if ours.start() < theirs.start():
        return (theirs.start(), end), (start, theirs.start())
    return (start, ours.start()), (ours.start(), end)
