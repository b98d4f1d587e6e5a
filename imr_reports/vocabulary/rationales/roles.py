"""`rationales.toml` → what each sentence of a rationale does, and its worth in an excerpt.

It reads plain sentences, so it serves a letter as well as a scrubbed text with placeholders.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.records.reasons import SentenceRole
from imr_reports.vocabulary.datafiles import ExampledPattern, compile_pattern, read_toml
from imr_reports.vocabulary.matching.anchored import AnchoredPatterns, Worded
from imr_reports.vocabulary.matching.plain_regex import in_small_letters, spell_out

_SOURCE = "rationales.toml"
_WORD = re.compile(r"\[?[a-z][a-z'-]*(?:/[a-z]+)?|pr-2")
_HEAD = 6  # a sentence that begins with this case is about it, however much guideline it goes on to name
_STRONG_HEAD = 4
_GOES_ON = 2  # what follows a sentence about the patient is likely to be about the patient too
_LEAST_OF_CONCLUSION = -3
_REMEMBERED = 16_384
_OF_RECORD = 3
_TURNS = ("conclusion", "about_this_one", "of_record")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCues:
    """What words say of a sentence's role: weights of one and of two words, and patterns."""

    single: dict[str, int]
    double: dict[str, dict[str, int]]
    patterns: dict[str, ExampledPattern]


@cache
def role_cues() -> RoleCues:
    """Return the cues.

    Raises:
        ConfigurationError: if the file is not valid.
    """
    table = read_toml(_SOURCE, "weights", "patterns")
    weights = {str(words): int(weight) for words, weight in table["weights"].items() if weight}
    if any(len(words.split()) > 2 or words != words.lower() for words in weights):
        raise ConfigurationError(f"vocabulary file {_SOURCE} weighs more than two words, or capitals")
    patterns = {
        name: in_small_letters(
            compile_pattern(entry | {"regex": spell_out(entry["regex"], {}, _SOURCE)}, name, _SOURCE)
        )
        for name, entry in table["patterns"].items()
    }
    return RoleCues(
        single={words: weight for words, weight in weights.items() if " " not in words},
        double=_by_first_word(weights),
        patterns=patterns,
    )


def _by_first_word(weights: Mapping[str, int]) -> dict[str, dict[str, int]]:
    double: dict[str, dict[str, int]] = {}
    for words, weight in weights.items():
        first, _, second = words.partition(" ")
        if second:
            double.setdefault(first, {})[second] = weight
    return double


@cache
def _turns() -> AnchoredPatterns[str]:
    return AnchoredPatterns((name, role_cues().patterns[name].regex) for name in _TURNS)


def sentence_roles(sentences: Sequence[str]) -> tuple[SentenceRole, ...]:
    """Tell what each sentence of one rationale does.

    A sentence that says nothing of its role goes on with a guideline that is being quoted; within quotation
    marks only the review's own words for this case end the quotation.
    """
    roles: list[SentenceRole] = []
    is_quoting = False
    for sentence in sentences:
        plain = small_letters(sentence)
        weight, concludes = _weigh(plain)
        role = _role(weight, concludes, is_quoting, roles[-1] if roles else SentenceRole.OTHER)
        is_quoting = _is_quoting(plain, role, is_quoting)
        roles.append(role)
    return tuple(roles)


def small_letters(sentence: str) -> str:
    """Return a sentence as the patterns read it: in small letters, and every "not" a word of its own."""
    plain = sentence.lower()
    if "notmedical" in plain:
        plain = plain.replace("notmedical", "not medical")
    if "’" in plain or "'" in plain:
        plain = plain.replace("’", "'").replace("can't", "cannot").replace("n't", " not")
    return plain


# What a sentence weighs, by its hash: guidelines are quoted in the same words in many letters, and no words
# of a letter are kept.
_weighed: dict[int, tuple[int, bool]] = {}


def _weigh(plain: str) -> tuple[int, bool]:
    """Return a sentence's weight, and whether it is worded as a conclusion."""
    key = hash(plain)
    known = _weighed.get(key)
    if known is None:
        if len(_weighed) >= _REMEMBERED:
            _weighed.clear()
        known = _weighed[key] = _weigh_anew(plain)
    return known


def _weigh_anew(plain: str) -> tuple[int, bool]:
    patterns = role_cues().patterns
    turns = {name for name, _ in _turns().matches(Worded(plain))}
    heading = patterns["heading"].regex.match(plain)
    words = _WORD.findall(plain, heading.end() if heading else 0)
    head, total = _sums(words)
    if head >= _STRONG_HEAD:
        return head, "conclusion" in turns
    total += 4 * ("about_this_one" in turns)
    if "of_record" in turns and not patterns["general_voice"].regex.search(plain):
        total += _OF_RECORD
    if "(" in plain and patterns["reference"].regex.search(plain):
        total -= 3
    return total, "conclusion" in turns


def _sums(words: Sequence[str]) -> tuple[int, int]:
    """Return what the first words weigh, and what all do."""
    cues = role_cues()
    single, double = cues.single, cues.double
    weights = [single.get(word, 0) for word in words]
    for place, word in enumerate(words[:-1], 1):
        if word in double and (weight := double[word].get(words[place])):
            weights[place] += weight
    return sum(weights[:_HEAD]), sum(weights)


def _role(weight: int, concludes: bool, is_quoting: bool, before: SentenceRole) -> SentenceRole:
    if concludes and weight >= _LEAST_OF_CONCLUSION:
        return SentenceRole.CONCLUSION
    if before is SentenceRole.PATIENT:
        weight += _GOES_ON
    if weight > (3 if is_quoting else 0):
        return SentenceRole.PATIENT
    if weight < 0 or is_quoting or before is SentenceRole.GUIDELINE:
        return SentenceRole.GUIDELINE
    return SentenceRole.OTHER


def _is_quoting(plain: str, role: SentenceRole, is_quoting: bool) -> bool:
    if role in (SentenceRole.PATIENT, SentenceRole.CONCLUSION):
        return False
    marks = plain.count('"') + plain.count("“") + plain.count("”")
    return is_quoting != (marks % 2 == 1)


def rank_sentences(roles: Sequence[SentenceRole], grounds: Collection[int] = ()) -> tuple[int, ...]:
    """Rank the sentences of a rationale by their worth in an excerpt, 1 first.

    First the conclusion (the last one), then what gives a reason, then the guideline statement right before
    that, then the patient's other facts, other conclusions, other guideline statements, and the rest.

    Args:
        roles: what each sentence does.
        grounds: places of the sentences that give a reason.
    """
    conclusions = [place for place, role in enumerate(roles) if role is SentenceRole.CONCLUSION]
    best = conclusions[-1] if conclusions else max(grounds, default=len(roles) - 1)
    first = min((place for place in grounds if place != best), default=best)
    guidelines = [place for place, role in enumerate(roles) if role is SentenceRole.GUIDELINE]
    rested_on = max((place for place in guidelines if place < first), default=-1)

    def worth(place: int) -> tuple[int, int]:
        if place == best:
            return 0, 0
        if place in grounds:
            return 1, place
        if place == rested_on:
            return 2, 0
        return 3 + _LATER.index(roles[place]), abs(place - first)

    order = sorted(range(len(roles)), key=worth)
    ranks = [0] * len(roles)
    for rank, place in enumerate(order, start=1):
        ranks[place] = rank
    return tuple(ranks)


_LATER = (SentenceRole.PATIENT, SentenceRole.CONCLUSION, SentenceRole.GUIDELINE, SentenceRole.OTHER)
