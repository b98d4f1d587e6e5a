"""Disputed items become services: the state's category, the procedure, the codes, each in its place."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.passages import one_line
from imr_reports.parse.requests.codes import read_codes
from imr_reports.parse.requests.services import read_service
from imr_reports.records.identified import Passage
from imr_reports.records.services import CodedTerm, CodeSystem, Service
from imr_reports.vocabulary.services.classification import classify_named
from imr_reports.vocabulary.services.reading import read_terms, service_categories
from tests.growth import grows_no_faster_than_its_input

_LISTED = tomllib.loads((Path(__file__).parents[1] / "vocabulary" / "requests.toml").read_text("utf-8"))
REQUESTS = [
    (request, category, subcategory)
    for category, subcategories in _LISTED.items()
    for subcategory, listed in subcategories.items()
    for request in listed["requests"]
]
PTOT = "Physical Therapy/Occupational Therapy (PT/OT)"


def read(item: str, request: str = "") -> Service:
    """The service of an item, or of the part of a request that it is."""
    text = request or item
    start = text.rindex(item)
    return read_service(
        text,
        Passage(text=item, start=start, end=start + len(item)),
        Passage(text=text, start=0, end=len(text)),
    )


def test_the_list_is_long_and_covers_the_taxonomy():
    assert len({request for request, _, _ in REQUESTS}) == len(REQUESTS) >= 1_000
    assert {category for _, category, _ in REQUESTS} == set(service_categories())


@pytest.mark.parametrize(("request_", "category", "subcategory"), REQUESTS)
def test_category(request_, category, subcategory):
    service = read(request_)
    assert (service.category, service.subcategory) == (category, subcategory)


@pytest.mark.parametrize(
    "wording", [str.upper, str.lower, lambda text: text.replace(" ", "\n"), "1) {}.".format]
)
@pytest.mark.parametrize(
    ("request_", "subcategory"),
    [
        ("Lumbar epidural steroid injection", "Injection"),
        ("Physical therapy, 12 visits", PTOT),
        ("Right carpal tunnel release", "Non-arthroscopic Surgery"),
        ("Associated surgical service: wrist splint", "Adjunct Surgical Services"),
        ("Urine drug screen", "Lab & Pathology"),
        ("Anterior cervical discectomy and fusion at C5-6", "Spine"),
    ],
)
def test_capitals_line_breaks_and_numbering_change_nothing(wording, request_, subcategory):
    assert read(wording(request_)).subcategory == subcategory


@pytest.mark.parametrize(
    ("request_", "procedure", "stated"),
    [
        ("Repeat MRI of the left knee", "Magnetic resonance imaging", "MRI"),
        ("EMG/NCV of both arms", "Electromyography and nerve conduction study", "EMG/NCV"),
        ("Bilateral L4-5 TFESI", "Transforaminal epidural steroid injection", "TFESI"),
        ("Right knee arthroscopy with partial meniscectomy", "Arthroscopy", "knee arthroscopy"),
        ("C5-6 ACDF", "Anterior cervical discectomy and fusion", "ACDF"),
        ("Purchase of an H-wave unit", "H-wave device", "H-wave unit"),
        ("Consultation with a neurologist", "Neurology visit", "neurologist"),
        (
            "Twelve sessions of cognitive\nbehavioral therapy",
            "Cognitive behavioral therapy",
            "cognitive\nbehavioral therapy",
        ),
        ("Home health aide, 4 hours a day", "Home health care", "Home health aide"),
        ("Associated surgical service: cold therapy unit", "Cold therapy unit", "cold therapy unit"),
    ],
)
def test_procedure_has_one_name_and_its_place(request_, procedure, stated):
    named = read(request_).procedure
    assert named.value == procedure
    assert request_[named.start : named.end] == stated


def test_a_drug_is_no_procedure():
    assert read("Norco 10/325mg #90").procedure is None


def test_what_fits_nowhere_is_said_to_be_unclassified():
    service = read("Zorblax of the second kind")
    assert (service.category, service.subcategory, service.procedure) == ("Unclassified", "", None)


def test_a_remaining_part_without_a_name_is_what_was_asked_for():
    request = "Soma #90 with 3 refills was the original request. The remaining part, 2 refills"
    assert read("2 refills", request).subcategory == "Muscle Relaxant"
    request = "Aquatic therapy, 12 visits was the original request. The remaining part, 6 visits"
    therapy = read("6 visits", request)
    assert therapy.subcategory == PTOT
    assert request[therapy.procedure.start : therapy.procedure.end] == "Aquatic therapy"


@pytest.mark.parametrize(
    ("request_", "subcategory"),
    [
        ("Cervical traction 2 x 4", "Other Therapies"),
        ("Six sessions of lumbar traction", "Other Therapies"),
        ("Cervical traction for home, purchase", "DME"),
        ("Cervical traction", "DME"),
        ("Ultrasound, 6 visits", "Other Therapies"),
        ("Ultrasound of the shoulder, and 6 visits of acupuncture", "Imaging / Radiology"),
    ],
)
def test_what_is_asked_for_by_the_session_is_no_thing(request_, subcategory):
    assert read(request_).subcategory == subcategory


@pytest.mark.parametrize(
    ("misspelt", "subcategory"),
    [
        ("Physcial therapy", PTOT),
        ("Epidurral injection", "Injection"),
        ("Chiropractc care", "Chiropractic"),
        ("Laminectmy at L4", "Spine"),
        ("Accupuncture x 6", "Acupuncture"),
        ("AquaticTherapy 2x4", PTOT),
        ("12physical therapy visits", PTOT),
        ("massagetherapy", "Other Therapies"),
    ],
)
def test_slips_of_a_letter_and_lost_blanks(misspelt, subcategory):
    assert read(misspelt).subcategory == subcategory


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        ("Left knee arthroscopy (CPT 29881)", ["29881"]),
        ("L5-S1 ESI, CPT code: 62323, 77003", ["62323", "77003"]),
        ("97110, 97140 and 97014 two times a week", ["97110", "97140", "97014"]),
        ("TENS unit (E0730) with supplies A4595", ["E0730", "A4595"]),
        ("Kenalog J3301", ["J3301"]),
        ("LSO brace L0637", ["L0637"]),
        ("Hyperbaric session 99183-26", ["99183"]),
        ("Shock wave 0101T", ["0101T"]),
        ("Urine screen G0481 x 2", ["G0481"]),
        ("29881, 29881", ["29881"]),
        # Neither ZIP codes, quantities, doses, case numbers nor dates.
        ("Transportation to Fresno, CA 93650", []),
        ("Clinic in Los Angeles, CA 90049-1234", []),
        ("Case 64483 of the clinic", []),
        ("Vitamin D 50000 units #12", []),
        ("Heparin 20610 units", []),
        ("Norco #97110", []),
        ("CM15-0097110", []),
        ("Levels L4-L5 and S1", []),
        ("Dated 10/12/2015", []),
        ("Claim number 99213", []),
    ],
)
def test_codes(request_, codes):
    found = read(request_).codes
    assert [code.value.code for code in found] == codes
    assert all(request_[code.start : code.end] == code.value.code for code in found)


def test_codes_are_of_their_system_and_tell_a_category_where_no_word_does():
    assert [code.value for code in read("97810, E0730").codes] == [
        CodedTerm(system=CodeSystem.CPT, code="97810"),
        CodedTerm(system=CodeSystem.HCPCS, code="E0730"),
    ]
    assert read("Codes 97810 and 97811").subcategory == "Acupuncture"
    assert read("(CPT 64493)").subcategory == "Facet Injection"
    assert read("L0637, one").subcategory == "Prosthetics/Orthotics"


@given(st.text(max_size=400))
def test_any_text_gets_a_category_of_the_table_and_true_places(item):
    service = read(item) if item else read("x")
    assert service.subcategory in ("", *service_categories()[service.category])
    for stated in (service.procedure, *service.codes):
        assert stated is None or 0 <= stated.start <= stated.end <= max(1, len(item))


@given(
    st.lists(
        st.sampled_from([word for request, _, _ in REQUESTS[::9] for word in request.split()]), max_size=60
    )
)
def test_any_mix_of_words_is_read(words):
    text = " ".join(words) or "x"
    service = read(text)
    assert service.procedure is None or text[service.procedure.start : service.procedure.end].strip()


@pytest.mark.parametrize(
    "noise", ["removal of ", "MRI ", "a", "x" * 50 + " ", "L4-5 fusion ... ", "97110,", "; ", "Norco 10mg #"]
)
def test_a_monstrous_request_is_read_as_fast_as_its_beginning(noise):
    def work(length):
        text = noise * (length // len(noise))
        line = one_line(text, 0, len(text))
        classify_named(read_terms(line.text))
        read_codes(line)
        read_service(
            text, Passage(text=text, start=0, end=len(text)), Passage(text=text, start=0, end=len(text))
        )

    assert grows_no_faster_than_its_input(work, 250_000, 5_000_000)
