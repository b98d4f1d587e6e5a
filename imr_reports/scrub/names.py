"""A place in a reading where a name may stand → how far the name reaches, forward or backward."""

import re
from enum import StrEnum
from functools import lru_cache

from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    ENGLISH,
    EPONYM,
    FIRST,
    FORM,
    NAME,
    SAFE,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
    kind_of,
    listed_kind_of,
)
from imr_reports.vocabulary import names, safe
from imr_reports.vocabulary.names import position_words

MONTHS_BORNE = frozenset({"april", "may", "june", "august", "march", "january", "july"})
_JOIN = re.compile(r"[ \t]{0,3}(?:\r?\n[ \t]{0,4})?")
_HYPHEN = re.compile(r"[-‐‑–]\s?(?:\r?\n)?")
_PARTED = re.compile(r"[-‐‑]\r?\n")
_AFTER_INITIAL = re.compile(r"\.?[ \t]{0,2}(?:\r?\n[ \t]{0,2})?")
_OPEN_NICKNAME = re.compile(r"\s{1,3}[\"“(‘']{1,2}")
_CLOSE_NICKNAME = re.compile(r"[\"”)’']{1,2}\s{1,3}(?:\r?\n)?")
_SURNAME_FIRST = re.compile(r"[ ]?,[ \t]{0,2}")
_LONGEST = 7
_LONGEST_ACRONYM = 5


class Trust(StrEnum):
    """How surely what comes before or behind announces a name."""

    ANY = "any"
    LIKELY = "likely"
    LISTED = "listed"


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return names.grammar("stops") | names.grammar("credentials")


@lru_cache(maxsize=1)
def _person_drugs() -> frozenset[str]:
    return safe.drug_names_of_people()


def is_stop(lower: str) -> bool:
    """Return whether a word never belongs to a name."""
    return lower in _stops()


