"""Tagged text → the same after bad typing, scanning and copying; tags stay on what they marked."""

import re
from random import Random

from samples.generator.tagged import Piece, Tagged

_CONFUSIONS = (
    ("l", "1"),
    ("o", "0"),
    ("m", "rn"),
    ("i", "l"),
    ("O", "0"),
    ("S", "5"),
    ("B", "8"),
    ("e", "c"),
)
_DATE_CONFUSIONS = (("0", "O"), ("1", "l"), ("1", "I"))


def _misread(piece: Piece, rng: Random) -> Piece:
    table = _DATE_CONFUSIONS if piece.tag == "DATE" else _CONFUSIONS
    options = [(old, new) for old, new in table if old in piece.text[1:]]
    if not options:
        return piece
    old, new = rng.choice(options)
    head, tail = piece.text[0], piece.text[1:]
    return Piece(head + tail.replace(old, new, 1), piece.tag)


def _misspell(piece: Piece, rng: Random) -> Piece:
    letters = [i for i, c in enumerate(piece.text) if c.isalpha() and i > 0]
    if not letters:
        return piece
    at = rng.choice(letters)
    return Piece(piece.text[:at] + piece.text[at] + piece.text[at:], piece.tag)


def _break_date(piece: Piece) -> Piece:
    return Piece(re.sub(r"([-/])(\d+)$", r"\1\n\2", piece.text), piece.tag)


def _name(piece: Piece, rng: Random) -> Piece:
    draw = rng.random()
    if draw < 0.14:
        return Piece(piece.text.upper(), piece.tag)
    if draw < 0.28:
        return Piece(piece.text.lower(), piece.tag)
    if draw < 0.36:
        return _misread(piece, rng)
    if draw < 0.44:
        return _misspell(piece, rng)
    if draw < 0.54 and piece.text.count(" ") == 1:
        given, surname = piece.text.split(" ")
        return Piece(
            rng.choice([f"{surname}, {given}", f"{given[0]} {surname}", f"{surname} {given}"]), piece.tag
        )
    return piece


def _tagged_piece(piece: Piece, rng: Random) -> Piece:
    if piece.tag == "NAME":
        return _name(piece, rng)
    if piece.tag == "DATE":
        draw = rng.random()
        if draw < 0.12:
            return _break_date(piece)
        return _misread(piece, rng) if draw < 0.18 and len(piece.text) > 6 else piece
    if piece.tag in ("ORG", "LOCATION") and rng.random() < 0.15:
        return Piece(rng.choice([piece.text.upper(), piece.text.lower()]), piece.tag)
    return piece


def _glue(pieces: list[Piece], rng: Random) -> list[Piece]:
    """Drop the blank before or after some tagged pieces ("dated 03/24/2014Urine", "Dr.Payne")."""
    for at, piece in enumerate(pieces):
        if not piece.tag:
            continue
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if (
            before
            and not before.tag
            and before.text.endswith((". ", "and ", "on ", "by "))
            and rng.random() < 0.12
        ):
            pieces[at - 1] = Piece(before.text[:-1])
        elif after and not after.tag and after.text.startswith((". ", ", ", " ")) and rng.random() < 0.12:
            pieces[at + 1] = Piece(after.text.replace(" ", "", 1))
    return pieces


def damage(tagged: Tagged, rng: Random) -> Tagged:
    """Return the text as a careless hand or a scanner leaves it."""
    merged: list[Piece] = []
    for piece in tagged:
        if merged and not piece.tag and not merged[-1].tag:
            merged[-1] = Piece(merged[-1].text + piece.text)
        else:
            merged.append(_tagged_piece(piece, rng) if piece.tag else piece)
    return tuple(piece for piece in _glue(merged, rng) if piece.text)
