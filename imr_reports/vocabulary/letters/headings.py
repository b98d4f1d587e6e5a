"""`headings.toml` → the form's section headings and labels, and its standing phrases as patterns.

Headings and labels are facts of the form. Extractors space them, wrap them and glue their words, scanners
misread their letters; so they are told by their letters alone (see `noise`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml
from imr_reports.vocabulary.letters.noise import differ_little, letters_of, start_of_letters

_SOURCE = "headings.toml"
_END = 3  # so many first or last letters are looked up; the rest is compared
_LETTERS_A_SLIP = 10  # a misread letter is forgiven for so many that are right
_LETTERS_A_BLUR = 4  # the same where a label that no letter can do without is all that stands on its line
_LONGEST_LABEL = 70


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """One wording of a section's heading, as letters."""

    section: str
    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTitles:
    """All wordings of all headings.

    Attributes:
        titles: longest first.
        by_beginning: the same by their first letters.
        by_ending: the same by their last letters.
    """

    titles: tuple[SectionTitle, ...]
    by_beginning: dict[str, list[SectionTitle]]
    by_ending: dict[str, list[SectionTitle]]

    def may_begin(self, letters: str) -> bool:
        """Return whether the letters are a part of a heading that goes on."""
        return any(
            title.letters.startswith(letters) and title.letters != letters
            for title in self.by_beginning.get(letters[:_END], ())
        )

    def named(self, letters: str) -> SectionTitle | None:
        """Return the heading whose letters these are, but for a slip or two in a long one."""
        near = None
        for group in (self.by_beginning.get(letters[:_END], ()), self.by_ending.get(letters[-_END:], ())):
            for title in group:
                if title.letters == letters:
                    return title
                slips = len(title.letters) // _LETTERS_A_SLIP
                if abs(len(title.letters) - len(letters)) <= slips and near is None:
                    near = title if differ_little(title.letters, letters, slips) else None
        return near


@cache
def section_titles() -> SectionTitles:
    """Return the section headings.

    Raises:
        ConfigurationError: if a section lists no heading, or two sections the same.
    """
    sections = read_toml(_SOURCE, "sections")["sections"]
    found: dict[str, SectionTitle] = {}
    for section, entry in sections.items():
        texts = entry.get("texts", [])
        if not texts:
            raise ConfigurationError(f"{_SOURCE}: section {section} lists no heading")
        for letters in map(letters_of, texts):
            if found.setdefault(letters, SectionTitle(section, letters)).section != section:
                raise ConfigurationError(f"{_SOURCE}: section {section} has a heading of another one")
    titles = sorted(found.values(), key=lambda title: -len(title.letters))
    beginnings, endings = defaultdict(list), defaultdict(list)
    for title in titles:
        beginnings[title.letters[:_END]].append(title)
        endings[title.letters[-_END:]].append(title)
    return SectionTitles(titles=tuple(titles), by_beginning=dict(beginnings), by_ending=dict(endings))


@dataclass(frozen=True, slots=True)
class _LabelText:
    name: str
    text: str
    letters: str
    capital: bool
    blurred: bool


class Labels:
    """Labels that end in a colon, looked up backwards from it."""

    def __init__(self, table: str) -> None:
        """Read a table of `headings.toml` whose entries list `labels`.

        Raises:
            ConfigurationError: if an entry lists none.
        """
        self._by_ending: dict[str, list[_LabelText]] = defaultdict(list)
        for name, entry in read_toml(_SOURCE, table)[table].items():
            texts = entry.get("labels", [])
            if not texts:
                raise ConfigurationError(f"{_SOURCE}: {table} {name} lists no label")
            for text in texts:
                letters = letters_of(text)
                label = _LabelText(
                    name, text, letters, text in entry.get("capital", ()), text in entry.get("blurred", ())
                )
                self._by_ending[letters[-_END:]].append(label)
        for group in self._by_ending.values():
            group.sort(key=lambda label: -len(label.letters))

    def before(self, text: str, floor: int, colon: int) -> tuple[str, int] | None:
        """Return the name and the start of the label that ends at a colon, or None.

        Args:
            text: the letter.
            floor: where the label may begin at the earliest.
            colon: where the colon stands.
        """
        letters = letters_of(text[max(floor, colon - _LONGEST_LABEL) : colon])
        for label in self._by_ending.get(letters[-_END:], ()):
            if letters.endswith(label.letters):
                is_clean = text.endswith(label.text, 0, colon)
                start = colon - len(label.text) if is_clean else start_of_letters(text, colon, label.letters)
                if _opens_a_word(text, start) and not (label.capital and text[start].islower()):
                    return label.name, start
        return self._blurred(text, floor, colon, letters)

    def _blurred(self, text: str, floor: int, colon: int, letters: str) -> tuple[str, int] | None:
        """Return a label that fills its line up to the colon, though many of its letters are misread."""
        labels = [label for label in self._by_ending.get(letters[-_END:], ()) if label.blurred]
        if not labels:
            return None
        floor = max(floor, colon - _LONGEST_LABEL)
        start = max(floor, *(text.rfind(mark, floor, colon) + 1 for mark in "\n\r\f"))
        own = letters_of(text[start:colon])
        for label in labels:
            if differ_little(label.letters, own, len(label.letters) // _LETTERS_A_BLUR):
                while not text[start].isalnum():
                    start += 1
                return label.name, start
        return None


def _opens_a_word(text: str, start: int) -> bool:
    """Return whether a word can begin here; one with a capital can be glued to the word before."""
    before = text[start - 1 : start]
    return not before.isalpha() or (before.islower() and text[start].isupper())


@cache
def block_labels() -> Labels:
    """Return the labels inside a disputed item's block: administrator, reviewer, rationale."""
    return Labels("labels")


@cache
def header_labels() -> Labels:
    """Return the labels of the header table, by field."""
    return Labels("header")


@cache
def credential_labels() -> Labels:
    """Return the labels of the list of a reviewer's credentials: licensure, certification."""
    return Labels("credentials")


@cache
def form_patterns() -> dict[str, ExampledPattern]:
    """Return the labels, decision marks and standing phrases of the form by name."""
    return load_patterns(_SOURCE)


def form(name: str) -> re.Pattern[str]:
    """Return one of the form's patterns, compiled."""
    return form_patterns()[name].regex
