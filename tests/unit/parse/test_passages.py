"""A stretch of a letter as one line that knows the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.passages import collapse, one_line

FOOT = "Final Determination Letter for IMR Case Number CM15-0123456 3"


@pytest.mark.parametrize(
    "page_break",
    [
        f"\n{FOOT}\n\f\n",
        f"\r\n\f\r\n{FOOT}\r\n",
        "\n\f",
        f"\n3\n\f{FOOT}\n",
        "\n \n\f  \n",
        f"\n\n{FOOT.replace(' 3', ' ' * 20 + '3')}\n\f",
        f" \n\n{FOOT}\n\n",
        f"\n{FOOT}\nPage 3 of 6\n\f",
    ],
)
def test_a_page_break_and_its_furniture_become_a_blank(page_break):
    text = f"The request for a{page_break}knee brace is new."
    line = one_line(text, 0, len(text))
    assert line.text == "The request for a knee brace is new."
    start = line.text.index("knee brace")
    assert text[slice(*line.span(start, start + 10))] == "knee brace"
    assert text[slice(*line.span(line.text.index("a knee"), start + 4))] == f"a{page_break}knee"


@given(st.text(alphabet="ab \n\r\t\f\xa0", max_size=60), st.integers(0, 10), st.integers(0, 10))
def test_every_word_is_found_again_where_it_stands(text, before, after):
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    line = one_line(text, start, end)
    assert collapse(line.text) == collapse(text[start:end])
    for offset, character in enumerate(line.text):
        if character != " ":
            assert text[slice(*line.span(offset, offset + 1))] == character


def test_a_foot_quoted_in_a_sentence_is_no_foot():
    text = f"See the {FOOT} of last year,\nwhich was upheld."
    assert one_line(text, 0, len(text)).text == collapse(text)
