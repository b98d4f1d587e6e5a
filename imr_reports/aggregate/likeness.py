"""Texts → how alike they read: near-duplicates, the typical one, the most divergent one.

Letters are written from templates, so many rationales are one rationale with another drug in it. Two texts
read nearly the same when they share at least half of the runs of three words that either holds (resemblance
by shingles: A. Broder, "On the resemblance and containment of documents", 1997). What a text is about is told
by its words, each weighed by how few of the texts hold it.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

import numpy as np
from numpy.typing import NDArray

NEARLY_THE_SAME = 0.5
FEWEST_ALIKE = 3  # two that read alike may be one writer's habit
SHORTEST_DIVERGENT = 30  # words; a text of a few words is unlike all others for its shortness alone
_RUN = 3

_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"[a-z][a-z'’-]+|\d+(?:\.\d+)?")

Matrix = NDArray[np.float32]


class Likeness:
    """How alike the texts of one list read; a text is told by its place in the list.

    Placeholders count for nothing, and a number is like any other number.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        words = [_words(text) for text in texts]
        self._sizes = [len(own) for own in words]
        self._resemblance = _jaccard([_runs(own) for own in words])
        self._is_alike = self._resemblance >= NEARLY_THE_SAME
        self._nearness = _cosine([set(own) for own in words]).sum(axis=1)

    def alike(self, place: int) -> int:
        """Return how many of the texts read nearly the same as one of them, itself included."""
        return int(self._is_alike[place].sum())

    def are_alike(self, one: int, other: int) -> bool:
        """Return whether two of the texts read nearly the same."""
        return bool(self._is_alike[one, other])

    def typical(self, usable: Sequence[int]) -> int:
        """Return the place of the text that stands best for all.

        That is the one that most others read nearly the same as, and of those the one most like them; where
        hardly any read alike, the one whose words are most like those of all texts. The first of equals.
        """
        return max(usable, key=lambda place: (*self._center(place), round(self._nearness[place], 4), -place))

    def _center(self, place: int) -> tuple[int, float]:
        alike = self.alike(place)
        if alike < FEWEST_ALIKE:
            return 0, 0.0
        return alike, round(float(self._resemblance[place][self._is_alike[place]].sum()), 4)

    def divergent(self, usable: Sequence[int], typical: int) -> int | None:
        """Return the place of the text least like the others.

        It is no short one, and none that reads nearly as the typical one; None where there is no such text.
        """
        others = [
            place
            for place in usable
            if self._sizes[place] >= SHORTEST_DIVERGENT and not self.are_alike(place, typical)
        ]
        return min(others, key=lambda place: (round(self._nearness[place], 4), place), default=None)


def read_alike(one: str, other: str) -> bool:
    """Return whether two texts read nearly the same."""
    return Likeness((one, other)).are_alike(0, 1)


def _words(text: str) -> list[str]:
    found = _WORD.findall(_PLACEHOLDER.sub(" ", text).lower())
    return ["#" if word[0].isdigit() else word for word in found]


def _runs(words: Sequence[str]) -> set[Hashable]:
    return {tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}


def _holdings(sets: Sequence[AbstractSet[Hashable]], fewest: int = 1) -> Matrix:
    """Return a row for each set and a column for each thing that at least so many of them hold."""
    holders = Counter(chain.from_iterable(sets))
    columns: dict[Hashable, int] = {}
    held = [
        [columns.setdefault(thing, len(columns)) for thing in things if holders[thing] >= fewest]
        for things in sets
    ]
    matrix = np.zeros((len(sets), max(1, len(columns))), dtype=np.float32)
    for row, places in enumerate(held):
        matrix[row, places] = 1
    return matrix


def _jaccard(sets: Sequence[AbstractSet[Hashable]]) -> Matrix:
    holdings = _holdings(sets, fewest=2)  # most runs stand in one text alone, and no two share those
    shared = holdings @ holdings.T
    sizes = np.array([len(things) for things in sets], dtype=np.float32)
    np.fill_diagonal(shared, sizes)
    return np.asarray(shared / (sizes[:, None] + sizes[None, :] - shared), dtype=np.float32)


def _cosine(sets: Sequence[AbstractSet[Hashable]]) -> Matrix:
    holdings = _holdings(sets)
    weights = np.log((1 + len(sets)) / (1 + holdings.sum(axis=0))) + 1
    weighed = holdings * weights
    lengths = np.sqrt((weighed**2).sum(axis=1, keepdims=True))
    unit = np.divide(weighed, lengths, out=np.zeros_like(weighed), where=lengths > 0)
    return np.asarray(unit @ unit.T, dtype=np.float32)
