"""An identified case and the findings in its letter → a limited case. Fields leave by being named here."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from imr_reports.records.clinical import ClinicalFacts
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
)
from imr_reports.records.stated import Stated
from imr_reports.scrub.apply import Redaction

_OLDEST = 89
_PAGES = re.compile(r"[ivxlc\d]{1,6}(?:\s?[-–]\s?[ivxlc\d]{1,6})?", re.IGNORECASE)

Clean = Callable[[Passage | None], str]


def limited_case(case: IdentifiedCase, reference: str, findings: Sequence[Finding]) -> LimitedCase:
    """Name each field that leaves: coded values, dates in fields of their own, scrubbed passages.

    The case number and the letter itself do not leave.
    """
    letter = Redaction(case.letter.text, findings)

    def clean(passage: Passage | None) -> str:
        if passage is None:
            return ""
        return " ".join(letter.stretch(passage.start, passage.end).split())

    return LimitedCase(
        seal=SCRUB_SEAL,
        reference=reference,
        format=case.format,
        priority=case.priority,
        decided=_day(case.decided),
        assigned=_day(case.assigned),
        received=_day(case.received),
        ur_denial=_day(case.ur_denial),
        injury=_day(case.injury),
        latest_date=case.latest_date,
        reviewer_specialties=case.specialty_codes,
        reviewer_states=case.reviewer_states,
        summary=clean(case.summary),
        issues=tuple(_issue(issue, clean) for issue in case.issues),
        quality=case.quality,
        clinical=_capped(case.clinical),
        diagnoses=tuple(_diagnosis(diagnosis, clean) for diagnosis in case.diagnoses),
        findings=dict(Counter(finding.entity_type for finding in findings)),
    )


def _capped(facts: ClinicalFacts) -> ClinicalFacts:
    """Return the facts with all ages over 89 in one class, 45 CFR 164.514(b)(2)(i)(C)."""
    if facts.age is None or facts.age.value <= _OLDEST:
        return facts
    return replace(facts, age=replace(facts.age, value=_OLDEST + 1))


def _diagnosis(diagnosis: Diagnosis, clean: Clean) -> LimitedDiagnosis:
    return LimitedDiagnosis(
        text=clean(diagnosis.passage), codes=tuple(code.value for code in diagnosis.codes)
    )


def _day(field: Stated[date] | None) -> date | None:
    return field.value if field is not None else None


def _issue(issue: Issue, clean: Clean) -> LimitedIssue:
    administrator, reviewer = issue.claims_administrator, issue.reviewer
    return LimitedIssue(
        sequence=issue.sequence,
        request=clean(issue.request),
        disputed_item=clean(issue.disputed_item),
        was_partly_authorized=issue.was_partly_authorized,
        decision=issue.decision,
        service=issue.service,
        claims_administrator_basis=administrator.basis,
        claims_administrator_guideline=clean(administrator.passage),
        claims_administrator_citations=_citations(administrator, clean),
        reviewer_basis=reviewer.basis,
        reviewer_guideline=clean(reviewer.passage),
        reviewer_citations=_citations(reviewer, clean),
        rationale=clean(issue.rationale),
        original_request=clean(issue.original_request),
        authorized=clean(issue.authorized),
        allowed=clean(issue.allowed),
        reasons=tuple(dict.fromkeys(found.reason for found in issue.reasons)),
    )


def _citations(statement: GuidelineStatement, clean: Clean) -> tuple[LimitedCitation, ...]:
    return tuple(_citation(citation, clean) for citation in statement.citations)


def _citation(citation: Citation, clean: Clean) -> LimitedCitation:
    return LimitedCitation(
        work=citation.work,
        sections=tuple(section.name or clean(section.passage) for section in citation.sections),
        pages=tuple(page for page in citation.pages if _PAGES.fullmatch(page)),
    )
