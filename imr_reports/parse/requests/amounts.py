"""The words around the names of drugs → strengths, form, quantity and refills of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from imr_reports.parse.requests.strengths import is_sold, numbers_with_units, split_per, with_units
from imr_reports.records.services import Strength
from imr_reports.vocabulary.datafiles import CuedPatterns, load_patterns, read_toml
from imr_reports.vocabulary.drugs.amounts import SOURCE, amount_patterns, any_amount, words_of
from imr_reports.vocabulary.drugs.groups import TOPICAL_CLASSES, form_in
from imr_reports.vocabulary.drugs.mentions import DrugMention
from imr_reports.vocabulary.drugs.names import strength_ranges
from imr_reports.vocabulary.matching.numerals import NUMBER, in_digits, read_number

_HEAD_REACH = 80
_LONGEST_STRETCH = 400
_SMALL_MASS = 15  # grams: nobody swallows more of a drug at once, and no tube holds less
_FIRST_NUMBER = re.compile(rf"{NUMBER}|\bno\b", re.I)
_HEAD_END = frozenset("0123456789%)")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(slots=True, kw_only=True)
class Amounts:
    """What a request says about one drug; offsets are those of the line.

    Attributes:
        strengths: all strengths, in order.
        part_strengths: of a compound, the strength beside each ingredient; empty where one has several.
    """

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

    start: int
    end: int
    strengths: list[tuple[int, Strength]] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    items: list[tuple[float, str]] = field(default_factory=list)
    bulk: list[tuple[float, str]] = field(default_factory=list)
    plain: float | None = None
    refills: int | None = None


def read_amounts(text: str, mentions: Sequence[DrugMention]) -> list[Amounts]:
    """Read what stands around the names of drugs.

    Args:
        text: the line.
        mentions: the drugs that it names.
    """
    amounts: list[Amounts] = []
    if not mentions:
        return amounts
    text = in_digits(text)
    heads = [_heads(text, mentions, place) for place in range(len(mentions))]
    for place, mention in enumerate(mentions):
        following = heads[place + 1] if place + 1 < len(mentions) else []
        limit = min(mention.limit, mention.end + _LONGEST_STRETCH)
        limit = min([limit, *(head.start() for head in following)])
        behind = load_patterns(SOURCE)["service_behind"].regex.search(text, mention.end, limit)
        limit = behind.start() if behind else limit
        amounts.append(_read(text, mention, heads[place], limit))
    return amounts


def _heads(text: str, mentions: Sequence[DrugMention], place: int) -> list[re.Match[str]]:
    """Return the amounts right before a name; a word parts them from what the drug before has."""
    patterns = amount_patterns("heads")
    end = mentions[place].start
    begin = max(0, end - _HEAD_REACH)
    if place:
        begin = max(begin, mentions[place - 1].end)
    before = text[begin:end].rstrip(" (:").lower()
    if not before or not (before[-1] in _HEAD_END or _last_word(before) in _head_ends()):
        return []
    if place:
        parts = [match.end() for match in patterns["part"].regex.finditer(text, begin, end)]
        if not parts:
            return []
        begin = parts[-1]
    found = []
    if strength := patterns["strength"].regex.search(text, begin, end):
        found.append(strength)
        end = strength.start()
    count = patterns["count"].regex.search(text, begin, end)
    if count is None:
        count = patterns["plain"].regex.search(text, begin, end)
    return [*found, count] if count else found


def _last_word(text: str) -> str:
    words = _WORD.findall(text[-20:])
    return words[-1] if words else ""


def _read(text: str, mention: DrugMention, heads: Sequence[re.Match[str]], limit: int) -> Amounts:
    found = _Found(start=min([mention.start, *(head.start() for head in heads)]), end=mention.end)
    for head in heads:
        _take_head(found, head)
    for match in any_amount().finditer(_stretch(text, mention, limit)):
        if _take(found, match, mention, text):
            found.end = max(found.end, mention.start + match.end())
    return _chosen(found, text, mention, limit)


def _stretch(text: str, mention: DrugMention, limit: int) -> str:
    """Return the text from the name to the limit; names, directions and dates are blanked, places kept."""
    pieces = [" " * (mention.names[0].start - mention.start)]
    for place, name in enumerate(mention.names):
        stop = mention.names[place + 1].start if place + 1 < len(mention.names) else limit
        pieces.append(" " * (name.end - name.start))
        pieces.append(text[name.end : stop])
    stretch = "".join(pieces)
    for pattern in _directions().likely(stretch):
        stretch = pattern.regex.sub(lambda match: " " * len(match.group()), stretch)
    return stretch


@cache
def _head_ends() -> frozenset[str]:
    """Return the words behind which a drug's name may stand with its amount before it."""
    tables = ("forms", "containers", "units", "volumes", "per")
    return frozenset(read_toml(SOURCE, "joints")["joints"]["before"].split()).union(
        *(words_of(table) for table in tables)
    )


@cache
def _directions() -> CuedPatterns:
    return CuedPatterns(amount_patterns("directions").values())


def _take_head(found: _Found, head: re.Match[str]) -> None:
    groups = head.groupdict()
    if not groups:
        own, per = split_per(head.group().removesuffix(" ").removesuffix("of"))
        found.strengths += [(head.start(), one) for one in with_units(numbers_with_units(own), per)]
    elif groups.get("count"):
        found.counts.append(float(head["count"]))
    elif groups.get("refills"):
        found.refills = int(read_number(head["many"]))
    elif groups.get("bulk"):
        found.bulk.append((read_number(head["many"]), words_of("volumes")[head["bulk"].lower()]))
    elif groups.get("item"):
        found.items.append((read_number(head["many"]), head["item"].lower()))
    elif "item" not in groups:
        found.plain = read_number(head["many"])


