"""Pieces of invented letters with the names in them: from templates, and from the sample corpus recast."""

import gzip
import json
import random
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from training.cast import Cast
from training.grammar import Spans, Writer, strip

_SAMPLES = Path(__file__).parents[1] / "samples"
_KINDS = (
    ("people.subject_position", 28),
    ("people.object_position", 34),
    ("people.dictation", 5),
    ("people.capitals", 2),
    ("organizations.frames", 26),
    ("places.frames", 13),
    ("headers.block", 14),
    ("negatives.traps", 80),
    ("negatives.capitals", 3),
    ("negatives.lower", 4),
    ("plain", 34),
)
"""Lists of templates and how often each is used."""
_HELD_OUT = (("heldout.positive", 40), ("heldout.negative", 40))
_SHOUTED = (("people.capitals", 10), ("negatives.capitals", 12))
_DICTATED = (("people.dictation", 10), ("negatives.lower", 8), ("small", 6))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SLIPS = {"l": "1", "I": "l", "O": "0", "o": "0", "m": "rn", "e": "c", "S": "5", "B": "8", "i": "1", "h": "b"}


@dataclass(frozen=True)
class Piece:
    """A stretch of an invented letter and the names in it."""

    text: str
    spans: Spans


class Author:
    """Writes pieces.

    Args:
        seed: of all chance.
        held_out: use the templates and the names that training never sees.
    """

    def __init__(self, seed: int, held_out: bool = False) -> None:
        self.rng = random.Random(seed)
        self._cast = Cast(self.rng, held_out)
        self._writer = Writer(self._cast)
        self._kinds = _HELD_OUT if held_out else _KINDS

    def piece(self) -> Piece:
        """Return some sentences, damaged as letters are."""
        rng = self.rng
        kinds = (
            rng.choices((self._kinds, _SHOUTED, _DICTATED), (94, 3, 3))[0]
            if self._kinds is _KINDS
            else self._kinds
        )
        names, weights = [k for k, _ in kinds], [w for _, w in kinds]
        parts: list[str] = []
        for _ in range(rng.choice((1, 2, 4, 6, 8, 10))):
            sentence = self._writer.sentence(rng.choices(names, weights)[0])
            parts.append(sentence)
            parts.append(_joint(rng, sentence))
        text, spans = strip("".join(parts))
        return damaged(Piece(text, spans), rng)

    def recast(self) -> Piece:
        """Return a part of a letter of the sample corpus with other names in it."""
        rng = self.rng
        text, phi = rng.choice(_corpus())
        size = rng.randint(300, 1500)
        start = max(0, rng.randint(0, max(1, len(text))) - size // 2)
        start = text.rfind(" ", 0, start) + 1
        end = text.find(" ", start + size)
        end = len(text) if end < 0 else end
        inside = [(k, a - start, b - start) for k, a, b in phi if start <= a and b <= end]
        if any(a < start < b or a < end < b for _, a, b in phi):
            return self.recast()
        return damaged(self._renamed(text[start:end], inside), rng)

    def _renamed(self, text: str, phi: Spans) -> Piece:
        known: dict[str, str] = {}
        parts: list[str] = []
        spans: Spans = []
        position = length = 0
        for kind, a, b in sorted(phi, key=lambda s: s[1]):
            if kind not in ("NAME", "ORG", "LOCATION") or a < position:
                continue
            old = text[a:b]
            new = self._instead(kind, old, known)
            parts += (text[position:a], new)
            length += a - position
            spans.append((kind, length, length + len(new)))
            length += len(new)
            position = b
        parts.append(text[position:])
        return Piece("".join(parts), spans)

    def _instead(self, kind: str, old: str, known: dict[str, str]) -> str:
        if self.rng.random() < 0.1 or any(c.isdigit() for c in old):
            return old
        if kind == "NAME":
            return _WORD.sub(lambda word: self._other_word(word[0], known), old)
        if old not in known:
            slot = {"ORG": "{ORG}", "LOCATION": "{TOWN}"}[kind]
            known[old], _ = strip(self._writer.expand(slot))
        return known[old].upper() if old.isupper() else known[old]

    def _other_word(self, word: str, known: dict[str, str]) -> str:
        if len(word) < 2:
            return word
        if word.lower() not in known:
            known[word.lower()] = self._cast.surname() if self.rng.random() < 0.6 else self._cast.first()
        name = known[word.lower()]
        return name.upper() if word.isupper() else name.lower() if word.islower() else name


@lru_cache(maxsize=1)
def _corpus() -> list[tuple[str, Spans]]:
    letters = []
    with gzip.open(_SAMPLES / "corpus_truth.jsonl.gz", "rt", encoding="utf-8") as file:
        truth = [json.loads(line) for line in file]
    with zipfile.ZipFile(_SAMPLES / "corpus.zip") as archive:
        for record in truth:
            text = archive.read(record["member"]).decode("utf-8")
            letters.append((text, [(kind, a, b) for kind, a, b in record["phi"]]))
    return letters


def _joint(rng: random.Random, sentence: str) -> str:
    if "\n" in sentence or sentence[-1:] not in ".:?":
        return rng.choice((". ", "; ", "\n", "\n", "\n\n", " "))
    return rng.choice((" ", " ", " ", " ", " ", "  ", "\n", "\n\n"))


def damaged(piece: Piece, rng: random.Random) -> Piece:
    """Return a piece wrapped into lines, misread, in capitals or small letters, as chance has it."""
    if rng.random() < 0.55:
        piece = _wrapped(piece, rng.randint(50, 115))
    draw = rng.random()
    if draw < 0.04:
        return Piece(_same_length(piece.text, piece.text.upper()), piece.spans)
    if draw < 0.08:
        return Piece(_same_length(piece.text, piece.text.lower()), piece.spans)
    return _misread(piece, rng) if draw < 0.16 else piece


def _same_length(old: str, new: str) -> str:
    return new if len(new) == len(old) else old


def _wrapped(piece: Piece, width: int) -> Piece:
    text = list(piece.text)
    column = last_blank = 0
    for i, c in enumerate(text):
        column = 0 if c == "\n" else column + 1
        if c == " ":
            last_blank = i
        if column > width and last_blank:
            text[last_blank] = "\n"
            column, last_blank = i - last_blank, 0
    return Piece("".join(text), piece.spans)


def _misread(piece: Piece, rng: random.Random) -> Piece:
    """Swap characters as scanners do, and lose blanks; offsets move along."""
    rate = rng.choice((0.004, 0.01, 0.02))
    out: list[str] = []
    moved: list[int] = []
    length = 0
    for c in piece.text:
        moved.append(length)
        draw = rng.random()
        new = _SLIPS.get(c, c) if draw < rate else "" if draw < rate * 1.3 and c == " " else c
        out.append(new)
        length += len(new)
    moved.append(length)
    return Piece("".join(out), [(k, moved[a], moved[b]) for k, a, b in piece.spans])
