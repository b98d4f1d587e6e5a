"""LimitedCase → rows of four Parquet tables."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from imr_reports.records.clinical import ClinicalFacts
from imr_reports.records.coded import CaseOutcome, Decision
from imr_reports.records.limited import EntityType, LimitedCase, LimitedCitation, LimitedIssue
from imr_reports.records.services import BodySite, CodedTerm, Dosing, DrugRequest, Service, Strength

_DATE, _TEXT, _TEXTS = pa.date32(), pa.string(), pa.list_(pa.string())
_COUNT, _NUMBER, _FLAG = pa.int32(), pa.float64(), pa.bool_()
_COUNTS, _NUMBERS = pa.list_(_COUNT), pa.list_(_NUMBER)
DATE_FIELDS = ("decided", "assigned", "received", "ur_denial", "injury", "latest_date")

DRUG_COLUMNS = {
    "drug_names": _TEXTS,
    "ingredients": _TEXTS,
    "drug_classes": _TEXTS,
    "drug_strengths": _TEXTS,
    "drug_forms": _TEXTS,
    "drug_quantities": _NUMBERS,
    "drug_quantity_units": _TEXTS,
    "drug_refills": _COUNTS,
    "drug_parts": _TEXTS,
    "drug_flags": _TEXTS,
}
"""Lists with one entry for each drug of an issue."""

SCHEMAS: dict[str, pa.Schema] = {
    "cases": pa.schema(
        [
            ("letter_key", _TEXT),
            ("format", _TEXT),
            ("priority", _TEXT),
            *((name, _DATE) for name in DATE_FIELDS),
            ("reviewer_specialties", _TEXTS),
            ("reviewer_subspecialties", _TEXTS),
            ("reviewer_states", _TEXTS),
            ("age", _COUNT),
            ("sex", _TEXT),
            ("sites", _TEXTS),
            ("treatments", _TEXTS),
            ("work_status", _TEXT),
            ("icd_codes", _TEXTS),
            ("quality", _TEXTS),
            ("issue_count", _COUNT),
            ("outcome", _TEXT),
            *((f"findings_{entity}", _COUNT) for entity in EntityType),
        ]
    ),
    "issues": pa.schema(
        [
            ("letter_key", _TEXT),
            ("sequence", _COUNT),
            ("decision", _TEXT),
            ("was_partly_authorized", _FLAG),
            ("has_allowed", _FLAG),
            ("service_category", _TEXT),
            ("service_subcategory", _TEXT),
            ("claims_administrator_basis", _TEXT),
            ("reviewer_basis", _TEXT),
            ("procedure", _TEXT),
            ("sites", _TEXTS),
            *DRUG_COLUMNS.items(),
            ("visits", _COUNT),
            ("per_week", _NUMBER),
            ("weeks", _NUMBER),
            ("codes", _TEXTS),
            ("reasons", _TEXTS),
        ]
    ),
    "citations": pa.schema(
        [
            ("letter_key", _TEXT),
            ("sequence", _COUNT),
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
            ("sequence", _COUNT),  # 0 is the case's own
            ("request", _TEXT),
            ("disputed_item", _TEXT),
            ("claims_administrator_guideline", _TEXT),
            ("reviewer_guideline", _TEXT),
            ("rationale", _TEXT),
            ("original_request", _TEXT),
            ("authorized", _TEXT),
            ("allowed", _TEXT),
            ("sentences", _TEXTS),
            ("sentence_roles", _TEXTS),
            ("sentence_ranks", _COUNTS),
            ("summary", _TEXT),
            ("diagnoses", _TEXTS),
        ]
    ),
}

PINS = pa.schema(
    [
        ("letter_key", _TEXT),
        ("reference", _TEXT),
        ("counted", _TEXT),
        ("date_basis", _TEXT),
        ("content", _TEXT),
    ]
)
"""What a snapshot says of each case beside its rows: its reference, the month in which it is counted, where
its decision date comes from, and the beginning of its letter's content digest."""
OF_ONE_LETTER = frozenset({"letter_key", "reference", "content"})
"""Columns whose text is another one in each row."""
CONTENT_DIGITS = 16
"""How much of that digest is kept: enough to know the letter again."""


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
        "reviewer_subspecialties": list(case.reviewer_subspecialties),
        "reviewer_states": list(case.reviewer_states),
        **_clinical_columns(case.clinical),
        "icd_codes": list(dict.fromkeys(_code(code) for one in case.diagnoses for code in one.codes)),
        "quality": list(dict.fromkeys(str(finding.code) for finding in case.quality)),
        "issue_count": len(case.issues),
        "outcome": str(case_outcome(issue.decision for issue in case.issues)),
        **{f"findings_{entity}": case.findings.get(entity, 0) for entity in EntityType},
    }


