"""Sentences with names, organizations and places: the marked letters are found, and no others."""

import re
import tomllib
from pathlib import Path

import pytest

from imr_reports.scrub import Scrubber

TYPES = {"NAME", "ORG", "LOCATION"}
FOLDER = Path(__file__).parents[2] / "phi"
TABLES = {kind: tomllib.loads((FOLDER / f"{kind}.toml").read_text("utf-8")) for kind in sorted(TYPES)}
FOUND = [sentence for table in TABLES.values() for sentence in table["found"]]
KEPT = [sentence for table in TABLES.values() for sentence in table["kept"]]


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber()


def letters_found(scrubber: Scrubber, text: str) -> str:
    """Return the text with its found letters in «», white space and marks between them left alone."""
    covered = {
        i
        for f in scrubber.find(text)
        if f.entity_type in TYPES
        for i in range(f.start, f.end)
        if text[i].isalnum()
    }
    return "".join(character if i in covered else "_" for i, character in enumerate(text))


@pytest.mark.parametrize("sentence", FOUND)
def test_what_is_marked_is_found_and_nothing_else(scrubber: Scrubber, sentence: str) -> None:
    expected = re.sub(
        r"«([^»]*)»|[^«»]",
        lambda match: re.sub(r"[\W_]", "_", match[1]) if match[1] else "_",
        sentence,
    )
    assert letters_found(scrubber, re.sub("[«»]", "", sentence)) == expected


@pytest.mark.parametrize("sentence", KEPT)
def test_terms_titles_and_standing_phrases_stay(scrubber: Scrubber, sentence: str) -> None:
    assert set(letters_found(scrubber, sentence)) == {"_"}
