"""Many patterns that begin with a word, tried only at the words of a text with which they may begin.

A search looks for each of some hundred patterns at each letter of each sentence. Nearly all of them begin
with one of a few words, so a look at each word of the text says which may begin there: these alone are tried.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import itemgetter
from typing import Generic, TypeVar

from imr_reports.errors import ConfigurationError

T = TypeVar("T")
_Tried = tuple[re.Pattern[str], tuple[tuple[T, re.Pattern[str]], ...]]
_ByLead = dict[str, list[tuple[str, int, T, re.Pattern[str]]]]
_NAMED = re.compile(r"\(\?P<\w+>")
_LEAD = 4
_REMEMBERED = 8_192  # words; a letter has some hundred different ones
_WORDS = re.compile(r"([a-z]+|\d+)")
_NUMBER = "0"  # stands for every number
_LETTERS = re.compile(r"[a-z]+")
_OPTIONAL = re.compile(r"[?*]|\{0,")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d+(?:,\d*)?\})[?+]?")
_SKIPPED = re.compile(r"\\b|\^|\\W\*|\\ \?|\s+|\[[^\]]*\]\?")


class Worded:
    """A text in small letters, and where its words stand: found once, read by several tables of patterns."""

    __slots__ = ("starts", "text", "words")

    def __init__(self, text: str) -> None:
        """Find the words."""
        parts = _WORDS.split(text)
        self.text = text
        self.words = parts[1::2]
        self.starts = list(accumulate(map(len, parts)))[::2]


class AnchoredPatterns(Generic[T]):
    """Patterns for texts in small letters, each with a value of its own."""

    def __init__(self, patterns: Iterable[tuple[T, re.Pattern[str]]]) -> None:
        """Index patterns by the words with which their alternatives begin.

        Raises:
            ConfigurationError: if an alternative begins with anything but words.
        """
        self._by_lead: _ByLead[T] = {}
        self._by_first_lead: _ByLead[T] = {}  # of patterns that match at the text's beginning alone
        place = 0
        for value, pattern in patterns:
            for alternative in split_alternatives(pattern.pattern):
                regex = re.compile(alternative, pattern.flags)
                by_lead = self._by_first_lead if alternative.lstrip().startswith("^") else self._by_lead
                for lead in leads_of(alternative):
                    by_lead.setdefault(lead[:_LEAD], []).append((lead, place, value, regex))
                place += 1
        self._joined: dict[tuple[int, ...], re.Pattern[str]] = {}
        self._known: dict[str, _Tried[T] | None] = {}
        self._known_first: dict[str, _Tried[T] | None] = {}

    def matches(self, worded: Worded) -> Iterator[tuple[T, re.Match[str]]]:
        """Yield what matches at each word of a text, in the text's order, then in the patterns'."""
        known, text = self._known, worded.text
        try:
            tried = [
                (at, found)
                for at, word in zip(worded.starts, worded.words, strict=False)
                if (found := known[word])
            ]
        except KeyError:
            self._learn(worded.words)
            tried = [
                (at, found)
                for at, word in zip(worded.starts, worded.words, strict=False)
                if (found := known[word])
            ]
        if self._by_first_lead and worded.words and worded.starts[0] == 0:
            first = self._at_beginning(worded.words[0])
            tried = ([(0, first)] if first else []) + tried[bool(tried) and tried[0][0] == 0 :]
        for at, (any_of, several) in tried:
            if any_of.match(text, at):
                for value, regex in several:
                    if match := regex.match(text, at):
                        yield value, match

    def _at_beginning(self, word: str) -> _Tried[T] | None:
        if word not in self._known_first:
            if len(self._known_first) > _REMEMBERED:
                self._known_first.clear()
            self._known_first[word] = self._candidates_for(word, self._by_lead, self._by_first_lead)
        return self._known_first[word]

    def _learn(self, words: Iterable[str]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        for word in words:
            if word not in self._known:
                self._known[word] = self._candidates_for(word, self._by_lead)

    def _candidates_for(self, word: str, *tables: _ByLead[T]) -> _Tried[T] | None:
        """Return what may begin with a word, and a pattern that tells whether any of it does."""
        if word[0].isdigit():
            word = _NUMBER
        found = [
            (place, value, regex)
            for table in tables
            for size in range(min(len(word), _LEAD), 0, -1)
            for lead, place, value, regex in table.get(word[:size], ())
            if word.startswith(lead)
        ]
        in_order = {place: (value, regex) for place, value, regex in sorted(found, key=itemgetter(0))}
        if not in_order:
            return None
        return self._any_of(tuple(in_order), tuple(in_order.values())), tuple(in_order.values())

    def _any_of(
        self, places: tuple[int, ...], several: tuple[tuple[T, re.Pattern[str]], ...]
    ) -> re.Pattern[str]:
        # Compiling is what starting up costs: words with which the same patterns begin share one.
        if len(several) == 1:
            return several[0][1]
        if places not in self._joined:
            joined = "|".join(_NAMED.sub("(?:", regex.pattern) for _, regex in several)
            self._joined[places] = re.compile(joined, re.VERBOSE)
        return self._joined[places]

    def first(self, text: str) -> tuple[T, re.Match[str]] | None:
        """Return the first of all matches."""
        return next(self.matches(Worded(text)), None)


def split_alternatives(regex: str) -> list[str]:
    """Return the alternatives of a verbose expression."""
    parts, start = [], 0
    for place, letter, depth in _structure(regex):
        if letter == "|" and depth == 0:
            parts.append(regex[start:place])
            start = place + 1
    return [*parts, regex[start:]]


def leads_of(alternative: str) -> set[str]:
    """Return the beginnings of words with which a match can begin.

    Raises:
        ConfigurationError: if it can begin with anything else.
    """
    rest = alternative.strip()
    leads: set[str] = set()
    while True:
        if skipped := _SKIPPED.match(rest):
            rest = rest[skipped.end() :]
        elif rest.startswith(("(?<", "(?!", "(?=")):
            rest = rest[_group_end(rest) :]
        elif rest.startswith("("):
            end = _group_end(rest)
            for option in split_alternatives(_inside(rest[:end])):
                leads |= leads_of(option)
            if not _OPTIONAL.match(rest[end:]):
                return leads
            quantifier = _QUANTIFIER.match(rest, end)
            rest = rest[quantifier.end() if quantifier else end :]
        else:
            return leads | {_letters(rest)}


def _letters(rest: str) -> str:
    if rest.startswith("\\d"):
        return _NUMBER
    letters = _LETTERS.match(rest)
    if letters is None:
        raise ConfigurationError("a pattern of the vocabulary begins with no word")
    # A quantifier behind the last letter may take it away.
    return letters.group()[:-1] if _OPTIONAL.match(rest, letters.end()) else letters.group()


def _group_end(text: str) -> int:
    for place, letter, depth in _structure(text):
        if letter == ")" and depth == 0:
            return place + 1
    raise ConfigurationError("a pattern of the vocabulary has an open group")


def _structure(regex: str) -> Iterator[tuple[int, str, int]]:
    """Yield the signs of an expression with their places and how many groups are open behind them.

    What is escaped or stands in a class of characters is no sign.
    """
    depth = place = 0
    while place < len(regex):
        letter = regex[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _class_end(regex, place)
        else:
            depth += (letter == "(") - (letter == ")")
            yield place, letter, depth
        place += 1


def _class_end(text: str, place: int) -> int:
    place += 1 + text.startswith("^", place + 1)
    place += text.startswith("]", place)
    while text[place] != "]":
        place += 2 if text[place] == "\\" else 1
    return place


def _inside(group: str) -> str:
    return re.sub(r"^\((?:\?:|\?P<\w+>)?", "", group)[:-1]
