"""What coded values may hold: names of the vocabulary, and nothing that a letter could say besides."""

import pytest

from imr_reports.vocabulary.listed import is_listed
from imr_reports.vocabulary.services import service_categories, unclassified


@pytest.mark.parametrize(
    "name",
    [
        "Norco",
        "NORCO",
        "hydrocodone/acetaminophen",
        "acetaminophen",
        "Chronic Pain Medical Treatment",
        "California",
    ],
)
def test_names_are_known_in_any_case(name: str) -> None:
    assert is_listed(name)


def test_every_category_is_known() -> None:
    assert is_listed(unclassified())
    for category, subcategories in service_categories().items():
        assert all(is_listed(name) for name in (category, *subcategories))


@pytest.mark.parametrize(
    "words", ["", " ", "Hallvard Quistgaard", "11/22/2013", "00123456", "the knee was stable", "415-555-0123"]
)
def test_words_of_a_letter_are_not(words: str) -> None:
    assert not is_listed(words)
