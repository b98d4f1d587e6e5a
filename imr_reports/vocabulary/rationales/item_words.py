"""`item_words.toml` → the words by which a sentence may name a disputed item."""

import re
from collections.abc import Iterable
from functools import cache

from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "item_words.toml"
_WORD = re.compile(r"[a-z]{3,}")


def item_words(item: str, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the words, in small letters, that name a disputed item, singular and plural alike.

    Args:
        item: the disputed item as asked for.
        names: other names of it: a drug's ingredients and class, the service's category.
    """
    words = set(_WORD.findall(" ".join((item, *names)).lower())) - _said_of_any()
    words |= {other for word in words for other in _called_otherwise().get(word, ())}
    plurals = {f"{word}s" for word in words} | {word[:-1] for word in words if word.endswith("s")}
    return frozenset(words | plurals)


def count_named(phrase: str, words: frozenset[str]) -> tuple[int, int]:
    """Return how many words of a phrase name the item, and how many name something else."""
    several = [word for word in _WORD.findall(phrase) if word not in _said_of_any()]
    named = sum(word in words for word in several)
    return named, len(several) - named


@cache
def _said_of_any() -> frozenset[str]:
    return frozenset(read_toml(_SOURCE, "said_of_any", "called_otherwise")["said_of_any"])


@cache
def _called_otherwise() -> dict[str, frozenset[str]]:
    groups = read_toml(_SOURCE, "said_of_any", "called_otherwise")["called_otherwise"]
    return {word: frozenset(group) for group in groups for word in group}
