"""`drugs.csv`, `drug_spellings.csv`, `drug_strengths.csv` → names of drugs, and where a text has them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_csv, read_toml
from imr_reports.vocabulary.matching.spelling import one_letter_less

_DRUGS = "drugs.csv"
_SPELLINGS = "drug_spellings.csv"
_STRENGTHS = "drug_strengths.csv"
_SERVICES = "services.toml"
_REQUESTS = "drug_requests.toml"
_WORD = re.compile(r"[A-Za-z]+|\d+|[#%]")
_LONG_NAME = 8  # one letter more, less or other still tells a name of so many letters from all others
_SHORTEST_SLIP = _LONG_NAME - 1
PHARMACEUTICALS = "Pharmaceuticals"


class DrugKind(StrEnum):
    """What a name of the list names."""

    GENERIC = "generic"
    BRAND = "brand"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A drug by one of its names.

    Attributes:
        ingredients: adopted names, in the order of strengths; empty where the name doesn't tell.
        drug_class: class in the state's words, "" where the state has none.
        needs_amount: whether the name is a plain word too, and names the drug only where an amount follows.
        needs_company: whether the name is an abbreviation or an adjunct, and counts only beside another drug.
    """

    name: str
    kind: DrugKind
    ingredients: tuple[str, ...]
    drug_class: str
    needs_amount: bool = False
    needs_company: bool = False


@dataclass(frozen=True, slots=True)
class DrugName:
    """A name of the list in a text."""

    start: int
    end: int
    drug: Drug


def name_words(name: str) -> tuple[str, ...]:
    """Return a name as lower-case words and numbers; blanks, hyphens and slashes all part them."""
    return tuple(match.group().lower() for match in _WORD.finditer(name))


@cache
def drugs() -> dict[tuple[str, ...], Drug]:
    """Return drug name, as lower-case words → drug; misspellings stand for the drug that they mean.

    Raises:
        ConfigurationError: if a class isn't the state's, a name stands twice, or a misspelling means none.
    """
    classes = {"", *read_toml(_SERVICES, "categories")["categories"][PHARMACEUTICALS]}
    known: dict[tuple[str, ...], Drug] = {}
    for row in read_csv(_DRUGS, "name", "kind", "ingredients", "drug_class", "guard"):
        if row["drug_class"] not in classes:
            raise ConfigurationError(f"{_DRUGS}: unknown drug class {row['drug_class']}")
        drug = Drug(
            name=row["name"],
            kind=DrugKind(row["kind"]),
            ingredients=tuple(row["ingredients"].split("/")) if row["ingredients"] else (),
            drug_class=row["drug_class"],
            needs_amount=row["guard"] == "amount",
            needs_company=row["guard"] == "list",
        )
        if known.setdefault(name_words(row["name"]), drug) is not drug:
            raise ConfigurationError(f"{_DRUGS}: {row['name']} stands twice")
    for row in read_csv(_SPELLINGS, "spelling", "name"):
        meant = known.get(name_words(row["name"]))
        if meant is None or known.setdefault(name_words(row["spelling"]), meant) is not meant:
            raise ConfigurationError(f"{_SPELLINGS}: {row['spelling']} can't stand for {row['name']}")
    return known


@cache
def combinations() -> dict[frozenset[str], Drug]:
    """Return ingredients → the generic drug that is sold as their fixed combination."""
    found: dict[frozenset[str], Drug] = {}
    for drug in drugs().values():
        if (
            drug.kind is DrugKind.GENERIC
            and drug.name == "/".join(drug.ingredients)
            and len(drug.ingredients) > 1
        ):
            found[frozenset(drug.ingredients)] = drug
    return found


@cache
def strength_ranges() -> dict[str, dict[str, tuple[float, float]]]:
    """Return ingredient → unit → smallest and largest strength that is sold.

    Raises:
        ConfigurationError: if a range runs backwards.
    """
    ranges: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_csv(_STRENGTHS, "ingredient", "unit", "low", "high"):
        low, high = float(row["low"]), float(row["high"])
        if not 0 < low <= high:
            raise ConfigurationError(f"{_STRENGTHS}: {row['ingredient']} has no range in {row['unit']}")
        ranges.setdefault(row["ingredient"], {})[row["unit"]] = (low, high)
    return ranges


