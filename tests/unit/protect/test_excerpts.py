"""What of a rationale an audience reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.protect import protect_excerpts
from imr_reports.protect.excerpts import LEFT_OUT, MOST_WORDS, shorten, without_dates
from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from imr_reports.records.tables import PROTECT_SEAL, Audience, Excerpt
from imr_reports.vocabulary.rationales.sentences import split_sentences

FILLER = "The worker went on with home exercise and took simple pain relief at night."
CONCLUSION = "Therefore, the request for six more visits is not medically necessary."


def selected(
    rationale: str = CONCLUSION,
    *,
    decision: Decision = Decision.OVERTURNED,
    sequence: int = 1,
) -> SelectedRationale:
    return SelectedRationale(
        request=RationaleRequest(
            reference="R1",
            sequence=sequence,
            decision=decision,
            service_category="Injection",
        ),
        text=IssueText(
            reference="R1",
            sequence=sequence,
            disputed_item="Six visits from [date 2014]",
            claims_administrator_guideline="ODG, accessed [date 2014]",
            reviewer_guideline="MTUS Low Back 2004",
            rationale=rationale,
        ),
    )


def words_of(text: str) -> list[str]:
    return [word for word in text.split() if word != LEFT_OUT]


def test_a_short_rationale_stands_whole() -> None:
    text = f"{FILLER} {CONCLUSION}"
    assert shorten(text) == text


def test_the_reason_is_kept_with_the_conclusion_wherever_it_stands() -> None:
    reason = "There is no documentation of functional improvement from the twelve visits so far."
    short = shorten(" ".join([FILLER] * 4 + [reason] + [FILLER] * 4 + [CONCLUSION]), Decision.UPHELD)
    assert reason in short
    assert short.startswith(LEFT_OUT)
    assert short.endswith(CONCLUSION)
    assert len(words_of(short)) <= MOST_WORDS


def test_a_conclusion_in_the_middle_is_kept_and_gaps_are_marked() -> None:
    long = (
        "This one sentence is so long that it can never find room "
        + "and so it goes on " * 10
        + "to its end."
    )
    short = shorten(f"{FILLER} {long} {CONCLUSION} {long} {FILLER}")
    assert short == f"{FILLER} {LEFT_OUT} {CONCLUSION} {LEFT_OUT} {FILLER}"


def test_a_conclusion_that_is_too_long_is_cut_between_clauses() -> None:
    reasons = ", ".join(f"reason {place} was not given in the notes" for place in range(20))
    short = shorten(f"{FILLER} Since {reasons}, the request is not medically necessary.")
    assert short.startswith(f"{LEFT_OUT} Since reason 0 was")
    assert short.endswith("the request is not medically necessary.")
    assert len(words_of(short)) <= MOST_WORDS


@pytest.mark.parametrize(
    "conclusion",
    [
        "The visits are medically necessary and appropriate.",
        "Medical necessity has not been shown.",
        "The request is therefore not supported.",
        "The request for a second scan is not recommended.",
    ],
)
def test_conclusions_are_known_in_several_wordings(conclusion: str) -> None:
    assert conclusion in shorten(" ".join([*[FILLER] * 6, conclusion, *[FILLER] * 6]))


@given(
    st.lists(
        st.sampled_from([FILLER, CONCLUSION, "It is so.", "Pain is 6/10 at L4-5.", "Word " * 70 + "ends."]),
        min_size=1,
        max_size=12,
    )
)
def test_excerpts_hold_whole_sentences_in_their_order(sentences: list[str]) -> None:
    text = " ".join(sentences)
    short = shorten(text)
    assert 0 < len(words_of(short)) <= MOST_WORDS
    if CONCLUSION in sentences:
        assert CONCLUSION in short
    remaining = iter(split_sentences(text))
    for piece in short.split(LEFT_OUT):
        for sentence in split_sentences(piece):
            assert any(known.endswith(sentence) for known in remaining)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seen [date 2014] and [date]", "seen [date] and [date]"),
        ("seen 3/14/2015, 03-14-15 and 2015-03-14", "seen [date], [date] and [date]"),
        ("seen 05NOV2016 and 3 / 14 / 2015", "seen [date] and [date]"),
        ("due [date +45 days] on", "due [date] on"),
        ("since March 2015 and 14 March 2015", "since [date] and [date]"),
        ("on March 14, 2015 and Sept. 4th, 2014", "on [date] and [date]"),
        (
            "Norco 10/325, pain 7/10, L4-5-6, 24/7, MTUS 2009",
            "Norco 10/325, pain 7/10, L4-5-6, 24/7, MTUS 2009",
        ),
        ("[name] is 90+ and may march on", "[name] is 90+ and may march on"),
    ],
)
def test_no_dates_are_left(text: str, expected: str) -> None:
    assert without_dates(text) == expected


def test_the_internal_audience_reads_all_with_references() -> None:
    excerpts = protect_excerpts([selected(), selected(sequence=2)], Audience.INTERNAL)
    assert [item.reference for item in excerpts] == ["R1", "R1"]
    assert excerpts[0].kind == "overturned"
    assert excerpts[0].disputed_item == "Six visits from [date]"
    assert excerpts[0].claims_administrator_guideline == "ODG, accessed [date]"


def test_the_public_reads_none_outside_a_protected_report() -> None:
    assert protect_excerpts([selected()], Audience.PUBLIC) == ()


def test_only_protect_makes_excerpts() -> None:
    (excerpt,) = protect_excerpts([selected()], Audience.INTERNAL)
    fields = {name: getattr(excerpt, name) for name in Excerpt.__slots__}
    assert fields["seal"] is PROTECT_SEAL
    with pytest.raises(TypeError, match=r"only imr_reports\.protect"):
        Excerpt(**fields | {"seal": object()})
