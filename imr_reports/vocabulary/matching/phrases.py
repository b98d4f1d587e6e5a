"""A text and a table of phrases → the phrases that stand in the text, the longest at each place.

Looking a word up costs the same however many phrases a table holds, so vocabularies of hundreds of names are
read in one pass. Words are compared in lower case; hyphens, slashes and apostrophes stand for blanks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# Within a phrase; a point is let pass only after a single letter ("c. spine").
_JOINTS = frozenset(" -/'’‘–‐‑")
_WIDEST_JOINT = 3
_FOLDED = bytes(
    ord(chr(code).lower()) if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256)
)


class Words:
    """The words of a text with their places.

    Attributes:
        text: the text.
        folded: the text in lower case, blanks for all but letters and digits; as long as the text.
        words: the pieces of `folded` between blanks, empty ones among them; a word's place is its index.
    """

    __slots__ = ("_before", "folded", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        # Through bytes: one code point stays one character, and ASCII is folded in one sweep.
        self.folded = text.encode("ascii", "replace").translate(_FOLDED).decode("ascii")
        self.words = self.folded.split(" ")
        self._before = list(accumulate(map(len, self.words), initial=0))

    def start(self, place: int) -> int:
        """Return where the word at a place begins: behind the letters of all before it, and their blanks."""
        return self._before[place] + place

    def end(self, place: int) -> int:
        """Return where the word at a place ends."""
        return self._before[place + 1] + place

    def after(self, place: int) -> int:
        """Return the place of the next word; the number of pieces where there is none."""
        words = self.words
        place += 1
        while place < len(words) and not words[place]:
            place += 1
        return place

    def is_joined(self, place: int, following: int) -> bool:
        """Return whether nothing but what may stand within a phrase parts two words."""
        if following - place > _WIDEST_JOINT:
            return False
        joint = self.text[self._before[place + 1] + place : self._before[following] + following]
        if joint == " ":
            return True
        if len(self.words[place]) == 1:
            joint = joint.replace(".", "", 1)
        return _JOINTS.issuperset(joint)


class Found(NamedTuple, Generic[T]):
    """A phrase that stands in a text.

    Attributes:
        value: what the table holds for it.
        first: place of its first word.
        last: place of its last word.
        start: where it begins in the text.
        end: where it ends.
    """

    value: T
    first: int
    last: int
    start: int
    end: int


# Words behind the first two, whether only capitals count, and the value.
_Entry = tuple[tuple[str, ...], bool, T]


@dataclass(slots=True)
class _Branch(Generic[T]):
    """The phrases that begin with one word: by their second word, longest first, and the word alone."""

    longer: dict[str, list[_Entry[T]]]
    alone: list[_Entry[T]]


class PhraseTable(Generic[T]):
    """Phrases and what each stands for. A phrase written in capitals alone ("UE") is found in capitals alone.

    Args:
        entries: (phrase, value); of two equal phrases the later counts.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        phrases: dict[tuple[str, ...], tuple[bool, T]] = {}
        for phrase, value in entries:
            words = tuple(word for word in Words(phrase).words if word)
            phrases[words] = (phrase.isupper() and len(phrase) <= _LONGEST_CAPITALS, value)
        self._branches: dict[str, _Branch[T]] = {}
        for words in sorted(phrases, key=len, reverse=True):
            branch = self._branches.setdefault(words[0], _Branch({}, []))
            entries_here = branch.longer.setdefault(words[1], []) if words[1:] else branch.alone
            entries_here.append((words[2:], *phrases[words]))

    def find(self, words: Words, stretches: Iterable[tuple[int, int]] | None = None) -> list[Found[T]]:
        """Return the phrases that stand in a text, in order and without overlaps.

        Args:
            words: the text.
            stretches: where phrases that count begin, in order; anywhere when None.
        """
        pieces, branches = words.words, self._branches
        places = [place for place, word in enumerate(pieces) if word in branches]
        if stretches is not None:
            places = _within(words, places, stretches)
        found: list[Found[T]] = []
        free = 0
        for place in places:
            if place < free:
                continue
            branch = branches[pieces[place]]
            hit = _longest(words, place, branch.longer) if branch.longer else None
            if hit is None and branch.alone:
                hit = _first(words, place, place, branch.alone)
            if hit is not None:
                found.append(hit)
                free = hit.last + 1
        return found


_LONGEST_CAPITALS = 5


def _within(words: Words, places: list[int], stretches: Iterable[tuple[int, int]]) -> list[int]:
    kept: list[int] = []
    number = 0
    for start, end in stretches:
        while number < len(places) and words.start(places[number]) < start:
            number += 1
        while number < len(places) and words.start(places[number]) < end:
            kept.append(places[number])
            number += 1
    return kept


def _longest(words: Words, place: int, longer: dict[str, list[_Entry[T]]]) -> Found[T] | None:
    pieces = words.words
    second = place + 1
    while second < len(pieces) and not pieces[second]:
        second += 1
    entries = longer.get(pieces[second]) if second < len(pieces) else None
    if entries is None or not words.is_joined(place, second):
        return None
    return _first(words, place, second, entries)


def _first(words: Words, place: int, reached: int, entries: list[_Entry[T]]) -> Found[T] | None:
    """Return the first of some phrases, whose words up to `reached` are known to stand, that stands whole."""
    for rest, is_capitals, value in entries:
        last = _follow(words, reached, rest) if rest else reached
        if last is None:
            continue
        start, end = words.start(place), words.end(last)
        if not is_capitals or words.text[start:end].isupper():
            return Found(value, place, last, start, end)
    return None


def _follow(words: Words, place: int, rest: tuple[str, ...]) -> int | None:
    """Return the place of the last word of a phrase that goes on with `rest`, None where it does not."""
    for word in rest:
        following = words.after(place)
        if following >= len(words.words) or words.words[following] != word:
            return None
        if not words.is_joined(place, following):
            return None
        place = following
    return place
