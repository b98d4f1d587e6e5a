"""The reviewer's credentials as a list and as a sentence."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

import pytest

from imr_reports.parse.reviewer import read_reviewer
from imr_reports.parse.sections import find_headings


def read(text):
    return read_reviewer(text, find_headings(text))


PROSE = "The expert reviewer is {} He sees patients."


@pytest.mark.parametrize(
    ("sentence", "specialties", "states"),
    [
        (
            "Board Certified in Physical Medicine and Rehabilitation, has a subspecialty in Pain Medicine and is "
            "licensed to practice in Ohio.",
            ["Physical Medicine and Rehabilitation", "Pain Medicine"],
            ("Ohio",),
        ),
        (
            "Board Certified in Internal Medicine, Nephrology and Rheumatology and is licensed to practice in "
            "New York and New Jersey.",
            ["Internal Medicine", "Nephrology", "Rheumatology"],
            ("New York", "New Jersey"),
        ),
        (
            "a Doctor of Chiropractic and is licensed to practice in Iowa.",
            ["Doctor of Chiropractic"],
            ("Iowa",),
        ),
        ("a licensed Dentist, licensed to practice in Ohio.", ["Dentist"], ("Ohio",)),
        ("licensed in Acupuncture and is licensed to practice in Utah.", ["Acupuncture"], ("Utah",)),
    ],
)
def test_prose(sentence, specialties, states):
    reviewer = read(PROSE.format(sentence))
    assert [item.text for item in reviewer.specialties] == specialties
    assert tuple(state.value for state in reviewer.states) == states
    assert "Other" not in reviewer.codes


@pytest.mark.parametrize(
    ("sentence", "codes", "subspecialties", "states"),
    [
        (
            "a licensed Doctor of Chiropractic (DC), has a subspecialty in Acupuncture, and is licensed to practice in Utah.",
            ["Chiropractic", "Oriental Medicine"],
            ["Acupuncture"],
            ("Utah",),
        ),
        (
            "Board Certified in Orthopaedic Surgery, has a subspecialty in Fellowship Trained in Spine Surgery and is licensed to practice in Iowa and Washington, D.C.",
            ["Orthopedic Surgery", "Other"],
            ["Fellowship Trained in Spine Surgery"],
            ("Iowa", "District of Columbia"),
        ),
        (
            "a physician licensed to practice in the state of Ohio and is Board Certified in Plastic Surgery with a subspecialty in Hand Surgery.",
            ["Plastic Surgery", "Hand Surgery"],
            ["Hand Surgery"],
            ("Ohio",),
        ),
        (
            "board-certified in Internal Medicine & Rheumatology. He/she is licensed to practice in TX, NM and CA.",
            ["Internal Medicine", "Rheumatology"],
            [],
            ("Texas", "New Mexico", "California"),
        ),
    ],
)
def test_specialties_are_told_from_subspecialties_in_the_state_s_words(
    sentence, codes, subspecialties, states
):
    reviewer = read(PROSE.format(sentence))
    assert list(reviewer.codes) == codes
    assert [item.text for item in reviewer.subspecialties] == subspecialties
    assert tuple(state.value for state in reviewer.states) == states


@pytest.mark.parametrize(
    "text",
    [
        "State(s) of Licensure: Texas, New York\nCertification(s)/Specialty: Surgery, Hand Surgery\n"
        "CLINICAL CASE SUMMARY\nA man.",
        "State(s) of Licensure: Texas,New \nYork \nCertification(s)/Specialty: Surgery, Hand \nSurgery \n\n"
        "Nothing else.",
        "State(s) of Licensure: Texas, New York Certification(s)/Specialty: Surgery, Hand Surgery CLINICAL CASE SUMMARY",
        "State{s) of L1censure: Texas, New York\nCertificati0n(s)/Specia1ty: Surgery, Hand Surgery\nCLINICAL CASE SUMMARY\nA man.",
        "Certification(s)/Specialty: Surgery,\fHand Surgery\nState(s) of Licensure: Texas, New York\nCLINICAL CASE SUMMARY\n",
    ],
)
def test_list(text):
    reviewer = read(text)
    assert reviewer.codes == ("Surgery", "Hand Surgery")
    assert tuple(state.value for state in reviewer.states) == ("Texas", "New York")


def test_none():
    assert read("The reviewer is unknown.").codes == ()
