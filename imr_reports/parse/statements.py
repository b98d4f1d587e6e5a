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
    basis = _basis(span.text, citations)
    if other is None or other.passage is None:
        return GuidelineStatement(passage=span, basis=basis, citations=citations)
    points_back = citation_form("same_as_theirs").search(span.text) is not None
    if basis is Basis.NOT_STATED:
        points_back = points_back or citation_form("points_back").search(span.text) is not None
    if points_back:
        basis = _joined(basis, other.basis)
        citations = citations or _adopted(text, span, other)
    return GuidelineStatement(passage=span, basis=basis, citations=citations)


def _adopted(text: str, span: Passage, other: GuidelineStatement) -> tuple[Citation, ...]:
    """Return the claims administrator's works as the reviewer's, with the pages that the reviewer names."""
    pages = cited_pages(text, span.start, span.end) if len(other.citations) == 1 else ()
    return tuple(
        Citation(work=cited.work, pages=pages, start=span.start, end=span.end) for cited in other.citations
    )


def _joined(ours: Basis, theirs: Basis) -> Basis:
    if ours is Basis.NOT_STATED or ours is theirs:
        return theirs
    both = {Basis.MTUS, Basis.NON_MTUS, Basis.MTUS_AND_NON_MTUS}
    return Basis.MTUS_AND_NON_MTUS if {ours, theirs} <= both else ours


def _basis(statement: str, citations: tuple[Citation, ...]) -> Basis:
    """Tell the basis from what the statement says of itself, and from the works where it says nothing."""
    says_mtus = citation_form("mtus").search(statement) is not None
    says_non_mtus = citation_form("non_mtus").search(statement) is not None
    if not citations and not says_mtus and not says_non_mtus:
        return Basis.NONE_CITED if citation_form("none_cited").search(statement) else Basis.NOT_STATED
    sources = {cited.work.source for cited in citations}
    # ACOEM chapters are MTUS works in the vocabulary; where a letter says they are not, they are not.
    mtus = says_mtus or (GuidelineSource.MTUS in sources and not says_non_mtus)
    non_mtus = says_non_mtus or bool(sources - {GuidelineSource.MTUS})
    if mtus and non_mtus:
        return Basis.MTUS_AND_NON_MTUS
    return Basis.MTUS if mtus else Basis.NON_MTUS
