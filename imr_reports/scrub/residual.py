"""A letter → capitalized runs and unknown words that no vocabulary explains. In doubt they are withheld.

Letters capitalize, within a sentence, what their subject is: drugs, tests, therapies, forms, guidelines. Their
vocabulary is finite; what is capitalized besides is somebody's name or the name of something somebody runs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.organization_runs import closes, is_opening, organization_terms
from imr_reports.scrub.recognizer import Span, SpanRecognizer
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
    is_clear_name,
    kind_of,
    read_words,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

RESIDUAL = guards.CERTAIN
"""The guards' terms are asked here, word by word; asked again of the whole they would let plain words pass."""
_JOIN = re.compile(r"[ \t]{1,2}(?:\r?\n[ \t]?)?|[ \t]?\r?\n[ \t]?|[ ]?[&+][ ]?|[-–/]|['’][ ]?|\.[ ]?")
_OPENERS = frozenset('"“”‘():;•[>*?!\f')
_NUMBERED = re.compile(r"(?:\d[\d/.\-]*|\b[a-z0-9])[).]?\s*\Z")
_CONNECTORS = frozenset({"of", "the", "by", "de", "la", "las", "los", "del", "y"})
_LONGEST = 9
_SHORTEST_SMALL = 5
_LATIN = re.compile(
    r"(?:us|um|is|ae|al|ic|ar|or|oid|ous|ine|ate|ide|ol|ase|ose|ive|ary|ory|ation|ition|tion|sion|ity|ment|ness"
    r"|ized|ised|izing|ising|ing|ed|ly|able|ible|gen|cyte|blast|lysis|ectomy|otomy|plasty|opathy|algia|itis"
    r"|emia|uria|pnea|esthesia|ant|ent|ance|ence|ers|ism|ist|ists|ful|less|graph|scope|tions|nals|genous|ia|ii|ex|ax|yx)\Z"
)
_LEARNED = re.compile(
    r"(?:olog(?:y|ic|ical|ist|ists)|iatr(?:ic|y|ist|ists)|oids?|algia|itis|osis|pathy|plasty|scop(?:y|ic)|graph(?:y|ic)"
    r"|ectom(?:y|ies)|otom(?:y|ies)|emia|toxin|uria|esthesia|otic|therapy|therapies|metry|ostic|inum)\Z"
)
_NO_SENTENCE = re.compile(r"[@/\\_.\d]")
_ACRONYM_LENGTHS = range(3, 7)


class Residual(SpanRecognizer):
    """What nothing explains: capitalized runs, single capitalized words, acronyms, unknown small words."""

    label = "unexplained"
    types = ("NAME", "ORG")

    def find(self, text: str) -> Iterator[Span]:
        """Yield the unexplained words of a text."""
        reading = read_words(text)
        expanded = _expanded(reading)
        i = 0
        while i < len(reading):
            if not reading.capitals[i]:
                kinds = reading.kinds[i]
                if (not kinds or is_clear_name(kinds)) and _is_unknown_small(reading, i):
                    yield "NAME", reading.starts[i], reading.ends[i], RESIDUAL
                i += 1
                continue
            end = run_end(reading, i)
            if span := _unexplained(reading, i, end, expanded):
                first, last = span
                kind = "NAME" if _is_person(reading, first, last) else "ORG"
                yield kind, reading.starts[first], reading.ends[last - 1], RESIDUAL
            i = end


def run_end(reading: Reading, i: int) -> int:
    """Return the index behind the row of capitalized words that begins at a word."""
    end = i + 1
    while end < len(reading) and _joins(reading, end - 1):
        step = end
        while (
            step < len(reading)
            and step - end < 2
            and reading.lowers[step] in _CONNECTORS
            and _joins(reading, step)
        ):
            step += 1
        if step >= len(reading) or not reading.capitals[step] or step - i > _LONGEST:
            break
        if step > end and not _connects(reading, end - 1, step):
            break
        end = step + 1
    return end


def _connects(reading: Reading, j: int, following: int) -> bool:
    """Return whether "by the", "de la" and the like hold a name together; "of" does behind what heads one."""
    if reading.lowers[j + 1] in {"of", "by", "the"}:
        doubled = following - j > 2 and reading.lowers[j + 1] != "the"
        return doubled or (
            closes(reading, j) and reading.lowers[j + 1] == "of" and not _is_learned(reading, j)
        )
    return _own(reading, j)


def _is_learned(reading: Reading, j: int) -> bool:
    return reading.lowers[j] in position_words("learned_bodies") or reading.lowers[j] == "university"


