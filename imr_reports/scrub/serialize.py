"""LimitedCase → plain values for JSON, dates coarsened to their year."""

from datetime import date
from typing import Any

from imr_reports.records.coded import QualityFinding
from imr_reports.records.limited import LimitedCase, LimitedCitation, LimitedIssue


def limited_to_dict(case: LimitedCase) -> dict[str, Any]:
    """Return what may be shown of a case: scrubbed text, coded fields, years, a random reference."""
    return {
        "reference": case.reference,
        "format": str(case.format),
        "decision_year": _year(case.decided),
        "year_assigned": _year(case.assigned),
        "year_of_injury": _year(case.injury),
        "ur_denial_year": _year(case.ur_denial),
        "year_received": _year(case.received),
        "priority": str(case.priority) if case.priority else None,
        "reviewer": {
            "specialties": list(case.reviewer_specialties),
            "states": list(case.reviewer_states),
        },
        "issues": [_issue(issue) for issue in case.issues],
        "summary": case.summary,
        "quality": [_quality(finding) for finding in case.quality],
        "findings": {str(entity): count for entity, count in sorted(case.findings.items())},
    }


def _issue(issue: LimitedIssue) -> dict[str, Any]:
    return {
        "request": issue.request,
        "disputed_item": issue.disputed_item,
        "decision": str(issue.decision),
        "was_partly_authorized": issue.was_partly_authorized,
        "claims_administrator_guideline": issue.claims_administrator_guideline,
        "reviewer_guideline": issue.reviewer_guideline,
        "claims_administrator_basis": str(issue.claims_administrator_basis),
        "reviewer_basis": str(issue.reviewer_basis),
        "citations": {
            "claims_administrator": [_citation(c) for c in issue.claims_administrator_citations],
            "reviewer": [_citation(c) for c in issue.reviewer_citations],
        },
        "service_category": issue.service.category,
        "service_subcategory": issue.service.subcategory,
        "rationale": issue.rationale,
    }


def _quality(finding: QualityFinding) -> str:
    return f"{finding.code}: {finding.subject}" if finding.subject else str(finding.code)


def _citation(citation: LimitedCitation) -> dict[str, Any]:
    return {
        "source": str(citation.work.source),
        "title": citation.work.title,
        "edition": citation.work.edition,
        "sections": list(citation.sections),
        "pages": list(citation.pages),
    }


def _year(day: date | None) -> int | None:
    return day.year if day else None
