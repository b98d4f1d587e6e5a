"""The corpus of invented letters: the same on each run, of the right size and mix, each PHI span right."""

import gzip
import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from samples.generator.corpus import pack, write_letters
from samples.generator.plan import draw_plans
from samples.generator.tagged import Page, Piece, fill, plain, tag

SAMPLES = Path(__file__).parents[2] / "samples"
SLICE = 40


@pytest.fixture(scope="module")
def archive() -> dict[str, str]:
    with zipfile.ZipFile(SAMPLES / "corpus.zip") as corpus:
        return {name: corpus.read(name).decode("utf-8") for name in corpus.namelist()}


@pytest.fixture(scope="module")
def truths() -> list[dict[str, Any]]:
    with gzip.open(SAMPLES / "corpus_truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_committed_letters_are_what_the_generator_writes(
    archive: dict[str, str], truths: list[dict[str, Any]]
) -> None:
    known = {truth["member"]: truth for truth in truths}
    for name, _, letter in write_letters(SLICE):
        assert archive[name] == letter.text
        assert known[name]["phi"] == [list(span) for span in letter.spans]
        assert known[name]["case"] == letter.case


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    runs = [tmp_path / "first", tmp_path / "second"]
    for folder in runs:
        folder.mkdir()
        pack(folder, write_letters(SLICE))
    for file in ("corpus.zip", "corpus_truth.jsonl.gz"):
        assert (runs[0] / file).read_bytes() == (runs[1] / file).read_bytes()


def test_spans_index_the_text_and_do_not_overlap(
    archive: dict[str, str], truths: list[dict[str, Any]]
) -> None:
    for truth in truths:
        text, behind = archive[truth["member"]], 0
        for kind, start, end in truth["phi"]:
            assert kind in {"NAME", "DATE", "AGE", "LOCATION", "ORG", "CONTACT", "ID", "DONTCARE"}
            assert behind <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            behind = end


def test_redacted_letters_hold_no_identity_but_case_number_dates_and_high_ages(
    truths: list[dict[str, Any]],
) -> None:
    redacted = [truth for truth in truths if not truth["revealed"]]
    assert len(redacted) > 500
    for truth in redacted:
        assert {kind for kind, _, _ in truth["phi"]} <= {"DATE", "ID", "AGE"}
        assert sum(kind == "ID" for kind, _, _ in truth["phi"]) <= 1


def test_each_issue_stands_in_its_letter(archive: dict[str, str], truths: list[dict[str, Any]]) -> None:
    for truth in truths:
        text = " ".join(archive[truth["member"]].split())
        assert truth["case"]["issues"]
        for issue in truth["case"]["issues"]:
            assert issue["request"] in text
        if number := truth["case"]["case_number"]:
            assert number in text


def test_no_template_mark_is_left_over(archive: dict[str, str]) -> None:
    for text in archive.values():
        assert not set("{}[]|?") & set(text)
        assert ".." not in text


def test_months_and_members(archive: dict[str, str], truths: list[dict[str, Any]]) -> None:
    assert list(archive) == [truth["member"] for truth in truths] == [name for name, _ in draw_plans()]
    assert 1150 <= len(archive) <= 1300
    first_quarter = 0
    for truth in truths:
        decided, folder = truth["case"]["decided"], truth["member"].split("/")[0]
        assert folder == (decided[:7] if decided else "undated")
        first_quarter += folder in {"2015-01", "2015-02", "2015-03"}
    assert first_quarter >= 700


def test_mix_lies_near_the_published_figures(truths: list[dict[str, Any]]) -> None:
    cases = [truth["case"] for truth in truths]
    issues = [issue for case in cases for issue in case["issues"]]
    drugs = sum(issue["category"] == "Pharmaceuticals" for issue in issues) / len(issues)
    overturned = sum(issue["decision"] == "overturned" for issue in issues) / len(issues)
    assert 0.36 <= sum(len(case["issues"]) > 1 for case in cases) / len(cases) <= 0.42
    assert 1.75 <= len(issues) / len(cases) <= 1.95
    assert 0.45 <= drugs <= 0.52
    assert 0.09 <= overturned <= 0.13


def test_dates_run_forward(truths: list[dict[str, Any]]) -> None:
    for truth in truths:
        names = ("injury", "ur_denial", "received", "assigned", "decided")
        days = [date.fromisoformat(truth["case"][name]) for name in names if truth["case"][name]]
        assert days == sorted(days)


def test_duplicates_repeat_a_letter_and_reissues_come_later(
    archive: dict[str, str], truths: list[dict[str, Any]]
) -> None:
    originals = {truth["case"]["case_number"]: truth for truth in truths if truth["kind"] == "original"}
    kinds = Counter(truth["kind"] for truth in truths)
    assert kinds["duplicate"] >= 10
    assert kinds["reissue"] >= 10
    changed = 0
    for truth in truths:
        first = originals.get(truth["case"]["case_number"])
        if truth["kind"] == "duplicate":
            assert first
            assert archive[truth["member"]] == archive[first["member"]]
        elif truth["kind"] == "reissue":
            assert first
            assert truth["case"]["decided"] > first["case"]["decided"]
            decisions = [[issue["decision"] for issue in one["case"]["issues"]] for one in (first, truth)]
            changed += decisions[0] != decisions[1]
    assert changed


@pytest.mark.parametrize("line_end", ["\n", " \n", "\n\n"])
def test_wrapping_keeps_spans_on_their_words(line_end: str) -> None:
    names = [f"Name{number} Surname{number}" for number in range(30)]
    page = Page(width=20, line_end=line_end, gap="\n")
    page.paragraph(
        tuple(piece for name in names for piece in (Piece("was seen by "), *tag("NAME", name), Piece(". ")))
    )
    text, spans = page.finish()
    assert [" ".join(text[start:end].split()) for _, start, end in spans] == names
    assert max(len(line) for line in text.splitlines()) <= 21


def test_slots_and_choices_are_filled() -> None:
    from random import Random

    slots = {"who": tag("NAME", "de Leon"), "part": "the [left] {side}", "side": plain("knee")}
    assert fill("{Who} hurt {part}.", slots, Random(1)) == (
        Piece("De Leon", "NAME"),
        Piece(" hurt "),
        Piece("the left "),
        Piece("knee"),
        Piece("."),
    )
    with pytest.raises(KeyError):
        fill("{nobody}", slots, Random(1))