def _joins(reading: Reading, j: int) -> bool:
    gap = reading.gap(j)
    if reading.tails[j] != reading.ends[j] and not _continues_possessive(reading, j + 1):
        return False
    if gap == " ":
        return True
    if not _JOIN.fullmatch(gap):
        return False
    if "." in gap:
        return reading.is_initial(j) or reading.lowers[j] in {"st", "mt", "ft"}
    return (
        "\n" not in gap
        or ":" not in reading.text[reading.starts[j + 1] : reading.starts[j + 1] + 40].split("\n")[0]
    )


def _continues_possessive(reading: Reading, j: int) -> bool:
    """Tell "Raley's Market" from "Ruiz's MRI": a term of the subject belongs to no name."""
    return closes(reading, j) or not (reading.kinds[j] & TERM or reading.is_all_capitals(j))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    sets = read_sets("safe", "titles")
    return sets["words"] | sets["acronyms"] | organization_terms()["headings"]


def _own(reading: Reading, j: int) -> bool:
    """Return whether a capitalized word is explained by nothing: neither a term nor a word of titles."""
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if len(set(lower)) == 1 or (lower == "ph" and reading.gap(j)[:1] == "."):
        return False
    if (
        kinds & (TERM | EPONYM)
        or lower in _titles()
        or _LEARNED.search(lower)
        or is_stop(lower)
        or reading.is_initial(j)
    ):
        return False
    return not any(character.isdigit() for character in lower) and not _is_acronym(reading, j)


def _is_acronym(reading: Reading, j: int) -> bool:
    return reading.is_all_capitals(j) and len(reading.lowers[j]) <= _ACRONYM_LENGTHS[-1]


def _begins(reading: Reading, i: int) -> bool:
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


def _unexplained(reading: Reading, i: int, end: int, expanded: frozenset[str]) -> tuple[int, int] | None:
    while i < end and _is_no_beginning(reading, i) and not reading.is_initial(i):
        i += 1
    own = [j for j in range(i, end) if reading.capitals[j] and _own(reading, j)]
    if own == [i] and _begins(reading, i) and _is_plain_opening(reading, i, end):
        own = []
    own = own or _of_organization(reading, i, end)
    if own and (
        _is_title(reading, own, end) or _is_plain_single(reading, i, end) or _names_public(reading, i, end)
    ):
        own = []
    if not own:
        return _acronym(reading, i, end, expanded)
    if _is_shouted(reading, i, end) or guards.is_quiet(reading.text, reading.starts[i]):
        return None
    if guards.is_citation(reading.text, reading.starts[i], reading.ends[end - 1]):
        return None
    if end - i == 1 and guards.is_eponym(reading, i):
        return None
    return _trimmed(reading, i, end, own)


_PLACES_OF_WORK = frozenset(
    {"at", "from", "by", "with", "via", "through", "for", "called", "named", "employer", "joined"}
)


def _is_plain_single(reading: Reading, i: int, end: int) -> bool:
    """Return whether a single English word that nobody bears stands where no organization is named either."""
    if end - i > 1 or reading.kinds[i] & (NAME | TOWN) or not reading.kinds[i] & ENGLISH:
        return False
    bracketed = i > 0 and reading.gap(i - 1).endswith("(") and reading.gap(i).startswith(")")
    return not bracketed and (
        i == 0 or reading.lowers[i - 1] not in _PLACES_OF_WORK or bool(reading.gap(i - 1).strip())
    )


def _names_public(reading: Reading, i: int, end: int) -> bool:
    """Return whether a row names a body that publishes guidelines ("American College of Plain Medicine")."""
    around = set(reading.lowers[max(0, i - 2) : end])
    return bool({"american", "national", "international", "maximus", "california"} & around) and bool(
        around & (position_words("learned_bodies") | {"maximus"})
    )


def _is_no_beginning(reading: Reading, i: int) -> bool:
    if is_opening(reading, i):
        return True
    return is_stop(reading.lowers[i]) and (reading.begins_sentence(i) or reading.lowers[i] != "our")


def _is_plain_opening(reading: Reading, i: int, end: int) -> bool:
    """Return whether the first word of a sentence, an item or a quotation is plain English, or ends like it."""
    if reading.kinds[i]:
        plain = bool(reading.kinds[i] & ENGLISH)
    else:
        plain = bool(_LATIN.search(reading.lowers[i]))
    if end - i == 1:
        bracketed = i > 0 and reading.gap(i - 1).endswith("(") and reading.gap(i).startswith(")")
        return plain and not bracketed
    return plain and not any(_closes_surely(reading, j) for j in range(i + 1, end))


