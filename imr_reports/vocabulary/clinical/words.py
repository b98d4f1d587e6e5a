"""`clinical.toml` → the words by which a case summary tells of the injured worker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.clinical import Sex, Treatment, WorkStatus
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml
from imr_reports.vocabulary.drugs.mentions import drugs
from imr_reports.vocabulary.matching.phrases import PhraseTable

_SOURCE = "clinical.toml"
_LISTS = (
    "nothing",
    "affirmed",
    "ongoing",
    "unmoved",
    "denied",
    "planned",
    "ends",
    "complaints",
    "examined",
    "reopening",
    "wished",
)


class Cue(StrEnum):
    """What a phrase does to the statements around it.

    AFFIRMED, ONGOING and ENDS bound the reach of the others, UNMOVED hides a word of negation. DENIED and
    PLANNED reach forward, UNDONE back to a treatment, or forward where none stands before it.
    """

    AFFIRMED = "affirmed"
    ONGOING = "ongoing"
    UNMOVED = "unmoved"
    DENIED = "denied"
    PLANNED = "planned"
    UNDONE = "undone"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalWord:
    """What a phrase means; with nothing set, nothing at all: it hides the words within it.

    Attributes:
        cue: what it does to the statements around it.
        treatment: the kind of treatment it names.
        status: the work status it names.
        needs_work: whether the status counts only beside a word of work.
        is_complaint: whether it names a symptom or an injury.
        is_examined: whether a finding or an account begins with it, in which body parts are no complaint.
        is_behind: whether it stands behind what it examines.
        is_reopening: whether a complaint begins with it, also behind an examination.
        is_wished: whether a status behind it is wished for, conditional, or of another time.
        is_cause: whether the duty right behind it is what an injury came from.
    """

    cue: Cue | None = None
    treatment: Treatment | None = None
    status: WorkStatus | None = None
    needs_work: bool = False
    is_complaint: bool = False
    is_examined: bool = False
    is_behind: bool = False
    is_reopening: bool = False
    is_wished: bool = False
    is_cause: bool = False


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Words about the person: whose age a number of years is not, and those that tell a sex."""

    relatives: frozenset[str]
    things: frozenset[str]
    numbers: dict[str, int]
    nouns: dict[str, Sex]
    letters: dict[str, Sex]
    pronouns: dict[str, Sex]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """Words that tell the pieces of a list of diagnoses apart."""

    words: frozenset[str]
    suffixes: tuple[str, ...]
    qualifiers: tuple[str, ...]
    operated: tuple[str, ...]
    generic: frozenset[str]
    uncertain: tuple[str, ...]


@cache
def clinical_words() -> PhraseTable[ClinicalWord]:
    """Return all phrases, the names of drugs among them; the longest at a place counts."""
    return PhraseTable(clinical_phrases().items())


@cache
def clinical_phrases() -> dict[str, ClinicalWord]:
    """Return phrase → what it means.

    Raises:
        ConfigurationError: if the table names a treatment or a status that the records don't have.
    """
    phrases = {
        " ".join(name): ClinicalWord(treatment=Treatment.MEDICATION)
        for name, drug in drugs().items()
        if _is_word(name) and not (drug.needs_amount or drug.needs_company)
    }
    for plain, word in _entries():
        changes = {name: getattr(word, name) for name in ClinicalWord.__slots__ if getattr(word, name)}
        for phrase in (plain, *_contracted(plain)):
            phrases[phrase] = replace(phrases.get(phrase, ClinicalWord()), **changes)
    for phrase in _table()["nothing"]["phrases"]:
        phrases[phrase] = ClinicalWord()
    return phrases


@cache
def work_words() -> frozenset[str]:
    """Return the words beside which a doubtful status is one of work."""
    return frozenset(_table()["needs_work"]["words"])


@cache
def conditional_words() -> frozenset[str]:
    """Return the words whose reach over a status ends at a comma."""
    return frozenset(_table()["wished"]["conditional"])


@cache
def person_words() -> PersonWords:
    """Return the words about the person."""
    table = _table()
    sex, numbers = table["sex"], table["numbers"]
    spelled = dict(numbers["tens"]) | dict(numbers["teens"])
    for (ten, tens), (one, ones) in product(numbers["tens"].items(), numbers["ones"].items()):
        spelled[f"{ten} {one}"] = tens + ones
    return PersonWords(
        relatives=frozenset(table["relatives"]["words"]),
        things=frozenset(table["relatives"]["things"]),
        numbers=spelled,
        nouns={word: one for one in Sex for word in sex[one.value]},
        letters={letter: Sex(name) for letter, name in sex["letters"].items()},
        pronouns={word: one for one in Sex for word in sex[f"{one.value}_pronouns"]},
        others=frozenset(sex["others"]),
    )


