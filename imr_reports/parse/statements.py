"""What one side cited for one issue → basis and structured citations."""

from imr_reports.parse.citations import cited_pages, find_citations
from imr_reports.records.coded import Basis, GuidelineSource
from imr_reports.records.identified import Citation, GuidelineStatement, Passage
from imr_reports.vocabulary.guidelines import citation_form


def read_statement(
    text: str, span: Passage | None, other: GuidelineStatement | None = None
) -> GuidelineStatement:
    """Read one side's guideline statement.

    Args:
        text: the letter.
        span: the statement's passage, None where the letter has none.
        other: the claims administrator's statement, for a reviewer who "relied on the same section".
    """
    if span is None:
        return GuidelineStatement(passage=None, basis=Basis.NOT_STATED)
    citations = find_citations(text, span)
    same = other is not None and citation_form("same_as_theirs").search(span.text) is not None
    if same and other is not None and not citations:
        citations = _adopted(text, span, other)
    basis = _basis(span.text, citations)
    if same and other is not None and basis is Basis.NOT_STATED:
        basis = other.basis
    return GuidelineStatement(passage=span, basis=basis, citations=citations)


def _adopted(text: str, span: Passage, other: GuidelineStatement) -> tuple[Citation, ...]:
    """Return the claims administrator's works as the reviewer's, with the pages that the reviewer names."""
    pages = cited_pages(text, span.start, span.end) if len(other.citations) == 1 else ()
    return tuple(
        Citation(work=cited.work, pages=pages, start=span.start, end=span.end) for cited in other.citations
    )


def _basis(statement: str, citations: tuple[Citation, ...]) -> Basis:
    non_mtus = citation_form("non_mtus").search(statement) is not None
    mtus = citation_form("mtus").search(statement) is not None
    if not mtus and not non_mtus:
        if not citations and citation_form("none_cited").search(statement):
            return Basis.NONE_CITED
        mtus = any(cited.work.source is GuidelineSource.MTUS for cited in citations)
        non_mtus = any(cited.work.source is not GuidelineSource.MTUS for cited in citations)
    if mtus and non_mtus:
        return Basis.MTUS_AND_NON_MTUS
    if mtus or non_mtus:
        return Basis.MTUS if mtus else Basis.NON_MTUS
    return Basis.NOT_STATED
