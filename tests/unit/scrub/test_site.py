"""A site's lists catch its people and clinics as letters write them, and let its own terms pass."""

from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.site import SiteClinic, SiteLists
from imr_reports.scrub import Scrubber
from imr_reports.scrub.site import KnownClinics, KnownPhysicians, person_of
from imr_reports.scrub.site_lists import CLINICS, PHYSICIANS, SAFE_TERMS, read_site_lists
from imr_reports.scrub.words import read_words

PEOPLE = KnownPhysicians(
    [
        "Jane Q. Vostrikzen, M.D.",
        "HARGREAVES-OLT, TOMASZ",
        "Robert Page MD",
        "Ng, Lan",
        "Dr. Ludo van der Quist",
    ]
)
PLACES = KnownClinics(
    [
        SiteClinic(name="Brightmere Pain and Spine Institute, Inc.", abbreviations=("BPSI", "Brightmere")),
        SiteClinic(name="Valley Pain Clinic"),
    ]
)


def caught(recognizer: KnownPhysicians | KnownClinics, text: str) -> list[str]:
    return [text[r.start : r.end] for r in recognizer.analyze(text, [])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a note of Jane Vostrikzen, dated", ["Jane Vostrikzen"]),
        ("a note of Jane Q. Vostrikzen", ["Jane Q. Vostrikzen"]),
        ("VOSTRIKZEN, JANE Q. wrote", ["VOSTRIKZEN, JANE Q."]),
        ("jane vostrikzen saw him", ["jane vostrikzen"]),
        ("J. Vostrikzen and JQ Vostrikzen", ["J. Vostrikzen", "JQ Vostrikzen"]),
        ("Vostrikzen's plan", ["Vostrikzen"]),
        ("the vostrikzen note", ["vostrikzen"]),
        ("Tomasz \nHargreaves-Olt", ["Tomasz \nHargreaves-Olt"]),
        ("HARGREAVES-OLT WROTE", ["HARGREAVES-OLT"]),
        ("Ludo Van der Quist", ["Ludo Van der Quist"]),
        ("He told Page to rest. Page 12 of a page says so.", ["Page"]),
        ("Robert Page wrote", ["Robert Page"]),
        ("An NG tube; Lan Ng wrote", ["Lan Ng"]),
        ("Vostrikzen JQ, Roe A, et al. 2014", []),
        ("MAXIMUS guideline: Vostrikzen 2009 was cited.", []),
    ],
)
def test_a_known_physician_is_caught_in_every_usual_form(text: str, names: list[str]) -> None:
    assert caught(PEOPLE, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "at the Brightmere Pain & Spine Institute, Inc., today",
            ["Brightmere Pain & Spine Institute, Inc"],
        ),
        ("BRIGHTMERE PAIN AND SPINE INSTITUTE", ["BRIGHTMERE PAIN AND SPINE INSTITUTE"]),
        ("at brightmere pain and spine institute", ["brightmere pain and spine institute"]),
        ("sent by BPSI and B.P.S.I. today", ["BPSI", "B.P.S.I."]),
        ("the bpsi", []),
        ("care at Brightmere began", ["Brightmere"]),
        ("Valley Pain Clinic gave", ["Valley Pain Clinic"]),
        ("valley pain; clinic", []),
    ],
)
def test_a_known_clinic_is_caught_by_name_and_abbreviation(text: str, names: list[str]) -> None:
    assert caught(PLACES, text) == names


@pytest.mark.parametrize(
    ("entry", "given", "surname"),
    [
        ("Roe, Jane", ("jane",), ("roe",)),
        ("Dr. Jane A. Roe, MD, QME", ("jane", "a"), ("roe",)),
        ("Jane Roe-Doe Jr., M.D.", ("jane",), ("roe", "doe")),
        ("Ana de la Vega", ("ana",), ("de", "la", "vega")),
        ("Roe", (), ("roe",)),
    ],
)
def test_an_entry_is_read_in_any_order(entry: str, given: tuple[str, ...], surname: tuple[str, ...]) -> None:
    assert person_of(entry) == (given, surname)


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    terms = frozenset({"zorblax", "quendimar protocol"})
    return Scrubber(SiteLists(digest="d", physicians=("Amy Zorblaxter",), safe_terms=terms))


@pytest.mark.parametrize(
    "text",
    [
        "The Zorblax unit was used.",
        "He followed the Quendimar protocol.",
        "He followed the Quendimar\nprotocol.",
    ],
)
def test_a_safe_term_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub_text(text).text == text
    assert Scrubber().scrub_text(text).text != text, "without the list it goes"


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Zorblax wrote. The Zorblax unit was used.",
        "dr zorblax wrote",
        "Jim Zorblax, MD, said that Zorblax helps.",
        "Employee: ZORBLAX, JIM\n\nZorblax has pain.",
        "It was Quendimar who wrote.",
        "Zorblaxter wrote.",
    ],
)
def test_a_safe_term_never_excuses_a_person(scrubber: Scrubber, text: str) -> None:
    scrubbed = scrubber.scrub_text(text).text.lower()
    assert "zorblax" not in scrubbed
    assert "quendimar" not in scrubbed


def test_a_term_that_somebody_in_the_letter_bears_passes_nowhere(scrubber: Scrubber) -> None:
    text = "Dr. Zorblax wrote of the Quendimar protocol. The Zorblax unit was used."
    scrubbed = scrubber.scrub_text(text).text
    assert "Zorblax" not in scrubbed
    assert "of the Quendimar protocol." in scrubbed


