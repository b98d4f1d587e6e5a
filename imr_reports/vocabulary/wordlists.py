"""A list's folder and name → its words, read once.

Lists come in two forms: `NAME.txt.gz`, one entry a line, made from public sources by a script in `tools/`,
and TOML files of arrays, written by hand. Both are data of this package; sources are in `PROVENANCE.md`.
"""

import gzip
import tomllib
from functools import lru_cache
from importlib.resources import files

from imr_reports.errors import ConfigurationError

_PACKAGE = "imr_reports.vocabulary"


@lru_cache(maxsize=32)
def read_words(folder: str, name: str) -> frozenset[str]:
    """Return the entries of `folder/name.txt.gz`, in lower case.

    Raises:
        ConfigurationError: if the list is missing, empty, or holds an entry that isn't lower case.
    """
    try:
        packed = (files(_PACKAGE) / folder / f"{name}.txt.gz").read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"the word list {folder}/{name} is missing from this installation"
        ) from error
    entries = frozenset(gzip.decompress(packed).decode("utf-8").split("\n")) - {""}
    if not entries or any(entry != entry.lower() for entry in entries):
        raise ConfigurationError(f"the word list {folder}/{name} is damaged")
    return entries


@lru_cache(maxsize=32)
def read_sets(folder: str, name: str) -> dict[str, frozenset[str]]:
    """Return the arrays of `folder/name.toml` by key; a string of words stands for an array of them.

    Raises:
        ConfigurationError: if the file is missing, or a value is neither an array of strings nor a string.
    """
    try:
        text = (files(_PACKAGE) / folder / f"{name}.toml").read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the word list {folder}/{name} can't be read") from error
    return {key: _entries(value, f"{folder}/{name}: {key}") for key, value in table.items()}


def _entries(value: object, where: str) -> frozenset[str]:
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ConfigurationError(f"{where} must be an array of strings or a string of words")
    return frozenset(item.lower() for item in items)
