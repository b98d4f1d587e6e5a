"""What sentences of a rationale do, and which of them an excerpt takes first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.errors import ConfigurationError
from imr_reports.records.reasons import SentenceRole
from imr_reports.vocabulary.matching.anchored import AnchoredPatterns, leads_of, split_alternatives
from imr_reports.vocabulary.matching.plain_regex import spell_out
from imr_reports.vocabulary.rationales.item_words import count_named, item_words
from imr_reports.vocabulary.rationales.roles import rank_sentences, sentence_roles

C, P, G = SentenceRole.CONCLUSION, SentenceRole.PATIENT, SentenceRole.GUIDELINE

ROLES = [
    (
        "plain",
        [
            ("ODG recommends a cane where weight bearing hurts.", G),
            ("It should be fitted by a therapist.", G),
            ("In this case the patient walks without a limp.", P),
            ("Therefore, the request for a cane is not medically necessary.", C),
        ],
    ),
    (
        "decision first",
        [
            ("No, the request for a stairlift was not medically necessary or indicated here.", C),
            ("As noted in ACOEM Chapter 13, such devices may be used in selected cases.", G),
            ("Here, the applicant has no stairs at home.", P),
        ],
    ),
    (
        "quotation over sentences",
        [
            ('The MTUS states, "A brace may be used early.', G),
            ("It has no lasting benefit.", G),
            ('Patients should be told so."', G),
            ("The injured worker has worn one for a year.", P),
        ],
    ),
    (
        "topic first",
        [
            ("Regarding the request for a brace, ACOEM does not recommend it for prevention.", G),
            ("Within the records available for review, there is no mention of instability.", P),
        ],
    ),
    (
        "guideline and patient in one",
        [("MTUS limits the drug to two weeks, and the patient has used it for a year.", P)],
    ),
    ("reference", [("Braces gave short relief. (Hansen, 2006)", G)]),
]


@pytest.mark.parametrize(("name", "sentences"), ROLES, ids=[name for name, _ in ROLES])
def test_roles(name: str, sentences: list[tuple[str, SentenceRole]]) -> None:
    assert list(sentence_roles([text for text, _ in sentences])) == [role for _, role in sentences]


def test_an_excerpt_takes_conclusion_ground_and_guideline_first() -> None:
    roles = (P, G, G, P, P, C)
    assert rank_sentences(roles, {4}) == (5, 6, 3, 4, 2, 1)


def test_the_last_conclusion_is_the_best() -> None:
    assert rank_sentences((C, P, C), {1}) == (3, 2, 1)


def test_without_a_conclusion_the_last_ground_leads() -> None:
    assert rank_sentences((G, P, P), {1, 2}) == (3, 2, 1)
    assert rank_sentences((G, SentenceRole.OTHER)) == (2, 1)
    assert rank_sentences(()) == ()


@given(st.lists(st.sampled_from(list(SentenceRole)), max_size=12), st.data())
def test_ranks_are_an_order(roles: list[SentenceRole], data: st.DataObject) -> None:
    grounds = data.draw(st.sets(st.integers(0, len(roles) - 1))) if roles else set()
    assert sorted(rank_sentences(roles, grounds)) == list(range(1, len(roles) + 1))


@pytest.mark.parametrize(
    ("alternative", "leads"),
    [
        (r"\b(?:no|not(?!\ only)|none\ of)\ way", {"no", "not", "none"}),
        (r"(?<!not\ )exceeds?\b", {"exceed"}),
        (r"(?:well\ |far\ )?(?:above|over)", {"well", "far", "above", "over"}),
        (r"^\W*satisf(?:y|ies)", {"satisf"}),
        (r"\d+\ visits", {"0"}),
        (r"x-?rays?", {"x"}),
    ],
)
def test_leads(alternative: str, leads: set[str]) -> None:
    assert leads_of(alternative) == leads


@pytest.mark.parametrize("alternative", [r"\w+\ visits", r"[^;]{0,3}no", ""])
def test_a_pattern_that_begins_with_no_word_is_refused(alternative: str) -> None:
    with pytest.raises(ConfigurationError):
        AnchoredPatterns([("x", re.compile(alternative, re.VERBOSE))])


def test_alternatives_are_parted_outside_of_groups_alone() -> None:
    assert split_alternatives(r"a(?:b|c)|[|]d|e\|f") == [r"a(?:b|c)", "[|]d", r"e\|f"]


def test_blanks_stand_for_themselves() -> None:
    regex = re.compile(spell_out("\n  a {many} b\n  | c d\n", {"many": "(?:x|y z)"}, "here"), re.VERBOSE)
    assert regex.fullmatch("a y z b")
    assert regex.fullmatch("c d")
    assert not regex.fullmatch("ayzb")


def test_a_phrase_names_the_item_or_something_else() -> None:
    words = item_words("Lumbar supports #2", ["Prosthetics/Orthotics"])
    assert count_named("the use of a lumbar support", words) == (1, 0)
    assert count_named("manipulation under anesthesia", words) == (0, 2)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("No red flags are noted.", SentenceRole.PATIENT),
        ("Three composite restorations have failed.", SentenceRole.PATIENT),
        ("The daily dose of 195 MED is far above this.", SentenceRole.PATIENT),
        ("If red flags are absent, films can wait.", SentenceRole.GUIDELINE),
        ("Gains are noted in some reviews.", SentenceRole.GUIDELINE),
        ("The request is notmedically necessary.", SentenceRole.CONCLUSION),
    ],
)
def test_what_is_noted_or_has_failed_is_said_of_this_case(said: str, role: SentenceRole) -> None:
    assert sentence_roles(["ODG recommends films for patients with red flags.", said])[1] is role
