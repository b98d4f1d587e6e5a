"""Each shape of an identifier is found by its examples, and by nothing that only looks like it."""

import pytest

from imr_reports.gate.shapes import find_shapes, is_public_host, load_shapes


def _kinds(text: str) -> set[str]:
    return {kind for _, _, kind in find_shapes(f"see {text} there", in_letters=True)}


@pytest.mark.parametrize(
    ("name", "text"), [(shape.name, text) for shape in load_shapes() for text in shape.match]
)
def test_examples_are_found(name: str, text: str) -> None:
    assert name in _kinds(text)


@pytest.mark.parametrize(
    ("name", "text"), [(shape.name, text) for shape in load_shapes() for text in shape.no_match]
)
def test_counter_examples_are_not(name: str, text: str) -> None:
    assert name not in _kinds(text)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("http://www.ncbi.nlm.nih.gov/pubmed/1", True),
        ("www.odg-twc.com", True),
        ("https://www.painclinic-of-nobody.com", False),
        ("www.notnih.gov.example-clinic.com", False),
    ],
)
def test_hosts_of_agencies_and_publishers_are_no_identifiers(address: str, public: bool) -> None:
    assert is_public_host(address) is public
    assert bool(_kinds(address)) is not public
