"""A letter's text → every section heading in it, however it is set.

A heading stands in capitals anywhere, also glued to the text around it, or in any case on a line of its own
or at the beginning of a line before a colon; it can be wrapped over lines and pages.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from imr_reports.parse.passages import is_furniture
from imr_reports.vocabulary.letters.headings import section_titles
from imr_reports.vocabulary.letters.noise import letters_of, looks_like, single_letters_of, span_of_letters

# Characters of headings, also as scanners misread them: l for I, 0 for O, | for I.
_CAPITALS = re.compile(r"[A-Z01l|][A-Z0158l|$!,()/'’\s]{9,}")
_NEXT_LINE = re.compile(r"[^\S\n\r\f]*(?:[\n\r\f]\s*)(?P<line>\S[^\n\r\f:]{0,100})")
_COLON = re.compile(r"\s*:?")
_LONGEST_LINE = 120
_MOST_LINES = 4  # of a wrapped heading, running feet and heads of pages among them
_SHORTEST = 11


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a heading stands, colon included; its section begins at `end`.

    Attributes:
        section: key of `headings.toml`.
        is_firm: whether it stands in capitals or alone on its line; a title in small letters before a colon
            can also be a label in a text.
    """

    section: str
    start: int
    end: int
    is_firm: bool


def next_heading(
    headings: Sequence[Heading], start: int, default: int, sections: Collection[str] | None = None
) -> int:
    """Return where the first heading (of some sections, or any) from `start` on begins."""
    for heading in headings[bisect_left(headings, start, key=_start) :]:
        if sections is None or heading.section in sections:
            return heading.start
    return default


def _start(heading: Heading) -> int:
    return heading.start


@cache
def _line() -> re.Pattern[str]:
    """Return a pattern for lines that begin with the first letters of a heading, as written or misread."""
    blank = r"[^\S\n\r\f]"
    pairs = sorted({(title.letters[0], title.letters[1]) for title in section_titles().titles})
    first = "|".join(sorted({looks_like(one) for one, _ in pairs}))
    begin = "|".join(rf"{looks_like(one)}{blank}?{looks_like(two)}" for one, two in pairs)
    return re.compile(rf"[\n\r\f]{blank}*(?={first})(?P<line>(?:{begin})[^\n\r\f:]{{1,100}})")


@lru_cache(maxsize=1)  # splitting a file into letters and reading one ask the same of the same text
def find_headings(text: str) -> tuple[Heading, ...]:
    """Return all section headings of a text, in order."""
    found = list(_on_lines(text))
    # Nearly all headings stand on lines of their own; runs of capitals are looked into where they are others.
    found += _in_capitals(text, {heading.start: heading.end for heading in found})
    kept: list[Heading] = []
    for heading in sorted(found, key=lambda heading: (heading.start, -heading.end)):
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return tuple(kept)


def _heading(text: str, section: str, start: int, end: int, *, in_capitals: bool) -> Heading:
    if match := _COLON.match(text, end):
        end = match.end()
    is_alone = end == len(text) or any(mark in text[start:end][-3:] for mark in "\n\r\f")
    return Heading(section, start, end, in_capitals or is_alone)


def _in_capitals(text: str, known: dict[int, int]) -> Iterator[Heading]:
    for run in _CAPITALS.finditer(text):
        start, end = run.span()
        if end - known.get(start, start) < _SHORTEST:
            continue
        letters = single_letters_of(run.group())
        if len(letters) >= _SHORTEST:
            yield from _in_run(text, start, letters)


def _in_run(text: str, start: int, letters: str) -> Iterator[Heading]:
    """Yield the headings in a run of capitals that begins at `start`; longer titles hide those in them."""
    places = sorted(
        (place, -len(title.letters), title.section)
        for title in section_titles().titles
        for place in _places(letters, title.letters)
    )
    cursor, counted = start, 0
    for place, length, section in places:
        if place < counted:
            continue
        begin, end = span_of_letters(text, cursor, place - counted, -length)
        cursor, counted = end, place - length
        if _is_apart(text, begin, end):
            yield _heading(text, section, begin, end, in_capitals=True)


def _places(letters: str, title: str) -> Iterator[int]:
    place = letters.find(title)
    while place >= 0:
        yield place
        place = letters.find(title, place + len(title))


def _is_apart(text: str, begin: int, end: int) -> bool:
    """Return whether no word runs into a heading; one that begins with a capital may follow it directly."""
    follows = text[end : end + 2]
    glued_word = follows[:1].isupper() and not follows[1:].islower()
    return not text[begin - 1 : begin].isupper() and not glued_word


def _on_lines(text: str) -> Iterator[Heading]:
    if first := _line().match("\n" + text[:_LONGEST_LINE]):
        yield from _on_line(text, first.start("line") - 1, first.end() - 1)
    for match in _line().finditer(text):
        yield from _on_line(text, match.start("line"), match.end())


def _on_line(text: str, start: int, end: int) -> Iterator[Heading]:
    titles = section_titles()
    letters = letters_of(text[start:end])
    if titles.may_begin(letters):
        letters, end = _unwrapped(text, letters, end)
    if title := titles.named(letters):
        is_shouted = text[start:end].isupper()
        yield _heading(text, title.section, start, end, in_capitals=is_shouted)


def _unwrapped(text: str, letters: str, end: int) -> tuple[str, int]:
    """Return the letters and the end of a heading that goes on in the next lines, or of its first line."""
    titles = section_titles()
    best = letters, end
    place = end
    for _ in range(_MOST_LINES):
        following = _NEXT_LINE.match(text, place)
        if following is None:
            break
        place = following.end()
        if is_furniture(following["line"]):
            continue
        letters += letters_of(following["line"])
        if titles.named(letters):
            best = letters, place
        if not titles.may_begin(letters):
            break
    return best
