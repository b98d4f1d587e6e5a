"""The scrubber as the pipeline uses it: whole letters and whole cases."""

import itertools
import socket
from dataclasses import asdict
from datetime import date

import pytest
from presidio_analyzer import EntityRecognizer

from imr_reports.records.coded import Basis, Decision, GuidelineSource, LetterFormat, Priority, Work
from imr_reports.records.identified import (
    Citation,
    CitedSection,
    GuidelineStatement,
    IdentifiedCase,
    Issue,
    Letter,
    Medium,
    Passage,
)
from imr_reports.records.limited import EntityType
from imr_reports.records.services import Service
from imr_reports.records.stated import Stated
from imr_reports.scrub import Scrubber
from imr_reports.scrub.engine import all_recognizers

TEXT = (
    "Case Number: CM15-0012345\r\n"
    "Decision Date: 3/31/2015\r\n"
    "The worker, Mr. Hallvard Quistgaard, fell on 11-22-\r\n13 in the yard. Pain is 7/10. His aunt is a\r\n"
    "93-year-old. Call 415-555-0123.\r\n"
    "Norco 10/325 #60: Upheld\r\n"
    "MTUS 2009, Section(s): Opioids, as read on 4/5/2014. Page(s): 74-96.\r\n"
    "Mr. Quistgaard takes Norco 10/325; strength is 4/5 at L5-S1.\r\n"
)


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber()


def passage(part: str) -> Passage:
    start = TEXT.index(part)
    return Passage(text=part, start=start, end=start + len(part))


@pytest.fixture(scope="module")
def case() -> IdentifiedCase:
    work = Work(source=GuidelineSource.MTUS, title="Chronic Pain Medical Treatment", edition="2009")
    citation = Citation(
        work=work,
        sections=(CitedSection(passage=passage("Opioids, as read on 4/5/2014")),),
        pages=tuple(Stated(value=page, start=0, end=1) for page in ("74-96", "7 Elm St")),
        start=TEXT.index("MTUS"),
        end=TEXT.index("Page"),
    )
    issue = Issue(
        sequence=1,
        request=passage("Norco 10/325 #60"),
        disputed_item=passage("Norco 10/325 #60"),
        was_partly_authorized=False,
        decision=Decision.UPHELD,
        claims_administrator=GuidelineStatement(passage=None, basis=Basis.NONE_CITED),
        reviewer=GuidelineStatement(
            passage=passage("MTUS 2009, Section(s): Opioids, as read on 4/5/2014"),
            basis=Basis.MTUS,
            citations=(citation,),
        ),
        rationale=passage("Mr. Quistgaard takes Norco 10/325; strength is 4/5 at L5-S1."),
        service=Service(category="Pharmaceuticals"),
    )
    return IdentifiedCase(
        letter=Letter(text=TEXT, medium=Medium.TEXT, digest="0" * 64),
        format=LetterFormat.STANDARD,
        case_number=passage("CM15-0012345"),
        priority=Stated(value=Priority.STANDARD, start=0, end=1),
        decided=Stated(value=date(2015, 3, 31), start=42, end=51),
        assigned=None,
        received=None,
        ur_denial=None,
        injury=None,
        latest_date=Stated(value=date(2015, 3, 31), start=42, end=51),
        reviewer_specialties=(),
        specialty_codes=("Pain Medicine",),
        reviewer_states=(Stated(value="California", start=0, end=1),),
        summary=passage(TEXT[TEXT.index("The worker") : TEXT.index("Norco")]),
        issues=(issue,),
    )


def test_a_letter_is_scrubbed_and_its_clinical_words_stay(scrubber: Scrubber) -> None:
    text = scrubber.scrub_text(TEXT).text
    assert text == (
        "Case Number: [identifier]\r\n"
        "Decision Date: [date 2015]\r\n"
        "The worker, Mr. [patient], fell on [date 2013] in the yard. Pain is 7/10. His aunt is a\r\n"
        "90+-year-old. Call [contact].\r\n"
        "Norco 10/325 #60: Upheld\r\n"
        "MTUS 2009, Section(s): Opioids, as read on [date 2014]. Page(s): 74-96.\r\n"
        "Mr. [patient] takes Norco 10/325; strength is 4/5 at L5-S1.\r\n"
    )


