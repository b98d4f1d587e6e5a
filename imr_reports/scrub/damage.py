"""A word as a scanner or a typist left it → whether it is a certain name: misread, misspelt, spaced out."""

import re
import string
from collections.abc import Iterator

from imr_reports.scrub.words import Reading
from imr_reports.vocabulary.matching.spelling import is_one_off

_LETTERS, _FEWEST_LETTERS = frozenset(string.ascii_lowercase), 3
_SHORTEST_MISREAD, _SHORTEST_MISSPELT = 4, 5
_OCR = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "6": "g", "3": "e", "4": "a", "7": "t"}
)
_LOOKALIKES = (("rn", "m"), ("vv", "w"))
_SPACED = re.compile(r"(?<![\w.,'’/-])[A-Z](?:[ ][A-Z0]){2,}(?![\w./'’-]|[ ][a-z]\b)")

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){3,}[A-Z]?\b")


def is_misread(part: str, word: str) -> bool:
    """Return whether a word, in lower case, is a name with letters that look alike or with one wrong."""
    if len(part) >= _SHORTEST_MISREAD and _seen(word) == _seen(part):
        return True
    return len(part) >= _SHORTEST_MISSPELT and is_one_off(part, word)


def _seen(word: str) -> str:
    """Return a word with letters that look alike made the same ("parnela", "pame1a" → "pamela")."""
    for pair, one in _LOOKALIKES:
        word = word.replace(pair, one)
    return word.translate(_OCR)


def spaced_words(reading: Reading, *, dotted: bool = False) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and letters of words with blanks or points between capitals ("R O S A L E S")."""
    if len(_LETTERS & reading.vocabulary) < _FEWEST_LETTERS:
        return
    for match in (_DOTTED if dotted else _SPACED).finditer(reading.text):
        yield match.start(), match.end(), re.sub(r"[ .]", "", match[0]).replace("0", "O").lower()
