"""A word as a scanner read it → the words that may have stood on the paper."""

import re
from collections.abc import Iterator
from itertools import islice, product

_UNIT = re.compile(r"rn|vv|(?<!^)cl|.", re.DOTALL)
"""No capital D is read as "Cl"."""
_READINGS = {
    "rn": ("rn", "m"),
    "vv": ("vv", "w"),
    "cl": ("cl", "d", "ci"),
    "l": ("l", "i"),
    "i": ("i", "l"),
    "1": ("l", "i"),
    "|": ("l", "i"),
    "0": ("o",),
    "3": ("e",),
    "4": ("a",),
    "5": ("s",),
    "6": ("b", "g"),
    "7": ("t",),
    "8": ("b",),
    "9": ("g",),
}
_MOST = 256
_FIGURES = re.compile(r"(?<![^\W\dOolI_])(?=[OolI.,/-]*\d)[\dOolI]+(?:[.,/-][\dOolI]+)*(?![^\W\d_])")
AS_FIGURES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


def readings(word: str) -> Iterator[str]:
    """Yield what a word in lower case may be a misreading of ("ernp1oyed" → "employed"), never itself."""
    choices = [_READINGS.get(unit[0], (unit[0],)) for unit in _UNIT.finditer(word)]
    for letters in islice(product(*choices), _MOST):
        if (read := "".join(letters)) != word:
            yield read


def with_figures(text: str) -> str:
    """Return a text of the same length with letters in numbers made figures ("2Ol4" → "2014")."""
    return _FIGURES.sub(lambda match: match[0].translate(AS_FIGURES), text)
