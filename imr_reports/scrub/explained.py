"""A row of capitalized words → which of them nothing explains: neither term nor title nor sentence."""

import re
from functools import lru_cache

from imr_reports.scrub.names import is_stop
from imr_reports.scrub.organization_runs import closes, is_opening, organization_terms
from imr_reports.scrub.words import (
    CLINICAL,
    DRUG,
    ENGLISH,
    EPONYM,
    FORM,
    NAME,
    SERVICE,
    TERM,
    TOWN,
    Reading,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

_LEARNED = re.compile(
    r"(?:olog(?:y|ic|ical|ist|ists)|iatr(?:ic|y|ist|ists)|oids?|algia|itis|osis|pathy|plasty|scop(?:y|ic)"
    r"|graph(?:y|ic)|ectom(?:y|ies)|otom(?:y|ies)|emia|toxin|uria|esthesia|otic|therapy|therapies|metry|ostic|inum)\Z"
)
LATIN = re.compile(
    r"(?:us|um|is|ae|al|ic|ar|or|oid|ous|ine|ate|ide|ol|ase|ose|ive|ary|ory|ation|tion|sion|ity|ment"
    r"|ness|ized|ised|izing|ising|ing|ed|ly|able|ible|gen|cyte|blast|lysis|ectomy|otomy|plasty|opathy|algia|itis"
    r"|emia|uria|pnea|esthesia|ant|ent|ance|ence|ers|ism|ist|ists|ful|less|graph|scope|tions|nals"
    r"|genous|ia|ii|ex|ax|yx)\Z"
)
_OPENERS = frozenset('"“”‘():;•[>*?!\f')
_NUMBERED = re.compile(r"(?:\d[\d/.\-]*|\b[a-z0-9])[).]?\s*\Z")
ACRONYM_LENGTHS = range(3, 7)


def run_words(group: str) -> frozenset[str]:
    """Return a class of words by which capitalized runs are judged."""
    return read_sets("names", "runs")[group]


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Return words that letters capitalize though they name nobody."""
    sets = read_sets("safe", "titles")
    return sets["words"] | sets["acronyms"] | organization_terms()["headings"]


def is_own(reading: Reading, j: int) -> bool:
    """Return whether a capitalized word is explained by nothing: neither a term nor a word of titles."""
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if len(set(lower)) == 1 or (lower == "ph" and reading.gap(j)[:1] == "."):
        return False
    if (
        kinds & (TERM | EPONYM)
        or lower in titles()
        or _LEARNED.search(lower)
        or is_stop(lower)
        or reading.is_initial(j)
    ):
        return False
    return not any(character.isdigit() for character in lower) and not is_acronym(reading, j)


def is_acronym(reading: Reading, j: int) -> bool:
    """Return whether a word is a short one in capitals."""
    return reading.is_all_capitals(j) and len(reading.lowers[j]) <= ACRONYM_LENGTHS[-1]


def begins(reading: Reading, i: int) -> bool:
    """Return whether a capital is due to the place of a word: a sentence, a quotation, an item of a list."""
    if reading.begins_sentence(i):
        return True
    gap = reading.gap(i - 1)
    before = reading.text[max(0, reading.starts[i] - 12) : reading.starts[i]]
    return (
        any(mark in _OPENERS for mark in gap)
        or ("\n" in gap.strip(" ") and gap.count("\n") > 1)
        or bool(_NUMBERED.search(before) and not gap.isspace())
    )


def is_plain_single(reading: Reading, i: int, end: int) -> bool:
    """Return whether a single English word that nobody bears stands where no organization is named either."""
    if end - i > 1 or reading.kinds[i] & (NAME | TOWN) or not reading.kinds[i] & ENGLISH:
        return False
    bracketed = i > 0 and reading.gap(i - 1).endswith("(") and reading.gap(i).startswith(")")
    return not bracketed and (
        i == 0 or reading.lowers[i - 1] not in run_words("places_of_work") or bool(reading.gap(i - 1).strip())
    )


def names_public(reading: Reading, i: int, end: int) -> bool:
    """Return whether a row names a body that publishes guidelines ("American College of Plain Medicine")."""
    around = set(reading.lowers[max(0, i - 2) : end])
    return bool({"american", "national", "international", "maximus", "california"} & around) and bool(
        around & (position_words("learned_bodies") | {"maximus"})
    )


def is_no_beginning(reading: Reading, i: int) -> bool:
    """Return whether no name begins with a word, though it is capitalized."""
    if is_opening(reading, i):
        return True
    return is_stop(reading.lowers[i]) and (reading.begins_sentence(i) or reading.lowers[i] != "our")


def is_plain_opening(reading: Reading, i: int, end: int) -> bool:
    """Return whether the first word of a sentence, an item or a quotation is plain English."""
    kinds = reading.kinds[i]
    plain = bool(kinds & ENGLISH) if kinds else bool(LATIN.search(reading.lowers[i]))
    if end - i == 1:
        bracketed = i > 0 and reading.gap(i - 1).endswith("(") and reading.gap(i).startswith(")")
        return plain and not bracketed
    return plain and not any(_closes_surely(reading, j) for j in range(i + 1, end))


def _closes_surely(reading: Reading, j: int) -> bool:
    lower = reading.lowers[j]
    return (
        closes(reading, j)
        and lower not in titles()
        and not (reading.kinds[j] & SERVICE and lower in run_words("treatments"))
    )


def of_organization(reading: Reading, i: int, end: int) -> list[int]:
    """Return the plain words of a row that closes like an organization's name, words of titles or not."""
    if end - i < 2 or (
        not _closes_surely(reading, end - 1) and reading.lowers[end - 1] not in run_words("short_closings")
    ):
        return []
    skipped = begins(reading, i)
    return [
        j
        for j in range(i + skipped, end - 1)
        if reading.lowers[j] not in organization_terms()["headings"] | run_words("treatments")
        and not is_stop(reading.lowers[j])
        and reading.kinds[j] & (ENGLISH | NAME)
        and not reading.kinds[j] & (DRUG | EPONYM | CLINICAL)
        and (not reading.kinds[j] & (FORM | SERVICE) or reading.lowers[j] in run_words("compass"))
    ]


def is_title(reading: Reading, own: list[int], end: int) -> bool:
    """Return whether plain words belong to the title of a scale or a test ("Pain Scale")."""
    plain = all(reading.kinds[j] & ENGLISH and reading.word(j)[1:].islower() for j in own)
    last = reading.lowers[end - 1]
    learned = len(own) < end - own[0] and _LEARNED.search(last)
    if plain and (last in run_words("title_ends") or learned):
        return True
    return all(_beside_eponym(reading, j) for j in own)


def _beside_eponym(reading: Reading, j: int) -> bool:
    """Return whether a word is part of an eponym of two words ("Hawkins-Kennedy", "De Quervain")."""
    behind = j + 1 < len(reading) and bool(reading.kinds[j + 1] & EPONYM)
    if behind and reading.lowers[j] in {"de", "da", "van", "von"}:
        return True
    return j > 0 and reading.gap(j - 1) == "-" and bool(reading.kinds[j - 1] & EPONYM)


def is_shouted(reading: Reading, i: int, end: int) -> bool:
    """Return whether a run is part of a line in capitals, where they tell nothing."""
    long = [j for j in range(max(0, i - 2), min(len(reading), end + 2)) if len(reading.lowers[j]) > 1]
    capitals = sum(reading.is_all_capitals(j) for j in long)
    return capitals > 2 and capitals * 2 > len(long)
