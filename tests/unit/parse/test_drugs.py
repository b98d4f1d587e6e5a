"""Drugs are read with ingredients, class, strengths, form, quantity and refills; oddities are flagged."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.passages import one_line
from imr_reports.parse.requests.drugs import read_drugs
from imr_reports.vocabulary.drugs.names import DrugKind, drugs
from tests.growth import grows_no_faster_than_its_input

TABLE = Path(__file__).with_name("drug_requests.txt")
AMOUNT = re.compile(r"([\d.]+)(.*)")


def rows():
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        request, *labels = (cell.strip() for cell in line.split("|"))
        labels += [""] * (8 - len(labels))
        if request == "+":
            found[-1][1].append(labels)
        else:
            found.append((request, [] if labels[0] == "none" else [labels]))
    return found


def amounts(cell):
    return [None if text == "?" else amount(text) for text in cell.split()]


def amount(text):
    value, unit = AMOUNT.fullmatch(text).groups()
    return float(value), unit


def expected(labels):
    name, ingredients, drug_class, strengths, form, quantity, refills, flags = labels
    return {
        "name": name.rstrip("*"),
        "is_brand": name.endswith("*"),
        "ingredients": ingredients,
        "class": drug_class,
        "strengths": amounts(strengths),
        "form": form,
        "quantity": amount(quantity) if quantity else None,
        "refills": int(refills) if refills else None,
        "flags": flags.split(),
    }


def said(drug):
    strengths = [part.strength for part in drug.parts] if len(drug.parts) > 1 else drug.strengths
    return {
        "name": drug.name,
        "is_brand": drug.is_brand,
        "ingredients": "/".join(drug.ingredients),
        "class": drug.drug_class,
        "strengths": [(one.value, one.unit) if one else None for one in strengths],
        "form": drug.form,
        "quantity": (drug.quantity, drug.quantity_unit) if drug.quantity is not None else None,
        "refills": drug.refills,
        "flags": [flag.value for flag in drug.flags],
    }


def read(text):
    return [stated.value for stated in read_drugs(one_line(text, 0, len(text)))]


@pytest.mark.parametrize(("request_", "labels"), rows(), ids=lambda value: str(value)[:60])
def test_requests(request_, labels):
    assert [said(drug) for drug in read(request_)] == [expected(one) for one in labels]


NAMED = sorted(
    (drug for drug in drugs().values() if drug.kind is not DrugKind.GROUP and len(drug.ingredients) == 1),
    key=lambda drug: drug.name,
)
PLAIN = [drug for drug in NAMED if not drug.needs_amount and not drug.needs_company and drug.name.isalpha()]
FORMS = {
    "tablet": ["tablets", "tab", "TABLET"],
    "capsule": ["capsules", "caps"],
    "patch": ["patch", "patches"],
    "": [""],
}


@st.composite
def prescriptions(draw):
    """A drug with strength, form, quantity and refills, in one of the ways in which requests write them."""
    drug = draw(st.sampled_from(PLAIN))
    name = draw(st.sampled_from([drug.name, drug.name.upper(), drug.name.lower(), drug.name.capitalize()]))
    strength = draw(st.sampled_from([0.5, 2.5, 5, 7.5, 10, 25, 37.5, 50, 100, 325, 500, 800]))
    form = draw(st.sampled_from(list(FORMS)))
    quantity, refills = draw(st.integers(2, 360)), draw(st.none() | st.integers(0, 5))
    unit = draw(st.sampled_from(["mg", " mg", "MG", " milligrams"]))
    count = draw(
        st.sampled_from(["#{}", "# {}", "QTY {}", "quantity: {}", "qty. {}", "#{},", "quantity of {}"])
    )
    again = draw(st.sampled_from(["with {} refills", "refills: {}", "{} RF", "refill x{}", "({} refills)"]))
    words = [name, f"{strength:g}{unit}", draw(st.sampled_from(FORMS[form])), count.format(quantity)]
    if refills is not None:
        words.append(again.format(refills))
    lead = draw(
        st.sampled_from(
            ["", "Retrospective ", "Prospective request for ", "1 prescription of ", "Medication: "]
        )
    )
    return lead + " ".join(word for word in words if word), drug, strength, form, quantity, refills


@given(prescriptions())
def test_a_prescription_is_read_however_it_is_written(prescription):
    text, drug, strength, form, quantity, refills = prescription
    found = read(text)
    assert [one.ingredients for one in found] == [drug.ingredients]
    assert found[0].is_brand == (drug.kind is DrugKind.BRAND)
    assert [(one.value, one.unit) for one in found[0].strengths] == [(strength, "mg")]
    assert (found[0].quantity, found[0].refills) == (quantity, refills)
    assert found[0].form == form or not form


@given(st.lists(prescriptions(), min_size=2, max_size=4), st.sampled_from([", ", "; ", " and ", ". "]))
def test_several_prescriptions_stay_apart(several, joint):
    found = read(joint.join(text for text, *_ in several))
    told = [(drug.ingredients, quantity, refills) for _, drug, _, _, quantity, refills in several]
    # A name right behind another of the same drug may repeat it.
    if len({ingredients for ingredients, _, _ in told}) == len(told):
        assert [(one.ingredients, one.quantity, one.refills) for one in found] == told


TOPICALS = [
    "ketoprofen",
    "lidocaine",
    "gabapentin",
    "cyclobenzaprine",
    "flurbiprofen",
    "baclofen",
    "amitriptyline",
]


@st.composite
def compounds(draw):
    """A cream mixed for one patient."""
    names = draw(st.lists(st.sampled_from(TOPICALS), min_size=2, max_size=5, unique=True))
    shares = [draw(st.sampled_from([1, 2, 5, 6, 10, 15, 20])) for _ in names]
    joint = draw(st.sampled_from(["/", ", ", " / ", " and ", " + ", "; "]))
    parts = joint.join(f"{name} {share}%" for name, share in zip(names, shares, strict=True))
    grams = draw(st.sampled_from([30, 60, 120, 180, 240]))
    lead = draw(st.sampled_from(["", "Compound cream: ", "Topical compound (", "Compounded "]))
    unit = draw(st.sampled_from(["gm", " grams", "g", " gms"]))
    return f"{lead}{parts} cream {grams}{unit}", names, shares, grams


@given(compounds())
def test_a_compound_is_taken_apart(compound):
    text, names, shares, grams = compound
    (drug,) = read(text)
    assert drug.drug_class == "Topical Compounds"
    assert [(part.ingredient, part.strength.value) for part in drug.parts] == list(
        zip(names, shares, strict=True)
    )
    assert (drug.quantity, drug.quantity_unit) == (grams, "g")


@given(st.text(max_size=200))
def test_any_text_is_borne_and_spans_are_of_the_letter(text):
    letter = "Norco " + text
    for found in read_drugs(one_line(letter, 0, len(letter))):
        assert 0 <= found.start < found.end <= len(letter)


@given(st.text(alphabet=st.sampled_from("0123456789 /-x#%mg,.()"), max_size=300))
def test_noise_of_numbers_is_borne(text):
    assert read("Gabapentin " + text)[0].ingredients == ("gabapentin",)


def test_the_span_shows_what_was_read_across_lines():
    text = "Retrospective request for 60 tablets of\nNorco 10/325mg, with 2\nrefills, for pain"
    (found,) = read_drugs(one_line(text, 0, len(text)))
    assert text[found.start : found.end] == "60 tablets of\nNorco 10/325mg, with 2\nrefills"


def test_records_hold_no_words_of_the_letter():
    (drug,) = read("SMITHCAINE lotion, Voltarin 1 % gel for Mr. Invented, 100 gm")
    assert (drug.name, drug.form, drug.quantity_unit) == ("Voltaren", "gel", "g")


@pytest.mark.parametrize(
    "noise", ["Norco 10/325mg #60, ", "ketoprofen 20%, ", "compound cream: ", "9/", "x 2 ", "one "]
)
def test_monstrous_requests_take_no_time(noise):
    def work(times):
        line = one_line("Norco " + noise * times, 0, 6 + times * len(noise))
        assert read_drugs(line)[0].value.ingredients == ("hydrocodone", "acetaminophen")

    assert grows_no_faster_than_its_input(work, 2_000, 20_000)
