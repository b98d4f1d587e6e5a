"""Numbers in English words → digits. Requests write "12", "twelve" and "Twelve (12)" alike."""

import re

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "zero": 0,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_WORDS = _UNITS | _TENS
_ONES = "|".join(word for word, value in _UNITS.items() if 0 < value < 10)

# A hundred and its odd tens are as high as quantities are written in words.
_NUMBER_WORD = re.compile(
    # Most words are ruled out by their first letter.
    rf"\b(?=[ofentshz])(?:(?P<hundred>(?:one\s+)?hundred)(?:\s+(?:and\s+)?(?P<odd>{'|'.join(_TENS)}))?"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<ones>{_ONES}))?"
    rf"|(?P<unit>{'|'.join(_UNITS)}))\b",
    re.IGNORECASE,
)
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d{1,6})?|\.\d{1,6})"


def in_digits(text: str) -> str:
    """Return a text with its number words as digits, followed by blanks so that all places are kept."""
    return _NUMBER_WORD.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    value = 100 if match["hundred"] else 0
    for group in ("odd", "tens", "ones", "unit"):
        if match[group]:
            value += _WORDS[match[group].lower()]
    return str(value).ljust(len(match.group()))


def read_number(text: str) -> float:
    """Return the value of what `NUMBER` matches.

    Raises:
        ValueError: if the text is no number.
    """
    return float(text.replace(",", ""))