def _closes_surely(reading: Reading, j: int) -> bool:
    lower = reading.lowers[j]
    return (
        closes(reading, j)
        and lower not in _titles()
        and not (reading.kinds[j] & SERVICE and lower in _TREATMENTS)
    )


_TREATMENTS = frozenset(
    [
        "surgery",
        "therapy",
        "pain",
        "care",
        "rehabilitation",
        "medicine",
        "management",
        "supplies",
        "supply",
        "review",
        "diagnostics",
        "home",
        "hand",
        "drugs",
        "drug",
        "services",
        "service",
        "security",
        "sports",
        "health",
        "system",
        "systems",
        "plan",
        "travel",
        "office",
        "offices",
        "practice",
        "designs",
        "products",
        "performance",
        "project",
        "solutions",
        "devices",
        "medical",
        "physiotherapy",
        "psychology",
        "psychological",
        "counseling",
        "dental",
        "acupuncture",
        "chiropractic",
        "imaging",
        "dme",
        "med",
        "psychiatry",
        "dermatology",
        "cardiology",
        "urology",
        "neurology",
        "oncology",
        "podiatry",
        "laboratory",
        "mri",
        "express",
        "electric",
        "hot",
        "cold",
        "spa",
        "hospice",
        "dialysis",
        "surgicenter",
        "anesthesia",
        "pathology",
        "endoscopy",
        "review",
        "risk",
        "local",
        "union",
        "market",
        "behavioral",
        "toxicology",
        "lab",
        "labs",
        "laboratories",
        "hospital",
        "inpatient",
        "outpatient",
        "pool",
        "salon",
        "fitness",
        "radiology",
        "prosthetics",
        "orthotics",
        "steel",
        "hospitals",
        "law",
        "facility",
        "facilities",
        "department",
        "university",
        "district",
        "center",
        "centers",
        "centre",
        "clinic",
        "clinics",
        "city",
        "county",
        "authority",
        "station",
        "agency",
        "board",
        "school",
        "insurance",
        "trust",
        "credit",
        "bank",
        "delivery",
        "nursery",
        "pharmacy",
        "pharmacies",
        "wellness",
        "rehab",
        "orthopedic",
        "orthopedics",
        "neurosurgery",
        "rx",
    ]
)


def _of_organization(reading: Reading, i: int, end: int) -> list[int]:
    """Return the plain words of a row that closes like an organization's name, though each is a word of titles."""
    if end - i < 2 or (
        not _closes_surely(reading, end - 1) and reading.lowers[end - 1] not in _SHORT_CLOSINGS
    ):
        return []
    begins = _begins(reading, i)
    return [
        j
        for j in range(i + begins, end - 1)
        if reading.lowers[j] not in organization_terms()["headings"] | _TREATMENTS
        and not is_stop(reading.lowers[j])
        and reading.kinds[j] & (ENGLISH | NAME)
        and not reading.kinds[j] & (DRUG | EPONYM | CLINICAL)
        and (not reading.kinds[j] & (FORM | SERVICE) or reading.lowers[j] in _COMPASS)
    ]


_SHORT_CLOSINGS = frozenset(
    {"ortho", "pt", "rehab", "neuro", "spine", "snf", "tpa", "jpa", "rx", "pharmacy", "clinic"}
)
_COMPASS = frozenset({"north", "south", "east", "west", "central", "new"})


def _is_title(reading: Reading, own: list[int], end: int) -> bool:
    """Return whether plain words belong to the title of a scale, a test or a guideline ("Quality of Life Scale")."""
    plain = all(reading.kinds[j] & ENGLISH and reading.word(j)[1:].islower() for j in own)
    return plain and reading.lowers[end - 1] in _TITLE_ENDS


_TITLE_ENDS = frozenset(
    [
        "scale",
        "index",
        "inventory",
        "questionnaire",
        "test",
        "tests",
        "score",
        "survey",
        "examination",
        "assessment",
        "syndrome",
        "disorder",
        "disease",
        "criteria",
        "classification",
        "guideline",
        "guidelines",
        "injection",
        "injections",
        "technique",
        "procedure",
        "procedures",
        "stimulation",
        "study",
        "studies",
        "evaluation",
        "tablets",
        "capsules",
        "cream",
        "patch",
        "patches",
        "gel",
        "ointment",
    ]
)


