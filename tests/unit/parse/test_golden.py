"""Invented letters of every format against their expected cases.

`IMR_REFRESH_GOLDEN=1 pytest tests/unit/parse/test_golden.py` rewrites the expected cases: read the change.
"""

import json
import os
from pathlib import Path

import pytest

from imr_reports.parse import case_to_dict, parse_letter
from tests.invented_letters import letter

GOLDEN = Path(__file__).parents[2] / "golden" / "parse"
LETTERS = sorted(GOLDEN.glob("*.txt"))


def without_spans(value):
    """A case as JSON without its spans: they are tested against the letters, in test_serialize.py."""
    if isinstance(value, dict):
        return {name: without_spans(part) for name, part in value.items() if name not in {"span", "spans"}}
    return [without_spans(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_case(path):
    case = without_spans(case_to_dict(parse_letter(letter(path.read_bytes().decode("utf-8")))))
    expected = path.with_suffix(".json")
    if os.environ.get("IMR_REFRESH_GOLDEN") == "1":
        expected.write_text(json.dumps(case, indent=1) + "\n", encoding="utf-8")
    assert case == json.loads(expected.read_text("utf-8"))


def test_every_format_has_a_letter():
    formats = {json.loads(path.with_suffix(".json").read_text("utf-8"))["format"] for path in LETTERS}
    assert formats == {"notice_2013", "documents_reviewed", "professional_review", "standard"}
