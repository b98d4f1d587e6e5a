"""What coded values may hold: names of the vocabulary, and nothing that a letter could say besides."""

import pytest

from imr_reports.vocabulary.clinical.body_parts import body_parts
from imr_reports.vocabulary.drugs.names import drugs
from imr_reports.vocabulary.listed import is_listed
from imr_reports.vocabulary.rationales.reasons import reason_table
from imr_reports.vocabulary.services.procedures import procedure_terms
from imr_reports.vocabulary.services.reading import service_categories, unclassified


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


def test_every_name_that_a_request_can_be_coded_into_is_known() -> None:
    names = {
        *(procedure.name for _, procedure in procedure_terms()),
        *body_parts(),
        *(ingredient for drug in drugs().values() for ingredient in drug.ingredients),
        *(drug.drug_class for drug in drugs().values()),
        *(" ".join(words) for words in drugs()),
        *(rule.pattern.name for rule in reason_table().rules),
    }
    assert len(names) > 1_000
    assert sorted(name for name in names if name and not is_listed(name)) == []


def test_specialists_visits_are_known() -> None:
    assert is_listed("Pain medicine visit")


@pytest.mark.parametrize(
    "words", ["", " ", "Hallvard Quistgaard", "11/22/2013", "00123456", "the knee was stable", "415-555-0123"]
)
def test_words_of_a_letter_are_not(words: str) -> None:
    assert not is_listed(words)
