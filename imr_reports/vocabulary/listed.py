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

from imr_reports.vocabulary.citations import guidelines
from imr_reports.vocabulary.datafiles import read_text, read_toml

# Examples, reasons and patterns talk about letters; they name nothing.
_ABOUT = frozenset({"provenance", "why", "match", "no_match", "regex", "cues"})
# What `services.py` makes of a specialty's name.
_VISIT = " visit"
_JOINT = re.compile(r"[/;|,+]")
_LETTERS = re.compile(r"[^a-z0-9%]+")


def is_listed(text: str) -> bool:
    """Return whether a text is a name of the vocabulary, in whatever case and spacing."""
    return _key(text) in _names() or _key(text.removesuffix(_VISIT)) in _names()


def _key(text: str) -> str:
    return _LETTERS.sub("", text.lower())


@cache
def _names() -> frozenset[str]:
    folder = resources.files(__package__ or "imr_reports.vocabulary")
    # Titles for works that a letter does not name stand in the module's own constants.
    names = {value for name, value in vars(guidelines).items() if name.isupper() and isinstance(value, str)}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            names.update(_named(read_toml(file.name)))
        elif file.name.endswith(".csv"):
            names.update(_cells(read_text(file.name)))
    parts = [part for name in names for part in _JOINT.split(name)]
    return frozenset(_key(name) for name in (*names, *parts)) - {""}


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
