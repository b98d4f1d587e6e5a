"""The published letters against their reference answers, case by case and field by field."""

import csv
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from imr_reports.ingest import read_letter
from imr_reports.parse import case_to_dict, parse_letter

pytestmark = pytest.mark.shared
EXCEPTIONS = tomllib.loads((Path(__file__).parents[1] / "expected_exceptions.toml").read_text("utf-8"))
CASE_FIELDS = ("decision_date", "date_assigned", "application_received", "ur_denial_date", "priority")
ISSUE_FIELDS = (
    "request",
    "claims_administrator_basis",
    "reviewer_basis",
    "claims_administrator_guideline",
    "reviewer_guideline",
)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text):
    return " ".join(str(text).split())


@pytest.fixture(scope="module")
def cases(shared):
    paths = sorted((shared / "letters" / "pdf").glob("*.pdf"))
    parsed = [case_to_dict(parse_letter(read_letter(path.read_bytes()))) for path in paths]
    return {case["case_number"]: case for case in parsed}


@pytest.fixture(scope="module")
def expected(shared):
    return rows(shared / "letters" / "expected_cases.csv")


@pytest.fixture(scope="module")
def expected_issues(shared):
    """Reference issue → its line in the file."""
    issues = defaultdict(list)
    for line, row in enumerate(rows(shared / "letters" / "expected_issues.csv"), 2):
        issues[row["case_number"]].append((line, row))
    return issues


def outcome(issues):
    overturned = sum(issue["decision"] == "overturned" for issue in issues)
    return "Uphold" if not overturned else "Overturn" if overturned == len(issues) else "Partial Overturn"


def test_every_letter_is_read(cases, expected):
    assert set(cases) == {row["case_number"] for row in expected}


def test_cases(cases, expected):
    for row in expected:
        case = cases[row["case_number"]]
        where = row["case_number"]
        for name in CASE_FIELDS:
            assert case[name] == row[name], (where, name)
        assert case["reviewer"]["states"] == [plain(state) for state in row["reviewer_states"].split(",")], (
            where
        )
        assert case["reviewer"]["specialties"] == [
            plain(specialty) for specialty in row["reviewer_specialties"].split(",")
        ], where
        assert "Other" not in case["reviewer"]["specialty_codes"], where
        assert len(case["issues"]) == int(row["n_issues"]), where
        assert outcome(case["issues"]) == row["case_outcome"], where
        assert case["quality"] == [], where


def test_issues(cases, expected_issues):
    differing = {}
    for number, reference in expected_issues.items():
        for issue, (line, row) in zip(cases[number]["issues"], reference, strict=True):
            names = [name for name in ISSUE_FIELDS if plain(issue[name]) != plain(row[name])]
            if issue["decision"] != row["decision"].lower():
                names.append("decision")
            if str(issue["was_partly_authorized"]) != row["was_partly_authorized"]:
                names.append("was_partly_authorized")
            if names:
                differing[str(line)] = sorted(names)
    assert differing == {line: sorted(entry["fields"]) for line, entry in EXCEPTIONS.items()}


def test_exceptions_say_what_the_letter_says(cases, expected_issues):
    by_line = {
        str(line): issue
        for number, reference in expected_issues.items()
        for issue, (line, _) in zip(cases[number]["issues"], reference, strict=True)
    }
    for line, entry in EXCEPTIONS.items():
        assert len(entry["reason"]) > 40
        for name in entry["fields"]:
            if name in entry:
                assert by_line[line][name] == entry[name]


def test_totals(cases, expected_issues):
    issues = [issue for case in cases.values() for issue in case["issues"]]
    assert Counter(issue["decision"] for issue in issues) == {"upheld": 181, "overturned": 22}
    assert Counter(outcome(case["issues"]) for case in cases.values()) == {
        "Uphold": 76,
        "Overturn": 11,
        "Partial Overturn": 6,
    }
    assert Counter(case["decision_date"][:7] for case in cases.values()) == {
        "2016-12": 2,
        "2017-01": 28,
        "2017-02": 63,
    }
    assert all(issue["rationale"] for issue in issues)


def test_nothing_is_left_unclassified(cases):
    categories = Counter(issue["service_category"] for case in cases.values() for issue in case["issues"])
    assert "Unclassified" not in categories
    assert len(categories) >= 10
