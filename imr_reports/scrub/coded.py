"""Coded values of a parse → the same, of vocabulary names, likely numbers and known shapes alone.

Parsing promises as much. Here it is made sure of: what isn't so is left out, since it could be a word or a
number of the letter that nobody has scrubbed. Spans are emptied: they belong to the letter.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import TypeVar

from imr_reports.records.clinical import ClinicalFacts
from imr_reports.records.coded import QualityFinding, Work
from imr_reports.records.identified import IdentifiedCase, Issue
from imr_reports.records.limited import LimitedReason
from imr_reports.records.reasons import StatedReason
from imr_reports.records.services import (
    BodySite,
    CodedTerm,
    CodeSystem,
    CompoundPart,
    Dosing,
    DrugRequest,
    Service,
    Strength,
)
from imr_reports.records.stated import Stated
from imr_reports.scrub.policy import OLDEST_AGE
from imr_reports.vocabulary.letters.specialties import OTHER, specialty_code
from imr_reports.vocabulary.listed import is_listed
from imr_reports.vocabulary.services.reading import unclassified

T = TypeVar("T")
IsFound = Callable[[int, int], bool]
"""Whether a stretch of the letter touches a finding."""

_CODE_SHAPES = {
    CodeSystem.CPT: re.compile(r"\d{4}[\dFTU](?:-[A-Z\d]{2})?"),
    CodeSystem.HCPCS: re.compile(r"[A-V]\d{4}(?:-[A-Z\d]{2})?"),
    CodeSystem.ICD9: re.compile(r"(?:\d{3}|V\d{2})(?:\.?\d{1,2})?|E\d{3}(?:\.?\d)?"),
    CodeSystem.ICD10: re.compile(r"[A-Z]\d[A-Z\d](?:\.?[A-Z\d]{1,4})?"),
}
_EDITION = re.compile(r"(?:19|20)\d{2}|\d{1,2}(?:st|nd|rd|th)?\s?ed(?:ition|\.)?", re.IGNORECASE)
_SHORT_UNIT = re.compile(r"%|[a-z]{1,4}(?:/[a-z]{1,4})?", re.IGNORECASE)
_SUBJECT = re.compile(r"(?P<field>[a-z_]+)(?: > (?P<other>[a-z_]+))?|issue \d{1,3}")
_SUBJECT_FIELDS = frozenset(field.name for record in (IdentifiedCase, Issue) for field in fields(record))
# Larger numbers are nobody's dose or course of treatment, but the size of identifiers.
_LARGEST_STRENGTH, _LARGEST_QUANTITY, _LARGEST_COURSE = 99_999, 9_999, 999
_PAGES = re.compile(r"[ivxlc\d]{1,4}(?:\s?[-–]\s?[ivxlc\d]{1,4})?", re.IGNORECASE)


def coded_service(service: Service, is_found: IsFound) -> Service:
    """Return a service that holds nothing of the letter's own words."""
    procedure = service.procedure
    return Service(
        category=vocabulary_name(service.category) or unclassified(),
        subcategory=vocabulary_name(service.subcategory),
        procedure=_bare(procedure.value) if procedure and is_listed(procedure.value) else None,
        sites=_sites(service.sites),
        drugs=tuple(_bare(drug) for stated in service.drugs if (drug := _drug(stated.value))),
        dosing=_bare(_dosing(service.dosing.value)) if service.dosing else None,
        codes=tuple(_bare(code) for code in coded_terms(service.codes, is_found)),
    )


def coded_clinical(facts: ClinicalFacts) -> ClinicalFacts:
    """Return facts with all ages over 89 in one class, 45 CFR 164.514(b)(2)(i)(C)."""
    return ClinicalFacts(
        age=_bare(min(facts.age.value, OLDEST_AGE + 1)) if facts.age else None,
        sex=_bare(facts.sex.value) if facts.sex else None,
        sites=_sites(facts.sites),
        treatments=tuple(_bare(treatment.value) for treatment in facts.treatments),
        work_status=_bare(facts.work_status.value) if facts.work_status else None,
    )


