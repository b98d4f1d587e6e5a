"""A letter and what was found in it → its own identifiers, and where one is left in what is to be kept.

What the letter declares of itself is read in a simple way of the gate's own (`declared.py`); what the first
pass found is taken as it is. A single word that is an ordinary word too counts only in a name's position.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from imr_reports.gate import known, spelling
from imr_reports.gate import places_of_names as position
from imr_reports.gate.declared import declared, name_words
from imr_reports.gate.unknown import COVER, Suspect, masked_text, suspects_in
from imr_reports.gate.words import Kind, word_kind
from imr_reports.vocabulary.matching.spelling import is_one_off

Span = tuple[int, int]


class Found(Protocol):
    """A stretch that a recognizer found, as in `records.limited.Finding`."""

    @property
    def entity_type(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def recognizer(self) -> str: ...  # noqa: D102


GATE = "gate."
_SIGNS = "".join(chr(code) for code in range(2, 128) if not chr(code).isalnum()).encode()
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("’‘“”–—­\xa0•…", " "))
_SHORTEST_NUMBER, _FEWEST_FIGURES = 5, 4
_SHORTEST_RUN, _SHORTEST_INSIDE, _SHORTEST_SLIP = 9, 6, 6
_FORGIVEN = frozenset({Kind.FORGIVEN, Kind.UNKNOWN, Kind.SLIP})
_LONGEST_PASSAGE = 60
"""Signs to each side of what was left: what belongs to a name stands near it."""
_SENTENCE_BREAK = re.compile(r"(?<=[a-z)\]\d][.!?;])\s+(?=[A-Z\[\d\"“])|\n\s*\n|\x0c")


class OwnIdentifiers:
    """What identifies the person of one letter, and those around that person.

    Args:
        text: the letter as read.
        findings: of the first pass; those of the gate itself are passed over.
    """

    def __init__(self, text: str, findings: Iterable[Found]) -> None:
        self._text = text
        self._words: set[str] = set()
        self._runs: set[str] = set()
        for one in findings:
            if not one.recognizer.startswith(GATE):
                self._take(str(one.entity_type), text[one.start : one.end])
        names, numbers = declared(text)
        for words in names:
            self._take_name(words)
        for number in numbers:
            self._take_number(number)
        self._rare = {word for word in self._words if not is_ordinary(word)}

    def _take(self, entity_type: str, words: str) -> None:
        if entity_type == "NAME":
            self._take_name(name_words(words))
        elif entity_type in {"ID", "CONTACT"}:
            self._take_number(words)
        elif entity_type == "ORG":
            parts = name_words(words)
            run = _squeezed(words)
            if len(run) >= _SHORTEST_RUN and not all(is_ordinary(part.lower()) for part in parts):
                self._runs.add(run)

    def _take_name(self, parts: Sequence[str]) -> None:
        bare = [_bare(part) for part in parts]
        self._words |= {word for word in bare if len(set(word)) > 1}
        run = _squeezed("".join(bare))
        if len(parts) > 1 and len(run) >= _SHORTEST_RUN:
            self._runs.add(run)

    def _take_number(self, words: str) -> None:
        run = _squeezed(words)
        if len(run) >= _SHORTEST_NUMBER and sum(sign.isdigit() for sign in run) >= _FEWEST_FIGURES:
            self._runs.add(run)

    def hits(self, stretches: Sequence[Span], suspects: Sequence[Suspect] | None = None) -> tuple[Span, ...]:
        """Return where one of the identifiers stands in the stretches that are to be kept.

        Args:
            stretches: sorted, not overlapping.
            suspects: the tokens of the stretches that no list holds, where they are known already.
        """
        if suspects is None:
            suspects = suspects_in(self._text, stretches)
        masked = masked_text(self._text, stretches, COVER)
        spans = {*self._run_hits(masked), *self._word_hits(masked), *self._damaged(suspects)}
        return tuple(sorted(spans))

    def _run_hits(self, masked: str) -> Iterator[Span]:
        squeezed = _squeezed(masked)
        for run in self._runs:
            if run not in squeezed:
                continue
            pattern = re.compile(r"[^a-z0-9\x01]*?".join(re.escape(sign) for sign in run), re.IGNORECASE)
            for match in pattern.finditer(masked):
                around = (
                    masked[max(0, match.start() - 1) : match.start()],
                    masked[match.end() : match.end() + 1],
                )
                # Figures beside figures are another number.
                if not (run[0].isdigit() and around[0].isdigit()) and not (
                    run[-1].isdigit() and around[1].isdigit()
                ):
                    yield match.span()

    def _word_hits(self, masked: str) -> Iterator[Span]:
        lowered = masked.lower() if len(masked.lower()) == len(masked) else masked
        for word in self._words:
            at = lowered.find(word)
            while at >= 0:
                end = at + len(word)
                alone = not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum()
                if alone and self._is_meant(masked, at, end, word):
                    yield at, end
                at = lowered.find(word, end)

    def _is_meant(self, masked: str, start: int, end: int, word: str) -> bool:
        if word in self._rare:
            return not position.is_author(masked, start, end)
        if not masked[start].isupper():
            return position.is_behind_title(masked, start)
        return position.is_named_here(masked, start, end, is_term=is_term(word))

    def _damaged(self, suspects: Iterable[Suspect]) -> Iterator[Span]:
        """Yield words that no list holds and that have a name glued into them, or are one with a slip."""
        names = [word for word in self._rare if len(word) >= _SHORTEST_INSIDE]
        if not names:
            return
        for one in suspects:
            if one.kind in _FORGIVEN and one.end - one.start >= _SHORTEST_SLIP - 1:
                word = _bare(self._text[one.start : one.end])
                if any(name in word or is_one_off(word, name) for name in names) and not position.is_author(
                    self._text, one.start, one.end
                ):
                    yield one.start, one.end


def passage_around(text: str, span: Span) -> Span:
    """Return the sentence around a span, whole words of it to some way on each side."""
    start, end = span
    first = max(0, start - _LONGEST_PASSAGE)
    last = min(len(text), end + _LONGEST_PASSAGE)
    before = list(_SENTENCE_BREAK.finditer(text, first, start))
    behind = _SENTENCE_BREAK.search(text, end, last)
    if before:
        first = before[-1].end()
    elif first > 0:
        first = next((at + 1 for at in range(first, start) if text[at].isspace()), start)
    if behind:
        last = behind.start() + 1
    elif last < len(text):
        last = next((at for at in range(last, end, -1) if text[at - 1].isspace()), end)
    return first, last


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'")


def _squeezed(words: str) -> str:
    """Return a text in small letters without blanks and signs; what is covered stays apart."""
    return words.translate(_TYPOGRAPHIC).lower().encode().translate(None, _SIGNS).decode()


@lru_cache(maxsize=16_384)
def is_ordinary(word: str) -> bool:
    """Return whether a word in small letters is an ordinary, clinical or drug word, or inflected of one."""
    kind = word_kind(word)
    if kind is Kind.FORGIVEN:
        return spelling.is_inflected(word) or spelling.is_glued(word)
    return kind in {Kind.SAFE, Kind.STATE} or word in known.eponyms()


@lru_cache(maxsize=4_096)
def is_term(word: str) -> bool:
    """Return whether a word is a drug's, or a test's that is named after a person."""
    return word in known.words("drugs") or word in known.eponyms() or word in known.terms("drugs_also")
