"""Words of a text → keys in which the spellings of one name are equal, and names found by them.

A name is compared by its letters and digits alone: lower case, each word in the singular, without "and", "&"
and "the". So blanks that are missing or too many, punctuation and plurals make no difference.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

# A glued word is cut where a capital follows a small letter: "ManagementChronic", "ODGPain".
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z]{2})|[A-Z]*[a-z]+|[A-Z]+|\d+")
_LEFT_OUT = frozenset(("and", "the"))
# Letters that scanners and typists take for digits.
_MISREAD = {"0": "o", "1": "l"}
_LONGEST_NAME = 30
_HEAD = 3
_SHORTEST_NEAR = 9

T = TypeVar("T")


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return word[:-1].lower()
    word = word.lower()
    if word in _LEFT_OUT:
        return ""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "siu":
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text by its words.

    Attributes:
        key: the keys of all words, joined.
        places: where each word's key begins in `key`; one more for the end.
        starts: where each word begins in the text.
        ends: where each word ends in the text.
    """

    text: str
    key: str
    places: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def word_from(self, offset: int) -> int:
        """Return the first word that begins at an offset of the text or behind it."""
        return bisect_left(self.starts, offset)


def spell(text: str) -> Spelled:
    """Return a text by its words."""
    keys: list[str] = []
    places, starts, ends = [0], [], []
    length = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        key = _stem(word) if end - start > 1 else _letter(text, word, start, end)
        if not key:
            continue
        keys.append(key)
        length += len(key)
        places.append(length)
        starts.append(start)
        ends.append(end)
    return Spelled(text, "".join(keys), tuple(places), tuple(starts), tuple(ends))


def _letter(text: str, word: str, start: int, end: int) -> str:
    """Return the key of a single letter or digit."""
    if word == "s" and text[start - 1 : start] in ("'", "’"):
        return ""
    if word in _MISREAD and (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
        return _MISREAD[word]
    return _stem(word)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Return the key of a name."""
    return spell(name).key


class NameIndex(Generic[T]):
    """Names, each with what it stands for; where a name comes twice, the first holds."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._values: dict[str, T] = {}
        for name, value in entries:
            self._values.setdefault(name_key(name), value)
        self._values.pop("", None)
        self._lengths = _lengths(self._values)
        self._shortened: dict[str, str] | None = None

    @classmethod
    def of_keys(cls, values: dict[str, T]) -> "NameIndex[T]":
        """Return an index of names that are keys already."""
        index: NameIndex[T] = cls(())
        index._values = values
        index._lengths = _lengths(values)
        return index

    def get(self, key: str) -> T | None:
        """Return what a key stands for."""
        return self._values.get(key)

    def at(self, spelled: Spelled, word: int, last: int) -> tuple[int, T] | None:
        """Return the longest name that begins at a word, within `last`: the next word, and the value."""
        key, places = spelled.key, spelled.places
        place = places[word]
        head = key[place : place + _HEAD]
        lengths = self._lengths.get(head) or self._lengths.get(head[:-1])
        if lengths is None:
            return None
        found = None
        for end in range(word + 1, min(last, word + _LONGEST_NAME) + 1):
            length = places[end] - place
            if length > lengths[0]:
                break
            if length in lengths[1]:
                value = self._values.get(key[place : places[end]])
                found = found if value is None else (end, value)
        return found

    def near(self, key: str) -> T | None:
        """Return what a long key stands for that differs from a name by one letter or one swap."""
        if len(key) < _SHORTEST_NEAR or len(key) > 100:
            return None
        if self._shortened is None:
            long_names = (name for name in self._values if len(name) >= _SHORTEST_NEAR)
            self._shortened = {short: name for name in long_names for short in (name, *one_letter_less(name))}
        found = next(
            (self._shortened[short] for short in (key, *one_letter_less(key)) if short in self._shortened),
            None,
        )
        return None if found is None else self._values[found]


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, frozenset[int]]]:
    """Return by the first letters of keys how long they are: at most, and each length."""
    found: dict[str, set[int]] = {}
    for key in keys:
        found.setdefault(key[:_HEAD], set()).add(len(key))
    for head, lengths in found.items():
        # A shorter key may stand under the same head: "pt" and "ptsd".
        lengths.update(*(found[head[:cut]] for cut in range(1, len(head)) if head[:cut] in found))
    return {head: (max(lengths), frozenset(lengths)) for head, lengths in found.items()}


def one_letter_less(word: str, first: int = 0) -> list[str]:
    """Return a word without each one of its letters, those before `first` kept: what a slip is known by."""
    return [word[:place] + word[place + 1 :] for place in range(first, len(word))]


def is_one_off(a: str, b: str, *, swapped: bool = True) -> bool:
    """Return whether two words differ by at most one letter more, less or other, or by two that are swapped.

    Args:
        a: a word.
        b: another, in the same case.
        swapped: whether two letters that changed places count as one slip.
    """
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    if a[i + 1 :] == b[i + 1 :]:
        return True
    return swapped and a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :]
