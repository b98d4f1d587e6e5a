"""Text and room → lines that fit: measured in the report's own type."""

import re
from functools import cache

from fontTools.ttLib import TTFont

from imr_reports.resources import templates_folder

SMALL, NORMAL = 11.5, 13.0
WEIGHTS = {400: "BulletinSans-Regular.ttf", 600: "BulletinSans-Semibold.ttf"}
"""Weights of the type, and their files among the templates."""
# Longer text than this is cut before it is measured: no chart has room for more.
_LONGEST = 400
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _advances(weight: int) -> dict[int, float]:
    font = TTFont(templates_folder() / "fonts" / WEIGHTS[weight], lazy=True)
    widths, units = font["hmtx"], font["head"].unitsPerEm
    return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in the report's type; a character that it lacks counts as one em."""
    advances = _advances(600 if bold else 400)
    return size * sum(advances.get(ord(character), 1.0) for character in text)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the text on one line, cut to a width, with an ellipsis where it was cut."""
    kept = " ".join(_NOT_IN_XML.sub("\ufffd", text[:_LONGEST]).split())
    if text_width(kept, size, bold=bold) <= room and len(text) <= _LONGEST:
        return kept
    while kept and text_width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(text: str, size: float, room: float, *, lines: int = 2) -> tuple[str, ...]:
    """Return the text broken between words into at most so many lines; what the last can't hold is cut."""
    whole = text[:_LONGEST]
    if lines == 1 or text_width(whole, size) <= room:
        return (shortened(text, size, room),)
    first, rest = "", whole.split()
    while rest and text_width(f"{first} {rest[0]}".strip(), size) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    if not first:
        return (shortened(text, size, room),)
    rest_of_text = " ".join(rest) + text[_LONGEST:]
    return (shortened(first, size, room), *wrapped(rest_of_text, size, room, lines=lines - 1))
