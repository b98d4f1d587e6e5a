"""Names of people → sets of lower-case words: surnames, first names, nicknames. Sources: `PROVENANCE.md`."""

from functools import lru_cache

from imr_reports.vocabulary.wordlists import read_sets, read_words


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Return all surnames borne by about a hundred people or more in a US census since 2000."""
    return frozenset(name.removesuffix("+") for name in read_words("names", "surnames"))


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Return all first names borne by about a hundred people or more in the 2020 US census."""
    return frozenset(name.removesuffix("+") for name in read_words("names", "first_names"))


@lru_cache(maxsize=1)
def common_names() -> frozenset[str]:
    """Return the surnames and first names with at least 15,000 bearers."""
    marked = read_words("names", "surnames") | read_words("names", "first_names")
    return frozenset(name[:-1] for name in marked if name.endswith("+"))


def nicknames(name: str) -> frozenset[str]:
    """Return the short forms in use for a first name, and the names that a short form stands for."""
    name = name.lower()
    table = read_sets("names", "nicknames")
    full = {key for key, shorts in table.items() if name in shorts}
    return frozenset(table.get(name, frozenset()) | full)


def grammar(group: str) -> frozenset[str]:
    """Return one of the closed classes around names: particles, suffixes, credentials, stops …."""
    return read_sets("names", "grammar")[group]


def position_words(group: str) -> frozenset[str]:
    """Return a class of words by which a name's position is known: verbs, what stands before people …."""
    return read_sets("names", "positions")[group]
