"""Reasons and sentences of a rationale, with their places in the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.reasons import read_reasons
from imr_reports.records.coded import Decision
from imr_reports.records.identified import Passage
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.records.services import Service
from tests.growth import grows_no_faster_than_its_input

BEFORE = "IMR ISSUES, DECISIONS AND RATIONALES\n\nDecision rationale: "
RATIONALE = (
    "ODG recommends a\ncane where weight bearing is painful.  There is no documen-\x02tation of a limp. \f"
    "Nor has\n a brace been tried, and conservative care has not been exhausted. \n"
    "Therefore, the request for a cane is not medically\n necessary."
)


def _service() -> Service:
    return Service(category="Durable Medical Equipment", subcategory="Mobility")


def _read(rationale: str, decision: Decision = Decision.UPHELD):
    text = BEFORE + rationale + "\n\nNext issue"
    passage = Passage(text=rationale, start=len(BEFORE), end=len(BEFORE) + len(rationale))
    item = Passage(text="IMR ISSUES", start=0, end=10)
    return text, *read_reasons(text, passage, item, _service(), decision)


def test_no_rationale_gives_nothing() -> None:
    item = Passage(text="cane", start=0, end=4)
    assert read_reasons("cane", None, item, _service(), Decision.UPHELD) == ((), ())


def test_a_reason_has_the_span_of_the_sentence_that_shows_it() -> None:
    text, reasons, sentences = _read(RATIONALE.replace("documen-\x02tation", "documentation"))
    shown = {str(one.reason): " ".join(text[one.start : one.end].split()) for one in reasons}
    assert shown["first_line_not_tried"].startswith("Nor has a brace been tried")
    assert shown["first_line_not_tried"].endswith("has not been exhausted.")
    assert {(one.start, one.end) for one in reasons} <= {(one.start, one.end) for one in sentences}
    assert [one.role for one in sentences] == [
        SentenceRole.GUIDELINE,
        SentenceRole.PATIENT,
        SentenceRole.PATIENT,
        SentenceRole.CONCLUSION,
    ]
    assert sentences[-1].rank == 1


@pytest.mark.parametrize(
    ("decision", "reasons"),
    [
        (Decision.UPHELD, {Reason.NO_FUNCTIONAL_IMPROVEMENT}),
        (Decision.OVERTURNED, {Reason.FINDINGS_PRESENT}),
        (Decision.PARTIALLY_OVERTURNED, {Reason.NO_FUNCTIONAL_IMPROVEMENT, Reason.FINDINGS_PRESENT}),
    ],
)
def test_the_decision_tells_which_statements_are_reasons(decision: Decision, reasons: set[Reason]) -> None:
    said = "The examination showed weakness of the grip. There is no record that function has improved."
    _, found, _ = _read(said, decision)
    assert {one.reason for one in found} == reasons


def test_a_rationale_without_a_ground_is_unclassified() -> None:
    _, reasons, sentences = _read("The request for a cane is not medically necessary.")
    assert reasons == ()
    assert len(sentences) == 1


@given(st.text(alphabet="abnot .,;:\"()\n\f-'’1", max_size=400))
def test_spans_are_valid_and_in_order(noise: str) -> None:
    if not noise.strip():
        return
    text, reasons, sentences = _read(noise)
    ends = [0]
    for one in sentences:
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)
    for reason in reasons:
        assert 0 <= reason.start < reason.end <= len(text)


NOISE = [
    "no documentation of ",
    "not ",
    "the request for ",
    ". ",
    "a",
    "guidelines do not recommend ",
    '"',
    "(",
    "pain not , and ",
    "the patient has ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", NOISE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(size: int) -> None:
        _read((piece * (size // len(piece) + 1))[:size].rstrip() + "x")

    assert grows_no_faster_than_its_input(work, 20_000, 400_000)
