"""Samples 15 to 28: the formats of 2013 and the dense letters agree with their expected cases."""

import json
import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
TWINS = [twin for twin in sorted((SAMPLES / "tagged").glob("*.txt")) if twin.name[:2] >= "15"]
REDACTED = [twin for twin in TWINS if twin.stem.endswith("_redacted")]
UNREDACTED = [twin for twin in TWINS if twin not in REDACTED]
DENSE = [twin for twin in TWINS if twin.name[:2] >= "26"]
TAG = re.compile(r"⟦([A-Z]+)\|([^⟦⟧|]+)⟧")


def _name(path: Path) -> str:
    return path.stem


def _expected(twin: Path) -> dict:
    return json.loads((SAMPLES / "expected" / f"{twin.stem}.json").read_text("utf-8"))


def _letter(twin: Path) -> str:
    return " ".join((SAMPLES / "letters" / twin.name).read_bytes().decode("utf-8").split())


def test_all_four_formats_are_there_in_the_agreed_numbers():
    formats = [_expected(twin)["format"] for twin in TWINS]
    assert {name: formats.count(name) for name in formats} == {
        "notice_2013": 5,
        "documents_reviewed": 3,
        "professional_review": 3,
        "standard": 3,
    }
    assert (len(UNREDACTED), len(REDACTED)) == (8, 6)


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_expected_words_stand_in_the_letter(twin):
    letter, case = _letter(twin), _expected(twin)
    assert case["case_number"] in letter
    for words in (*case["reviewer"]["specialties"], *case["reviewer"]["states"]):
        assert words in letter
    for issue in case["issues"]:
        statements = (issue["claims_administrator_guideline"], issue["reviewer_guideline"])
        for words in (
            issue["request"],
            issue["rationale_starts"],
            issue["rationale_ends"],
            *filter(None, statements),
        ):
            assert words in letter


@pytest.mark.parametrize("twin", [twin for twin in TWINS if twin.name[:2] <= "19"], ids=_name)
def test_determinations_of_a_notice_are_printed_twice_and_decide_the_issues(twin):
    letter = _letter(twin)
    for issue in _expected(twin)["issues"]:
        negation = r"not ?" if issue["decision"] == "upheld" else ""
        request = re.escape(issue["request"])
        sentence = rf"the request for {request} is {negation}medically necessary and appropriate\."
        assert len(re.findall(sentence, letter)) == 2


@pytest.mark.parametrize("twin", REDACTED, ids=_name)
def test_letters_as_published_hold_no_identity_but_dates_ages_and_the_case_number(twin):
    found = TAG.findall(twin.read_bytes().decode("utf-8"))
    assert {kind for kind, _ in found} <= {"DATE", "AGE", "ID", "DONTCARE"}
    assert {words for kind, words in found if kind == "ID"} == {_expected(twin)["case_number"]}


@pytest.mark.parametrize("twin", UNREDACTED, ids=_name)
def test_unredacted_letters_hold_identities_of_many_kinds(twin):
    kinds = {kind for kind, _ in TAG.findall(twin.read_bytes().decode("utf-8"))}
    assert {"NAME", "DATE", "ORG", "LOCATION", "CONTACT", "ID"} <= kinds


@pytest.mark.parametrize("twin", DENSE, ids=_name)
def test_dense_letters_are_dense(twin):
    found = TAG.findall(twin.read_bytes().decode("utf-8"))
    assert len({words for kind, words in found if kind != "DONTCARE"}) >= 70
