"""Which sentences of a rationale stand in its excerpt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.protect.shortening import LEFT_OUT, MOST_WORDS, shorten
from imr_reports.records.coded import Decision
from imr_reports.vocabulary.rationales.sentences import split_sentences

FILLER = "The worker went on with home exercise and took simple pain relief at night."
CONCLUSION = "Therefore, the request for six more visits is not medically necessary."


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
    short = shorten(f"{FILLER} {long} {CONCLUSION} {long} {FILLER}", Decision.UPHELD)
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


@settings(deadline=None)  # the first call loads the vocabulary
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


REASON = "There is no documentation of functional improvement from the twelve visits so far."
OTHER_REASON = "The request exceeds the number of visits that the guideline recommends."
RULE = "The guidelines recommend more visits only where function has improved."
OTHER_RULE = "The guidelines recommend that splints be taken off at night."


@settings(deadline=None)  # the first call loads the vocabulary
@given(
    st.lists(
        st.sampled_from(
            [FILLER, REASON, OTHER_REASON, RULE, OTHER_RULE, CONCLUSION, "Ten [withheld] words."]
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(list(Decision)),
)
def test_no_excerpt_is_long_and_none_lacks_its_conclusion(sentences: list[str], decision: Decision) -> None:
    short = shorten(" ".join(sentences), decision)
    assert 0 < len(words_of(short)) <= MOST_WORDS
    assert (CONCLUSION in short) == (CONCLUSION in sentences)
    pieces = [piece for part in short.split(LEFT_OUT) for piece in split_sentences(part)]
    remaining = iter(sentences)
    assert all(piece in remaining for piece in pieces)  # whole, in their order, none twice
    left_out = len(sentences) - len(pieces)
    assert (LEFT_OUT in short) == (left_out > 0)


def test_reasons_come_before_guidelines_and_guidelines_before_facts() -> None:
    text = [FILLER, OTHER_RULE, RULE, FILLER, REASON, FILLER, OTHER_REASON, CONCLUSION]
    short = shorten(" ".join(text), Decision.UPHELD, "Six more visits of therapy")
    assert REASON in short
    assert OTHER_REASON in short
    assert RULE in short
    assert OTHER_RULE not in short


def test_the_last_sentence_is_the_conclusion_however_it_is_worded() -> None:
    last = "As the guidelines have it, imaging of the shoulder is medically necessary."
    short = shorten(" ".join([FILLER, REASON, *[FILLER] * 6, last]), Decision.OVERTURNED)
    assert short.endswith(last)


def test_an_inference_that_decides_stands_for_the_conclusion() -> None:
    inference = "Given the fall and the fracture on the first films, a second scan was medically necessary."
    last = "The request for a second scan, with all that was asked for with it, is medically necessary."
    short = shorten(" ".join([*[FILLER] * 6, inference, last]), Decision.OVERTURNED)
    assert inference in short


@pytest.mark.parametrize(
    "advice",
    [
        "This medical necessity decision should not be interpreted as advice to stop abruptly.",
        "This decision addresses the medical necessity of the visits as they were asked for.",
    ],
)
def test_what_is_added_behind_the_conclusion_is_not_taken_for_it(advice: str) -> None:
    short = shorten(" ".join([REASON, *[FILLER] * 4, CONCLUSION, advice]), Decision.UPHELD)
    assert CONCLUSION in short


def test_a_sentence_of_withheld_words_gives_way() -> None:
    hollow = "The guidelines recommend [withheld] [withheld] only where function has improved by [withheld]."
    short = shorten(" ".join([RULE, hollow, REASON, *[FILLER] * 4, CONCLUSION]), Decision.UPHELD)
    assert RULE in short
    assert "[withheld]" not in short
