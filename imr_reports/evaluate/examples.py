"""What was missed and wrongly redacted in a letter → examples in their context, full of PHI."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from imr_reports.evaluate.alignment import Coverage
from imr_reports.evaluate.scores import LetterScore
from imr_reports.evaluate.tags import Entity, TaggedText
from imr_reports.records.evaluation import Example, Stretch, StretchKind
from imr_reports.records.limited import Finding

_CONTEXT = 90

Placeholder = Callable[[Finding], str]
Scrubbed = Callable[[int, int], Iterator[Stretch]]


def examples_of(
    tagged: TaggedText,
    findings: Sequence[Finding],
    score: LetterScore,
    placeholder: Placeholder,
    *,
    letter: int,
    file: str,
) -> Iterator[Example]:
    """Yield the misses of a letter, then its wrong redactions.

    Args:
        tagged: the letter.
        findings: as they were scored, sorted by start.
        score: of this letter.
        placeholder: tells what stands for a finding in the scrubbed text.
        letter: position of its file.
        file: name of its file.
    """
    text = tagged.text
    tags = Coverage(text, ((entity.start, entity.end) for entity in tagged.entities))
    found = Coverage(text, ((finding.start, finding.end) for finding in findings))
    scrubbed = partial(_scrubbed, text, findings, placeholder)
    for entity in score.missed:
        yield Example(
            kind=StretchKind.MISSED,
            letter=letter,
            file=file,
            line=_line(text, entity.start),
            entity_type=str(entity.type),
            recognizer="",
            stretches=(
                *scrubbed(max(0, entity.start - _CONTEXT), entity.start),
                *_missed(scrubbed, found, text, entity),
                *scrubbed(entity.end, entity.end + _CONTEXT),
            ),
        )
    for finding in score.wrong_findings:
        yield Example(
            kind=StretchKind.WRONG,
            letter=letter,
            file=file,
            line=_line(text, finding.start),
            entity_type=str(finding.entity_type),
            recognizer=finding.recognizer,
            stretches=(
                *scrubbed(max(0, finding.start - _CONTEXT), finding.start),
                *_wrong(tags, text, finding, placeholder(finding)),
                *scrubbed(finding.end, finding.end + _CONTEXT),
            ),
        )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _missed(scrubbed: Scrubbed, found: Coverage, text: str, entity: Entity) -> Iterator[Stretch]:
    """Yield an entity that was not wholly caught: what came through, and what was redacted of it."""
    for start, end, is_covered in found.stretches(entity.start, entity.end):
        if is_covered:
            yield from scrubbed(start, end)
        else:
            yield _stretch(StretchKind.MISSED, text[start:end], str(entity.type))


def _wrong(tags: Coverage, text: str, finding: Finding, placeholder: str) -> Iterator[Stretch]:
    """Yield a finding that took too much: what should have stayed, and what was rightly redacted."""
    kind = str(finding.entity_type)
    for start, end, is_tagged in tags.stretches(finding.start, finding.end):
        if is_tagged:
            yield _stretch(StretchKind.REDACTED, placeholder, kind)
        else:
            yield _stretch(StretchKind.WRONG, text[start:end], kind)


def _scrubbed(
    text: str, findings: Sequence[Finding], placeholder: Placeholder, start: int, end: int
) -> Iterator[Stretch]:
    """Yield a stretch of a letter as it reads when scrubbed."""
    at, end = start, min(end, len(text))
    for finding in findings:
        if finding.end <= at or finding.start >= end:
            continue
        if finding.start > at:
            yield _stretch(StretchKind.KEPT, text[at : finding.start])
        yield _stretch(StretchKind.REDACTED, placeholder(finding), str(finding.entity_type))
        at = finding.end
    if at < end:
        yield _stretch(StretchKind.KEPT, text[at:end])


def _stretch(kind: StretchKind, text: str, entity_type: str = "") -> Stretch:
    # Line ends and page breaks of all kinds show as what they are to a reader.
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return Stretch(kind=kind, text=plain, entity_type=entity_type)
