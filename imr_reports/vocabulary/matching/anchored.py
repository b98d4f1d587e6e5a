"""Many patterns that begin with a word, tried only at the words of a text with which they may begin.

A search looks for each of some hundred patterns at each letter of each sentence. Nearly all of them begin
with one of a few words, so a look at each word of the text says which may begin there: these alone are tried.
"""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Generic, TypeVar

from imr_reports.errors import ConfigurationError

T = TypeVar("T")
_Candidates = tuple[tuple[T, re.Pattern[str]], ...]
_NAMED = re.compile(r"\(\?P<\w+>")
_LEAD = 4
_REMEMBERED = 8_192  # words; a letter has some hundred different ones
_WORD = re.compile(r"[a-z]+|\d+")
_NUMBER = "0"  # stands for every number
_LETTERS = re.compile(r"[a-z]+")
_OPTIONAL = re.compile(r"[?*]|\{0,")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d+(?:,\d*)?\})[?+]?")
_SKIPPED = re.compile(r"\\b|\^|\\W\*|\\ \?|\s+|\[[^\]]*\]\?")


class AnchoredPatterns(Generic[T]):
    """Patterns for texts in small letters, each with a value of its own."""

    def __init__(self, patterns: Iterable[tuple[T, re.Pattern[str]]]) -> None:
        """Index patterns by the words with which their alternatives begin.

        Raises:
            ConfigurationError: if an alternative begins with anything but words.
        """
        self._by_lead: dict[str, list[tuple[str, int, T, re.Pattern[str]]]] = {}
        place = 0
        for value, pattern in patterns:
            for alternative in split_alternatives(pattern.pattern):
                regex = re.compile(alternative, pattern.flags)
                for lead in leads_of(alternative):
                    self._by_lead.setdefault(lead[:_LEAD], []).append((lead, place, value, regex))
                place += 1
        self._known: dict[str, tuple[re.Pattern[str], _Candidates[T]] | None] = {}

    def matches(self, text: str) -> Iterator[tuple[T, re.Match[str]]]:
        """Yield what matches at each word of a text, in the text's order, then in the patterns'."""
        known, at = self._known, 0
        for word in _WORD.findall(text):
            at = text.find(word, at)
            if word not in known:
                self._learn(word)
            if candidates := known[word]:
                any_of, several = candidates
                if any_of.match(text, at):
                    for value, regex in several:
                        if match := regex.match(text, at):
                            yield value, match
            at += len(word)

    def _learn(self, word: str) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known[word] = self._candidates_for(word)

    def _candidates_for(self, word: str) -> tuple[re.Pattern[str], _Candidates[T]] | None:
        """Return what may begin with a word, and a pattern that tells whether any of it does."""
        if word[0].isdigit():
            word = _NUMBER
        found = [
            (place, value, regex)
            for size in range(min(len(word), _LEAD), 0, -1)
            for lead, place, value, regex in self._by_lead.get(word[:size], ())
            if word.startswith(lead)
        ]
        in_order = {place: (value, regex) for place, value, regex in sorted(found, key=itemgetter(0))}
        if not in_order:
            return None
        joined = "|".join(_NAMED.sub("(?:", regex.pattern) for _, regex in in_order.values())
        return re.compile(joined, re.VERBOSE), tuple(in_order.values())

    def first(self, text: str) -> tuple[T, re.Match[str]] | None:
        """Return the first of all matches."""
        return next(self.matches(text), None)


def split_alternatives(regex: str) -> list[str]:
    """Return the alternatives of a verbose expression."""
    parts, depth, start, place = [], 0, 0, 0
    while place < len(regex):
        letter = regex[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _class_end(regex, place)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            parts.append(regex[start:place])
            start = place + 1
        place += 1
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
    depth, place = 0, 0
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter == "[":
            place = _class_end(text, place)
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return place + 1
        place += 1
    raise ConfigurationError("a pattern of the vocabulary has an open group")


def _class_end(text: str, place: int) -> int:
    place += 1 + text.startswith("^", place + 1)
    place += text.startswith("]", place)
    while text[place] != "]":
        place += 2 if text[place] == "\\" else 1
    return place


def _inside(group: str) -> str:
    return re.sub(r"^\((?:\?:|\?P<\w+>)?", "", group)[:-1]
