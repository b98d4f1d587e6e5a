"""Text that went through wrong encodings is read as it was meant, and good text is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.ingest import read_letter

MEANT = "The worker’s “best” knee – José’s – costs £5½ at 37° … • ≥ 2 weeks"


def _spoilt(text: str, times: int) -> str:
    for _ in range(times):
        text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8"))
    return text


@pytest.mark.parametrize(
    "data",
    [
        MEANT.encode(),
        MEANT.encode("utf-16"),
        MEANT.encode("utf-16-le"),
        MEANT.encode("utf-16-be"),
        _spoilt(MEANT, 1).encode(),
        _spoilt(MEANT, 2).encode(),
        MEANT.encode().decode("latin-1").encode(),
    ],
)
def test_what_was_meant_is_read(data: bytes) -> None:
    assert read_letter(data).text == MEANT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a â€œquoteâ€\ufffd and anotherâ€", "a “quote” and another”"),
        ("5 mg,Â 2 visits,Â\xa0daily", "5 mg, 2 visits,\xa0daily"),
        ("o\ufb03ce, \ufb01nger and zero\u200bwidth, soft\xadware", "office, finger and zerowidth, software"),
        ("Ångström and São Tomé, château", "Ångström and São Tomé, château"),
    ],
)
def test_signs(written: str, read: str) -> None:
    assert read_letter(written.encode()).text == read


@given(st.text(alphabet=st.characters(max_codepoint=0x7F, exclude_characters="\0"), min_size=1))
def test_plain_text_is_left_alone(text: str) -> None:
    if text.strip() and "%PDF-" not in text:
        assert read_letter(text.encode()).text == text
