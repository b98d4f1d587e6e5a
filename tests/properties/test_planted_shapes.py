"""Planted dates, contacts and identifiers never come out, and scrubbing twice changes nothing."""

import itertools
import re
import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.records.limited import Finding
from imr_reports.scrub.apply import PLACEHOLDER, apply_findings
from imr_reports.scrub.engine import build_analyzer, structured_recognizers
from imr_reports.scrub.findings import resolve

ANALYZER = build_analyzer(structured_recognizers())
TYPES = ["DATE", "AGE", "CONTACT", "ID"]
FRAMES = (
    "The applicant was seen on {} and rated pain 7/10.",
    "Records of {} show 4/5 strength at L5-S1.",
    "He stopped Norco 10/325 ({}), then rested.",
    "MRI, {}: a 3 mm bulge.",
    "Dated {}\r\nNext line 2 x 4 weeks.",
)


def find(text: str) -> tuple[Finding, ...]:
    results = ANALYZER.analyze(text=text, language="en", entities=TYPES)
    return resolve(text, results, (match.span() for match in PLACEHOLDER.finditer(text)))


def scrub(text: str) -> str:
    return apply_findings(text, find(text))


days = st.dates(date(1940, 1, 1), date(2029, 12, 31))
breaks = st.sampled_from(["", "", "", "\n", " ", "\r\n"])


@st.composite
def written_dates(draw: st.DrawFn) -> str:
    day = draw(days)
    separator = draw(st.sampled_from("/-"))
    month, number = draw(
        st.sampled_from([(f"{day.month}", f"{day.day}"), (f"{day.month:02}", f"{day.day:02}")])
    )
    year = draw(st.sampled_from([f"{day.year}", f"{day.year % 100:02}"]))
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    long, short = day.strftime("%B"), day.strftime("%b")
    return draw(
        st.sampled_from(
            [
                f"{month}{separator}{number}{separator}{draw(breaks)}{year}",
                f"{day.year}-{day.month:02}-{day.day:02}",
                f"{day.day}.{day.month}.{day.year}",
                f"{long} {day.day}, {day.year}",
                f"{long} {day.day}{ordinal}, {day.year}",
                f"{short}. {day.day} {day.year}",
                f"{day.day} {long} {day.year}",
                f"{day.day}{ordinal} of {long}, {day.year}",
                f"{day.day:02}{short.upper()}{day.year}",
                f"{day.day}-{short}-{day.year % 100:02}",
                f"{long} of {day.year}",
                f"{long.upper()} {day.day}, {day.year}",
                f"{day.month}/{day.year}",
                f"{short} '{day.year % 100:02}",
            ]
        )
    )


area = st.integers(201, 989).filter(lambda number: number % 100 != 11)


@st.composite
def written_contacts(draw: st.DrawFn) -> str:
    code, line = draw(area), f"{draw(st.integers(0, 9999)):04}"
    exchange = draw(st.integers(201, 999))
    local = draw(st.text(string.ascii_lowercase, min_size=2, max_size=8))
    host = draw(st.text(string.ascii_lowercase, min_size=3, max_size=9))
    return draw(
        st.sampled_from(
            [
                f"({code}) {exchange}-{line}",
                f"{code}-{exchange}-{draw(breaks)}{line}",
                f"{code}.{exchange}.{line}",
                f"1-{code}-{exchange}-{line} x{line}",
                f"{code} {exchange} {line}",
                f"{local}@{host}.example",
                f"{local}.{host}73@mail.{host}.com",
                f"{local} at {host} dot com",
                f"www.{host}{local}.example/{local}",
                f"https://{host}.example/{local}?id={line}",
                f"198.51.100.{code % 256}",
            ]
        )
    )


@st.composite
def written_identifiers(draw: st.DrawFn) -> str:
    digits = draw(st.text(string.digits, min_size=7, max_size=7)).replace("0000000", "0000417")
    letters = draw(st.text("BCDFGHJKMNPRTVWX", min_size=3, max_size=3))
    return draw(
        st.sampled_from(
            [
                f"case CM15-{digits}",
                f"claim number {letters}-{digits}",
                f"Claim No.: {digits[:3]} {digits[3:5]} {digits[5:]}",
                f"SSN {digits[:3]}-{digits[3:5]}-{digits[3:]}",
                f"MRN {digits}",
                f"ADJ{digits}",
                f"policy # {letters}{digits}-01",
                f"chart no. {digits[:2]}-{digits[2:4]}-{digits[4:6]}",
                f"serial number {letters}{digits}H",
                f"license no. A{digits[:6]}",
                f"NPI 1{digits}09",
                f"Rx# {digits}",
                f"account number {digits[:4]}-{digits}",
                f"{letters}-{digits[:4]}-{digits[2:]}",
            ]
        )
    )


def survivors(planted: str, scrubbed: str, frame: str) -> set[str]:
    """Digit runs of two or more, and words with a digit, that are in the plant and not in the frame."""
    left = set(re.findall(r"\d{2,}", scrubbed)) - set(re.findall(r"\d{2,}", frame))
    year = re.search(r"\[date (\d{4})\]", scrubbed)
    return {run for run in left if run in planted} - ({year[1]} if year else set())


@settings(max_examples=300, deadline=None)
@given(written_dates(), st.sampled_from(FRAMES))
def test_a_planted_date_never_survives(planted: str, frame: str) -> None:
    scrubbed = scrub(frame.format(planted))
    assert survivors(planted, scrubbed, frame) == set()
    for month in re.findall(r"[A-Za-z]{3,}", planted):
        assert month not in scrubbed
    assert all(kept in scrubbed for kept in re.findall(r"7/10|4/5|L5-S1|10/325|3 mm|2 x 4", frame))


@settings(max_examples=300, deadline=None)
@given(written_contacts(), st.sampled_from(FRAMES))
def test_a_planted_contact_never_survives(planted: str, frame: str) -> None:
    scrubbed = scrub(frame.format(f"(call {planted})"))
    assert survivors(planted, scrubbed, frame) == set()
    assert re.sub(r"\W", "", planted) not in re.sub(r"\W", "", scrubbed)


@settings(max_examples=300, deadline=None)
@given(written_identifiers(), st.sampled_from(FRAMES))
def test_a_planted_identifier_never_survives(planted: str, frame: str) -> None:
    assert survivors(planted, scrub(frame.format(planted)), frame) == set()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(written_dates(), written_contacts(), written_identifiers()), max_size=4),
    st.sampled_from(FRAMES),
)
def test_scrubbing_twice_changes_nothing(planted: list[str], frame: str) -> None:
    once = scrub(" ".join(frame.format(plant) for plant in planted))
    assert scrub(once) == once


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789/-. \nMayJune@LCS#:()", max_size=60))
def test_any_text_gives_valid_findings(text: str) -> None:
    findings = find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    assert all(first.end <= second.start for first, second in itertools.pairwise(findings))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\f", "\t"])
def test_offsets_index_the_text_as_read(ends: str) -> None:
    text = f"Case Number:{ends}CM15-0012345{ends}Decision Date:{ends}3/4/2015{ends}"
    assert [text[f.start : f.end] for f in find(text)] == ["CM15-0012345", "3/4/2015"]
