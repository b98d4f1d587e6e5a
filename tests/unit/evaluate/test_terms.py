"""The classes of words that must stay are found in running text."""

import pytest

from imr_reports.evaluate.terms import find_terms
from imr_reports.records.evaluation import TermClass


def terms(text: str) -> list[tuple[TermClass, str]]:
    return [(kind, text[start:end]) for kind, start, end in find_terms(text)]


@pytest.mark.parametrize(
    ("kind", "term", "text"),
    [
        (TermClass.DRUG, "Norco 10/325 mg", "He takes Norco 10/325 mg daily."),
        (TermClass.DRUG, "naproxen", "He stopped naproxen."),
        (TermClass.EPONYM, "Spurling", "a positive Spurling's test"),
        (TermClass.EPONYM, "Wright", "The Wright test was negative."),
        (TermClass.LEVEL, "L5-S1", "a bulge at L5-S1."),
        (TermClass.LEVEL, "C6", "at C6."),
        (TermClass.SCORE, "7/10", "pain is 7/10."),
        (TermClass.SCORE, "3+/5", "strength 3+/5 on the left"),
        (TermClass.SCORE, "8 out of 10", "worst 8 out of 10"),
        (TermClass.SCORE, "6-7/10", "6-7/10 at rest"),
        (TermClass.CITATION, "2nd Edition", "Practice Guidelines, 2nd Edition, 2004"),
        (TermClass.CITATION, "Page(s): 74-96", "Opioids, Page(s): 74-96."),
        (TermClass.CITATION, "Low Back Complaints", "as in Low Back Complaints, 2004"),
        (TermClass.CITATION, "Abara et al., 2009", "as Abara et al., 2009 found"),
        (TermClass.CITATION, "(Abara, 2009)", "it helps (Abara, 2009)."),
    ],
)  # fmt: skip
def test_a_term_is_found(kind: TermClass, term: str, text: str) -> None:
    assert (kind, term) in terms(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pain in the low back, worse since May.",
        "on 11/22 he fell; BP 118/74",
        "He moved at a good speed.",
        "California, Florida and Colorado",
        "he had opioids",
        "in version T1000",
    ],
)
def test_plain_words_are_no_terms(text: str) -> None:
    assert terms(text) == []
