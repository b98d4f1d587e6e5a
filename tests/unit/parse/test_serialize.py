"""Every field that the identified output tells has a span, and is where its span says."""

from collections.abc import Iterator
from typing import Any

import pytest

from imr_reports.ingest import read_letter
from imr_reports.parse import case_to_dict, parse_letter
from tests.conftest import ROOT

LETTERS = sorted((ROOT / "samples" / "letters").glob("*.txt"))
# Values that are coded: the letter says them in other words.
CODED = {"decision_date", "date_assigned", "date_of_injury", "ur_denial_date", "application_received"}
CODED |= {"latest_date", "priority", "states", "decision", "pages"}
CODED |= {"age", "sex", "treatments", "work_status", "procedure", "sections"}


def spans(value: Any) -> Iterator[tuple[list[int], str | None]]:
    """Yield each span with the words that must stand there, None where the value is coded."""
    if isinstance(value, list):
        for part in value:
            yield from spans(part)
    if not isinstance(value, dict):
        return
    if "span" in value:
        yield value["span"], value.get("text")
    for name, place in value.get("spans", {}).items():
        pairs = zip(place, value[name], strict=True) if isinstance(place[0], list) else [(place, value[name])]
        yield from ((span, None if name in CODED else words) for span, words in pairs)
    for name, part in value.items():
        if name != "spans":
            yield from spans(part)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_spans_hold_what_is_told(path):
    letter = read_letter(path.read_bytes())
    found = list(spans(case_to_dict(parse_letter(letter))))
    assert len(found) > 10
    for (start, end), words in found:
        assert 0 <= start <= end <= len(letter.text)
        if words is not None:
            assert " ".join(letter.text[start:end].split()) == words


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
