"""Sentences of a rationale → the reasons that they give, by the rules of `reasons.toml`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from imr_reports.records.coded import Decision
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.vocabulary.matching.anchored import AnchoredPatterns, Worded
from imr_reports.vocabulary.rationales.absences import AbsenceReader
from imr_reports.vocabulary.rationales.item_words import count_named
from imr_reports.vocabulary.rationales.reasons import Rule, grammar, reason_table
from imr_reports.vocabulary.rationales.roles import small_letters

AGAINST = frozenset(
    {
        Reason.CRITERIA_NOT_MET,
        Reason.NOT_RECOMMENDED,
        Reason.EXCEEDS_RECOMMENDED,
        Reason.NO_FUNCTIONAL_IMPROVEMENT,
        Reason.DOCUMENTATION_INSUFFICIENT,
        Reason.REQUEST_INCOMPLETE,
        Reason.FIRST_LINE_NOT_TRIED,
        Reason.FINDINGS_ABSENT,
        Reason.DUPLICATIVE,
        Reason.DEPENDS_ON_DENIED,
    }
)
IN_FAVOR = frozenset(
    {
        Reason.CRITERIA_MET,
        Reason.BENEFIT_SHOWN,
        Reason.FIRST_LINE_FAILED,
        Reason.FINDINGS_PRESENT,
        Reason.DEPENDS_ON_APPROVED,
        Reason.NEW_OR_WORSENING,
    }
)

_LONGEST = 1_500  # what is longer is no sentence; its beginning is read
_NEAR = 60
_SUBJECT = 70
_PRONOUNS = frozenset(("it", "its", "this", "they", "them", "these"))
_SUPPOSING = ("if ", "unless ", "should ")
_IF_THERE = ("if there is ", "if there are ", "if there was ")
# What a rule says in general gives way to what others say of the same thing in the same sentence.
_GIVES_WAY = {
    "criteria_unmet": AGAINST - {Reason.CRITERIA_NOT_MET},
    "no_candidate": AGAINST - {Reason.CRITERIA_NOT_MET, Reason.FINDINGS_ABSENT},
    "recommends_not": frozenset({Reason.EXCEEDS_RECOMMENDED, Reason.DUPLICATIVE}),
    "is_not_recommended": frozenset({Reason.EXCEEDS_RECOMMENDED, Reason.DUPLICATIVE}),
    "not_recorded": frozenset({Reason.NOT_RECOMMENDED}),
    "too_early": frozenset({Reason.FIRST_LINE_NOT_TRIED}),
    "ingredient_not_recommended": frozenset({Reason.EXCEEDS_RECOMMENDED}),
}
# "Criteria met" and "tried and failed" are said with a "not" of their own: "does not exceed", "did not help".
_NEGATED_WITHIN = IN_FAVOR - {Reason.CRITERIA_MET, Reason.FIRST_LINE_FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason, the rule that found it, and the place of the sentence that gives it."""

    place: int
    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True)
class _Found:
    reason: Reason
    rule: str
    is_fallback: bool = False


def find_grounds(
    sentences: Sequence[str],
    roles: Sequence[SentenceRole],
    decision: Decision,
    item_words: frozenset[str] = frozenset(),
) -> tuple[Ground, ...]:
    """Return the reasons that a rationale gives, each once, with the sentence that gives it first.

    Args:
        sentences: the rationale's sentences.
        roles: what each of them does.
        decision: what was decided; what speaks against the outcome is no reason for it.
        item_words: words in small letters that name the disputed item.
    """
    reader = _Reader(
        [small_letters(sentence[:_LONGEST]) for sentence in sentences], roles, decision, item_words
    )
    grounds: dict[Reason, Ground] = {}
    for place in range(len(sentences)):
        for found in reader.read(place):
            grounds.setdefault(found.reason, Ground(place=place, reason=found.reason, rule=found.rule))
    return tuple(grounds.values())


@cache
def _rules(decision: Decision, in_guideline: bool) -> AnchoredPatterns[Rule]:
    """Return the rules that can give a reason for a decision, in a guideline statement or elsewhere."""
    allowed = _allowed(decision)
    return AnchoredPatterns(
        (rule, rule.pattern.regex)
        for rule in reason_table().rules
        if rule.reason in allowed
        and (rule.in_guideline or not in_guideline)
        and not (rule.decision and decision is Decision.UPHELD)
    )


def _allowed(decision: Decision) -> frozenset[Reason]:
    if decision is Decision.UPHELD:
        return frozenset(Reason) - IN_FAVOR
    if decision is Decision.OVERTURNED:
        return frozenset(Reason) - AGAINST
    return frozenset(Reason)


