"""Overlapping results become findings side by side that cover the same characters."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_analyzer import RecognizerResult

from imr_reports.records.limited import EntityType, Finding, Withheld
from imr_reports.scrub.findings import resolve, withheld_in

TEXT = "Dr. Ana Lee, seen on March 3, 2014 in Elk Grove; call (916) 555-0100 today. " * 2


def result(entity_type: str, start: int, end: int, score: float = 0.5) -> RecognizerResult:
    return RecognizerResult(entity_type, start, end, score, recognition_metadata={"recognizer_name": "test"})


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda pair: (pair[0], min(len(TEXT), sum(pair)))
)
results = st.lists(
    st.builds(
        lambda kind, span, score: result(kind, *span, score),
        st.sampled_from(["NAME", "DATE", "ORG"]),
        spans,
        st.floats(0.1, 1.0),
    ),
    max_size=12,
)


def letters(pairs: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in pairs for i in range(start, end) if TEXT[i].isalnum()}


@given(results)
def test_nothing_found_is_lost_and_nothing_overlaps(found: list[RecognizerResult]) -> None:
    findings = resolve(TEXT, found)
    assert letters([(f.start, f.end) for f in findings]) == letters([(r.start, r.end) for r in found])
    assert all(first.end <= second.start for first, second in itertools.pairwise(findings))
    assert not any(TEXT[f.start].isspace() or TEXT[f.end - 1].isspace() for f in findings)


@given(results)
def test_the_order_of_results_does_not_matter(found: list[RecognizerResult]) -> None:
    assert resolve(TEXT, found) == resolve(TEXT, found[::-1])


def test_the_longest_result_wins() -> None:
    (finding,) = resolve("March 3, 2014", [result("NAME", 0, 5, 0.9), result("DATE", 0, 13, 0.6)])
    assert finding.entity_type == "DATE"


def test_a_barrier_is_not_touched_and_the_rest_is_kept() -> None:
    text = "Dr. [name] Okoro"
    (finding,) = resolve(text, [result("NAME", 4, 16)], barriers=[(4, 10)])
    assert text[finding.start : finding.end] == "Okoro"


@pytest.mark.parametrize("marks", [" ,", "; ", ""])
def test_leftovers_of_punctuation_are_dropped(marks: str) -> None:
    text = f"Lee{marks}Kim"
    findings = resolve(text, [result("NAME", 0, len(text)), result("ORG", 0, 3, 0.9)])
    assert [(f.start, f.end) for f in findings] == [(0, len(text))]


def test_words_that_the_gate_did_not_know_are_told_and_what_identifies_is_counted_alone() -> None:
    text = "Zorblax, Zorblax and 4711"

    def found(start: int, end: int, recognizer: str, kind: EntityType = EntityType.NAME) -> Finding:
        return Finding(entity_type=kind, start=start, end=end, score=1.0, recognizer=recognizer)

    findings = (
        found(0, 7, "gate.unknown"),
        found(9, 16, "gate.unknown"),
        found(17, 20, "names by list"),
        found(21, 25, "gate.own", EntityType.ID),
    )
    assert withheld_in(text, findings) == (
        Withheld(token="", count=1, entity_type=EntityType.ID, recognizer="gate.own"),
        Withheld(token="Zorblax", count=2),
    )
