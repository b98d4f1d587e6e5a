"""`procedures.toml` → the procedures that letters name, with their terms, categories and codes."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "procedures.toml"
_RANGE = re.compile(r"([A-Z]?)(\d{4,5})([T]?)-([A-Z]?)(\d{4,5})([T]?)")
_CODE = re.compile(r"([A-Z]?)(\d{4,5})([T]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure of the vocabulary.

    Attributes:
        category: of the state's taxonomy.
        subcategory: of the state's taxonomy.
        is_broad: whether a more particular procedure of the same request counts instead.
    """

    name: str
    category: str
    subcategory: str
    is_broad: bool = False


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """Return name of a class → words that stand for one another in a term."""
    return {name: tuple(words) for name, words in read_toml(_SOURCE, "classes")["classes"].items()}


@cache
def procedure_terms() -> tuple[tuple[str, Procedure], ...]:
    """Return each term with its procedure.

    Raises:
        ConfigurationError: if a procedure stands twice, or a broad name stands for none.
    """
    table = read_toml(_SOURCE, "procedures", "broad")
    broad = set(table["broad"]["names"])
    names: set[str] = set()
    terms: list[tuple[str, Procedure]] = []
    for category, subcategory, name, wordings in _entries(table["procedures"]):
        if name in names:
            raise ConfigurationError(f"{_SOURCE}: {name} stands twice")
        names.add(name)
        procedure = Procedure(name=name, category=category, subcategory=subcategory, is_broad=name in broad)
        terms += [(wording, procedure) for wording in wordings]
    if unknown := broad - names:
        raise ConfigurationError(f"{_SOURCE}: broad names without a procedure: {', '.join(sorted(unknown))}")
    return tuple(terms)


@cache
def in_sessions() -> dict[str, Procedure]:
    """Return name of a procedure → what it is where it is asked for by the session.

    Raises:
        ConfigurationError: if one of the two names stands for no procedure.
    """
    known = {procedure.name: procedure for _, procedure in procedure_terms()}
    pairs = read_toml(_SOURCE, "in_sessions")["in_sessions"]
    if unknown := (pairs.keys() | set(pairs.values())) - known.keys():
        raise ConfigurationError(f"{_SOURCE}: no procedures: {', '.join(sorted(unknown))}")
    return {name: known[other] for name, other in pairs.items()}


def _entries(table: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[tuple[str, str, str, list[str]]]:
    for category, subcategories in table.items():
        for subcategory, procedures in subcategories.items():
            for name, wordings in procedures.items():
                yield category, subcategory, name, wordings


@cache
def _code_ranges() -> tuple[tuple[tuple[str, int, str], ...], tuple[tuple[int, str, str], ...]]:
    """Return the ranges' first codes in order, and for each its last number and category."""
    ranges = []
    for entry in read_toml(_SOURCE, "codes")["codes"]:
        for written in entry["ranges"]:
            match = _RANGE.fullmatch(written)
            if match is None or (match[1], match[3]) != (match[4], match[6]):
                raise ConfigurationError(f"{_SOURCE}: {written} is no range of codes")
            first = (match[1] + match[3], int(match[2]), "")
            ranges.append((first, (int(match[5]), entry["category"], entry["subcategory"])))
    ranges.sort()
    return tuple(first for first, _ in ranges), tuple(last for _, last in ranges)


def category_of_code(code: str) -> tuple[str, str] | None:
    """Return the category and sub-category of a CPT or HCPCS code, None where no range holds it."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    starts, ends = _code_ranges()
    letter, number = match[1] + match[3], int(match[2])
    place = bisect_right(starts, (letter, number, "~")) - 1
    if place < 0 or starts[place][0] != letter or number > ends[place][0]:
        return None
    return ends[place][1:]