class _Reader:
    def __init__(
        self,
        plain: Sequence[str],
        roles: Sequence[SentenceRole],
        decision: Decision,
        item_words: frozenset[str],
    ) -> None:
        self._plain = plain
        self._roles = roles
        self._decision = decision
        self._item_words = item_words
        self._absences = AbsenceReader(plain, roles)
        quoted = (place for place, role in enumerate(roles) if role is SentenceRole.GUIDELINE)
        self._last_guideline = max(quoted, default=-1)
        self._contexts: dict[str, bool] = {}

    def read(self, place: int) -> list[_Found]:
        """Return a sentence's reasons with their rules, without the general where the specific stands."""
        plain = self._plain[place]
        if plain.startswith(_SUPPOSING):
            return []
        if self._roles[place] is SentenceRole.GUIDELINE:
            stems = reason_table().against_stems
            if self._decision is Decision.UPHELD and not any(stem in plain for stem in stems):
                return []
            return _specific(list(self._by_rules(Worded(plain), place, in_guideline=True)))
        # The item as asked for is no statement about it: "the request for a repeat scan without contrast".
        asked = Worded(grammar("asked_for").sub("request", plain) if "request" in plain else plain)
        found = list(self._by_rules(asked, place, in_guideline=False))
        if self._decision is not Decision.OVERTURNED:
            found += (_Found(one.reason, one.frame, one.is_fallback) for one in self._absences.read(asked))
        return _specific(found)

    def _by_rules(self, plain: Worded, place: int, *, in_guideline: bool) -> Iterator[_Found]:
        known: set[Reason] = set()
        for rule, match in _rules(self._decision, in_guideline).matches(plain):
            if rule.reason not in known and self._fits(rule, match, place, in_guideline):
                known.add(rule.reason)
                yield _Found(rule.reason, rule.pattern.name)

    def _fits(self, rule: Rule, match: re.Match[str], place: int, in_guideline: bool) -> bool:
        plain = match.string
        if plain.endswith(_IF_THERE, 0, match.start()) or (rule.is_affirmed and _is_negated(match, rule)):
            return False
        if (rule.is_unconditional and grammar("condition").search(plain)) or (
            rule.unless and grammar(rule.unless).search(plain)
        ):
            return False
        if rule.unless_item in self._item_words or (
            in_guideline and not self._fits_guideline(rule, match, place)
        ):
            return False
        if rule.has_last_word and (self._last_guideline > place or grammar("other_source").search(plain)):
            return False
        return not rule.needs or self._holds(rule.needs)

    def _fits_guideline(self, rule: Rule, match: re.Match[str], place: int) -> bool:
        if rule.is_asserted and grammar("supposed").search(
            match.string, max(0, match.start() - _NEAR), match.end()
        ):
            return False
        return not rule.names_item or self._names_item(rule, match, place)

    def _names_item(self, rule: Rule, match: re.Match[str], place: int) -> bool:
        """Return whether a guideline speaks of the disputed item, and not of a special kind or use of it."""
        if rule.names_subject:
            before = match.string[max(0, match.start() - _SUBJECT) : match.start()]
            phrases = re.split(r"[,.;:]| (?:that|which|states?|while|and) ", before)
            phrase = phrases[-1]
            if not phrase.strip() or phrase.strip() in _PRONOUNS:
                return self._is_about_item(before, place)
        elif "item" in match.re.groupindex:
            phrase = match["item"]
        else:
            return self._is_about_item(match.string, place)
        if grammar("this_item").match(phrase.strip()):
            return True
        named, unknown = count_named(phrase.rpartition("such as ")[2], self._item_words)
        return named > unknown

    def _is_about_item(self, plain: str, place: int) -> bool:
        """Return whether words name the item, or only refer to what the sentence before them names."""
        if count_named(plain, self._item_words)[0]:
            return True
        refers = not _PRONOUNS.isdisjoint(plain.split()) and place > 0
        return refers and count_named(self._plain[place - 1], self._item_words)[0] > 0

    def _holds(self, context: str) -> bool:
        if context not in self._contexts:
            regex = reason_table().contexts[context].regex
            self._contexts[context] = any(regex.search(plain) for plain in self._plain)
        return self._contexts[context]


def _is_negated(match: re.Match[str], rule: Rule) -> bool:
    plain, begin = match.string, 0
    for cut in grammar("clause_end").finditer(plain, 0, match.start()):
        begin = cut.end()
    if rule.reason is Reason.BENEFIT_SHOWN and grammar("unreal").search(plain, begin, match.end()):
        return True
    end = match.end() if rule.reason in _NEGATED_WITHIN else match.start()
    return grammar("negation").search(plain, begin, end) is not None


def _specific(found: list[_Found]) -> list[_Found]:
    """Leave out what is only the general form of something else that the sentence says."""
    reasons = {one.reason for one in found}
    is_read_whole = any(not one.is_fallback for one in found)
    return [
        one
        for one in found
        if not (one.is_fallback and is_read_whole)
        and _GIVES_WAY.get(one.rule, frozenset()).isdisjoint(reasons)
        and not (one.reason is Reason.DOCUMENTATION_INSUFFICIENT and Reason.DUPLICATIVE in reasons)
    ]
