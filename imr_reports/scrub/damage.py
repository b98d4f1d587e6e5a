"""A word as a scanner or a typist left it → whether it is a certain name: misread, misspelt, spaced out."""

import re
import string
from collections.abc import Iterator

from imr_reports.scrub.words import Reading

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
    return len(part) >= _SHORTEST_MISSPELT and abs(len(part) - len(word)) <= 1 and is_one_off(part, word)


def _seen(word: str) -> str:
    """Return a word with letters that look alike made the same ("parnela", "pame1a" → "pamela")."""
    for pair, one in _LOOKALIKES:
        word = word.replace(pair, one)
    return word.translate(_OCR)


def is_one_off(a: str, b: str) -> bool:
    """Return whether two words differ by at most one letter inserted, deleted, replaced or swapped."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def spaced_words(reading: Reading, *, dotted: bool = False) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and letters of words with blanks or points between capitals ("R O S A L E S")."""
    if len(_LETTERS & reading.vocabulary) < _FEWEST_LETTERS:
        return
    for match in (_DOTTED if dotted else _SPACED).finditer(reading.text):
        yield match.start(), match.end(), re.sub(r"[ .]", "", match[0]).replace("0", "O").lower()
