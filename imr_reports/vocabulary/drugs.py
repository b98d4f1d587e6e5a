"""`drugs.csv` → the drugs that a text names, and their class of the state's taxonomy."""

import re
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import load_patterns, read_csv, read_toml

_SERVICES = "services.toml"
_DRUGS = "drugs.csv"
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d+(?:\.\d+)?|[#%]")
_LONGEST_NAME = 5
PHARMACEUTICALS = "Pharmaceuticals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug by one of its names: ingredient and class in the state's words."""

    ingredient: str
    drug_class: str


@dataclass(frozen=True, slots=True)
class DrugMention:
    """A drug named in a text."""

    start: int
    drug: Drug


@cache
def drugs() -> dict[tuple[str, ...], Drug]:
    """Return drug name, as lower-case words → drug.

    Raises:
        ConfigurationError: if a class isn't one of the state's, or a name stands for two classes.
    """
    classes = read_toml(_SERVICES, "categories")["categories"][PHARMACEUTICALS]
    known: dict[tuple[str, ...], Drug] = {}
    for row in read_csv(_DRUGS, "name", "ingredient", "drug_class"):
        if row["drug_class"] not in classes:
            raise ConfigurationError(f"{_DRUGS}: unknown drug class {row['drug_class']}")
        drug = Drug(ingredient=row["ingredient"], drug_class=row["drug_class"])
        key = _words(row["name"])
        if known.setdefault(key, drug).drug_class != drug.drug_class:
            raise ConfigurationError(f"{_DRUGS}: {row['name']} stands for two classes")
    return known


def find_drugs(text: str) -> tuple[DrugMention, ...]:
    """Return the drugs named in a text, in order; the longest name wins ("Voltaren gel" over "Voltaren")."""
    words = [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]
    mentions: list[DrugMention] = []
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - position), 0, -1):
            drug = drugs().get(tuple(word for word, _ in words[position : position + length]))
            if drug is not None:
                mentions.append(DrugMention(words[position][1], drug))
                position += length - 1
                break
        position += 1
    return tuple(mentions)


def class_of(text: str, mentions: tuple[DrugMention, ...]) -> str:
    """Return the drug class of a request by the drugs that it names, the first of them before the others."""
    first = mentions[0].drug.drug_class
    patterns = load_patterns(_SERVICES)
    topical = set(read_topical_classes())
    if not patterns["topical_form"].regex.search(text):
        return "Topical Compounds" if _is_mixed(text, mentions, topical) else first
    ingredients = {mention.drug.ingredient for mention in mentions if mention.drug.drug_class in topical}
    if not ingredients or first not in topical:
        return first
    if len(ingredients) > 1 or patterns["compounded"].regex.search(text) or first == "Topical Compounds":
        return "Topical Compounds"
    return "Topical Analgesics"


def _is_mixed(text: str, mentions: tuple[DrugMention, ...], topical: set[str]) -> bool:
    compounded = load_patterns(_SERVICES)["compounded"].regex.search(text) is not None
    return compounded and any(mention.drug.drug_class in topical for mention in mentions)


@cache
def read_topical_classes() -> tuple[str, ...]:
    """Return the drug classes whose drugs are analgesics when asked for in a topical form."""
    return tuple(read_toml(_SERVICES, "topical")["topical"]["classes"])


def _words(name: str) -> tuple[str, ...]:
    return tuple(match.group().lower() for match in _WORD.finditer(name))
