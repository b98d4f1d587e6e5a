"""Text as scanners and extractors spoil it → its letters, and a way to tell spoilt words for what they were.

A scanner confuses characters of one shape (0 and O; 1, l, I and |; rn and m), loses blanks or adds them. Two
texts have the same letters here when they differ in nothing else.
"""

import re

_SHAPES = {"o": "0", "l": "1iI|!", "s": "5$", "b": "8"}  # letter: what is taken for it, or it for them
# One table does it all for plain characters: other than letters go, capitals and look-alikes become one.
_TABLE: dict[int, int | None] = dict.fromkeys(range(128))
_TABLE |= {ord(capital): ord(capital.lower()) for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TABLE |= {ord(letter): ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}
_TABLE |= {ord(sign): ord(letter) for letter, signs in _SHAPES.items() for sign in signs}
_PAIRS = {"m": "n", "w": "v"}  # letters that come apart in two, and the second of them
_NO_LETTER = re.compile(r"[^a-z]+")


def letters_of(text: str) -> str:
    """Return the letters of a text, characters of one shape as one."""
    plain = single_letters_of(text)
    return plain.replace("rn", "m").replace("vv", "w") if "rn" in plain or "vv" in plain else plain


def single_letters_of(text: str) -> str:
    """Return the letters of a text, one for each of its characters that looks like a letter."""
    plain = text.translate(_TABLE)
    return plain if plain.isascii() else _NO_LETTER.sub("", plain)


def looks_like(letter: str) -> str:
    """Return a set of characters, as patterns write it, of those that are read as a letter."""
    signs = {letter, letter.upper(), *_SHAPES.get(letter, "")}
    return "[" + "".join(sorted(re.escape(sign) for sign in signs | {sign.upper() for sign in signs})) + "]"


def start_of_letters(text: str, end: int, letters: str) -> int:
    """Return where the last letters of `text[:end]` begin; the text must end in them."""
    left, owed = len(letters), False
    while end and (left or owed):
        end -= 1
        letter = single_letters_of(text[end])
        if not letter:
            continue
        if owed:
            owed = False
        else:
            left -= 1
            owed = _PAIRS.get(letters[left]) == letter
    return end


def span_of_letters(text: str, start: int, first: int, count: int) -> tuple[int, int]:
    """Return where `count` letters stand, of which `first` stand before them from `start` on."""
    begin = None
    place = start
    for place in range(start, len(text)):
        if not single_letters_of(text[place]):
            continue
        if begin is None and first == 0:
            begin = place
        if begin is None:
            first -= 1
            continue
        count -= 1
        if count == 0:
            break
    return (place if begin is None else begin), min(place + 1, len(text))


def differ_little(one: str, other: str, limit: int) -> bool:
    """Return whether at most `limit` letters put in, left out or changed make one of the other."""
    if abs(len(one) - len(other)) > limit:
        return False
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        corner, row[0] = row[0], place
        for column, opposite in enumerate(other, 1):
            corner, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, corner + (letter != opposite)),
            )
        if min(row) > limit:
            return False
    return row[-1] <= limit
