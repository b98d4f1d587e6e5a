"""Every field that is extracted is found again in the letter, where it says it stands."""

from pathlib import Path

import pytest

from imr_reports.ingest import read_letter
from imr_reports.parse import case_to_dict, parse_letter

LETTERS = sorted((Path(__file__).parents[3] / "samples" / "letters").glob("*.txt"))
# What is derived from other fields, or from the letter as a whole, stands nowhere by itself.
DERIVED = {
    "is_deidentified", "reference", "format", "quality", "findings", "specialty_codes", "subspecialty_codes",
    "sequence", "was_partly_authorized", "claims_administrator_basis", "reviewer_basis", "service_category",
    "service_subcategory", "category", "subcategory",
}  # fmt: skip


def unplaced(value, path=""):
    """Yield the paths of values that have neither a span of their own nor one beside them."""
    if isinstance(value, list):
        for one in value:
            yield from unplaced(one, path)
    elif isinstance(value, dict) and value.get("span") is None:
        spans = value.get("spans") or {}
        for name, part in value.items():
            if name in DERIVED | {"span", "spans"} or part in (None, [], "", {}):
                continue
            if isinstance(part, dict | list) and not isinstance(
                part[0] if isinstance(part, list) else part, str
            ):
                yield from unplaced(part, f"{path}.{name}")
            elif name not in spans:
                yield f"{path}.{name}"


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_every_field_keeps_its_span(path):
    letter = read_letter(path.read_bytes())
    assert list(unplaced(case_to_dict(parse_letter(letter)))) == []


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_the_words_of_a_decision_decide(path):
    for issue in parse_letter(read_letter(path.read_bytes())).issues:
        said = issue.ruling.text.lower()
        if issue.decision == "upheld":
            assert "upheld" in said or "not" in said or "uphold" in said
        elif issue.decision == "overturned":
            assert "overturn" in said or ("necessary" in said and "not medically" not in said)
