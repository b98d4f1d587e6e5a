"""`headings.toml` → the form's section headings and labels, as patterns.

Headings are facts of the form. Extractors space them, wrap them, glue their words and break pages in them,
so each is matched letter by letter with optional white space, in capitals anywhere or in any case on a
line of its own.
"""

import re
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml

_SOURCE = "headings.toml"


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section's heading, as `search` finds it.

    The three patterns are apart because the engine skips fast to a pattern's first letter, but not to
    alternatives: in capitals anywhere, in any case on a line of its own, the same on the first line.
    """

    capitals: tuple[re.Pattern[str], ...]
    own_line: re.Pattern[str]
    first_line: re.Pattern[str]

    def search(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Return the span of the first heading in a stretch of text, its colon included, or None."""
        stop = len(text) if end is None else end
        found = [match.span() for pattern in self.capitals if (match := pattern.search(text, start, stop))]
        if match := self.own_line.search(text, start, stop):
            found.append(match.span("heading"))
        if start == 0 and (match := self.first_line.match(text, 0, stop)):
            found.append(match.span("heading"))
        return min(found, default=None)


def _capitals(words: str) -> str:
    """Return a pattern for capitals that tolerates blanks, line and page breaks between any two letters."""
    first, *letters = (re.escape(letter) for letter in words if not letter.isspace())
    return (
        rf"{first}(?<![A-Z]{first})"
        + "".join(rf"\s{{0,6}}{letter}" for letter in letters)
        + r"(?![A-Z])\s*:?"
    )


def _any_case(words: str) -> str:
    return r"\s*".join(re.escape(word) for word in words.split())


@cache
def section_headings() -> dict[str, SectionHeading]:
    """Return section key → its heading with an optional colon.

    Raises:
        ConfigurationError: if a section lists no heading.
    """
    sections = read_toml(_SOURCE, "sections")["sections"]
    headings = {}
    for key, entry in sections.items():
        texts = entry.get("texts", [])
        if not texts:
            raise ConfigurationError(f"{_SOURCE}: section {key} lists no heading")
        any_case = "|".join(_any_case(text) for text in texts)
        line = rf"[^\S\n\r\f]*(?P<heading>(?i:{any_case})\s*:?)(?=[^\S\n\r\f]*[\n\r\f])"
        headings[key] = SectionHeading(
            tuple(re.compile(_capitals(text)) for text in texts),
            re.compile(rf"[\n\r\f]{line}"),
            re.compile(line),
        )
    return headings


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
