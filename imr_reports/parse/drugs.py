"""A request → the drugs asked for, with strength, form, quantity and refills."""

from collections.abc import Sequence
from itertools import permutations

from imr_reports.parse.amounts import Amounts, read_amounts
from imr_reports.parse.passages import Line
from imr_reports.records.services import CompoundPart, DrugFlag, DrugRequest, Strength
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.drug_list import DrugKind, strength_ranges
from imr_reports.vocabulary.drugs import DrugMention, find_drugs

_MASS = {"g": 1000.0, "gm": 1000.0, "mg": 1.0, "mcg": 0.001}
_ALIKE = {"iu": "units", "gm": "g"}
# What is sold or compounded goes a little beyond the usual strengths; twice and half of them is odd.
_LEEWAY = 2.0
_MOST_ORDERS = 4


def read_drugs(line: Line) -> tuple[Stated[DrugRequest], ...]:
    """Read every drug of a request, in order.

    Args:
        line: the request as one line.

    Returns:
        Drugs with the stretch of the letter from the first to the last word about each.
    """
    mentions = find_drugs(line.text)
    requests = []
    begin = 0
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        amounts = read_amounts(line.text, mention, begin, following)
        begin = amounts.end
        start, end = line.span(amounts.start, amounts.end)
        requests.append(Stated(value=_request(mention, amounts), start=start, end=end))
    return tuple(requests)


def _request(mention: DrugMention, amounts: Amounts) -> DrugRequest:
    parts = _parts(mention, amounts)
    ingredients = mention.drug.ingredients
    if mention.is_compound:
        ingredients = tuple(dict.fromkeys(part.ingredient for part in parts))
    strengths = amounts.strengths if len(parts) < 2 else ()
    return DrugRequest(
        name=mention.drug.name if not _is_plain_compound(mention, parts) else ingredients[0],
        is_brand=mention.drug.kind is DrugKind.BRAND,
        ingredients=ingredients,
        drug_class=mention.drug_class,
        strengths=strengths,
        form=amounts.form,
        quantity=amounts.quantity,
        quantity_unit=amounts.quantity_unit,
        refills=amounts.refills,
        parts=parts,
        flags=_flags(ingredients, strengths, parts),
    )


def _is_plain_compound(mention: DrugMention, parts: Sequence[CompoundPart]) -> bool:
    return mention.is_compound and len(parts) == 1


def _parts(mention: DrugMention, amounts: Amounts) -> tuple[CompoundPart, ...]:
    """Return the ingredients of a compound, each with the strength behind it or in the list behind them all."""
    if not mention.is_compound:
        return ()
    ingredients = [ingredient for name in mention.names for ingredient in name.drug.ingredients]
    own = amounts.part_strengths
    if len(own) == len(ingredients):
        strengths: Sequence[Strength | None] = own
    elif len(amounts.strengths) == len(ingredients):
        strengths = amounts.strengths
    else:
        strengths = [None] * len(ingredients)
    return tuple(
        CompoundPart(ingredient=ingredient, strength=strength)
        for ingredient, strength in zip(ingredients, strengths, strict=True)
    )


def _flags(
    ingredients: tuple[str, ...], strengths: tuple[Strength, ...], parts: tuple[CompoundPart, ...]
) -> tuple[DrugFlag, ...]:
    flags = set()
    for part in parts:
        if part.strength and (flag := _oddity(part.ingredient, part.strength)):
            flags.add(flag)
    if not parts:
        flags |= _oddities(ingredients, strengths)
    if any(not strength.unit for strength in strengths):
        flags.add(DrugFlag.STRENGTH_WITHOUT_UNIT)
    if not parts and len(strengths) > max(len(ingredients), 1):
        flags.add(DrugFlag.SEVERAL_STRENGTHS)
    return tuple(flag for flag in DrugFlag if flag in flags)


def _oddities(ingredients: tuple[str, ...], strengths: tuple[Strength, ...]) -> set[DrugFlag]:
    """Return what is odd about the strengths, in the order of ingredients in which they are least odd."""
    if not ingredients or not strengths:
        return set()
    if len(ingredients) == 1:
        return {flag for one in strengths if (flag := _oddity(ingredients[0], one))}
    if len(strengths) > len(ingredients) or len(ingredients) > _MOST_ORDERS:
        return set()
    found = []
    for order in permutations(ingredients, len(strengths)):
        flags = {flag for name, one in zip(order, strengths, strict=True) if (flag := _oddity(name, one))}
        if not flags:
            return set()
        found.append(flags)
    return found[0]


def _oddity(ingredient: str, strength: Strength) -> DrugFlag | None:
    """Return what is odd about a strength, by what the ingredient is sold in; unknown ingredients are not judged."""
    sold = strength_ranges().get(ingredient)
    if sold is None or not strength.value:
        return None
    if not strength.unit:
        fits = any(_within(strength.value, sold[unit]) for unit in sold)
        return None if fits else DrugFlag.UNLIKELY_STRENGTH
    unit = _ALIKE.get(strength.unit, strength.unit)
    if unit in sold and _within(strength.value, sold[unit]):
        return None
    if unit in _MASS and any(
        other in sold and _within(strength.value * _MASS[unit] / _MASS[other], sold[other]) for other in _MASS
    ):
        return None
    if "/" in unit and unit not in sold:
        return None  # so much in so much: sold in too many ways to be judged
    return DrugFlag.UNLIKELY_STRENGTH if unit in sold else DrugFlag.UNLIKELY_UNIT


def _within(value: float, bounds: tuple[float, float]) -> bool:
    low, high = bounds
    return low / _LEEWAY <= value <= high * _LEEWAY
