"""`guidelines.toml` → canonical works and the patterns that find them."""

import re
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml

_SOURCE = "guidelines.toml"
_FAMILIES = {
    "mtus": GuidelineSource.MTUS,
    "odg": GuidelineSource.ODG,
    "acoem": GuidelineSource.ACOEM,
    "other": GuidelineSource.OTHER,
}
NOT_NAMED = "Chapter not named"
ARTICLE = "Journal article or textbook"
OTHER_WORK = "Other guideline or website"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWork:
    """A work of the vocabulary.

    Attributes:
        editions: years in which it was adopted; others are not kept.
        is_section: whether the alias itself names a section of the work.
        is_acoem_chapter: whether it is a chapter of the ACOEM guidelines of 2004.
    """

    source: GuidelineSource
    title: str
    editions: tuple[str, ...] = ()
    is_section: bool = False
    is_acoem_chapter: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """All works of a family, and one pattern that finds any of their names, longest first."""

    works: dict[str, KnownWork]
    names: str

    def find(self, text: str, start: int, end: int) -> list[tuple[re.Match[str], KnownWork]]:
        """Return every name found in a stretch of text with its work."""
        found = _whole_word(self.names).finditer(text, start, end)
        return [(match, self.works[alias_key(match.group())]) for match in found]

    def at(self, text: str, start: int, end: int) -> tuple[re.Match[str], KnownWork] | None:
        """Return the name that begins exactly at `start`, even glued to the word before it."""
        match = _anywhere(self.names).match(text, start, end)
        return (match, self.works[alias_key(match.group())]) if match else None


def alias_key(name: str) -> str:
    """Return the form in which two spellings of a name are equal: letters and digits, "and" for "&"."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"&|\band\b", "", name.lower()))


def _alias_pattern(alias: str) -> str:
    words = re.findall(r"[A-Za-z0-9.']+|&", alias.replace("/", " ").replace("-", " "))
    parts = [
        r"(?:and|&)?" if word in {"and", "&"} else re.escape(word).replace("'", "['’]?") for word in words
    ]
    return r"[\s,/:&()\-–]{0,4}".join(parts)


@cache
def family(key: str) -> Family:
    """Return the works of "mtus", "odg", "acoem" or "other".

    Raises:
        ConfigurationError: if two works share a name or a work has none.
    """
    works: dict[str, KnownWork] = {}
    aliases: list[str] = []
    for entry in read_toml(_SOURCE, *_FAMILIES)[key]:
        work = KnownWork(
            source=_FAMILIES[key],
            title=entry["title"],
            editions=tuple(entry.get("editions", ())),
            is_section=bool(entry.get("section_in_title", False)),
            is_acoem_chapter="chapter" in entry,
        )
        for alias in _aliases(entry):
            if works.setdefault(alias_key(alias), work) != work:
                raise ConfigurationError(f"{_SOURCE}: {alias} names two works")
            aliases.append(alias)
    if not aliases:
        raise ConfigurationError(f"{_SOURCE}: no works in {key}")
    parts = "|".join(_alias_pattern(alias) for alias in sorted(aliases, key=len, reverse=True))
    return Family(works, rf"(?:{parts})(?![a-z])")


@cache
def _whole_word(names: str) -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z])" + names, re.IGNORECASE)


@cache
def _anywhere(names: str) -> re.Pattern[str]:
    return re.compile(names, re.IGNORECASE)


def _aliases(entry: dict[str, object]) -> list[str]:
    aliases = [str(alias) for alias in entry.get("aliases", ())]  # type: ignore[attr-defined]
    if chapter := entry.get("chapter"):
        aliases += [f"ACOEM Chapter {chapter} {alias}" for alias in aliases]
        aliases += [f"ACOEM Chapter {chapter}"]
    return aliases


@cache
def sections_with_commas() -> tuple[str, ...]:
    """Return names of MTUS sections that hold commas, lower case, longest first."""
    names = read_toml(_SOURCE, "sections")["sections"]["with_commas"]
    return tuple(sorted((name.lower() for name in names if "," in name), key=len, reverse=True))


@cache
def title_tail() -> re.Pattern[str]:
    """Return a pattern for "Guidelines", "Chapter" and the like behind a title."""
    tails = read_toml(_SOURCE, "title_tails")["title_tails"]
    parts = "|".join(r"\s*".join(tail.split()) for tail in tails)
    return re.compile(rf"(?:\s*(?:{parts})(?![a-z]))*", re.IGNORECASE)


@cache
def guideline_patterns() -> dict[str, ExampledPattern]:
    """Return the patterns of citation wordings by name."""
    return load_patterns(_SOURCE)


def citation_form(name: str) -> re.Pattern[str]:
    """Return one of the citation patterns, compiled."""
    return guideline_patterns()[name].regex
