"""The decisions of a letter → issues, for all four formats."""

from imr_reports.parse.citations.statements import read_statement
from imr_reports.parse.decisions.blocks import Block, find_blocks
from imr_reports.parse.decisions.notice import find_notice_blocks
from imr_reports.parse.decisions.professional import find_professional_blocks
from imr_reports.parse.decisions.stories import Span
from imr_reports.parse.passages import passage
from imr_reports.parse.reasons import read_reasons
from imr_reports.parse.requests.services import read_service
from imr_reports.parse.structure import Structure
from imr_reports.records.coded import LetterFormat
from imr_reports.records.identified import Issue, Passage


def read_issues(text: str, structure: Structure) -> tuple[Issue, ...]:
    """Read every disputed item of a letter, in the letter's order."""
    issues: list[Issue] = []
    for block in _blocks(text, structure):
        if issue := _issue(text, block, len(issues) + 1):
            issues.append(issue)
    return tuple(issues)


def _blocks(text: str, structure: Structure) -> list[Block]:
    if structure.format is LetterFormat.NOTICE_2013:
        return find_notice_blocks(text)
    if structure.format is LetterFormat.PROFESSIONAL_REVIEW:
        return find_professional_blocks(text, structure)
    heading = structure.headings.get("issues") or structure.headings.get("decisions")
    start = heading.end if heading else 0
    return find_blocks(text, start, len(text))


def _issue(text: str, block: Block, sequence: int) -> Issue | None:
    request = passage(text, *block.request)
    if request is None:
        return None
    item = passage(text, *block.item) or request
    administrator = read_statement(text, _passage(text, block.administrator))
    reviewer = read_statement(text, _passage(text, block.reviewer), administrator)
    rationale = _passage(text, block.rationale)
    service = read_service(text, item, request)
    reasons, sentences = read_reasons(text, rationale, item, service, block.decision)
    return Issue(
        sequence=sequence,
        request=request,
        disputed_item=item,
        was_partly_authorized=block.story,
        decision=block.decision,
        claims_administrator=administrator,
        reviewer=reviewer,
        rationale=rationale,
        service=service,
        ruling=_passage(text, block.ruling),
        original_request=_passage(text, block.original),
        authorized=_passage(text, block.authorized),
        allowed=_passage(text, block.allowed),
        reasons=reasons,
        sentences=sentences,
    )


def _passage(text: str, span: Span | None) -> Passage | None:
    return None if span is None else passage(text, *span)
