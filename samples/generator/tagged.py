"""Pieces of text with PHI tags → one text and the spans of its tags.

A letter is built from pieces; a piece with a tag is PHI of that type. Nothing is searched for afterwards, so
the spans are right by construction.
"""

import bisect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `tag` is an entity type, or "" where the text identifies nobody."""

    text: str
    tag: str = ""


Tagged = tuple[Piece, ...]
Span = tuple[str, int, int]
Value = Tagged | str | Callable[[Random], "Tagged | str"]
Slots = Mapping[str, Value]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def plain(text: str) -> Tagged:
    """Return text that identifies nobody."""
    return (Piece(text),)


def tag(entity_type: str, text: str) -> Tagged:
    """Return text that is PHI of one type."""
    return (Piece(text, entity_type),)


def text_of(tagged: Tagged) -> str:
    """Return the words without their tags."""
    return "".join(piece.text for piece in tagged)


def join(parts: Iterable[Tagged], separator: str = " ") -> Tagged:
    """Join tagged texts by an untagged separator, leaving out empty ones."""
    joined: list[Piece] = []
    for part in parts:
        if not text_of(part):
            continue
        if joined:
            joined.append(Piece(separator))
        joined.extend(part)
    return tuple(joined)


def capitalize(tagged: Tagged) -> Tagged:
    """Return the same with a capital first letter."""
    for position, piece in enumerate(tagged):
        if piece.text:
            head = Piece(piece.text[0].upper() + piece.text[1:], piece.tag)
            return (*tagged[:position], head, *tagged[position + 1 :])
    return tagged


def fill(template: str, slots: Slots, rng: Random) -> Tagged:
    """Resolve `[this|that]` choices and `{slots}` of a template; `{Slot}` begins with a capital.

    Raises:
        KeyError: if a slot is unknown.
    """
    while match := _CHOICE.search(template):
        template = template[: match.start()] + rng.choice(match[1].split("|")) + template[match.end() :]
    pieces: list[Piece] = []
    position = 0
    for match in _SLOT.finditer(template):
        pieces.append(Piece(template[position : match.start()]))
        pieces.extend(_slot(match[1], slots, rng))
        position = match.end()
    pieces.append(Piece(template[position:]))
    return _single_stops(piece for piece in pieces if piece.text)


def _single_stops(pieces: Iterable[Piece]) -> Tagged:
    """Write one stop where an abbreviation ends a sentence."""
    written: list[Piece] = []
    for piece in pieces:
        doubled = bool(written) and written[-1].text.endswith(".") and piece.text.startswith(".")
        kept = Piece(piece.text[1:], piece.tag) if doubled else piece
        if kept.text:
            written.append(kept)
    return tuple(written)


def _slot(name: str, slots: Slots, rng: Random) -> Tagged:
    value = slots[name[0].lower() + name[1:]]
    if callable(value):
        value = value(rng)
    filled = fill(value, slots, rng) if isinstance(value, str) else value
    return capitalize(filled) if name[0].isupper() else filled


def flatten(tagged: Tagged) -> tuple[str, list[Span]]:
    """Return the text and the spans of its tags."""
    spans: list[Span] = []
    position = 0
    for piece in tagged:
        end = position + len(piece.text)
        if piece.tag and piece.text:
            spans.append((piece.tag, position, end))
        position = end
    return text_of(tagged), spans


def wrap(tagged: Tagged, width: int, line_end: str) -> tuple[str, list[Span]]:
    """Break a paragraph at blanks into lines of at most `width`; spans follow the text."""
    text, spans = flatten(tagged)
    breaks: list[int] = []
    line_start = last_blank = -1
    for position, character in enumerate(text + " "):
        if character == "\n":
            line_start = last_blank = position
        elif character == " ":
            if position - line_start - 1 > width and last_blank > line_start:
                breaks.append(last_blank)
                line_start = last_blank
            last_blank = position
    growth = len(line_end) - 1
    lines: list[str] = []
    start = 0
    for position in breaks:
        lines.append(text[start:position])
        start = position + 1
    lines.append(text[start:])

    def shift(offset: int) -> int:
        return offset + growth * bisect.bisect_left(breaks, offset)

    return line_end.join(lines), [(kind, shift(start), shift(end)) for kind, start, end in spans]


class Page:
    """Paragraphs and lines of one letter, put together into text and spans."""

    def __init__(self, *, width: int, line_end: str, gap: str) -> None:
        self._width = width
        self._line_end = line_end
        self._gap = gap
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def _append(self, text: str, spans: Iterable[Span] = ()) -> None:
        self._spans.extend((kind, self._length + start, self._length + end) for kind, start, end in spans)
        self._parts.append(text)
        self._length += len(text)

    def paragraph(self, tagged: Tagged) -> None:
        """Add a wrapped paragraph and a blank line."""
        text, spans = wrap(tagged, self._width, self._line_end)
        self._append(text, spans)
        self._append(self._line_end.replace("\n\n", "\n") + self._gap)

    def line(self, tagged: Tagged) -> None:
        """Add one line as it is."""
        self._append(*flatten(tagged))
        self._append("\n")

    def blank(self, lines: int = 1) -> None:
        """Add blank lines."""
        self._append("\n" * lines)

    def finish(self) -> tuple[str, list[Span]]:
        """Return the letter and its PHI spans, in order."""
        return "".join(self._parts), sorted(self._spans, key=lambda span: span[1:])
