"""Names, organizations and places in sentences: what is found, what stays, what is known to be missed."""

import re
import tomllib
from pathlib import Path

import pytest

from imr_reports.scrub.guards import keep
from imr_reports.scrub.people import people_recognizers
from imr_reports.scrub.sweep import sweep

FOLDER = Path(__file__).parent
TYPES = ("NAME", "ORG", "LOCATION")
MARKED = re.compile(r"«([^»]*)»")
RECOGNIZERS = people_recognizers()


def rows(kind: str) -> list[str]:
    return [
        sentence
        for entity_type in TYPES
        for sentence in tomllib.loads((FOLDER / f"{entity_type}.toml").read_text(encoding="utf-8"))[kind]
    ]


def marked_and_found(sentence: str) -> tuple[set[int], set[int], str]:
    text = sentence.replace("«", "").replace("»", "")
    marked = {
        i
        for count, mark in enumerate(MARKED.finditer(sentence))
        for i in range(mark.start() - 2 * count, mark.end() - 2 * count - 2)
    }
    results = [r for recognizer in RECOGNIZERS for r in recognizer.analyze(text, []) if keep(text, r)]
    results += [r for r in sweep(text, results) if keep(text, r)]
    found = {i for result in results for i in range(result.start, result.end)}
    return {i for i in marked if text[i].isalnum()}, {i for i in found if text[i].isalnum()}, text


@pytest.mark.parametrize("sentence", rows("found"))
def test_names_are_found_and_nothing_else(sentence: str) -> None:
    marked, found, text = marked_and_found(sentence)
    assert marked - found == set(), "missed: " + "".join(text[i] for i in sorted(marked - found))
    assert found - marked == set(), "too much: " + "".join(text[i] for i in sorted(found - marked))


@pytest.mark.parametrize("sentence", rows("kept"))
def test_what_names_nobody_stays(sentence: str) -> None:
    _, found, text = marked_and_found(sentence)
    assert found == set(), "".join(text[i] for i in sorted(found))


@pytest.mark.parametrize("sentence", rows("known_misses"))
def test_known_misses_are_still_missed(sentence: str) -> None:
    # A miss that is found now moves to the table of what is found.
    marked, found, _ = marked_and_found(sentence)
    assert marked - found
