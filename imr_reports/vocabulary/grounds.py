"""Sentences of a rationale → the reasons that they give, by the rules of `reasons.toml`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imr_reports.records.coded import Decision
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.vocabulary.item_words import count_named
from imr_reports.vocabulary.rationales import small_letters
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
_NEAR = 60
_SUPPOSING = ("if ", "unless ", "should ")
_SAID_EVERYWHERE = frozenset(
    ("patie", "docum", "guide", "treat", "claim", "worke", "injur", "there", "recor", "reque")
)
# What a rule says in general gives way to what others say of the same thing in the same sentence.
_GIVES_WAY = {
    "criteria_unmet": AGAINST - {Reason.CRITERIA_NOT_MET},
    "no_candidate": AGAINST - {Reason.CRITERIA_NOT_MET, Reason.FINDINGS_ABSENT},
    "recommends_not": frozenset({Reason.EXCEEDS_RECOMMENDED, Reason.DUPLICATIVE}),
    "is_not_recommended": frozenset({Reason.EXCEEDS_RECOMMENDED, Reason.DUPLICATIVE}),
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
    table = reason_table()
    grounds: dict[Reason, Ground] = {}
    plain = [_plain(sentence) for sentence in sentences]
    reader = _Reader(table, decision, plain, roles, item_words)
    for place in range(len(plain)):
        for found in reader.read(place):
            grounds.setdefault(found.reason, Ground(place=place, reason=found.reason, rule=found.rule))
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
    return small_letters(sentence[:_LONGEST])


class _Reader:
    def __init__(
        self,
        table: ReasonTable,
        decision: Decision,
        plain: Sequence[str],
        roles: Sequence[SentenceRole],
        item_words: frozenset[str],
    ) -> None:
        self._table = table
        self._decision = decision
        self._allowed = _allowed(decision)
        self._plain = plain
        self._roles = roles
        self._item_words = item_words
        self._last_guideline = max(
            (place for place, role in enumerate(roles) if role is SentenceRole.GUIDELINE), default=-1
        )
        self._contexts: dict[str, bool] = {}
        self._guideline_stems: set[str] | None = None

    def read(self, place: int) -> list[_Found]:
        """Return a sentence's reasons with their rules, without the general where the specific stands."""
        plain = self._plain[place]
        is_guideline = self._roles[place] is SentenceRole.GUIDELINE
        if plain.startswith(_SUPPOSING):
            return []
        stems = stems_of(plain)
        found: list[_Found] = []
        asked = _grammar("asked_for").sub("request", plain) if "request" in plain else plain
        if not is_guideline and not self._allowed.isdisjoint(AGAINST):
            found += self._absences(asked, stems)
        for rule in self._rules(stems):
            if (is_guideline and not rule.in_guideline) or not self._may_apply(rule):
                continue
            if self._fits(rule, plain if rule.names_item else asked, place, is_guideline):
                found.append(_Found(rule.reason, rule.pattern.name))
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

    def _may_apply(self, rule: Rule) -> bool:
        if rule.decision and self._decision is Decision.UPHELD:
            return False
        return rule.reason in self._allowed

    def _fits(self, rule: Rule, plain: str, place: int, is_guideline: bool) -> bool:
        match = rule.pattern.regex.search(plain)
        if match is None:
            return False
        if rule.is_affirmed and _is_negated(plain, match, rule):
            return False
        if rule.is_unconditional and _grammar("condition").search(plain):
            return False
        if (
            rule.is_asserted
            and is_guideline
            and _grammar("supposed").search(plain, max(0, match.start() - _NEAR), match.end())
        ):
            return False
        if rule.names_item and is_guideline and not self._names_item(match):
            return False
        if rule.has_last_word and (self._last_guideline > place or _grammar("other_source").search(plain)):
            return False
        return not rule.needs or self._holds(rule.needs)

    def _names_item(self, match: re.Match[str]) -> bool:
        """Return whether a guideline speaks of the disputed item, and not of a special kind or use of it."""
        phrases = [phrase for phrase in match.groupdict().values() if phrase is not None]
        if not phrases:
            return count_named(match.string, self._item_words)[0] > 0
        named, unknown = count_named(phrases[0], self._item_words)
        return named > unknown or not phrases[0]

    def _holds(self, context: str) -> bool:
        if context not in self._contexts:
            regex = self._table.contexts[context].regex
            self._contexts[context] = any(regex.search(plain) for plain in self._plain)
        return self._contexts[context]

    def _absences(self, plain: str, stems: set[str]) -> list[_Found]:
        frames = self._frames(stems)
        if not frames:
            return []
        found: list[_Found] = []
        start = 0
        about_request = _grammar("about_request").search(plain) is not None
        for cut in [
            *(match.span() for match in _grammar("clause_end").finditer(plain)),
            (len(plain), len(plain)),
        ]:
            found += self._absent_in(plain[start : cut[0]], frames, about_request)
            start = cut[1]
        return found

    def _absent_in(self, clause: str, frames: list[Frame], about_request: bool) -> list[_Found]:
        found: list[_Found] = []
        taken: list[tuple[int, int]] = []
        for frame in frames:
            for match in frame.pattern.regex.finditer(clause):
                start, end = match.span()
                if any(start < stop and begin < end for begin, stop in taken):
                    continue
                if frame.is_behind and _grammar("guideline_subject").search(clause[:start]):
                    continue
                taken.append((start, end))
                found += self._absent(clause, frame, start, end, about_request)
        return found

    def _absent(self, clause: str, frame: Frame, start: int, end: int, about_request: bool) -> list[_Found]:
        if frame.is_behind or clause[:start].strip(" ,").split()[-1:] == ["it"]:
            stated = clause[end : end + _LONGEST_OBJECT]
            if purpose := _grammar("purpose").search(stated):
                stated = stated[: purpose.start()]
        else:
            stated = clause[max(0, start - _LONGEST_OBJECT) : start]
        reasons, knows = self._topics(stated, about_request)
        is_fallback = not knows and self._guideline_names(stated)
        if is_fallback:
            reasons = [frame.fallback] if frame.fallback else []
        return [
            _Found(reason, frame.pattern.name, is_fallback) for reason in reasons if reason in self._allowed
        ]

    def _guideline_names(self, stated: str) -> bool:
        """Return whether the guideline as quoted speaks of this, or isn't quoted at all."""
        if self._guideline_stems is None:
            quoted = (
                plain
                for plain, role in zip(self._plain, self._roles, strict=True)
                if role is SentenceRole.GUIDELINE
            )
            self._guideline_stems = _long_stems(" ".join(quoted))
        return len(stated.strip(" .,")) > 3 and (
            not self._guideline_stems or not self._guideline_stems.isdisjoint(_long_stems(stated))
        )

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
            if topic.takes_all:
                break
        return reasons, knows

    def _topic(self, part: str, about_request: bool) -> Topic | None:
        best: Topic | None = None
        first = 2 * len(part) + 1
        for topic in self._table.topics:
            if topic.of_request and not about_request:
                continue
            match = topic.pattern.regex.search(part)
            if match and (at := match.start() + len(part) * topic.is_weak) < first:
                best, first = topic, at
        return best


def _long_stems(plain: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{5,}", plain)} - _SAID_EVERYWHERE


def _goes_on(part: str, reason: Reason, reasons: list[Reason]) -> bool:
    # "No gains in pain, spasms or function": what is listed behind an improvement is what did not improve.
    is_short = len(part.split()) < 4
    return is_short and reason is Reason.FINDINGS_ABSENT and Reason.NO_FUNCTIONAL_IMPROVEMENT in reasons


def _is_negated(plain: str, match: re.Match[str], rule: Rule) -> bool:
    begin = 0
    for cut in _grammar("clause_end").finditer(plain, 0, match.start()):
        begin = cut.end()
    end = match.end() if rule.reason in _NEGATED_WITHIN else match.start()
    if rule.reason is Reason.BENEFIT_SHOWN and _grammar("unreal").search(plain, begin, match.end()):
        return True
    return _grammar("negation").search(plain, begin, end) is not None


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
