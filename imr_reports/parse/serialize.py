"""An identified case → plain values for JSON, for an operator who checks a parse. Holds PHI."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeVar

from imr_reports.parse.passages import collapse
from imr_reports.records.clinical import ClinicalFacts
from imr_reports.records.identified import Citation, Diagnosis, IdentifiedCase, Issue, Passage
from imr_reports.records.json_values import json_values
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
    Span,
    Spans,
)
from imr_reports.records.services import Service
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.letters.specialties import specialty_code

P = TypeVar("P")
Placed = Passage | Stated[Any] | None


def case_to_dict(case: IdentifiedCase, reference: str | None = None) -> dict[str, Any]:
    """Return a case as JSON values: ISO dates, white space collapsed, None for what the letter lacks."""
    values: dict[str, Any] = json_values(identified_case(case, reference))
    return values


def identified_case(case: IdentifiedCase, reference: str | None = None) -> ParsedCase:
    """Return a case with its letter's words and the span of every field."""
    text = case.letter.text
    return ParsedCase(
        is_deidentified=False,
        reference=reference,
        case_number=_text(case.case_number),
        format=case.format,
        decision_date=_value(case.decided),
        date_assigned=_value(case.assigned),
        date_of_injury=_value(case.injury),
        ur_denial_date=_value(case.ur_denial),
        application_received=_value(case.received),
        latest_date=_value(case.latest_date),
        priority=_value(case.priority),
        reviewer=_reviewer(case),
        clinical=_clinical(case.clinical),
        diagnoses=tuple(_diagnosis(diagnosis) for diagnosis in case.diagnoses),
        issues=tuple(_issue(text, issue) for issue in case.issues),
        summary=_text(case.summary),
        quality=case.quality,
        findings=None,
        spans=_spans(
            case_number=case.case_number,
            decision_date=case.decided,
            date_assigned=case.assigned,
            date_of_injury=case.injury,
            ur_denial_date=case.ur_denial,
            application_received=case.received,
            latest_date=case.latest_date,
            priority=case.priority,
            summary=case.summary,
        ),
    )


def _reviewer(case: IdentifiedCase) -> ParsedReviewer:
    return ParsedReviewer(
        specialties=tuple(collapse(specialty.text) for specialty in case.reviewer_specialties),
        specialty_codes=case.specialty_codes,
        subspecialties=tuple(collapse(specialty.text) for specialty in case.subspecialties),
        subspecialty_codes=tuple(specialty_code(collapse(one.text)) for one in case.subspecialties),
        states=tuple(state.value for state in case.reviewer_states),
        spans=_spans(
            specialties=case.reviewer_specialties,
            subspecialties=case.subspecialties,
            states=case.reviewer_states,
        ),
    )


def _clinical(facts: ClinicalFacts) -> ParsedClinical:
    return ParsedClinical(
        age=_value(facts.age),
        sex=_value(facts.sex),
        sites=_placed(ParsedSite, facts.sites),
        treatments=tuple(treatment.value for treatment in facts.treatments),
        work_status=_value(facts.work_status),
        spans=_spans(
            age=facts.age, sex=facts.sex, treatments=facts.treatments, work_status=facts.work_status
        ),
    )


def _diagnosis(diagnosis: Diagnosis) -> ParsedDiagnosis:
    return ParsedDiagnosis(
        text=collapse(diagnosis.passage.text),
        codes=_placed(ParsedCode, diagnosis.codes),
        span=_span(diagnosis.passage),
    )


def _issue(text: str, issue: Issue) -> ParsedIssue:
    administrator, reviewer = issue.claims_administrator, issue.reviewer
    return ParsedIssue(
        sequence=issue.sequence,
        request=collapse(issue.request.text),
        disputed_item=collapse(issue.disputed_item.text),
        original_request=_text(issue.original_request),
        authorized=_text(issue.authorized),
        allowed=_text(issue.allowed),
        decision=issue.decision,
        was_partly_authorized=issue.was_partly_authorized,
        claims_administrator_guideline=_text(administrator.passage),
        reviewer_guideline=_text(reviewer.passage),
        claims_administrator_basis=administrator.basis,
        reviewer_basis=reviewer.basis,
        citations=(
            *_citations(CitingSide.CLAIMS_ADMINISTRATOR, administrator.citations),
            *_citations(CitingSide.REVIEWER, reviewer.citations),
        ),
        service_category=issue.service.category,
        service_subcategory=issue.service.subcategory,
        service=_service(issue.service),
        reasons=tuple(
            ParsedReason(reason=found.reason, rule=found.rule, span=(found.start, found.end))
            for found in issue.reasons
        ),
        sentences=tuple(
            ParsedSentence(
                role=sentence.role,
                rank=sentence.rank,
                text=collapse(text[sentence.start : sentence.end]),
                span=(sentence.start, sentence.end),
            )
            for sentence in issue.sentences
        ),
        rationale=_text(issue.rationale),
        spans=_spans(
            request=issue.request,
            disputed_item=issue.disputed_item,
            original_request=issue.original_request,
            authorized=issue.authorized,
            allowed=issue.allowed,
            decision=issue.ruling,
            claims_administrator_guideline=administrator.passage,
            reviewer_guideline=reviewer.passage,
            rationale=issue.rationale,
        ),
    )


def _service(service: Service) -> ParsedService:
    dosing = _placed(ParsedDosing, (service.dosing,) if service.dosing else ())
    return ParsedService(
        category=service.category,
        subcategory=service.subcategory,
        procedure=_value(service.procedure),
        sites=_placed(ParsedSite, service.sites),
        drugs=_placed(ParsedDrug, service.drugs),
        dosing=dosing[0] if dosing else None,
        codes=_placed(ParsedCode, service.codes),
        spans=_spans(procedure=service.procedure),
    )


def _citations(side: CitingSide, citations: Iterable[Citation]) -> tuple[ParsedCitation, ...]:
    return tuple(
        ParsedCitation(
            side=side,
            source=citation.work.source,
            title=citation.work.title,
            edition=citation.work.edition,
            sections=tuple(section.name or collapse(section.passage.text) for section in citation.sections),
            pages=tuple(page.value for page in citation.pages),
            span=(citation.start, citation.end),
            spans=_spans(
                sections=tuple(section.passage for section in citation.sections), pages=citation.pages
            ),
        )
        for citation in citations
    )


def _placed(kind: Callable[..., P], stated: Iterable[Stated[Any]]) -> tuple[P, ...]:
    """Return values as records of a kind that extends theirs by the span."""
    return tuple(
        kind(
            **{field.name: getattr(one.value, field.name) for field in fields(one.value)},
            span=(one.start, one.end),
        )
        for one in stated
    )


def _spans(**places: Placed | tuple[Passage | Stated[Any], ...]) -> Spans | None:
    """Return the spans of what the letter states, None where it states none of it."""
    spans: Spans = {
        name: tuple(_span(one) for one in place) if isinstance(place, tuple) else _span(place)
        for name, place in places.items()
        if place
    }
    return spans or None


def _span(place: Passage | Stated[Any]) -> Span:
    return place.start, place.end


def _text(passage: Passage | None) -> str | None:
    return None if passage is None else collapse(passage.text)


def _value(field: Stated[P] | None) -> P | None:
    return None if field is None else field.value
