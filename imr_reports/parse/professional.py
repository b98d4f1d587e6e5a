"""A professional review of 2013 → blocks: an issue in a question, the decision in the rationale's heading."""

import re
from itertools import pairwise, zip_longest

from imr_reports.parse.blocks import Block, Span, necessity_decision
from imr_reports.parse.issue_headings import last_match
from imr_reports.parse.notice import split_statements
from imr_reports.parse.passages import trim
from imr_reports.parse.structure import Structure
from imr_reports.records.coded import Decision
from imr_reports.vocabulary.headings import form, section_headings

_NEXT_ITEM = re.compile(
    r"(?<=[.?;])\s*(?=(?:\(?\d{1,2}[.)]\s*)?Whether\s)|(?<=[\n\r\f])\s*(?=\(?\d{1,2}[.)]\s)"
)


def find_professional_blocks(text: str, structure: Structure) -> list[Block]:
    """Find the disputed items and, in the same order, their guidelines and rationales."""
    dispute = structure.headings.get("dispute")
    if dispute is None:
        return []
    dispute_end = _next_heading(text, dispute.end)
    items = [_item(text, *span) for span in _items(text, dispute.end, dispute_end)]
    guidelines = [
        (match.end(), _next_heading(text, match.end()))
        for match in form("relied_upon").finditer(text, dispute_end)
    ]
    rationales = list(form("professional_rationale").finditer(text, dispute_end))
    if len(rationales) == 1:
        # One rationale for all items, as one guideline section for all, belongs to each of them.
        rationales *= len(items)
    if len(guidelines) == 1:
        guidelines *= len(items)
    return [
        _block(text, item, guideline, rationale)
        for item, guideline, rationale in zip_longest(
            items, guidelines[: len(items)], rationales[: len(items)]
        )
    ]


def _next_heading(text: str, start: int) -> int:
    sections = ("notice_summary", "notice_documents", "qualifications", "dispute")
    forms = ("relied_upon", "professional_rationale", "professional_decision", "closing")
    found = [span[0] for key in sections if (span := section_headings()[key].search(text, start))]
    found += [match.start() for name in forms if (match := form(name).search(text, start))]
    return min(found, default=len(text))


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


def _block(text: str, item: Span, guideline: Span | None, heading: re.Match[str] | None) -> Block:
    rationale = (heading.end(), _next_heading(text, heading.end())) if heading else None
    administrator, reviewer = split_statements(text, *guideline) if guideline else (None, None)
    return Block(
        request=item,
        item=item,
        story=False,
        decision=_decision(text, heading, rationale),
        administrator=administrator,
        reviewer=reviewer,
        rationale=rationale,
    )


def _decision(text: str, heading: re.Match[str] | None, rationale: Span | None) -> Decision:
    """Return what the rationale's heading decides, else a decision's heading, else the last sentence."""
    if heading and not heading["choice"]:
        return Decision.UPHELD if heading["negation"] else Decision.OVERTURNED
    if stated := form("professional_decision").search(text):
        statement = stated["statement"].lower()
        if "overturn" in statement or "uphold" in statement or "upheld" in statement:
            return Decision.OVERTURNED if "overturn" in statement else Decision.UPHELD
        if match := form("necessity").search(statement):
            return necessity_decision(match)
    last = last_match(form("necessity"), text, *rationale) if rationale else None
    return necessity_decision(last) if last else Decision.NOT_STATED
