"""A word in small letters that no list holds → whether it is an inflection or a slip of one they hold."""

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase

from imr_reports.gate import known

_MEDICAL = re.compile(
    r"[a-z]{3,}(?:ectom(?:y|ies)|otom(?:y|ies)|ostom(?:y|ies)|plast(?:y|ies)|itis|osis|oses|algia|opath(?:y|ies|ic)"
    r"|oscop(?:y|ic|ically)|ograph(?:y|ic|ical|ically|s)?|ograms?|olog(?:y|ist|ists|ical|ically)|desis|orrhaph(?:y|ies)"
    r"|emia|uria|plegi(?:a|c)|paresis|tropic|genic|lytic|metr(?:y|ic))"
)
_SHORTEST_SLIP = 5
_SHORTEST_DRUG_SLIP = 7
_SHORTEST_PART = 3


def is_inflected(word: str) -> bool:
    """Return whether a known word with a prefix, an ending or both is meant, or a term of Greek make."""
    if _MEDICAL.fullmatch(word):
        return True
    plain = known.stems()
    if any(stem in plain for stem in _stems(word)):
        return True
    for prefix in _longest_first("prefixes"):
        rest = word.removeprefix(prefix)
        if rest is not word and len(rest) > _SHORTEST_PART and (rest in plain or _any(_stems(rest), plain)):
            return True
    return False


@cache
def _longest_first(name: str) -> tuple[str, ...]:
    return tuple(sorted(known.terms(name), key=len, reverse=True))


def _any(stems: Iterator[str], plain: frozenset[str]) -> bool:
    return any(stem in plain for stem in stems)


def _stems(word: str) -> Iterator[str]:
    for ending in _longest_first("endings"):
        stem = word.removesuffix(ending)
        if stem is word or len(stem) < _SHORTEST_PART:
            continue
        yield stem
        yield stem + "e"
        if stem.endswith("i"):
            yield stem[:-1] + "y"
        if stem[-1] == stem[-2]:
            yield stem[:-1]


def is_derived(word: str) -> bool:
    """Return whether a word is an inflection of known words, or a slip of a drug's name."""
    return is_inflected(word) or is_slip_of_drug(word)


def is_slip(word: str) -> bool:
    """Return whether a word of five letters or more is one slip away from a frequent word."""
    if len(word) < _SHORTEST_SLIP:
        return False
    frequent = known.words("frequent")
    return any(near in frequent and len(near) >= _SHORTEST_SLIP - 1 for near in _one_slip_away(word))


def is_slip_of_drug(word: str) -> bool:
    """Return whether a word of seven letters or more is one slip away from a drug that is prescribed."""
    if len(word) < _SHORTEST_DRUG_SLIP:
        return False
    return any(near in known.words("drugs") for near in _one_slip_away(word))


def _one_slip_away(word: str) -> Iterator[str]:
    for i in range(len(word)):
        head, tail = word[:i], word[i + 1 :]
        yield head + tail
        yield from (head + letter + tail for letter in ascii_lowercase)
        yield from (head + letter + word[i:] for letter in ascii_lowercase)
        if tail:
            yield head + tail[0] + word[i] + tail[1:]
    yield from (word + letter for letter in ascii_lowercase)


def is_glued(word: str) -> bool:
    """Return whether two known words stand together as one ("notmedically", "ofthe")."""
    frequent, plain = known.words("frequent"), known.plain()
    return any(
        (word[:i] in frequent and word[i:] in plain) or (word[:i] in plain and word[i:] in frequent)
        for i in range(2, len(word) - 1)
        if max(i, len(word) - i) > _SHORTEST_PART
    )
