"""LimitedCase → plain values for JSON, dates coarsened to their year: the identified output's shape."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from imr_reports.records.clinical import ClinicalFacts
from imr_reports.records.json_values import json_values
from imr_reports.records.limited import LimitedCase, LimitedCitation, LimitedIssue
from imr_reports.records.parsed import (
    CitingSide,
    ParsedCase,
    ParsedCitation,
    ParsedClinical,
    ParsedCode,
    ParsedDiagnosis,
    ParsedDosing,
    ParsedDrug,
    ParsedIssue,
    ParsedReason,
    ParsedReviewer,
    ParsedSentence,
    ParsedService,
    ParsedSite,
)
from imr_reports.records.services import Service
from imr_reports.records.stated import Stated

P = TypeVar("P")


def limited_to_dict(case: LimitedCase) -> dict[str, Any]:
    """Return what may be shown of a case: scrubbed text, coded fields, years, a random reference."""
    values: dict[str, Any] = json_values(deidentified_case(case))
    return values


def deidentified_case(case: LimitedCase) -> ParsedCase:
    """Return a case without case number, days and spans."""
    return ParsedCase(
        is_deidentified=True,
        reference=case.reference,
        case_number=None,
        format=case.format,
        decision_date=_year(case.decided),
        date_assigned=_year(case.assigned),
        date_of_injury=_year(case.injury),
        ur_denial_date=_year(case.ur_denial),
        application_received=_year(case.received),
        latest_date=_year(case.latest_date),
        priority=case.priority,
        reviewer=ParsedReviewer(
            specialties=case.reviewer_specialties,
            specialty_codes=case.reviewer_specialties,
            subspecialties=case.reviewer_subspecialties,
            subspecialty_codes=case.reviewer_subspecialties,
            states=case.reviewer_states,
        ),
        clinical=_clinical(case.clinical),
        diagnoses=tuple(
            ParsedDiagnosis(text=diagnosis.text, codes=_plain(ParsedCode, diagnosis.codes))
            for diagnosis in case.diagnoses
        ),
        issues=tuple(_issue(issue) for issue in case.issues),
        summary=case.summary or None,
        quality=case.quality,
        findings={str(entity): count for entity, count in sorted(case.findings.items())},
    )


def _clinical(facts: ClinicalFacts) -> ParsedClinical:
    return ParsedClinical(
        age=_value(facts.age),
        sex=_value(facts.sex),
        sites=_unplaced(ParsedSite, facts.sites),
        treatments=tuple(treatment.value for treatment in facts.treatments),
        work_status=_value(facts.work_status),
    )


def _issue(issue: LimitedIssue) -> ParsedIssue:
    return ParsedIssue(
        sequence=issue.sequence,
        request=issue.request,
        disputed_item=issue.disputed_item,
        original_request=issue.original_request or None,
        authorized=issue.authorized or None,
        allowed=issue.allowed or None,
        decision=issue.decision,
        was_partly_authorized=issue.was_partly_authorized,
        claims_administrator_guideline=issue.claims_administrator_guideline or None,
        reviewer_guideline=issue.reviewer_guideline or None,
        claims_administrator_basis=issue.claims_administrator_basis,
        reviewer_basis=issue.reviewer_basis,
        citations=(
            *_citations(CitingSide.CLAIMS_ADMINISTRATOR, issue.claims_administrator_citations),
            *_citations(CitingSide.REVIEWER, issue.reviewer_citations),
        ),
        service_category=issue.service.category,
        service_subcategory=issue.service.subcategory,
        service=_service(issue.service),
        reasons=tuple(ParsedReason(reason=found.reason, rule=found.rule) for found in issue.reasons),
        sentences=tuple(
            ParsedSentence(role=sentence.role, rank=sentence.rank, text=sentence.text)
            for sentence in issue.sentences
        ),
        rationale=issue.rationale or None,
    )


def _service(service: Service) -> ParsedService:
    dosing = _unplaced(ParsedDosing, (service.dosing,) if service.dosing else ())
    return ParsedService(
        category=service.category,
        subcategory=service.subcategory,
        procedure=_value(service.procedure),
        sites=_unplaced(ParsedSite, service.sites),
        drugs=_unplaced(ParsedDrug, service.drugs),
        dosing=dosing[0] if dosing else None,
        codes=_unplaced(ParsedCode, service.codes),
    )


def _citations(side: CitingSide, citations: Iterable[LimitedCitation]) -> tuple[ParsedCitation, ...]:
    return tuple(
        ParsedCitation(
            side=side,
            source=citation.work.source,
            title=citation.work.title,
            edition=citation.work.edition,
            sections=tuple(section.name or section.text for section in citation.sections),
            pages=citation.pages,
        )
        for citation in citations
    )


def _unplaced(kind: Callable[..., P], stated: Iterable[Stated[Any]]) -> tuple[P, ...]:
    return _plain(kind, (one.value for one in stated))


def _plain(kind: Callable[..., P], values: Iterable[Any]) -> tuple[P, ...]:
    """Return values as records of a kind that extends theirs, without a span."""
    return tuple(
        kind(**{field.name: getattr(value, field.name) for field in fields(value)}) for value in values
    )


def _value(field: Stated[P] | None) -> P | None:
    return None if field is None else field.value


def _year(day: date | None) -> int | None:
    return day.year if day else None
