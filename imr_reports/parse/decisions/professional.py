"""A professional review of 2013 → blocks: an issue in a question, the decision in the rationale's heading."""

import re
from itertools import pairwise, zip_longest

from imr_reports.parse.decisions.blocks import Block, necessity_decision
from imr_reports.parse.decisions.issue_headings import last_match
from imr_reports.parse.decisions.notice import split_statements
from imr_reports.parse.decisions.stories import Span, read_allowed
from imr_reports.parse.passages import trim
from imr_reports.parse.sections import next_heading
from imr_reports.parse.structure import Structure
from imr_reports.records.coded import Decision
from imr_reports.vocabulary.letters.headings import form

_LONGEST_CLOSE = 200
_SECTIONS = ("case_summary", "clinical_summary", "documents_reviewed", "qualifications", "dispute")
_NUMBER = re.compile(r"(?<=[\n\r\f])[^\S\n\r\f]*\(?(?P<number>\d{1,2})[.)](?!\d)\s*")
_PARTLY = re.compile(
    r"\b(?:partial(?:ly)?\s+(?:upheld|overturn(?:ed)?|medically\s+necessary)"
    r"|(?:upheld|overturned|medically\s+necessary)\s+in\s+part|modif(?:y|ied))\b",
    re.IGNORECASE,
)
_NEXT_ITEM = re.compile(
    r"(?<=[^\d\s][.?;])\s*(?=(?:\(?\d{1,2}[.)]\s*)?Whether\s)|(?<=[\n\r\f])\s*(?=\(?\d{1,2}[.)]\s)"
)


def find_professional_blocks(text: str, structure: Structure) -> list[Block]:
    """Find the disputed items and, in the same order, their guidelines and rationales."""
    dispute = structure.headings.get("dispute")
    if dispute is None:
        return []
    dispute_end = _next_heading(text, structure, dispute.end)
    items = [_item(text, *span) for span in _items(text, dispute.end, dispute_end)]
    guidelines = [
        (match.end(), _next_heading(text, structure, match.end()))
        for match in form("relied_upon").finditer(text, dispute_end)
    ]
    rationales = list(form("professional_rationale").finditer(text, dispute_end))
    if len(rationales) == 1:
        # One rationale for all items, as one guideline section for all, belongs to each of them.
        rationales *= len(items)
    if len(guidelines) == 1:
        guidelines = _numbered(text, *guidelines[0], len(items)) or guidelines * len(items)
    return [
        _block(text, structure, item, guideline, rationale)
        for item, guideline, rationale in zip_longest(
            items, guidelines[: len(items)], rationales[: len(items)]
        )
    ]


def _numbered(text: str, start: int, end: int, count: int) -> list[Span]:
    """Return the paragraphs of a list numbered as the items are, or nothing."""
    numbers: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text, start, end):
        # A wrapped line can begin with a page number and a full stop: only the next number counts.
        if int(match["number"]) == len(numbers) + 1:
            numbers.append(match)
    if count < 2 or len(numbers) != count:
        return []
    ends = [*(match.start() for match in numbers[1:]), end]
    return [(match.end(), stop) for match, stop in zip(numbers, ends, strict=True)]


def _next_heading(text: str, structure: Structure, start: int) -> int:
    forms = ("relied_upon", "professional_rationale", "professional_decision", "closing")
    found = [match.start() for name in forms if (match := form(name).search(text, start))]
    return min([*found, next_heading(structure.all_headings, start, len(text), _SECTIONS)])


def _items(text: str, start: int, end: int) -> list[Span]:
    start, end = trim(text, start, end)
    cuts = [start, *(match.end() for match in _NEXT_ITEM.finditer(text, start + 1, end)), end]
    return [(left, right) for left, right in pairwise(cuts) if text[left:right].strip()]


def _item(text: str, start: int, end: int) -> Span:
    if match := form("whether").search(text[start:end]):
        return start + match.start("request"), start + match.end("request")
    start, end = trim(text, start, end)
    if match := re.compile(r"\(?\d{1,2}[.)]\s+").match(text, start, end):
        start = match.end()
    return start, end


def _block(
    text: str, structure: Structure, item: Span, guideline: Span | None, heading: re.Match[str] | None
) -> Block:
    rationale = (heading.end(), _next_heading(text, structure, heading.end())) if heading else None
    administrator, reviewer = split_statements(text, *guideline) if guideline else (None, None)
    decision, ruling, allowed = _decision(text, heading, rationale)
    return Block(
        request=item,
        item=item,
        story=False,
        decision=decision,
        ruling=ruling,
        allowed=allowed,
        administrator=administrator,
        reviewer=reviewer,
        rationale=rationale,
    )


def _decision(
    text: str, heading: re.Match[str] | None, rationale: Span | None
) -> tuple[Decision, Span | None, Span | None]:
    """Return what the rationale's heading decides, else a decision's heading; its words, and what it allows.

    Where the form's "IS/WAS (OR IS/WAS NOT)" was left as it was and no heading decides, the decision is the
    last sentence: the form gives it no other place. What a heading decides no sentence overrules.
    """
    if heading and not heading["choice"]:
        return Decision.UPHELD if heading["negation"] else Decision.OVERTURNED, heading.span(), None
    stated = form("professional_decision").search(text)
    if stated and (decision := _stated_decision(stated["statement"])):
        allowed = None
        if decision is Decision.PARTIALLY_OVERTURNED:
            allowed = _allowed(text, stated.span("statement"))
        return decision, stated.span("statement"), allowed
    decision, ruling = _closing_decision(text, rationale)
    return decision, ruling, None


def _closing_decision(text: str, rationale: Span | None) -> tuple[Decision, Span | None]:
    if rationale is None:
        return Decision.NOT_STATED, None
    start, end = trim(text, *rationale)
    last = last_match(form("necessity"), text, max(start, end - _LONGEST_CLOSE), end)
    return (necessity_decision(last), last.span()) if last else (Decision.NOT_STATED, None)


def _stated_decision(statement: str) -> Decision | None:
    lowered = statement.lower()
    if _PARTLY.search(lowered):
        return Decision.PARTIALLY_OVERTURNED
    if "overturn" in lowered:
        return Decision.OVERTURNED
    if "uphold" in lowered or "upheld" in lowered:
        return Decision.UPHELD
    match = form("necessity").search(lowered)
    return necessity_decision(match) if match else None


def _allowed(text: str, statement: Span) -> Span | None:
    decided = last_match(_PARTLY, text, *statement)
    return read_allowed(text, decided.end(), statement[1]) if decided else None
