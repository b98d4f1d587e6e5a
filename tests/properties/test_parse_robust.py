"""Whatever is done to a letter: only a refusal comes of it, spans hold, and time grows with the text."""

# ruff: noqa: E501 (words of the form read better unbroken)

import random
import re
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.errors import UnreadLetterError
from imr_reports.ingest import read_letter
from imr_reports.parse import parse_letter, split_letters
from imr_reports.records.coded import QualityCode
from imr_reports.records.identified import IdentifiedCase, Letter
from tests.invented_letters import HEAD, TABLE, block, letter

STORY = (
    "Therapy, 12 visits was the original request. Therapy, 4 visits was authorized by the Claims Administrator. "
    "The remaining IMR eligible portion of the original request, Therapy, 8 visits is: Upheld"
)
PLAIN = TABLE + HEAD + block("Cane: Upheld") + block("Brace: Overturned") + block(STORY)
GOLDEN = Path(__file__).parents[1] / "golden" / "parse"
LETTERS = [*(file.read_bytes().decode("utf-8") for file in sorted(GOLDEN.glob("*.txt"))), PLAIN]

letters = st.sampled_from(LETTERS)
places = st.integers(0, 6_000)


def cases(whole: Letter) -> Iterator[IdentifiedCase]:
    """Every case that a text gives; a refusal gives none."""
    for one in split_letters(whole):
        try:
            yield parse_letter(one, undecided=True)
        except UnreadLetterError:
            continue


def check(text: str) -> None:
    """Read a text and look at all that came of it."""
    whole = letter(text)
    assert "".join(part.text for part in split_letters(whole)) == text
    for case in cases(whole):
        _check_spans(case, case.letter.text)
        assert [issue.sequence for issue in case.issues] == list(range(1, len(case.issues) + 1))
        assert len(case.specialty_codes) == len(case.reviewer_specialties)
        assert (QualityCode.NO_ISSUES in {found.code for found in case.quality}) is not bool(case.issues)
        for issue in case.issues:
            assert issue.request.start <= issue.disputed_item.start
            assert issue.disputed_item.end <= issue.request.end


def _check_spans(value: object, text: str) -> None:
    """Everything that says where it stands does stand there, however deep in the record."""
    if isinstance(value, (tuple, list)):
        for one in value:
            _check_spans(one, text)
    if not is_dataclass(value) or isinstance(value, Letter):
        return
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    if isinstance(start, int) and isinstance(end, int):
        assert 0 <= start <= end <= len(text), type(value)
        written = getattr(value, "text", None)
        if isinstance(written, str):
            assert text[start:end] == written != ""
    for field in fields(value):
        _check_spans(getattr(value, field.name), text)


@given(letters, places, places)
@settings(max_examples=150, deadline=None)
def test_cut(text: str, start: int, length: int) -> None:
    check(text[:start] + text[start + length :])


@given(letters, letters, places, places)
@settings(max_examples=80, deadline=None)
def test_glued(one: str, other: str, end: int, start: int) -> None:
    check(one[:end] + other[start:])


@given(letters, st.integers(15, 120), st.sampled_from(["\n", " \n", "\r\n", "\f", "\n\n"]))
@settings(max_examples=60, deadline=None)
def test_wrapped(text: str, width: int, line_end: str) -> None:
    check(line_end.join(textwrap.wrap(text, width, break_on_hyphens=False)))


@given(letters, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_pages_in_any_order(text: str, rnd: random.Random) -> None:
    pages = text.replace("\n\n", "\n\f").split("\f")
    rnd.shuffle(pages)
    check("\f".join(pages))


@given(
    letters,
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]),
    st.sampled_from(["latin-1", "cp1252", "cp437", "utf-16-be"]),
)
@settings(max_examples=40, deadline=None)
def test_wrong_encodings(text: str, written: str, read: str) -> None:
    data = text.encode(written, "replace").decode(read, "replace").encode("utf-8", "surrogatepass")
    try:
        check(read_letter(data).text)
    except UnreadLetterError:
        return


@given(
    letters, st.lists(places, max_size=8), st.text(st.sampled_from("\n\f\r :.,()-1Aé\x00\xa0⟦"), max_size=6)
)
@settings(max_examples=150, deadline=None)
def test_noise_within(text: str, at: list[int], noise: str) -> None:
    for place in at:
        text = text[:place] + noise + text[place:]
    check(text)


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text(text: str) -> None:
    check(text)
    check(f"IMR ISSUES, DECISIONS AND RATIONALES{text}: Upheld\nClaims Administrator guideline:{text}")


