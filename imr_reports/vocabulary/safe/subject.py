"""The vocabulary of requests → words that name nobody: of ingredients, procedures, chapters, body parts.

A word that people bear too stays a name, unless it is the whole name of an ingredient and few bear it.
"""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from imr_reports.vocabulary import names, places
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.wordlists import read_words

_VOCABULARY = files("imr_reports.vocabulary")
_WORD = re.compile(r"[a-z]{3,}")
_SHORTEST_INGREDIENT = 5
_TABLES = ("procedures.toml", "sections.toml", "body_parts.toml")


@lru_cache(maxsize=1)
def ingredients() -> frozenset[str]:
    """Return words of the drugs' ingredients ("camphor")."""
    with (_VOCABULARY / "drugs.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        listed = {one for row in rows for one in row["ingredients"].lower().split("/")}
    parts = {word for one in listed for word in _WORD.findall(one)} - _people()
    whole = {one for one in listed if _WORD.fullmatch(one)} - names.common_names()
    long = {word for word in parts | whole if len(word) >= _SHORTEST_INGREDIENT}
    return frozenset(long - _town_words())


@lru_cache(maxsize=1)
def terms() -> frozenset[str]:
    """Return words of procedures, of chapters of guidelines and of body parts, plain English left out."""
    words = {
        word
        for source in _TABLES
        for key, table in read_toml(source).items()
        if key != "provenance"
        for text in _texts(table)
        for word in _WORD.findall(text.lower())
    }
    return frozenset(words - read_words("safe", "english") - _people() - _town_words())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _people() -> frozenset[str]:
    return names.surnames() | names.first_names()


def _town_words() -> frozenset[str]:
    return frozenset(word for town in places.towns() for word in town.split())
