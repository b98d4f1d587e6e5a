"""The taxonomy is the state's, and every term of the vocabulary leads to its own procedure."""

import json

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.services import procedures
from imr_reports.vocabulary.services.classification import classify_named, classify_weakly
from imr_reports.vocabulary.services.procedures import category_of_code, procedure_terms
from imr_reports.vocabulary.services.reading import read_terms, service_categories, unclassified


def test_categories_are_the_states_own(shared):
    state = json.loads((shared / "design" / "dwc_search_taxonomy_2017.json").read_text("utf-8"))
    ours = service_categories()
    assert set(ours) == {name for name in state["treatment_request_category"] if name} | {unclassified()}
    merged = {
        "Benzodiazepine",
        "Asthma medication",
        "Histamine 2",
        "Calcium Cannel Blocker",
        "Opoid Antagonist",
    }
    for name, entry in state["treatment_request_category"].items():
        if name:
            assert set(entry["sub"]) | set(entry["drug_class"]) - merged <= set(ours[name])


def test_every_subcategory_of_a_service_has_procedures():
    served = {(procedure.category, procedure.subcategory) for _, procedure in procedure_terms()}
    consulted = {("Surgery", "Surgical Consult"), ("Therapies", "Other Therapies")}
    assert served | consulted >= {
        (category, subcategory)
        for category, subcategories in service_categories().items()
        if category != "Pharmaceuticals"
        for subcategory in subcategories
    }


def _plain_terms():
    """Each procedure by its terms of one wording: what a reader of the table expects to be found."""
    return [
        (term, procedure) for term, procedure in procedure_terms() if not any(sign in term for sign in "(@.")
    ]


@pytest.mark.parametrize(("term", "procedure"), _plain_terms())
def test_a_term_leads_to_its_category(term, procedure):
    found = classify_named(read_terms(term))
    assert (found.category, found.subcategory) == (procedure.category, procedure.subcategory)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Examplizine 20mg", "Pharmaceuticals"),
        ("A wave device, rental", "DMEPOS"),
        ("Some therapy", "Therapies"),
    ],
)
def test_words_that_say_little_are_asked_last(text, category):
    reading = read_terms(text)
    assert classify_named(reading) is None
    assert classify_weakly(reading).category == category


@pytest.mark.parametrize(
    "text",
    ["Pt is to rest", "our help was kind", "ten of them", "a tense or", "he was seen", "the er of it", ""],
)
def test_ordinary_words_name_no_service(text):
    assert classify_named(read_terms(text)) is None


@pytest.mark.parametrize(
    ("code", "subcategory"),
    [
        ("72148", "Imaging / Radiology"),
        ("80307", "Lab & Pathology"),
        ("95886", "EMG/NCV/NCS"),
        ("97530", "Physical Therapy/Occupational Therapy (PT/OT)"),
        ("E0730", "Electrical Stimulation"),
        ("E0143", "DME"),
        ("A4595", "Electrical Stimulation"),
        ("A4556", "Supplies"),
        ("L3908", "Prosthetics/Orthotics"),
        ("22551", "Spine"),
        ("0101T", "Other Therapies"),
        ("D2740", "Dental Services"),
    ],
)
def test_code_ranges(code, subcategory):
    assert category_of_code(code)[1] == subcategory


@pytest.mark.parametrize("code", ["00000", "12", "ABCDE", "", "99999", "D0099"])
def test_a_code_outside_all_ranges_tells_nothing(code):
    assert category_of_code(code) is None


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"broad": {"names": ["B"]}, "procedures": {"X": {"Y": {"A": ["a"]}}}}, "without a procedure"),
        (
            {"broad": {"names": []}, "procedures": {"X": {"Y": {"A": ["a"]}, "Z": {"A": ["b"]}}}},
            "stands twice",
        ),
    ],
)
def test_a_broken_table_is_refused(monkeypatch, table, problem):
    monkeypatch.setattr(procedures, "read_toml", lambda *_: table)
    with pytest.raises(ConfigurationError, match=problem):
        procedure_terms.__wrapped__()