# How scanners misread the form's own words.
CONFUSED = {
    "O": "0",
    "o": "0",
    "I": "l1|",
    "l": "1I|",
    "i": "l1",
    "S": "5",
    "B": "8",
    "m": ["rn"],
    " ": ["", "  "],
}
FORM = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE", "CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES",
    "Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:", "Case Number:", "Date Assigned:",
    "Date of Injury:", "Decision Date:", "UR Denial Date:", "Priority:", "Application Received:", ": Upheld",
    ": Overturned", "State(s) of Licensure:", "Certification(s)/Specialty:", "the original request",
    "remaining IMR eligible portion",
)  # fmt: skip


def facts(text: str) -> tuple[object, ...]:
    case = parse_letter(letter(text))
    dates = (case.decided, case.assigned, case.received, case.ur_denial, case.injury)
    return (
        case.format,
        [day.value for day in dates if day],
        case.priority and case.priority.value,
        case.specialty_codes,
        [state.value for state in case.reviewer_states],
        case.summary.text if case.summary else None,
        [(issue.decision, issue.was_partly_authorized, issue.disputed_item.text) for issue in case.issues],
        [issue.rationale.text if issue.rationale else None for issue in case.issues],
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_a_scanner_s_slips_in_the_form_s_words_change_nothing(rnd: random.Random) -> None:
    def misread(match: re.Match[str]) -> str:
        return "".join(
            rnd.choice(CONFUSED[sign]) if sign in CONFUSED and rnd.random() < 0.08 else sign
            for sign in match.group()
        )

    text = re.sub("|".join(map(re.escape, FORM)), misread, PLAIN)
    assert facts(text) == facts(PLAIN)


LINES: dict[str, Callable[[str], str]] = {
    "letter-spaced headings": lambda text: re.sub(
        "[A-Z ,]{15,}\n", lambda found: " ".join(found.group()), text
    ),
    "a heading wrapped over two pages": lambda text: text.replace("DECISIONS AND", "DECISIONS\n\n3\n\fAND"),
    "a title wrapped over two pages": lambda text: text.replace(
        "CLINICAL CASE SUMMARY",
        "Clinical Case\nFinal Determination Letter for IMR Case Number CM16-9900001 2\n\fSummary",
    ),
    "a lost letter in a heading": lambda text: text.replace("RATIONALES", "RATONALES").replace(
        "CLINICAL", "CLNICAL"
    ),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a blank that does not break": lambda text: text.replace(" ", "\xa0"),
    "glued words of the form": lambda text: text.replace("Claims Administrator g", "ClaimsAdministratorg"),
    "mojibake": lambda text: read_letter(text.encode()).text,
}


@pytest.mark.parametrize("name", LINES)
def test_how_the_form_is_set_changes_nothing(name: str) -> None:
    def plain(value: object) -> str:
        return re.sub(r"\s+", " ", str(value).replace("\\r", " ").replace("\\n", " ").replace("\\xa0", " "))

    assert plain(facts(LINES[name](PLAIN))) == plain(facts(PLAIN))


SMALL, LARGE = 5_000, 5_000_000
NOISE = {
    "colons": ": ",
    "labels": "Claims Administrator guideline: ",
    "decisions": "x: Upheld\nMAXIMUS guideline: ",
    "necessity": "is not medically necessary ",
    "dates": "1/1/2 May 2015 ",
    "blanks": "\n ",
    "capitals": "IMRISSUES",
    "headings": "\nCLINICAL CASE SUMMARY\n",
    "determinations": "MAXIMUS Federal Services, Inc. has determined the request for ",
    "reviewers": "The expert reviewer is Board Certified in a, has a subspecialty in b and ",
    "stories": "was the original request. remaining IMR eligible portion of the original request, ",
    "words of a request": "Norco 10/325mg #60, 12 visits of therapy for the left knee, ",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NOISE)
def test_time_for_a_kilobyte_is_the_same_in_five_megabytes(name: str) -> None:
    """A ratio, not a time: the machine's speed falls out, and a busy moment gets a second and a third chance."""

    def seconds_a_character(size: int) -> float:
        noise = (NOISE[name] * (size // len(NOISE[name]) + 1))[:size]
        text = f"{TABLE}{HEAD}{noise}\n\n{block('Cane: Upheld')}"
        begin = time.process_time()
        list(cases(letter(text)))
        return (time.process_time() - begin) / len(text)

    small = min(seconds_a_character(SMALL) for _ in range(5))
    assert any(seconds_a_character(LARGE) < 4 * small for _ in range(3))
