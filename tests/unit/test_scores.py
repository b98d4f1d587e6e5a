"""The counts by which understanding is measured: what is right, wrong, left open or added."""

import pytest

from benchmarks.scores import NOT_CITED, CodeTally, Figures, Tally, compare_citations
from benchmarks.understanding import readers_agreement, section_key


def cite(title: str, **more: object) -> dict[str, object]:
    empty = {"section": frozenset(), "page": frozenset()}
    return {**NOT_CITED, **empty, "source": "MTUS", "title": title, "edition": "2009", **more}


def compared(expected: list[dict[str, object]], found: list[dict[str, object]]) -> Figures:
    figures = Figures()
    compare_citations(figures, "2", expected, found)
    return figures


def test_an_item_left_open_lowers_the_accuracy_of_all_but_not_that_of_answers() -> None:
    tally = Tally()
    for expected, found in (("knee", "knee"), ("hip", ""), ("", "")):
        tally.add(expected, found)
    assert (tally.n, tally.abstained, tally.accuracy, tally.accuracy_of_answers) == (2, 1, 0.5, 1.0)


def test_what_the_label_does_not_have_is_wrong() -> None:
    tally = Tally()
    tally.add("", "knee")
    assert (tally.n, tally.abstained, tally.accuracy) == (1, 0, 0.0)


def test_nothing_answered_has_no_accuracy_of_answers() -> None:
    tally = Tally()
    tally.add("knee", "")
    assert tally.accuracy_of_answers is None


def test_citations_are_paired_by_likeness_and_not_by_place() -> None:
    figures = compared([cite("Low Back Complaints"), cite("Knee Complaints")], [cite("Knee Complaints")])
    assert (figures.tallies["citation title"].right, figures.tallies["citation title"].abstained) == (1, 1)


def test_order_of_citations_does_not_matter() -> None:
    works = [cite("Low Back Complaints"), cite("Knee Complaints")]
    figures = compared(works, works[::-1])
    assert all(tally.accuracy == 1 for tally in figures.tallies.values())


def test_a_citation_too_many_is_wrong_in_each_field_that_it_has() -> None:
    figures = compared([cite("Low Back Complaints")], [cite("Low Back Complaints"), cite("Knee Complaints")])
    wrong = {name for name, tally in figures.tallies.items() if tally.right < tally.n}
    assert wrong == {
        "citation source",
        "citation title",
        "citation edition",
        "citation, all",
        "citations of a side",
    }


def test_misses_hold_no_words_of_a_section_that_was_parsed() -> None:
    labelled, parsed = frozenset({"specialstudies"}), frozenset({"written in a letter"})
    figures = compared([cite("Knee Complaints", section=labelled)], [cite("Knee Complaints", section=parsed)])
    assert len(figures.misses) == 1
    assert "written" not in figures.misses[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muscle relaxants (for pain)", "Muscle Relaxants"),
        ("NSAIDs, GI symptoms & cardiovascular risk", "NSAIDs GI symptoms &  cardiovascular risk"),
    ],
)
def test_two_spellings_of_a_section_are_equal(one: str, other: str) -> None:
    assert section_key(one) == section_key(other)


def test_a_section_that_is_all_brackets_keeps_its_words() -> None:
    assert section_key("(Trigger point injections)") == "triggerpointinjections"


def test_reasons_are_scored_over_all_codes_and_each() -> None:
    tally = CodeTally()
    tally.add({"findings_absent", "duplicative"}, {"findings_absent"})
    tally.add({"duplicative"}, set())
    assert tally.scores() == (1.0, pytest.approx(1 / 3), 0.5)
    assert tally.scores("duplicative") == (0.0, 0.0, 0.0)
    assert tally.unclassified == 1


def test_kappa_is_that_of_the_textbook() -> None:
    tally = CodeTally()
    for expected, found, times in (("x", "x", 20), ("x", "", 5), ("", "x", 10), ("", "", 15)):
        for _ in range(times):
            tally.add(set(expected), set(found))
    assert tally.kappa("x") == pytest.approx(0.4)


def test_the_readers_differ_somewhere() -> None:
    readers = readers_agreement()
    assert 0.9 < readers.reasons.scores()[2] < 1
    assert readers.tallies["body part"].accuracy < 1
