"""The words around a drug's name → strengths, form, quantity and refills."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from imr_reports.records.services import Strength
from imr_reports.vocabulary.drug_list import strength_ranges
from imr_reports.vocabulary.datafiles import load_patterns
from imr_reports.vocabulary.drugs import SOURCE, DrugMention, form_in, words_of
from imr_reports.vocabulary.numerals import NUMBER, NUMBER_WORD, read_number

_HEAD_REACH = 80
_LONGEST_STRETCH = 400
_SMALL_MASS = 15  # grams: nobody swallows more of a drug at once, and no tube holds less
_TOPICAL = frozenset({"Topical Analgesics", "Topical Compounds"})
_BULK_FORMS = frozenset(
    {
        "cream",
        "gel",
        "ointment",
        "lotion",
        "foam",
        "balm",
        "liquid",
        "solution",
        "suspension",
        "powder",
        "drops",
        "spray",
    }
)
_UNITS = {
    "%": "%", "percent": "%", "mg": "mg", "mgs": "mg", "milligram": "mg", "milligrams": "mg", "mcg": "mcg", "mcgs": "mcg",
    "ug": "mcg", "µg": "mcg", "μg": "mcg", "microgram": "mcg", "micrograms": "mcg", "g": "g", "gram": "g", "grams": "g",
    "gm": "gm", "gms": "gm", "gr": "gm", "meq": "meq", "unit": "units", "units": "units", "iu": "iu", "ius": "iu",
}  # fmt: skip
_VOLUMES = {
    "ml": "ml", "mls": "ml", "cc": "ml", "ccs": "ml", "milliliters": "ml", "milliliter": "ml", "oz": "oz", "ounce": "oz",
    "ounces": "oz", "l": "l", "liter": "l", "liters": "l", "g": "g", "gm": "g", "gms": "g", "gram": "g", "grams": "g",
    "gr": "g",
}  # fmt: skip
_GRAMS = frozenset({"g", "gm", "gms", "gram", "grams", "gr"})
_PER = {"hr": "h", "hrs": "h", "hour": "h", "hours": "h", "h": "h", "cc": "ml", "gm": "g", "gram": "g"}

_COUNT = rf"(?:{NUMBER_WORD}|\d{{1,5}}(?:,\d{{3}})?(?:\.\d+)?)"
_UNIT = r"(?:%|percent\b|mgs?\b|milligrams?\b|mcgs?\b|[uµμ]g\b|micrograms?\b|gm?s?\b|gr\b|grams?\b|meq\b|i\.?u\.?s?\b|units?\b)"
_DENOMINATOR = r"(?:\d{1,3}\s*)?(?:ml|cc|hours?|hrs?|h|gm?|gram|dose|actuation|spray|puff|patch|day)\b"


@cache
def _alternatives(table: str) -> str:
    return "|".join(sorted(words_of(table), key=len, reverse=True))


@cache
def _ignored() -> re.Pattern[str]:
    """Directions, dates and durations: numbers in them are no amounts asked for."""
    many = _alternatives("forms")
    return re.compile(
        rf"""\b\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}\b
        | \b(?:{_COUNT})\s*(?:\(\d+\)\s*)?-?\s*(?:days?|weeks?|months?|mos?)['’]?\s*-?\s*(?:supply|supplies|worth|coverage)\b
        | \b(?:take|apply|use|place|inject|chew|dissolve|insert)\s+(?:up\s+to\s+)?(?:{_COUNT})(?:\s*-\s*\d+)?\s*(?:{many})?
        | \b(?:{_COUNT})(?:\s*(?:-|to)\s*\d+)?\s*(?:{many})?\s*(?:po\b|p\.o\.|by\s+mouth|orally|q\d+|q\s?\d|qd\b|qhs\b|q\.?h\.?s|q\.?d|bid\b|b\.i\.d|tid\b|t\.i\.d|
            qid\b|q\.i\.d|every\b|daily\b|once\b|twice\b|at\s+(?:bedtime|night)|per\s+day|a\s+day|each\s+day|/\s*day|nightly|per\s+week|a\s+week)
        | \b(?:{_COUNT})\s*(?:-\s*\d+\s*)?(?:x|times?)\s*(?:per|a|/|each|every)?\s*(?:days?|daily|weekly|week|month)\b
        | \bq\.?\s*\d{{1,2}}(?:\s*-\s*\d{{1,2}})?\s*(?:h\b|hrs?|hours?)?
        | \bevery\s+{_COUNT}(?:\s*(?:-|to)\s*\d+)?\s*(?:hours?|hrs?|days?|weeks?|months?)
        | \b(?:for|x|times|over)\s*{_COUNT}\s*(?:\(\d+\)\s*)?(?:days?|weeks?|wks?|months?|mos?|years?)\b
        | \b\d+\s*hours?\s+(?:on|off)\b | \bup\s+to\s+\d+\b | \b[CTLS]\d{{1,2}}(?:-[CTLS]?\d)?\b
        | \b(?:max\w*|limit)\s+(?:of\s+)?\d+(?:\s*(?:per|/|a)\s*day)?""",
        re.I | re.X,
    )


@cache
def _amount() -> re.Pattern[str]:
    forms, containers = _alternatives("forms"), _alternatives("containers")
    return re.compile(
        rf"""(?P<refills>(?:\b(?:no|{NUMBER_WORD})|(?<![\w#.])\d{{1,2}})\s*(?:\(\d+\)\s*)?(?:additional\s+|more\s+|monthly\s+|extra\s+)?(?:refills?|rfs?|rfls?)\b)
        | (?P<refills_named>\b(?:refills?|rfs?|rfls?)\b[\s.:x×=(#-]*(?:of\s+|times\s+)?(?:{NUMBER_WORD}\b|\d{{1,2}}\b(?!\s*(?:mg|mcg|%))))
        | (?P<count>(?:\#|№|\bnumber\b|\bno\.)\s*(?:of\s+)?[:=(]?\s*\d{{1,5}}(?:,\d{{3}})?)
        | (?P<quantity>\b(?:qty|quantity|quan|quant|count|disp(?:ense[ds]?)?|total(?:\s+of)?|amount)\b[\s.:=\#(-]*(?:of\s+|is\s+)?(?:{NUMBER_WORD}\b|{NUMBER})(?:\s*(?:(?:gm?s?|grams?|ml|cc|oz)\b))?)
        | (?P<strength>(?<![\w.]){NUMBER}(?:\s*{_UNIT})?(?:\s*\)?\s*(?:/|-|–|to\b|and\b|or\b|&)\s*\(?{NUMBER}(?:\s*{_UNIT})?){{0,4}}\s*-?\s*{_UNIT}(?:\s*(?:/|per)\s*{_DENOMINATOR})?)
        | (?P<bulk>(?<![\w.]){NUMBER}\s*-?\s*(?:mls?|ccs?|milliliters?|oz|ounces?|l|liters?)\b)
        | (?P<ratio>(?<![\w./-]){NUMBER}(?:\s*[/-]\s*{NUMBER}){{1,3}}(?![\w/]))
        | (?P<items>(?<![\w.-])(?:{NUMBER_WORD}|\d{{1,5}})\s*(?:\(\d+\)\s*)?(?:x\s*)?-?\s*(?:(?:topical|oral|transdermal|extra|individual)\s+)?(?P<item>{forms}|{containers}|counts?|ct|prescriptions?)\b)
        | (?P<times>(?<![\w])[x×]\s*\d{{1,4}}\b(?!\s*(?:x|times|{_UNIT}|-)))
        | (?P<bare>(?<![\w.,/-]){NUMBER}(?![\w/%]|\.\d))""",
        re.I | re.X,
    )


@cache
def _head() -> re.Pattern[str]:
    forms, containers = _alternatives("forms"), _alternatives("containers")
    return re.compile(
        rf"""(?<![\w.#])(?P<number>{NUMBER_WORD}|{NUMBER})\s*(?:\(\s*\d+\s*\)\s*)?(?:additional\s+|more\s+|monthly\s+)?-?\s*
        (?:(?P<refills>refills?)|(?P<item>{forms}|{containers}|prescriptions?|fills?|months?|courses?)|(?P<bulk>gm?s?|grams?|ml|cc|oz|ounces?)|(?P<strength>mgs?|mcg|units?))\b
        \s*(?:supply\s+)?(?:of|for|:)?\s*(?:(?:topical|compounded|compound|generic|brand|the|medication|{forms})\s+){{0,2}}\Z
        |(?:\#|\bqty\.?\s*:?|\bquantity\s*:?)\s*(?P<count>\d{{1,5}})\s*(?:of|,|:)?\s*\Z""",
        re.I | re.X,
    )


@dataclass(slots=True, kw_only=True)
class Amounts:
    """What a request says about one drug; offsets are those of the line."""

    start: int
    end: int
    strengths: tuple[Strength, ...] = ()
    part_strengths: tuple[Strength | None, ...] = ()
    form: str = ""
    quantity: float | None = None
    quantity_unit: str = ""
    refills: int | None = None


@dataclass(slots=True)
class _Found:
    """Amounts as they are met, before the ones that count are chosen."""

    strengths: list[tuple[int, Strength]] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    items: list[tuple[float, str]] = field(default_factory=list)
    bulk: list[tuple[float, str]] = field(default_factory=list)
    refills: int | None = None
    end: int = 0


def read_amounts(text: str, mention: DrugMention, begin: int, following: DrugMention | None) -> Amounts:
    """Read what stands around a drug's name.

    Args:
        text: the line.
        mention: the drug.
        begin: where what was read for the drug before ends.
        following: the next drug, whose own amounts may stand before its name ("#30 Soma and #60 Norco").
    """
    limit = min(mention.limit, mention.end + _LONGEST_STRETCH)
    if following is not None and following.start == limit:
        head = _head_of(text, following, mention.end)
        limit = head.start() if head else limit
    behind = load_patterns(SOURCE)["service_behind"].regex.search(text, mention.end, limit)
    limit = behind.start() if behind else limit
    found = _Found(end=mention.end)
    start = mention.start
    head = _head_of(text, mention, begin)
    if head is not None:
        start = head.start()
        _take_head(found, head)
    stretch = _without_names(text, mention, limit)
    for match in _amount().finditer(stretch):
        _take(found, match, mention, stretch)
    return _chosen(found, text, mention, start, limit)


def _head_of(text: str, mention: DrugMention, begin: int) -> re.Match[str] | None:
    return _head().search(text, max(begin, mention.start - _HEAD_REACH), mention.start)


def _without_names(text: str, mention: DrugMention, limit: int) -> str:
    """Return the text up to the limit, all but what may be amounts blanked, places kept."""
    pieces = [" " * mention.names[0].start]
    for place, name in enumerate(mention.names):
        stop = mention.names[place + 1].start if place + 1 < len(mention.names) else limit
        pieces.append(" " * (name.end - name.start))
        pieces.append(text[name.end : stop])
    return _ignored().sub(lambda match: " " * len(match.group()), "".join(pieces))


def _take_head(found: _Found, head: re.Match[str]) -> None:
    if head["count"]:
        found.counts.append(float(head["count"]))
        return
    number = read_number(head["number"])
    if head["refills"]:
        found.refills = int(number)
    elif head["bulk"]:
        found.bulk.append((number, _VOLUMES[head["bulk"].lower()]))
    elif head["strength"]:
        found.strengths.append((head.start(), Strength(value=number, unit=_UNITS[head["strength"].lower()])))
    elif head["item"].lower() in words_of("forms") or head["item"].lower() in words_of("containers"):
        found.items.append((number, head["item"].lower()))


def _take(found: _Found, match: re.Match[str], mention: DrugMention, stretch: str) -> None:
    kind = str(match.lastgroup) if match.lastgroup != "item" else "items"
    if kind == "bare":
        if not _is_bare_strength(match, mention, stretch):
            return
        found.strengths.append((match.start(), Strength(value=read_number(match.group()), unit="")))
    elif kind in ("refills", "refills_named"):
        found.refills = _count_in(match.group()) if found.refills is None else found.refills
    elif kind in ("count", "times"):
        found.counts.append(float(_count_in(match.group()) or 0))
    elif kind == "quantity":
        _take_quantity(found, match.group())
    elif kind == "items":
        found.items.append((float(_count_in(match.group()) or 0), match["item"].lower()))
    elif kind == "bulk":
        _take_bulk(found, match.group())
    elif not _take_strengths(found, match, mention):
        return
    found.end = max(found.end, match.end())


_FIRST_NUMBER = re.compile(rf"{NUMBER}|\b(?:no|{NUMBER_WORD})\b", re.I)
_LETTERS = re.compile(r"[a-zµμ%]+", re.I)


def _count_in(text: str) -> int:
    match = _FIRST_NUMBER.search(text)
    if match is None or match.group().lower() == "no":
        return 0
    return int(read_number(match.group()))


def _take_quantity(found: _Found, text: str) -> None:
    match = next(iter(_numbers_with_units(text)), None)
    if match is None:
        return
    value, unit = match
    if unit in _VOLUMES:
        found.bulk.append((value, _VOLUMES[unit]))
    else:
        found.counts.append(value)


def _take_bulk(found: _Found, text: str) -> None:
    for value, unit in _numbers_with_units(text):
        found.bulk.append((value, _VOLUMES[unit]))


_NUMBER_AND_UNIT = re.compile(rf"(?P<number>{NUMBER}|\b{NUMBER_WORD}\b)\s*-?\s*(?P<unit>%|[a-zµμ.]+)?", re.I)


def _numbers_with_units(text: str) -> Iterator[tuple[float, str]]:
    for match in _NUMBER_AND_UNIT.finditer(text):
        unit = (match["unit"] or "").lower().replace(".", "")
        yield read_number(match["number"]), unit


_DENOMINATED = re.compile(rf"\s*(?:/|\bper\b)\s*(?P<per>{_DENOMINATOR})\s*\Z", re.I)


def _take_strengths(found: _Found, match: re.Match[str], mention: DrugMention) -> bool:
    """Add the strengths of "10/325mg", "4%-27.5%", "100 mg/5 ml"; grams may be how much is asked for."""
    text = match.group()
    per = _DENOMINATED.search(text)
    stated = list(_numbers_with_units(text[: per.start()] if per else text))
    if not per:
        stated = _without_bulk(stated, mention, found)
        if not stated:
            return True
    if match.lastgroup == "ratio" and len(mention.drug.ingredients) < 2 and not mention.is_compound:
        if not mention.drug.ingredients or not _is_sold(mention.drug.ingredients[0], stated[0][0]):
            return False
    suffix = f"/{_per(per['per'])}" if per else ""
    last = next((unit for _, unit in reversed(stated) if unit in _UNITS), "")
    for value, unit in stated:
        known = _UNITS.get(unit) or _UNITS.get(last, "")
        found.strengths.append((match.start(), Strength(value=value, unit=known + suffix)))
    return True


def _without_bulk(
    stated: list[tuple[float, str]], mention: DrugMention, found: _Found
) -> list[tuple[float, str]]:
    """Take the grams that are how much is asked for out of a list of strengths."""
    others = [one for one in stated if one[1] not in _GRAMS]
    grams = [value for value, unit in stated if unit in _GRAMS]
    if len(grams) == 1 and (
        any(unit for _, unit in others) or (not others and _is_bulk(grams[0], mention, found))
    ):
        found.bulk.append((grams[0], "g"))
        return others
    return stated


def _per(text: str) -> str:
    words = text.lower().split()
    joined = "".join(words)
    number = re.match(r"\d*", joined)
    digits = number.group() if number else ""
    word = joined[len(digits) :]
    return ("" if digits == "1" else digits) + _PER.get(word, word)


def _is_bulk(grams: float, mention: DrugMention, found: _Found) -> bool:
    is_put_on = mention.drug_class in _TOPICAL or any(one.unit == "%" for _, one in found.strengths)
    return is_put_on or grams >= _SMALL_MASS


def _is_bare_strength(match: re.Match[str], mention: DrugMention, stretch: str) -> bool:
    """Return whether a number without a unit right behind a name is a strength in which the drug is sold."""
    between = stretch[mention.end : match.start()]
    forms = words_of("forms")
    words = [word.group().lower() for word in re.finditer(r"[A-Za-z]+", between)]
    if mention.is_compound or len(words) > 2 or any(len(word) > 3 and word not in forms for word in words):
        return False
    value = read_number(match.group())
    return any(_is_sold(ingredient, value) for ingredient in mention.drug.ingredients)


def _is_sold(ingredient: str, value: float) -> bool:
    sold = strength_ranges().get(ingredient, {})
    return any(low <= value <= high for low, high in sold.values())


def _chosen(found: _Found, text: str, mention: DrugMention, start: int, limit: int) -> Amounts:
    form = form_in(text, start, min(limit, max(found.end + 30, mention.end + 40)))
    form = form or next((words_of("forms")[item] for _, item in found.items if item in words_of("forms")), "")
    quantity, unit = _quantity(found, form, mention)
    strengths = tuple(dict.fromkeys(strength for _, strength in found.strengths))
    own = tuple(strength for _, strength in found.strengths) if mention.is_compound else ()
    return Amounts(
        start=start,
        end=min(found.end, limit) if found.end > mention.end else mention.end,
        strengths=strengths,
        part_strengths=_by_part(found.strengths, mention) if own else (),
        form=form,
        quantity=quantity,
        quantity_unit=unit,
        refills=found.refills,
    )


def _by_part(strengths: Sequence[tuple[int, Strength]], mention: DrugMention) -> tuple[Strength | None, ...]:
    """Return the strength behind each ingredient of a compound; nothing where one has several."""
    by_part: list[Strength | None] = []
    for place, name in enumerate(mention.names):
        stop = mention.names[place + 1].start if place + 1 < len(mention.names) else mention.limit
        behind = [strength for at, strength in strengths if name.end <= at < stop]
        if len(behind) > 1:
            return ()
        by_part.append(behind[0] if behind else None)
    return tuple(by_part)


def _quantity(found: _Found, form: str, mention: DrugMention) -> tuple[float | None, str]:
    forms, containers = words_of("forms"), words_of("containers")
    items = [number for number, item in found.items if item in forms or item in ("ct", "count", "counts")]
    boxed = [(number, containers[item]) for number, item in found.items if item in containers]
    counts = [number for number in found.counts if number]
    if found.bulk and (not counts or counts[0] == 1) and (not items or items[0] == 1):
        return found.bulk[0]
    if counts:
        return counts[0], ""
    if items:
        return items[0], ""
    return boxed[0] if boxed else (None, "")
