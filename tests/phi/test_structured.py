"""Sentence tables of dates, ages, contacts, identifiers: found, kept, and known to be missed."""

import re
import tomllib
from pathlib import Path

import pytest

from imr_reports.scrub.engine import build_analyzer, structured_recognizers

FOLDER = Path(__file__).parent
TYPES = ("DATE", "AGE", "CONTACT", "ID")
MARKED = re.compile(r"«([^»]*)»")
ANALYZER = build_analyzer(structured_recognizers())


def table(entity_type: str, kind: str) -> list[str]:
    return tomllib.loads((FOLDER / f"{entity_type}.toml").read_text(encoding="utf-8"))[kind]


def rows(kind: str) -> list[tuple[str, str]]:
    return [(entity_type, sentence) for entity_type in TYPES for sentence in table(entity_type, kind)]


def marked_and_found(sentence: str, types: list[str]) -> tuple[set[int], set[int], str]:
    text = sentence.replace("«", "").replace("»", "")
    marked = {
        i
        for count, mark in enumerate(MARKED.finditer(sentence))
        for i in range(mark.start() - 2 * count, mark.end() - 2 * count - 2)
    }
    results = ANALYZER.analyze(text=text, language="en", entities=types)
    found = {i for result in results for i in range(result.start, result.end)}
    return {i for i in marked if text[i].isalnum()}, {i for i in found if text[i].isalnum()}, text


@pytest.mark.parametrize(("entity_type", "sentence"), rows("found"))
def test_what_identifies_is_found_and_nothing_else(entity_type: str, sentence: str) -> None:
    marked, found, text = marked_and_found(sentence, list(TYPES))
    assert marked - found == set(), "missed: " + "".join(text[i] for i in sorted(marked - found))
    assert found - marked == set(), "too much: " + "".join(text[i] for i in sorted(found - marked))


@pytest.mark.parametrize(("entity_type", "sentence"), rows("kept"))
def test_what_identifies_nobody_stays(entity_type: str, sentence: str) -> None:
    _, found, text = marked_and_found(sentence, list(TYPES))
    assert found == set(), "".join(text[i] for i in sorted(found))


@pytest.mark.parametrize(("entity_type", "sentence"), rows("known_misses"))
def test_known_misses_are_still_missed(entity_type: str, sentence: str) -> None:
    # A miss that is found now moves to the table of what is found.
    marked, found, _ = marked_and_found(sentence, [entity_type])
    assert marked - found
