"""Names planted behind a cue never survive, whatever their origin and wherever the lines break."""

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_reports.scrub import Scrubber

NAMES = tomllib.loads((Path(__file__).parent / "planted_names.toml").read_text(encoding="utf-8"))
SURNAMES = NAMES["surnames"].split()
FIRST_NAMES = NAMES["first_names"].split()
FRAMES = [
  "He saw Dr. {last} for the knee.",
  "The plan of Dr. {first} {last} was a brace.",
  "Mr. {last} lifts boxes.",
  "Ms. {last}'s pain was 6/10.",
  "Mrs. {first} {last} came alone.",
  "Drs. {last} and {last2} agreed.",
  "Seen by {first} {last}, MD, on follow-up.",
  "The note of {first} {last}, PA-C, is short.",
  "Adjusted by {first} {last}, DC.",
  "Tested by {first} {last}, Ph.D., at length.",
  "Therapy with {first} {last}, PT, ended.",
  "Acupuncture ({last}, L.Ac.) was tried.",
  "Non-certified by {first} {last}, RN, for want of findings.",
  "A deposition was taken by {first} {last}, Esq.",
  "Per {last}, NP, the wound was dry.",
  "per {first} {last} the request was late",
  "An RFA signed by {first} {last} was read.",
  "The form was signed {last} and faxed.",
  "Employee: {first} {last}\n",
  "EMPLOYEE: {upper_last}, {upper_first}\nDATE OF INJURY: none",
  "Applicant: {last}, {first}\n",
  "Patient Name: {first} {last}\n",
  "Requesting Physician: {first} {last}, M.D.\n",
  "Interpreter: {first} {last}\n",
  "The injured worker, {first} {last}, is a 44-year-old cook.",
  "{first} {last} is a 52 year old driver.",
  "{first} {last}, 38, picks grapes.",
  "The applicant, {first} {last}, appealed.",
  "Her husband {first} cooks.",
  "His daughter, {first}, drives him.",
  "her brother ({first}) interprets",
  "The nurse, {first} {last}, called.",
  "therapist {last} charted two visits",
  "adjuster {first} {last} approved it",
  "The attorney, {first} {last}, objected.",
  "The applicant appealed through {first} {last}.",
  "Emergency contact: {first} {last}\n",
  "cc: {first} {last}\n",
  "Sincerely,\n\n{first} {last}, MD\nMedical Director",
  "In {last}'s note the grip was weak.",
]  # fmt: skip


@lru_cache(maxsize=1)
def scrubber() -> Scrubber:
    return Scrubber()


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    frame=st.sampled_from(FRAMES),
    last=st.sampled_from(SURNAMES),
    last2=st.sampled_from(SURNAMES),
    first=st.sampled_from(FIRST_NAMES),
    broken=st.booleans(),
)
def test_a_name_behind_a_cue_never_survives(
    frame: str, last: str, last2: str, first: str, broken: bool
) -> None:
    if broken:
        frame = frame.replace("{first} {last}", "{first} \n{last}")
    values = {
        "first": first,
        "last": last,
        "last2": last2,
        "upper_first": first.upper(),
        "upper_last": last.upper(),
    }
    text = "Norco was continued. " + frame.format(**values) if frame[0] != "E" else frame.format(**values)
    output = scrubber().scrub_text(text).text.lower()
    planted = [values[key].lower() for key in values if "{" + key + "}" in frame]
    assert [name for name in planted if name in output] == []


@settings(max_examples=60, deadline=None)
@given(last=st.sampled_from(SURNAMES), first=st.sampled_from(FIRST_NAMES))
def test_a_name_announced_once_is_gone_everywhere(last: str, first: str) -> None:
    text = (
        f"Dr. {first} {last} operated. {last}'s note is brief. Later {last.upper()} wrote again, and {first} "
        f"called. The letter of {first[0]}. {last} adds nothing."
    )
    output = scrubber().scrub_text(text).text.lower()
    assert last.lower() not in output
    assert first.lower() not in output
