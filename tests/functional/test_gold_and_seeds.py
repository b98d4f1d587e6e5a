"""The gold letters and the seeds, parsed as their notes and the issue say."""

import json
import re

import pytest

from imr_reports.parse import case_to_dict, parse_letter
from tests.invented_letters import letter

pytestmark = pytest.mark.shared
TAG = re.compile(r"⟦[A-Z]+\|([^⟧]*)⟧")


def read(path):
    return case_to_dict(parse_letter(letter(TAG.sub(r"\1", path.read_bytes().decode("utf-8")))))


def test_gold(shared):
    twins = sorted((shared / "gold").glob("*.json"))
    assert twins
    for twin in twins:
        case, expected = read(twin.with_suffix(".txt")), json.loads(twin.read_text("utf-8"))
        assert len(case["issues"]) == len(expected["issues"])
        for issue, reference in zip(case["issues"], expected.pop("issues"), strict=True):
            assert issue["rationale"].startswith(reference.pop("rationale_starts")), twin.stem
            assert issue["rationale"].endswith(reference.pop("rationale_ends")), twin.stem
            assert {name: issue[name] for name in reference} == reference, twin.stem
        reviewer = expected.pop("reviewer")
        assert {name: case["reviewer"][name] for name in reviewer} == reviewer, twin.stem
        assert {name: case[name] for name in expected} == expected, twin.stem


def test_seeds(shared):
    cases = [read(path) for path in sorted((shared / "seeds").glob("*.txt"))]
    issues = [issue for case in cases for issue in case["issues"]]
    assert [len(case["issues"]) for case in cases] == [1, 1, 3, 1, 1]
    assert [issue["decision"] for issue in issues] == [*["upheld"] * 3, "overturned", *["upheld"] * 3]
    assert [case["decision_date"] for case in cases] == [None, None, None, None, "2015-03-31"]
    pages = [
        [citation["pages"] for citation in issue["citations"] if citation["side"] == "reviewer"]
        for issue in issues
    ]
    assert pages == [[["24"]], [["402"]], [["24"], []], [["43"], []], [[]], [["24"]], [["24", "66"]]]
    assert [case["reviewer"]["states"] for case in cases] == [
        ["Minnesota"],
        ["Texas", "New York", "California"],
        ["California"],
        ["California"],
        ["Florida", "New York", "Pennsylvania"],
    ]
    assert [case["reviewer"]["specialty_codes"] for case in cases] == [
        ["Physical Medicine & Rehabilitation", "Pain Management"],
        ["Preventive Medicine", "Occupational Medicine"],
        ["Occupational Medicine"],
        ["Physical Medicine & Rehabilitation", "Pain Management"],
        ["Family Practice"],
    ]
