"""LimitedCase → rows of four Parquet tables."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from imr_reports.records.coded import CaseOutcome, Decision
from imr_reports.records.limited import EntityType, LimitedCase, LimitedCitation, LimitedIssue

_DATE, _TEXT, _TEXTS = pa.date32(), pa.string(), pa.list_(pa.string())
DATE_FIELDS = ("decided", "assigned", "received", "ur_denial", "injury", "latest_date")

SCHEMAS: dict[str, pa.Schema] = {
    "cases": pa.schema(
        [
            ("letter_key", _TEXT),
            ("format", _TEXT),
            ("priority", _TEXT),
            *((name, _DATE) for name in DATE_FIELDS),
            ("reviewer_specialties", _TEXTS),
            ("reviewer_states", _TEXTS),
            ("quality", _TEXTS),
            ("issue_count", pa.int32()),
            ("outcome", _TEXT),
            *((f"findings_{entity}", pa.int32()) for entity in EntityType),
        ]
    ),
    "issues": pa.schema(
        [
            ("letter_key", _TEXT),
            ("sequence", pa.int32()),
            ("decision", _TEXT),
            ("was_partly_authorized", pa.bool_()),
            ("service_category", _TEXT),
            ("service_subcategory", _TEXT),
            ("claims_administrator_basis", _TEXT),
            ("reviewer_basis", _TEXT),
        ]
    ),
    "citations": pa.schema(
        [
            ("letter_key", _TEXT),
            ("sequence", pa.int32()),
            ("side", _TEXT),
            ("source", _TEXT),
            ("title", _TEXT),
            ("edition", _TEXT),
            ("sections", _TEXTS),
            ("pages", _TEXTS),
        ]
    ),
    "texts": pa.schema(
        [
            ("letter_key", _TEXT),
            ("sequence", pa.int32()),  # 0 is the case's own summary
            ("request", _TEXT),
            ("disputed_item", _TEXT),
            ("claims_administrator_guideline", _TEXT),
            ("reviewer_guideline", _TEXT),
            ("rationale", _TEXT),
            ("summary", _TEXT),
        ]
    ),
}


def case_outcome(decisions: Iterable[Decision]) -> CaseOutcome:
    """Return what a whole letter decided: all upheld, all overturned, or something between."""
    stated = {decision for decision in decisions if decision is not Decision.NOT_STATED}
    if not stated:
        return CaseOutcome.NOT_STATED
    if stated == {Decision.UPHELD}:
        return CaseOutcome.UPHOLD
    if stated == {Decision.OVERTURNED}:
        return CaseOutcome.OVERTURN
    return CaseOutcome.PARTIAL_OVERTURN


def tables(cases: Iterable[LimitedCase]) -> dict[str, pa.Table]:
    """Return the four tables of some cases, by kind ("cases", "issues", "citations", "texts")."""
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in SCHEMAS}
    for case in cases:
        rows["cases"].append(_case_row(case))
        rows["texts"].append(_summary_row(case))
        for issue in case.issues:
            key = {"letter_key": case.reference, "sequence": issue.sequence}
            rows["issues"].append(key | _issue_row(issue))
            rows["texts"].append(key | _text_row(issue))
            rows["citations"] += [
                key | {"side": side} | _citation_row(citation)
                for side, citations in (
                    ("claims_administrator", issue.claims_administrator_citations),
                    ("reviewer", issue.reviewer_citations),
                )
                for citation in citations
            ]
    return {kind: pa.Table.from_pylist(rows[kind], schema=schema) for kind, schema in SCHEMAS.items()}


def _case_row(case: LimitedCase) -> dict[str, Any]:
    return {
        "letter_key": case.reference,
        "format": str(case.format),
        "priority": str(case.priority or ""),
        **{name: getattr(case, name) for name in DATE_FIELDS},
        "reviewer_specialties": list(case.reviewer_specialties),
        "reviewer_states": list(case.reviewer_states),
        "quality": list(dict.fromkeys(str(finding.code) for finding in case.quality)),
        "issue_count": len(case.issues),
        "outcome": str(case_outcome(issue.decision for issue in case.issues)),
        **{f"findings_{entity}": case.findings.get(entity, 0) for entity in EntityType},
    }


def _issue_row(issue: LimitedIssue) -> dict[str, Any]:
    return {
        "decision": str(issue.decision),
        "was_partly_authorized": issue.was_partly_authorized,
        "service_category": issue.service.category,
        "service_subcategory": issue.service.subcategory,
        "claims_administrator_basis": str(issue.claims_administrator_basis),
        "reviewer_basis": str(issue.reviewer_basis),
    }


def _citation_row(citation: LimitedCitation) -> dict[str, Any]:
    return {
        "source": str(citation.work.source),
        "title": citation.work.title,
        "edition": citation.work.edition,
        "sections": list(citation.sections),
        "pages": list(citation.pages),
    }


def _text_row(issue: LimitedIssue) -> dict[str, Any]:
    return {
        "request": issue.request,
        "disputed_item": issue.disputed_item,
        "claims_administrator_guideline": issue.claims_administrator_guideline,
        "reviewer_guideline": issue.reviewer_guideline,
        "rationale": issue.rationale,
        "summary": "",
    }


def _summary_row(case: LimitedCase) -> dict[str, Any]:
    empty = dict.fromkeys(SCHEMAS["texts"].names, "")
    return empty | {"letter_key": case.reference, "sequence": 0, "summary": case.summary}