def _issue_row(issue: LimitedIssue) -> dict[str, Any]:
    return {
        "decision": str(issue.decision),
        "was_partly_authorized": issue.was_partly_authorized,
        "has_allowed": bool(issue.allowed),
        "service_category": issue.service.category,
        "service_subcategory": issue.service.subcategory,
        "claims_administrator_basis": str(issue.claims_administrator_basis),
        "reviewer_basis": str(issue.reviewer_basis),
        **_service_columns(issue.service),
        "reasons": list(dict.fromkeys(str(found.reason) for found in issue.reasons)),
    }


def _clinical_columns(facts: ClinicalFacts) -> dict[str, Any]:
    return {
        "age": facts.age.value if facts.age else None,
        "sex": str(facts.sex.value) if facts.sex else "",
        "sites": [_site(site.value) for site in facts.sites],
        "treatments": [str(treatment.value) for treatment in facts.treatments],
        "work_status": str(facts.work_status.value) if facts.work_status else "",
    }


def _service_columns(service: Service) -> dict[str, Any]:
    dosing = service.dosing.value if service.dosing else Dosing()
    drugs = [_drug_columns(drug.value) for drug in service.drugs]
    return {
        "procedure": service.procedure.value if service.procedure else "",
        "sites": [_site(site.value) for site in service.sites],
        **{name: [drug[name] for drug in drugs] for name in DRUG_COLUMNS},
        "visits": dosing.visits,
        "per_week": dosing.per_week,
        "weeks": dosing.weeks,
        "codes": [_code(code.value) for code in service.codes],
    }


def _drug_columns(drug: DrugRequest) -> dict[str, Any]:
    return {
        "drug_names": drug.name,
        "ingredients": "/".join(drug.ingredients),
        "drug_classes": drug.drug_class,
        "drug_strengths": _amounts(drug.strengths),
        "drug_forms": drug.form,
        "drug_quantities": drug.quantity,
        "drug_quantity_units": drug.quantity_unit,
        "drug_refills": drug.refills,
        "drug_parts": " + ".join(
            " ".join(filter(None, (part.ingredient, _amounts((part.strength,) if part.strength else ()))))
            for part in drug.parts
        ),
        "drug_flags": "+".join(drug.flags),
    }


def _amounts(strengths: Sequence[Strength]) -> str:
    """Return strengths as prescriptions write them: "10/325 mg"; units that differ stand behind each."""
    units = {strength.unit for strength in strengths}
    if len(units) == 1:
        return f"{'/'.join(f'{strength.value:g}' for strength in strengths)} {units.pop()}".rstrip()
    return "/".join(f"{strength.value:g} {strength.unit}".rstrip() for strength in strengths)


def _site(site: BodySite) -> str:
    return f"{site.part}:{site.side}" if site.side else site.part


def _code(code: CodedTerm) -> str:
    return f"{code.system}:{code.code}"


def _citation_row(citation: LimitedCitation) -> dict[str, Any]:
    return {
        "source": str(citation.work.source),
        "title": citation.work.title,
        "edition": citation.work.edition,
        "sections": [section.name for section in citation.sections if section.name],
        "pages": list(citation.pages),
    }


def _text_row(issue: LimitedIssue) -> dict[str, Any]:
    return {
        "request": issue.request,
        "disputed_item": issue.disputed_item,
        "claims_administrator_guideline": issue.claims_administrator_guideline,
        "reviewer_guideline": issue.reviewer_guideline,
        "rationale": issue.rationale,
        "original_request": issue.original_request,
        "authorized": issue.authorized,
        "allowed": issue.allowed,
        "sentences": [sentence.text for sentence in issue.sentences],
        "sentence_roles": [str(sentence.role) for sentence in issue.sentences],
        "sentence_ranks": [sentence.rank for sentence in issue.sentences],
        "summary": "",
        "diagnoses": [],
    }


def _summary_row(case: LimitedCase) -> dict[str, Any]:
    fields = SCHEMAS["texts"]
    empty = {field.name: [] if pa.types.is_list(field.type) else "" for field in fields}
    return empty | {
        "letter_key": case.reference,
        "sequence": 0,
        "summary": case.summary,
        "diagnoses": [diagnosis.text for diagnosis in case.diagnoses],
    }


def filled(table: pa.Table, wanted: pa.Schema) -> pa.Table:
    """Return a table with all wanted columns; one that an earlier version did not keep says nothing."""
    for field in wanted:
        if field.name not in table.column_names:
            table = table.append_column(field, _nothing(field.type, len(table)))
    return table.select(wanted.names)


def _nothing(kind: pa.DataType, rows: int) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return _nothing(kind.value_type, rows).dictionary_encode()
    if pa.types.is_list(kind):
        return pa.ListArray.from_arrays(
            pa.repeat(0, rows + 1).cast(pa.int32()), pa.array([], kind.value_type)
        )
    if pa.types.is_boolean(kind):
        return pa.repeat(False, rows)
    return pa.repeat("", rows) if pa.types.is_string(kind) else pa.nulls(rows, kind)