def coded_terms(codes: Iterable[Stated[CodedTerm]], is_found: IsFound) -> tuple[CodedTerm, ...]:
    """Return the codes that look like codes of their system and that the scrubber took for nothing else."""
    return tuple(
        code.value
        for code in codes
        if _CODE_SHAPES[code.value.system].fullmatch(code.value.code) and not is_found(code.start, code.end)
    )


def coded_work(work: Work) -> Work:
    """Return a work whose title is the vocabulary's and whose edition is a year or a number."""
    edition = work.edition if _EDITION.fullmatch(work.edition) else ""
    return replace(work, title=vocabulary_name(work.title), edition=edition)


def coded_specialties(written: Iterable[str]) -> tuple[str, ...]:
    """Return specialties in the state's words, each once; those that its list lacks are left out."""
    codes = dict.fromkeys(specialty_code(specialty) for specialty in written)
    return tuple(code for code in codes if code != OTHER)


def coded_reasons(reasons: Iterable[StatedReason]) -> tuple[LimitedReason, ...]:
    """Return the reasons, each rule once."""
    found = (LimitedReason(reason=stated.reason, rule=vocabulary_name(stated.rule)) for stated in reasons)
    return tuple(dict.fromkeys(found))


def coded_quality(findings: Iterable[QualityFinding]) -> tuple[QualityFinding, ...]:
    """Return findings whose subject is a field or an issue's number, if anything."""
    return tuple(
        finding if _is_subject(finding.subject) else replace(finding, subject="") for finding in findings
    )


def _is_subject(subject: str) -> bool:
    match = _SUBJECT.fullmatch(subject)
    return match is not None and {match["field"], match["other"]} - {None} <= _SUBJECT_FIELDS


def coded_pages(pages: Iterable[str]) -> tuple[str, ...]:
    """Return what looks like pages and ranges of pages."""
    return tuple(page for page in pages if _PAGES.fullmatch(page))


def names_only(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that the vocabulary holds."""
    return tuple(name for name in names if is_listed(name))


def vocabulary_name(text: str) -> str:
    """Return a name of the vocabulary as it is, anything else as ""."""
    return text if is_listed(text) else ""


def _bare(value: T) -> Stated[T]:
    return Stated(value=value, start=0, end=0)


def _sites(sites: Iterable[Stated[BodySite]]) -> tuple[Stated[BodySite], ...]:
    return tuple(
        _bare(BodySite(part=site.value.part, side=site.value.side))
        for site in sites
        if is_listed(site.value.part)
    )


def _drug(drug: DrugRequest) -> DrugRequest | None:
    ingredients = names_only(drug.ingredients)
    name = vocabulary_name(drug.name) or "/".join(ingredients)
    if not name:
        return None
    return DrugRequest(
        name=name,
        is_brand=drug.is_brand and name == drug.name,
        ingredients=ingredients,
        drug_class=vocabulary_name(drug.drug_class),
        strengths=tuple(strength for one in drug.strengths if (strength := _strength(one))),
        form=vocabulary_name(drug.form),
        quantity=_limited(drug.quantity, _LARGEST_QUANTITY),
        quantity_unit=_unit(drug.quantity_unit),
        refills=_limited(drug.refills, _LARGEST_COURSE),
        parts=tuple(
            CompoundPart(ingredient=part.ingredient, strength=_strength(part.strength))
            for part in drug.parts
            if is_listed(part.ingredient)
        ),
        flags=drug.flags,
    )


def _strength(strength: Strength | None) -> Strength | None:
    if strength is None or not 0 <= strength.value <= _LARGEST_STRENGTH:
        return None
    return Strength(value=strength.value, unit=_unit(strength.unit))


def _unit(unit: str) -> str:
    return unit if _SHORT_UNIT.fullmatch(unit) or is_listed(unit) else ""


def _dosing(dosing: Dosing) -> Dosing:
    return Dosing(
        visits=_limited(dosing.visits, _LARGEST_COURSE),
        per_week=_limited(dosing.per_week, _LARGEST_COURSE),
        weeks=_limited(dosing.weeks, _LARGEST_COURSE),
        is_computed=dosing.is_computed,
    )


Number = TypeVar("Number", int, float)


def _limited(number: Number | None, largest: int) -> Number | None:
    return number if number is not None and 0 <= number <= largest else None
