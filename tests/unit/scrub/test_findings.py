"""Overlapping results become findings side by side that cover the same characters."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_analyzer import RecognizerResult

from imr_reports.scrub.findings import resolve

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
