"""A text and a table of phrases → the phrases that stand in the text, the longest at each place.

Looking a word up costs the same however many phrases a table holds, so vocabularies of hundreds of names are
read in one pass. Words are compared in lower case; hyphens, slashes and apostrophes stand for blanks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

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
        words: the pieces of `folded` between blanks, empty ones among them.
        starts: where each begins.
    """

    __slots__ = ("folded", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        # Through bytes: one code point stays one character, and ASCII is folded in one sweep.
        self.folded = text.encode("ascii", "replace").translate(_FOLDED).decode("ascii")
        self.words = self.folded.split(" ")
        self.starts = list(accumulate((len(word) + 1 for word in self.words), initial=0))

    def end(self, place: int) -> int:
        """Return where the word at a place ends."""
        return self.starts[place] + len(self.words[place])

    def after(self, place: int) -> int:
        """Return the place of the next word; the number of pieces where there is none."""
        place += 1
        while place < len(self.words) and not self.words[place]:
            place += 1
        return place

    def is_joined(self, place: int, following: int) -> bool:
        """Return whether nothing but what may stand within a phrase parts two words."""
        joint = self.text[self.end(place) : self.starts[following]]
        if len(joint) > _WIDEST_JOINT:
            return False
        if len(self.words[place]) == 1:
            joint = joint.replace(".", "", 1)
        return _JOINTS.issuperset(joint)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
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

    def find(self, words: Words) -> list[Found[T]]:
        """Return the phrases that stand in a text, in order and without overlaps."""
        branches = self._branches
        found: list[Found[T]] = []
        free = 0
        for place in [place for place, word in enumerate(words.words) if word in branches]:
            if place >= free and (hit := self._longest(words, place)):
                found.append(hit)
                free = hit.last + 1
        return found

    def _longest(self, words: Words, place: int) -> Found[T] | None:
        branch = self._branches[words.words[place]]
        if branch.longer:
            second = words.after(place)
            if second < len(words.words) and (entries := branch.longer.get(words.words[second])):
                hit = _first(words, place, second, entries)
                if hit and words.is_joined(place, second):
                    return hit
        return _first(words, place, place, branch.alone) if branch.alone else None


_LONGEST_CAPITALS = 5


def _first(words: Words, place: int, reached: int, entries: list[_Entry[T]]) -> Found[T] | None:
    """Return the first of some phrases, whose words up to `reached` are known to stand, that stands whole."""
    for rest, is_capitals, value in entries:
        last = _follow(words, reached, rest) if rest else reached
        if last is None:
            continue
        start, end = words.starts[place], words.end(last)
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
