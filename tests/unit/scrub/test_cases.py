"""Gate 1: whatever parsing put into a case, only what is named and safe comes out."""

import json
from dataclasses import replace

import pyarrow as pa
import pytest

from imr_reports.aggregate import QualityTally
from imr_reports.records.clinical import ClinicalFacts
from imr_reports.records.coded import GuidelineSource, QualityCode, QualityFinding, UnreadReason, Work
from imr_reports.records.identified import IdentifiedCase
from imr_reports.records.limited import LimitedCase
from imr_reports.records.services import (
    BodySite,
    CodedTerm,
    CodeSystem,
    Dosing,
    DrugRequest,
    Service,
    Side,
    Strength,
)
from imr_reports.records.stated import Stated
from imr_reports.render import render_quality
from imr_reports.scrub import Scrubber, coded
from imr_reports.scrub.serialize import limited_to_dict
from imr_reports.store.rows import tables
from tests.invented_cases import DAY, TELLTALES, filled_case


@pytest.fixture(scope="module")
def identified() -> IdentifiedCase:
    return filled_case()


@pytest.fixture(scope="module")
def limited(identified: IdentifiedCase) -> LimitedCase:
    return Scrubber().scrub_case(identified, "REFERENCE")


def told(text: str) -> list[str]:
    return [word for word in TELLTALES if word in text.lower()]


def stated(value: object, start: int = 3, end: int = 9) -> Stated:
    return Stated(value=value, start=start, end=end)


def found_nothing(start: int, end: int) -> bool:
    return False


def test_the_filled_case_is_full(identified: IdentifiedCase) -> None:
    assert set(told(repr(identified) + DAY.isoformat())) == set(TELLTALES)
    assert identified.issues[0].service.drugs[0].value.parts
    assert identified.diagnoses[0].codes


def test_nothing_planted_reaches_the_limited_case(limited: LimitedCase) -> None:
    assert told(repr(limited)) == []
    assert limited.decided == DAY, "exact dates stand in fields of their own"


def test_nothing_planted_reaches_the_json(limited: LimitedCase) -> None:
    assert told(json.dumps(limited_to_dict(limited))) == []


def test_nothing_planted_reaches_the_store(limited: LimitedCase) -> None:
    kept = tables([limited])
    days = [name for name in kept["cases"].column_names if pa.types.is_date(kept["cases"][name].type)]
    kept["cases"] = kept["cases"].drop_columns(days)
    assert [told(str(table.to_pylist())) for table in kept.values()] == [[], [], [], []]


@pytest.mark.parametrize("kind", [".md", ".json"])
def test_nothing_planted_reaches_the_quality_report(limited: LimitedCase, kind: str) -> None:
    tally = QualityTally()
    tally.add(limited)
    tally.add_unread(UnreadReason.SCANNED)
    assert told(render_quality(tally.report(), kind).decode()) == []


def test_no_span_leaves(limited: LimitedCase) -> None:
    assert "'span" not in str(limited_to_dict(limited))
    assert "start=0" in repr(limited.issues[0].service.dosing)


def test_what_a_request_was_coded_into_stays() -> None:
    drug = DrugRequest(
        name="Norco",
        is_brand=True,
        ingredients=("acetaminophen", "hydrocodone"),
        drug_class="Opioids",
        strengths=(Strength(value=10, unit="mg"), Strength(value=325, unit="mg")),
        quantity=60,
        refills=2,
    )
    service = Service(
        category="Pharmaceuticals",
        subcategory="Opioids",
        sites=(stated(BodySite(part="knee", side=Side.LEFT)),),
        drugs=(stated(drug),),
        dosing=stated(Dosing(visits=12, per_week=2, weeks=6)),
        codes=(
            stated(CodedTerm(system=CodeSystem.CPT, code="62323")),
            stated(CodedTerm(system=CodeSystem.HCPCS, code="E0730")),
        ),
    )
    passed = coded.coded_service(service, found_nothing)
    assert passed.drugs[0].value == drug
    assert passed.sites[0].value == service.sites[0].value
    assert passed.dosing.value == service.dosing.value
    assert [code.value for code in passed.codes] == [code.value for code in service.codes]
    assert (passed.category, passed.subcategory) == (service.category, service.subcategory)


def test_a_drug_by_a_name_that_no_list_holds_goes_by_its_ingredients() -> None:
    drug = DrugRequest(
        name="Quistgaardol", is_brand=True, ingredients=("naproxen",), drug_class="NSAID", quantity=12_345
    )
    (passed,) = coded.coded_service(
        Service(category="Pharmaceuticals", drugs=(stated(drug),)), found_nothing
    ).drugs
    assert passed.value == DrugRequest(
        name="naproxen", is_brand=False, ingredients=("naproxen",), drug_class="NSAID", quantity=None
    )


def test_a_code_that_the_scrubber_took_for_an_identifier_goes() -> None:
    codes = (
        stated(CodedTerm(system=CodeSystem.ICD10, code="M54.16"), 10, 16),
        stated(CodedTerm(system=CodeSystem.CPT, code="93701"), 20, 25),
        stated(CodedTerm(system=CodeSystem.ICD9, code="415-555-0123"), 30, 42),
    )
    assert coded.coded_terms(codes, lambda start, _: start == 20) == (codes[0].value,)


@pytest.mark.parametrize(("age", "shown"), [(44, 44), (89, 89), (90, 90), (97, 90)])
def test_ages_over_89_are_one_class(age: int, shown: int) -> None:
    assert coded.coded_clinical(ClinicalFacts(age=stated(age))).age.value == shown


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("", ""),
        ("injury", "injury"),
        ("injury > decided", "injury > decided"),
        ("issue 3", "issue 3"),
        ("quistgaard", ""),
        ("injury > quistgaard", ""),
        ("11/22/2013", ""),
    ],
)
def test_a_quality_finding_concerns_a_field_or_an_issue(subject: str, shown: str) -> None:
    (finding,) = coded.coded_quality([QualityFinding(code=QualityCode.DATE_ORDER, subject=subject)])
    assert finding == QualityFinding(code=QualityCode.DATE_ORDER, subject=shown)


def test_a_work_keeps_its_title_and_year() -> None:
    work = Work(source=GuidelineSource.MTUS, title="Chronic Pain Medical Treatment", edition="2009")
    assert coded.coded_work(work) == work
    assert coded.coded_work(replace(work, edition="11/22/2013")).edition == ""
    assert coded.coded_work(replace(work, title="Hallvard Quistgaard")).title == ""
