"""The invented sample letters: twins, letters and expected cases agree with one another."""

import importlib.util
import json
import re
from datetime import date
from pathlib import Path

import pytest

from imr_reports.evaluate import read_tags

SAMPLES = Path(__file__).parents[2] / "samples"
TWINS = sorted((SAMPLES / "tagged").glob("*.txt"))
STANDARD = [twin for twin in TWINS if twin.name[:2] <= "14"]
# Odd numbers read as the state publishes letters, even numbers as a claims administrator gets them.
REDACTED = [twin for twin in STANDARD if int(twin.name[:2]) % 2]
UNREDACTED = [twin for twin in STANDARD if int(twin.name[:2]) % 2 == 0]

DATE_KEYS = ("decision_date", "date_assigned", "date_of_injury", "ur_denial_date", "application_received")
CASE_KEYS = {"case_number", *DATE_KEYS, "priority", "reviewer", "format", "issues"}
ISSUE_KEYS = {
    "request",
    "decision",
    "service_category",
    "service_subcategory",
    "was_partly_authorized",
    "claims_administrator_guideline",
    "claims_administrator_basis",
    "reviewer_guideline",
    "reviewer_basis",
    "rationale_starts",
    "rationale_ends",
}
BASES = {"mtus", "non_mtus", "mtus+non_mtus", "none_cited"}
# The state's search page, 2017, duplicates merged; sub-categories of drugs are its drug classes.
TAXONOMY = {
    "Diagnostic Testing": {
        "Imaging / Radiology",
        "EMG/NCV/NCS",
        "Lab & Pathology",
        "Other Diagnostic Tests",
    },
    "DMEPOS": {"DME", "Electrical Stimulation", "Prosthetics/Orthotics", "Supplies"},
    "Evaluation & Management": {"Dental Services", "Medical Specialties"},
    "Home Health": {"Home Health"},
    "Injection": {"Facet Injection", "Injection"},
    "Pharmaceuticals": {
        "Anti-epilepsy drugs",
        "Anti-infectives",
        "Muscle Relaxant",
        "NSAID",
        "Opioids",
        "Proton Pump Inhibitors",
        "Sedative-hypnotics",
        "Topical Analgesics",
        "Topical Compounds",
        "Viscosupplementation",
    },
    "Programs": {"Programs"},
    "Psych Services": {"Evaluation & Management", "Therapies"},
    "Rehabilitation": {
        "Acupuncture",
        "Chiropractic",
        "Other Therapies",
        "Physical Therapy/Occupational Therapy (PT/OT)",
    },
    "Surgery": {
        "Adjunct Surgical Services",
        "Arthroscopic Surgery",
        "Non-arthroscopic Surgery",
        "Spine",
        "Surgical Consult",
    },
    "Transportation": {"Transportation"},
}


