"""Names of drugs side by side → groups: a brand with its generic, a fixed combination, a compound."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from imr_reports.vocabulary.datafiles import load_patterns, read_toml
from imr_reports.vocabulary.drugs.amounts import SOURCE, words_of
from imr_reports.vocabulary.drugs.names import Drug, DrugKind, DrugName, combinations, drugs

TOPICAL_ANALGESICS = "Topical Analgesics"
TOPICAL_COMPOUNDS = "Topical Compounds"
TOPICAL_CLASSES = frozenset({TOPICAL_ANALGESICS, TOPICAL_COMPOUNDS})
OPIOIDS = "Opioids"
_FORM_WORD = re.compile(r"[A-Za-z]+")
_LOOK_AHEAD = 60
_SHORT_REACH = 12
_MOST_PARTS = 24
_MOST_HEADS = 4


@dataclass(frozen=True, slots=True)
class DrugGroup:
    """Names that stand for one drug.

    Attributes:
        heads: how many of them stand before the ingredients of a compound.
    """

    drug: Drug
    names: tuple[DrugName, ...]
    is_compound: bool = False
    heads: int = 0


@cache
def topical_words() -> dict[str, frozenset[str]]:
    """Return the forms, classes and anaesthetics that decide what is a topical analgesic."""
    return {key: frozenset(values) for key, values in read_toml(SOURCE, "topical")["topical"].items()}


@cache
def _joints(kind: str) -> frozenset[str]:
    """Return what may stand between names; only abbreviations must have a sign between them."""
    joints = frozenset(read_toml(SOURCE, "joints")["joints"][kind].split())
    return joints if kind == "slashes" else joints | {""}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return load_patterns(SOURCE)[name].regex


@cache
def _salt() -> re.Pattern[str]:
    words = read_toml(SOURCE, "salts")["salts"]["words"].split()
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b\.?", re.I)


def group_names(names: list[DrugName], text: str) -> list[DrugGroup]:
    """Return the drugs that names stand for, in order."""
    injected = _pattern("injected").search(text) is not None
    mixed = _pattern("mixed").search(text) is not None
    groups: list[DrugGroup] = []
    place = 0
    while place < len(names):
        group = _longer(
            _combination(names, place, text), None if injected else _compound(names, place, text, mixed=mixed)
        ) or _single(names, place, text)
        place += len(group.names)
        while place < len(names) and _is_alias(group, names[place], text):
            drug = names[place].drug if group.drug.kind is DrugKind.GROUP else group.drug
            group = DrugGroup(drug, (*group.names, names[place]))
            place += 1
        groups.append(group)
    return groups


def _longer(combined: DrugGroup | None, mixed: DrugGroup | None) -> DrugGroup | None:
    if combined and mixed:
        return mixed if len(mixed.names) > len(combined.names) else combined
    return combined or mixed


def _joint(left: DrugName, right: DrugName, text: str) -> tuple[str, bool]:
    """Return what stands between names but salts and strengths, and whether there was a strength."""
    gap = text[left.end : right.start].lower()
    if len(gap) > _LOOK_AHEAD:
        return "far", False
    bare, strengths = _pattern("strength_between").subn("", _salt().sub("", gap))
    return "".join(bare.split()), strengths > 0


def _combination(names: list[DrugName], place: int, text: str) -> DrugGroup | None:
    """Return the fixed combination whose ingredients are named one after the other from here on."""
    first = names[place]
    if first.drug.kind is not DrugKind.GENERIC:
        return None
    ingredients = set(first.drug.ingredients)
    best: DrugGroup | None = None
    for last in range(place + 1, min(place + 5, len(names))):
        joint, has_strength = _joint(names[last - 1], names[last], text)
        drug = names[last].drug
        fits = joint in _joints("combining") or (joint in (",", ",and") and not has_strength)
        if (
            drug.kind is not DrugKind.GENERIC
            or not fits
            or (has_strength and joint not in _joints("slashes"))
        ):
            break
        ingredients |= set(drug.ingredients)
        combined = combinations().get(frozenset(ingredients))
        if combined and (joint != "," or len(ingredients) > 2):
            best = DrugGroup(combined, tuple(names[place : last + 1]))
    if best and best.drug.drug_class == TOPICAL_COMPOUNDS:
        return None
    return best


def _compound(names: list[DrugName], place: int, text: str, *, mixed: bool) -> DrugGroup | None:
    """Return the ingredients mixed into one preparation that are named from here on."""
    head, first = names[place], place
    while first + 1 < min(len(names), place + _MOST_HEADS) and _may_head(names[first].drug):
        if not _pattern("heralds").match(text[names[first].end : names[first + 1].start]):
            return None
        head, first = names[first], first + 1
    run = _run_of_ingredients(names, first, text)
    enough = len(run) > 1 or (bool(run) and (first > place or mixed))
    following = names[first + len(run)] if first + len(run) < len(names) else None
    if not enough or not (_has_percent(run, following, text) or _is_put_on(run, following, text)):
        return None
    drug = head.drug if first > place else _unnamed_compound()
    return DrugGroup(drug, (*names[place:first], *run), is_compound=True, heads=first - place)


def _has_percent(run: list[DrugName], following: DrugName | None, text: str) -> bool:
    before = text[max(0, run[0].start - _SHORT_REACH) : run[0].start]
    return _pattern("percent").search(before) is not None or any(
        _pattern("percent").search(text, name.end, _behind(run, place, following, text))
        for place, name in enumerate(run)
    )


def _is_put_on(run: list[DrugName], following: DrugName | None, text: str) -> bool:
    """Return whether a list parted by slashes is followed by a topical form: "lido/keto/gaba cream"."""
    stop = min(run[-1].end + _SHORT_REACH, _behind(run, len(run) - 1, following, text))
    if len(run) < 2 or form_in(text, run[-1].end, stop) not in topical_words()["forms"]:
        return False
    return all(_joint(left, right, text)[0] in _joints("slashes") for left, right in pairwise(run))


def _may_head(drug: Drug) -> bool:
    """Return whether a name may stand before the ingredients of a compound that it is a name of."""
    return not drug.ingredients or (drug.drug_class == TOPICAL_COMPOUNDS and drug.kind is DrugKind.BRAND)


def _behind(run: list[DrugName], place: int, following: DrugName | None, text: str) -> int:
    """Return where the stretch behind a name of a list ends: at the next name, or a little on."""
    after = run[place + 1] if place + 1 < len(run) else following
    return min(run[place].end + _LOOK_AHEAD, len(text) if after is None else after.start)


def _run_of_ingredients(names: list[DrugName], place: int, text: str) -> list[DrugName]:
    run: list[DrugName] = []
    for name in names[place : place + _MOST_PARTS]:
        if name.drug.kind is not DrugKind.GENERIC:
            break
        if run and not _is_mixed_with(run[-1], name, text):
            break
        run.append(name)
    return run


def _is_mixed_with(left: DrugName, right: DrugName, text: str) -> bool:
    if _pattern("sold").search(text, left.end, right.start):
        return False
    joint, has_strength = _joint(left, right, text)
    gap = text[left.end : right.start]
    if has_strength and not _pattern("percent").search(gap) and re.search(r"\dmc?g|\d\s+mc?g", gap, re.I):
        return False
    return joint in _joints("mixing")


@cache
def _unnamed_compound() -> Drug:
    return drugs()[("topical", "compound")]


def _single(names: list[DrugName], place: int, text: str) -> DrugGroup:
    name = names[place]
    drug = name.drug
    if drug.kind is DrugKind.GENERIC and len(drug.ingredients) == 1 and drug.drug_class == OPIOIDS:
        combined = combinations().get(frozenset({*drug.ingredients, "acetaminophen"}))
        bare = _salt().sub("", text[name.end : name.end + _LOOK_AHEAD])
        if combined and _pattern("with_acetaminophen").match(bare):
            drug = combined
    return DrugGroup(drug, (name,))


def _is_alias(group: DrugGroup, name: DrugName, text: str) -> bool:
    """Return whether a name is the drug before it again: "Ultram (tramadol)", "cream: Terocin"."""
    last = group.names[-1]
    if group.is_compound:
        return False
    joint, _ = _joint(last, name, text)
    own, other = set(group.drug.ingredients), set(name.drug.ingredients)
    if DrugKind.GROUP in (group.drug.kind, name.drug.kind):
        same_kind = (
            _kind_of_class(group.drug) == _kind_of_class(name.drug) and group.drug.kind is not name.drug.kind
        )
        return same_kind and joint in _joints("naming")
    if not own or not other or not (other <= own or own <= other):
        return False
    if _pattern("sold").search(text, last.end, name.start):
        gap = _pattern("counted").sub("", text[last.end : name.start])
        return own == other and not _salt().sub("", _pattern("strength_between").sub("", gap)).strip(" (")
    within = "(" in text[group.names[0].end : name.start] and joint in _joints("mixing")
    return joint in _joints("repeating") or (within and other < own)


def _kind_of_class(drug: Drug) -> str:
    return TOPICAL_ANALGESICS if drug.drug_class in TOPICAL_CLASSES else drug.drug_class


def has_company(names: list[DrugName], place: int, text: str) -> bool:
    """Return whether a name may count: an abbreviation does so only beside another drug."""
    if not names[place].drug.needs_company:
        return True
    pairs = zip(names[max(0, place - 1) : place + 1], names[max(1, place) : place + 2], strict=False)
    return any(_joint(left, right, text)[0] in _joints("slashes") for left, right in pairs)


def form_in(text: str, start: int, end: int) -> str:
    """Return the first dosage form that is named in a stretch, "" where none is."""
    table = words_of("forms")
    for match in _FORM_WORD.finditer(text, start, end):
        form = table.get(match.group().lower())
        if form is not None:
            return form
    return ""
