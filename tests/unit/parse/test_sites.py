"""Body parts and their sides in the words of requests."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.passages import one_line
from imr_reports.parse.sites import read_sites
from imr_reports.vocabulary.clinical.body_parts import axial_parts, body_parts, body_phrases
from tests.growth import grows_no_faster_than_its_input

_TABLE = Path(__file__).with_name("sites.csv").read_text("utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in _TABLE if not line.startswith("#")))
_FRAGMENTS = [
    "left",
    "Right ",
    "bil.",
    "(L)",
    "knee",
    "L4",
    "-5",
    " L 3/4",
    "shoulder, ",
    "and ",
    "C7-T1",
    "é",
    "\n\n",
]


def named(text: str) -> str:
    sites = [stated.value for stated in read_sites(one_line(text, 0, len(text)))]
    return ";".join(f"{site.part}:{site.side}" if site.side else site.part for site in sites)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["request"])
def test_request(row):
    assert sorted(named(row["request"]).split(";")) == sorted(row["sites"].split(";"))


def test_order_is_that_of_the_request():
    assert named("right wrist, left hip and neck") == "wrist:right;hip:left;cervical spine"


def test_a_site_spans_its_words_in_the_letter():
    text = "12 visits of therapy for the right\n  knee, then rest"
    (site,) = read_sites(one_line(text, 0, len(text)))
    assert text[site.start : site.end] == "right\n  knee"


@pytest.mark.parametrize("phrase", ["knee", "rotator cuff", "low back"])
def test_case_and_hyphens_do_not_matter(phrase):
    assert named(phrase.upper()) == named(phrase.replace(" ", "-")) == named(phrase) != ""


def test_every_part_can_be_named():
    reached = {part.part for _, word in body_phrases() for part in word.parts}
    assert reached == set(body_parts())
    assert axial_parts() - {"back"} <= reached


@given(st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=5)), max_size=40).map("".join))
def test_spans_are_valid_and_parts_known(text):
    sites = read_sites(one_line(text, 0, len(text)))
    assert len({site.value.part for site in sites}) == len(sites)
    for site in sites:
        assert 0 <= site.start < site.end <= len(text)
        assert site.value.part in body_parts()


@pytest.mark.parametrize(
    "noise", ["left ", "left knee ", "L4-", "right (", "knee and ", "- / ", "L 4 ", "c "]
)
def test_time_grows_no_faster_than_the_text(noise):
    def work(length):
        read_sites(one_line(noise * (length // len(noise)), 0, length))

    assert grows_no_faster_than_its_input(work, 10_000, 200_000)
