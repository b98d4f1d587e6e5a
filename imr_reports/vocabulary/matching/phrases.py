"""A text and a table of phrases → the phrases that stand in the text, the longest at each place.

Looking a word up costs the same however many phrases a table holds, so vocabularies of hundreds of names are
read in one pass. Words are compared in lower case; hyphens, slashes and apostrophes stand for blanks.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import accumulate, compress
from typing import Any, Generic, NamedTuple, TypeVar

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
        before: how many letters stand before each of them, without the blanks.
    """

    __slots__ = ("before", "folded", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        # Through bytes: one code point stays one character, and ASCII is folded in one sweep.
        self.folded = text.encode("ascii", "replace").translate(_FOLDED).decode("ascii")
        self.words = self.folded.split(" ")
        self.before = list(accumulate(map(len, self.words), initial=0))

    def start(self, place: int) -> int:
        """Return where the word at a place begins: behind the letters of all before it, and their blanks."""
        return self.before[place] + place

    def end(self, place: int) -> int:
        """Return where the word at a place ends."""
        return self.before[place + 1] + place

    def places_in(self, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the first and, less one, the last place of the words that begin in each of some stretches.

        Stretches come in order; what two of them share counts in the first.
        """
        passed = blanks = stop = 0
        for start, end in stretches:
            # A word is preceded by as many blanks as there are words before it.
            for edge in (start - 1, end - 1):
                if edge > passed:
                    blanks += self.folded.count(" ", passed, edge)
                    passed = edge
                first, stop = stop, blanks + (edge >= 0)
            yield first, stop

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
        joint = self.text[self.before[place + 1] + place : self.before[following] + following]
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


# Some letters have a hundred of them, and a call of the class costs thrice as much.
_found: partial[Found[Any]] = partial(tuple.__new__, Found)
# Words behind the first two, whether only capitals count, and the value.
_Entry = tuple[tuple[str, ...], bool, T]
# What begins with one word: the longer phrases by their second word, the longest first; and the word alone.
_Branch = tuple[dict[str, list[_Entry[T]]], tuple[bool, T] | None]


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
        for words in sorted(phrases, key=len):
            if len(words) == 1:
                self._branches[words[0]] = ({}, phrases[words])
                continue
            longer, _ = self._branches.setdefault(words[0], ({}, None))
            longer.setdefault(words[1], []).insert(0, (words[2:], *phrases[words]))

    def find(self, words: Words, stretches: Iterable[tuple[int, int]] | None = None) -> list[Found[T]]:
        """Return the phrases that stand in a text, in order and without overlaps.

        Args:
            words: the text.
            stretches: where phrases that count begin, in order; anywhere when None.
        """
        pieces, before, branches = words.words, words.before, self._branches
        found: list[Found[T]] = []
        free, last = 0, len(pieces) - 1
        for place in self._likely(words, stretches):
            if place < free:
                continue
            longer, alone = branches[pieces[place]]
            # Nearly always the next piece is the next word, and no phrase goes on with it: a look tells.
            if longer and place < last and (not pieces[place + 1] or pieces[place + 1] in longer):
                hit = _longest(words, place, longer)
                if hit is not None:
                    found.append(hit)
                    free = hit.last + 1
                    continue
            if alone is not None:
                start, end = before[place] + place, before[place + 1] + place
                if not alone[0] or words.text[start:end].isupper():
                    found.append(_found((alone[1], place, place, start, end)))
        return found

    def _likely(self, words: Words, stretches: Iterable[tuple[int, int]] | None) -> Iterable[int]:
        """Return the places of words with which a phrase may begin."""
        pieces, begins = words.words, self._branches.__contains__
        if stretches is None:
            return compress(range(len(pieces)), map(begins, pieces))
        likely: list[int] = []
        for first, stop in words.places_in(stretches):
            likely += compress(range(first, stop), map(begins, pieces[first:stop]))
        return likely


_LONGEST_CAPITALS = 5


def _longest(words: Words, place: int, longer: dict[str, list[_Entry[T]]]) -> Found[T] | None:
    second = place + 1 if words.words[place + 1] else words.after(place)
    entries = longer.get(words.words[second]) if second < len(words.words) else None
    if entries is None:
        return None
    is_next = second == place + 1 and words.text[words.before[second] + place] == " "
    return _first(words, place, second, entries) if is_next or words.is_joined(place, second) else None


def _first(words: Words, place: int, reached: int, entries: list[_Entry[T]]) -> Found[T] | None:
    """Return the first of some phrases, whose words up to `reached` are known to stand, that stands whole."""
    for rest, is_capitals, value in entries:
        last = _follow(words, reached, rest) if rest else reached
        if last is None:
            continue
        start, end = words.before[place] + place, words.before[last + 1] + last
        if not is_capitals or words.text[start:end].isupper():
            return _found((value, place, last, start, end))
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
