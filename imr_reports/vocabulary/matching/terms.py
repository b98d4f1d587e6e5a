"""A text and a table of terms → the terms that stand in the text, the longest at each place.

A term is written as people say it: `carpal tunnel ... release (surgery|)`. Words are compared without their
endings of the plural; `(a|b)` stands for either, `...` for a few further words, `@spine` for any word of a
class, a word in capitals (`PT`) for that word in capitals. One pass over a text's words finds all terms,
however many the table holds. Words that it lacks are tried for a slip of one letter and for lost blanks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, product
from typing import Any, Generic, NamedTuple, TypeVar

from imr_reports.vocabulary.matching.spelling import one_letter_less

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?P<level>(?<![A-Za-z0-9])[CTLSctls]-?\d{1,2}(?!\.?\d)(?![A-Za-z](?!\d)))"
    r"|(?P<initials>(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z]))?)"
    r"|(?P<word>[A-Za-z]+)(?:['’]s(?![a-z]))?"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<stop>;|(?<=[A-Za-z]{5})\.(?=\s))"
)
_POSSESSIVE = re.compile(r"['’]s\Z")
_CHOICE = re.compile(r"\(([^()]*)\)")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GAP = "..."
_LONGEST_GAP = 5
_END = ""
_SHORTEST_MISSPELT = 7
_LONGEST_GLUED = 40
_MOST_REMEMBERED = 50_000
_NO_PLURALS = frozenset({"tens", "pens", "nmes"})
_LEVEL, _NUMBER, _STOP = "@level", "@number", ";"
Node = dict[str, Any]
# How many of a term's words were found, the place of its last word (negated), its meaning.
_Hit = tuple[int, int, Any]


class Tokens(NamedTuple):
    """The words of a text: by what each is looked up, and where it stands."""

    keys: list[tuple[str, ...]]
    spans: list[tuple[int, int]]


class Mention(NamedTuple, Generic[T]):
    """A term that stands in a text: what it means, which words it covers, and their place."""

    value: T
    first: int
    last: int
    start: int
    end: int


class TermTable(Generic[T]):
    """Terms and what each means; of two equal terms the earlier counts.

    Args:
        entries: (term, meaning).
        classes: name of a class of words → its words.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Mapping[str, Iterable[str]]) -> None:
        self._class_of = {stem(word): f"@{name}" for name, words in classes.items() for word in words}
        self._root: Node = {}
        self._known: set[str] = set(self._class_of)
        for term, value in entries:
            for words in spelled_out(term):
                self._add(words, value)
        self._slips = _slips(word for word in self._known if len(word) >= _SHORTEST_MISSPELT)
        self._keys_by_word: dict[str, tuple[tuple[str, ...], ...]] = {}

    def tokens(self, text: str) -> Tokens:
        """Return the words of a text as this table looks them up."""
        keys: list[tuple[str, ...]] = []
        spans: list[tuple[int, int]] = []
        known = self._keys_by_word
        for match in _TOKEN.finditer(text):
            written = match.group()
            found = known.get(written) or self._learn(written, match)
            if len(found) == 1:
                keys.append(found[0])
                spans.append(match.span())
            else:
                keys += found
                spans += [match.span()] * len(found)
        return Tokens(keys, spans)

    def _learn(self, written: str, match: re.Match[str]) -> tuple[tuple[str, ...], ...]:
        """Return the keys of a written word, and remember them."""
        if match.lastgroup == "word":
            found = self._keys_of(_POSSESSIVE.sub("", written))
        elif match.lastgroup == "initials":
            found = self._keys_of(written.replace(".", ""))[:1]
        elif match.lastgroup == "level":
            found = ((_LEVEL,),)
        elif match.lastgroup == "number":
            found = ((written, _NUMBER),)
        else:
            found = ((_STOP,),)
        if len(self._keys_by_word) < _MOST_REMEMBERED and len(written) <= _LONGEST_GLUED:
            self._keys_by_word[written] = found
        return found

    def find(self, tokens: Tokens) -> list[Mention[T]]:
        """Return the terms that stand in a text, in order and without overlaps."""
        found: list[Mention[T]] = []
        root, free = self._root, 0
        keys, spans = tokens
        for place, own in enumerate(keys):
            if place < free:
                continue
            best: _Hit | None = None
            for key in own:
                if key in root:
                    best = _better(best, _longest(root[key], keys, place + 1, 1))
            if best is not None:
                last = -best[1]
                found.append(Mention(best[2], place, last, spans[place][0], spans[last][1]))
                free = last + 1
        return found

    def _add(self, words: tuple[str, ...], value: T) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
            if word.islower():
                self._known.add(word)
        node.setdefault(_END, value)

    def _keys_of(self, written: str) -> tuple[tuple[str, ...], ...]:
        """Return, for each word that a written word holds, the keys to look it up by."""
        word = stem(written.lower())
        if word not in self._known:
            parts = self._parts(written, word)
            if len(parts) > 1:
                return tuple(self._with_class(part) for part in parts)
            word = parts[0]
        keys = self._with_class(word)
        if written.isupper():
            keys += (written, written.rstrip("S")) if written.endswith("S") else (written,)
        elif written[:-1].isupper() and written[-1] == "s":
            keys += (written[:-1],)
        return (keys,)

    def _with_class(self, word: str) -> tuple[str, ...]:
        return (word, self._class_of[word]) if word in self._class_of else (word,)

    def _parts(self, written: str, word: str) -> tuple[str, ...]:
        """Return the known words behind an unknown one: glued, or misspelt by one letter; else itself."""
        if len(word) > _LONGEST_GLUED:
            return (word,)
        humps = tuple(stem(hump.lower()) for hump in _HUMP.findall(written))
        if len(humps) > 1 and all(hump in self._known for hump in humps):
            return humps
        if len(word) >= _SHORTEST_MISSPELT:
            for slip in (word, *one_letter_less(word, first=1)):
                if (meant := self._slips.get(slip)) and meant[0] == word[0]:
                    return (meant,)
            for cut in range(4, len(word) - 3):
                if word[:cut] in self._known and word[cut:] in self._known:
                    return (word[:cut], word[cut:])
        return (word,)


