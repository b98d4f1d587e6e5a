"""One tagged letter and its findings → what was caught, missed and wrongly redacted in it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imr_reports.evaluate.alignment import Coverage, Token, spans_of, tokens_of
from imr_reports.evaluate.tags import Entity, TaggedText
from imr_reports.evaluate.terms import find_terms
from imr_reports.records.evaluation import TagType, TermClass
from imr_reports.records.limited import Finding
from imr_reports.statistics.intervals import Count

GATE = "gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterScore:
    """What was counted in one letter; figures are defined in `records/evaluation.py`.

    Attributes:
        entities: caught and tagged, by type.
        entities_without_gate: caught and tagged, had the gate withheld nothing.
        tokens: covered and tagged, by type.
        redacted: redacted tokens of entities, and all redacted tokens.
        wrong: findings that cover a safe token, and safe tokens.
        wrong_terms: findings that cover a token of a class of terms, and such tokens.
        preserved: untouched tokens and all tokens, by class of terms.
        recognizers: findings and wrong findings, by recognizer.
        missed: the entities that were not caught.
        wrong_findings: the findings that cover a safe token.
    """

    entities: Mapping[TagType, Count]
    entities_without_gate: Count
    tokens: Mapping[TagType, Count]
    redacted: Count
    wrong: Count
    wrong_terms: Count
    preserved: Mapping[TermClass, Count]
    recognizers: Mapping[str, Count]
    missed: tuple[Entity, ...]
    wrong_findings: tuple[Finding, ...]


def is_of_gate(finding: Finding) -> bool:
    """Return whether the gate withheld this, not a recognizer of the first pass."""
    return finding.recognizer.split(".")[0] == GATE


def score_letter(tagged: TaggedText, findings: Sequence[Finding]) -> LetterScore:
    """Compare a letter's tags with what was found in it.

    Args:
        tagged: the letter and its entities.
        findings: offsets into `tagged.text`, sorted by start, none overlapping another.
    """
    text = tagged.text
    covered = Coverage(text, spans_of(findings))
    ungated = Coverage(text, spans_of(f for f in findings if not is_of_gate(f)))
    entities = [entity for entity in tagged.entities if entity.type is not TagType.DONTCARE]
    missed = tuple(entity for entity in entities if not covered.holds(entity.start, entity.end))
    tokens = list(tokens_of(tagged))
    phi = [token for token in tokens if token.type not in {None, TagType.DONTCARE}]
    safe = [token for token in tokens if token.type is None]
    classes = _classes(text, safe)
    wrong = _touching(findings, safe)
    wrong_terms = _touching(findings, [token for token, _ in classes])
    right_tokens = sum(covered.touches(token.start, token.end) for token in phi)
    wrong_tokens = sum(covered.touches(token.start, token.end) for token in safe)
    return LetterScore(
        entities=_by_type([(entity.type, entity not in missed) for entity in entities]),
        entities_without_gate=(sum(ungated.holds(e.start, e.end) for e in entities), len(entities)),
        tokens=_by_type([(t.type, covered.holds(t.start, t.end)) for t in phi if t.type]),
        redacted=(right_tokens, right_tokens + wrong_tokens),
        wrong=(len(wrong), len(safe)),
        wrong_terms=(len(wrong_terms), len(classes)),
        preserved=_preserved(classes, covered),
        recognizers=_by_recognizer(findings, wrong),
        missed=missed,
        wrong_findings=tuple(wrong),
    )


def _by_type(outcomes: list[tuple[TagType, bool]]) -> dict[TagType, Count]:
    whole = Counter(kind for kind, _ in outcomes)
    part = Counter(kind for kind, is_caught in outcomes if is_caught)
    return {kind: (part[kind], count) for kind, count in whole.items()}


def _classes(text: str, safe: list[Token]) -> list[tuple[Token, TermClass]]:
    """Return the safe tokens that lie in a term, each with the first class that claims it."""
    starts = [token.start for token in safe]
    claimed: dict[Token, TermClass] = {}
    for kind, start, end in find_terms(text):
        for place in range(bisect_left(starts, start), len(safe)):
            token = safe[place]
            if token.end > end:
                break
            claimed.setdefault(token, kind)
    return list(claimed.items())


def _preserved(classes: list[tuple[Token, TermClass]], covered: Coverage) -> dict[TermClass, Count]:
    whole = Counter(kind for _, kind in classes)
    kept = Counter(kind for token, kind in classes if not covered.touches(token.start, token.end))
    return {kind: (kept[kind], count) for kind, count in whole.items()}


def _touching(findings: Sequence[Finding], tokens: list[Token]) -> list[Finding]:
    """Return the findings that cover any character of any of the tokens."""
    tokens = sorted(tokens, key=lambda token: token.start)
    ends = [token.end for token in tokens]
    touching = []
    for finding in findings:
        place = bisect_left(ends, finding.start + 1)
        if place < len(tokens) and tokens[place].start < finding.end:
            touching.append(finding)
    return touching


def _by_recognizer(findings: Sequence[Finding], wrong: list[Finding]) -> dict[str, Count]:
    all_of = Counter(finding.recognizer for finding in findings)
    wrong_of = Counter(finding.recognizer for finding in wrong)
    return {name: (count, wrong_of[name]) for name, count in all_of.items()}
