"""`drug_requests.toml` → patterns of strengths, quantities and refills, and the words of forms and units."""

import re
from functools import cache
from typing import Any

from imr_reports.vocabulary.datafiles import ExampledPattern, compile_pattern, read_toml
from imr_reports.vocabulary.matching.numerals import NUMBER, in_digits

SOURCE = "drug_requests.toml"
# How amounts begin: most places of a text are ruled out by their first character.
_BEGINNING = r"(?=[\d\#№.×]|\b[xnqcdtars])"
_PLACEHOLDER = re.compile(r"<(number|unit|per|forms|containers)>")


@cache
def words_of(table: str) -> dict[str, str]:
    """Return written word → name, of one of the tables of words: forms, containers, units, volumes, per."""
    entries = read_toml(SOURCE, table)[table]
    return {word: name for name, words in entries.items() for word in words.split()}


@cache
def amount_patterns(table: str) -> dict[str, ExampledPattern]:
    """Return the patterns of a table (amounts, heads, directions) by name, words and numbers filled in.

    Raises:
        ConfigurationError: if the file or a pattern is not valid.
    """
    entries = read_toml(SOURCE, table)[table]
    return {name: compile_pattern(_expanded(entry), name, SOURCE) for name, entry in entries.items()}


def _expanded(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its placeholders filled in; examples are read as requests are, in digits."""
    examples = {key: [in_digits(text) for text in entry.get(key, ())] for key in ("match", "no_match")}
    return {**entry, **examples, "regex": _PLACEHOLDER.sub(lambda found: _filled(found[1]), entry["regex"])}


@cache
def any_amount() -> re.Pattern[str]:
    """Return one pattern for all amounts; the name of the group that matches tells which."""
    alternatives = (f"(?P<{name}>{one.regex.pattern})" for name, one in amount_patterns("amounts").items())
    return re.compile(f"{_BEGINNING}(?:{'|'.join(alternatives)})", re.IGNORECASE | re.VERBOSE)


def _filled(name: str) -> str:
    if name == "number":
        return NUMBER
    if name == "per":
        return rf"(?:\d{{1,3}}\s*)?(?:{_any_of('per')})\b"
    if name == "unit":
        return rf"(?:%|(?:{_any_of('units')})\b)"
    return f"(?:{_any_of(name)})"


def _any_of(table: str) -> str:
    words = sorted((word for word in words_of(table) if word != "%"), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)
