"""Visits, frequency and duration of therapies are read; numbers that mean something else aren't."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.passages import one_line
from imr_reports.parse.requests.dosing import read_dosing
from imr_reports.vocabulary.services.dosing import dosing_patterns

TABLE = Path(__file__).with_name("dosing_requests.txt")
ROWS = [
    [cell.strip() for cell in line.split("|")]
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 12: "twelve"}


def read(text):
    found = read_dosing(one_line(text, 0, len(text)))
    return found.value if found else None


def number(cell):
    return None if cell in ("-", "") else float(cell)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_requests(row):
    dosing = read(row[0])
    if row[1] == "none":
        assert dosing is None
        return
    assert dosing is not None
    said = (dosing.visits, dosing.per_week, dosing.weeks, dosing.is_computed)
    assert said == (number(row[1]), number(row[2]), number(row[3]), row[4] == "computed")


@pytest.mark.parametrize("name", dosing_patterns())
def test_examples_of_patterns(name):
    assert dosing_patterns()[name].faults() == []


@st.composite
def courses(draw):
    """A course of therapy in one of the ways in which requests write it."""
    per_week, weeks = (
        draw(st.sampled_from([1, 2, 3, 4, 5])),
        draw(st.sampled_from([1, 2, 3, 4, 5, 6, 8, 10, 12])),
    )
    style = draw(st.sampled_from([str, WORDS.get, lambda n: f"{WORDS[n]} ({n})"]))
    times, length = style(per_week), style(weeks)
    course = draw(
        st.sampled_from(
            [
                f"{per_week} x {weeks}",
                f"{per_week}x{weeks}",
                f"{times} times a week for {length} weeks",
                f"{times} times per week x {length} weeks",
                f"{per_week}x/week x {weeks} weeks",
                f"{per_week}xwk x {weeks}wks",
                f"{times} visits per week for {length} weeks",
                f"{times} times weekly for {length} weeks",
            ]
        )
    )
    therapy = draw(
        st.sampled_from(["Physical therapy", "Chiropractic care", "ACUPUNCTURE", "aquatic therapy"])
    )
    site = draw(st.sampled_from(["", " for the low back", ", left shoulder", " L4-5", " C5-C6"]))
    return (
        f"{therapy}{site} {course}" if draw(st.booleans()) else f"{therapy} {course}{site}",
        per_week,
        weeks,
    )


@given(courses())
def test_a_course_is_read_however_it_is_written(course):
    text, per_week, weeks = course
    dosing = read(text)
    assert dosing is not None
    assert (dosing.visits, dosing.per_week, dosing.weeks) == (per_week * weeks, per_week, weeks)
    assert dosing.is_computed


@given(courses(), st.integers(1, 60))
def test_a_stated_total_wins(course, total):
    text, _, weeks = course
    dosing = read(f"{total} visits of {text}")
    assert (dosing.visits, dosing.is_computed, dosing.weeks) == (total, False, weeks)


@given(st.text(max_size=200))
def test_any_text_is_borne_and_spans_are_of_the_letter(text):
    letter = "physical therapy " + text
    found = read_dosing(one_line(letter, 0, len(letter)))
    if found:
        assert 0 <= found.start < found.end <= len(letter)


def test_the_span_shows_what_was_read():
    text = "Acupuncture for the neck, 2 times a\nweek for 6 weeks, with infrared"
    found = read_dosing(one_line(text, 0, len(text)))
    assert text[found.start : found.end] == "2 times a\nweek for 6 weeks"


def test_words_of_the_heading_tell_what_a_bare_number_counts():
    line = one_line("Additional 6", 0, 12)
    assert read_dosing(line) is None
    assert read_dosing(line, "Physical therapy x 12 was the original request").value.visits == 6
