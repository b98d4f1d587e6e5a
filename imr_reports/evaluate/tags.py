"""A letter with `⟦TYPE|text⟧` tags → its text without them, and where the tagged entities stand."""

import re
from dataclasses import dataclass

from imr_reports.records.evaluation import TagType

_OPEN, _CLOSE = "⟦", "⟧"
_MARK = re.compile(f"[{_OPEN}{_CLOSE}]")
_TYPES = ", ".join(TagType)
_KNOWN = frozenset(map(str, TagType))


class TagFaultError(ValueError):
    """A tag that can't be read.

    Attributes:
        line: its line, from 1.
        reason: what is wrong, in words of ours alone.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"malformed tag near line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A tagged stretch; offsets are code points into the text without tags."""

    type: TagType
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedText:
    """A letter's text without its tags, and its entities in order, none overlapping another."""

    text: str
    entities: tuple[Entity, ...]


def read_tags(tagged: str) -> TaggedText:
    """Take the tags out of a letter.

    Raises:
        TagFaultError: at the first tag that is not closed, nested, of no known type, without a separator,
            with more than one, or empty.
    """
    parts: list[str] = []
    entities: list[Entity] = []
    length = position = 0
    marks = _MARK.finditer(tagged)
    for opening in marks:
        closing = next(marks, None)
        fault = _fault(tagged, opening, closing)
        if fault or closing is None:
            raise TagFaultError(tagged.count("\n", 0, opening.start()) + 1, fault)
        kind, _, text = tagged[opening.end() : closing.start()].partition("|")
        plain = tagged[position : opening.start()]
        start = length + len(plain)
        length = start + len(text)
        parts += (plain, text)
        entities.append(Entity(type=TagType(kind), start=start, end=length))
        position = closing.end()
    parts.append(tagged[position:])
    return TaggedText(text="".join(parts), entities=tuple(entities))


def _fault(tagged: str, opening: re.Match[str], closing: re.Match[str] | None) -> str:
    if opening.group() == _CLOSE:
        return f"{_CLOSE} without {_OPEN} before it"
    if closing is None:
        return f"the tag is not closed with {_CLOSE}"
    if closing.group() == _OPEN:
        return "a tag within a tag, or one that is not closed"
    return _fault_within(*tagged[opening.end() : closing.start()].partition("|"))


def _fault_within(kind: str, separator: str, text: str) -> str:
    if not separator:
        return f"no | between type and text; a tag reads {_OPEN}TYPE|text{_CLOSE}"
    if kind not in _KNOWN:
        return f"unknown type; types are {_TYPES}"
    if not text.strip():
        return "the tag holds no text"
    return "a | within the tagged text" if "|" in text else ""
