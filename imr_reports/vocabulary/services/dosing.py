"""`dosing.toml` → patterns of visits, frequency and duration, and the words of therapies."""

import re
from functools import cache
from typing import Any

from imr_reports.vocabulary.datafiles import ExampledPattern, compile_pattern, read_toml
from imr_reports.vocabulary.matching.numerals import in_digits

_SOURCE = "dosing.toml"
_PLACEHOLDER = re.compile(r"<([nm]):(\w+)>")
_ONE = r"\d{1,3}(?:\s*\(\s*\d{1,3}\s*\))?"
_NUMBER = rf"{_ONE}(?:\s*(?:-|–|to\b|or\b)\s*{_ONE})?(?![\d.]*\d)"


@cache
def dosing_patterns() -> dict[str, ExampledPattern]:
    """Return the patterns by name, numbers filled in.

    Raises:
        ConfigurationError: if the file or a pattern is not valid.
    """
    table = read_toml(_SOURCE, "patterns")["patterns"]
    return {name: compile_pattern(_expanded(entry), name, _SOURCE) for name, entry in table.items()}


def _expanded(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its placeholders filled in; examples are read as requests are, in digits."""
    examples = {key: [in_digits(text) for text in entry.get(key, ())] for key in ("match", "no_match")}
    return {**entry, **examples, "regex": _PLACEHOLDER.sub(_number, entry["regex"])}


def _number(placeholder: re.Match[str]) -> str:
    kind, name = placeholder.groups()
    beginning = r"(?<![\w.,/$-])" if kind == "n" else ""
    return rf"{beginning}(?P<{name}>{_NUMBER})"


@cache
def therapy_words(kind: str) -> frozenset[str]:
    """Return words of a kind: `words` of therapies, `goods` that are bought, `sure` ones of visits."""
    return frozenset(read_toml(_SOURCE, "therapy")["therapy"][kind].split())
