"""What one side cited for one issue → basis and structured citations."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from imr_reports.parse.citations.marks import Page
from imr_reports.parse.citations.works import Cited, cited_in, cited_pages, in_letter, pages_in_letter
from imr_reports.parse.passages import Line, one_line
from imr_reports.records.coded import Basis, GuidelineSource
from imr_reports.records.identified import Citation, GuidelineStatement, Passage
from imr_reports.vocabulary.citations.guidelines import citation_form

# No statement is as long; noise can be.
_LONGEST = 8_000
_MAY_SAY_NOTHING = re.compile(r"\b(?:none|nothing|not?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement says on one line; letters repeat each other's statements, so it is kept."""

    cited: tuple[Cited, ...]
    basis: Basis
    points_back: bool
    same_sections: bool
    pages: tuple[Page, ...]


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
    line = one_line(text, span.start, span.end)
    said = _said(line.text[:_LONGEST])
    citations = tuple(in_letter(text, line, cited) for cited in said.cited)
    basis = said.basis
    if other is not None and other.passage is not None and said.points_back:
        basis = _joined(basis, other.basis)
        citations = (*_adopted(span, line, said, citations, other), *citations)
    return GuidelineStatement(passage=span, basis=basis, citations=citations)


@lru_cache(maxsize=4096)
def _said(line: str) -> _Said:
    cited = cited_in(line)
    basis = _basis(line, cited)
    points_back = _points_back(line, basis)
    return _Said(
        cited=cited,
        basis=basis,
        points_back=points_back,
        same_sections=points_back and citation_form("same_sections").search(line) is not None,
        pages=cited_pages(line) if points_back else (),
    )


def _points_back(line: str, basis: Basis) -> bool:
    """Return whether a sentence of 2013 points to what the other side cited; clauses name what they mean."""
    if citation_form("clause").search(line):
        return False
    weaker = basis is Basis.NOT_STATED and citation_form("points_back").search(line) is not None
    return weaker or citation_form("same_as_theirs").search(line) is not None


def _adopted(
    span: Passage, line: Line, said: _Said, own: tuple[Citation, ...], other: GuidelineStatement
) -> tuple[Citation, ...]:
    """Return the claims administrator's works as the reviewer's, with the pages that the reviewer names."""
    works = {citation.work for citation in own}
    spoken = {page.value for citation in own for page in citation.pages}
    named = pages_in_letter(line, said.pages) if len(other.citations) == 1 else ()
    pages = tuple(page for page in named if page.value not in spoken)
    return tuple(
        replace(
            cited,
            sections=cited.sections if said.same_sections else (),
            pages=pages,
            start=span.start,
            end=span.end,
        )
        for cited in other.citations
        if cited.work not in works
    )


def _joined(ours: Basis, theirs: Basis) -> Basis:
    if ours is Basis.NOT_STATED or ours is theirs:
        return theirs
    both = {Basis.MTUS, Basis.NON_MTUS, Basis.MTUS_AND_NON_MTUS}
    return Basis.MTUS_AND_NON_MTUS if {ours, theirs} <= both else ours


def _basis(line: str, cited: tuple[Cited, ...]) -> Basis:
    """Tell the basis from what the statement says of itself, and from the works where it says nothing."""
    telling = _telling(line)
    says_mtus = citation_form("mtus").search(telling) is not None
    says_non_mtus = citation_form("non_mtus").search(telling) is not None
    if not cited and line.strip() and not telling.strip():
        return Basis.NONE_CITED
    if not cited and not says_mtus and not says_non_mtus:
        return Basis.NONE_CITED if citation_form("none_cited").search(line) else Basis.NOT_STATED
    sources = {one.work.source for one in cited}
    # ACOEM chapters are MTUS works in the vocabulary; where a letter says they are not, they are not.
    mtus = says_mtus or (GuidelineSource.MTUS in sources and not says_non_mtus)
    non_mtus = says_non_mtus or bool(sources - {GuidelineSource.MTUS})
    if mtus and non_mtus:
        return Basis.MTUS_AND_NON_MTUS
    return Basis.MTUS if mtus else Basis.NON_MTUS


def _telling(line: str) -> str:
    """Return a statement without what says only that nothing is cited: "Decision based on MTUS None."."""
    if not _MAY_SAY_NOTHING.search(line):
        return line
    clauses = [match.span() for match in citation_form("clause").finditer(line)]
    begins = [0, *(begin for begin, _ in clauses)]
    bodies = [0, *(end for _, end in clauses)]
    ends = [*begins[1:], len(line)]
    says_nothing = citation_form("nothing").match
    parts = zip(begins, bodies, ends, strict=True)
    return "".join(line[begin:end] for begin, body, end in parts if not says_nothing(line[body:end]))
