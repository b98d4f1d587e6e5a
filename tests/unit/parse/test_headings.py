"""Where a disputed item's heading begins and ends, however the letter is laid out."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

import re
import textwrap

import pytest

from imr_reports.parse import case_to_dict, parse_letter
from imr_reports.records.coded import Decision
from tests.invented_letters import HEAD, RATIONALE, TABLE, block, letter, parsed

STORY = (
    "Therapy for the knee, 12 visits was the original request. Therapy for the knee, 4 visits was authorized "
    "by the Claims Administrator. The remaining IMR eligible portion of the original request, Therapy for the "
    "knee, 8 visits is: Upheld"
)
BLOCKS = (
    block("Knee brace: Upheld"),
    block("Injections: one for the left knee, one for the right, with a follow-up visit: Overturned"),
    block(
        STORY,
        rationale="Six visits were asked for. It was thus modified. The request is not medically necessary.",
    ),
)
TEXT = TABLE + HEAD + "".join(BLOCKS)
REQUESTS = [
    "Knee brace",
    "Injections: one for the left knee, one for the right, with a follow-up visit",
    STORY.removesuffix(": Upheld"),
]


def _wrap(text, width, joiner="\n"):
    lines = text.split("\n")
    return "\n".join(
        joiner.join(textwrap.wrap(line, width, break_on_hyphens=False)) if line else "" for line in lines
    )


def _without_empty_lines(text):
    return re.sub(r"\n\n+", "\n", text)


LAYOUTS = {
    "long lines": TEXT,
    "Windows line ends": TEXT.replace("\n", "\r\n"),
    "non-breaking spaces": TEXT.replace(" ", "\xa0"),
    "wrapped": _wrap(TEXT, 70),
    "wrapped, a blank at every line's end": re.sub(r"\n", " \n", _wrap(TEXT, 70)),
    "wrapped as in PDF, no empty lines": _without_empty_lines(_wrap(TEXT, 70, " \n")),
    "wrapped without any trace of paragraphs": _without_empty_lines(_wrap(TEXT, 70)),
    "double spaced": _wrap(TEXT, 70).replace("\n", "\n\n"),
    "all on one line": re.sub(r"\s+", " ", TEXT),
    "a page for every paragraph": TEXT.replace("\n\n", "\n\f"),
    "glued page breaks": _without_empty_lines(_wrap(TEXT, 70, " \n")).replace("\n", "\f"),
    "lone carriage returns": TEXT.replace("\n", "\r"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_changes_nothing(layout):
    case = case_to_dict(parse_letter(letter(LAYOUTS[layout])))
    assert [issue["request"] for issue in case["issues"]] == REQUESTS
    assert [issue["decision"] for issue in case["issues"]] == ["upheld", "overturned", "upheld"]
    assert [issue["rationale"] for issue in case["issues"]][:2] == [RATIONALE, RATIONALE]
    assert case["issues"][2]["disputed_item"] == "Therapy for the knee, 8 visits"
    assert case["decision_date"] == "2016-06-01"


@pytest.mark.parametrize(
    ("ending", "decision"),
    [
        (": Upheld", Decision.UPHELD),
        (" :Overturned", Decision.OVERTURNED),
        (":\n\nUpheld", Decision.UPHELD),
        (":\fOverturned", Decision.OVERTURNED),
        (": UPHELD", Decision.UPHELD),
        (" Upheld", Decision.UPHELD),
        (": Partially Overturned", Decision.PARTIALLY_OVERTURNED),
        (": Overturned in part", Decision.PARTIALLY_OVERTURNED),
    ],
)
def test_decision(ending, decision):
    (issue,) = parsed(block(f"Cane{ending}")).issues
    assert (issue.request.text, issue.decision) == ("Cane", decision)


def test_an_unreadable_decision_is_kept_as_not_stated():
    case = parsed(block("Cane: Upheld"), block("Brace: Up?!d"))
    assert [issue.decision for issue in case.issues] == [Decision.UPHELD, Decision.NOT_STATED]
    assert "decision_not_stated" in {finding.code for finding in case.quality}


@pytest.mark.parametrize(
    "rationale",
    [
        'The earlier letter said "Cane: Overturned" of another cane. It is not medically necessary.',
        "An earlier item read\nCane: Overturned\nbut that was last year. It is not medically necessary.",
        "The claims administrator guideline says that it is medically necessary. It is not.",
        "The Claims Administrator based its decision on nothing. The request is not medically necessary.",
    ],
)
def test_a_rationale_can_quote_decisions_and_labels(rationale):
    case = parsed(block("Cane: Upheld", rationale=rationale), block("Brace: Overturned"))
    assert [(issue.request.text, issue.decision) for issue in case.issues] == [
        ("Cane", Decision.UPHELD),
        ("Brace", Decision.OVERTURNED),
    ]
    assert " ".join(case.issues[0].rationale.text.split()) == " ".join(rationale.split())


@pytest.mark.parametrize(
    ("heading", "item", "is_story"),
    [
        (STORY, "Therapy for the knee, 8 visits", True),
        (
            "Soma #90 was the original request. The Claims Administrator authorized Soma #20, leaving the original "
            "request IMR eligible. The original request, Soma #90 is: Upheld",
            "Soma #90",
            True,
        ),
        (
            "Visits with Dr. Vole, L.Ac. was the original request. One was authorized by the Claims Administrator. "
            "The remaining IMR eligible portion of the original request, Two visits: Overturned",
            "Two visits",
            True,
        ),
        ("Original request for a cane: Upheld", "Original request for a cane", False),
    ],
)
def test_partly_authorized(heading, item, is_story):
    issue = parsed(block("Cane: Upheld"), block(heading)).issues[1]
    assert issue.request.text == heading.rsplit(":", 1)[0]
    assert issue.disputed_item.text == item
    assert issue.was_partly_authorized is is_story


def test_glued_sentences_end_at_the_next_heading():
    text = TABLE + HEAD + block("Cane: Upheld").rstrip() + block("Wrist brace: Overturned").lstrip()
    case = parse_letter(letter(text))
    assert [issue.request.text for issue in case.issues] == ["Cane", "Wrist brace"]
    assert case.issues[0].rationale.text == RATIONALE


def test_running_feet_are_not_read():
    foot = "\n\nFinal Determination Letter for IMR Case Number CM16-9900001 3\n\f\n"
    case = parsed(block("Cane: Upheld").rstrip() + foot, block("Brace: Overturned"))
    assert [issue.request.text for issue in case.issues] == ["Cane", "Brace"]
    assert case.issues[0].rationale.text == RATIONALE


def test_what_follows_the_letter_is_not_rationale():
    case = parsed(block("Cane: Upheld"), "\nSincerely,\n\nOrla Finch, MD\n")
    assert case.issues[0].rationale.text == RATIONALE


@pytest.mark.parametrize(
    "label",
    [
        "Claims Adiniaistrater guideline:",
        "_ C1aims Adrninlstrator guldeline ;",
        "ClaimsAdministratorguideline:",
    ],
)
@pytest.mark.parametrize("decision", [": Upheld", ": Upheld —", " : UpheId |"])
def test_a_badly_scanned_label_loses_no_issue(label, decision):
    bad = block(f"Brace{decision}").replace("Claims Administrator guideline:", label)
    case = parsed(block("Cane: Upheld"), bad, block("Splint: Overturned"))
    assert [(issue.request.text, issue.decision) for issue in case.issues] == [
        ("Cane", Decision.UPHELD),
        ("Brace", Decision.UPHELD),
        ("Splint", Decision.OVERTURNED),
    ]


def test_another_guideline_on_a_line_of_its_own_is_no_label():
    case = parsed(
        block(
            "Cane: Upheld", rationale="The ACOEM\nclinical practice guideline: canes help. It is not needed."
        )
    )
    assert [issue.request.text for issue in case.issues] == ["Cane"]
    assert case.issues[0].rationale.text.startswith("The ACOEM")
