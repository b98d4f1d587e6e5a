"""`guidelines.toml` and `works.csv` → canonical works, the names that find them, wordings of citations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_csv, read_toml
from imr_reports.vocabulary.matching.spelling import NameIndex, name_key

_SOURCE = "guidelines.toml"
_WORKS = "works.csv"
_FAMILIES = {"mtus": GuidelineSource.MTUS, "odg": GuidelineSource.ODG, "acoem": GuidelineSource.ACOEM}
_BEFORE_A_YEAR = "~"
NOT_NAMED = "Chapter not named"
UNNAMED_ACOEM = "ACOEM Practice Guidelines (chapter not named)"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWork:
    """A work of the vocabulary.

    Attributes:
        editions: years in which it was adopted.
        section: the section that its name itself stands for, "" for the whole work.
        chapter: number among the ACOEM chapters of 2004, 0 for all others.
    """

    source: GuidelineSource
    title: str
    editions: tuple[str, ...] = ()
    section: str = ""
    chapter: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """What a name can mean: one or several works, and whether it needs a year behind it to mean them."""

    works: tuple[KnownWork, ...]
    is_brief: bool = False

    def of_edition(self, edition: str) -> KnownWork:
        """Return the work that was published in an edition, else the first."""
        return next((work for work in self.works if edition in work.editions), self.works[0])

    def of_2004(self) -> KnownWork | None:
        """Return the ACOEM chapter of 2004 among the works."""
        return next((work for work in self.works if work.chapter), None)


@cache
def titles(key: str) -> NameIndex[Named]:
    """Return the names of "mtus", "odg" or "acoem" works.

    Raises:
        ConfigurationError: if there are none, or a work has no name.
    """
    full: dict[str, list[KnownWork]] = {}
    brief: dict[str, list[KnownWork]] = {}
    for entry in read_toml(_SOURCE, *_FAMILIES)[key]:
        work = _work(entry, _FAMILIES[key])
        if not (entry["aliases"] or entry.get("brief")):
            raise ConfigurationError(f"{_SOURCE}: {work.title} has no name")
        for names, kind in ((full, "aliases"), (brief, "brief")):
            for alias in entry.get(kind, ()):
                names.setdefault(name_key(alias), []).append(work)
    named = {name: Named(tuple(works)) for name, works in full.items()}
    for name, works in brief.items():
        named.setdefault(name, Named(tuple(works), is_brief=True))
    if not named:
        raise ConfigurationError(f"{_SOURCE}: no works in {key}")
    return NameIndex.of_keys(named)


def _work(entry: dict[str, Any], source: GuidelineSource) -> KnownWork:
    return KnownWork(
        source=source,
        title=entry["title"],
        editions=tuple(entry.get("editions", ())),
        section=str(entry.get("section", "")),
        chapter=int(entry.get("chapter", 0)),
    )


@cache
def known_titles(key: str) -> frozenset[str]:
    """Return the titles of "mtus", "odg" or "acoem" works."""
    return frozenset(str(entry["title"]) for entry in read_toml(_SOURCE, key)[key])


@cache
def chapters_of_2004() -> dict[int, KnownWork]:
    """Return the ACOEM chapters that the MTUS adopted, by number."""
    entries = read_toml(_SOURCE, "mtus")["mtus"]
    works = (_work(entry, GuidelineSource.MTUS) for entry in entries)
    return {work.chapter: work for work in works if work.chapter}


@cache
def other_works() -> NameIndex[Named]:
    """Return the names of all other works.

    Raises:
        ConfigurationError: if a source is unknown or two works share a name.
    """
    named: dict[str, Named] = {}
    for key, value in _other_names():
        if named.setdefault(key, value) != value:
            raise ConfigurationError(f"{_WORKS}: {value.works[0].title} shares a name with another work")
    return NameIndex.of_keys(named)


def _other_names() -> Iterator[tuple[str, Named]]:
    sources = {str(source): source for source in GuidelineSource}
    for row in read_csv(_WORKS, "title", "source", "aliases"):
        if row["source"] not in sources:
            raise ConfigurationError(f"{_WORKS}: {row['title']} has an unknown source")
        work = KnownWork(source=sources[row["source"]], title=row["title"])
        for alias in row["aliases"].split("|"):
            is_brief = alias.startswith(_BEFORE_A_YEAR)
            yield name_key(alias.removeprefix(_BEFORE_A_YEAR)), Named((work,), is_brief=is_brief)


@cache
def guideline_patterns() -> dict[str, ExampledPattern]:
    """Return the patterns of citation wordings by name."""
    return load_patterns(_SOURCE)


@cache
def citation_form(name: str) -> re.Pattern[str]:
    """Return one of the citation patterns, compiled."""
    return guideline_patterns()[name].regex
