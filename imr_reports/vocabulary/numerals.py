"""Numbers in digits or English words → values. Requests write "12", "twelve", "Twelve (12)" and "6-8" alike."""

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_WORDS = {word: value for value, word in enumerate(_UNITS)} | _TENS | {"hundred": 100}
_COMPOUND = re.compile(r"[\s-]+")

# A hundred and its odd parts are as high as quantities are written in words.
NUMBER_WORD = (
    rf"(?:(?:one\s+)?hundred(?:\s+(?:and\s+)?(?:{'|'.join(_TENS)}))?"
    rf"|(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_UNITS[1:10])}))?"
    rf"|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
)
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d{1,6})?|\.\d{1,6})"


def read_number(text: str) -> float:
    """Return the value of what `NUMBER` or `NUMBER_WORD` match.

    Raises:
        ValueError: if the text is neither.
    """
    text = text.strip().lower()
    if not text[:1].isalpha():
        return float(text.replace(",", ""))
    values = [_WORDS[word] for word in _COMPOUND.split(text) if word in _WORDS]
    if not values:
        raise ValueError("not a number word")
    if values[-1] == 100:
        return 100.0
    return float(sum(values) if values[0] != 1 or len(values) == 1 else sum(values[1:]))
