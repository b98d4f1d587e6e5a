"""A letter and what was found in it → its own identifiers, and where one of them is left in what is to be kept.

What the letter declares of itself is read here in a simple way of the gate's own (labels, greetings); what the
first pass found is taken as it is. A single word that is an ordinary word too counts only in a name's position.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from imr_reports.gate import known
from imr_reports.gate import places_of_names as position
from imr_reports.gate.words import Kind, word_kind

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
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SIGNS = re.compile(r"[\W_]+")
_NAME_LABEL = re.compile(
    r"^[ \t]*(?:employee|claimant|injured worker|applicant|patient|member|re|regarding|attention|attn)(?:'s)?(?: name)?[ \t]*:[ \t]*"
    r"(?P<value>[^\n:;|]{3,48})",
    re.IGNORECASE | re.MULTILINE,
)
_DEAR = re.compile(r"^[ \t]*dear[ \t]+(?P<value>[^\n:;|]{3,48})", re.IGNORECASE | re.MULTILINE)
_NUMBER_LABEL = re.compile(
    r"\b(?:claim|case|file|policy|member|mrn|medical record|ssn|social security|wcab|adj|account|control|invoice)[ \t]*"
    r"(?:numbers?|nos?\.?|id|#)*[ \t]*[:#][ \t]*(?P<value>[A-Za-z0-9][A-Za-z0-9 \t/-]{3,24})",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    """the and for of request injured worker employee employer claims administrator medical services inc department provider
    none unknown not applicable n/a redacted sir madam colleague parties party all to whom it may concern physician doctor reviewer
    mr mrs ms dr miss md do dc phd rn np pa esq jr sr ii iii reg regarding determination review notice independent case claim
    attorney nurse interpreter adjuster lien""".split()  # noqa: SIM905
)
_SHORTEST_NUMBER, _FEWEST_FIGURES = 5, 4
_SHORTEST_RUN, _SHORTEST_INSIDE, _SHORTEST_SLIP = 9, 6, 6
_MOST_NAME_WORDS = 4


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
        found = [one for one in findings if not one.recognizer.startswith(GATE)]
        for one in found:
            self._take(str(one.entity_type), text[one.start : one.end])
        for value in _declared_names(text):
            self._take_name(value)
        for match in _NUMBER_LABEL.finditer(text):
            self._take_number(match["value"])
        self._inside = {
            word for word in self._words if len(word) >= _SHORTEST_INSIDE and not is_ordinary(word)
        }

    def _take(self, entity_type: str, words: str) -> None:
        if entity_type == "NAME":
            self._take_name(words)
        elif entity_type in {"ID", "CONTACT"}:
            self._take_number(words)
        elif entity_type == "ORG":
            run = _squeezed(words)
            if len(run) >= _SHORTEST_RUN and not all(
                is_ordinary(word.lower()) for word in _WORD.findall(words)
            ):
                self._runs.add(run)

    def _take_name(self, words: str) -> None:
        parts = [word for word in _WORD.findall(words) if not _says_nothing(word.lower())]
        self._words |= {_bare(part) for part in parts if len(set(_bare(part))) > 1}
        run = "".join(_bare(part) for part in parts).replace("-", "")
        if len(parts) > 1 and len(run) >= _SHORTEST_RUN:
            self._runs.add(run)

    def _take_number(self, words: str) -> None:
        run = _squeezed(words)
        if len(run) >= _SHORTEST_NUMBER and sum(sign.isdigit() for sign in run) >= _FEWEST_FIGURES:
            self._runs.add(run)

    def hits(self, stretches: Sequence[Span]) -> tuple[Span, ...]:
        """Return where one of the identifiers stands in the stretches that are to be kept."""
        spans = {*self._run_hits(stretches), *self._word_hits(stretches), *self._slip_hits(stretches)}
        return tuple(sorted(spans))

    def _run_hits(self, stretches: Sequence[Span]) -> Iterator[Span]:
        if not self._runs:
            return
        squeezed = "\0".join(_squeezed(self._text[start:end]) for start, end in stretches)
        for run in self._runs:
            if run in squeezed:
                yield from self._places(run, stretches)

    def _places(self, run: str, stretches: Sequence[Span]) -> Iterator[Span]:
        pattern = re.compile(r"[\W_]*".join(re.escape(sign) for sign in run), re.IGNORECASE)
        before, behind = (r"(?<!\d)", r"(?!\d)") if run[0].isdigit() or run[-1].isdigit() else ("", "")
        for start, end in stretches:
            for match in pattern.finditer(self._text, start, end):
                around = (
                    self._text[max(0, match.start() - 1) : match.start()],
                    self._text[match.end() : match.end() + 1],
                )
                if before and behind and (around[0].isdigit() or around[1].isdigit()):
                    continue
                yield match.span()

    def _word_hits(self, stretches: Sequence[Span]) -> Iterator[Span]:
        if not self._words:
            return
        for start, end in stretches:
            for token in _WORD.finditer(self._text, start, end):
                lower = token[0].lower().replace("’", "'")
                bare = lower.removesuffix("'s").rstrip("'")
                if bare in self._words:
                    if self._is_meant(token.start(), token.end(), bare):
                        yield token.span()
                elif self._inside and len(bare) > _SHORTEST_INSIDE and self._holds(bare):
                    yield token.span()

    def _holds(self, word: str) -> bool:
        """Return whether a word that no list knows has one of the names glued into it."""
        return not is_ordinary(word) and any(name in word for name in self._inside)

    def _is_meant(self, start: int, end: int, word: str) -> bool:
        if not is_ordinary(word):
            return not position.is_author(self._text, start, end)
        if not self._text[start].isupper():
            return position.is_behind_title(self._text, start)
        return position.is_named_here(self._text, start, end, is_term=is_term(word))

    def _slip_hits(self, stretches: Sequence[Span]) -> Iterator[Span]:
        rare = [word for word in self._words if len(word) >= _SHORTEST_SLIP and not is_ordinary(word)]
        if not rare:
            return
        for start, end in stretches:
            for token in _WORD.finditer(self._text, start, end):
                lower = token[0].lower()
                if (
                    len(lower) >= _SHORTEST_SLIP - 1
                    and not is_ordinary(lower)
                    and any(_is_near(lower, name) for name in rare)
                ):
                    yield token.span()


def passage_around(text: str, span: Span) -> Span:
    """Return the sentence around a span, at most some lines long."""
    start, end = span
    first = max(0, start - _LONGEST_PASSAGE)
    last = min(len(text), end + _LONGEST_PASSAGE)
    before = list(_SENTENCE_BREAK.finditer(text, first, start))
    behind = _SENTENCE_BREAK.search(text, end, last)
    return (before[-1].end() if before else first, behind.start() + 1 if behind else last)


_LONGEST_PASSAGE = 400
_SENTENCE_BREAK = re.compile(r"(?<=[a-z)\]\d][.!?;])\s+(?=[A-Z\[\d\"“])|\n\s*\n|\x0c")


def _declared_names(text: str) -> Iterator[str]:
    for pattern in (_NAME_LABEL, _DEAR):
        for match in pattern.finditer(text):
            words = [word for word in _WORD.findall(match["value"]) if not _says_nothing(word.lower())]
            if 0 < len(words) <= _MOST_NAME_WORDS and _looks_like_name(words):
                yield " ".join(words)


def _says_nothing(lower: str) -> bool:
    """Return whether a word is part of the form, or the mark of a redaction ("XXXX")."""
    return lower in _NO_NAMES or (len(lower) > 1 and len(set(lower)) == 1)


def _looks_like_name(words: Sequence[str]) -> bool:
    """Return whether words that stand where a name is declared can be one: capitals, and one that people bear."""
    bearable = {Kind.NAME_FIRST, Kind.NAME_TOO, Kind.UNKNOWN, Kind.EPONYM, Kind.STATE}
    return all(word[0].isupper() for word in words) and any(word_kind(word) in bearable for word in words)


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'")


def _squeezed(words: str) -> str:
    return _SIGNS.sub("", words).lower()


@lru_cache(maxsize=16_384)
def is_ordinary(word: str) -> bool:
    """Return whether a word in small letters is also an ordinary, clinical or drug word, or an inflection of one."""
    return word_kind(word) is Kind.SAFE or word in known.eponyms()


@lru_cache(maxsize=4_096)
def is_term(word: str) -> bool:
    """Return whether a word is a drug's, or a test's that is named after a person."""
    return word in known.words("drugs") or word in known.eponyms() or word in known.terms("drugs_also")


def _is_near(word: str, name: str) -> bool:
    """Return whether two different words are one slip apart: a letter more, less, other, or two exchanged."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    i = 0
    shortest = min(len(word), len(name))
    while i < shortest and word[i] == name[i]:
        i += 1
    if len(word) == len(name):
        return word[i + 1 :] == name[i + 1 :] or (
            word[i : i + 2] == name[i : i + 2][::-1] and word[i + 2 :] == name[i + 2 :]
        )
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return longer[i + 1 :] == shorter[i:]
