"""Scrubbing gives the same whatever was scrubbed before, and nothing more when done again."""

from pathlib import Path

import pytest

from imr_reports.evaluate import read_tags
from imr_reports.scrub import Scrubber

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def letters() -> list[str]:
    files = sorted((SAMPLES / "tagged").glob("*.txt"))
    assert len(files) > 20
    return [read_tags(file.read_bytes().decode("utf-8")).text for file in files]


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber()


def test_scrubbing_what_was_scrubbed_changes_nothing(scrubber: Scrubber, letters: list[str]) -> None:
    for text in letters:
        once = scrubber.scrub_text(text).text
        assert scrubber.scrub_text(once).text == once


def test_the_order_of_letters_does_not_matter(scrubber: Scrubber, letters: list[str]) -> None:
    forward = [scrubber.find(text) for text in letters]
    backward = [Scrubber().find(text) for text in reversed(letters)]
    assert forward == backward[::-1]