@cache
def condition_words() -> ConditionWords:
    """Return the words that tell diagnoses apart."""
    table = _table()["conditions"]
    return ConditionWords(
        words=frozenset(table["words"]),
        suffixes=tuple(table["suffixes"]),
        qualifiers=tuple(table["qualifiers"]),
        operated=tuple(table["operated"]),
        generic=frozenset(table["generic"]),
        uncertain=tuple(table["uncertain"]),
    )


def clinical_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of the table."""
    return clinical_patterns()[name].regex


def clinical_patterns() -> dict[str, ExampledPattern]:
    """Return all patterns of the table."""
    return load_patterns(_SOURCE)


def _entries() -> Iterator[tuple[str, ClinicalWord]]:
    table = _table()
    try:
        for kind, phrases in table["treatments"].items():
            for phrase in _with_plurals(phrases):
                yield phrase, ClinicalWord(treatment=Treatment(kind))
        for kind, phrases in table["work_status"].items():
            for phrase in phrases:
                needs_work = phrase in table["needs_work"]["phrases"]
                yield phrase, ClinicalWord(status=WorkStatus(kind), needs_work=needs_work)
    except ValueError as error:
        raise ConfigurationError(f"{_SOURCE}: {error}") from error
    for cue in (Cue.AFFIRMED, Cue.ONGOING, Cue.UNMOVED, Cue.DENIED, Cue.PLANNED, Cue.ENDS):
        for phrase in table[cue.value]["phrases"]:
            yield phrase, ClinicalWord(cue=cue)
    yield from ((phrase, ClinicalWord(is_complaint=True)) for phrase in table["complaints"]["phrases"])
    yield from ((phrase, ClinicalWord(is_examined=True)) for phrase in table["examined"]["phrases"])
    behind = table["examined"]["behind"]
    yield from ((phrase, ClinicalWord(is_examined=True, is_behind=True)) for phrase in behind)
    yield from ((phrase, ClinicalWord(is_reopening=True)) for phrase in table["reopening"]["phrases"])
    yield from ((phrase, ClinicalWord(is_wished=True)) for phrase in table["wished"]["phrases"])
    yield from ((phrase, ClinicalWord(is_cause=True)) for phrase in table["wished"]["causes"])
    undone = table["undone_after"]
    negated = product(undone["negations"], ("", "been "), undone["beginnings"])
    yield from ((f"{negation} {be}{done}", ClinicalWord(cue=Cue.UNDONE)) for negation, be, done in negated)
    for auxiliary, participle in product(undone["auxiliaries"], undone["participles"]):
        yield f"{auxiliary} {participle}", ClinicalWord(cue=Cue.UNDONE)
    yield from ((phrase, ClinicalWord(cue=Cue.UNDONE)) for phrase in undone["phrases"])


def _contracted(phrase: str) -> Iterator[str]:
    """Yield a phrase with its "not" contracted: "isn't working", "didn't help"; with a blank or none."""
    if phrase.startswith("cannot"):
        yield from (phrase.replace("cannot", written, 1) for written in ("can t", "cant"))
    before, negation, behind = f" {phrase} ".partition(" not ")
    auxiliaries = _table()["contracted"]["auxiliaries"]
    first = before.strip()
    if not negation or (first and first not in auxiliaries):
        return
    for auxiliary in [first] if first else auxiliaries:
        for written in ("n t", "nt"):
            yield f"{auxiliary}{written} {behind}".strip()


def _with_plurals(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        if not phrase.endswith("s") and not phrase.isupper():
            yield phrase + "s"
        yield phrase


def _is_word(name: tuple[str, ...]) -> bool:
    return name[0].isalpha() and len(name[0]) > 2


@cache
def _table() -> dict[str, Any]:
    groups = (
        "treatments",
        "work_status",
        "undone_after",
        "needs_work",
        "relatives",
        "sex",
        "numbers",
        "conditions",
        "contracted",
    )
    return read_toml(_SOURCE, *_LISTS, *groups)
