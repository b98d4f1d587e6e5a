"""What is no letter, and what is cut off."""

from datetime import date
from pathlib import Path

import pytest

from imr_reports.errors import UnreadLetterError
from imr_reports.parse import parse_letter
from imr_reports.records.coded import LetterFormat, QualityCode
from tests.invented_letters import HEAD, TABLE, block, letter, parsed

GOLDEN = [
    path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parents[2] / "golden/parse").glob("*.txt"))
]
GOLDEN.append(TABLE + HEAD + block("Cane: Upheld") + block("Brace: Overturned"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unrecognized"),
        ("Dear all, the picnic is on 6/1/2016. It was upheld.", "unrecognized"),
        (TABLE + HEAD, "no decisions found"),
        ("HOW THE IMR FINAL DETERMINATION WAS MADE\nNobody knows.", "no decisions found"),
        ("MEDICAL PROFESSIONAL REVIEW\nNothing.", "no decisions found"),
        ("NOTICE OF INDEPENDENT MEDICAL REVIEW DETERMINATION\nNothing.", "no decisions found"),
    ],
)
def test_unread(text, reason):
    with pytest.raises(UnreadLetterError) as error:
        parse_letter(letter(text))
    assert error.value.reason == reason
    assert "picnic" not in str(error.value)


@pytest.mark.parametrize(
    ("cut", "has_rationale"),
    [("Brace: Overturned", False), ("MAXIMUS guideline: Decision", False), ("The knee is", True)],
)
def test_a_truncated_letter_gives_what_it_has(cut, has_rationale):
    text = GOLDEN[-1]
    case = parse_letter(letter(text[: text.rindex(cut) + len(cut)]))
    assert [issue.request.text for issue in case.issues] == ["Cane", "Brace"]
    assert (case.issues[1].rationale is not None) is has_rationale
    assert QualityCode.TRUNCATED in {finding.code for finding in case.quality}


@pytest.mark.parametrize(
    "close", ["It is not medically necessary.", "It is not medically necessary", "So be it!"]
)
def test_a_whole_letter_is_not_called_truncated(close):
    assert parsed(block("Cane: Upheld", rationale=close)).quality == ()


@pytest.mark.parametrize("text", [TABLE + HEAD, TABLE + HEAD[: HEAD.index("A gardener")]])
def test_a_letter_without_decisions_shows_what_it_has(text):
    case = parse_letter(letter(text), undecided=True)
    assert (case.issues, case.decided.value, case.specialty_codes) == (
        (),
        date(2016, 6, 1),
        ("Family Practice",),
    )
    found = {finding.code for finding in case.quality} - {QualityCode.NO_SUMMARY}
    assert found == {QualityCode.NO_ISSUES, QualityCode.TRUNCATED}
    assert (case.summary is None) == (QualityCode.NO_SUMMARY in {finding.code for finding in case.quality})


def test_headings_can_be_spaced_wrapped_and_glued():
    text = GOLDEN[-1]
    for heading in ("IMR ISSUES, DECISIONS AND RATIONALES", "CLINICAL CASE SUMMARY"):
        spaced = text.replace(heading, " ".join(heading.replace(" ", "  ")))
        wrapped = text.replace(heading, heading.replace(" ", "\n", 1))
        glued = text.replace("\n\n" + heading, heading.replace(" ", ""))
        titled = text.replace(heading, heading.title())
        for variant in (spaced, wrapped, glued, titled):
            case = parse_letter(letter(variant))
            assert len(case.issues) == 2
            assert case.summary.text == "A gardener of 44 has a sore knee."


def test_a_letter_without_section_headings_is_read_by_its_labels():
    case = parse_letter(letter(block("Cane: Upheld").lstrip()))
    assert case.format is LetterFormat.STANDARD
    assert [issue.request.text for issue in case.issues] == ["Cane"]


def test_dates_are_days():
    assert parsed(block("Cane: Upheld")).decided.value == date(2016, 6, 1)
