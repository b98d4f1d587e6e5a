"""Words of a strength → values with units, and what is odd about them."""

import re
from collections.abc import Sequence
from itertools import permutations

from imr_reports.records.services import DrugFlag, Strength
from imr_reports.vocabulary.drugs.amounts import words_of
from imr_reports.vocabulary.drugs.names import strength_ranges
from imr_reports.vocabulary.matching.numerals import NUMBER, read_number

_NUMBER_AND_UNIT = re.compile(rf"(?P<number>{NUMBER})\s*-?\s*(?P<unit>%|[a-zµμ]+)?", re.I)
_PER = re.compile(r"(?:/|\bper\b)\s*(?P<amount>\d{0,3})\s*(?P<unit>[a-z]+)\s*\Z", re.I)
_MASS = {"g": 1000.0, "mg": 1.0, "mcg": 0.001}
_ALIKE = {"iu": "units", "gm": "g"}
# What is sold or compounded goes a little beyond the usual strengths; half and twice of them is odd.
_LEEWAY = 2.0
_MOST_ORDERS = 4


def numbers_with_units(text: str) -> list[tuple[float, str]]:
    """Return the numbers of a text, each with the word right behind it in lower case."""
    return [
        (read_number(match["number"]), (match["unit"] or "").lower())
        for match in _NUMBER_AND_UNIT.finditer(text)
    ]


def split_per(text: str) -> tuple[str, str]:
    """Return a strength's text without what it is in, and that: "100 mg/5 ml" → "100 mg", "/5ml"."""
    match = _PER.search(text)
    if match is None or match["unit"].lower() not in words_of("per"):
        return text, ""
    amount = "" if match["amount"] == "1" else match["amount"]
    return text[: match.start()], f"/{amount}{words_of('per')[match['unit'].lower()]}"


def with_units(stated: Sequence[tuple[float, str]], per: str = "") -> list[Strength]:
    """Return strengths with the vocabulary's units; one without a unit has that of the next: "10/325mg"."""
    units = words_of("units")
    last = ""
    found = []
    for value, word in reversed(stated):
        last = units.get(word, last)
        found.append(Strength(value=value, unit=last + per))
    return found[::-1]


def is_sold(ingredient: str, value: float) -> bool:
    """Return whether an ingredient is sold in a strength of that value, in whatever unit."""
    return any(low <= value <= high for low, high in strength_ranges().get(ingredient, {}).values())


def oddities(ingredients: tuple[str, ...], strengths: Sequence[Strength]) -> set[DrugFlag]:
    """Return what is odd about strengths, in the order of ingredients in which they are least odd."""
    if not ingredients or not strengths:
        return set()
    if len(ingredients) == 1:
        return {flag for one in strengths if (flag := oddity(ingredients[0], one))}
    if len(strengths) > len(ingredients) or len(ingredients) > _MOST_ORDERS:
        return set()
    first: set[DrugFlag] | None = None
    for order in permutations(ingredients, len(strengths)):
        flags = {flag for name, one in zip(order, strengths, strict=True) if (flag := oddity(name, one))}
        if not flags:
            return set()
        first = flags if first is None else first
    return first or set()


def oddity(ingredient: str, strength: Strength) -> DrugFlag | None:
    """Return what is odd about a strength by what is sold; unlisted ingredients are not judged."""
    sold = strength_ranges().get(ingredient)
    if sold is None:
        return None
    if not strength.unit:
        fits = any(_within(strength.value, bounds) for bounds in sold.values())
        return None if fits else DrugFlag.UNLIKELY_STRENGTH
    unit = _ALIKE.get(strength.unit, strength.unit)
    if any(
        _within(strength.value * factor, sold[other]) for other, factor in _in_units(unit) if other in sold
    ):
        return None
    if "/" in unit and unit not in sold:
        return None  # so much in so much: sold in too many ways to be judged
    return DrugFlag.UNLIKELY_STRENGTH if unit in sold else DrugFlag.UNLIKELY_UNIT


def _in_units(unit: str) -> list[tuple[str, float]]:
    """Return the units that a unit can be expressed in, with the factors."""
    if unit not in _MASS:
        return [(unit, 1.0)]
    return [(other, _MASS[unit] / size) for other, size in _MASS.items()]


def _within(value: float, bounds: tuple[float, float]) -> bool:
    low, high = bounds
    return low / _LEEWAY <= value <= high * _LEEWAY
