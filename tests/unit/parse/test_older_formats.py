"""Wordings of 2013: dates in prose, several items in a professional review, pointers to the other side."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

from pathlib import Path

import pytest

from imr_reports.parse import case_to_dict, parse_letter
from tests.invented_letters import letter

GOLDEN = Path(__file__).parents[2] / "golden" / "parse"
NOTICE = (GOLDEN / "notice_2013.txt").read_text("utf-8")
SUMMARY_HEADING = "Case Summary:"
DISCLAIMER = NOTICE[NOTICE.index("Disclaimer:") : NOTICE.index('"The worker, a packer')]
PROSE = "A Notice of Assignment and Request for\nInformation went to both sides on 10/1/2013."

REVIEW = """MEDICAL PROFESSIONAL REVIEW

IMR CASE NUMBER: CM13-9900009

ISSUES AT DISPUTE:

1. Whether a cane is medically necessary.

2. Whether the request for hand (occupational) therapy was medically necessary.

CASE SUMMARY:

A potter of 33 has a sore thumb.

MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:

1. Chronic Pain Medical Treatment Guidelines, Canes, page
20. It is the newest.

2. Official Disability Guidelines (ODG), Forearm, Wrist & Hand.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY (ISSUE 1):

Nobody limps. The cane is not medically necessary.

RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS {}MEDICALLY NECESSARY (ISSUE 2):

{}

MEDICAL REVIEWER QUALIFICATIONS:

The reviewer, an outside doctor, is Board Certified in Hand Surgery and is licensed to practice in Ohio.
"""


def parse(text):
    return case_to_dict(parse_letter(letter(text)))


@pytest.mark.parametrize(
    "sentence",
    [
        PROSE,
        "Both sides were mailed the Notice of Assignment and Request for\nInformation dated 10/1/2013. All is decided.",
        "On 10/1/2013 they were sent a Notice of Assignment and\nRequest for Information. All is decided.",
    ],
)
def test_date_of_assignment_in_prose(sentence):
    assert parse(NOTICE.replace(PROSE, sentence))["date_assigned"] == "2013-10-01"


@pytest.mark.parametrize(
    "heading",
    [
        "Expert Reviewer Case Summary:",
        "Expert Reviewer Clinical Case Summary:",
        "Physician Reviewer Case Summary",
    ],
)
def test_the_summary_of_a_notice_goes_by_several_headings(heading):
    case = parse(NOTICE.replace(SUMMARY_HEADING, heading))
    assert case["summary"] == parse(NOTICE)["summary"]
    assert case["clinical"]["sex"] == "male"
    assert "no_summary" not in {finding["code"] for finding in case["quality"]}


def test_a_notice_without_a_summary_says_so():
    assert "no_summary" in {
        finding["code"] for finding in parse(NOTICE.replace(SUMMARY_HEADING, ""))["quality"]
    }


@pytest.mark.parametrize(
    "dated",
    ["dated\nMay 6, 2013\n\n", "dated May 6, 2013. ", "dated 5/6/2013\n", "dated on the first page. "],
)
def test_the_note_on_where_a_summary_comes_from_is_no_part_of_it(dated):
    note = f"Disclaimer: This summary was copied from the denial {dated}"
    case = parse(NOTICE.replace(DISCLAIMER, note).replace('"The worker', "The worker"))
    assert case["summary"].startswith("The worker, a packer of 51")


def test_no_date_is_taken_from_the_next_sentence():
    text = NOTICE.replace(
        PROSE, "A Notice of Assignment and Request for Information was sent. Nothing came by 12/1/2013."
    )
    assert parse(text)["date_assigned"] is None


def test_a_notice_without_sections_keeps_its_determinations():
    case = parse(NOTICE[: NOTICE.index("Medical Qualifications")])
    assert [issue["decision"] for issue in case["issues"]] == ["upheld", "overturned"]
    assert {"no_rationale", "truncated"} <= {finding["code"] for finding in case["quality"]}


def test_an_unnumbered_notice_counts_each_item_once():
    case = parse(NOTICE.replace("1) ", "").replace("2) ", ""))
    assert [issue["request"] for issue in case["issues"]] == [
        "a knee brace with hinges",
        "eight visits of aquatic therapy",
    ]
    assert all(issue["rationale"] for issue in case["issues"])


@pytest.mark.parametrize(
    ("word", "close", "decision"),
    [
        ("NOT ", "Three visits are enough. The therapy was not medically necessary.", "upheld"),
        ("", "The thumb is stiff after the cast.", "overturned"),
        ("NOT ", "The thumb is stiff after the cast. The therapy is medically necessary.", "upheld"),
    ],
)
def test_professional_review_of_two_items(word, close, decision):
    case = parse(REVIEW.format(word, close))
    cane, therapy = case["issues"]
    assert (cane["request"], cane["decision"], cane["reviewer_basis"]) == ("a cane", "upheld", "mtus")
    assert (therapy["request"], therapy["decision"]) == ("hand (occupational) therapy", decision)
    assert therapy["reviewer_basis"] == "non_mtus"
    assert cane["reviewer_guideline"].startswith("Chronic Pain")
    assert therapy["rationale"] == close
    assert case["reviewer"]["specialty_codes"] == ["Hand Surgery"]
