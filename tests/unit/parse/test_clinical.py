"""Facts of the clinical summary, with what is denied, planned or said of others left out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.clinical.facts import read_clinical
from imr_reports.records.clinical import NOTHING_KNOWN
from imr_reports.records.identified import Passage
from tests.growth import grows_no_faster_than_its_input

_LINES = Path(__file__).with_name("clinical.txt").read_text("utf-8").splitlines()
ROWS = [tuple(part.strip() for part in line.split("|", 2)) for line in _LINES if not line.startswith("#")]
_NOISE = (
    "46-year-old male|denies |surgery| was recommended|had surgery and was denied |Diagnoses: |1. |strain, "
)
_FRAGMENTS = [
    *_NOISE.split("|"),
    "(724.2)",
    "M54.16",
    ". The\n",
    " and ",
    "left ",
    "knee pain",
    "off work",
    "if ",
]
_FRAGMENTS += [
    "; ",
    "\n",
    "\f",
    "no ",
    "é",
    "treated for ",
    "L 4-5",
    "years old ",
    "(",
    "was ",
    "age ",
    "Dx ",
]


def read(text: str):
    return read_clinical(text, Passage(text=text, start=0, end=len(text)))


def field(name: str, text: str) -> str:
    facts, diagnoses = read(text)
    sites = [site.value for site in facts.sites]
    values = {
        "age": [str(facts.age.value)] if facts.age else [],
        "sex": [facts.sex.value] if facts.sex else [],
        "work": [facts.work_status.value] if facts.work_status else [],
        "sites": [f"{site.part}:{site.side}" if site.side else site.part for site in sites],
        "treatments": [treatment.value for treatment in facts.treatments],
        "diagnoses": [diagnosis.passage.text for diagnosis in diagnoses],
        "codes": [f"{code.value.system} {code.value.code}" for one in diagnoses for code in one.codes],
    }[name]
    return ";".join(sorted(values)) or "-"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[2]}")
def test_sentence(row):
    name, expected, text = row
    assert field(name, text) == ";".join(sorted(part.strip() for part in expected.split(";")))


def test_without_a_summary_nothing_is_known():
    assert read_clinical("HOW THE DETERMINATION WAS MADE", None) == (NOTHING_KNOWN, ())


def test_a_treatment_stands_where_it_first_took_place():
    text = "Surgery was recommended. He then underwent surgery in May."
    (treatment,) = read(text)[0].treatments
    assert treatment.start == text.rindex("surgery")


def test_the_last_status_counts():
    text = "In May he was off work. In June he was on light duty. In July he returned to full duty."
    assert field("work", text) == "full_duty"


def test_spans_are_those_of_the_letter():
    text = "Summary of the file\nThe worker is a 46-year-\nold male. Diagnoses: lumbar\nstrain (847.2)."
    start = text.index("The worker")
    facts, (diagnosis,) = read_clinical(text, Passage(text=text[start:], start=start, end=len(text)))
    assert text[facts.age.start : facts.age.end] == "46-year-\nold"
    assert diagnosis.passage.text == "lumbar\nstrain"
    (code,) = diagnosis.codes
    assert text[code.start : code.end] == "847.2"


@given(st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=5)), max_size=60).map("".join))
def test_spans_are_valid(text):
    facts, diagnoses = read(text)
    one = [stated for stated in (facts.age, facts.sex, facts.work_status) if stated]
    codes = [code for diagnosis in diagnoses for code in diagnosis.codes]
    for stated in (*one, *facts.sites, *facts.treatments, *codes):
        assert 0 <= stated.start < stated.end <= len(text)
    for diagnosis in diagnoses:
        assert text[diagnosis.passage.start : diagnosis.passage.end] == diagnosis.passage.text
    assert len({treatment.value for treatment in facts.treatments}) == len(facts.treatments)


@pytest.mark.parametrize("noise", _FRAGMENTS)
def test_time_grows_no_faster_than_the_text(noise):
    def work(length):
        read((noise * (length // len(noise) + 1))[:length])

    assert grows_no_faster_than_its_input(work, 4_000, 40_000)