def begins_name(reading: Reading, i: int, trust: Trust, *, kin: bool = False, titled: bool = False) -> bool:
    """Return whether a name may begin with a word, given how surely one is announced."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if titled and reading.is_capitalized(i) and not reading.is_initial(i):
        return lower not in position_words("never_titled")
    if kin and lower in WEEKDAYS_BORNE and reading.is_capitalized(i):
        return _name_follows(reading, i)
    if lower in _stops() and not (kin and _is_borne_stop(reading, i, trust)):
        return False
    if not reading.is_capitalized(i):
        small = trust is not Trust.LISTED and is_clear_name(kinds) and bool(kinds & COMMON)
        return small or _is_particle_of_name(reading, i)
    if reading.is_initial(i):
        return _initial_begins(reading, i, trust)
    return _word_begins(reading, i, trust, kin=kin)


def _word_begins(reading: Reading, i: int, trust: Trust, *, kin: bool) -> bool:
    """Return whether a capitalized word that is no function word may begin a name."""
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if len(lower) > 2 and len(set(lower)) == 1:  # a redaction that is there already
        return False
    if is_clear_name(kinds):
        return not _is_acronym(reading, i) or trust is Trust.ANY or _is_among_capitals(reading, i)
    if not kinds or _only_resembles(lower):
        return trust is Trust.ANY or (trust is Trust.LIKELY and not _is_acronym(reading, i))
    if trust is Trust.ANY:
        named = bool(kinds & (NAME | EPONYM))
        return named or (bool(kinds & ENGLISH) and not kinds & (DRUG | FORM | SERVICE))
    likely = trust is Trust.LIKELY and is_borne(lower, kinds, kin=kin)
    return likely and not _opens_heading(reading, i)


def _only_resembles(lower: str) -> bool:
    """Return whether a word is known only because it is a letter off a known one ("Lauina", "lamina")."""
    return not listed_kind_of(lower) and not lower.endswith(("s", "ed", "ing", "ly", "al"))


WEEKDAYS_BORNE = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
STOPS_BORNE = frozenset(
    {"will", "her", "so", "do", "an", "see", "no", "can", "he", "you", "to", "my", "in", "on", "still"}
)
"""Function words that people bear as names: names only where nothing else can stand."""


def _is_borne_stop(reading: Reading, i: int, trust: Trust) -> bool:
    lower = reading.lowers[i]
    if lower in MONTHS_BORNE:
        return True
    if lower not in STOPS_BORNE or not reading.is_capitalized(i):
        return False
    if trust is Trust.ANY and lower != "no":
        return True
    following = (
        i + 1 < len(reading) and reading.is_capitalized(i + 1) and bool(_JOIN.fullmatch(reading.gap(i)))
    )
    return following and bool(reading.kinds[i + 1] & NAME)


def _name_follows(reading: Reading, i: int) -> bool:
    """Return whether a word that can only be a name follows directly ("Tuesday Okoye")."""
    if i + 1 >= len(reading) or not reading.is_capitalized(i + 1) or reading.gap(i) != " ":
        return False
    return is_clear_name(reading.kinds[i + 1]) or not reading.kinds[i + 1]


def _opens_heading(reading: Reading, i: int) -> bool:
    """Return whether a capitalized plain word that no one bears follows directly ("Fee Schedule")."""
    if i + 1 >= len(reading) or not reading.is_capitalized(i + 1) or not _JOIN.fullmatch(reading.gap(i)):
        return False
    kinds = reading.kinds[i + 1]
    return bool(kinds & SAFE and not kinds & NAME) and reading.lowers[i + 1] not in names.grammar(
        "credentials"
    )


def is_borne(lower: str, kinds: int, *, kin: bool = False) -> bool:
    """Return whether an ordinary word is a name that many people bear ("Hope", "Price", "Soma")."""
    if lower in MONTHS_BORNE:
        return kin
    if not kinds & NAME or kinds & (FORM | SERVICE):
        return False
    if kinds & DRUG:
        return kin and (lower in _person_drugs() or bool(kinds & (COMMON | FIRST)))
    return bool(kinds & (COMMON | FIRST)) or not kinds & TERM


def _is_acronym(reading: Reading, i: int) -> bool:
    return reading.is_all_capitals(i) and reading.ends[i] - reading.starts[i] <= _LONGEST_ACRONYM


def _is_among_capitals(reading: Reading, i: int) -> bool:
    """Return whether a further name or an initial in capitals follows: then a short word is no acronym."""
    if i + 1 >= len(reading) or not _AFTER_INITIAL.fullmatch(reading.gap(i)):
        return False
    follows = reading.is_initial(i + 1) or (
        reading.is_all_capitals(i + 1) and is_clear_name(reading.kinds[i + 1])
    )
    return follows and not is_stop(reading.lowers[i + 1])


def _initial_begins(reading: Reading, i: int, trust: Trust) -> bool:
    """An initial begins a name when a name, or another initial with periods, follows it."""
    if i + 1 >= len(reading):
        return False
    gap, following = reading.gap(i), i + 1
    if reading.is_initial(following) and gap in (".", ". "):
        closed = reading.gap(following)[:1] == "." or trust is Trust.ANY
        return closed and reading.lowers[i] + reading.lowers[following] not in {
            "md",
            "do",
            "dc",
            "rn",
            "pt",
            "pa",
            "np",
            "am",
            "pm",
            "us",
        }
    if trust is Trust.ANY and gap[:1] == ".":
        return True
    return (
        _AFTER_INITIAL.fullmatch(gap) is not None
        and (gap[:1] == "." or trust is Trust.ANY)
        and reading.is_capitalized(following)
        and not is_stop(reading.lowers[following])
        and bool(reading.kinds[following] & NAME or not reading.kinds[following])
    )


def _is_particle_of_name(reading: Reading, i: int) -> bool:
    particle = reading.lowers[i] in names.grammar("particles")
    if particle and i + 1 < len(reading) and not reading.is_capitalized(i + 1):
        return bool(_JOIN.fullmatch(reading.gap(i))) and _is_particle_of_name(reading, i + 1)
    joined = bool(_JOIN.fullmatch(reading.gap(i))) or reading.gap(i) in ("-", "‑", "’", "'")
    following = i + 1 < len(reading) and joined and reading.gap(i) != ""
    return particle and following and reading.is_capitalized(i + 1) and not is_stop(reading.lowers[i + 1])


def read_forward(
    reading: Reading,
    i: int,
    trust: Trust,
    *,
    kin: bool = False,
    surname_first: bool = False,
    titled: bool = False,
) -> int:
    """Return the index behind the last word of the name that begins at a word; the same index for no name."""
    if i >= len(reading) or not begins_name(reading, i, trust, kin=kin, titled=titled):
        return i
    end = i + 1
    while end < len(reading) and end - i < _LONGEST:
        step = _step(reading, i, end, surname_first=surname_first)
        if step == end:
            break
        end = step
    while (
        end > i + 1
        and not reading.is_capitalized(end - 1)
        and reading.lowers[end - 1] in names.grammar("particles")
    ):
        end -= 1
    return end


def _step(reading: Reading, begin: int, end: int, *, surname_first: bool) -> int:
    """Return the index behind the next word when that word continues the name."""
    gap = reading.gap(end - 1)
    if reading.tails[end - 1] != reading.ends[end - 1]:  # a possessive closes a name
        return end
    lower = reading.lowers[end]
    if _OPEN_NICKNAME.fullmatch(gap) and end + 1 < len(reading):
        return _past_nickname(reading, end)
    if lower in names.grammar("suffixes") and re.fullmatch(r",?\s", gap):
        return end + 1
    joined = bool(_JOIN.fullmatch(gap) and gap) or bool(_HYPHEN.fullmatch(gap))
    after_initial = reading.is_initial(end - 1) and bool(_AFTER_INITIAL.fullmatch(gap))
    if not reading.is_capitalized(end):
        follows = (joined or after_initial) and _continues_small(reading, begin, end, gap)
    else:
        joined = joined or after_initial or bool(_CLOSE_NICKNAME.fullmatch(gap))
        joined = joined or (gap in (". ", ".") and reading.lowers[end - 1] in {"st", "sta", "jr"})
        joined = joined or _is_given_name_behind(reading, begin, end, surname_first=surname_first)
        follows = joined and _continues(reading, begin, end, gap)
    return end + 1 if follows else end


def _is_given_name_behind(reading: Reading, begin: int, end: int, *, surname_first: bool) -> bool:
    """Return whether a comma joins a surname to the first names behind it."""
    if not _SURNAME_FIRST.fullmatch(reading.gap(end - 1)) or end - begin > 3:
        return False
    with_initial = end + 1 < len(reading) and reading.is_initial(end + 1)
    return surname_first or (end - begin == 1 and with_initial and bool(reading.kinds[end] & FIRST))


def _continues_small(reading: Reading, begin: int, i: int, gap: str) -> bool:
    """Return whether a word in lower case continues a name: a particle, or a further small name."""
    kinds = reading.kinds[i]
    if _is_particle_of_name(reading, i) or _hyphen_lower(reading, i, gap):
        return True
    small = not reading.is_capitalized(begin) and not is_stop(reading.lowers[i])
    return small and bool(kinds & COMMON) and not kinds & (TERM | EPONYM)


def _hyphen_lower(reading: Reading, i: int, gap: str) -> bool:
    if _PARTED.fullmatch(gap) and reading.capitals[i - 1]:
        joined = kind_of(reading.lowers[i - 1] + reading.lowers[i])
        return not is_stop(reading.lowers[i]) and bool(joined & NAME or not joined)
    if not _HYPHEN.fullmatch(gap) or "\n" in gap or reading.is_all_capitals(i - 1):
        return False
    return is_clear_name(reading.kinds[i]) or _is_second_syllable(reading, i)


def _is_second_syllable(reading: Reading, i: int) -> bool:
    """Return whether a small word behind a hyphen ends a given name ("Sung-ho", "Hye-jin")."""
    kinds, before = reading.kinds[i], reading.kinds[i - 1]
    if not reading.capitals[i - 1] or reading.gap(i - 1) != "-" or reading.capitals[i]:
        return False
    borne = (not before or before & NAME) and not before & (SERVICE | DRUG)
    syllable = len(reading.lowers[i]) in range(2, 6) and (not kinds or kinds & NAME) and not kinds & DRUG
    return bool(borne and syllable) and reading.lowers[i] not in position_words("behind_hyphens")


def _past_nickname(reading: Reading, i: int) -> int:
    """A nickname in quotes or brackets is part of a name when it is capitalized and another name follows."""
    if not reading.is_capitalized(i) or is_stop(reading.lowers[i]) or i + 1 >= len(reading):
        return i
    follows = reading.is_capitalized(i + 1) and not is_stop(reading.lowers[i + 1])
    return i + 1 if _CLOSE_NICKNAME.fullmatch(reading.gap(i)) and follows else i


def _continues(reading: Reading, begin: int, i: int, gap: str) -> bool:
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if reading.is_initial(i):
        return _continues_as_initial(reading, i)
    if _is_surely_joined(reading, begin, i, gap) or (
        "," in gap and kinds & FIRST and not _is_credential(reading, i)
    ):
        return True
    if is_stop(lower) or _is_credential(reading, i):
        return False
    if is_clear_name(kinds) or not kinds:
        capitals = reading.is_all_capitals(begin) or reading.is_initial(begin)
        return capitals or not _is_acronym(reading, i)
    # In a line of capitals every word is capitalized: what acts or nobody bears is a word of the sentence.
    if reading.is_all_capitals(i) and (not kinds & NAME or lower in position_words("verbs")):
        return False
    return _is_further_name(lower, kinds, gap)


def _is_credential(reading: Reading, i: int) -> bool:
    """Tell "PA", "MA" from the names "Pa", "Ma"."""
    return reading.is_all_capitals(i) and reading.lowers[i] in names.grammar("ambiguous_credentials")


def is_dotted_credential(reading: Reading, i: int) -> bool:
    """Return whether "M.D." and the like begin with a word."""
    return bool(_DOTTED_CREDENTIAL.match(reading.text, reading.starts[i]))


def _continues_as_initial(reading: Reading, i: int) -> bool:
    if is_dotted_credential(reading, i):
        return False
    closed = reading.gap(i)[:1]
    return closed == "." or (closed in " ,\n\r" and reading.lowers[i] not in {"l", "c", "t", "s", "i", "a"})


def _is_further_name(lower: str, kinds: int, gap: str) -> bool:
    """Return whether a word with another meaning is a further name ("Rose Thorne", "Olive Branch")."""
    if kinds & EPONYM and not kinds & TERM:
        return True
    if kinds & FORM and lower not in MONTHS_BORNE and "-" not in gap:
        return bool(kinds & COMMON) and not kinds & (SERVICE | DRUG)
    if kinds & NAME:
        return not kinds & (SERVICE | DRUG) or bool(kinds & COMMON) or lower in _person_drugs()
    return "\n" not in gap and bool(kinds & ENGLISH) and not kinds & TERM


_DOTTED_CREDENTIAL = re.compile(
    r"(?:M\.\s?D|D\.\s?[OC]|P\.\s?[TA]|R\.\s?N|N\.\s?P|O\.\s?[DT]|L\.\s?A|Q\.\s?M|A\.\s?M)\b"
)


def _is_surely_joined(reading: Reading, begin: int, i: int, gap: str) -> bool:
    """Return whether a capitalized word of any meaning belongs to the name before it ("Aisha Knee").

    Letters don't capitalize within a sentence: what stands so directly behind a first name is the surname.
    """
    lower = reading.lowers[i]
    if _HYPHEN.fullmatch(gap) and "\n" not in gap:
        return not reading.is_all_capitals(i) or reading.is_all_capitals(i - 1)
    if gap.startswith(",") or gap.startswith(" ,"):
        return lower in MONTHS_BORNE
    if gap not in (" ", ". ") or i - begin > 2 or reading.is_all_capitals(i):
        return False
    if lower in _roles() and not _is_borne_role(reading, i):
        return False
    first = reading.kinds[begin]
    if (
        not first & FIRST
        or not (is_clear_name(first) or (first & COMMON and not first & (TERM | EPONYM)))
        or reading.is_all_capitals(begin)
    ):
        return False
    further = i + 1 < len(reading) and reading.is_capitalized(i + 1) and reading.gap(i) == " "
    return not further or lower in MONTHS_BORNE or bool(reading.kinds[i] & FIRST)


def _is_borne_role(reading: Reading, i: int) -> bool:
    """Return whether a role's word, capitalized in a sentence, is a surname ("Bopha Nurse objected")."""
    if not reading.kinds[i] & NAME and reading.lowers[i] not in STOPS_BORNE:
        return False
    labelled = ":" in reading.gap(i) or i + 1 >= len(reading) or reading.capitals[i + 1]
    return not labelled and "\n" not in reading.gap(i)


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return names.grammar("roles") | names.grammar("credentials") | names.grammar("ambiguous_credentials")


