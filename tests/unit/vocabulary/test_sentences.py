"""Invented sentences in the register of the letters, and where they end."""

import pytest

from imr_reports.vocabulary.rationales.sentences import split_sentences

CASES = {
    "titles": "Dr. [name] saw her twice.|Mrs. [name] did not return.",
    "units in a row": "He takes 5 mg. daily and 10 mg. at night.|Sleep is poor.",
    "a unit that ends": "The dose rose to 20 mg.|The patient felt no change.",
    "levels": "The scan shows a bulge at L4-5.|No nerve is touched.",
    "scores": "Pain is 7/10.|With tablets it is 4/10.",
    "latin": "Simple means, e.g. ice, i.e. cold packs, were tried vs. heat.|Neither helped.",
    "numbers of works": "See No. 4 and Fig. 2, pp. 12-14, Page(s) 24, 66.|Both advise against it.",
    "degrees": "The report of John [name], M.D. was read.|It names no plan.",
    "a degree that ends": "She was seen by [name], D.C.|There is no record of gains.",
    "initials": "J. R. [name] signed the note.|It is undated.",
    "et al.": "Smith et al. Found no gain in small trials.",
    "editions": "ACOEM, 3rd ed. Chapter 9 does not advise it.|ODG does not either.",
    "sections": "This is Section 9792.20.|The schedule applies.",
    "lists": "1. Twelve visits were asked for.|2. Six are on record.",
    "questions": "Was therapy tried?|The notes do not say!|So it remains open.",
    "quotations": "The note says “no better.”|It ends there.",
    "brackets": "Relief was short (two days).|(See above.)|No more is known.",
    "decimals": "A dose of 0.5 mg or 1.25 mg is usual.|Neither was given.",
    "quoted number": "On [date 2014].|90+ is not an age here.",
}


@pytest.mark.parametrize("name", CASES)
def test_sentences_end_where_a_reader_ends_them(name: str) -> None:
    expected = tuple(CASES[name].split("|"))
    assert split_sentences(" ".join(expected)) == expected


def test_sentences_that_were_glued_together_are_parted() -> None:
    glued = "The criteria are not met.The request is denied."
    assert split_sentences(glued) == ("The criteria are not met.", "The request is denied.")


def test_white_space_is_collapsed_and_nothing_is_lost() -> None:
    text = " One thing.\n\nAnother  thing, i.e.\tmore. No end"
    assert split_sentences(text) == ("One thing.", "Another thing, i.e. more.", "No end")
    assert " ".join(split_sentences(text)).split() == text.split()
    assert split_sentences("  ") == ()