def _load_strip_tags():
    spec = importlib.util.spec_from_file_location("samples_strip_tags", SAMPLES / "strip_tags.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tags = _load_strip_tags()


def _name(path: Path) -> str:
    return path.stem


def _expected(twin: Path) -> dict:
    return json.loads((SAMPLES / "expected" / f"{twin.stem}.json").read_text("utf-8"))


def _letter(twin: Path) -> str:
    return (SAMPLES / "letters" / twin.name).read_bytes().decode(tags.letter_encoding(twin.name))


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _tag_types(twin: Path) -> list[str]:
    return [str(entity.type) for entity in read_tags(twin.read_bytes().decode("utf-8")).entities]


def test_every_twin_has_its_letter_and_no_letter_is_alone():
    assert TWINS
    assert {twin.name for twin in TWINS} == {path.name for path in (SAMPLES / "letters").glob("*.txt")}


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_letter_is_its_twin_without_tags(twin):
    assert tags.letter_bytes(twin) == (SAMPLES / "letters" / twin.name).read_bytes()


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_tags_hold_trimmed_words(twin):
    read = read_tags(twin.read_bytes().decode("utf-8"))
    words = [read.text[entity.start : entity.end] for entity in read.entities]
    assert words
    assert [word for word in words if word != word.strip()] == []


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_expected_case_has_the_agreed_keys(twin):
    case = _expected(twin)
    assert set(case) == CASE_KEYS
    assert case["priority"] in {"Standard", "Expedited", None}
    assert set(case["reviewer"]) == {"specialties", "states"}
    assert case["issues"]
    for issue in case["issues"]:
        assert set(issue) == ISSUE_KEYS


@pytest.mark.parametrize("twin", STANDARD, ids=_name)
def test_expected_case_of_a_standard_letter_is_complete_and_coded(twin):
    case = _expected(twin)
    assert case["format"] == "standard"
    assert case["reviewer"]["specialties"]
    assert case["reviewer"]["states"]
    for issue in case["issues"]:
        assert issue["decision"] in {"upheld", "overturned"}
        assert {issue["claims_administrator_basis"], issue["reviewer_basis"]} <= BASES
        assert issue["service_subcategory"] in TAXONOMY[issue["service_category"]]


@pytest.mark.parametrize("twin", STANDARD, ids=_name)
def test_expected_issues_stand_in_the_letter_in_order(twin):
    letter = _collapsed(_letter(twin))
    place = 0
    for issue in _expected(twin)["issues"]:
        for words in (
            issue["request"],
            f"Claims Administrator guideline: {issue['claims_administrator_guideline']}",
            f"MAXIMUS guideline: {issue['reviewer_guideline']}",
            f"Decision rationale: {issue['rationale_starts']}",
            issue["rationale_ends"],
        ):
            place = letter.index(words, place) + 1


@pytest.mark.parametrize("twin", STANDARD, ids=_name)
def test_number_of_issues_is_that_of_the_form(twin):
    letter = _collapsed(_letter(twin))
    issues = _expected(twin)["issues"]
    assert letter.count("Decision rationale:") == len(issues)
    assert letter.count("MAXIMUS guideline:") == len(issues)
    headings = re.findall(r": ?(Upheld|Overturned) Claims Administrator guideline:", letter)
    assert [heading.lower() for heading in headings] == [issue["decision"] for issue in issues]


@pytest.mark.parametrize("twin", STANDARD, ids=_name)
def test_header_of_expected_case_is_that_of_the_letter(twin):
    case = _expected(twin)
    header = _letter(twin).partition("HOW THE IMR FINAL DETERMINATION WAS MADE")[0]
    assert (case["case_number"] or "Case Number") in header or case["case_number"] is None
    for key in DATE_KEYS:
        if case[key]:
            assert f"{date.fromisoformat(case[key]):%m/%d/%Y}" in header
    if case["decision_date"]:
        assert case["date_of_injury"] < case["ur_denial_date"] <= case["application_received"]
        assert case["application_received"] <= case["date_assigned"] <= case["decision_date"]


@pytest.mark.parametrize("twin", REDACTED, ids=_name)
def test_letters_as_published_hold_dates_and_case_numbers_only(twin):
    assert set(_tag_types(twin)) <= {"DATE", "ID", "DONTCARE"}


@pytest.mark.parametrize("twin", UNREDACTED, ids=_name)
def test_unredacted_letters_hold_identities_of_many_kinds(twin):
    assert {"NAME", "DATE", "ORG", "LOCATION", "CONTACT", "ID"} <= set(_tag_types(twin))


def test_standard_letters_cover_what_parsing_and_reports_must_face():
    assert len(STANDARD) == 14
    cases = [_expected(twin) for twin in STANDARD]
    issues = [issue for case in cases for issue in case["issues"]]
    decided = [case["decision_date"] for case in cases if case["decision_date"]]
    assert {len(case["issues"]) for case in cases} >= {1, 3, 4, 5, 6, 8}
    assert min(decided) < "2014" < "2017" < max(decided)
    assert sum("2015-01" <= day < "2015-04" for day in decided) >= 4
    assert any(case["case_number"] is None for case in cases)
    assert any(case["priority"] == "Expedited" for case in cases)
    assert {issue["service_category"] for issue in issues} == set(TAXONOMY)
    assert {issue["reviewer_basis"] for issue in issues} == BASES
    assert {issue["claims_administrator_basis"] for issue in issues} == BASES
    stories = [issue["request"] for issue in issues if issue["was_partly_authorized"]]
    assert any("remaining IMR eligible portion" in story for story in stories)
    assert any("leaving the original request IMR eligible" in story for story in stories)


def test_letters_arrive_in_different_encodings_and_line_ends():
    raw = {twin.name[:2]: (SAMPLES / "letters" / twin.name).read_bytes() for twin in TWINS}
    assert b"\r\n" in raw["04"]
    assert raw["08"].startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        raw["10"].decode("utf-8")
    assert "–" in raw["10"].decode("cp1252")


def test_tool_writes_what_is_stored(tmp_path):
    assert tags.write_letters(SAMPLES / "tagged", tmp_path / "letters") == len(TWINS)
    for twin in TWINS:
        assert (tmp_path / "letters" / twin.name).read_bytes() == (
            SAMPLES / "letters" / twin.name
        ).read_bytes()
