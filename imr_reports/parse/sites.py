"""A stretch of a letter → the body parts it names, with their sides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from imr_reports.parse.passages import Line
from imr_reports.records.services import BodySite, Side
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.clinical.body_parts import (
    BodyWord,
    axial_parts,
    body_words,
    laboratory_words,
    loose_levels,
    neighbours,
    sideless_parts,
)
from imr_reports.vocabulary.matching.phrases import Found, Words

# A side is said of the site before it or of the one behind it; these stand between the two and part them.
_SENTENCE = re.compile(r"[;:]|\.(?:\s|$)")
_CLAUSE = re.compile(r"[,;:(]|\.(?:\s|$)")
_NEXT_ITEM = re.compile(r"[,;:(/&+]|\.(?:\s|$)|\b(?:and|or|with|then)\b", re.IGNORECASE)
_OWN_LIST = re.compile(
    r"[\s,/&+()-]*(?:\b(?:and|or|as well as|to|the|with|his|her)\b[\s,/&+-]*){0,3}", re.IGNORECASE
)
_TWO_SIDES = re.compile(r"[\s,/&+()-]{0,4}(?:\b(?:and|or|then)\b)?[\s,/&+()-]{0,4}", re.IGNORECASE)
_BEHIND = re.compile(r"[\s,(/-]*(?:\b(?:on|of|to|in)\s+(?:the|his|her)\b[\s(]*)?", re.IGNORECASE)
_PHRASE_END = re.compile(r"\s{0,2}(?:[,;:.)]|$)")
_CLOSED = re.compile(r"\.?\s{0,2}\)")
_NUMBERED = re.compile(r"\s{0,2}#")
_DIGIT = re.compile(r"[ -]?\d")
_LAB_LEVELS = frozenset({"t3", "t4", "c3", "c4"})
_NEAR, _FAR, _BACK = 24, 90, 45
_SHORTEST_SIDE = len("bilat.")  # a shorter word for a side is an abbreviation, and its point ends no sentence


@dataclass(slots=True)
class NamedSite:
    """A part where it is named, with the sides that are said of it there.

    Attributes:
        yields_to: parts beside which it says nothing more.
        hands_on: whether its side stands before it, so that it holds for a list that the part begins.
    """

    part: str
    start: int
    end: int
    sides: set[Side] = field(default_factory=set)
    yields_to: frozenset[str] = frozenset()
    hands_on: bool = False


class _SideWord(NamedTuple):
    sides: frozenset[Side]
    start: int
    end: int


def read_sites(line: Line) -> tuple[Stated[BodySite], ...]:
    """Read the body parts that a stretch names or implies, each once, in order."""
    if not line.text:
        return ()
    words = Words(line.text)
    return each_once(line, find_sites(words, body_words().find(words), loose_levels(words.text)))


def find_sites(
    words: Words, found: Iterable[Found[BodyWord]], levels: Iterable[tuple[str, tuple[int, int]]] = ()
) -> list[NamedSite]:
    """Return the sites that phrases of a text name, in order, with their sides.

    Args:
        words: the text.
        found: its phrases, or those that count.
        levels: part and place of levels of the spine that no phrase holds.
    """
    text = words.text
    marks: list[NamedSite | _SideWord] = []
    has_sides = False
    for hit in found:
        if hit.value.side and not (hit.end - hit.start == 1 and _DIGIT.match(text, hit.end)):
            end = hit.end + (hit.end - hit.start < _SHORTEST_SIDE and text.startswith(".", hit.end))
            _add_side(text, marks, _SideWord(frozenset({hit.value.side}), hit.start, end))
            has_sides = True
        for named in hit.value.parts:
            if not named.level or _is_level(words, hit):
                sides = {named.side} if named.side else set()
                marks.append(NamedSite(named.part, hit.start, hit.end, sides, named.yields_to))
    if apart := [NamedSite(part, *span) for part, span in levels]:
        marks = sorted([*marks, *apart], key=lambda mark: mark.start)
    if has_sides:
        for place, mark in enumerate(marks):
            if isinstance(mark, _SideWord):
                _bind(text, marks, place, mark)
    sites = [mark for mark in marks if isinstance(mark, NamedSite)]
    if has_sides:
        _hand_on(text, sites)
    return sites


def each_once(line: Line, sites: Iterable[NamedSite]) -> tuple[Stated[BodySite], ...]:
    """Return each part once, where it is first named, with all that is said of its side."""
    named = list(sites)
    if not named:
        return ()
    parts = {site.part for site in named}
    firsts: dict[str, NamedSite] = {}
    sides: dict[str, set[Side]] = {}
    for site in named:
        if site.yields_to.isdisjoint(parts):
            firsts.setdefault(site.part, site)
            sides.setdefault(site.part, set()).update(site.sides)
    beside, sideless = neighbours(), sideless_parts()
    stated = []
    for part, site in firsts.items():
        start, end = line.span(site.start, site.end)
        said = sides[part] or sides.get(beside.get(part, ""), set())
        side = Side.NOT_STATED if part in sideless else _one_side(said)
        stated.append(Stated(value=BodySite(part=part, side=side), start=start, end=end))
    return tuple(stated)


def _one_side(sides: set[Side]) -> Side:
    if len(sides) > 1:
        return Side.BILATERAL
    return next(iter(sides), Side.NOT_STATED)


def _add_side(text: str, marks: list[NamedSite | _SideWord], word: _SideWord) -> None:
    """Add a side; "left and right" is one side word for both."""
    last = marks[-1] if marks else None
    if isinstance(last, _SideWord) and _TWO_SIDES.fullmatch(text, last.end, word.start):
        marks[-1] = _SideWord(last.sides | word.sides, last.start, word.end)
    else:
        marks.append(word)


def _is_level(words: Words, hit: Found[BodyWord]) -> bool:
    if _NUMBERED.match(words.text, hit.end):
        return False
    is_substance = words.words[hit.first] in _LAB_LEVELS and hit.first == hit.last
    return not (is_substance and laboratory_words().intersection(words.words))


def _bind(text: str, marks: list[NamedSite | _SideWord], place: int, word: _SideWord) -> None:
    """Say a side of the site that it belongs to; of all, where one phrase names several."""
    before, behind = _same_phrase(marks, place, -1), _same_phrase(marks, place, 1)
    if behind and _belongs_ahead(text, word, before[0] if before else None, behind[0]):
        is_near = behind[0].start - word.end <= _NEAR
        for site in behind:
            site.sides |= word.sides
            site.hands_on = True
            site.start = word.start if is_near else site.start
    elif before and _belongs_back(text, before[0], word):
        for site in before:
            site.sides |= word.sides
            site.end = max(site.end, word.end)


def _same_phrase(marks: list[NamedSite | _SideWord], place: int, step: int) -> list[NamedSite]:
    """Return the sites of the phrase next to a place, on one side of it."""
    sites: list[NamedSite] = []
    place += step
    while 0 <= place < len(marks):
        mark = marks[place]
        if isinstance(mark, _SideWord) or (sites and mark.end != sites[0].end):
            break
        sites.append(mark)
        place += step
    return sites


def _belongs_ahead(text: str, word: _SideWord, before: NamedSite | None, behind: NamedSite) -> bool:
    follows = before is not None and _BEHIND.fullmatch(text, before.end, word.start) is not None
    if follows and _CLOSED.match(text, word.end):
        return False
    if _is_short(text, word.end, behind.start, _NEAR, _NEXT_ITEM):
        return True
    if follows:
        return False
    if _is_short(text, word.end, behind.start, _FAR, _CLAUSE):
        return True
    is_of_before = before is not None and _is_short(text, before.end, word.start, _BACK, _SENTENCE)
    return not is_of_before and _is_short(text, word.end, behind.start, _FAR, _SENTENCE)


def _belongs_back(text: str, before: NamedSite, word: _SideWord) -> bool:
    if not _is_short(text, before.end, word.start, _BACK, _SENTENCE):
        return False
    # "Shoulder MRI, left" says it of the shoulder, "lumbar strain, left sided weakness" of something else.
    return "," not in text[before.end : word.start] or _PHRASE_END.match(text, word.end) is not None


def _is_short(text: str, start: int, end: int, longest: int, break_: re.Pattern[str]) -> bool:
    return end - start <= longest and break_.search(text, start, end) is None


def _hand_on(text: str, sites: list[NamedSite]) -> None:
    """Let each site of a list take the side that stands before the list."""
    for before, site in pairwise(sites):
        if site.sides or not before.hands_on or site.part in axial_parts():
            continue
        if site.start - before.end <= _NEAR and _OWN_LIST.fullmatch(text, before.end, site.start):
            site.sides |= before.sides
            site.hands_on = True
