"""Words that name nobody by themselves → sets of lower-case words. Sources: `PROVENANCE.md`."""

from functools import lru_cache

from imr_reports.vocabulary.wordlists import read_sets, read_words


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Return plain English words, inflected forms included."""
    return read_words("safe", "english")


@lru_cache(maxsize=1)
def clinical() -> frozenset[str]:
    """Return words of diagnoses, examinations, procedures and devices, plain English ones left out."""
    return (read_words("safe", "clinical") - english()) | read_sets("safe", "services")["clinical"]


@lru_cache(maxsize=1)
def drugs() -> frozenset[str]:
    """Return single-word names of drugs, brands included."""
    also = read_sets("safe", "drugs_also")
    return read_words("safe", "drugs") | also["brands"]


@lru_cache(maxsize=1)
def drug_names_of_people() -> frozenset[str]:
    """Return drug names that people bear too, where only the position tells which is meant."""
    return read_sets("safe", "drugs_also")["also_people"]


@lru_cache(maxsize=1)
def eponyms() -> frozenset[str]:
    """Return surnames that stand for a test, a sign, a scale, a procedure or a disease."""
    by_hand = read_sets("safe", "eponyms")
    return (
        read_words("safe", "diagnosis_eponyms")
        | by_hand["tests"]
        | by_hand["conditions"]
        | by_hand["instruments"]
    )


@lru_cache(maxsize=1)
def eponym_company() -> frozenset[str]:
    """Return words that stand beside an eponym: "test", "sign", "positive" …."""
    return read_sets("safe", "eponyms")["company"]


@lru_cache(maxsize=1)
def form_words() -> frozenset[str]:
    """Return words of the letter's form, of guidelines, agencies, publishers, makers and devices."""
    form = read_sets("safe", "form")
    kinds = ("agencies", "guidelines", "abbreviations", "publishers", "makers", "devices", "peoples")
    single = frozenset().union(*(form[kind] for kind in kinds))
    states = frozenset(word for state in form["states"] for word in state.split())
    return single | states


@lru_cache(maxsize=1)
def proper_words() -> frozenset[str]:
    """Return capitalized words of English that are neither names nor towns ("Kurdish", "Olympus")."""
    return read_words("safe", "proper_words")


@lru_cache(maxsize=1)
def public_bodies() -> frozenset[str]:
    """Return names of bodies, programs, makers and studies that letters cite, in lower case."""
    return frozenset().union(*read_sets("safe", "public_bodies").values())


@lru_cache(maxsize=1)
def state_words() -> frozenset[str]:
    """Return the words of the names of the states and of countries."""
    return frozenset(word for state in read_sets("safe", "form")["states"] for word in state.split())


@lru_cache(maxsize=1)
def service_words() -> frozenset[str]:
    """Return words of which titles of services, chapters and specialties are made."""
    services = read_sets("safe", "services")
    return services["services"] | services["clinical"]