def stem(word: str) -> str:
    """Return a lower-case word without the ending of its plural."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui" or word in _NO_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


def spelled_out(term: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each wording of a term."""
    pieces = _CHOICE.split(term)
    choices = [
        [_words(wording) for wording in piece.split("|")] if position % 2 else [_words(piece)]
        for position, piece in enumerate(pieces)
    ]
    for wording in product(*choices):
        yield tuple(chain.from_iterable(wording))


@cache
def _words(wording: str) -> tuple[str, ...]:
    return tuple(_split(wording))


def _split(wording: str) -> Iterator[str]:
    for piece in wording.split():
        if piece == _GAP or piece.startswith("@"):
            yield piece
            continue
        for match in _TOKEN.finditer(piece):
            if match["level"]:
                yield _LEVEL
            elif match["number"]:
                yield match.group()
            elif match["word"]:
                word = match["word"]
                yield word if word.isupper() and len(word) > 1 else stem(word.lower())


def _better(one: _Hit | None, other: _Hit | None) -> _Hit | None:
    """Return the hit with more words of its own; of two such the one with the narrower gap."""
    if one is None or other is None:
        return one or other
    return other if other[:2] > one[:2] else one


def _longest(node: Node, keys: list[tuple[str, ...]], place: int, words: int) -> _Hit | None:
    """Return the best term that goes on from a node, `words` words of it being found."""
    best: _Hit | None = (words, 1 - place, node[_END]) if _END in node else None
    if place < len(keys):
        for key in keys[place]:
            if key in node:
                best = _better(best, _longest(node[key], keys, place + 1, words + 1))
        if _GAP in node:
            best = _better(best, _over_gap(node[_GAP], keys, place, words))
    return best


def _over_gap(node: Node, keys: list[tuple[str, ...]], place: int, words: int) -> _Hit | None:
    for start in range(place, min(place + _LONGEST_GAP + 1, len(keys))):
        for key in keys[start]:
            if key in node and (hit := _longest(node[key], keys, start + 1, words + 1)):
                return hit
        if _STOP in keys[start]:
            return None
    return None


def _slips(words: Iterable[str]) -> dict[str, str]:
    """Return each word, and each word less one letter → the word; what two words share is left out."""
    slips: dict[str, str] = {}
    unclear: set[str] = set()
    for word in sorted(words):
        for slip in {word, *one_letter_less(word, first=1)}:
            if slips.setdefault(slip, word) != word:
                unclear.add(slip)
    return {slip: word for slip, word in slips.items() if slip == word or slip not in unclear}
