"""A site's safe terms and a letter's findings → which of the findings are excused.

A safe term excuses a name, organization or place, except where the letter says that a person is meant: behind
a title, before credentials, behind a label of people. A word of such a name is a name throughout the letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from presidio_analyzer import RecognizerResult

from imr_reports.scrub import guards, site
from imr_reports.scrub.credentialed import CredentialedNames
from imr_reports.scrub.cues import load_cues
from imr_reports.scrub.declared import LABEL as DECLARED
from imr_reports.scrub.findings import recognizer_of
from imr_reports.scrub.words import NAME, SAFE, Reading

_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[^\w\r\n]{0,3}(?:\r?\n[ \t]{0,4})?")
_EXCUSED = frozenset({"NAME", "ORG", "LOCATION"})
_BORNE = frozenset({DECLARED, CredentialedNames.label})
_KNOWN = frozenset({site.PHYSICIANS, site.CLINICS})
_BEFORE = 24
_TITLE_BEHIND = r"\.?[ \t]{0,3}(?:\r?\n[ \t]{0,3})?(?:[A-Za-z]\.[ \t]?){0,2}\Z"


def _titles() -> re.Pattern[str]:
    phrases = next(cue.phrases for cue in load_cues("people") if cue.name == "title")
    words = "|".join(sorted({re.escape(" ".join(phrase)) for phrase in phrases}, key=len, reverse=True))
    return re.compile(rf"(?:\b|(?<=[a-z]))(?:{words}){_TITLE_BEHIND}", re.IGNORECASE)


class SafeTerms:
    """The safe terms of a site.

    Args:
        terms: words and phrases, in lower case.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)
        self._by_token: dict[str, list[tuple[str, ...]]] = {}
        for term in self._terms:
            if tokens := tuple(_TOKEN.findall(term)):
                self._by_token.setdefault(tokens[0], []).append(tokens)
        self._title = _titles() if terms else None

    def stretches(self, text: str, results: Sequence[RecognizerResult]) -> list[tuple[int, int]]:
        """Return where safe terms stand whose words nobody in the letter bears.

        Args:
            text: the letter.
            results: all that was found in it; they tell which words are borne by its people.
        """
        return self._spans(text, self.borne(text, results)) if self._terms else []

    def borne(self, text: str, results: Iterable[RecognizerResult]) -> frozenset[str]:
        """Return the words, in lower case, of names that a title, a label or credentials make certain."""
        words: set[str] = set()
        for result in results:
            if result.entity_type == "NAME" and self._is_certain(text, result):
                words |= {token.lower() for token in _TOKEN.findall(text[result.start : result.end])}
        return frozenset(words)

    def _is_certain(self, text: str, result: RecognizerResult) -> bool:
        if recognizer_of(result) in _BORNE:
            return True
        before = text[max(0, result.start - _BEFORE) : result.start]
        return self._title is not None and bool(self._title.search(before))

    def _spans(self, text: str, borne: frozenset[str]) -> list[tuple[int, int]]:
        """Return where safe terms stand whose words nobody in the letter bears."""
        found = [(match[0].casefold(), *match.span()) for match in _TOKEN.finditer(text)]
        spans = []
        for place, (token, start, _) in enumerate(found):
            for tokens in self._by_token.get(token, ()):
                behind = found[place : place + len(tokens)]
                same = tuple(word for word, _, _ in behind) == tokens and not borne & set(tokens)
                if same and _are_joined(text, behind):
                    spans.append((start, behind[-1][2]))
        return spans


def excuser(text: str, stretches: Sequence[tuple[int, int]]) -> Callable[[RecognizerResult], bool]:
    """Return what tells, of a letter's results, which the safe terms in it excuse."""
    if not stretches:
        return lambda _: False
    return lambda result: _is_excused(text, result, stretches)


def _are_joined(text: str, tokens: Sequence[tuple[str, int, int]]) -> bool:
    return all(_GAP.fullmatch(text, left[2], right[1]) for left, right in pairwise(tokens))


def _is_excused(text: str, result: RecognizerResult, spans: Sequence[tuple[int, int]]) -> bool:
    if result.entity_type not in _EXCUSED or recognizer_of(result) in _KNOWN:
        return False
    left = list(_uncovered(text, result, spans))
    if len(left) == sum(1 for _ in _TOKEN.finditer(text, result.start, result.end)):
        return False
    # What no recognizer is sure of may hold plain words besides; what one is sure of is excused whole or not.
    return not left or (result.score <= guards.CERTAIN and all(map(_is_plain, left)))


def _uncovered(text: str, result: RecognizerResult, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    for match in _TOKEN.finditer(text, result.start, result.end):
        possessive = match[0] in {"s", "S"} and text[match.start() - 1 : match.start()] in {"'", "’"}
        if not possessive and not any(start <= match.start() and match.end() <= end for start, end in spans):
            yield match[0]


def _is_plain(word: str) -> bool:
    kinds = Reading(word).kinds
    return bool(kinds) and bool(kinds[0] & SAFE) and not kinds[0] & NAME