def _trimmed(reading: Reading, i: int, end: int, own: list[int]) -> tuple[int, int]:
    """Leave drugs and words of the form before and behind the unexplained words out."""
    while i < own[0] and (reading.kinds[i] & (DRUG | FORM) or is_stop(reading.lowers[i])):
        i += 1
    while end - 1 > own[-1] and (
        reading.kinds[end - 1] & DRUG or is_stop(reading.lowers[end - 1]) or reading.is_initial(end - 1)
    ):
        end -= 1
    return i, end


def _is_shouted(reading: Reading, i: int, end: int) -> bool:
    """Return whether a run is part of a line in capitals, where they tell nothing."""
    long = [j for j in range(max(0, i - 2), min(len(reading), end + 2)) if len(reading.lowers[j]) > 1]
    capitals = sum(reading.is_all_capitals(j) for j in long)
    return capitals > 2 and capitals * 2 > len(long)


def _acronym(reading: Reading, i: int, end: int, expanded: frozenset[str]) -> tuple[int, int] | None:
    """Return an unknown acronym that stands neither beside a figure nor behind its expansion."""
    for j in range(i, end):
        word = reading.word(j)
        unknown = (
            not reading.kinds[j] & ~NAME and reading.is_all_capitals(j) and len(word) in _ACRONYM_LENGTHS
        )
        if (
            not unknown
            or not word.isalpha()
            or reading.lowers[j] in expanded
            or reading.lowers[j] in _titles()
        ):
            continue
        before = reading.text[max(0, reading.starts[j] - 2) : reading.starts[j]]
        behind = reading.text[reading.ends[j] : reading.ends[j] + 2]
        figure = any(c.isdigit() or c in "-/#=<>%+" for c in before.strip() + behind.strip())
        if (
            not figure
            and not _is_shouted(reading, i, end)
            and not guards.is_quiet(reading.text, reading.starts[j])
        ):
            return j, j + 1
    return None


@lru_cache(maxsize=8)
def _expanded(reading: Reading) -> frozenset[str]:
    """Return the acronyms whose letters begin the words before their bracket ("loss of consciousness (LOC)")."""
    found = set()
    for j in range(2, len(reading)):
        if not reading.is_all_capitals(j) or not reading.gap(j - 1).endswith("("):
            continue
        letters = reading.lowers[j].rstrip("s")
        initials = "".join(lower[0] for lower in reading.lowers[max(0, j - 8) : j])
        plain = all(reading.kinds[k] & (TERM | ENGLISH) for k in range(max(0, j - len(letters)), j))
        if plain and _is_subsequence(letters, initials):
            found.add(reading.lowers[j])
    return frozenset(found)


def _is_subsequence(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return sum(letter in rest for letter in letters) >= max(2, len(letters) - 1)


def _is_person(reading: Reading, first: int, last: int) -> bool:
    words = range(first, last)
    return len(words) <= 3 and all(
        reading.is_initial(j)
        or not reading.kinds[j]
        or (reading.kinds[j] & NAME and not reading.kinds[j] & SERVICE)
        for j in words
    )


def _is_unknown_small(reading: Reading, i: int) -> bool:
    """Return whether a word in lower case is a name that means nothing else, or no word that one knows."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if (
        len(lower) < _SHORTEST_SMALL - bool(kinds)
        or not lower.isalpha()
        or (kinds and not is_clear_name(kinds))
    ):
        return False
    start, tail = reading.starts[i], reading.tails[i]
    if _NO_SENTENCE.search(reading.text[max(0, start - 1) : start]) or (
        _NO_SENTENCE.match(reading.text[tail : tail + 1]) and reading.text[tail + 1 : tail + 2].isalnum()
    ):
        return False
    if (
        reading.text[tail : tail + 1] in "-@"
        or reading.text[max(0, start - 1) : start] == "-"
        or len(set(lower)) == 1
    ):
        return False
    if kinds:
        return bool(lower not in position_words("trades"))
    return not _LATIN.search(lower) and not _is_glued(lower) and not guards.is_quiet(reading.text, start)


@lru_cache(maxsize=4096)
def _is_glued(lower: str) -> bool:
    """Return whether two words of the subject are written as one ("notmedically", "ofthe")."""
    return any(
        kind_of(lower[:k]) & (ENGLISH | CLINICAL | SERVICE)
        and kind_of(lower[k:]) & (ENGLISH | CLINICAL | SERVICE)
        for k in range(2, len(lower) - 1)
    )
