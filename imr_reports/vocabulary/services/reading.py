"""`services.toml` → the state's taxonomy of services, and the terms by which requests name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.matching.terms import Mention, TermTable
from imr_reports.vocabulary.services.procedures import Procedure, procedure_terms, word_classes

_SOURCE = "services.toml"
LONGEST_ITEM = 2_000
ADJUNCT = ("Surgery", "Adjunct Surgical Services")
MEDICAL_VISIT = ("Evaluation & Management", "Medical Specialties")


class Role(StrEnum):
    """What a term does in a request."""

    SERVICE = "service"
    VISIT = "visit"
    SPECIALTY = "specialty"
    WEAK = "weak"
    ASSOCIATED = "associated"
    PREOPERATIVE = "preoperative"
    POSTOPERATIVE = "postoperative"
    PASSED = "passed"
    INJECTED = "injected"
    LEVEL = "level"
    SESSIONS = "sessions"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a term means: its role, and the procedure where it names one."""

    role: Role
    procedure: Procedure


Reading = list[Mention[Sense]]


@cache
def service_categories() -> dict[str, tuple[str, ...]]:
    """Return category → its sub-categories, in the state's words."""
    table = read_toml(_SOURCE, "categories")["categories"]
    return {category: tuple(subcategories) for category, subcategories in table.items()}


@cache
def unclassified() -> str:
    """Return the category of what fits nowhere."""
    return str(read_toml(_SOURCE, "unclassified")["unclassified"])


@cache
def service_terms() -> TermTable[Sense]:
    """Return every term of the vocabulary with its meaning.

    Raises:
        ConfigurationError: if a term leads to a category that the taxonomy doesn't have.
    """
    return TermTable(_senses(), word_classes())


def _senses() -> Iterator[tuple[str, Sense]]:
    """Yield every term; of two equal ones the first counts."""
    table = read_toml(_SOURCE, "cues", "visits", "specialties", "weak")
    for role, terms in table["cues"].items():
        yield from _each(terms, Role(role), "", *ADJUNCT)
    for term, procedure in procedure_terms():
        _check(procedure.name, procedure.category, procedure.subcategory)
        yield term, Sense(Role.SERVICE, procedure)
    for category, subcategory, specialties in _cells(table["specialties"]):
        for name, terms in specialties.items():
            yield from _each(terms, Role.SPECIALTY, f"{name} visit", category, subcategory)
    for name, terms in table["visits"].items():
        yield from _each(terms, Role.VISIT, name, *MEDICAL_VISIT)
    for category, subcategory, entry in _cells(table["weak"]):
        yield from _each(entry["terms"], Role.WEAK, "", category, subcategory)


def _cells(table: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for category, subcategories in table.items():
        for subcategory, entry in subcategories.items():
            yield category, subcategory, entry


def _each(
    terms: list[str], role: Role, name: str, category: str, subcategory: str
) -> Iterator[tuple[str, Sense]]:
    _check(name, category, subcategory)
    sense = Sense(role, Procedure(name=name, category=category, subcategory=subcategory))
    for term in terms:
        yield term, sense


def _check(name: str, category: str, subcategory: str) -> None:
    known = service_categories().get(category)
    if known is None or (subcategory and subcategory not in known):
        raise ConfigurationError(f"{_SOURCE}: {name or 'a term'} leads nowhere: {category} / {subcategory}")


def read_terms(text: str) -> Reading:
    """Return the terms that stand in a request, in order; of a monstrous request, in its beginning."""
    table = service_terms()
    return table.find(table.tokens(text[:LONGEST_ITEM]))
