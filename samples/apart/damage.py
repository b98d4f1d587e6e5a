"""Damage as scanning, typing and conversion do it; a tag always covers the damaged text."""

import re
from collections.abc import Callable
from random import Random

from samples.apart.marked import Segment, join, segments

_CONFUSED = {
    "m": "rn",
    "l": "1",
    "o": "0",
    "e": "c",
    "I": "l",
    "B": "8",
    "S": "5",
    "O": "0",
    "0": "O",
    "1": "l",
    "5": "S",
    "8": "B",
    "h": "b",
    "g": "q",
    "u": "ii",
    "t": "f",
}
_TITLE = re.compile(r"(Dr|Mr|Ms|Mrs|Doctor)(\.?) $")
_LONG_WORD = re.compile(r"[a-z]{6,}")


def _confuse(text: str, rng: Random) -> str:
    places = [i for i, sign in enumerate(text) if sign in _CONFUSED]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + _CONFUSED[text[at]] + text[at + 1 :]


def misread(parts: list[Segment], rng: Random) -> list[Segment]:
    """Confuse one sign in some entities and in a few long words."""

    def word(match: re.Match[str]) -> str:
        return _confuse(match[0], rng) if rng.random() < 0.015 else match[0]

    return [
        (kind, _confuse(text, rng) if rng.random() < 0.14 else text)
        if kind
        else (None, _LONG_WORD.sub(word, text))
        for kind, text in parts
    ]


def glue(parts: list[Segment], rng: Random) -> list[Segment]:
    """Lose the blank after some entities, and before some that follow a stop."""
    glued: list[Segment] = []
    for i, (kind, text) in enumerate(parts):
        start, end = 0, len(text)
        if kind is None:
            after = parts[i - 1][0] if i else None
            if after and text.startswith(" ") and text[1:2].isalpha():
                start = int(rng.random() < (0.22 if after == "DATE" else 0.08))
            if i + 1 < len(parts) and text.endswith((". ", ": ", ", ")) and rng.random() < 0.2:
                end -= 1
        glued.append((kind, text[start:end]))
    return glued


def lose_blanks(parts: list[Segment], rng: Random) -> list[Segment]:
    """Lose blanks after stops and commas, and now and then between words."""

    def stop(match: re.Match[str]) -> str:
        return match[1] if rng.random() < 0.12 else match[0]

    def between(_: re.Match[str]) -> str:
        return "" if rng.random() < 0.006 else " "

    return [
        (kind, text)
        if kind
        else (None, re.sub(r"(?<=[a-z]) (?=[a-z])", between, re.sub(r"([.,;]) (?=[A-Za-z])", stop, text)))
        for kind, text in parts
    ]


def lower_names(parts: list[Segment], rng: Random) -> list[Segment]:
    """Write some names after a title without capitals, the title with or without."""
    lowered: list[Segment] = []
    for kind, text in parts:
        before = lowered[-1][1] if lowered and lowered[-1][0] is None else ""
        if kind == "NAME" and (title := _TITLE.search(before)) and rng.random() < 0.5:
            lowered_name = text.lower()
            if rng.random() < 0.6:
                lowered[-1] = (
                    None,
                    before[: title.start()] + title[1].lower() + rng.choice([title[2], ""]) + " ",
                )
            lowered.append((kind, lowered_name))
        else:
            lowered.append((kind, text))
    return lowered


def double_blanks(parts: list[Segment], rng: Random) -> list[Segment]:
    """Double some blanks, inside entities too."""
    return [(kind, re.sub(" ", lambda _: "  " if rng.random() < 0.06 else " ", text)) for kind, text in parts]


def break_entities(parts: list[Segment], rng: Random) -> list[Segment]:
    """Break some entities over two lines, after a hyphen, a slash, a stop or an @."""

    def broken(kind: str, text: str) -> str:
        places = [
            i + 1 for i, sign in enumerate(text[:-1]) if sign in "-/@" or (sign == "." and kind == "CONTACT")
        ]
        if not places or rng.random() > 0.3:
            return text
        at = rng.choice(places)
        return f"{text[:at]}\n{text[at:].lstrip()}"

    return [(kind, broken(kind, text)) if kind else (kind, text) for kind, text in parts]


def capitals(parts: list[Segment], rng: Random) -> list[Segment]:
    """Write a paragraph in capitals, as dictation does, but for about half of the paragraphs."""
    if rng.random() < 0.5:
        return parts
    return [(kind, text.upper()) for kind, text in parts]


Damage = Callable[[list[Segment], Random], list[Segment]]
KINDS: dict[str, Damage] = {
    "capitals": capitals,
    "lower names": lower_names,
    "misread": misread,
    "glue": glue,
    "lost blanks": lose_blanks,
    "double blanks": double_blanks,
    "broken entities": break_entities,
}
# Two of these are done to pages and to the file rather than to paragraphs.
PAPER = ("pages", "crlf")


def damaged(text: str, kinds: list[str], rng: Random) -> str:
    """Return a tagged paragraph with each of these kinds of damage, in the order of `KINDS`."""
    parts = segments(text)
    for kind, damage in KINDS.items():
        if kind in kinds:
            parts = damage(parts, rng)
    return join([(kind, text) for kind, text in parts if text])


def paged(text: str, footer: str, rng: Random) -> str:
    """Return the letter with a page end every forty or so lines, never inside a tag."""
    lines = text.split("\n")
    length, page, open_tags, count = rng.randrange(34, 52), 1, 0, 0
    made: list[str] = []
    style = rng.choice(["footer", "feed", "number"])
    for line in lines:
        made.append(line)
        open_tags += line.count("⟦") - line.count("⟧")
        count += 1
        if count >= length and not open_tags:
            foot = {"footer": f"{footer} {page}", "feed": "", "number": f"Page {page}"}[style]
            made.append(f"{foot}\n\f" if foot else "\f")
            page, count = page + 1, 0
    return "\n".join(made).replace("\f\n", "\f")
