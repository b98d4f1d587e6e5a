"""Sentences of a rationale → the reasons that they give, by the rules of `reasons.toml`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imr_reports.records.coded import Decision
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.vocabulary.reasons import Frame, ReasonTable, Rule, Topic, reason_table, stems_of

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
_LONGEST_OBJECT = 240
# In one sentence the first is only the general form of the others.
_GENERAL = {
    "criteria_unmet": AGAINST - {Reason.CRITERIA_NOT_MET},
    "no_candidate": AGAINST - {Reason.CRITERIA_NOT_MET, Reason.FINDINGS_ABSENT},
    "recommended_against": frozenset({Reason.EXCEEDS_RECOMMENDED}),
    "ingredient_not_recommended": frozenset({Reason.EXCEEDS_RECOMMENDED}),
    "normal_findings": frozenset(),
}
_REPLACED = {Reason.DOCUMENTATION_INSUFFICIENT: "repeats"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason, the rule that found it, and the place of the sentence that gives it."""

    place: int
    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    plain: str
    stems: set[str]


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
    table = reason_table()
    allowed = _allowed(decision)
    grounds: dict[Reason, Ground] = {}
    plain = [_plain(sentence) for sentence in sentences]
    reader = _Reader(table, allowed, plain, roles, item_words)
    for place in range(len(plain)):
        for reason, rule in reader.read(place):
            grounds.setdefault(reason, Ground(place=place, reason=reason, rule=rule))
    return tuple(grounds.values())


def _allowed(decision: Decision) -> frozenset[Reason]:
    everything = frozenset(Reason)
    if decision is Decision.UPHELD:
        return everything - IN_FAVOR
    if decision is Decision.OVERTURNED:
        return everything - AGAINST
    return everything


def _grammar(name: str) -> re.Pattern[str]:
    return reason_table().grammar[name].regex


def _plain(sentence: str) -> str:
    return sentence[:_LONGEST].lower().replace("’", "'")


