"""An identified case and the findings in its letter → a limited case. Fields leave by being named here."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from imr_reports.records.identified import (
    Citation,
    Diagnosis,
    GuidelineStatement,
    IdentifiedCase,
    Issue,
    Passage,
)
from imr_reports.records.limited import (
    SCRUB_SEAL,
    Finding,
    LimitedCase,
    LimitedCitation,
    LimitedDiagnosis,
    LimitedIssue,
    LimitedSection,
    LimitedSentence,
)
from imr_reports.records.stated import Stated
from imr_reports.scrub import coded
from imr_reports.scrub.apply import CasePolicy, Redaction

V = TypeVar("V")


class _Letter:
    """A letter with its findings: any stretch of it scrubbed, and whether a stretch touches a finding."""

    def __init__(self, text: str, findings: Sequence[Finding], terms: CasePolicy | None) -> None:
        self._redaction = Redaction(text, findings, terms)
        self._starts = [finding.start for finding in findings]
        self._ends = [finding.end for finding in findings]

    def scrubbed(self, start: int, end: int) -> str:
        return " ".join(self._redaction.stretch(start, end).split())

    def clean(self, passage: Passage | None) -> str:
        return "" if passage is None else self.scrubbed(passage.start, passage.end)

    def is_found(self, start: int, end: int) -> bool:
        place = bisect_right(self._ends, start)
        return place < len(self._starts) and self._starts[place] < end


def limited_case(
    case: IdentifiedCase, reference: str, findings: Sequence[Finding], terms: CasePolicy | None = None
) -> LimitedCase:
    """Name each field that leaves: coded values, dates in fields of their own, scrubbed passages.

    The case number and the letter itself do not leave.
    """
    letter = _Letter(case.letter.text, findings, terms)
    return LimitedCase(
        seal=SCRUB_SEAL,
        reference=reference,
        format=case.format,
        priority=_value(case.priority),
        decided=_value(case.decided),
        assigned=_value(case.assigned),
        received=_value(case.received),
        ur_denial=_value(case.ur_denial),
        injury=_value(case.injury),
        latest_date=_value(case.latest_date),
        reviewer_specialties=coded.names_only(case.specialty_codes),
        reviewer_subspecialties=coded.coded_specialties(one.text for one in case.subspecialties),
        reviewer_states=coded.names_only(state.value for state in case.reviewer_states),
        summary=letter.clean(case.summary),
        issues=tuple(_issue(issue, letter) for issue in case.issues),
        quality=coded.coded_quality(case.quality),
        clinical=coded.coded_clinical(case.clinical),
        diagnoses=tuple(_diagnosis(diagnosis, letter) for diagnosis in case.diagnoses),
        findings=dict(Counter(finding.entity_type for finding in findings)),
    )


def _value(field: Stated[V] | None) -> V | None:
    return field.value if field is not None else None


def _diagnosis(diagnosis: Diagnosis, letter: _Letter) -> LimitedDiagnosis:
    return LimitedDiagnosis(
        text=letter.clean(diagnosis.passage), codes=coded.coded_terms(diagnosis.codes, letter.is_found)
    )


def _issue(issue: Issue, letter: _Letter) -> LimitedIssue:
    administrator, reviewer = issue.claims_administrator, issue.reviewer
    return LimitedIssue(
        sequence=issue.sequence,
        request=letter.clean(issue.request),
        disputed_item=letter.clean(issue.disputed_item),
        was_partly_authorized=issue.was_partly_authorized,
        decision=issue.decision,
        service=coded.coded_service(issue.service, letter.is_found),
        claims_administrator_basis=administrator.basis,
        claims_administrator_guideline=letter.clean(administrator.passage),
        claims_administrator_citations=_citations(administrator, letter),
        reviewer_basis=reviewer.basis,
        reviewer_guideline=letter.clean(reviewer.passage),
        reviewer_citations=_citations(reviewer, letter),
        rationale=letter.clean(issue.rationale),
        original_request=letter.clean(issue.original_request),
        authorized=letter.clean(issue.authorized),
        allowed=letter.clean(issue.allowed),
        reasons=coded.coded_reasons(issue.reasons),
        sentences=tuple(
            LimitedSentence(
                role=sentence.role,
                rank=sentence.rank,
                text=letter.scrubbed(sentence.start, sentence.end),
            )
            for sentence in issue.sentences
        ),
    )


def _citations(statement: GuidelineStatement, letter: _Letter) -> tuple[LimitedCitation, ...]:
    return tuple(_citation(citation, letter) for citation in statement.citations)


def _citation(citation: Citation, letter: _Letter) -> LimitedCitation:
    return LimitedCitation(
        work=coded.coded_work(citation.work),
        sections=tuple(
            LimitedSection(text=letter.clean(section.passage), name=coded.vocabulary_name(section.name))
            for section in citation.sections
        ),
        pages=coded.coded_pages(tuple(page.value for page in citation.pages)),
    )
