"""`body_parts.toml` → the words by which letters name body parts, sides and levels of the spine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.services import Side
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.matching.phrases import PhraseTable

_SOURCE = "body_parts.toml"
# "L 4-5", "L-4", "L- 5/S1": with a blank it needs a second level behind it, or any "L 2 tablets" would do.
_LOOSE_LEVEL = re.compile(
    r"(?<![\w-])([CTLS])(?:-(?=\d{1,2}(?![\d-]))|[ -] ?(?=\d{1,2} ?[-/] ?[CTLS]?-?\d))(\d{1,2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A body part as a phrase names it.

    Attributes:
        part: name of the part.
        side: side that the phrase itself tells ("LUE").
        level: whether the phrase is a level of the spine ("L4").
        yields_to: parts beside which it says nothing more.
    """

    part: str
    side: Side = Side.NOT_STATED
    level: bool = False
    yields_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BodyWord:
    """What a phrase means: parts, or a side, or (with neither) nothing at all."""

    parts: tuple[NamedPart, ...] = ()
    side: Side = Side.NOT_STATED


@cache
def body_parts() -> tuple[str, ...]:
    """Return the names of all parts."""
    return tuple(name for name, part in _table()["parts"].items() if "called" not in part)


@cache
def axial_parts() -> frozenset[str]:
    """Return the parts that take a side only where it is said of them."""
    return frozenset(name for name, part in _table()["parts"].items() if part.get("axial", False))


@cache
def sideless_parts() -> frozenset[str]:
    """Return the parts that have no side, whatever is said of them."""
    return frozenset(name for name, part in _table()["parts"].items() if part.get("sideless", False))


@cache
def neighbours() -> dict[str, str]:
    """Return part → the part whose side it takes where none is said of it."""
    return {name: _known(part["beside"]) for name, part in _table()["parts"].items() if "beside" in part}


@cache
def laboratory_words() -> frozenset[str]:
    """Return the words beside which a lone "T3" is a substance."""
    return frozenset(_table()["laboratory"]["words"])


@cache
def spine_levels() -> dict[str, NamedPart]:
    """Return level, in lower case → its part of the spine: "l4", and pairs written as one word ("l4l5")."""
    levels: dict[str, NamedPart] = {}
    for letter, entry in _table()["levels"].items():
        _known(entry["part"])
        named = NamedPart(entry["part"], level=True)
        levels.update({f"{letter.lower()}{number}": named for number in range(1, entry["last"] + 1)})
    order = list(levels)
    pairs = {above + below: levels[above] for above in order for below in order if above != below}
    return levels | pairs


@cache
def body_words() -> PhraseTable[BodyWord]:
    """Return all phrases; the longest at a place counts, so a trap hides the part within it.

    Raises:
        ConfigurationError: if a phrase leads to no part of the table.
    """
    return PhraseTable(body_phrases())


def body_phrases() -> Iterator[tuple[str, BodyWord]]:
    """Yield each phrase and what it means; of two equal phrases the later counts.

    Raises:
        ConfigurationError: if a phrase leads to no part of the table.
    """
    table = _table()
    for level, named in spine_levels().items():
        yield level, BodyWord((named,))
    for part, entry in table["parts"].items():
        yields_to = frozenset(_known(other) for other in entry.get("yields_to", ()))
        word = BodyWord((NamedPart(_known(entry.get("called", part)), yields_to=yields_to),))
        for phrase in (*entry.get("implied", ()), *entry["names"]):
            if not phrase.endswith("s") and not phrase.isupper():
                yield phrase + "s", word
            yield phrase, word
    for phrase, written in table["several"].items():
        yield phrase, BodyWord(tuple(_named(one) for one in written))
    for side, phrases in table["sides"].items():
        for phrase in phrases:
            yield phrase, BodyWord(side=Side(side))
    for phrase in table["traps"]["phrases"]:
        yield phrase, BodyWord()


def _named(written: str) -> NamedPart:
    part, _, side = written.partition(":")
    return NamedPart(_known(part), Side(side))


def _known(part: str) -> str:
    if part not in body_parts():
        raise ConfigurationError(f"{_SOURCE}: unknown part {part}")
    return part


def loose_levels(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Return the part and the place of each level written apart from its letter ("L 4-5", "C-5 to C-7")."""
    levels = spine_levels()
    return [
        (levels[name].part, match.span())
        for match in _LOOSE_LEVEL.finditer(text)
        if (name := match[1].lower() + match[2]) in levels
    ]


@cache
def _table() -> dict[str, Any]:
    return read_toml(_SOURCE, "parts", "several", "sides", "traps", "laboratory", "levels")
