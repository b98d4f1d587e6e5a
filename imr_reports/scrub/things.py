"""Organizations or places as written → which of them are one."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from imr_reports.scrub.mentions import plain_word
from imr_reports.scrub.words import SERVICE, TERM, kind_of
from imr_reports.vocabulary.wordlists import read_sets

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’](?=[^\W_]))*")
_SHORTEST_ABBREVIATION = 3
_MINOR = frozenset({"of", "the", "and", "for", "at", "in", "de", "la", "a"})


@lru_cache(maxsize=1)
def _legal_forms() -> frozenset[str]:
    return read_sets("names", "organizations")["legal_forms"]


def same_organizations(written: Sequence[str]) -> list[int]:
    """Return a group's number for each name: alike but for its legal form, its beginning, its initials.

    A short form counts only where one organization of the letter goes by it.
    """
    return _grouped([_core(name) for name in written], _long_forms)


def same_places(written: Sequence[str]) -> list[int]:
    """Return a group's number for each place: those written alike, whatever their case and marks."""
    return _grouped([_words(name) for name in written], None)


def _words(name: str) -> tuple[str, ...]:
    return tuple(plain_word(match[0]) for match in _WORD.finditer(name))


def _core(name: str) -> tuple[str, ...]:
    words = _words(name)
    core = tuple(word for word in words if word not in _legal_forms() and word != "the")
    return core or words


def _grouped(
    keys: Sequence[tuple[str, ...]],
    long_forms: Callable[[Sequence[tuple[str, ...]]], dict[tuple[str, ...], tuple[str, ...]]] | None,
) -> list[int]:
    distinct = list(dict.fromkeys(keys))
    stands_for = long_forms(distinct) if long_forms else {}
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(stands_for.get(key, key), len(numbers)) for key in keys]


def _long_forms(names: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return short form → long form, where only one of the names has that short form."""
    by_short: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for name in names:
        for short in _short_forms(name):
            by_short.setdefault(short, set()).add(name)
    return {name: next(iter(long)) for name in names if len(long := by_short.get(name, set())) == 1}


def _short_forms(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    if len(name) < 2:
        return set()
    shorts = {name[:length] for length in range(1, min(len(name), 6)) if _distinguishes(name[:length])}
    for words in (name, [word for word in name if word not in _MINOR]):
        initials = "".join(word[0] for word in words)
        if len(initials) >= _SHORTEST_ABBREVIATION:
            shorts.add((initials,))
    return shorts


def _distinguishes(words: tuple[str, ...]) -> bool:
    """Return whether the beginning of a name is more than what many go by ("Physical Therapy")."""
    return any(not kind_of(word) & (SERVICE | TERM) and word not in _MINOR for word in words)
