"""Specialties and states in the spellings of letters."""

import json

import pytest

from imr_reports.vocabulary.letters.specialties import is_specialty, specialty_code
from imr_reports.vocabulary.letters.states import find_states


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Physical Medicine and Rehabilitation", "Physical Medicine & Rehabilitation"),
        ("Physical Medicine  &\nRehabilitation", "Physical Medicine & Rehabilitation"),
        ("Pain Medicine", "Pain Management"),
        ("Chiropractor", "Chiropractic"),
        ("orthopaedic surgery", "Orthopedic Surgery"),
        ("Sports Medicinee", "Sports Medicine"),
        ("Alchemy", "Other"),
    ],
)
def test_specialty(written, code):
    assert specialty_code(written) == code


def test_two_specialties_are_not_one():
    assert not is_specialty("Internal Medicine and Rheumatology")


def test_codes_are_the_states_own(shared):
    state = json.loads((shared / "design" / "dwc_search_taxonomy_2017.json").read_text("utf-8"))
    for name in state["reviewer_specialty"]:
        expected = "Psychology" if name == "Psychologist" else " ".join(name.split())
        assert specialty_code(name) == expected


@pytest.mark.parametrize(
    ("written", "states"),
    [
        ("Texas,New\nYork, California", ("Texas", "New York", "California")),
        ("West Virginia and Virginia", ("West Virginia", "Virginia")),
        ("Ohio, Ohio", ("Ohio",)),
        ("Washington, D.C.", ("District of Columbia",)),
        ("nowhere", ()),
    ],
)
def test_states(written, states):
    assert tuple(state.value for state in find_states(written)) == states
