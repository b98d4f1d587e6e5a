"""Guideline statements become works, sections and pages."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.citations.statements import read_statement
from imr_reports.records.coded import Basis
from imr_reports.records.identified import Passage
from tests.growth import grows_no_faster_than_its_input


def statement(text, other=None):
    return read_statement(text, Passage(text=text, start=0, end=len(text)), other)


def cited(text):
    return [
        (
            citation.work.source.value,
            citation.work.title,
            citation.work.edition,
            [section.passage.text for section in citation.sections],
            [page.value for page in citation.pages],
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
    (
        "Decision based on Non-MTUS Citation Official Disability GuidelinesPractical Pain Management May/June 2006; pages 72-73",
        [
            ("ODG", "Chapter not named", "", [], []),
            ("Journal", "Practical Pain Management", "2006", [], ["72-73"]),
        ],
    ),
    (
        "Decision based on MTUS ACOEM Chapter 15 Stress Related Conditions Page(s): 402.",
        [("MTUS", "Stress-Related Conditions", "", [], ["402"])],
    ),
    (
        "Decision based on MTUS Chronic Pain Treatment Guidelines Part 2 Page(s): 24, 66.",
        [("MTUS", PAIN, "", ["Part 2"], ["24", "66"])],
    ),
    (
        "Decision based on MTUS Chronic PainMedical Treatment2009,Section(s):Opioids,criteria for use,Weaning ofMedications.",
        [("MTUS", PAIN, "2009", ["Opioids,criteria for use", "Weaning ofMedications"], [])],
    ),
    ("Decision based on MTUS Chronlc Pain Medical Treatment 2016.", [("MTUS", PAIN, "2016", [], [])]),
    ("Decision based on MTUS Knee Complaints 2011.", [("MTUS", KNEE, "2011", [], [])]),
    (
        "Decision based on MTUS Elbow Complaints 2007, Section(s): 12, Summary, and Elbow Disorders 2018.",
        [
            ("MTUS", "Elbow Complaints", "2007", ["Summary"], ["12"]),
            ("MTUS", "Elbow Disorders", "2018", [], []),
        ],
    ),
    (
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3.9 Canes, Prior to Crutches: Sticks, 4.1 Poles.",
        [("MTUS", "Opioids Treatment", "2016", ["3.3.9 Canes, Prior to Crutches: Sticks", "4.1 Poles"], [])],
    ),
    (
        "Decision based on MTUS Hip and Groin Disorders 2019, and Opioids 2017, Section(s): Weaning of Medications.",
        [
            ("MTUS", "Hip and Groin Disorders", "2019", [], []),
            ("MTUS", "Opioids", "2017", ["Weaning of Medications"], []),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ODG by MCG, Online Edition 2016, Chapter: Pain, Topic: Compound drugs; "
        "Knee Chapter, MRI, CT; ODG Neck (updated 01/02/15) (Collars (soft))",
        [
            ("ODG", "Pain", "2016", ["Compound drugs"], []),
            ("ODG", "Knee & Leg", "2016", ["MRI", "CT"], []),
            ("ODG", "Neck & Upper Back", "2015", ["Collars (soft)"], []),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines, Neck Chapter, Shoulder Chapter, Canes",
        [("ODG", "Neck & Upper Back", "", [], []), ("ODG", "Shoulder", "", ["Canes"], [])],
    ),
    (
        "Decision based on Non-MTUS Citation ODG (21th annual edition), 2016, Low Back - Canes Harris J. Occupational "
        "Medicine Practice Guidelines, 2nd edition (2004) p 30",
        [
            ("ODG", "Low Back", "21st ed.", ["Canes"], []),
            ("ACOEM", "Chapter not named", "2nd ed.", [], ["30"]),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM, Third Edition (2011), Chronic Pain, Canes",
        [("ACOEM", "Chronic Pain", "3rd ed.", ["Canes"], [])],
    ),
    (
        "Decision based on Non-MTUS Citation Roe R, et al. Canes for knees. Spine (Phila Pa 1976). 2009;34(10):106-7.",
        [("Journal", "Spine", "2009", [], ["106-7"])],
    ),
    (
        "Decision based on Non-MTUS Citation FDA; www.rxlist.com; AMA Guides, 5th Edition, page 8; Labor Code section 4610",
        [
            ("FDA", "FDA", "", [], []),
            ("Drug reference", "RxList", "", [], []),
            ("Textbook", "AMA Guides", "5th ed.", [], ["8"]),
            ("Law", "Labor Code", "", ["4610"], []),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Knee, Canes and Other Medical Treatment Guidelines The Society of Cane "
        "Makers, 2011",
        [("ODG", "Knee & Leg", "", ["Canes"], []), ("Other guideline", "", "2011", [], [])],
    ),
    (
        "Decision based on Non-MTUS Citation Sticks: a leaflet, accessed from MedlinePlus on 3/4/2016",
        [("Online reference", "MedlinePlus", "", ["Sticks: a leaflet"], [])],
    ),
    ("Decision based on Non-MTUS Citation a leaflet", [("Other", "", "", [], [])]),
    (
        "It rests on the Knee Complaints (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 13), pg. 34, Canes, which "
        "is part of the MTUS, and on ACOEM, 3rd edition, Low Back Disorders, page 1, which is not part of the MTUS.",
        [("MTUS", KNEE, "2004", ["Canes"], ["34"]), ("ACOEM", "Low Back Disorders", "3rd ed.", [], ["1"])],
    ),
    (
        "Decision based on MTUS ACOEM Chapter 13 Knee Complaints,Chapter 11 Forearm, Wrist, and Hand Complaints, "
        "Chapter 12 Low Back Complaints Page(s): 3.",
        [
            ("MTUS", KNEE, "", [], []),
            ("MTUS", "Forearm, Wrist, and Hand Complaints", "", [], []),
            ("MTUS", "Low Back Complaints", "", [], ["3"]),
        ],
    ),
    (
        "Decision based on MTUS ACOEM Chapters 9, 12 and 13.",
        [
            ("MTUS", "Shoulder Complaints", "", [], []),
            ("MTUS", "Low Back Complaints", "", [], []),
            ("MTUS", KNEE, "", [], []),
        ],
    ),
    (
        "The reviewer based his/her determination on MTUS Guidelines: Opioids 2017, and also on Non-MTUS: FDA, sticks.",
        [("MTUS", "Opioids", "2017", [], []), ("FDA", "FDA", "", ["sticks"], [])],
    ),
    (
        "The reviewer based its decision on the MTUS: Knee Disorders 2019, Section(s): Summary. Sticks help nobody.",
        [("MTUS", "Knee Disorders", "2019", ["Summary"], [])],
    ),
    (
        "They based their decision on Non-MTUS: Doe J, Roe R. Sticks for all. J Cane 2031;3:4-9.",
        [("Journal", "", "2031", [], ["4-9"])],
    ),
    ("They based their decision on Non-MTUS sources.", []),
    (
        "They based their decision on the MTUS, Knee Complaints, page 4, which is part of the MTUS, and on ODG, Knee, "
        "which is not part of the MTUS.",
        [("MTUS", KNEE, "", [], ["4"]), ("ODG", "Knee & Leg", "", [], [])],
    ),
    (
        "Decision based on Non-MTUS Citation Medicare Benefit Policy Manual, Chapter 2, Sticks at home",
        [("Law", "Medicare", "", ["Chapter 2, Sticks at home"], [])],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Knee Chapter, Hospital length of stay; ODG, Hospital length of stay",
        [
            ("ODG", "Knee & Leg", "", ["Hospital length of stay"], []),
            ("ODG", "Hospital Length of Stay", "", [], []),
        ],
    ),
    (
        "Decision based on MTUS Workplace Mental Health Guideline: Posttraumatic Stress Disorder and Acute Stress "
        "Disorder (ACOEM, May 4, 2018).",
        [("MTUS", "Posttraumatic Stress Disorder and Acute Stress Disorder", "2018", [], [])],
    ),
    (
        "Decision based on Non-MTUS Citation Low Back Disorders (ACOEM May 4, 2019), Section(s): Canes",
        [("ACOEM", "Low Back Disorders", "2019", ["Canes"], [])],
    ),
    (
        "Decision based on MTUS ACOEM, which says nothing of canes, and Knee Complaints 2004. Decision based on "
        "Non-MTUS Citation ODG, Knee, Silver canes which it favors; FDA, which does not",
        [
            ("MTUS", "ACOEM Practice Guidelines (chapter not named)", "", [], []),
            ("MTUS", KNEE, "2004", [], []),
            ("ODG", "Knee & Leg", "", ["Silver canes"], []),
            ("FDA", "FDA", "", [], []),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Doe J, Roe R. CDC Guideline of sticks 2031",
        [("Other guideline", "CDC", "2031", ["Guideline of sticks"], [])],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Knee, Canes; and Doe J, et al. Sticks. Spine 2009;3:S49-83.",
        [("ODG", "Knee & Leg", "", ["Canes"], []), ("Journal", "Spine", "2009", [], ["S49-83"])],
    ),
    (
        "Decision based on Non-MTUS Citation ODG, Neck, CT, Shoulder, MR; Spine 2009;3:4",
        [
            ("ODG", "Neck & Upper Back", "", ["CT"], []),
            ("ODG", "Shoulder", "", ["MR"], []),
            ("Journal", "Spine", "2009", [], ["4"]),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation American Pain Society, Sticks (2031); Cane Society of the Moon, "
        "https://example.org; Cane Report, www.example.net",
        [
            ("Other guideline", "American Pain Society", "2031", ["Sticks"], []),
            ("Other guideline", "", "", [], []),
            ("Online reference", "", "", [], []),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation MedlinePlus, Sticks; Guidelines for canes",
        [("Online reference", "MedlinePlus", "", ["Sticks; Guidelines for canes"], [])],
    ),
    (
        "It rests on Doe, J. E., & Roe, S. P. (2012), Sticks at night, Hand Clinics, which is not part of the MTUS.",
        [("Journal", "Hand Clinics", "2012", [], [])],
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
        ("None cited.", Basis.NONE_CITED),
        ("Not provided", Basis.NONE_CITED),
        ("None.", Basis.NONE_CITED),
        ("Decision based on Non-MTUS Citation None cited.", Basis.NONE_CITED),
        ("Decision based on MTUS None. Decision based on Non-MTUS Citation ODG, Knee.", Basis.NON_MTUS),
        ("None of it was clear.", Basis.NOT_STATED),
        ("The reviewer based its decision on the MTUS and found no chapter relevant.", Basis.MTUS),
        ("The reviewer based his or her decision on the MTUS: Opioids 2017.", Basis.MTUS),
        (
            "It based its decision on the MTUS: Opioids 2017 and on Non-MTUS: a Leaflet",
            Basis.MTUS_AND_NON_MTUS,
        ),
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
    assert [
        (citation.work.title, [page.value for page in citation.pages]) for citation in ours.citations
    ] == [(PAIN, ["58"])]


def test_the_same_section_and_one_more():
    theirs = statement("The Claims Administrator relied on the Chronic Pain Guidelines, Canes, page 3.")
    ours = statement(
        "The Expert Reviewer used the same section, page 58, and the Knee Complaints, page 9.", theirs
    )
    found = [
        (
            citation.work.title,
            [section.passage.text for section in citation.sections],
            [page.value for page in citation.pages],
        )
        for citation in ours.citations
    ]
    assert found == [(PAIN, ["Canes"], ["58"]), (KNEE, [], ["9"])]


def test_the_same_chapter_and_an_article():
    theirs = statement("The Claims Administrator relied on the Knee Complaints, page 3.")
    ours = statement(
        "The Expert Reviewer used the same chapter and Doe, J. E., & Roe, S. P. (2012). Sticks. Hand Clinics, "
        "28(3), which is not part of the MTUS.",
        theirs,
    )
    assert [citation.work.title for citation in ours.citations] == [KNEE, "Hand Clinics"]


def test_each_page_is_found_where_it_stands():
    text = "Decision based on MTUS Chronic Pain Treatment Guidelines Part 2 Page(s): 24,\n 66 - 68 and 24."
    pages = statement(text).citations[0].pages
    assert [(page.value, text[page.start : page.end]) for page in pages] == [
        ("24", "24"),
        ("66-68", "66 - 68"),
    ]


def test_names_are_canonical_beside_what_is_written():
    found = statement(
        "Decision based on Non-MTUS Citation ODG, Knee, MRI's (magnetic resonance imaging), Silver canes"
    )
    sections = [(section.name, section.passage.text) for section in found.citations[0].sections]
    assert sections == [
        ("MRI (magnetic resonance imaging)", "MRI's (magnetic resonance imaging)"),
        ("", "Silver canes"),
    ]


def test_a_statement_over_lines_and_pages_is_read_as_one():
    text = "Decision based on MTUS Knee\nComplaints 2004, Section(s): Initial\n  Care, Summary."
    found = statement(text).citations[0]
    assert [section.name for section in found.sections] == ["Initial Care", "Summary"]
    assert [section.passage.text for section in found.sections] == ["Initial\n  Care", "Summary"]
    assert text[found.start : found.end].startswith("Knee\nComplaints")


PIECES = st.sampled_from(
    [
        "Decision based on MTUS ",
        "Decision based on Non-MTUS Citation ",
        "ODG",
        "ACOEM Chapter 12 ",
        "Knee",
        "Section(s): ",
        "Opioids",
        "2016",
        "(updated 1/2/16)",
        "Page(s): 24, 66",
        ", and ",
        "; ",
        ")",
        "((",
        "Spine 2009;3:4",
        "\n\x0c",
        "same section ",
        "based its decision on the MTUS: ",
        " and on Non-MTUS ",
        "Doe J, et al. ",
        "Chapters 8 and 12",
        "; Cane Society of www.example.org",
        "None cited.",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_spans_index_the_letter_whatever_it_says(text):
    if not text.strip():
        return
    found = statement(text)
    for citation in statement(text, found).citations:
        assert 0 <= citation.start <= citation.end <= len(text)
        for section in citation.sections:
            assert text[section.passage.start : section.passage.end] == section.passage.text


@pytest.mark.parametrize(
    "noise",
    [
        "a",
        "ODG, ",
        "Section(s): ",
        "((((",
        "2016 ",
        "Spine 2009;3:4 ",
        "and ",
        "Page(s): 1, ",
        " ",
        "Doe J, ",
        "; A",
        "and on ",
    ],
)
def test_time_is_bounded_for_any_noise(noise):
    def work(times):
        statement("Decision based on Non-MTUS Citation ODG " + noise * times + "x")

    assert grows_no_faster_than_its_input(work, 2_000, 40_000)
