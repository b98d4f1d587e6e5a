"""A letter → words written like no other: acronyms that nothing expands, small words that no list holds."""

import re
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.explained import ACRONYM_LENGTHS, LATIN, is_shouted, titles
from imr_reports.scrub.words import (
    CLINICAL,
    ENGLISH,
    NAME,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
    kind_of,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

_NO_SENTENCE = re.compile(r"[@/\\_.\d]")
_SHORTEST_SMALL = 5


def strange_acronym(reading: Reading, i: int, end: int, expanded: frozenset[str]) -> tuple[int, int] | None:
    """Return an unknown acronym that stands neither beside a figure nor behind its expansion."""
    for j in range(i, end):
        word = reading.word(j)
        unknown = not reading.kinds[j] & ~NAME and reading.is_all_capitals(j) and len(word) in ACRONYM_LENGTHS
        if (
            not unknown
            or not word.isalpha()
            or reading.lowers[j] in expanded
            or reading.lowers[j] in titles()
        ):
            continue
        before = reading.text[max(0, reading.starts[j] - 2) : reading.starts[j]]
        behind = reading.text[reading.ends[j] : reading.ends[j] + 2]
        figure = any(c.isdigit() or c in "-/#=<>%+" for c in before.strip() + behind.strip())
        # Where a figure stood before, a letter that was scrubbed has a placeholder.
        figure = figure or reading.text[reading.ends[j] : reading.ends[j] + 5].lstrip(".:# ").startswith("[")
        if (
            not figure
            and not is_shouted(reading, i, end)
            and not guards.is_quiet(reading.text, reading.starts[j])
        ):
            return j, j + 1
    return None


@lru_cache(maxsize=8)
def expanded_acronyms(reading: Reading) -> frozenset[str]:
    """Return the acronyms whose letters begin the words before their bracket ("range of motion (ROM)")."""
    found = set()
    for j in range(2, len(reading)):
        if not reading.is_all_capitals(j) or not reading.gap(j - 1).endswith("("):
            continue
        letters = reading.lowers[j].rstrip("s")
        initials = "".join(lower[0] for lower in reading.lowers[max(0, j - 8) : j])
        plain = all(reading.kinds[k] & (TERM | ENGLISH) for k in range(max(0, j - len(letters)), j))
        if plain and _is_subsequence(letters, initials):
            found.add(reading.lowers[j])
    return frozenset(found)


def _is_subsequence(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return sum(letter in rest for letter in letters) >= max(2, len(letters) - 1)


def is_strange_small(reading: Reading, i: int) -> bool:
    """Return whether a word in lower case is a name that means nothing else, or no word that one knows."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if (
        len(lower) < _SHORTEST_SMALL - bool(kinds)
        or not lower.isalpha()
        or lower in read_sets("safe", "titles")["shorthand"]
        or (kinds and not is_clear_name(kinds))
    ):
        return False
    start, tail = reading.starts[i], reading.tails[i]
    if _NO_SENTENCE.search(reading.text[max(0, start - 1) : start]) or (
        _NO_SENTENCE.match(reading.text[tail : tail + 1]) and reading.text[tail + 1 : tail + 2].isalnum()
    ):
        return False
    if (
        reading.text[tail : tail + 1] in "-@"
        or reading.text[max(0, start - 1) : start] == "-"
        or len(set(lower)) == 1
    ):
        return False
    if kinds:
        return bool(lower not in position_words("trades"))
    return not LATIN.search(lower) and not is_glued(lower) and not guards.is_quiet(reading.text, start)


@lru_cache(maxsize=4096)
def is_glued(lower: str) -> bool:
    """Return whether two words of the subject are written as one ("notmedically", "ofthe")."""
    return any(
        kind_of(lower[:k]) & (ENGLISH | CLINICAL | SERVICE)
        and kind_of(lower[k:]) & (ENGLISH | CLINICAL | SERVICE)
        for k in range(2, len(lower) - 1)
    )