class _Reader:
    def __init__(
        self,
        table: ReasonTable,
        allowed: frozenset[Reason],
        plain: Sequence[str],
        roles: Sequence[SentenceRole],
        item_words: frozenset[str],
    ) -> None:
        self._table = table
        self._allowed = allowed
        self._plain = plain
        self._roles = roles
        self._item_words = item_words
        self._last_guideline = max(
            (place for place, role in enumerate(roles) if role is SentenceRole.GUIDELINE), default=-1
        )
        self._contexts: dict[str, bool] = {}

    def read(self, place: int) -> list[tuple[Reason, str]]:
        """Return a sentence's reasons with their rules, without the general where the specific stands."""
        plain = self._plain[place]
        is_guideline = self._roles[place] is SentenceRole.GUIDELINE
        stems = stems_of(plain)
        found: list[tuple[Reason, str]] = []
        asked = _grammar("asked_for").sub("request", plain) if "request" in plain else plain
        if not is_guideline and not self._allowed.isdisjoint(AGAINST):
            found += self._absences(asked, stems)
        for rule in self._rules(stems):
            if (is_guideline and not rule.in_guideline) or rule.reason not in self._allowed:
                continue
            if self._fits(rule, plain if rule.names_item else asked, place, is_guideline):
                found.append((rule.reason, rule.pattern.name))
        return _specific(found)

    def _rules(self, stems: set[str]) -> Iterator[Rule]:
        index = self._table.rule_stems
        places: set[int] = set()
        for stem in stems & index.keys():
            places |= index[stem]
        return (self._table.rules[place] for place in sorted(places))

    def _frames(self, stems: set[str]) -> list[Frame]:
        index = self._table.frame_stems
        places: set[int] = set()
        for stem in stems & index.keys():
            places |= index[stem]
        return [self._table.frames[place] for place in sorted(places)]

    def _fits(self, rule: Rule, plain: str, place: int, is_guideline: bool) -> bool:
        match = rule.pattern.regex.search(plain)
        if match is None:
            return False
        if rule.is_affirmed and _is_negated(plain, match, rule):
            return False
        if rule.is_unconditional and _grammar("condition").search(plain):
            return False
        if rule.names_item and is_guideline and not self._names_item(plain):
            return False
        if rule.has_last_word and (self._last_guideline > place or _grammar("other_source").search(plain)):
            return False
        return not rule.needs or self._holds(rule.needs)

    def _names_item(self, plain: str) -> bool:
        return not self._item_words.isdisjoint(re.findall(r"[a-z]{3,}", plain))

    def _holds(self, context: str) -> bool:
        if context not in self._contexts:
            regex = self._table.contexts[context].regex
            self._contexts[context] = any(regex.search(plain) for plain in self._plain)
        return self._contexts[context]

    def _absences(self, plain: str, stems: set[str]) -> list[tuple[Reason, str]]:
        frames = self._frames(stems)
        if not frames:
            return []
        found: list[tuple[Reason, str]] = []
        start = 0
        about_request = _grammar("about_request").search(plain) is not None
        for cut in [
            *(match.span() for match in _grammar("clause_end").finditer(plain)),
            (len(plain), len(plain)),
        ]:
            found += self._absent_in(plain[start : cut[0]], frames, about_request)
            start = cut[1]
        return found

    def _absent_in(self, clause: str, frames: list[Frame], about_request: bool) -> list[tuple[Reason, str]]:
        found: list[tuple[Reason, str]] = []
        taken: list[tuple[int, int]] = []
        for frame in frames:
            for match in frame.pattern.regex.finditer(clause):
                start, end = match.span()
                if any(start < stop and begin < end for begin, stop in taken):
                    continue
                if _grammar("guideline_subject").search(clause, max(0, start - 60), start):
                    continue
                taken.append((start, end))
                found += self._absent(clause, frame, start, end, about_request)
        return found

    def _absent(
        self, clause: str, frame: Frame, start: int, end: int, about_request: bool
    ) -> list[tuple[Reason, str]]:
        if frame.is_behind:
            stated = clause[end : end + _LONGEST_OBJECT]
            if purpose := _grammar("purpose").search(stated):
                stated = stated[: purpose.start()]
        else:
            stated = clause[max(0, start - _LONGEST_OBJECT) : start]
        reasons, knows = self._topics(stated, about_request)
        if not knows and frame.fallback and len(stated.strip(" .,")) > 3:
            reasons = [frame.fallback]
        return [(reason, frame.pattern.name) for reason in reasons if reason in self._allowed]

    def _topics(self, stated: str, about_request: bool) -> tuple[list[Reason], bool]:
        reasons: list[Reason] = []
        knows = False
        for part in _grammar("conjunction").split(stated):
            topic = self._topic(part, about_request)
            if topic is None:
                continue
            knows = True
            reason = topic.reason
            if reason is not None and reason not in reasons and not _goes_on(part, reason, reasons):
                reasons.append(reason)
        return reasons, knows

    def _topic(self, part: str, about_request: bool) -> Topic | None:
        best: Topic | None = None
        first = len(part) + 1
        for topic in self._table.topics:
            if topic.of_request and not about_request:
                continue
            match = topic.pattern.regex.search(part)
            if match and match.start() < first:
                best, first = topic, match.start()
        return best


def _goes_on(part: str, reason: Reason, reasons: list[Reason]) -> bool:
    # "No gains in pain, spasms or function": what is listed behind an improvement is what did not improve.
    is_short = len(part.split()) < 4
    return is_short and reason is Reason.FINDINGS_ABSENT and Reason.NO_FUNCTIONAL_IMPROVEMENT in reasons


def _is_negated(plain: str, match: re.Match[str], rule: Rule) -> bool:
    begin = 0
    for cut in _grammar("clause_end").finditer(plain, 0, match.start()):
        begin = cut.end()
    end = match.start() if rule.reason is Reason.FIRST_LINE_FAILED else match.end()
    return _grammar("negation").search(plain, begin, end) is not None


def _specific(found: list[tuple[Reason, str]]) -> list[tuple[Reason, str]]:
    reasons = {reason for reason, _ in found}
    rules = {rule for _, rule in found}
    kept: list[tuple[Reason, str]] = []
    for reason, rule in found:
        if not _GENERAL.get(rule, frozenset()).isdisjoint(reasons):
            continue
        if reason in _REPLACED and _REPLACED[reason] in rules and rule == "unclear":
            continue
        kept.append((reason, rule))
    return kept