def read_backward(reading: Reading, last: int) -> int:
    """Return the index of the first word of the name that ends with a word, or `last + 1` for no name."""
    if not _ends_name(reading, last):
        return last + 1
    first = last
    while first > 0 and last - first < _LONGEST - 1 and _reaches_back(reading, first - 1):
        first -= 1
    while first <= last and not reading.is_capitalized(first):
        first += 1
    return with_particles(reading, first)


_LEADING_PARTICLES = frozenset(
    [
        "de",
        "la",
        "las",
        "los",
        "del",
        "da",
        "das",
        "dos",
        "di",
        "du",
        "van",
        "von",
        "der",
        "ter",
        "al",
        "el",
        "abu",
    ]
)


def with_particles(reading: Reading, first: int) -> int:
    """Return where a name begins with the small particles before it ("da Silveira", "de la Cruz")."""
    while (
        first > 0
        and reading.lowers[first - 1] in _LEADING_PARTICLES
        and not reading.is_all_capitals(first - 1)
        and reading.gap(first - 1) in (" ", "\n", "-")
    ):
        first -= 1
    return first


def _ends_name(reading: Reading, i: int) -> bool:
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if not reading.is_capitalized(i) or reading.is_initial(i):
        return False
    led = i > 0 and reading.gap(i - 1).strip() in ("", ".") and _leads(reading, i - 1)
    if led and lower not in _roles():
        return True
    if is_stop(lower):
        return lower in STOPS_BORNE and not reading.begins_sentence(i)
    return bool(kinds & NAME or not kinds or (kinds & ENGLISH and not kinds & TERM))


