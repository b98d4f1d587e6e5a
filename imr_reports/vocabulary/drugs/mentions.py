"""Names of drugs in a request → the drugs asked for, with their class of the state's taxonomy."""

from dataclasses import dataclass, replace

from imr_reports.vocabulary.datafiles import load_patterns
from imr_reports.vocabulary.drugs.amounts import SOURCE
from imr_reports.vocabulary.drugs.groups import (
    OPIOIDS,
    TOPICAL_ANALGESICS,
    TOPICAL_COMPOUNDS,
    DrugGroup,
    form_in,
    group_names,
    has_company,
    topical_words,
)
from imr_reports.vocabulary.drugs.names import (
    PHARMACEUTICALS,
    Drug,
    DrugKind,
    DrugName,
    drug_names,
    drugs,
    name_words,
)

__all__ = ["PHARMACEUTICALS", "Drug", "DrugMention", "drugs", "find_drugs"]

LONGEST_REQUEST = 4_000  # what is longer is no request; its beginning is read
_INJECTION = "Injection"
_LOOK_AHEAD = 60


@dataclass(slots=True, kw_only=True)
class DrugMention:
    """A drug that a text asks for.

    Attributes:
        start: where its first name begins.
        end: where its last name ends.
        limit: where the next drug begins, or the text ends; amounts up to there are this drug's.
        drug: the drug by the name that is written first.
        names: its names in the text, in order; of a compound the ingredients.
        drug_class: class in the state's words, for the form that is asked for.
        is_compound: whether its ingredients are mixed for one patient.
    """

    start: int
    end: int
    limit: int
    drug: Drug
    names: tuple[DrugName, ...]
    drug_class: str
    is_compound: bool = False


def find_drugs(text: str) -> tuple[DrugMention, ...]:
    """Return the drugs that a request asks for, in order; of a monstrous request, those in its beginning."""
    text = text[:LONGEST_REQUEST]
    names = [name for name in drug_names(text) if _is_asked_for(name, text)]
    names = [name for place, name in enumerate(names) if has_company(names, place, text)]
    if not names:
        return ()
    groups = group_names(names, text)
    starts = [group.names[0].start for group in groups]
    limits = [*starts[1:], len(text)]
    return tuple(_mention(group, text, limit) for group, limit in zip(groups, limits, strict=True))


def _is_asked_for(name: DrugName, text: str) -> bool:
    behind = text[name.end : name.end + _LOOK_AHEAD]
    patterns = load_patterns(SOURCE)
    if name.drug.needs_amount and not patterns["amount"].regex.search(behind):
        return False
    return not patterns["laboratory"].regex.search(behind) and not patterns["vehicle"].regex.search(behind)


def _mention(group: DrugGroup, text: str, limit: int) -> DrugMention:
    drug = group.drug if group.is_compound else _fuller(group.drug, group.names)
    drug = _of_form(drug, text, group.names[0].start, limit)
    return DrugMention(
        start=group.names[0].start,
        end=group.names[-1].end,
        limit=limit,
        drug=drug,
        names=group.names[group.heads :],
        drug_class=_class(group, drug, text, limit),
        is_compound=group.is_compound,
    )


def _fuller(drug: Drug, names: tuple[DrugName, ...]) -> Drug:
    """Return the drug with the ingredients of its fullest name: "hydrocodone (Norco)" is a combination."""
    fullest = max((name.drug for name in names), key=lambda one: len(one.ingredients))
    if len(fullest.ingredients) <= len(drug.ingredients):
        return drug
    return Drug(
        name=drug.name, kind=drug.kind, ingredients=fullest.ingredients, drug_class=fullest.drug_class
    )


def _of_form(drug: Drug, text: str, start: int, limit: int) -> Drug:
    """Return the drug of the list that has this name and form: Terocin lotion and patch differ."""
    if drug.kind is not DrugKind.BRAND:
        return drug
    form = form_in(text, start, limit)
    special = drugs().get((*name_words(drug.name), form)) if form else None
    if special is None:
        return drug
    return replace(drug, ingredients=special.ingredients, drug_class=special.drug_class)


def _class(group: DrugGroup, drug: Drug, text: str, limit: int) -> str:
    start = group.names[0].start
    form = form_in(text, start, limit)
    is_put_on = (
        form in topical_words()["forms"]
        or load_patterns(SOURCE)["percent"].regex.search(text, start, limit) is not None
    )
    if group.is_compound:
        parts = {ingredient for name in group.names[group.heads :] for ingredient in name.drug.ingredients}
        return TOPICAL_COMPOUNDS if len(parts) > 1 else TOPICAL_ANALGESICS
    if (
        drug.ingredients
        and set(drug.ingredients) <= topical_words()["anaesthetics"]
        and form not in topical_words()["forms"]
    ):
        if drug.drug_class == _INJECTION or load_patterns(SOURCE)["injected"].regex.search(text):
            return _INJECTION
        return drug.drug_class
    if drug.drug_class in topical_words()["classes"] and is_put_on:
        return _topical_class(drug)
    if drug.drug_class == OPIOIDS and is_put_on and form != "patch" and drug.kind is DrugKind.GENERIC:
        return TOPICAL_ANALGESICS
    return drug.drug_class


def _topical_class(drug: Drug) -> str:
    return TOPICAL_COMPOUNDS if drug.drug_class == TOPICAL_COMPOUNDS else TOPICAL_ANALGESICS
