"""What is no letter, what is cut off, and what holds for any text whatever."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    assert {QualityCode.NO_ISSUES, QualityCode.TRUNCATED} == {finding.code for finding in case.quality}


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


def _passages(case):
    yield from (case.case_number, case.summary, *case.reviewer_specialties)
    for issue in case.issues:
        yield from (issue.request, issue.disputed_item, issue.rationale)
        for statement in (issue.claims_administrator, issue.reviewer):
            yield statement.passage
            for citation in statement.citations:
                yield from (section.passage for section in citation.sections)


def _check(text):
    try:
        case = parse_letter(letter(text))
    except UnreadLetterError:
        return
    for passage in _passages(case):
        if passage is not None:
            assert text[passage.start : passage.end] == passage.text != ""
    for field in (case.decided, case.assigned, case.received, case.ur_denial, case.injury):
        assert field is None or text[field.start : field.end].strip()
    assert [issue.sequence for issue in case.issues] == list(range(1, len(case.issues) + 1))
    assert len(case.specialty_codes) == len(case.reviewer_specialties)
    for issue in case.issues:
        assert issue.request.start <= issue.disputed_item.start
        assert issue.disputed_item.end <= issue.request.end


@given(text=st.sampled_from(GOLDEN), start=st.integers(0, 3000), length=st.integers(0, 3000))
@settings(max_examples=150, deadline=None)
def test_any_stretch_left_out_raises_nothing_else(text, start, length):
    _check(text[:start] + text[start + length :])


@given(
    text=st.sampled_from(GOLDEN),
    places=st.lists(st.integers(0, 5000), max_size=8),
    noise=st.text(alphabet=st.sampled_from("\n\f\r :.,()-1Aé\x00\xa0⟦"), max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_noise_put_in_raises_nothing_else(text, places, noise):
    for place in places:
        text = text[:place] + noise + text[place:]
    _check(text)


@given(st.text(max_size=400))
def test_any_text_raises_nothing_else(text):
    _check("IMR ISSUES, DECISIONS AND RATIONALES" + text + ": Upheld\nClaims Administrator guideline:" + text)


NOISE = {
    "colons": ": " * 200_000,
    "labels": "Claims Administrator guideline: " * 15_000,
    "marks": "x: Upheld\nClaims Administrator guideline: y\nDecision rationale: z\n" * 4_000,
    "necessity": "is not medically necessary " * 15_000,
    "digits": "1/1/2" * 80_000,
    "blanks": "\n " * 200_000,
    "capitals": "IMRISSUES" * 40_000,
    "determinations": "MAXIMUS Federal Services, Inc. has determined the request for " * 5_000,
    "whether": "ISSUE AT DISPUTE: " + "Whether a thing " * 20_000,
    "reviewer is": "The expert reviewer is Board Certified in a, has a subspecialty in b and " * 5_000,
    "story": "was the original request. remaining IMR eligible portion of the original request, " * 4_000,
}


@pytest.mark.parametrize("name", NOISE)
@pytest.mark.parametrize("lead", ["", TABLE + HEAD, "MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n"])
def test_time_grows_with_the_text_alone(name, lead):
    """Four times the noise takes about four times as long, never sixteen."""
    text = NOISE[name]
    times = []
    for part in (len(text) // 4, len(text)):
        begin = time.process_time()
        _check(lead + text[:part] + "\n\n" + block("Cane: Upheld"))
        times.append(time.process_time() - begin)
    assert times[1] < 0.2 or times[1] < 9 * times[0]


def test_dates_are_days():
    assert parsed(block("Cane: Upheld")).decided.value == date(2016, 6, 1)
