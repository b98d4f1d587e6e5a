"""`states.toml` → states of licensure in a stretch of text."""

import re
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "states.toml"
_TWO_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{2}(?![A-Za-z])")


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    table = read_toml(_SOURCE, "names", "aliases")
    names = {_key(name): name for name in table["names"]}
    for alias, name in table["aliases"].items():
        if name not in names.values():
            raise ConfigurationError(f"{_SOURCE}: {alias} stands for an unknown state")
        names[_key(alias)] = name
    spellings = sorted([*table["names"], *table["aliases"]], key=len, reverse=True)
    parts = "|".join(r"\s*".join(re.escape(word) for word in spelling.split()) for spelling in spellings)
    return names, re.compile(rf"(?<![A-Za-z])(?:{parts})(?![A-Za-z])", re.IGNORECASE)


def _key(spelling: str) -> str:
    return re.sub(r"\s+", "", spelling).lower()


def find_states(text: str, start: int = 0, end: int | None = None) -> tuple[Stated[str], ...]:
    """Return the states named in a stretch of a text, in order, each once, spelled in full.

    The postal service's letters ("CA, NY") count where no name is spelled out.
    """
    names, pattern = _names()
    stop = len(text) if end is None else end
    found = [(names[_key(match.group())], match.span()) for match in pattern.finditer(text, start, stop)]
    if not found:
        letters = _letters()
        capitals = _TWO_CAPITALS.finditer(text, start, stop)
        found = [(letters[word.group()], word.span()) for word in capitals if word.group() in letters]
    places = dict(reversed(found))
    return tuple(
        Stated(value=name, start=places[name][0], end=places[name][1])
        for name in dict.fromkeys(name for name, _ in found)
    )


@cache
def _letters() -> dict[str, str]:
    letters: dict[str, str] = read_toml(_SOURCE, "letters")["letters"]
    if set(letters.values()) - set(_names()[0].values()):
        raise ConfigurationError(f"{_SOURCE}: letters stand for an unknown state")
    return letters
