"""Places smaller than a state → sets of lower-case names. Sources: `PROVENANCE.md`."""

from functools import lru_cache

from imr_reports.vocabulary.wordlists import read_sets, read_words


@lru_cache(maxsize=1)
def towns() -> frozenset[str]:
    """Return towns, post offices and districts of California, and larger cities elsewhere."""
    districts = read_sets("places", "districts")["districts"]
    named_like_states = read_sets("safe", "form")["states"]
    listed = read_words("places", "california_towns") | read_words("places", "cities_elsewhere")
    return (listed | districts) - named_like_states


@lru_cache(maxsize=1)
def california_towns() -> frozenset[str]:
    """Return towns, post offices and districts of California."""
    return read_words("places", "california_towns") | read_sets("places", "districts")["districts"]


def counties() -> frozenset[str]:
    """Return California's counties, without the word "county"."""
    return read_words("places", "california_counties")
