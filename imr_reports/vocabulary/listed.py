"""All vocabulary files → the closed set of names that coded values may hold.

What a letter is coded into are names of these files and nothing else; a value that no file holds can only be
words of the letter, and those must not pass for a code.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from imr_reports.vocabulary import names
from imr_reports.vocabulary.citations import guidelines
from imr_reports.vocabulary.datafiles import read_text, read_toml

# Examples, reasons and patterns talk about letters; they name nothing.
_ABOUT = frozenset({"provenance", "why", "match", "no_match", "regex", "cues"})
# What `services.py` makes of a specialty's name.
_VISIT = " visit"
_JOINT = re.compile(r"[/;|,+]")
_LETTERS = re.compile(r"[^a-z0-9%]+")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def is_listed(text: str) -> bool:
    """Return whether a text is a name of the vocabulary, in whatever case and spacing."""
    return _key(text) in _names() or _key(text.removesuffix(_VISIT)) in _names()


def stands_in_name(text: str, start: int, end: int) -> bool:
    """Return whether words of a text stand there as part of a name of the vocabulary ("H2 Blocker").

    A name of one word that people bear too counts for nothing.
    """
    word = _WORDS.search(text, start, end)
    if word is None:
        return False
    start = word.start()
    for name, at in _names_by_word().get(word[0].lower(), ()):
        first = start - at
        same = first >= 0 and text[first : first + len(name)].lower() == name
        if same and first + len(name) >= end and _is_whole(text, first, len(name)):
            return True
    return False


def _is_whole(text: str, first: int, length: int) -> bool:
    beside = text[max(0, first - 1) : first] + text[first + length : first + length + 1]
    return not any(sign.isalnum() for sign in beside)


@cache
def _names_by_word() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    borne = names.surnames() | names.first_names()
    for name in {written.lower().strip() for written in _written()}:
        words = list(_WORDS.finditer(name))
        if len(words) == 1 and name in borne:
            continue
        for word in words:
            table.setdefault(word[0], []).append((name, word.start()))
    return table


def _key(text: str) -> str:
    return _LETTERS.sub("", text.lower())


@cache
def _names() -> frozenset[str]:
    return frozenset(_key(name) for name in _written()) - {""}


@cache
def _written() -> set[str]:
    """Return the names as the files write them, and the parts of those that join several."""
    folder = resources.files(__package__ or "imr_reports.vocabulary")
    # Titles for works that a letter does not name stand in the module's own constants.
    found = {value for name, value in vars(guidelines).items() if name.isupper() and isinstance(value, str)}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            found.update(_named(read_toml(file.name)))
        elif file.name.endswith(".csv"):
            found.update(_cells(read_text(file.name)))
    return found | {part for name in found for part in _JOINT.split(name)}


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _named(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in _ABOUT:
                yield key
                yield from _named(part)


def _cells(text: str) -> Iterator[str]:
    for row in csv.reader(line for line in text.splitlines() if not line.startswith("#")):
        yield from row
