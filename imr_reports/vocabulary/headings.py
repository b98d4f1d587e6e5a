"""`headings.toml` → the form's section headings and labels, as patterns.

Headings are facts of the form. Extractors space them, wrap them, glue their words and break pages in them,
so each is matched letter by letter with optional white space, in capitals anywhere or in any case on a
line of its own.
"""

import re
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml

_SOURCE = "headings.toml"


def _spaced(words: str) -> str:
    """Return a pattern for capitals that tolerates blanks, line and page breaks between any two letters."""
    letters = [re.escape(letter) for letter in words if not letter.isspace()]
    return r"\s{0,3}".join(letters)


def _on_own_line(words: str) -> str:
    parts = [re.escape(word) for word in words.split()]
    return r"(?:\A|(?<=[\n\r\f]))[^\S\n\r\f]*(?i:" + r"\s*".join(parts) + r")(?=\s*:?[^\S\n\r\f]*[\n\r\f])"


@cache
def section_headings() -> dict[str, re.Pattern[str]]:
    """Return section key → pattern of its heading with an optional colon.

    Raises:
        ConfigurationError: if a section lists no heading.
    """
    sections = read_toml(_SOURCE, "sections")["sections"]
    patterns = {}
    for key, entry in sections.items():
        texts = entry.get("texts", [])
        if not texts:
            raise ConfigurationError(f"{_SOURCE}: section {key} lists no heading")
        spaced = "|".join(_spaced(text) for text in texts)
        own_line = "|".join(_on_own_line(text) for text in texts)
        patterns[key] = re.compile(rf"(?:(?<![A-Z])(?:{spaced})(?![A-Z])|(?:{own_line}))\s*:?")
    return patterns


@cache
def form_patterns() -> dict[str, ExampledPattern]:
    """Return the labels, decision marks and standing phrases of the form by name."""
    return load_patterns(_SOURCE)


def form(name: str) -> re.Pattern[str]:
    """Return one of the form's patterns, compiled."""
    return form_patterns()[name].regex


@cache
def header_labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (field, pattern) for each label of the header table, longest wording first.

    Raises:
        ConfigurationError: if a field lists no label.
    """
    fields = read_toml(_SOURCE, "header")["header"]
    labels = []
    for field, entry in fields.items():
        texts = sorted(entry.get("labels", []), key=len, reverse=True)
        if not texts:
            raise ConfigurationError(f"{_SOURCE}: header field {field} lists no label")
        spaced = "|".join(r"\s*".join(re.escape(word) for word in text.split()) for text in texts)
        labels.append((field, re.compile(rf"(?i:(?<![A-Za-z])(?:{spaced})\s*:)")))
    return tuple(labels)
