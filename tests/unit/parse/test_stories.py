"""Partly authorized requests tell their story; the decision is read from the decision alone, in every format."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

from pathlib import Path

import pytest

from imr_reports.parse import parse_letter
from imr_reports.records.coded import Decision
from tests.invented_letters import block, letter, parsed
from tests.unit.parse.test_older_formats import REVIEW

GOLDEN = Path(__file__).parents[2] / "golden" / "parse"
NOTICE = (GOLDEN / "notice_2013.txt").read_text("utf-8")
DOCUMENTS = """IMR Case Number: CM13-9900021

HOW THE IMR FINAL DETERMINATION WAS MADE

An outside doctor read the file.

DOCUMENTS REVIEWED

The file of the claims administrator.

CLINICAL CASE SUMMARY

A roofer of 50 has a sore back.

IMR DECISION(S) AND RATIONALE(S)

The Final Determination was based on decisions for the matters listed below:

1. The request for {} is {}

The Claims Administrator based its decision on MTUS.

The Physician Reviewer based his/her decision on MTUS.

The Physician Reviewer's decision rationale: {}
"""
STORIES = [
    (
        "Twelve visits of hand therapy was the original request. Four visits of hand therapy was authorized by "
        "the Claims Administrator. The remaining IMR eligible portion of the original request, eight visits of "
        "hand therapy is",
        "Twelve visits of hand therapy",
        "Four visits of hand therapy",
        "eight visits of hand therapy",
    ),
    (
        "A walker with a seat and brakes was the original request. The Claims Administrator authorized a plain "
        "walker, leaving the original request IMR eligible. The original request, a walker with a seat and "
        "brakes is",
        "A walker with a seat and brakes",
        "a plain walker",
        "a walker with a seat and brakes",
    ),
    (
        "Soma 350mg #90, with 2 refills (per Dr. Vole) were the original request.\n#45 were certified by the "
        "Claims\nAdministrator. Remaining eligible portion of the original request, Soma 350mg #45",
        "Soma 350mg #90, with 2 refills (per Dr. Vole)",
        "#45",
        "Soma 350mg #45",
    ),
    (
        "Eight visits was the original request. The remaining IMR eligible portion of the original request, two "
        "visits is",
        "Eight visits",
        None,
        "two visits",
    ),
]


def words(passage):
    return None if passage is None else passage.text


@pytest.mark.parametrize(("heading", "original", "authorized", "item"), STORIES)
def test_the_parts_of_a_partly_authorized_request(heading, original, authorized, item):
    case = parsed(block(f"{heading}: Upheld"), block("A cane: Overturned"))
    told, plain = case.issues
    assert (words(told.original_request), words(told.authorized)) == (original, authorized)
    assert told.disputed_item.text == item
    assert told.was_partly_authorized
    assert (plain.original_request, plain.authorized, plain.was_partly_authorized) == (None, None, False)
    for part in (told.original_request, told.authorized, told.disputed_item):
        assert part is None or case.letter.text[part.start : part.end] == part.text


def test_the_service_is_that_of_the_remaining_part():
    heading = (
        "Functional restoration program and acupuncture was the original request. The program was authorized "
        "by the Claims Administrator. The remaining IMR eligible portion of the original request, acupuncture is"
    )
    (issue,) = parsed(block(f"{heading}: Upheld")).issues
    assert issue.service.subcategory == "Acupuncture"


@pytest.mark.parametrize(
    ("ending", "allowed"),
    [
        (": Partially Overturned", None),
        (": Partially Overturned (six visits)", "six visits"),
        (": Overturned in part: six visits are medically necessary.", "six visits"),
        (": Modified to six visits", "six visits"),
        (": Partially upheld, six visits are allowed and six are not", "six visits"),
        (" is partially medically necessary: six visits.", "six visits"),
        (" is medically necessary in part, for six of the visits.", "six of the visits"),
    ],
)
def test_what_a_partial_decision_allows(ending, allowed):
    rationale = "Ten visits are allowed by the chapter. The request is medically necessary."
    case = parsed(block(f"Twelve visits of aquatic therapy{ending}", rationale=rationale))
    (issue,) = case.issues
    assert issue.decision is Decision.PARTIALLY_OVERTURNED
    assert words(issue.allowed) == allowed
    assert issue.request.text == "Twelve visits of aquatic therapy"


def test_a_full_decision_allows_nothing_of_its_own():
    case = parsed(block("Modified shoe, six pairs: Overturned"), block("Part of a brace: Upheld"))
    assert [issue.allowed for issue in case.issues] == [None, None]
    assert [issue.decision for issue in case.issues] == [Decision.OVERTURNED, Decision.UPHELD]


CONTRARY = {
    Decision.UPHELD: "All agree. The request is medically necessary and appropriate.",
    Decision.OVERTURNED: "It was denied. The request is not medically necessary. The denial is upheld.",
    Decision.PARTIALLY_OVERTURNED: "Nothing speaks for it. The request is not medically necessary.",
}


@pytest.mark.parametrize("decision", CONTRARY)
def test_standard_letters_are_decided_by_the_heading(decision):
    word = {
        Decision.UPHELD: "Upheld",
        Decision.OVERTURNED: "Overturned",
        Decision.PARTIALLY_OVERTURNED: "Partially Overturned",
    }[decision]
    (issue,) = parsed(block(f"A cane: {word}", rationale=CONTRARY[decision])).issues
    assert issue.decision is decision


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("not medically necessary and appropriate.", Decision.UPHELD),
        ("medically necessary and appropriate.", Decision.OVERTURNED),
        ("partially medically necessary and appropriate.", Decision.PARTIALLY_OVERTURNED),
    ],
)
def test_letters_of_documents_reviewed_are_decided_by_their_sentence(sentence, decision):
    case = parse_letter(letter(DOCUMENTS.format("a cane", sentence, CONTRARY[decision])))
    assert [issue.decision for issue in case.issues] == [decision]


def test_notices_are_decided_by_the_determination():
    old = "eight visits of aquatic therapy\nis medically necessary"
    assert [issue.decision for issue in parse_letter(letter(NOTICE)).issues] == [
        Decision.UPHELD,
        Decision.OVERTURNED,
    ]
    for said, decision in ((" not", Decision.UPHELD), (" partially", Decision.PARTIALLY_OVERTURNED)):
        text = NOTICE.replace("is medically necessary", f"is{said} medically necessary")
        assert text != NOTICE, old
        changed = parse_letter(letter(text + "\nThe request is medically necessary."))
        assert changed.issues[1].decision is decision


@pytest.mark.parametrize(
    ("word", "close", "decision"),
    [
        ("NOT ", CONTRARY[Decision.UPHELD], Decision.UPHELD),
        ("", CONTRARY[Decision.OVERTURNED], Decision.OVERTURNED),
    ],
)
def test_professional_reviews_are_decided_by_the_heading(word, close, decision):
    issues = parse_letter(letter(REVIEW.format(word, close))).issues
    assert issues[1].decision is decision


@pytest.mark.parametrize(
    ("statement", "decision", "allowed"),
    [
        ("Upheld", Decision.UPHELD, None),
        ("Overturned", Decision.OVERTURNED, None),
        ("Partially overturned: three visits", Decision.PARTIALLY_OVERTURNED, "three visits"),
        ("Modified to three visits.", Decision.PARTIALLY_OVERTURNED, "three visits"),
        ("The therapy is not medically necessary.", Decision.UPHELD, None),
    ],
)
def test_professional_reviews_whose_heading_was_left_open_are_decided_by_the_next(
    statement, decision, allowed
):
    open_heading = REVIEW.replace("IS/WAS {}MEDICALLY", "IS/WAS (OR IS/WAS NOT) {}MEDICALLY")
    text = open_heading.format("", "The request is medically necessary.") + f"\nDETERMINATION: {statement}\n"
    issue = parse_letter(letter(text)).issues[1]
    assert (issue.decision, words(issue.allowed)) == (decision, allowed)
