"""`services.toml` and `drugs.csv` → the state's category of a disputed item."""

from dataclasses import dataclass
from functools import cache, lru_cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import (
    ExampledPattern,
    compile_pattern,
    read_toml,
)
from imr_reports.vocabulary.drugs import PHARMACEUTICALS, DrugMention, class_of, find_drugs

_SOURCE = "services.toml"
_LONGEST_ITEM = 1_000


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
        return PHARMACEUTICALS, class_of(text, mentions)
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