def _leads(reading: Reading, i: int) -> bool:
    """Return whether a word is an initial or a common first name, so that a surname stands behind it."""
    if reading.is_initial(i):
        return reading.gap(i)[:1] == "."
    kinds = reading.kinds[i]
    return reading.is_capitalized(i) and bool(kinds & FIRST and not kinds & TERM)


def _reaches_back(reading: Reading, i: int) -> bool:
    lower, gap = reading.lowers[i], reading.gap(i)
    if reading.is_initial(i):
        closed = bool(_AFTER_INITIAL.fullmatch(gap)) and (gap[:1] == "." or lower not in {"a", "i"})
        return closed and not (i > 0 and is_dotted_credential(reading, i - 1))
    if _is_second_syllable(reading, i) or _is_borne_opening(reading, i):
        return True
    nickname = _OPEN_NICKNAME.fullmatch(gap) or _CLOSE_NICKNAME.fullmatch(gap)
    if is_stop(lower) or not ((_JOIN.fullmatch(gap) and gap) or _HYPHEN.fullmatch(gap) or nickname):
        return False
    if not reading.is_capitalized(i):
        before = reading.lowers[i - 1] if i else ""
        joins = i > 0 and (reading.is_capitalized(i - 1) or before in names.grammar("particles"))
        return lower in names.grammar("particles") and joins
    return _leads_name(reading, i)


def _is_borne_opening(reading: Reading, i: int) -> bool:
    """Return whether a month's or a function word, capitalized, is the first name before ("May Long")."""
    lower, before = reading.lowers[i], reading.lowers[i - 1] if i else ""
    if not reading.word(i).istitle() or reading.gap(i) != " ":
        return False
    if lower in MONTHS_BORNE:
        return before not in {"in", "since", "of", "until", "by", "during"}
    return lower in STOPS_BORNE and i > 0 and not reading.begins_sentence(i) and not reading.capitals[i - 1]


def _leads_name(reading: Reading, i: int) -> bool:
    lower, kinds = reading.lowers[i], reading.kinds[i]
    if kinds & SAFE and not kinds & NAME:
        return bool(_HYPHEN.fullmatch(reading.gap(i))) and not kinds & TERM
    borne = bool(kinds & COMMON) or lower in MONTHS_BORNE or lower in _person_drugs()
    return borne or not kinds & (FORM | SERVICE | DRUG)
