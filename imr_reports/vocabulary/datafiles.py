"""A TOML or CSV file of this folder → checked Python values.

Every file says where its content comes from; every pattern carries examples that it must match and
examples that it must not, and `PatternTable.faults` lets a test run them all.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from imr_reports.errors import ConfigurationError

_FLAGS = re.IGNORECASE | re.VERBOSE
_STEM = 4  # cues are compared by so many first letters: "improv" finds "improved" and "improper" alike
_CUE_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampledPattern:
    """A compiled pattern with what it must and must not match.

    Attributes:
        why: the reason the pattern exists, in words.
        regex: compiled in verbose, case-insensitive form; it is searched, not anchored.
        cues: beginnings of words, one of which stands in every text that the pattern matches; empty where
            there is no such word. `CuedPatterns` looks for them first.
    """

    name: str
    why: str
    regex: re.Pattern[str]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    cues: tuple[str, ...] = ()

    def faults(self) -> list[str]:
        """Return the examples for which the pattern, or its cues, do the wrong thing."""
        cued = CuedPatterns((self,))
        missed = [text for text in self.match if not self.regex.search(text) or not cued.likely(text)]
        return missed + [text for text in self.no_match if self.regex.search(text)]


class CuedPatterns:
    """Patterns that are tried only on texts which hold one of their cues.

    A letter has some hundred sentences and a table some hundred patterns; nearly all pairs are ruled out by
    one look at the sentence's words.
    """

    def __init__(self, patterns: Iterable[ExampledPattern]) -> None:
        self._patterns = tuple(patterns)
        self._always = frozenset(place for place, one in enumerate(self._patterns) if not one.cues)
        self._by_stem: dict[str, set[int]] = {}
        for place, one in enumerate(self._patterns):
            for cue in one.cues:
                self._by_stem.setdefault(cue.lower()[:_STEM], set()).add(place)

    def likely(self, text: str) -> list[ExampledPattern]:
        """Return the patterns that may match a text, in their order."""
        places = set(self._always)
        for stem in {word[:_STEM] for word in _CUE_WORD.findall(text.lower())} & self._by_stem.keys():
            places |= self._by_stem[stem]
        return [self._patterns[place] for place in sorted(places)]


def read_text(name: str) -> str:
    """Return a vocabulary file as text.

    Raises:
        ConfigurationError: if the file isn't part of this installation.
    """
    try:
        return resources.files(__package__ or "imr_reports.vocabulary").joinpath(name).read_text("utf-8")
    except OSError as error:
        raise ConfigurationError(f"vocabulary file {name} is missing from this installation") from error


def read_toml(name: str, *required: str) -> dict[str, Any]:
    """Return a TOML file; `provenance` and the required keys must stand in it.

    Raises:
        ConfigurationError: if the file can't be read or lacks a key.
    """
    try:
        table = tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"vocabulary file {name} is not valid TOML: {error}") from error
    for key in ("provenance", *required):
        if key not in table:
            raise ConfigurationError(f"vocabulary file {name} lacks {key}")
    return table


def read_csv(name: str, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file; lines that begin with `#` hold its provenance.

    Raises:
        ConfigurationError: if the file lacks its provenance or a column, or a row has an empty first cell.
    """
    lines = read_text(name).splitlines()
    if not lines or not lines[0].startswith("#"):
        raise ConfigurationError(f"vocabulary file {name} lacks its provenance")
    body = "\n".join(line for line in lines if not line.startswith("#"))
    reader = csv.DictReader(io.StringIO(body))
    if reader.fieldnames is None or list(reader.fieldnames) != list(columns):
        raise ConfigurationError(f"vocabulary file {name} must have the columns {', '.join(columns)}")
    rows = [{key: (value or "").strip() for key, value in row.items()} for row in reader]
    if any(not row[columns[0]] for row in rows):
        raise ConfigurationError(f"vocabulary file {name} has a row without {columns[0]}")
    return rows


def compile_pattern(entry: dict[str, Any], name: str, source: str) -> ExampledPattern:
    """Return one pattern of a TOML file.

    Raises:
        ConfigurationError: if it doesn't compile or has no example on either side.
    """
    match, no_match = tuple(entry.get("match", ())), tuple(entry.get("no_match", ()))
    if not match or not no_match:
        raise ConfigurationError(f"{source}: pattern {name} needs examples that match and that do not")
    try:
        regex = re.compile(entry["regex"], _FLAGS)
    except (KeyError, re.error) as error:
        raise ConfigurationError(f"{source}: pattern {name} does not compile: {error}") from error
    return ExampledPattern(
        name=name,
        why=str(entry.get("why", "")),
        regex=regex,
        match=match,
        no_match=no_match,
        cues=tuple(entry.get("cues", ())),
    )


@cache
def load_patterns(source: str) -> dict[str, ExampledPattern]:
    """Return the `[patterns.<name>]` tables of a TOML file, compiled.

    Raises:
        ConfigurationError: if the file or a pattern is not valid.
    """
    table = read_toml(source, "patterns")["patterns"]
    return {name: compile_pattern(entry, name, source) for name, entry in table.items()}
