"""Guideline statements become works, sections and pages."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

import pytest

from imr_reports.parse.statements import read_statement
from imr_reports.records.coded import Basis
from imr_reports.records.identified import Passage


def statement(text, other=None):
    return read_statement(text, Passage(text=text, start=0, end=len(text)), other)


def cited(text):
    return [
        (
            citation.work.source.value,
            citation.work.title,
            citation.work.edition,
            [section.passage.text for section in citation.sections],
            list(citation.pages),
        )
        for citation in statement(text).citations
    ]


PAIN, KNEE = "Chronic Pain Medical Treatment", "Knee Complaints"
CASES = [
    (
        "Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78, 80-82.",
        [("MTUS", PAIN, "", ["Opioids"], ["78", "80-82"])],
    ),
    (
        "Decision based on MTUS Knee Complaints 2004, Section(s): Initial Care, Summary, and Chronic Pain Medical "
        "Treatment 2009, Section(s): Work conditioning, work hardening, Weaning of Medications.",
        [
            ("MTUS", KNEE, "2004", ["Initial Care", "Summary"], []),
            ("MTUS", PAIN, "2009", ["Work conditioning, work hardening", "Weaning of Medications"], []),
        ],
    ),
    (
        "Decision based on MTUS ACOEM,Chronic Pain Treatment Guidelines. Decision based on Non-MTUS Citation "
        "Official Disability GuidelinesPain",
        [
            ("MTUS", "ACOEM Practice Guidelines (chapter not named)", "", [], []),
            ("MTUS", PAIN, "", [], []),
            ("ODG", "Pain", "", [], []),
        ],
    ),
    (
        "Decision based on MTUS ACOEM Chapter 13 Knee Complaints Page(s): 340, and General Approaches: ACOEM Pain, "
        "Suffering, and the Restoration of Function.",
        [
            ("MTUS", KNEE, "", [], ["340"]),
            ("MTUS", "General Approaches", "", ["Pain, Suffering, and the Restoration of Function"], []),
        ],
    ),
    (
        "Decision based on MTUS General Approaches 2004, Section(s): Initial Approaches to Treatment.",
        [("MTUS", "General Approaches", "2004", ["Initial Approaches to Treatment"], [])],
    ),
    ("Decision based on MTUS Low Back Disorders 2019.", [("MTUS", "Low Back Disorders", "2019", [], [])]),
    ("Decision based on MTUS Opioids 2017.", [("MTUS", "Opioids", "2017", [], [])]),
    ("Decision based on MTUS Something Else.", [("MTUS", "Chapter not named", "", ["Something Else"], [])]),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Neck & Upper Back (Acute & "
        "Chronic) (updated 01/02/16) Chapter, Collars; Pain Chapter, Creams and Other Medical Treatment Guidelines "
        "ACOEM 3rd edition, Chronic Pain.",
        [
            ("ODG", "Neck & Upper Back", "2016", ["Collars"], []),
            ("ODG", "Pain", "", ["Creams"], []),
            ("ACOEM", "Chronic Pain", "3rd ed.", [], []),
        ],
    ),
    (
        "Decision based on Non- MTUS Citation Doe J, et al. Journal of Canes 2012;3:4.",
        [("Journal", "", "2012", [], ["4"])],
    ),
    (
        "Decision based on Non-MTUS Citation Leaflet on canes, accessed from UpToDate.com",
        [("UpToDate", "UpToDate", "", ["Leaflet on canes"], [])],
    ),
    (
        "The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines (2009), Canes, "
        "pages 4-5, which is part of the MTUS.",
        [("MTUS", PAIN, "2009", ["Canes"], ["4-5"])],
    ),
]


@pytest.mark.parametrize(("text", "citations"), CASES)
def test_citations(text, citations):
    assert cited(text) == citations


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Decision based on MTUS Knee Complaints 2004.", Basis.MTUS),
        ("Decision based on Non-MTUS Citation ODG, Knee.", Basis.NON_MTUS),
        ("Decision based on Non-\nMTUS Citation ODG, Knee.", Basis.NON_MTUS),
        (
            "Decision based on MTUS Knee Complaints. Decision based on Non-MTUS Citation x.",
            Basis.MTUS_AND_NON_MTUS,
        ),
        (
            "They based their decision outside of the MTUS. Decision based on Non-MTUS Citation x.",
            Basis.NON_MTUS,
        ),
        ("The Claims Administrator did not cite any guideline.", Basis.NONE_CITED),
        ("The Expert Reviewer did not cite any guideline.", Basis.NONE_CITED),
        (
            "The Claims Administrator based its decision on ODG, Knee, which is not part of the MTUS.",
            Basis.NON_MTUS,
        ),
        (
            "The Claims Administrator based its decision on ACOEM Chapter 13, which is part of the MTUS.",
            Basis.MTUS,
        ),
        ("Chronic Pain Medical Treatment Guidelines, page 3.", Basis.MTUS),
        ("It was decided by experience.", Basis.NOT_STATED),
    ],
)
def test_basis(text, basis):
    assert statement(text).basis is basis


def test_no_statement():
    assert read_statement("", None).basis is Basis.NOT_STATED


def test_the_reviewer_can_point_to_what_the_administrator_cited():
    theirs = statement(
        "The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines."
    )
    ours = statement("The Expert Reviewer relied on the same section, page 58.", theirs)
    assert ours.basis is Basis.MTUS
    assert [(citation.work.title, citation.pages) for citation in ours.citations] == [(PAIN, ("58",))]