def test_findings_index_the_text_as_read(scrubber: Scrubber) -> None:
    findings = scrubber.find(TEXT)
    found = [(f.entity_type.value, TEXT[f.start : f.end]) for f in findings]
    assert ("DATE", "11-22-\r\n13") in found
    assert ("NAME", "Hallvard Quistgaard") in found
    assert all(first.end <= second.start for first, second in itertools.pairwise(findings))


def test_scrubbing_twice_changes_nothing(scrubber: Scrubber) -> None:
    once = scrubber.scrub_text(TEXT).text
    again = scrubber.scrub_text(once)
    assert again.text == once
    assert again.findings == ()


def test_a_case_leaves_with_scrubbed_passages_and_coded_fields(
    scrubber: Scrubber, case: IdentifiedCase
) -> None:
    limited = scrubber.scrub_case(case, "r1")
    (issue,) = limited.issues
    assert limited.reference == "r1"
    assert limited.decided == date(2015, 3, 31)
    assert limited.summary.startswith("The worker, Mr. [patient], fell on [date 2013] in the yard.")
    assert issue.disputed_item == "Norco 10/325 #60"
    assert issue.rationale == "Mr. [patient] takes Norco 10/325; strength is 4/5 at L5-S1."
    assert issue.claims_administrator_guideline == ""
    (section,) = issue.reviewer_citations[0].sections
    assert (section.text, section.name) == ("Opioids, as read on [date 2014]", "")
    assert limited.reviewer_states == ("California",)
    assert limited.findings[EntityType.NAME] == 2


def test_no_identifier_of_the_letter_is_anywhere_in_the_limited_case(
    scrubber: Scrubber, case: IdentifiedCase
) -> None:
    everything = str(asdict(scrubber.scrub_case(case, "r1")))
    for leak in ("CM15", "0012345", "Quistgaard", "Hallvard", "555-0123", "11-22", "4/5/2014", "93-year"):
        assert leak not in everything


def test_a_page_that_is_no_page_does_not_leave(scrubber: Scrubber, case: IdentifiedCase) -> None:
    (issue,) = scrubber.scrub_case(case, "r1").issues
    assert issue.reviewer_citations[0].pages == ("74-96",)


def test_every_recognizer_is_a_presidio_recognizer_of_our_entities() -> None:
    known = {entity.value for entity in EntityType}
    for recognizer in all_recognizers():
        assert isinstance(recognizer, EntityRecognizer)
        assert set(recognizer.supported_entities) <= known


def test_scrubbing_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("the network is closed")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert "[contact]" in Scrubber().scrub_text("mail to jo@clinic.example").text


def test_an_empty_text_has_no_findings(scrubber: Scrubber) -> None:
    assert scrubber.find("") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The balm holds Menthol 4%, Camphor 3% and wax.",
        "Where burning pain lasts, Gabapentinoids are tried before anything else.",
        "The reviewer turned to the newest text (ODG), Head chapter, on dizziness.",
        "The heart society wrote on Care for Noncardiac Surgery.",
        "She asked for EMDR and biofeedback after the robbery.",
        "The rule of the California Department of Public Health and Washington State Department of Labor and "
        "Industries asks for less.",
    ],
)
def test_words_of_the_subject_and_authors_of_guidelines_stay(scrubber, sentence):
    assert scrubber.scrub_text(sentence).text == sentence


@pytest.mark.parametrize(
    ("sentence", "lost"),
    [
        ("He was seen by Dr. Camphor on a weekday.", "Camphor"),
        ("A letter by Ms. Head came late.", "Head"),
        ("He works for the California Department of Public Health as a cook.", "Public Health"),
        ("Employer: California Department of Industrial Relations\nShe is a cook.", "Industrial"),
    ],
)
def test_the_same_words_go_where_a_person_or_an_employer_is_meant(scrubber, sentence, lost):
    assert lost not in scrubber.scrub_text(sentence).text
