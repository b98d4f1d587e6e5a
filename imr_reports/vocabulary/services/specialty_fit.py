"""`specialty_fit.toml` → whether a reviewer's specialty names a service as part of its field."""

from enum import StrEnum
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.letters.specialties import is_specialty
from imr_reports.vocabulary.services.reading import service_categories

_SOURCE = "specialty_fit.toml"


class Fit(StrEnum):
    """How a specialty stands to a service, best first."""

    NAMED = "named"
    GENERAL = "general"
    OTHER = "other"


def fit_of(specialty: str, category: str, subcategory: str) -> Fit:
    """Return how a specialty, in the state's words, stands to a service."""
    if {category, f"{category}: {subcategory}"} & _fields().get(specialty, frozenset()):
        return Fit.NAMED
    return Fit.GENERAL if specialty in _general() else Fit.OTHER


@cache
def _general() -> frozenset[str]:
    return frozenset(_checked(read_toml(_SOURCE, "general")["general"]))


@cache
def _fields() -> dict[str, frozenset[str]]:
    """Return the services of each specialty, as "category" or "category: sub-category"."""
    table = read_toml(_SOURCE, "groups", "fits")
    groups, fits = table["groups"], table["fits"]
    fields = {
        specialty: frozenset(service for name in names for service in groups.get(name, [name]))
        for specialty, names in fits.items()
    }
    _checked(list(fields))
    known = set(service_categories()) | {
        f"{category}: {sub}" for category, subs in service_categories().items() for sub in subs
    }
    unknown = sorted(set().union(*fields.values()) - known)
    if unknown:
        raise ConfigurationError(f"{_SOURCE}: {unknown[0]} is no service of the taxonomy")
    return fields


def _checked(specialties: list[str]) -> list[str]:
    for specialty in specialties:
        if not is_specialty(specialty):
            raise ConfigurationError(f"{_SOURCE}: {specialty} is no known specialty")
    return specialties
