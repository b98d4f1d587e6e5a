"""`sections.toml` → a cited section's canonical name, whatever the spelling."""

import re
from functools import cache, lru_cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.matching.spelling import NameIndex, Spelled, name_key

_SOURCE = "sections.toml"
_HALVES = re.compile(r"(?P<head>[^()]{2,80}?)\s*\((?P<inner>[^()]{2,80})\)")
# Brackets that narrow a name instead of saying it again.
_QUALIFIES = ("for ", "of ", "to ", "from ", "at ", "during ", "related ", "test", "therap", "inject", "surg")
_BRACKET = re.compile(r"\s*\([^()]*\)?\s*$")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return the names of each list.

    Raises:
        ConfigurationError: if a variant belongs to no name.
    """
    table = read_toml(_SOURCE, "lists", "variants", "leads", "tails")
    names = {key: (*entry["names"], *_numbered(entry)) for key, entry in table["lists"].items()}
    known = {name for listed in names.values() for name in listed}
    if strangers := set(table["variants"]) - known:
        raise ConfigurationError(f"{_SOURCE}: {sorted(strangers)[0]} has variants but stands in no list")
    return names


def _numbered(entry: dict[str, Any]) -> list[str]:
    return [
        f"{number} {group['name']}: {name}"
        for group in entry.get("groups", ())
        for number, name in group["sections"].items()
    ]


@cache
def _list_of_work() -> dict[str, str]:
    lists = read_toml(_SOURCE, "lists")["lists"]
    return {title: key for key, entry in lists.items() for title in entry["works"]}


def _entries(names: tuple[str, ...], variants: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return names as spelled, then variants, then what either half of a name alone stands for."""
    entries = [(name, name) for name in names]
    entries += [(variant, name) for name in names for variant in variants.get(name, ())]
    halves = [(half, name) for name in names if (half := _HALVES.fullmatch(name))]
    entries += [(half["head"], name) for half, name in halves]
    inner = [(half, name) for half, name in halves if not half["inner"].lower().startswith(_QUALIFIES)]
    entries += [(f"{half['inner']} {half['head']}", name) for half, name in inner]
    entries += [(half["inner"], name) for half, name in inner if "," not in half["inner"]]
    return entries


@cache
def _index(key: str) -> NameIndex[str]:
    """Return the index of one list, followed by all others; what another list has first holds there too."""
    variants = read_toml(_SOURCE, "variants")["variants"]
    names = _names()
    order = dict.fromkeys([key, "chronic_pain", *names])
    return NameIndex(entry for one in order for entry in _entries(names[one], variants))


def sections_of(title: str) -> NameIndex[str]:
    """Return the names of sections, those of a work first, by its title."""
    return _index(_list_of_work().get(title, "odg"))


def section_at(spelled: Spelled, word: int, last: int, title: str) -> tuple[int, str] | None:
    """Return the longest name of a section that begins at a word: the word behind it, and the name."""
    return sections_of(title).at(spelled, word, last)


@lru_cache(maxsize=4096)
def section_name(written: str, title: str) -> str:
    """Return the canonical name of a section as written, "" where no list has it.

    Args:
        written: the name as in a letter.
        title: the title of the cited work.
    """
    index = sections_of(title)
    key = name_key(written)
    if found := index.get(key) or index.get(name_key(_BRACKET.sub("", written))):
        return found
    return _without_edges(index, key) or index.near(key) or ""


def _without_edges(index: NameIndex[str], key: str) -> str | None:
    for lead in _edges("leads"):
        if key.startswith(lead) and (found := index.get(key[len(lead) :])):
            return found
    for tail in _edges("tails"):
        if key.endswith(tail) and (found := index.get(key[: -len(tail)])):
            return found
    return None


@cache
def _edges(which: str) -> tuple[str, ...]:
    return tuple(name_key(words) for words in read_toml(_SOURCE, which)[which])
