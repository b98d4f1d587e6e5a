"""A request → the drugs asked for, with strength, form, quantity and refills."""

from collections.abc import Sequence

from imr_reports.parse.passages import Line
from imr_reports.parse.requests.amounts import Amounts, read_amounts
from imr_reports.parse.requests.strengths import oddities, oddity
from imr_reports.records.services import CompoundPart, DrugFlag, DrugRequest, Strength
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.drugs.mentions import LONGEST_REQUEST, DrugMention, find_drugs
from imr_reports.vocabulary.drugs.names import DrugKind

Named = list[tuple[DrugMention, Amounts]]


def find_named(text: str) -> Named:
    """Return the drugs that a request names, each with its amounts; of a monstrous one its beginning's."""
    text = text[:LONGEST_REQUEST]
    mentions = find_drugs(text)
    return list(zip(mentions, read_amounts(text, mentions), strict=True)) if mentions else []


def read_drugs(line: Line, named: Named | None = None) -> tuple[Stated[DrugRequest], ...]:
    """Read every drug of a request, in order.

    Args:
        line: the request as one line.
        named: the drugs that it names, where they are known already.

    Returns:
        Drugs with the stretch of the letter from the first to the last word about each.
    """
    requests = []
    for mention, amounts in find_named(line.text) if named is None else named:
        start, end = line.span(amounts.start, amounts.end)
        requests.append(Stated(value=_request(mention, amounts), start=start, end=end))
    return tuple(requests)


def _request(mention: DrugMention, amounts: Amounts) -> DrugRequest:
    parts = _parts(mention, amounts)
    ingredients = mention.drug.ingredients
    name = mention.drug.name
    if parts:
        ingredients = tuple(dict.fromkeys(part.ingredient for part in parts))
        name = name if len(parts) > 1 or mention.drug.kind is DrugKind.BRAND else ingredients[0]
    strengths = amounts.strengths if len(parts) < 2 else ()
    return DrugRequest(
        name=name,
        is_brand=mention.drug.kind is DrugKind.BRAND,
        ingredients=ingredients,
        drug_class=mention.drug_class,
        strengths=tuple(dict.fromkeys(strengths)),
        form=amounts.form,
        quantity=amounts.quantity,
        quantity_unit=amounts.quantity_unit,
        refills=amounts.refills,
        parts=parts,
        flags=_flags(ingredients, strengths, parts),
    )


def _parts(mention: DrugMention, amounts: Amounts) -> tuple[CompoundPart, ...]:
    """Return the ingredients of a compound, each with its own strength or its share of a list."""
    if not mention.is_compound:
        return ()
    ingredients = [ingredient for name in mention.names for ingredient in name.drug.ingredients]
    strengths: Sequence[Strength | None] = [None] * len(ingredients)
    shares = tuple(strength for strength in amounts.strengths if strength.unit == "%")
    for stated in (amounts.part_strengths, amounts.strengths, shares):
        if len(stated) == len(ingredients):
            strengths = stated
            break
    return tuple(
        CompoundPart(ingredient=ingredient, strength=strength)
        for ingredient, strength in zip(ingredients, strengths, strict=True)
    )


def _flags(
    ingredients: tuple[str, ...], strengths: Sequence[Strength], parts: Sequence[CompoundPart]
) -> tuple[DrugFlag, ...]:
    if parts:
        flags = {flag for part in parts if part.strength and (flag := oddity(part.ingredient, part.strength))}
    else:
        flags = oddities(ingredients, strengths)
        if len(set(strengths)) > max(len(ingredients), 1):
            flags.add(DrugFlag.SEVERAL_STRENGTHS)
    if any(not strength.unit for strength in strengths):
        flags.add(DrugFlag.STRENGTH_WITHOUT_UNIT)
    return tuple(flag for flag in DrugFlag if flag in flags)
