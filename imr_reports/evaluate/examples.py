"""What was missed and wrongly redacted in a letter → examples in their context, full of PHI."""

from collections.abc import Iterator, Sequence

from imr_reports.evaluate.alignment import Coverage
from imr_reports.evaluate.scores import LetterScore
from imr_reports.evaluate.tags import TaggedText
from imr_reports.records.evaluation import Example, Stretch, StretchKind
from imr_reports.records.limited import Finding

_CONTEXT = 90


def examples_of(
    tagged: TaggedText, findings: Sequence[Finding], score: LetterScore, *, letter: int, file: str
) -> Iterator[Example]:
    """Yield the misses of a letter, then its wrong redactions.

    Args:
        tagged: the letter.
        findings: as they were scored, sorted by start.
        score: of this letter.
        letter: position of its file.
        file: name of its file.
    """
    text = tagged.text
    for entity in score.missed:
        marked = (entity.start, entity.end)
        yield Example(
            kind=StretchKind.MISSED,
            letter=letter,
            file=file,
            line=_line(text, entity.start),
            entity_type=str(entity.type),
            recognizer="",
            stretches=(
                *_context(text, findings, *_before(*marked)),
                *_missed(text, findings, marked, str(entity.type)),
                *_context(text, findings, *_behind(text, *marked)),
            ),
        )
    for finding in score.wrong_findings:
        marked = (finding.start, finding.end)
        kind = str(finding.entity_type)
        wrong = Stretch(kind=StretchKind.WRONG, text=text[finding.start : finding.end], entity_type=kind)
        yield Example(
            kind=StretchKind.WRONG,
            letter=letter,
            file=file,
            line=_line(text, finding.start),
            entity_type=kind,
            recognizer=finding.recognizer,
            stretches=(
                *_context(text, findings, *_before(*marked)),
                wrong,
                *_context(text, findings, *_behind(text, *marked)),
            ),
        )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _before(start: int, _end: int) -> tuple[int, int]:
    return max(0, start - _CONTEXT), start


def _behind(text: str, _start: int, end: int) -> tuple[int, int]:
    return end, min(len(text), end + _CONTEXT)


def _missed(text: str, findings: Sequence[Finding], marked: tuple[int, int], kind: str) -> Iterator[Stretch]:
    """Yield an entity that was not wholly caught: what came through, and what was redacted of it."""
    covered = Coverage(text, ((f.start, f.end) for f in findings))
    for start, end, is_covered in covered.stretches(*marked):
        if is_covered:
            yield from _context(text, findings, start, end)
        else:
            yield Stretch(kind=StretchKind.MISSED, text=text[start:end], entity_type=kind)


def _context(text: str, findings: Sequence[Finding], start: int, end: int) -> Iterator[Stretch]:
    """Yield a stretch of a letter as it reads when scrubbed."""
    at = start
    for finding in findings:
        if finding.end <= at or finding.start >= end:
            continue
        if finding.start > at:
            yield Stretch(kind=StretchKind.KEPT, text=text[at : finding.start])
        yield Stretch(kind=StretchKind.REDACTED, text="", entity_type=str(finding.entity_type))
        at = finding.end
    if at < end:
        yield Stretch(kind=StretchKind.KEPT, text=text[at:end])
