"""Tags and findings of one letter → its tokens, each with what is true of it and what became of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from imr_reports.evaluate.tags import Entity, TaggedText
from imr_reports.records.evaluation import TagType
from imr_reports.records.limited import Finding

_TOKEN = re.compile(r"[^\W_]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits that lies wholly within one tag, or outside all.

    Attributes:
        type: of its tag; None for a safe token.
    """

    start: int
    end: int
    type: TagType | None


class Coverage:
    """Which characters of a text some spans cover."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self._text = text
        self._covered = bytearray(len(text))
        for start, end in spans:
            self._covered[start:end] = b"\1" * (min(end, len(text)) - start)

    def touches(self, start: int, end: int) -> bool:
        """Return whether any character of a stretch is covered."""
        return 1 in self._covered[start:end]

    def holds(self, start: int, end: int) -> bool:
        """Return whether each letter and digit of a stretch is covered."""
        return all(self._covered[i] or not self._text[i].isalnum() for i in range(start, end))

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield a stretch's parts, covered or not, in order."""
        while start < end:
            is_covered = self._covered[start]
            behind = self._covered.find(not is_covered, start, end)
            part = end if behind < 0 else behind
            yield start, part, bool(is_covered)
            start = part


def tokens_of(tagged: TaggedText) -> Iterator[Token]:
    """Yield the tokens of a letter; in "05/12/14Urine" the tag's end parts the date from the word."""
    entities: Sequence[Entity] = tagged.entities
    place = 0
    for match in _TOKEN.finditer(tagged.text):
        at, end = match.span()
        while at < end:
            while place < len(entities) and entities[place].end <= at:
                place += 1
            entity = entities[place] if place < len(entities) else None
            if entity is None or entity.start >= end:
                yield Token(at, end, None)
                break
            if entity.start > at:
                yield Token(at, entity.start, None)
            part = min(end, entity.end)
            yield Token(max(at, entity.start), part, entity.type)
            at = part


def spans_of(findings: Iterable[Finding]) -> list[Span]:
    """Return where findings stand."""
    return [(finding.start, finding.end) for finding in findings]