def _take(found: _Found, match: re.Match[str], mention: DrugMention, text: str) -> bool:
    """Take an amount for what it is; return whether it is about the drug."""
    kind, said = match.lastgroup, match.group()
    if kind in ("refills", "refills_named"):
        found.refills = _count_in(said) if found.refills is None else found.refills
    elif kind in ("count", "times"):
        found.counts.append(float(_count_in(said)))
    elif kind == "items":
        found.items.append((float(_count_in(said)), _WORD.findall(said)[-1].lower()))
    elif kind in ("quantity", "bulk"):
        _take_quantity(found, said)
    elif _is_stray(match, mention, text):
        return False
    else:
        _take_strengths(found, match, mention)
    return True


def _is_stray(match: re.Match[str], mention: DrugMention, text: str) -> bool:
    """Return whether numbers without a unit are no strengths of the drug."""
    if match.lastgroup == "bare":
        return not _is_bare_strength(match, mention, text)
    return match.lastgroup == "ratio" and not _is_ratio_of(match.group(), mention)


def _count_in(text: str) -> int:
    match = _FIRST_NUMBER.search(text)
    return 0 if match is None or match.group().lower() == "no" else int(read_number(match.group()))


def _take_quantity(found: _Found, text: str) -> None:
    for value, unit in numbers_with_units(text)[:1]:
        if unit in words_of("volumes"):
            found.bulk.append((value, words_of("volumes")[unit]))
        else:
            found.counts.append(value)


def _take_strengths(found: _Found, match: re.Match[str], mention: DrugMention) -> None:
    """Take the strengths of "10/325mg", "4%-27.5%", "100 mg/5 ml"; grams may be how much is asked for."""
    own, per = split_per(match.group())
    stated = numbers_with_units(own)
    grams = [value for value, unit in stated if words_of("volumes").get(unit) == "g"]
    others = [one for one in stated if words_of("volumes").get(one[1]) != "g"]
    if len(grams) == 1 and not per and (others if others else _is_bulk(grams[0], mention, found)):
        found.bulk.append((grams[0], "g"))
        stated = others
    strengths = with_units(stated, per)
    if [one.unit for one in strengths] == ["units"] and found.strengths and not _is_dosed_in_units(mention):
        found.items.append((strengths[0].value, "units"))
        return
    found.strengths += [(mention.start + match.start(), one) for one in strengths]


def _is_dosed_in_units(mention: DrugMention) -> bool:
    return any("units" in strength_ranges().get(ingredient, {}) for ingredient in mention.drug.ingredients)


def _is_bulk(grams: float, mention: DrugMention, found: _Found) -> bool:
    is_put_on = mention.drug_class in TOPICAL_CLASSES or any(one.unit == "%" for _, one in found.strengths)
    return is_put_on or grams >= _SMALL_MASS


def _is_ratio_of(text: str, mention: DrugMention) -> bool:
    """Return whether numbers without a unit can be the strengths of a drug."""
    ingredients = mention.drug.ingredients
    if len(ingredients) > 1 or mention.is_compound:
        return True
    return bool(ingredients) and is_sold(ingredients[0], numbers_with_units(text)[0][0])


def _is_bare_strength(match: re.Match[str], mention: DrugMention, text: str) -> bool:
    """Return whether a number without a unit right behind a name is a strength in which the drug is sold."""
    words = [word.lower() for word in _WORD.findall(text[mention.end : mention.start + match.start()])]
    forms = words_of("forms")
    if mention.is_compound or len(words) > 2 or any(len(word) > 3 and word not in forms for word in words):
        return False
    return any(is_sold(ingredient, read_number(match.group())) for ingredient in mention.drug.ingredients)


def _chosen(found: _Found, text: str, mention: DrugMention, limit: int) -> Amounts:
    form = form_in(text, found.start, min(limit, max(found.end + 30, mention.end + 40)))
    quantity, unit = _quantity(found)
    return Amounts(
        start=found.start,
        end=found.end,
        strengths=tuple(strength for _, strength in found.strengths),
        part_strengths=_by_part(found, mention) if mention.is_compound else (),
        form=form,
        quantity=quantity,
        quantity_unit=unit,
        refills=found.refills,
    )


def _by_part(found: _Found, mention: DrugMention) -> tuple[Strength | None, ...]:
    """Return the strength beside each ingredient: before them all where one stands before the first."""
    is_before = any(at < mention.start for at, _ in found.strengths)
    starts = [name.start for name in mention.names]
    ends = [name.end for name in mention.names]
    bounds = (
        [found.start, *ends] if is_before else [*ends, len(mention.names) and max(found.end, ends[-1]) + 1]
    )
    stops = starts if is_before else [*starts[1:], bounds[-1]]
    parts: list[Strength | None] = []
    for begin, stop in zip(bounds, stops, strict=False):
        beside = [strength for at, strength in found.strengths if begin <= at < stop]
        if len(beside) > 1:
            return ()
        parts.append(beside[0] if beside else None)
    return tuple(parts)


def _quantity(found: _Found) -> tuple[float | None, str]:
    """Return how much is asked for: a mass or volume where there is one piece of it, else a count."""
    containers = words_of("containers")
    items = [number for number, item in found.items if item not in containers and number]
    boxed = [(number, containers[item]) for number, item in found.items if item in containers and number]
    counts = [number for number in found.counts if number]
    if found.bulk and counts[:1] in ([], [1.0]) and items[:1] in ([], [1.0]):
        return found.bulk[0]
    if counts or items:
        return (counts or items)[0], ""
    return boxed[0] if boxed else (found.plain, "")