_Names = dict[str, tuple[tuple[tuple[str, ...], Drug], ...]]


def _is_list(drug: Drug) -> bool:
    """Return whether a name only lists names: its parts are found one by one, in any order."""
    parts = drug.name.split("/")
    return (
        len(parts) > 1
        and drug.kind is DrugKind.GENERIC
        and all(name_words(part) in drugs() for part in parts)
    )


@cache
def _by_first_word() -> _Names:
    """Return first word of names → the other words and the drug, the longest name first."""
    table: dict[str, list[tuple[tuple[str, ...], Drug]]] = {}
    for words, drug in drugs().items():
        if not _is_list(drug):
            table.setdefault(words[0], []).append((words[1:], drug))
    return {word: tuple(sorted(names, key=lambda name: -len(name[0]))) for word, names in table.items()}


def drug_names(text: str) -> list[DrugName]:
    """Return the names of drugs in a text, in order; the longest wins ("Voltaren gel" over "Voltaren")."""
    table, longest = _by_first_word(), _longest_slip()
    words = [word.lower() for word in _WORD.findall(text)]
    if table.keys().isdisjoint(words) and not any(
        _misspelt(word) for word in words if _SHORTEST_SLIP <= len(word) <= longest
    ):
        return []
    matches = list(_WORD.finditer(text))
    found: list[DrugName] = []
    place = 0
    while place < len(words):
        length, drug = _named_at(words, place, table)
        if drug is not None:
            found.append(DrugName(matches[place].start(), matches[place + length].end(), drug))
        place += 1 + length
    return found


def _named_at(words: list[str], place: int, table: _Names) -> tuple[int, Drug | None]:
    """Return the drug whose name begins at a word, and how many more words its name has."""
    word = words[place]
    for rest, drug in table.get(word, ()):
        if not rest or tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
            return len(rest), drug
    if _SHORTEST_SLIP <= len(word) <= _longest_slip() and word not in table:
        return 0, _misspelt(word)
    return 0, None


@cache
def _shortened() -> dict[str, frozenset[str]]:
    """Return long name without one of its letters → the names that it may come from."""
    table: dict[str, set[str]] = {}
    for words in drugs():
        if len(words) == 1 and len(words[0]) >= _LONG_NAME and words[0].isalpha():
            for shorter in (*one_letter_less(words[0]), words[0]):
                table.setdefault(shorter, set()).add(words[0])
    return {shorter: frozenset(names) for shorter, names in table.items()}


@cache
def _longest_slip() -> int:
    """Return how long a word may be and still miss a name by a letter."""
    return max(map(len, _shortened())) + 1


@cache
def _no_drugs() -> frozenset[str]:
    return frozenset(read_toml(_REQUESTS, "no_drugs")["no_drugs"]["words"].split())


@lru_cache(maxsize=16384)
def _misspelt(word: str) -> Drug | None:
    """Return the one drug whose name a word misses by a letter, None where there is none or more than one."""
    if word in _no_drugs():
        return None
    table = _shortened()
    names = set(table.get(word, ()))
    for shorter in one_letter_less(word):
        names |= {name for name in table.get(shorter, ()) if _near(word, name)}
    meant = {drugs()[(name,)] for name in names if name[0] == word[0]}
    return meant.pop() if len({drug.ingredients for drug in meant}) == 1 else None


def _near(word: str, name: str) -> bool:
    """Return whether two words differ by one letter, or by two neighbours swapped."""
    if len(word) != len(name):
        return abs(len(word) - len(name)) == 1
    differ = [place for place, letter in enumerate(word) if letter != name[place]]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        first, second = differ
        return word[first] == name[second] and word[second] == name[first]
    return len(differ) <= 1
