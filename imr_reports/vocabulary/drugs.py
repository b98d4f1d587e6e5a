"""Names of drugs in a request → the drugs asked for: brand with its generic, combinations, compounds, classes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from imr_reports.vocabulary.datafiles import load_patterns, read_toml
from imr_reports.vocabulary.drug_amounts import SOURCE, words_of
from imr_reports.vocabulary.drug_list import (
    PHARMACEUTICALS,
    Drug,
    DrugKind,
    DrugName,
    combinations,
    drug_names,
    drugs,
    name_words,
)

__all__ = ["PHARMACEUTICALS", "Drug", "DrugMention", "class_of", "drugs", "find_drugs"]

TOPICAL_ANALGESICS = "Topical Analgesics"
TOPICAL_COMPOUNDS = "Topical Compounds"
TOPICAL_CLASSES = frozenset({TOPICAL_ANALGESICS, TOPICAL_COMPOUNDS})
_INJECTION = "Injection"
_OPIOIDS = "Opioids"
_STRENGTH = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|percent\b|mcg\b|mg\b|gm?\b)?(?:\s*[-/]\s*\d+(?:\.\d+)?\s*(?:%|percent\b|mcg\b|mg\b)?){0,3}",
    re.I,
)
_PERCENT = re.compile(r"\d\s*(?:%|percent\b)", re.I)
_AMOUNT_OF_SALE = re.compile(
    r"#|\bqty\b|\bquantity\b|\brefills?\b|\brf\b|\d\s*(?:gm?s?|grams?|ml|oz|tabs?|tablets?|caps?|capsules?|days?)\b|\bx\s*\d",
    re.I,
)
_PARACETAMOL = re.compile(
    r"\s*[,:]?\s*\d+(?:\.\d+)?\s*(?:mg)?\s*[/-]\s*(?:300|325|400|500|650|660|750)(?![\d.])", re.I
)
_ALIAS_JOINTS = frozenset(
    {"", "(", "[", "/", "-", "or", "(or", "aka", "(aka", "(generic", "(for", "(generic for"}
)
_NAMING_JOINTS = _ALIAS_JOINTS | {":", ",", "suchas", "of", "with", "(suchas", "(e.g.", "consistingof"}
_AMOUNT_AND_NUMBER = re.compile(r"#\s*\d+", re.I)
_SLASHES = frozenset({"/", "-", "+", ")/", "/("})
_COMBINING = _SLASHES | {"", "and", "&", "with", "w/", "w", "plus", "(", "(with"}
_MIXING = _COMBINING | {
    ",",
    ",and",
    ";",
    ":",
    "),",
    ")",
    "(",
    ",(",
    "),(",
    "/,",
    ",/",
    "in",
    "%",
    "%,",
    "%/",
    "and/",
    ",&",
    ",with",
}
_HERALDS = re.compile(
    r"^[\s:,;=(\[-]*(?:(?:of|containing|contains|consisting|includ\w+|made|with|comprised|to|consist\w*|ingredients?|cream|ointment|gel|topical)[\s:,;=(\[-]*){0,3}$",
    re.I,
)
_LOOK_AHEAD = 60
_SHORT_REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True)
class _Group:
    drug: Drug
    names: tuple[DrugName, ...]
    is_compound: bool = False
    heads: int = 0  # names before the ingredients of a compound


@cache
def _topical() -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in read_toml(SOURCE, "topical")["topical"].items()}


@cache
def _salt() -> re.Pattern[str]:
    words = read_toml(SOURCE, "salts")["salts"]["words"].split()
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b\.?", re.I)


@lru_cache(maxsize=512)
def find_drugs(text: str) -> tuple[DrugMention, ...]:
    """Return the drugs that a request asks for, in order."""
    names = [name for name in drug_names(text) if _is_asked_for(name, text)]
    names = [name for place, name in enumerate(names) if _has_company(names, place, text)]
    if not names:
        return ()
    groups = _grouped(names, text)
    starts = [group.names[0].start for group in groups]
    limits = [*starts[1:], len(text)]
    return tuple(_mention(group, text, limit) for group, limit in zip(groups, limits, strict=True))


def class_of(text: str, mentions: Sequence[DrugMention]) -> str:
    """Return the drug class of a request: that of the drug which it names first."""
    return mentions[0].drug_class


def _is_asked_for(name: DrugName, text: str) -> bool:
    behind = text[name.end : name.end + _LOOK_AHEAD]
    patterns = load_patterns(SOURCE)
    if name.drug.needs_amount and not patterns["amount"].regex.search(behind):
        return False
    return not patterns["laboratory"].regex.search(behind) and not patterns["vehicle"].regex.search(behind)


def _has_company(names: list[DrugName], place: int, text: str) -> bool:
    if not names[place].drug.needs_company:
        return True
    pairs = zip(names[max(0, place - 1) : place + 1], names[max(1, place) : place + 2], strict=False)
    return any(_joint(left, right, text)[0] in _SLASHES for left, right in pairs)


def _grouped(names: list[DrugName], text: str) -> list[_Group]:
    injected = load_patterns(SOURCE)["injected"].regex.search(text) is not None
    mixed = load_patterns(SOURCE)["mixed"].regex.search(text) is not None
    groups: list[_Group] = []
    place = 0
    while place < len(names):
        group = _longer(
            _combination(names, place, text), None if injected else _compound(names, place, text, mixed=mixed)
        ) or _single(names, place, text)
        place += len(group.names)
        while place < len(names) and _is_alias(group, names[place], text):
            drug = names[place].drug if group.drug.kind is DrugKind.GROUP else group.drug
            group = _Group(drug, (*group.names, names[place]))
            place += 1
        groups.append(group)
    return groups


def _longer(combined: _Group | None, mixed: _Group | None) -> _Group | None:
    if combined and mixed:
        return mixed if len(mixed.names) > len(combined.names) else combined
    return combined or mixed


def _joint(left: DrugName, right: DrugName, text: str) -> tuple[str, bool]:
    """Return what stands between two names, salts and strengths left out, and whether there was a strength."""
    gap = text[left.end : right.start].lower()
    if len(gap) > _LOOK_AHEAD:
        return "far", False
    bare, strengths = _STRENGTH.subn("", _salt().sub("", gap))
    return "".join(bare.split()), strengths > 0


def _combination(names: list[DrugName], place: int, text: str) -> _Group | None:
    """Return the fixed combination whose ingredients are named one after the other from here on."""
    first = names[place]
    if first.drug.kind is not DrugKind.GENERIC:
        return None
    ingredients = set(first.drug.ingredients)
    best: _Group | None = None
    for last in range(place + 1, min(place + 5, len(names))):
        joint, has_strength = _joint(names[last - 1], names[last], text)
        drug = names[last].drug
        fits = joint in _COMBINING or (joint in (",", ",and") and not has_strength)
        if drug.kind is not DrugKind.GENERIC or not fits or (has_strength and joint not in _SLASHES):
            break
        ingredients |= set(drug.ingredients)
        combined = combinations().get(frozenset(ingredients))
        if combined and (joint != "," or len(ingredients) > 2):
            best = _Group(combined, tuple(names[place : last + 1]))
    if best and best.drug.drug_class == TOPICAL_COMPOUNDS:
        return None
    return best


def _compound(names: list[DrugName], place: int, text: str, *, mixed: bool) -> _Group | None:
    """Return the ingredients mixed into one preparation that are named from here on."""
    head, first = names[place], place
    while first + 1 < len(names) and _may_head(names[first].drug):
        if not _HERALDS.match(text[names[first].end : names[first + 1].start]):
            return None
        head, first = names[first], first + 1
    run = _run_of_ingredients(names, first, text)
    enough = len(run) > 1 or (bool(run) and (first > place or mixed))
    if not enough or not (_has_percent(run, names, text) or _is_put_on(run, names, text)):
        return None
    drug = head.drug if first > place else _unnamed_compound()
    return _Group(drug, (*names[place:first], *run), is_compound=True, heads=first - place)


def _has_percent(run: list[DrugName], names: list[DrugName], text: str) -> bool:
    before = text[max(0, run[0].start - _SHORT_REACH) : run[0].start]
    return _PERCENT.search(before) is not None or any(
        _PERCENT.search(text, name.end, _behind(name, names, text)) for name in run
    )


def _is_put_on(run: list[DrugName], names: list[DrugName], text: str) -> bool:
    """Return whether a list parted by slashes is followed by a topical form: "lido/keto/gaba cream"."""
    slashed = all(_joint(left, right, text)[0] in _SLASHES for left, right in pairwise(run))
    form = form_in(text, run[-1].end, min(run[-1].end + _SHORT_REACH, _behind(run[-1], names, text)))
    return slashed and len(run) > 1 and form in _topical()["forms"]


def _may_head(drug: Drug) -> bool:
    """Return whether a name may stand before the ingredients of a compound that it is a name of."""
    return not drug.ingredients or (drug.drug_class == TOPICAL_COMPOUNDS and drug.kind is DrugKind.BRAND)


def _behind(name: DrugName, names: list[DrugName], text: str) -> int:
    """Return where the stretch behind a name ends: at the next name, or a little on."""
    following = [other.start for other in names if other.start > name.start]
    return min([*following, name.end + _LOOK_AHEAD, len(text)])


def _run_of_ingredients(names: list[DrugName], place: int, text: str) -> list[DrugName]:
    run: list[DrugName] = []
    for name in names[place:]:
        if name.drug.kind is not DrugKind.GENERIC:
            break
        if run and not _is_mixed_with(run[-1], name, text):
            break
        run.append(name)
    return run


def _is_mixed_with(left: DrugName, right: DrugName, text: str) -> bool:
    if _AMOUNT_OF_SALE.search(text, left.end, right.start):
        return False
    joint, has_strength = _joint(left, right, text)
    gap = text[left.end : right.start]
    if has_strength and not _PERCENT.search(gap) and re.search(r"\dmc?g|\d\s+mc?g", gap, re.I):
        return False
    return joint in _MIXING


@cache
def _unnamed_compound() -> Drug:
    return drugs()[("topical", "compound")]


def _single(names: list[DrugName], place: int, text: str) -> _Group:
    name = names[place]
    drug = name.drug
    if drug.kind is DrugKind.GENERIC and len(drug.ingredients) == 1 and drug.drug_class == _OPIOIDS:
        combined = combinations().get(frozenset({*drug.ingredients, "acetaminophen"}))
        bare = _salt().sub("", text[name.end : name.end + _LOOK_AHEAD])
        if combined and _PARACETAMOL.match(bare):
            drug = combined
    return _Group(drug, (name,))


def _is_alias(group: _Group, name: DrugName, text: str) -> bool:
    """Return whether a name only repeats the drug before it: "Ultram (tramadol)", "topical cream: Terocin"."""
    last = group.names[-1]
    if group.is_compound:
        return False
    joint, _ = _joint(last, name, text)
    own, other = set(group.drug.ingredients), set(name.drug.ingredients)
    if DrugKind.GROUP in (group.drug.kind, name.drug.kind):
        same_kind = (
            _kind_of_class(group.drug) == _kind_of_class(name.drug) and group.drug.kind is not name.drug.kind
        )
        return same_kind and joint in _NAMING_JOINTS
    if not own or not other or not (other <= own or own <= other):
        return False
    if _AMOUNT_OF_SALE.search(text, last.end, name.start):
        gap = _AMOUNT_AND_NUMBER.sub("", text[last.end : name.start])
        return own == other and not _salt().sub("", _STRENGTH.sub("", gap)).strip(" (")
    within = "(" in text[group.names[0].end : name.start] and joint in _MIXING
    return joint in _ALIAS_JOINTS or (within and other < own)


def _kind_of_class(drug: Drug) -> str:
    return TOPICAL_ANALGESICS if drug.drug_class in TOPICAL_CLASSES else drug.drug_class


def _mention(group: _Group, text: str, limit: int) -> DrugMention:
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


_FORM_WORD = re.compile(r"[A-Za-z]+")


def form_in(text: str, start: int, end: int) -> str:
    """Return the first dosage form that is named in a stretch, "" where none is."""
    table = words_of("forms")
    for match in _FORM_WORD.finditer(text, start, end):
        form = table.get(match.group().lower())
        if form is not None:
            return form
    return ""


def _of_form(drug: Drug, text: str, start: int, limit: int) -> Drug:
    """Return the drug of the list that has this name and form: Terocin lotion and patch differ."""
    if drug.kind is not DrugKind.BRAND:
        return drug
    form = form_in(text, start, limit)
    special = drugs().get((*name_words(drug.name), form)) if form else None
    if special is None:
        return drug
    return replace(drug, ingredients=special.ingredients, drug_class=special.drug_class)


def _class(group: _Group, drug: Drug, text: str, limit: int) -> str:
    start = group.names[0].start
    form = form_in(text, start, limit)
    is_put_on = form in _topical()["forms"] or _PERCENT.search(text, start, limit) is not None
    if group.is_compound:
        parts = {ingredient for name in group.names[group.heads :] for ingredient in name.drug.ingredients}
        return TOPICAL_COMPOUNDS if len(parts) > 1 else TOPICAL_ANALGESICS
    if (
        drug.ingredients
        and set(drug.ingredients) <= _topical()["anaesthetics"]
        and form not in _topical()["forms"]
    ):
        if drug.drug_class == _INJECTION or load_patterns(SOURCE)["injected"].regex.search(text):
            return _INJECTION
        return drug.drug_class
    if drug.drug_class in _topical()["classes"] and is_put_on:
        return _topical_class(drug)
    if drug.drug_class == _OPIOIDS and is_put_on and form != "patch" and drug.kind is DrugKind.GENERIC:
        return TOPICAL_ANALGESICS
    return drug.drug_class


def _topical_class(drug: Drug) -> str:
    return TOPICAL_COMPOUNDS if drug.drug_class == TOPICAL_COMPOUNDS else TOPICAL_ANALGESICS
