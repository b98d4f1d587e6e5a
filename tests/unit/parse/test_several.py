"""A file of several letters is told apart, and a letter that quotes another stays whole."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

from dataclasses import replace
from pathlib import Path

import pytest

from imr_reports.parse import case_to_dict, parse_letter, split_letters
from imr_reports.records.coded import QualityCode
from tests.invented_letters import HEAD, RATIONALE, TABLE, block, letter

GOLDEN = {
    path.stem: path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parents[2] / "golden/parse").glob("*.txt"))
}
FIRST = TABLE + HEAD + block("Cane: Upheld")
SECOND = TABLE.replace("9900001", "9900002") + HEAD + block("Brace: Overturned") + block("Norco: Upheld")
COVER = "MAXIMUS FEDERAL SERVICES, INC.\nP.O. Box 1\n\nOrla Finch\n12 Reed Lane\n\nDear Ms. Finch:\n\nHere it is.\n\n"


def facts(part):
    """What a parse says, but for the places, the reference and the mark of being one of several."""
    values = case_to_dict(parse_letter(part, undecided=True), "R")
    quality = [found for found in values["quality"] if found["code"] != "several_in_file"]
    return {"issues": _plain(values["issues"]), "quality": quality} | {
        name: values[name] for name in ("case_number", "decision_date", "date_of_injury", "format", "summary")
    }


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key not in {"span", "spans"}}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("between", ["\f", "\n\n", "\n" + "-" * 60 + "\n", "\r\n\f\r\n"])
@pytest.mark.parametrize("first", [*GOLDEN, "plain"])
@pytest.mark.parametrize("second", [*GOLDEN, "plain"])
def test_each_letter_is_read_as_if_it_stood_alone(first, second, between):
    one, two = (GOLDEN.get(name, FIRST) for name in (first, second))
    two = two.replace("99000", "99111")
    parts = split_letters(letter(one + between + two))
    assert [facts(part) for part in parts] == [facts(letter(one)), facts(letter(two))]


def test_letters_of_a_file_have_digests_of_their_own():
    whole = replace(letter(FIRST + "\f" + SECOND), pages=2)
    first, second = split_letters(whole)
    assert len({whole.digest, first.digest, second.digest}) == 3
    assert split_letters(whole) == (first, second)
    assert "".join(part.text for part in (first, second)) == whole.text
    assert [(part.part, part.parts, part.pages) for part in (first, second)] == [(1, 2, 1), (2, 2, 1)]
    assert QualityCode.SEVERAL_IN_FILE in {finding.code for finding in parse_letter(second).quality}


def test_a_single_letter_stays_as_it_is():
    whole = letter(FIRST)
    assert split_letters(whole) == (whole,)
    assert QualityCode.SEVERAL_IN_FILE not in {finding.code for finding in parse_letter(whole).quality}


def test_a_cover_page_goes_with_its_letter():
    first, second = split_letters(letter(COVER + FIRST + "\n" + COVER + SECOND))
    assert first.text == COVER + FIRST + "\n"
    assert second.text.startswith("MAXIMUS")


def test_many_letters():
    texts = [
        TABLE.replace("9900001", f"99{number:05}") + HEAD + block("Cane: Upheld") for number in range(60)
    ]
    parts = split_letters(letter("\f".join(texts)))
    assert [parse_letter(part).case_number.text[-5:] for part in parts] == [f"{n:05}" for n in range(60)]


@pytest.mark.parametrize(
    "quote",
    [
        TABLE.replace("9900001", "9900009"),
        "The letter on case CM15-9900009 reads:\n" + TABLE.replace("9900001", "9900009") + "and no more.",
        "See the part HOW THE IMR FINAL DETERMINATION WAS MADE of the earlier letter.",
        "MEDICAL PROFESSIONAL REVIEW\nis what they call it.",
    ],
)
def test_a_letter_that_quotes_another_stays_whole(quote):
    text = (
        TABLE + HEAD + block("Cane: Upheld", rationale=f"{quote}\n\n{RATIONALE}") + block("Brace: Overturned")
    )
    assert len(split_letters(letter(text))) == 1
    case = parse_letter(letter(text))
    assert (case.case_number.text, len(case.issues)) == ("CM16-9900001", 2)


def test_a_quoted_header_stays_with_the_letter_that_quotes_it():
    quoting = (
        FIRST.rstrip() + "\nBefore:\n" + TABLE.replace("9900001", "9900009") + "\nThat was another knee.\n"
    )
    first, second = split_letters(letter(quoting + "\n" + SECOND))
    assert second.text.lstrip() == SECOND
    assert parse_letter(second).case_number.text == "CM16-9900002"
    assert "CM16-9900009" in first.text


def test_a_letter_cut_off_before_its_decisions_is_a_letter_of_its_own():
    first, second = split_letters(letter(TABLE + HEAD + "\f" + SECOND))
    assert parse_letter(first, undecided=True).issues == ()
    assert len(parse_letter(second).issues) == 2


def test_a_running_title_splits_nothing():
    title = "\fMEDICAL PROFESSIONAL REVIEW\n\n"
    text = (
        GOLDEN["professional_review"].replace("\n\nRATIONALE FOR", title + "RATIONALE FOR").rstrip() + title
    )
    assert len(split_letters(letter(text))) == 1
