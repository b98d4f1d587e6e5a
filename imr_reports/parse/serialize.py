"""An identified case → plain values for JSON, for an operator who checks a parse. Holds PHI."""

from datetime import date
from typing import Any

from imr_reports.parse.passages import collapse
from imr_reports.records.coded import QualityFinding
from imr_reports.records.identified import Citation, IdentifiedCase, Issue, Passage
from imr_reports.records.stated import Stated


def case_to_dict(case: IdentifiedCase) -> dict[str, Any]:
    """Return a case as JSON values: ISO dates, white space collapsed, None for what the letter lacks."""
    return {
        "case_number": _text(case.case_number),
        "decision_date": _date(case.decided),
        "date_assigned": _date(case.assigned),
        "date_of_injury": _date(case.injury),
        "ur_denial_date": _date(case.ur_denial),
        "application_received": _date(case.received),
        "latest_date": case.latest_date.isoformat() if case.latest_date else None,
        "priority": case.priority,
        "reviewer": {
            "specialties": [_text(specialty) for specialty in case.reviewer_specialties],
            "specialty_codes": list(case.specialty_codes),
            "states": list(case.reviewer_states),
        },
        "format": case.format,
        "issues": [_issue(issue) for issue in case.issues],
        "summary": _text(case.summary),
        "quality": [_quality(finding) for finding in case.quality],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "sequence": issue.sequence,
        "request": _text(issue.request),
        "disputed_item": _text(issue.disputed_item),
        "decision": issue.decision,
        "was_partly_authorized": issue.was_partly_authorized,
        "claims_administrator_guideline": _text(issue.claims_administrator.passage),
        "reviewer_guideline": _text(issue.reviewer.passage),
        "claims_administrator_basis": issue.claims_administrator.basis,
        "reviewer_basis": issue.reviewer.basis,
        "citations": [
            {"side": side} | _citation(citation)
            for side, statement in (
                ("claims_administrator", issue.claims_administrator),
                ("reviewer", issue.reviewer),
            )
            for citation in statement.citations
        ],
        "service_category": issue.service.category,
        "service_subcategory": issue.service.subcategory,
        "rationale": _text(issue.rationale),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "source": citation.work.source,
        "title": citation.work.title,
        "edition": citation.work.edition,
        "sections": [section.name or _text(section.passage) for section in citation.sections],
        "pages": list(citation.pages),
    }


def _text(passage: Passage | None) -> str | None:
    return None if passage is None else collapse(passage.text)


def _quality(finding: QualityFinding) -> str:
    return f"{finding.code}: {finding.subject}" if finding.subject else str(finding.code)


def _date(field: Stated[date] | None) -> str | None:
    return None if field is None else field.value.isoformat()
