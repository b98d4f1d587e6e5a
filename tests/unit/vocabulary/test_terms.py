"""Terms are found as people write them."""

import pytest

from imr_reports.vocabulary.matching.terms import TermTable, spelled_out, stem

TABLE = TermTable(
    [
        ("carpal tunnel ... (release|surgery)", "release"),
        ("carpal tunnel", "tunnel"),
        ("@spine fusion", "fusion"),
        ("fusion ... @level", "fusion at a level"),
        ("PT", "therapy"),
        ("physical therapy", "therapy"),
        ("arthroscopy", "scope"),
        ("@number visit", "visits"),
    ],
    {"spine": ["lumbar", "cervical"]},
)


def find(text):
    return [(found.value, text[found.start : found.end]) for found in TABLE.find(TABLE.tokens(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Right carpal tunnel release", [("release", "carpal tunnel release")]),
        ("carpal tunnel, open, right: release", [("release", "carpal tunnel, open, right: release")]),
        ("carpal tunnel; release", [("tunnel", "carpal tunnel")]),
        ("carpal tunnel a b c d e f release", [("tunnel", "carpal tunnel")]),
        ("Cervical fusion", [("fusion", "Cervical fusion")]),
        ("fusion of L4-S1", [("fusion at a level", "fusion of L4")]),
        ("PT and pt", [("therapy", "PT")]),
        ("P.T. 12 visits", [("therapy", "P.T."), ("visits", "12 visits")]),
        ("arthroscopies, arthoscopy", [("scope", "arthroscopies"), ("scope", "arthoscopy")]),
        (
            "PhysicalTherapy and physicaltherapy",
            [("therapy", "PhysicalTherapy"), ("therapy", "physicaltherapy")],
        ),
        ("surgeon's arthroscopy's", [("scope", "arthroscopy's")]),
        ("", []),
    ],
)
def test_find(text, found):
    assert find(text) == found


def test_wordings_of_a_term():
    assert set(spelled_out("(left|) knee (MRI|x ray)")) == {
        ("left", "knee", "MRI"), ("knee", "MRI"), ("left", "knee", "x", "ray"), ("knee", "x", "ray"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("studies", "study"), ("crutches", "crutch"), ("visits", "visit"), ("uds", "uds"), ("tens", "tens"),
     ("pelvis", "pelvis"), ("orthosis", "orthosis"), ("access", "access")],
)  # fmt: skip
def test_stem(word, stemmed):
    assert stem(word) == stemmed
