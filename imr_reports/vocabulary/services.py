"""`services.toml` and `drugs.csv` → the state's category of a disputed item."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import (
    ExampledPattern,
    compile_pattern,
    load_patterns,
    read_csv,
    read_toml,
)

_SOURCE = "services.toml"
_DRUGS = "drugs.csv"
_LONGEST_ITEM = 1_000
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d+(?:\.\d+)?|[#%]")
_LONGEST_NAME = 5
PHARMACEUTICALS = "Pharmaceuticals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug by one of its names: ingredient and class in the state's words."""

    ingredient: str
    drug_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """A rule of the table.

    Attributes:
        pattern: None for the rule that stands for the drug list.
        is_fallback: whether it counts only where no other rule fits.
    """

    name: str
    category: str
    subcategory: str
    pattern: ExampledPattern | None
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class DrugMention:
    """A drug named in a text."""

    start: int
    drug: Drug


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
def drugs() -> dict[tuple[str, ...], Drug]:
    """Return drug name, as lower-case words → drug.

    Raises:
        ConfigurationError: if a class isn't one of the state's, or a name stands for two classes.
    """
    classes = service_categories()[PHARMACEUTICALS]
    known: dict[tuple[str, ...], Drug] = {}
    for row in read_csv(_DRUGS, "name", "ingredient", "drug_class"):
        if row["drug_class"] not in classes:
            raise ConfigurationError(f"{_DRUGS}: unknown drug class {row['drug_class']}")
        drug = Drug(ingredient=row["ingredient"], drug_class=row["drug_class"])
        key = _words(row["name"])
        if known.setdefault(key, drug).drug_class != drug.drug_class:
            raise ConfigurationError(f"{_DRUGS}: {row['name']} stands for two classes")
    return known


@cache
def service_rules() -> tuple[ServiceRule, ...]:
    """Return the rules in order.

    Raises:
        ConfigurationError: if a rule leads to a category that the table doesn't have.
    """
    rules = []
    for entry in read_toml(_SOURCE, "rules")["rules"]:
        category, subcategory = entry["category"], entry["subcategory"]
        if subcategory and subcategory not in service_categories().get(category, ()):
            raise ConfigurationError(f"{_SOURCE}: rule {entry['name']} leads nowhere")
        pattern = None if entry.get("drugs") else compile_pattern(entry, entry["name"], _SOURCE)
        rules.append(
            ServiceRule(
                name=entry["name"],
                category=category,
                subcategory=subcategory,
                pattern=pattern,
                is_fallback=bool(entry.get("fallback", False)),
            )
        )
    return tuple(rules)


@lru_cache(maxsize=4096)
def classify_service(item: str, request: str = "") -> tuple[str, str]:
    """Return the category and sub-category of a disputed item.

    Args:
        item: the disputed item, white space collapsed.
        request: the whole heading, which names the service where a remaining part ("6 sessions") does not.

    Returns:
        ("Unclassified", "") where no rule fits.
    """
    for text, is_fallback in ((item, False), (request, False), (item, True), (request, True)):
        category = _category(text[:_LONGEST_ITEM], is_fallback=is_fallback)
        if category is not None:
            return category
    return unclassified(), ""


def _category(text: str, *, is_fallback: bool) -> tuple[str, str] | None:
    mentions = find_drugs(text)
    rule = _first_named(text, mentions, is_fallback=is_fallback)
    if rule is None:
        return None
    if rule.category == PHARMACEUTICALS and mentions:
        return PHARMACEUTICALS, _drug_class(text, mentions)
    return rule.category, rule.subcategory


def _first_named(text: str, mentions: tuple[DrugMention, ...], *, is_fallback: bool) -> ServiceRule | None:
    """Return the rule that fits first in the text; at the same place, the first in the table."""
    best, best_start = None, len(text)
    for rule in service_rules():
        if rule.is_fallback is not is_fallback:
            continue
        start = _first(rule, text, mentions)
        if start is not None and start < best_start:
            best, best_start = rule, start
            if start == 0:
                break
    return best


def _first(rule: ServiceRule, text: str, mentions: tuple[DrugMention, ...]) -> int | None:
    if rule.pattern is None:
        return mentions[0].start if mentions else None
    match = rule.pattern.regex.search(text)
    return match.start() if match else None


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


def _drug_class(text: str, mentions: tuple[DrugMention, ...]) -> str:
    first = mentions[0].drug.drug_class
    patterns = load_patterns(_SOURCE)
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
    compounded = load_patterns(_SOURCE)["compounded"].regex.search(text) is not None
    return compounded and any(mention.drug.drug_class in topical for mention in mentions)


@cache
def read_topical_classes() -> tuple[str, ...]:
    """Return the drug classes whose drugs are analgesics when asked for in a topical form."""
    return tuple(read_toml(_SOURCE, "topical")["topical"]["classes"])


def _words(name: str) -> tuple[str, ...]:
    return tuple(match.group().lower() for match in _WORD.finditer(name))
