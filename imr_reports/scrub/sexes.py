"""A letter → the patient's sex, where its words tell it; by it "Ms. Xiong" means the patient, or does not."""

import re
from collections import Counter

from imr_reports.scrub.roles import MAN, WOMAN

_TOLD_SEX = re.compile(
    r"\b(?:year|yr|y)s?[-\s./]{0,2}o(?:ld|\b)[\s.,-]{0,2}(?:[\w-]+\s){0,3}?(?P<sex>female|male|woman|man|lady|gentleman)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
_PRONOUNS = {"he": MAN, "his": MAN, "him": MAN, "she": WOMAN, "her": WOMAN, "hers": WOMAN}
_FEWEST_PRONOUNS = 2  # how many of one sex must stand against one of the other


def told_sex(text: str) -> str:
    """Return "man" or "woman": by "45-year-old female", or by "he" and "she"; "" where neither tells."""
    if told := _TOLD_SEX.search(text):
        return WOMAN if told["sex"].lower() in {"female", "woman", "lady"} else MAN
    told_by = Counter(_PRONOUNS[match[0].lower()] for match in _PRONOUN.finditer(text))
    (most, count), *others = [*told_by.most_common(), ("", 0)]
    return most if others and count > _FEWEST_PRONOUNS * others[0][1] else ""