def lists(folder: Path, **contents: bytes) -> SiteLists:
    for name, content in contents.items():
        (folder / {"physicians": PHYSICIANS, "clinics": CLINICS, "terms": SAFE_TERMS}[name]).write_bytes(
            content
        )
    return read_site_lists(folder)


def test_files_are_read_with_comments_and_any_line_ends(tmp_path: Path) -> None:
    found = lists(
        tmp_path,
        physicians=b"\xef\xbb\xbf# ours\r\nJane  Roe, MD # she\r\n\r\n",
        clinics="Pe\u00f1a Rehab = PRC, Pe\u00f1a\n".encode(),
        terms=b"Zorblax\nQUENDIMAR  protocol",
    )
    assert found.physicians == ("Jane Roe, MD",)
    assert found.clinics == (SiteClinic(name="Pe\u00f1a Rehab", abbreviations=("PRC", "Pe\u00f1a")),)
    assert found.safe_terms == {"zorblax", "quendimar protocol"}


def test_the_digest_follows_the_entries_and_nothing_else(tmp_path: Path) -> None:
    first = lists(tmp_path, terms=b"zorblax\nquendimar\n").digest
    assert lists(tmp_path, terms=b"# new\nquendimar\nzorblax").digest == first
    assert lists(tmp_path, terms=b"zorblax\n").digest != first
    assert lists(tmp_path, terms=b"zorblax\nquendimar\n", clinics=b"Zorblax Rehab").digest != first


@pytest.mark.parametrize(
    "term",
    [
        "12345",
        "form 10-204",
        "3/14",
        "14 March",
        "May 3rd",
        "a@example.com",
        "www.example.com",
        "x",
        "- -",
        "z" * 81,
        "Gonzalez",
        "jennifer",
        "Jennifer Gonzalez",
        "J. Gonzalez",
        "Dr. Soma",
        "(916) 555-0100",
    ],
)
def test_a_dangerous_safe_term_is_refused_by_line_and_never_quoted(tmp_path: Path, term: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        lists(tmp_path, terms=f"zorblax\n# note\n{term}\n".encode())
    assert str(refused.value).startswith("safe-terms.txt, line 3: ")
    assert len(term) < 2 or term.lower() not in str(refused.value).lower()


@pytest.mark.parametrize("term", ["hope", "Phalen", "page", "RFA 12", "X50 brace", "may", "Gonzalez brace"])
def test_words_with_another_meaning_can_be_safe_terms(tmp_path: Path, term: str) -> None:
    assert lists(tmp_path, terms=term.encode()).safe_terms == {term.lower()}


@pytest.mark.parametrize(
    "contents",
    [
        {"physicians": b"Jane Roe 12"},
        {"physicians": b"A"},
        {"physicians": b"Pe\xf1a"},
        {"physicians": b"J. Q."},
        {"clinics": b"Rehab = P"},
        {"clinics": b"Zorblax Rehab = MRI"},
        {"clinics": b"= ZR"},
        {"clinics": b"Claims Administrator"},
        {"clinics": b"MAXIMUS Federal Services"},
        {"clinics": b"Zorblax Rehab = Claims Administrator"},
        {"clinics": b"Plaquenil"},
        {"physicians": b"The"},
        {"physicians": b"The Medical"},
        {"physicians": b"Medical Necessary"},
        {"physicians": b"Plaquenil"},
        {"physicians": b"Plaquenil, MD"},
    ],
)
def test_an_entry_that_can_not_be_used_is_refused(tmp_path: Path, contents: dict[str, bytes]) -> None:
    with pytest.raises(ConfigurationError, match=r"^known-\w+\.txt, line 1: "):
        lists(tmp_path, **contents)


@pytest.mark.parametrize(
    "contents",
    [
        {"clinics": b"Valley Pain Clinic = VPC"},
        {"clinics": b"Pain Clinic"},
        {"clinics": b"Example Spine Institute, Inc."},
        {"physicians": b"Robert Page MD"},
        {"physicians": b"Page"},
        {"physicians": b"J. Steel"},
        {"physicians": b"Jane Necessary"},
        {"physicians": b"Ng"},
        {"physicians": b"Will Will"},
        {"physicians": b"Do, An"},
        {"physicians": b"Long"},
    ],
)
def test_names_with_another_meaning_are_taken(tmp_path: Path, contents: dict[str, bytes]) -> None:
    found = lists(tmp_path, **contents)
    assert found.physicians or found.clinics


@pytest.mark.parametrize(
    "name", ["known_physicians.txt", "Safe-Terms.TXT", "centers.txt", "known-clinics.csv"]
)
def test_a_list_that_would_be_passed_over_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"Zorblax")
    with pytest.raises(ConfigurationError, match="further files that look like lists") as refused:
        lists(tmp_path, terms=b"zorblax")
    assert name not in str(refused.value)
    (tmp_path / name).rename(tmp_path / "notes.md")
    assert lists(tmp_path, terms=b"zorblax").safe_terms == {"zorblax"}


def test_a_missing_folder_or_one_without_lists_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(ConfigurationError, match="--site"):
            read_site_lists(folder)


def test_ten_thousand_entries_cost_a_letter_nothing_to_speak_of() -> None:
    # Every entry shares its first letters with the text's words; only the index by word tells them apart.
    names = [
        f"Zo{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}lax Vostrikzen"
        for i in range(10_000)
    ]
    text = "The pain of Vostrikzen is worse. " * 200
    assert len(caught(KnownPhysicians(names), text)) == 200
    assert len(read_words(text)) == 1_200
