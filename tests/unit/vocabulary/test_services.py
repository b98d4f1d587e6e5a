"""Disputed items fall into the state's categories."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.vocabulary.drugs import drugs, find_drugs
from imr_reports.vocabulary.services import classify_service, service_categories

PHARMACY = "Pharmaceuticals"
CASES = [
    ("Norco 10/325mg #120", PHARMACY, "Opioids"),
    ("Percocet 10mg #90 with 2 refills", PHARMACY, "Opioids"),
    ("Butrans patch 10mcg/hr #4", PHARMACY, "Opioids"),
    ("Tylenol #3 quantity 60", PHARMACY, "Opioids"),
    ("Soma 350mg", PHARMACY, "Muscle Relaxant"),
    ("Xanax 0.5mg #60", PHARMACY, "Benzodiazepines"),
    ("Lunesta 2 mg", PHARMACY, "Sedative-hypnotics"),
    ("Gabapentin 600mg #90", PHARMACY, "Anti-epilepsy drugs"),
    ("Omeprazole DR 20mg", PHARMACY, "Proton Pump Inhibitors"),
    ("Colace 100mg", PHARMACY, "GI Agents"),
    ("Theramine #90", PHARMACY, "Nutritional Products"),
    ("Voltaren gel 1% 100g", PHARMACY, "Topical Analgesics"),
    ("Voltaren 75mg", PHARMACY, "NSAID"),
    ("Gabapentin 10% cream", PHARMACY, "Topical Analgesics"),
    ("Compound cream: ketoprofen 20%, lidocaine 5%", PHARMACY, "Topical Compounds"),
    ("Baclofen 2%/Flurbiprofen 15% in base, 180g", PHARMACY, "Topical Compounds"),
    ("Synvisc-One", PHARMACY, "Viscosupplementation"),
    ("Left knee Synvisc injection", PHARMACY, "Viscosupplementation"),
    ("Toradol 60mg intramuscular", "Injection", "Injection"),
    ("C5-6 epidural steroid injection with fluoroscopy", "Injection", "Injection"),
    ("Bilateral L4-S1 medial branch blocks", "Injection", "Facet Injection"),
    ("Radiofrequency ablation, left L3-5", "Injection", "Facet Injection"),
    ("Acupuncture 2x6 with lidocaine patch", "Rehabilitation", "Acupuncture"),
    ("Twelve sessions of chiropractic care", "Rehabilitation", "Chiropractic"),
    ("PT 2 x 4 for the neck", "Rehabilitation", "Physical Therapy/Occupational Therapy (PT/OT)"),
    ("Post-op PT x 12", "Rehabilitation", "Physical Therapy/Occupational Therapy (PT/OT)"),
    ("Work hardening, 10 sessions", "Programs", "Programs"),
    ("Functional restoration program", "Programs", "Programs"),
    ("Massage x 6", "Rehabilitation", "Other Therapies"),
    ("PT/INR", "Diagnostic Testing", "Lab & Pathology"),
    ("Random urine toxicology", "Diagnostic Testing", "Lab & Pathology"),
    ("EMG/NCS both arms", "Diagnostic Testing", "EMG/NCV/NCS"),
    ("CT myelogram", "Diagnostic Testing", "Imaging / Radiology"),
    ("Polysomnogram", "Diagnostic Testing", "Other Diagnostic Tests"),
    ("C5-7 anterior cervical discectomy and fusion", "Surgery", "Spine"),
    ("Spinal cord stimulator trial", "Surgery", "Spine"),
    ("Left shoulder arthroscopic debridement", "Surgery", "Arthroscopic Surgery"),
    ("Right total knee replacement", "Surgery", "Non-arthroscopic Surgery"),
    ("Assistant surgeon", "Surgery", "Adjunct Surgical Services"),
    ("Consultation with an orthopedic surgeon", "Surgery", "Surgical Consult"),
    ("Pain management consultation", "Evaluation & Management", "Medical Specialties"),
    ("Crown on tooth 14", "Evaluation & Management", "Dental Services"),
    ("Psychotherapy, eight visits", "Psych Services", "Therapies"),
    ("Psychiatric evaluation", "Psych Services", "Evaluation & Management"),
    ("Home health aide", "Home Health", "Home Health"),
    ("Transportation to appointments", "Transportation", "Transportation"),
    ("H-wave unit purchase", "DMEPOS", "Electrical Stimulation"),
    ("Electrodes", "DMEPOS", "Supplies"),
    ("Thumb spica splint", "DMEPOS", "Prosthetics/Orthotics"),
    ("Tempurpedic mattress", "DMEPOS", "DME"),
    ("Dexamethasone iontophoresis", "Rehabilitation", "Physical Therapy/Occupational Therapy (PT/OT)"),
    ("Baclofen pump refill", "Injection", "Injection"),
    ("Post-op sling", "DMEPOS", "Prosthetics/Orthotics"),
    ("Thirty day rental of an unnamed unit", "DMEPOS", "DME"),
    ("Gym membership for a year", "Programs", "Programs"),
]


@pytest.mark.parametrize(("item", "category", "subcategory"), CASES)
def test_category(item, category, subcategory):
    assert classify_service(item) == (category, subcategory)


def test_what_fits_nowhere_is_said_to_be_unclassified():
    assert classify_service("Zorblax of the second kind") == ("Unclassified", "")


def test_a_general_word_never_beats_a_particular_one():
    assert classify_service("Ten visits of acupuncture")[1] == "Acupuncture"
    assert classify_service("Refill of medication, Norco 5/325")[1] == "Opioids"


def test_a_remaining_part_without_a_name_is_what_was_asked_for():
    request = "Soma #90 with 3 refills was the original request. The remaining part, 2 refills is"
    assert classify_service("2 refills", request)[1] == "Muscle Relaxant"


@given(st.text(max_size=300))
def test_any_text_gets_a_category_of_the_table(item):
    category, subcategory = classify_service(item)
    assert subcategory in ("", *service_categories()[category])


def test_the_longest_drug_name_wins():
    assert [mention.drug.drug_class for mention in find_drugs("Voltaren gel and Voltaren")] == [
        "Topical Analgesics",
        "NSAID",
    ]


def test_brands_and_generics_share_an_ingredient():
    assert drugs()[("flexeril",)].ingredients == drugs()[("cyclobenzaprine",)].ingredients


def test_categories_are_the_states_own(shared):
    state = json.loads((shared / "design" / "dwc_search_taxonomy_2017.json").read_text("utf-8"))
    ours = service_categories()
    assert set(ours) == {name for name in state["treatment_request_category"] if name} | {"Unclassified"}
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
