"""`labels.toml`, `groups.toml` and the vocabulary's own names → closed lists of a column's values."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.clinical import Sex, WorkStatus
from imr_reports.records.coded import Basis, CaseOutcome, Decision, GuidelineSource, LetterFormat, Priority
from imr_reports.records.reasons import Reason
from imr_reports.vocabulary.clinical.body_parts import body_parts
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.rationales.reason_words import REASON_WORDS
from imr_reports.vocabulary.services.reading import service_categories, unclassified

_LABELS, _GROUPS, _SPECIALTIES = "dataset/labels.toml", "dataset/groups.toml", "specialties.toml"
# What the codes of a list are, where they are an enum's.
_ENUMS: dict[str, type[StrEnum]] = {
    "sex": Sex,
    "priority": Priority,
    "decision": Decision,
    "outcome": CaseOutcome,
    "basis": Basis,
    "source": GuidelineSource,
    "work_status": WorkStatus,
    "format": LetterFormat,
}

Values = tuple[tuple[str, str], ...]


def value_list(name: str) -> Values:
    """Return the (value, label) pairs of a list that the columns name.

    Raises:
        ConfigurationError: if there is no such list, or its words don't fit its codes.
    """
    kind, _, rest = name.partition(".")
    if kind == "bands":
        return tuple((step["value"], step["label"]) for step in _steps(rest))
    if kind == "groups":
        return tuple((key, str(group["label"])) for key, group in _groups()[rest].items())
    made: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
        "services.categories": lambda: _same(name for name in service_categories() if name != unclassified()),
        "services.subcategories": lambda: _same(
            sub for subs in service_categories().values() for sub in subs
        ),
        "reason": lambda: ((str(reason), REASON_WORDS[reason]) for reason in Reason),
    }
    return tuple(made[name]()) if name in made else _labelled(name)


def band_ends(name: str) -> tuple[int, ...]:
    """Return for each band of a list but the last the first number that is too large for it; () for no bands.

    Raises:
        ConfigurationError: if they are out of order, or another one than the last has no end.
    """
    kind, _, rest = name.partition(".")
    if kind != "bands":
        return ()
    *lower, last = _steps(rest)
    ends = tuple(int(step.get("below", 0)) for step in lower)
    if "below" in last or list(ends) != sorted(set(ends)) or 0 in ends:
        raise ConfigurationError(f"{_LABELS}: the bands of {rest} are out of order")
    return ends


@cache
def _steps(name: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = read_toml(_LABELS, "bands")["bands"][name]["steps"]
    return steps


@cache
def group_of(kind: str) -> Mapping[str, str]:
    """Return name of the vocabulary → its group, for "specialties" or "regions"."""
    return {member: key for key, group in _groups()[kind].items() for member in group["names"]}


@cache
def _groups() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    table = read_toml(_GROUPS, "specialties", "regions")
    known = {"specialties": read_toml(_SPECIALTIES, "codes")["codes"], "regions": body_parts()}
    for kind, names in known.items():
        grouped = [name for group in table[kind].values() for name in group["names"]]
        if sorted(grouped) != sorted(names):
            raise ConfigurationError(f"{_GROUPS}: each of the {kind} must stand in exactly one group")
    return {kind: table[kind] for kind in known}


def _labelled(name: str) -> Values:
    lists = read_toml(_LABELS, "lists")["lists"]
    if name not in lists:
        raise ConfigurationError(f"{_LABELS}: there is no list {name}")
    words: dict[str, str] = lists[name]
    codes = [str(code) for code in _ENUMS[name]] if name in _ENUMS else list(words)
    if set(codes) != set(words):
        raise ConfigurationError(f"{_LABELS}: the list {name} must have a label for each code and no other")
    return tuple((code, words[code]) for code in codes)


def _same(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((name, name) for name in dict.fromkeys(names))


_MADE: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "services.categories": lambda: _same(name for name in service_categories() if name != unclassified()),
    "services.subcategories": lambda: _same(
        name for names in service_categories().values() for name in names
    ),
    "reason": lambda: ((str(reason), REASON_WORDS[reason]) for reason in Reason),
}
"""Lists whose words stand elsewhere in the vocabulary."""
