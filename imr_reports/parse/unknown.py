"""A text that is no final determination letter → what it seems to be."""

import re

from imr_reports.records.coded import UnreadReason
from imr_reports.vocabulary.letters.documents import document_kinds

_LOOKED_AT = 20_000
_SPACE = re.compile(r"\s+")
_LETTER = re.compile(r"[A-Za-z]")
_VOWEL = re.compile(r"[AEIOUYaeiouy]")
_FEWEST_LETTERS = 200  # fewer tell nothing
_LETTERS_SHARE = 0.55  # of characters that are no blanks; tables of figures fall below, letters never do
_VOWELS = (0.22, 0.55)  # their share in any language that is written with Latin letters


def what_else(text: str) -> UnreadReason:
    """Return why a text was not recognized, as exactly as its words allow."""
    text = text[:_LOOKED_AT]
    for reason, cues in document_kinds():
        if sum(pattern.search(text) is not None for pattern in cues.patterns) >= cues.wanted:
            return reason
    return UnreadReason.GARBLED if _is_garbled(text) else UnreadReason.UNRECOGNIZED


def _is_garbled(text: str) -> bool:
    plain = _SPACE.sub("", text)
    letters = len(_LETTER.findall(plain))
    if len(plain) < _FEWEST_LETTERS:
        return False
    if letters < _LETTERS_SHARE * len(plain):
        return True
    low, high = _VOWELS
    return not low < len(_VOWEL.findall(plain)) / letters < high
