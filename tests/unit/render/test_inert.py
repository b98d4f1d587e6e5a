"""Text stays text, and nothing in it can hide."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from imr_reports.render.inert import printed_on_paper, visible_text


@given(st.text(alphabet=st.characters(codec=None)))
def test_no_invisible_character_is_left_and_the_text_can_be_encoded(text: str) -> None:
    shown = visible_text(text)
    assert not {unicodedata.category(character) for character in shown if character not in "\n\t"} & {
        "Cc", "Cf", "Cs",
    }  # fmt: skip
    shown.encode("utf-8")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible_text(text) == text


def test_direction_controls_are_named() -> None:
    assert visible_text("invoice\u202efdp.exe") == "invoice[U+202E]fdp.exe"
    assert visible_text("hydro\u00adcodone") == "hydrocodone"


@given(st.text(alphabet="abWÅ ", max_size=400))
def test_on_paper_no_word_is_longer_than_a_line_and_no_letter_is_lost(text: str) -> None:
    printed = str(printed_on_paper(text))
    assert printed.replace("\u200b", "") == text
    assert max((len(word) for word in printed.replace("\u200b", " ").split(" ")), default=0) < 40


def test_joined_names_break_between_them_on_paper() -> None:
    printed = str(printed_on_paper("Cyclobenzaprine/methylsulfonylmethane"))
    assert printed.split("\u200b") == ["Cyclobenzaprine/", "methylsulfonylmethane"]
