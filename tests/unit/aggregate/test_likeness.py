"""Which texts read alike, which one stands for all, and which one stands alone."""

import pytest

from imr_reports.aggregate.likeness import Likeness, read_alike

TEMPLATE = (
    "The guidelines ask for a trial of first-line drugs before {drug} is begun. No such trial is on record, "
    "and the notes of [date 2014] give no reason for {drug} {dose} mg. It is not medically necessary."
)
OTHERS = (
    "Imaging was done twice within one year, and neither symptoms nor signs have changed since the last "
    "films, so that another scan would tell nothing that is not known to the treating physician already.",
    "An operation on the knee is followed by therapy at home where the worker can't leave the house, which "
    "the notes of the visiting nurse show to be so in the first weeks after this operation on the left knee.",
)


def filled(*drugs: str) -> list[str]:
    return [TEMPLATE.format(drug=drug, dose=10 * place) for place, drug in enumerate(drugs, 1)]


def test_one_template_with_other_drugs_and_doses_reads_alike() -> None:
    one, other = filled("naproxen", "ibuprofen")
    assert read_alike(one, other)
    assert not read_alike(one, OTHERS[0])
    assert not read_alike("", one)


def test_the_largest_group_of_near_duplicates_gives_the_typical_one() -> None:
    texts = [*OTHERS, *filled("naproxen", "ibuprofen", "etodolac")]
    likeness = Likeness(texts)
    typical = likeness.typical(range(len(texts)))
    assert typical >= len(OTHERS)
    assert likeness.alike(typical) == 3
    assert likeness.alike(0) == 1


def test_only_usable_texts_are_chosen_though_all_are_counted() -> None:
    texts = [*OTHERS, *filled("naproxen", "ibuprofen", "etodolac", "meloxicam")]
    likeness = Likeness(texts)
    assert likeness.typical([0, 1, 4]) == 4
    assert likeness.alike(4) == 4


def test_the_divergent_one_is_unlike_the_others_and_not_merely_short() -> None:
    texts = [*filled("naproxen", "ibuprofen", "etodolac"), "A word.", OTHERS[0]]
    likeness = Likeness(texts)
    assert likeness.divergent(range(len(texts)), 0) == 4


def test_where_all_read_alike_none_is_divergent() -> None:
    texts = filled("naproxen", "ibuprofen", "etodolac")
    assert Likeness(texts).divergent(range(3), 0) is None


@pytest.mark.parametrize("texts", [["[name]"], ["", ""], ["a"], ["one two", "[date]"]])
def test_texts_without_words_are_no_trouble(texts: list[str]) -> None:
    likeness = Likeness(texts)
    assert likeness.typical(range(len(texts))) in range(len(texts))
    assert likeness.alike(0) >= 1
    assert likeness.divergent(range(len(texts)), 0) is None
