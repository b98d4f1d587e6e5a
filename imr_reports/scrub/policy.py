"""A policy's name or file → a `Policy`; what is unknown or dangerous is refused."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import EntityType
from imr_reports.records.policy import DEFAULT_POLICY, KeyedPolicy, Operator, Policy, Standard
from imr_reports.scrub.roles import ROLES

SHIPPED = (DEFAULT_POLICY, "limited", "expert")
PLACE_KINDS = ("street", "box", "town", "county", "zip", "other")
OLDEST_AGE = 89
"""An age above this may not be told (45 CFR 164.514(b)(2)(i)(C))."""
FEWEST_SURROGATES = 50
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

_SUB_KINDS = {EntityType.LOCATION: PLACE_KINDS, EntityType.NAME: ROLES}
_OPERATORS = {
    EntityType.NAME: {Operator.REDACT, Operator.PLACEHOLDER, Operator.SURROGATE},
    EntityType.ORG: {Operator.REDACT, Operator.PLACEHOLDER},
    EntityType.LOCATION: {Operator.REDACT, Operator.PLACEHOLDER, Operator.ZIP3, Operator.KEEP},
    EntityType.DATE: {Operator.REDACT, Operator.YEAR, Operator.OFFSET, Operator.SHIFT, Operator.KEEP},
    EntityType.AGE: {Operator.REDACT, Operator.CAP, Operator.KEEP},
    EntityType.CONTACT: {Operator.REDACT},
    EntityType.ID: {Operator.REDACT},
}
# Sub-kinds of places for which an operator has a meaning.
_FOR_PLACES = {Operator.KEEP: {"town", "county", "zip"}, Operator.ZIP3: {"zip"}}
_REQUIRED = frozenset({"name", "standard", *EntityType})
_OPTIONAL = frozenset({"surrogates", "determination"})

E = TypeVar("E", bound=StrEnum)
Operators = list[tuple[EntityType, str, Operator]]


def load_policy(name_or_file: str = DEFAULT_POLICY) -> Policy:
    """Return a shipped policy by its name, or one of the user's from a TOML file.

    Raises:
        ConfigurationError: if there is no such policy, or it says what is unknown or dangerous.
    """
    if name_or_file in SHIPPED:
        return shipped_policy(name_or_file)
    file = Path(name_or_file).expanduser()
    if file.suffix != ".toml":
        raise ConfigurationError(
            f"unknown policy: known are {', '.join(SHIPPED)}, and files that end in .toml"
        )
    try:
        policy = read_policy(file.read_bytes())
    except OSError:
        raise ConfigurationError("the policy file can't be read; check the path given for --policy") from None
    if policy.name in SHIPPED:
        raise ConfigurationError(f"policy: '{policy.name}' is the name of a shipped policy; choose another")
    return policy


@cache
def shipped_policy(name: str = DEFAULT_POLICY) -> Policy:
    """Return a policy of this package."""
    return read_policy((files("imr_reports.scrub") / "policies" / f"{name}.toml").read_bytes())


def default_terms() -> KeyedPolicy:
    """Return Safe Harbor, which needs no key."""
    return KeyedPolicy(policy=shipped_policy())


def read_policy(content: bytes) -> Policy:
    """Return the policy that a TOML file spells out.

    Raises:
        ConfigurationError: if it is not valid, or not safe for what it claims to be.
    """
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the policy file is not valid TOML: {error}") from None
    if unknown := sorted(set(table) - _REQUIRED - _OPTIONAL):
        raise ConfigurationError(f"policy: unknown key {', '.join(unknown)}")
    if missing := sorted(_REQUIRED - set(table)):
        raise ConfigurationError(f"policy: nothing is said of {', '.join(missing)}")
    operators = [entry for entity in EntityType for entry in _operators_of(entity, table[entity])]
    surnames, first_names = _surrogates(table)
    policy = Policy(
        name=_name(table),
        standard=_one_of(Standard, _word(table, "standard"), "standard"),
        operators=tuple(operators),
        digest=hashlib.sha256(content).hexdigest(),
        surnames=surnames,
        first_names=first_names,
        determined=_determined(table),
    )
    for danger in dangers(policy):
        raise ConfigurationError(f"policy '{policy.name}': {danger}")
    return policy


def _name(table: Mapping[str, Any]) -> str:
    name = _word(table, "name")
    if not _NAME.fullmatch(name):
        raise ConfigurationError("policy: a name is made of small letters, digits and hyphens, 40 at most")
    return name


def dangers(policy: Policy) -> Iterator[str]:
    """Yield what makes a policy unsafe for what it claims to be."""
    standard = policy.standard
    if policy.uses(Operator.KEEP) and standard is not Standard.LIMITED:
        yield 'only a policy with standard = "limited" may keep dates, ages over 89, towns or ZIP codes'
    if policy.uses(Operator.SHIFT) and standard is not Standard.EXPERT:
        yield 'only a policy with standard = "expert" may shift dates: that is not Safe Harbor'
    if policy.determined and standard is not Standard.EXPERT:
        yield 'a determination belongs to a policy with standard = "expert"'


def _operators_of(entity: EntityType, table: object) -> Operators:
    if not isinstance(table, dict) or "operator" not in table:
        raise ConfigurationError(f"policy: {entity} needs an operator")
    if {Operator.YEAR, Operator.OFFSET} <= {*table, *_flat(table.values())}:
        raise ConfigurationError(
            "policy: a date becomes its year or its offset from the injury, never both: "
            "together they pin the day of the injury"
        )
    kinds = _SUB_KINDS.get(entity, ())
    known = {"operator", *kinds, *({"above"} if entity is EntityType.AGE else ())}
    if unknown := sorted(set(table) - known):
        raise ConfigurationError(f"policy: {entity} knows no {', '.join(unknown)}")
    operators: Operators = []
    for kind in ("operator", *(kind for kind in kinds if kind in table)):
        operator = _one_of(Operator, _word(table, kind), f"operator for {entity}")
        _fits(entity, "" if kind == "operator" else kind, operator)
        operators.append((entity, "" if kind == "operator" else kind, operator))
    if entity is EntityType.AGE:
        _check_cap(table, operators[0][2])
    return operators


def _flat(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from (str(one) for one in value) if isinstance(value, list) else (str(value),)


def _fits(entity: EntityType, kind: str, operator: Operator) -> None:
    """Refuse an operator that a type can't have, or that would let it through.

    One type has one operator for dates, so a year and an offset never stand in one policy.
    """
    where = f"{entity}.{kind}" if kind else str(entity)
    if operator is Operator.KEEP and Operator.KEEP not in _OPERATORS[entity]:
        raise ConfigurationError(f"policy: {where} can't be kept under any policy")
    if operator not in _OPERATORS[entity]:
        allowed = ", ".join(sorted(_OPERATORS[entity]))
        raise ConfigurationError(f"policy: '{operator}' does not work on {where}; these do: {allowed}")
    if entity is EntityType.LOCATION and kind not in _FOR_PLACES.get(operator, {kind}):
        places = ", ".join(sorted(_FOR_PLACES[operator]))
        raise ConfigurationError(f"policy: of places, '{operator}' works on {places} alone, not on {where}")


def _check_cap(table: Mapping[str, Any], operator: Operator) -> None:
    above = table.get("above", OLDEST_AGE if operator is Operator.CAP else None)
    if operator is not Operator.CAP:
        if above is not None:
            raise ConfigurationError("policy: AGE.above belongs to the operator 'cap'")
        return
    if isinstance(above, bool) or not isinstance(above, int):
        raise ConfigurationError("policy: AGE.above is a number")
    if above > OLDEST_AGE:
        raise ConfigurationError(f"policy: ages are capped above {OLDEST_AGE}; a higher cap tells more")
    if above < OLDEST_AGE:
        raise ConfigurationError(f"policy: ages to {OLDEST_AGE} are not looked for, so no cap below works")


def _surrogates(table: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    used = any(
        isinstance(table[entity], dict) and Operator.SURROGATE in table[entity].values()
        for entity in EntityType
    )
    own = table.get("surrogates", {})
    if own and not used:
        raise ConfigurationError("policy: surrogates are listed, but no operator uses them")
    if not isinstance(own, dict) or set(own) - {"surnames", "first_names"}:
        raise ConfigurationError("policy: surrogates are given as surnames and first_names")
    if not used:
        return (), ()
    lists = {**shipped_surrogates(), **own}
    return _names(lists["surnames"], "surnames"), _names(lists["first_names"], "first_names")


@cache
def shipped_surrogates() -> dict[str, list[str]]:
    """Return the invented names of this package."""
    text = (files("imr_reports.scrub") / "policies" / "invented_names.toml").read_text("utf-8")
    return {key: value.split() for key, value in tomllib.loads(text).items()}


def _names(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.isalpha() for one in value):
        raise ConfigurationError(f"policy: surrogates.{key} is a list of single words")
    different = tuple(dict.fromkeys(value))
    if len(different) < FEWEST_SURROGATES:
        raise ConfigurationError(
            f"policy: surrogates.{key} holds {len(different)} names; it takes {FEWEST_SURROGATES} at least"
        )
    return different


def _determined(table: Mapping[str, Any]) -> date | None:
    said = table.get("determination")
    if said is None:
        return None
    if not isinstance(said, dict) or set(said) != {"expert", "date"}:
        raise ConfigurationError("policy: a determination names its expert and its date, and nothing else")
    if (
        not _word(said, "expert").strip()
        or not isinstance(said["date"], date)
        or isinstance(said["date"], datetime)
    ):
        raise ConfigurationError("policy: a determination needs an expert's name and a date like 2026-01-31")
    if said["date"] > datetime.now(tz=UTC).date() + timedelta(days=1):  # a day further east it is tomorrow
        raise ConfigurationError("policy: the determination is dated in the future")
    return said["date"]


def _word(table: Mapping[str, Any], key: str) -> str:
    if not isinstance(table[key], str):
        raise ConfigurationError(f"policy: {key} takes a word in quotation marks")
    return str(table[key])


def _one_of(kind: type[E], word: str, what: str) -> E:
    try:
        return kind(word)
    except ValueError:
        known = ", ".join(kind)
        raise ConfigurationError(f"policy: unknown {what}; known are {known}") from None
