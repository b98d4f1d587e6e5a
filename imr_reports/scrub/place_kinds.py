"""A place as found → what kind of place it is, for policies that keep some kinds."""

import re
from functools import lru_cache

from imr_reports.scrub.words import Reading
from imr_reports.vocabulary import places
from imr_reports.vocabulary.wordlists import read_sets

_ZIP = re.compile(r"\d{5}(?:\s?-\s?\d{4})?")
_BOX = re.compile(r"\b(?:box|bx|drawer|pmb|mail\s?stop)\b", re.IGNORECASE)
RESTRICTED = "000"


@lru_cache(maxsize=1)
def restricted_prefixes() -> frozenset[str]:
    """Return the first three digits of ZIP codes that no policy shows (164.514(b)(2)(i)(B))."""
    return (
        read_sets("places", "restricted_zip3")["census_2000"]
        | read_sets("places", "restricted_zip3")["census_2020"]
    )


def kind_of_place(place: str) -> str:
    """Return "zip", "box", "street", "county", "town", or "other" for what is none of them for certain."""
    if _ZIP.fullmatch(place.strip()):
        return "zip"
    if _BOX.search(place):
        return "box"
    if any(character.isdigit() for character in place):
        return "street"
    words = Reading(place).lowers
    name = " ".join(words)
    if "county" in words:
        rest = " ".join(word for word in words if word not in {"county", "of"})
        return "county" if rest in places.counties() else "other"
    return "town" if name in places.towns() else "other"


def first_three(code: str) -> str:
    """Return the first three digits of a ZIP code, 000 where fewer than 20,000 people share them."""
    prefix = code.strip()[:3]
    return RESTRICTED if prefix in restricted_prefixes() else prefix
