"""A text → its tokens and what the model sees of each: word, ends, shape, what lists know of it."""

import re
from typing import NamedTuple
from zlib import crc32

from imr_reports.scrub.words import kind_of

_TOKEN = re.compile(r"['’][sS]\b|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*|\d+|[^\w\s]|_")
PREFIXES, SUFFIXES, SHAPES, KINDS, GAPS = 512, 1024, 40, 1025, 4
UNKNOWN = 0
"""The row of words that training saw too seldom."""
_MARKS = ".,:;()-/&\"'“”’#@?!%+*•"
_LONGEST = 5

Features = tuple[int, int, int, int, int]


class Tokens(NamedTuple):
    """The tokens of a text, as parallel lists.

    Attributes:
        forms: as written.
        starts: offset of each.
        ends: offset behind each.
        gaps: what stands before each: nothing (0), a blank (1), a line's end (2), a gap of paragraphs (3).
    """

    forms: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]


def tokens(text: str) -> Tokens:
    """Return the tokens of a text: words, possessive endings, figures and single marks."""
    read = Tokens([], [], [], [])
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        read.forms.append(match[0])
        read.starts.append(start)
        read.ends.append(end)
        read.gaps.append(_gap(text[last:start]))
        last = end
    return read


def _gap(between: str) -> int:
    if not between:
        return 0
    if "\n" not in between and "\f" not in between:
        return 1
    return 3 if between.count("\n") > 1 or "\f" in between else 2


def norm_of(form: str) -> str:
    """Return the word by which a token is looked up: small letters, figures by their number."""
    return "0" * min(len(form), 6) if form.isdigit() else form.lower().replace("’", "'")


def features_of(form: str, norms: dict[str, int]) -> Features:
    """Return the rows of a token in the model's tables: word, prefix, suffix, shape, kinds."""
    norm = norm_of(form)
    row = norms.get(norm, UNKNOWN)
    if not form[:1].isalpha():
        return row, 0, 0, _shape_of_mark(form), 0
    prefix = 1 + crc32(norm[:3].encode()) % (PREFIXES - 1)
    suffix = 1 + crc32(norm[-3:].encode()) % (SUFFIXES - 1)
    return row, prefix, suffix, _shape_of_word(form), 1 + kind_of(norm)


def _shape_of_mark(form: str) -> int:
    if form.isdigit():
        return 1 + min(len(form), 6)
    return 8 + _MARKS.index(form[0]) if form and form[0] in _MARKS else 0


def _shape_of_word(form: str) -> int:
    """Return how a word is written, small, capitalized, in capitals or mixed, with its length."""
    if form.islower():
        case = 0
    elif len(form) > 1 and form.isupper():
        case = 2
    else:
        case = 1 if form[1:].islower() or len(form) == 1 else 3
    return SHAPES - 1 - (case * 2 + (len(form) > _LONGEST) if len(form) > 2 else 8 - (case % 2))
