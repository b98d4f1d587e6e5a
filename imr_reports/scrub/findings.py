"""Presidio results, overlapping → findings, one beside the other."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from imr_reports.gate import check_kept
from imr_reports.records.limited import GATE, GATE_UNKNOWN, EntityType, Finding, Withheld

GATE_PLACEHOLDER = f"{GATE}placeholder"
"""Marks what an earlier scrubbing wrote, for the gate to pass over."""

if TYPE_CHECKING:
    from presidio_analyzer import RecognizerResult


def resolve(
    text: str, results: Iterable[RecognizerResult], barriers: Iterable[tuple[int, int]] = ()
) -> tuple[Finding, ...]:
    """Make results into findings that do not overlap and together cover all that the results covered.

    The longest result wins its whole span; what another result covers besides becomes a finding of its own.

    Args:
        text: the text that the results index.
        results: in any order.
        barriers: spans that no finding may touch (placeholders of an earlier scrubbing), not overlapping.

    Returns:
        Findings sorted by start. Spans begin and end at a character that is not white space.
    """
    taken = sorted(barriers)
    findings: list[Finding] = []
    for result in sorted(results, key=_precedence):
        for start, end in list(_free(taken, result.start, result.end)):
            whole = (start, end) == (result.start, result.end)
            start, end = _trimmed(text, start, end, keep_marks=whole)  # noqa: PLW2901
            if start < end:
                insort(taken, (start, end))
                findings.append(_finding(result, start, end))
    return tuple(sorted(findings, key=lambda finding: finding.start))


def withheld_in(text: str, findings: Iterable[Finding]) -> tuple[Withheld, ...]:
    """Return what the gate withheld in a letter: words that nothing knows; of the rest the number alone."""
    counts = Counter(
        (
            text[finding.start : finding.end] if finding.recognizer == GATE_UNKNOWN else "",
            finding.entity_type,
            finding.recognizer,
        )
        for finding in findings
        if finding.recognizer.startswith(GATE)
    )
    return tuple(
        Withheld(token=token, count=count, entity_type=entity_type, recognizer=recognizer)
        for (token, entity_type, recognizer), count in sorted(counts.items())
    )


def with_withheld(
    text: str,
    findings: tuple[Finding, ...],
    barriers: Iterable[tuple[int, int]] = (),
    excused: Sequence[tuple[int, int]] = (),
) -> tuple[Finding, ...]:
    """Return findings with those of the gate, which looks at all that they leave.

    Args:
        text: the text that the findings index.
        findings: of the first pass, sorted.
        barriers: placeholders of an earlier scrubbing.
        excused: where the site's safe terms stand; a token that is only unknown may stay there.
    """
    covered = [
        *findings,
        *(
            Finding(entity_type=EntityType.NAME, start=start, end=end, score=1.0, recognizer=GATE_PLACEHOLDER)
            for start, end in barriers
        ),
    ]
    withheld = [
        Finding(
            entity_type=EntityType(found.entity_type),
            start=found.start,
            end=found.end,
            score=1.0,
            recognizer=found.kind,
        )
        for found in check_kept(text, covered)
        if found.kind != GATE_UNKNOWN
        or not any(start <= found.start and found.end <= end for start, end in excused)
    ]
    return tuple(sorted((*findings, *withheld), key=lambda finding: finding.start)) if withheld else findings


def recognizer_of(result: RecognizerResult) -> str:
    """Return the name of the recognizer, or of the rule, that made a result."""
    return str((result.recognition_metadata or {}).get("recognizer_name", "unnamed"))


def _precedence(result: RecognizerResult) -> tuple[int, float, int, str, str]:
    # The name and type settle ties, so that the order of recognizers never shows in the findings.
    return (result.start - result.end, -result.score, result.start, result.entity_type, recognizer_of(result))


def _free(taken: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span that no taken span covers."""
    index = max(0, bisect_left(taken, (start, start)) - 1)
    for other_start, other_end in taken[index:]:
        if other_start >= end:
            break
        if other_start > start:
            yield start, other_start
        start = max(start, other_end)
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int, *, keep_marks: bool) -> tuple[int, int]:
    """Drop white space at the ends of a span; of a leftover part, drop punctuation too."""

    def is_margin(character: str) -> bool:
        return character.isspace() if keep_marks else not character.isalnum()

    while start < end and is_margin(text[start]):
        start += 1
    while start < end and is_margin(text[end - 1]):
        end -= 1
    return start, end


def _finding(result: RecognizerResult, start: int, end: int) -> Finding:
    return Finding(
        entity_type=EntityType(result.entity_type),
        start=start,
        end=end,
        score=float(result.score),
        recognizer=recognizer_of(result),
    )
